/* Patterns, rules and assertions; abstract ones are expanded where they are used. */
#include "rules/schematron_reader.h"

#include "base/text.h"
#include "rules/rulebook.h"

#include <string.h>

/* What expanding abstract rules and patterns may make of a file. */
#define ASSERTIONS_MAX ((size_t)100000)
#define EXTENDING_MAX (sizeof((struct schematron_reader *)0)->extending / sizeof(const xmlNode *))

/* What a rule or pattern hands down to its assertions. */
struct inherited {
    enum iislint_level level;
    struct xpath_expression subject;
};

struct rule_parts {
    struct inherited inherited;
    const xmlNode *pattern;
    struct list lets;
    struct list assertions;
};

/* ---- assertions ----------------------------------------------------------------------------- */

static bool read_diagnostics(struct schematron_reader *reader, const xmlNode *element,
                             struct schematron_assertion *assertion)
{
    const char *ids = reader_attribute(reader, element, "diagnostics");
    struct list diagnostics = {0};
    size_t length;
    for (const char *id; ids != NULL && (id = text_next_item(&ids, " \t\r\n", &length)) != NULL;) {
        const xmlNode *written = map_find_bytes(reader->diagnostics, id, length);
        if (written == NULL)
            return reader_refuse(reader, element, "there is no <diagnostic id=\"%.*s\">",
                                 (int)length, id);
        struct schematron_diagnostic *diagnostic = arena_alloc(reader->arena, sizeof *diagnostic);
        if (!reader_prose(reader, written, READER_LINE, &diagnostic->text) ||
            !reader_own_expression(reader, written, "related", &diagnostic->related))
            return false;
        list_add(&diagnostics, reader->arena, diagnostic);
    }
    assertion->texts.diagnostic_count = diagnostics.count;
    assertion->texts.diagnostics =
        arena_array(reader->arena, diagnostics.count, sizeof *assertion->texts.diagnostics);
    for (size_t i = 0; i < diagnostics.count; i++)
        assertion->texts.diagnostics[i] = *(struct schematron_diagnostic *)diagnostics.items[i];
    return true;
}

static bool read_assertion(struct schematron_reader *reader, const xmlNode *element,
                           struct rule_parts *parts)
{
    if (++reader->assertion_count > ASSERTIONS_MAX)
        return reader_refuse(reader, element, "the file expands to more than %zu assertions",
                             ASSERTIONS_MAX);
    struct schematron_assertion *assertion = arena_alloc(reader->arena, sizeof *assertion);
    bool has_role = false;
    assertion->place = element;
    assertion->report = strcmp((const char *)element->name, "report") == 0;
    assertion->id = reader_attribute(reader, element, "id");
    assertion->level = parts->inherited.level;
    assertion->subject = parts->inherited.subject;
    list_add(&parts->assertions, reader->arena, assertion);
    return reader_expression(reader, element, "test", true, &assertion->test) &&
           reader_expression(reader, element, "subject", false, &assertion->subject) &&
           reader_role(reader, element, &assertion->level, &has_role) &&
           reader_prose(reader, element, READER_LINE, &assertion->texts.message) &&
           read_diagnostics(reader, element, assertion) && reader_fixes(reader, element, assertion);
}

/* ---- rules ---------------------------------------------------------------------------------- */

static bool read_rule_child(struct schematron_reader *reader, void *context, const xmlNode *child);

struct search {
    const char *id;
    const xmlNode *found;
};

static bool find_abstract_rule(struct schematron_reader *reader, void *context,
                               const xmlNode *child)
{
    struct search *search = context;
    const xmlAttr *id = reader_attribute_node(child, "id");
    if (search->found == NULL && id != NULL && reader_is_schematron(child, "rule") &&
        reader_flag(child, "abstract") &&
        strcmp(reader_attribute(reader, child, "id"), search->id) == 0)
        search->found = child;
    return true;
}

static bool extend(struct schematron_reader *reader, const xmlNode *extends,
                   struct rule_parts *parts)
{
    struct search search = {.id = reader_attribute(reader, extends, "rule")};
    if (search.id == NULL)
        return reader_refuse(reader, extends, "<extends> needs the attribute rule");
    if (!reader_each_child(reader, parts->pattern, find_abstract_rule, &search))
        return false;
    const xmlNode *rule =
        search.found != NULL ? search.found : map_find(reader->abstract_rules, search.id);
    if (rule == NULL)
        return reader_refuse(reader, extends, "there is no abstract rule '%s'", search.id);
    for (unsigned i = 0; i < reader->extending_count; i++)
        if (reader->extending[i] == rule)
            return reader_refuse(reader, extends, "the abstract rule '%s' extends itself",
                                 search.id);
    if (reader->extending_count == EXTENDING_MAX)
        return reader_refuse(reader, extends, "abstract rules extend each other too deep");
    reader->extending[reader->extending_count++] = rule;
    bool done = reader_each_child(reader, rule, read_rule_child, parts);
    reader->extending_count--;
    return done;
}

static bool read_rule_child(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    struct rule_parts *parts = context;
    if (reader_is_schematron(child, "let"))
        return reader_let(reader, child, &parts->lets);
    if (reader_is_schematron(child, "assert") || reader_is_schematron(child, "report"))
        return read_assertion(reader, child, parts);
    if (reader_is_schematron(child, "extends"))
        return extend(reader, child, parts);
    if (reader_is_schematron(child, "p") || child->ns == NULL ||
        strcmp((const char *)child->ns->href, SCHEMATRON_NAMESPACE) != 0)
        return true;
    return reader_refuse(reader, child, "<%s> has no place in a rule", (const char *)child->name);
}

static bool read_rule(struct schematron_reader *reader, const xmlNode *element,
                      const xmlNode *pattern, const struct inherited *inherited,
                      struct schematron_rule *rule)
{
    struct xpath_expression context = {0};
    struct rule_parts parts = {.inherited = *inherited, .pattern = pattern};
    bool has_role = false;
    char reason[256];
    rule->place = element;
    if (!reader_expression(reader, element, "context", true, &context))
        return false;
    rule->context_text = context.text;
    rule->context = pattern_parse(reader->arena, context.text, context.place,
                                  &reader->schema->namespaces, reason, sizeof reason);
    if (rule->context == NULL)
        return reader_refuse(reader, context.place, "the context '%.80s' cannot be read: %s",
                             context.text, reason);
    if (!reader_role(reader, element, &parts.inherited.level, &has_role) ||
        !reader_expression(reader, element, "subject", false, &parts.inherited.subject) ||
        !reader_each_child(reader, element, read_rule_child, &parts))
        return false;
    reader_take_lets(reader, &parts.lets, &rule->lets);
    rule->assertion_count = parts.assertions.count;
    rule->assertions = arena_array(reader->arena, rule->assertion_count, sizeof *rule->assertions);
    for (size_t i = 0; i < rule->assertion_count; i++)
        rule->assertions[i] = *(struct schematron_assertion *)parts.assertions.items[i];
    return true;
}

/* ---- patterns ------------------------------------------------------------------------------- */

struct pattern_parts {
    const xmlNode *pattern;
    const xmlNode *abstract; /* the one it is an instance of */
    struct inherited inherited;
    struct list lets;
    struct list rules;
    struct schematron_prose *remedy;
};

static bool read_pattern_child(struct schematron_reader *reader, void *context,
                               const xmlNode *child)
{
    static const char *const known[] = {"title", "p", "param", "diagnostics", "properties"};
    struct pattern_parts *parts = context;
    if (reader_is_schematron(child, "let"))
        return reader_let(reader, child, &parts->lets);
    if (reader_is(child, RULEBOOK_NAMESPACE, "fix"))
        return reader_prose(reader, child, READER_BLOCK, parts->remedy);
    if (reader_is_schematron(child, "rule")) {
        if (reader_flag(child, "abstract"))
            return true;
        struct schematron_rule *rule = arena_alloc(reader->arena, sizeof *rule);
        list_add(&parts->rules, reader->arena, rule);
        return read_rule(reader, child, parts->pattern, &parts->inherited, rule);
    }
    if (child->ns == NULL || strcmp((const char *)child->ns->href, SCHEMATRON_NAMESPACE) != 0)
        return true;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp((const char *)child->name, known[i]) == 0)
            return true;
    return reader_refuse(reader, child, "<%s> has no place in a pattern",
                         (const char *)child->name);
}

static bool read_param(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    struct list *params = context;
    if (!reader_is_schematron(child, "param"))
        return true;
    struct schematron_param *param = arena_alloc(reader->arena, sizeof *param);
    param->name = reader_attribute(reader, child, "name");
    param->value = reader_attribute(reader, child, "value");
    if (param->name == NULL || param->value == NULL)
        return reader_refuse(reader, child, "<param> needs a name and a value");
    list_add(params, reader->arena, param);
    return true;
}

/* Reads the abstract pattern that `instance` is, with its parameters. */
static bool read_instance(struct schematron_reader *reader, const xmlNode *instance,
                          const char *is_a, struct pattern_parts *parts)
{
    const xmlNode *abstract = map_find(reader->abstract_patterns, is_a);
    if (abstract == NULL)
        return reader_refuse(reader, instance, "there is no abstract pattern '%s'", is_a);
    if (reader_attribute_node(abstract, "is-a") != NULL)
        return reader_refuse(reader, abstract, "an abstract pattern cannot be an instance (is-a)");
    struct list list = {0};
    if (!reader_each_child(reader, instance, read_param, &list))
        return false;
    struct schematron_param *params = arena_array(reader->arena, list.count, sizeof *params);
    for (size_t i = 0; i < list.count; i++)
        params[i] = *(struct schematron_param *)list.items[i];
    reader->params = params;
    reader->param_count = list.count;
    parts->pattern = abstract;
    parts->abstract = abstract;
    bool done = reader_each_child(reader, abstract, read_pattern_child, parts);
    parts->pattern = instance;
    /* What the instance says itself (a remedy of its own) wins; its texts know the parameters. */
    done = done && reader_each_child(reader, instance, read_pattern_child, parts);
    reader->params = NULL;
    reader->param_count = 0;
    return done;
}

/* Message templates are "default", "2", "3" ... or what the author called them. */
static void name_assertions(struct schematron_reader *reader, struct schematron_pattern *pattern)
{
    size_t number = 0;
    for (size_t r = 0; r < pattern->rule_count; r++) {
        struct schematron_rule *rule = &pattern->rules[r];
        for (size_t a = 0; a < rule->assertion_count; a++) {
            struct schematron_assertion *assertion = &rule->assertions[a];
            number++;
            if (assertion->id == NULL)
                assertion->id =
                    number == 1 ? "default" : arena_printf(reader->arena, "%zu", number);
        }
    }
}

bool reader_pattern(struct schematron_reader *reader, const xmlNode *element,
                    struct schematron_pattern *pattern)
{
    struct pattern_parts parts = {.pattern = element, .remedy = &pattern->remedy};
    bool has_role = false;
    const char *is_a = reader_attribute(reader, element, "is-a");
    pattern->schema = reader->schema;
    pattern->place = element;
    pattern->id = reader_attribute(reader, element, "id");
    parts.inherited.level = IISLINT_ERROR;
    if (!reader_role(reader, element, &parts.inherited.level, &has_role) ||
        !reader_expression(reader, element, "subject", false, &parts.inherited.subject))
        return false;
    bool done = is_a == NULL ? reader_each_child(reader, element, read_pattern_child, &parts)
                             : read_instance(reader, element, is_a, &parts);
    if (!done)
        return false;
    pattern->abstract = parts.abstract;
    reader_take_lets(reader, &parts.lets, &pattern->lets);
    pattern->rule_count = parts.rules.count;
    pattern->rules = arena_array(reader->arena, pattern->rule_count, sizeof *pattern->rules);
    for (size_t i = 0; i < pattern->rule_count; i++)
        pattern->rules[i] = *(struct schematron_rule *)parts.rules.items[i];
    name_assertions(reader, pattern);
    return true;
}
