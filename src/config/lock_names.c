/*
 * A lock that names what does not exist makes the file unreadable: "lockAttributes contains unknown
 * attribute". Of the other lists, and of locks on entries, that is not known for sure: a warning.
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

static void report(struct server *server, const struct definition *definition, const xmlAttr *list,
                   const char *name, bool is_element, bool sure)
{
    struct problem problem = {
        .rule = "IIS1405",
        .template = is_element ? "element" : NULL,
        .arguments = {(const char *)list->name, name, (const char *)list->parent->name},
        .level = sure ? PROBLEM_BY_RULE : PROBLEM_WARNING,
        .reach = section_reach(definition->section),
        .source = source_of((const xmlNode *)list),
        .span = span_of_attribute_value(list),
        .node = (const xmlNode *)list};
    server_add_problem(server, &problem);
}

static void check_list(struct server *server, const struct definition *definition,
                       const struct schema_element *schema, const xmlAttr *list, bool elements,
                       bool is_entry)
{
    bool sure = !is_entry && strcmp((const char *)list->name, "lockAttributes") == 0;
    size_t length;
    const char *cursor = node_value(list), *item;
    while ((item = text_next_item(&cursor, ",", &length))) {
        const char *name = arena_strndup(server->arena, item, length);
        if (strcmp(name, "*") == 0)
            continue;
        bool known = elements ? is_element_name(schema, name)
                              : schema_attribute(schema, name) || schema->allow_unrecognized;
        if (!known)
            report(server, definition, list, name, elements, sure);
    }
}

static void check_element(struct server *server, const struct definition *definition,
                          const struct schema_element *schema, const xmlNode *element,
                          bool is_entry)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const xmlAttr *list = node_find_attribute(element, lists[i].attribute);
        if (list)
            check_list(server, definition, schema, list, lists[i].elements, is_entry);
    }
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        const struct schema_collection *collection;
        const struct schema_element *known = schema_child(schema, (const char *)child->name);
        const struct schema_element *entry = NULL;
        if (!known &&
            schema_directive(schema, (const char *)child->name, &collection) == DIRECTIVE_ADD)
            entry = collection->entry;
        if (known)
            check_element(server, definition, known, child, is_entry);
        else if (entry)
            check_element(server, definition, entry, child, true);
    }
}

void lock_check_names(struct server *server, const struct definition *definition)
{
    if (definition->section->schema)
        check_element(server, definition, schema_root(definition->section->schema),
                      definition->element, false);
}
