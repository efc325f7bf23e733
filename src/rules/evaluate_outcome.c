/* What an assertion says about a node: message, subject, remedy, fixes. Built only when it fires. */
#include "rules/evaluate_model.h"

#include "base/text.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A fix that would change more places than this is not a fix of one finding. */
#define TARGETS_MAX 64

/* More places that one diagnostic points to nobody looks at. */
#define RELATED_MAX 8

const struct xpath_namespaces *evaluator_namespaces(const struct evaluator *evaluator)
{
    return &evaluator->scope.file->schema->namespaces;
}

bool evaluator_failed_at(struct evaluator *evaluator, const xmlNode *place)
{
    if (evaluator->failed_place == NULL)
        evaluator->failed_place = place;
    return false;
}

static xmlXPathObject *value_at(struct evaluator *evaluator, struct xpath_expression *expression,
                                xmlNode *node)
{
    xmlXPathObject *value = xpath_value(
        evaluator->xpath, expression, evaluator_namespaces(evaluator), node, XPATH_NODE_OPERATIONS);
    if (value == NULL)
        evaluator_failed_at(evaluator, expression->place);
    return value;
}

/* Nodes in document order; another type is the author's error. NULL after a failure. */
static xmlXPathObject *nodes_at(struct evaluator *evaluator, struct xpath_expression *expression,
                                xmlNode *node)
{
    xmlXPathObject *value = value_at(evaluator, expression, node);
    if (value == NULL)
        return NULL;
    if (value->type != XPATH_NODESET) {
        snprintf(evaluator->xpath->failure, sizeof evaluator->xpath->failure,
                 "it selects no nodes but gives another kind of value");
        evaluator_failed_at(evaluator, expression->place);
        xmlXPathFreeObject(value);
        return NULL;
    }
    if (value->nodesetval != NULL && value->nodesetval->nodeNr > 1)
        xmlXPathNodeSetSort(value->nodesetval);
    return value;
}

static xmlNode *node_of(const xmlXPathObject *value, int index)
{
    return value->nodesetval == NULL || index >= value->nodesetval->nodeNr
               ? NULL
               : value->nodesetval->nodeTab[index];
}

/* ---- texts ---------------------------------------------------------------------------------- */

static char *qualified_name(struct arena *arena, const xmlNode *node)
{
    if (node == NULL || node->name == NULL || node->type == XML_DOCUMENT_NODE)
        return arena_strdup(arena, "");
    if ((node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE) && node->ns != NULL &&
        node->ns->prefix != NULL)
        return arena_printf(arena, "%s:%s", (const char *)node->ns->prefix,
                            (const char *)node->name);
    return arena_strdup(arena, (const char *)node->name);
}

/* A value as text in the arena; NULL after a failure. Control characters would tear a message. */
static char *value_text(struct evaluator *evaluator, struct schematron_value *value, xmlNode *node)
{
    struct arena *arena = evaluator->arena;
    if (value->is_name && value->expression.text == NULL)
        return qualified_name(arena, node);
    xmlXPathObject *object = value_at(evaluator, &value->expression, node);
    if (object == NULL)
        return NULL;
    char *text;
    if (value->is_name && object->type == XPATH_NODESET) {
        text = qualified_name(arena, node_of(object, 0));
    } else {
        /* The first node in document order counts. */
        if (object->type == XPATH_NODESET && object->nodesetval != NULL &&
            object->nodesetval->nodeNr > 1)
            xmlXPathNodeSetSort(object->nodesetval);
        xmlChar *made = xmlXPathCastToString(object);
        text = arena_strdup(arena, made == NULL ? "" : (const char *)made);
        xmlFree(made);
    }
    xmlXPathFreeObject(object);
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20)
            *c = ' ';
    return text;
}

static void add_escaped(struct text *result, const char *value)
{
    for (const char *c = value; *c != '\0'; c++) {
        switch (*c) {
        case '<':
            text_add(result, "&lt;");
            break;
        case '>':
            text_add(result, "&gt;");
            break;
        case '&':
            text_add(result, "&amp;");
            break;
        case '"':
            text_add(result, "&quot;");
            break;
        default:
            text_add_char(result, *c);
        }
    }
}

/* The prose with its values, in the arena; NULL after a failure. `arguments` may be NULL. */
static const char *prose_text(struct evaluator *evaluator, struct schematron_prose *prose,
                              xmlNode *node, bool escape, struct list *arguments)
{
    if (prose->count == 0)
        return prose->text;
    struct text result = {0};
    size_t index = 0;
    for (const char *c = prose->text; *c != '\0'; c++) {
        if (*c != SCHEMATRON_VALUE_MARK) {
            text_add_char(&result, *c);
            continue;
        }
        char *value = value_text(evaluator, &prose->values[index++], node);
        if (value == NULL) {
            text_fini(&result);
            return NULL;
        }
        if (arguments != NULL)
            list_add(arguments, evaluator->arena, value);
        if (escape)
            add_escaped(&result, value);
        else
            text_add(&result, value);
    }
    char *copy = arena_strdup(evaluator->arena, text_string(&result));
    text_fini(&result);
    return copy;
}

/* ---- fixes ---------------------------------------------------------------------------------- */

static const char *operation_text(struct evaluator *evaluator,
                                  struct schematron_operation *operation, xmlNode *target)
{
    bool markup = operation->type == XML_DOCUMENT_FRAG_NODE || operation->type == XML_ELEMENT_NODE;
    if (operation->select.text == NULL)
        return prose_text(evaluator, &operation->content, target, markup, NULL);
    struct schematron_value value = {.expression = operation->select};
    char *text = value_text(evaluator, &value, target);
    operation->select = value.expression; /* keeps what it compiled to */
    if (text == NULL || !markup || target->type == XML_ATTRIBUTE_NODE)
        return text; /* a value, escaped where it is written */
    struct text escaped = {0};
    add_escaped(&escaped, text);
    text = arena_strdup(evaluator->arena, text_string(&escaped));
    text_fini(&escaped);
    return text;
}

static bool add_operation(struct evaluator *evaluator, struct schematron_operation *operation,
                          xmlNode *target)
{
    struct outcome_operation *result = arena_alloc(evaluator->arena, sizeof *result);
    *result = (struct outcome_operation){
        .action = (enum outcome_action)operation->action,
        .position = (enum outcome_position)operation->position,
        .target = target,
        .type = operation->type,
        .name = operation->name,
    };
    /* What is put in place of an attribute is an attribute when nothing else is said. */
    if (operation->action == SCHEMATRON_REPLACE && target->type == XML_ATTRIBUTE_NODE)
        result->type = XML_ATTRIBUTE_NODE;
    if (operation->action == SCHEMATRON_DELETE)
        result->type = target->type;
    if (result->name == NULL && operation->action == SCHEMATRON_REPLACE)
        result->name = qualified_name(evaluator->arena, target);
    if (operation->action != SCHEMATRON_DELETE) {
        result->text = operation_text(evaluator, operation, target);
        if (result->text == NULL)
            return false;
    }
    list_add(&evaluator->operations, evaluator->arena, result);
    return true;
}

static bool add_operations(struct evaluator *evaluator, struct schematron_operation *operation,
                           xmlNode *node)
{
    if (operation->match.text == NULL)
        return add_operation(evaluator, operation, node);
    xmlXPathObject *targets = nodes_at(evaluator, &operation->match, node);
    if (targets == NULL)
        return false;
    bool done = true;
    xmlNode *target;
    for (int i = 0; i < TARGETS_MAX && done && (target = node_of(targets, i)) != NULL; i++)
        done = add_operation(evaluator, operation, target);
    xmlXPathFreeObject(targets);
    return done;
}

/* Adds the fix to the outcome when it applies. */
static bool add_fix(struct evaluator *evaluator, struct schematron_fix *fix, xmlNode *node,
                    struct outcome *outcome, struct outcome_fix *fixes)
{
    if (fix->use_when.text != NULL) {
        bool applies;
        if (!xpath_test(evaluator->xpath, &fix->use_when, evaluator_namespaces(evaluator), node,
                        XPATH_NODE_OPERATIONS, &applies))
            return evaluator_failed_at(evaluator, fix->use_when.place);
        if (!applies)
            return true;
    }
    evaluator->operations.count = 0;
    for (size_t i = 0; i < fix->operation_count; i++)
        if (!add_operations(evaluator, &fix->operations[i], node))
            return false;
    if (evaluator->operations.count == 0)
        return true;
    struct outcome_fix *result = &fixes[outcome->fix_count];
    struct outcome_operation *operations =
        arena_array(evaluator->arena, evaluator->operations.count, sizeof *operations);
    for (size_t i = 0; i < evaluator->operations.count; i++)
        operations[i] = *(struct outcome_operation *)evaluator->operations.items[i];
    result->id = fix->id;
    result->title = prose_text(evaluator, &fix->title, node, false, NULL);
    result->operations = operations;
    result->operation_count = evaluator->operations.count;
    outcome->fix_count++;
    return result->title != NULL;
}

static bool add_fixes(struct evaluator *evaluator, struct schematron_assertion *assertion,
                      xmlNode *node, struct outcome *outcome)
{
    if (assertion->texts.fix_count == 0)
        return true;
    struct outcome_fix *fixes =
        arena_array(evaluator->arena, assertion->texts.fix_count, sizeof *fixes);
    outcome->fixes = fixes;
    for (size_t i = 0; i < assertion->texts.fix_count; i++)
        if (!add_fix(evaluator, &assertion->texts.fixes[i], node, outcome, fixes))
            return false;
    return true;
}

/* ---- outcomes ------------------------------------------------------------------------------- */

static bool find_subject(struct evaluator *evaluator, struct schematron_assertion *assertion,
                         xmlNode *node, xmlNode **subject)
{
    *subject = node;
    if (assertion->subject.text == NULL)
        return true;
    xmlXPathObject *value = nodes_at(evaluator, &assertion->subject, node);
    if (value == NULL)
        return false;
    xmlNode *first = node_of(value, 0);
    if (first != NULL && first->type != XML_NAMESPACE_DECL)
        *subject = first;
    xmlXPathFreeObject(value);
    return true;
}

/* A text that belongs to nodes stands at these, and nowhere when there are none. */
static bool add_related(struct evaluator *evaluator, struct schematron_diagnostic *diagnostic,
                        xmlNode *node, const char *text)
{
    xmlXPathObject *places = nodes_at(evaluator, &diagnostic->related, node);
    if (places == NULL)
        return false;
    xmlNode *place;
    for (int i = 0; i < RELATED_MAX && (place = node_of(places, i)) != NULL; i++) {
        if (place->type == XML_NAMESPACE_DECL)
            continue;
        struct outcome_related *related = arena_alloc(evaluator->arena, sizeof *related);
        *related = (struct outcome_related){.node = place, .text = text};
        list_add(&evaluator->related, evaluator->arena, related);
    }
    xmlXPathFreeObject(places);
    return true;
}

static bool add_diagnostics(struct evaluator *evaluator, struct schematron_assertion *assertion,
                            xmlNode *node)
{
    evaluator->diagnostics.count = 0;
    evaluator->related.count = 0;
    for (size_t i = 0; i < assertion->texts.diagnostic_count; i++) {
        struct schematron_diagnostic *diagnostic = &assertion->texts.diagnostics[i];
        const char *text = prose_text(evaluator, &diagnostic->text, node, false, NULL);
        if (text == NULL)
            return false;
        if (diagnostic->related.text == NULL)
            list_add(&evaluator->diagnostics, evaluator->arena, (void *)(uintptr_t)text);
        else if (!add_related(evaluator, diagnostic, node, text))
            return false;
    }
    return true;
}

static struct outcome start(const struct evaluator *evaluator, enum outcome_kind kind,
                            const struct schematron_assertion *assertion, xmlNode *node)
{
    return (struct outcome){.rule = evaluator->scope.pattern->entry,
                            .kind = kind,
                            .level = assertion->level,
                            .template_id = assertion->id,
                            .node = node,
                            .subject = node};
}

static void deliver(struct evaluator *evaluator, const struct outcome *outcome)
{
    if (evaluator->each != NULL && !evaluator->each(evaluator->context, outcome))
        evaluator->stopped = true;
}

bool evaluator_fire(struct evaluator *evaluator, struct schematron_assertion *assertion,
                    xmlNode *node)
{
    rulebook_complete(evaluator->scope.pattern->entry);
    struct outcome outcome = start(evaluator, OUTCOME_FIRED, assertion, node);
    struct schematron_prose *remedy = &evaluator->scope.pattern->remedy;
    evaluator->arguments.count = 0;
    outcome.message =
        prose_text(evaluator, &assertion->texts.message, node, false, &evaluator->arguments);
    if (outcome.message == NULL || !find_subject(evaluator, assertion, node, &outcome.subject) ||
        !add_diagnostics(evaluator, assertion, node))
        return false;
    if (remedy->text != NULL) {
        outcome.remedy = prose_text(evaluator, remedy, node, false, NULL);
        if (outcome.remedy == NULL)
            return false;
    }
    if (!add_fixes(evaluator, assertion, node, &outcome))
        return false;
    outcome.arguments = (const char *const *)evaluator->arguments.items;
    outcome.argument_count = evaluator->arguments.count;
    outcome.diagnostics = (const char *const *)evaluator->diagnostics.items;
    outcome.diagnostic_count = evaluator->diagnostics.count;
    outcome.related = (const struct outcome_related *const *)evaluator->related.items;
    outcome.related_count = evaluator->related.count;
    deliver(evaluator, &outcome);
    return true;
}

bool evaluator_undecided(struct evaluator *evaluator, struct schematron_assertion *assertion,
                         xmlNode *node)
{
    struct outcome outcome = start(evaluator, OUTCOME_UNDECIDED, assertion, node);
    struct xpath_unknown unknown = evaluator->xpath->unknown; /* finding the subject may add */
    const struct xpath_hint *hint = unknown.count == 1 ? unknown.hints[0] : NULL;
    bool again = assertion->undecided_in == evaluator->serial;
    enum outcome_reply reply = OUTCOME_TAKEN;
    if (again && hint != NULL && hint == assertion->told_enough)
        return true;
    /* While a context is being matched, the lets that a subject may need do not exist yet. What is
     * undecided at ten thousand places is one question: the first place shows it. */
    if (evaluator->scope.rule != NULL && !again &&
        !find_subject(evaluator, assertion, node, &outcome.subject))
        return false;
    outcome.hints = unknown.hints;
    outcome.hint_count = unknown.count;
    outcome.reply = &reply;
    deliver(evaluator, &outcome);
    if (reply != OUTCOME_DECLINED)
        assertion->undecided_in = evaluator->serial;
    assertion->told_enough = reply == OUTCOME_ENOUGH ? hint : NULL;
    return true;
}
