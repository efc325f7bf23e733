/*
 * A lock that names what does not exist makes the file unreadable: "lockAttributes contains unknown
 * attribute". For element names IIS's behaviour is not documented, so that is a warning.
 */
#include "config/lock.h"

#include "base/text.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* The lists that name attributes and elements; "*" is everything. */
static const struct {
    const char *attribute;
    bool elements;
} lists[] = {{"lockAttributes", false},
             {"lockAllAttributesExcept", false},
             {"lockElements", true},
             {"lockAllElementsExcept", true}};

static bool is_element_name(const struct schema_element *schema, const char *name)
{
    const struct schema_collection *collection;
    return schema_child(schema, name) ||
           schema_directive(schema, name, &collection) != DIRECTIVE_NONE;
}

static void report(struct server *server, const xmlAttr *list, const char *name, bool is_element)
{
    struct problem problem = {.rule = "IIS1405",
                              .template = is_element ? "element" : NULL,
                              .arguments = {(const char *)list->name, name,
                                            (const char *)list->parent->name},
                              .level = is_element ? PROBLEM_WARNING : PROBLEM_BY_RULE,
                              .source = source_of((const xmlNode *)list),
                              .span = span_of_attribute_value(list),
                              .node = (const xmlNode *)list};
    server_add_problem(server, &problem);
}

static void check_list(struct server *server, const struct schema_element *schema,
                       const xmlAttr *list, bool elements)
{
    size_t length;
    const char *cursor = node_value(list), *item;
    while ((item = text_next_item(&cursor, ",", &length))) {
        const char *name = arena_strndup(server->arena, item, length);
        if (strcmp(name, "*") == 0)
            continue;
        bool known = elements ? is_element_name(schema, name)
                              : schema_attribute(schema, name) || schema->allow_unrecognized;
        if (!known)
            report(server, list, name, elements);
    }
}

static void check_element(struct server *server, const struct schema_element *schema,
                          const xmlNode *element)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const xmlAttr *list = node_find_attribute(element, lists[i].attribute);
        if (list)
            check_list(server, schema, list, lists[i].elements);
    }
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        const struct schema_collection *collection;
        const struct schema_element *known = schema_child(schema, (const char *)child->name);
        if (!known &&
            schema_directive(schema, (const char *)child->name, &collection) == DIRECTIVE_ADD)
            known = collection->entry;
        if (known)
            check_element(server, known, child);
    }
}

void lock_check_names(struct server *server, const struct definition *definition)
{
    if (definition->section->schema)
        check_element(server, definition->section->schema->root, definition->element);
}
