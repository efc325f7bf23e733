/* What the facts say, in three values. */
#include "base/text.h"
#include "facts/item.h"
#include "rules/functions_state.h"
#include <libxml/xpathInternals.h>
#include <string.h>

#define HINT_SIZE 256

/* ---- fact and known -------------------------------------------------------------------------- */

/* Windows paths are compared in canonical form, as facts_find() does. */
static const char *comparable(struct document *document, const char *group, const char *attribute,
                              const char *value)
{
    bool is_path = strcmp(attribute, "path") == 0 && strcmp(group, "requests") != 0;
    return is_path ? path_normalize_windows(document->arena, value) : value;
}

static struct map *build_index(struct document *document, const char *group, const char *attribute)
{
    struct map *index = map_new(document->arena, MAP_CASE_INSENSITIVE);
    const xmlNode *element = facts_group(document->facts, group);
    for (xmlNode *item = element ? item_next(element->children, NULL) : NULL; item;
         item = item_next(item->next, NULL)) {
        const char *value = item_get(item, attribute);
        if (!value)
            continue;
        value = comparable(document, group, attribute, value);
        struct list *items = map_find(index, value);
        if (!items) {
            items = arena_alloc(document->arena, sizeof *items);
            map_set(index, value, items);
        }
        list_add(items, document->arena, item);
    }
    return index;
}

/* All items of a group with this value; NULL when there is none. */
static const struct list *find_items(struct document *document, const char *group,
                                     const char *attribute, const char *value)
{
    struct functions_state *state = functions_state(document);
    char key[128];
    snprintf(key, sizeof key, "%s\n%s", group, attribute);
    struct map *index = map_find(state->fact_indexes, key);
    if (!index) {
        index = build_index(document, group, attribute);
        map_set(state->fact_indexes, key, index);
    }
    return map_find(index, comparable(document, group, attribute, value));
}

static void return_items(xmlXPathParserContext *call, const char *group, const char *attribute,
                         const char *value)
{
    struct document *document = functions_document(call);
    const struct list *items = find_items(document, group, attribute, value);
    if (!items && !facts_group_complete(document->facts, group)) {
        char hint[HINT_SIZE];
        snprintf(hint, sizeof hint, "whether there is one with %s '%.100s'", attribute, value);
        xpath_raise_unknown(call, group,
                            facts_group(document->facts, group) ? hint : facts_group_hint(group));
    }
    functions_return_nodes(call, items ? (xmlNode *const *)items->items : NULL,
                           items ? items->count : 0);
}

static void return_group(xmlXPathParserContext *call, const char *group)
{
    xmlNode *element = facts_group(functions_document(call)->facts, group);
    if (!element)
        xpath_raise_unknown(call, group, facts_group_hint(group));
    xpath_return_node(call, element);
}

/* One argument or three. */
static bool has_one_or_three(xmlXPathParserContext *call, int count)
{
    if (count != 2)
        return xpath_has_arguments(call, count, 1, 3);
    xpath_raise_error(call, "an attribute needs a value: give a group, or group, attribute, value");
    return false;
}

struct question {
    char *group, *attribute, *value;
};

static bool take_question(xmlXPathParserContext *call, int count, struct question *question)
{
    *question = (struct question){NULL, NULL, NULL};
    if (!has_one_or_three(call, count))
        return false;
    if (count == 3) {
        question->value = xpath_take_text(call);
        question->attribute = xpath_take_text(call);
    }
    question->group = xpath_take_text(call);
    return true;
}

static void question_fini(struct question *question)
{
    xmlFree(question->group);
    xmlFree(question->attribute);
    xmlFree(question->value);
}

void function_fact(xmlXPathParserContext *call, int count)
{
    struct question question;
    if (!take_question(call, count, &question))
        return;
    if (call->error == 0 && count == 3)
        return_items(call, question.group, question.attribute, question.value);
    else if (call->error == 0)
        return_group(call, question.group);
    question_fini(&question);
}

void function_known(xmlXPathParserContext *call, int count)
{
    struct question question;
    if (!take_question(call, count, &question))
        return;
    if (call->error == 0) {
        struct document *document = functions_document(call);
        bool known = count == 3 ? facts_group_complete(document->facts, question.group) ||
                                      find_items(document, question.group, question.attribute,
                                                 question.value) != NULL
                                : facts_group(document->facts, question.group) != NULL;
        xpath_return_boolean(call, known);
    }
    question_fini(&question);
}

void function_unknown(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *hint = xpath_take_text(call);
    char *group = xpath_take_text(call);
    if (call->error == 0) {
        xpath_raise_unknown(call, group, hint);
        xpath_return_boolean(call, false);
    }
    xmlFree(group);
    xmlFree(hint);
}

/* ---- services and registry ------------------------------------------------------------------- */

static void return_service(xmlXPathParserContext *call, int count, const char *attribute)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *name = xpath_take_text(call);
    if (call->error == 0) {
        xmlNode *item;
        enum answer found =
            facts_find(functions_document(call)->facts, "services", "name", name, &item);
        const char *value = found == ANSWER_YES ? item_get(item, attribute) : NULL;
        if (found == ANSWER_NO)
            value = "absent";
        if (!value) {
            char hint[HINT_SIZE];
            snprintf(hint, sizeof hint, "the %s of the service %.100s",
                     strcmp(attribute, "state") == 0 ? "state" : "start type", name);
            xpath_raise_unknown(call, "services", hint);
            value = "unknown";
        }
        xpath_return_text(call, value);
    }
    xmlFree(name);
}

void function_service(xmlXPathParserContext *call, int count)
{
    return_service(call, count, "state");
}

void function_service_start(xmlXPathParserContext *call, int count)
{
    return_service(call, count, "start");
}

/* A REG_MULTI_SZ has items, one a line here. */
static void return_data(xmlXPathParserContext *call, const xmlNode *value)
{
    const char *data = item_get(value, "data");
    if (data) {
        xpath_return_text(call, data);
        return;
    }
    struct text lines = {0};
    for (xmlNode *item = item_next(value->children, "item"); item;
         item = item_next(item->next, "item")) {
        xmlChar *content = xmlNodeGetContent(item);
        if (lines.length > 0)
            text_add_char(&lines, '\n');
        text_add(&lines, content ? (const char *)content : "");
        xmlFree(content);
    }
    xpath_return_text(call, text_string(&lines));
    text_fini(&lines);
}

void function_registry(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *name = xpath_take_text(call);
    char *key = xpath_take_text(call);
    if (call->error == 0) {
        xmlNode *item = NULL;
        enum answer found = facts_registry(functions_document(call)->facts, key, name, &item);
        if (found == ANSWER_UNKNOWN) {
            char hint[HINT_SIZE];
            snprintf(hint, sizeof hint, "the registry value %.150s\\%.80s", key, name);
            xpath_raise_unknown(call, "registry", hint);
        }
        if (found == ANSWER_YES)
            return_data(call, item);
        else
            xpath_return_text(call, "");
    }
    xmlFree(key);
    xmlFree(name);
}

/* ---- paths ----------------------------------------------------------------------------------- */

void function_expand(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *text = xpath_take_text(call);
    if (call->error == 0)
        xpath_return_text(call, server_expand(functions_document(call)->server, text, NULL));
    xmlFree(text);
}

void function_is_unc(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *path = xpath_take_text(call);
    if (call->error == 0)
        xpath_return_boolean(
            call, path_is_unc(server_expand(functions_document(call)->server, path, NULL)));
    xmlFree(path);
}
