#include "facts/required.h"

#include "base/map.h"
#include "facts/item.h"
#include "source/grammar.h"
#include "source/span.h"
#include <string.h>

/* The next node of a tree in document order; NULL at the end. */
static xmlNode *next_node(const xmlNode *root, xmlNode *node)
{
    if (node->children != NULL && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node != root && node->next == NULL)
        node = node->parent;
    return node == root ? NULL : node->next;
}

/* Definitions by name: those of elements, and those that a <ref> means (as "&name"). */
static struct map *read_grammar(struct arena *arena, xmlNode *root)
{
    struct map *definitions = map_new(arena, MAP_CASE_SENSITIVE);
    for (xmlNode *node = root; node != NULL; node = next_node(root, node)) {
        const char *name = node->type == XML_ELEMENT_NODE ? item_get(node, "name") : NULL;
        if (name == NULL)
            continue;
        if (strcmp((const char *)node->name, "element") == 0)
            map_set(definitions, name, node);
        else if (strcmp((const char *)node->name, "define") == 0)
            map_set(definitions, arena_printf(arena, "&%s", name), node);
    }
    return definitions;
}

/* The name of an attribute that `definition` wants itself and `element` lacks. */
static const char *missing_here(const xmlNode *definition, const xmlNode *element)
{
    for (xmlNode *a = item_next(definition->children, "attribute"); a != NULL;
         a = item_next(a->next, "attribute")) {
        const char *name = item_get(a, "name");
        if (name != NULL && item_get(element, name) == NULL)
            return name;
    }
    return NULL;
}

/* The same, following references one step. */
static const char *missing(struct arena *arena, const struct map *definitions,
                           const xmlNode *element)
{
    const xmlNode *definition = map_find(definitions, (const char *)element->name);
    if (definition == NULL)
        return NULL;
    const char *name = missing_here(definition, element);
    for (xmlNode *ref = item_next(definition->children, "ref"); ref != NULL && name == NULL;
         ref = item_next(ref->next, "ref")) {
        const xmlNode *meant =
            map_find(definitions, arena_printf(arena, "&%s", item_get(ref, "name")));
        name = meant == NULL ? NULL : missing_here(meant, element);
    }
    return name;
}

bool required_missing(const struct source *source, const char *grammar, size_t grammar_length,
                      struct error *error)
{
    struct arena *arena = arena_new();
    struct source *grammar_source = source_parse(arena, "grammar", grammar, grammar_length);
    struct map *definitions = read_grammar(arena, xmlDocGetRootElement(grammar_source->doc));
    xmlNode *root = xmlDocGetRootElement(source->doc);
    bool found = false;
    for (xmlNode *node = root; node != NULL && !found; node = next_node(root, node)) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        const char *name = missing(arena, definitions, node);
        if (name == NULL)
            continue;
        struct position at = source_position(source, span_of_name(node).start);
        error_set(error, source->path, at.line, at.column, "<%s> needs the attribute %s",
                  (const char *)node->name, name);
        found = true;
    }
    source_free(grammar_source);
    arena_free(arena);
    return found;
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* Wraps the attributes that a definition wants itself in <optional>. */
static void loosen(xmlNode *root)
{
    for (xmlNode *node = root; node != NULL; node = next_node(root, node)) {
        if (!is_element(node, "attribute") ||
            (!is_element(node->parent, "element") && !is_element(node->parent, "define")))
            continue;
        xmlNode *optional = xmlNewNode(node->ns, BAD_CAST "optional");
        if (optional == NULL)
            arena_out_of_memory();
        xmlReplaceNode(node, optional);
        xmlAddChild(optional, node);
    }
}

bool required_ignored(const struct source *source, const char *grammar, size_t grammar_length,
                      struct error *error)
{
    struct arena *arena = arena_new();
    struct source *grammar_source = source_parse(arena, "grammar", grammar, grammar_length);
    xmlChar *text = NULL;
    int length = 0;
    loosen(xmlDocGetRootElement(grammar_source->doc));
    xmlDocDumpMemory(grammar_source->doc, &text, &length);
    if (text == NULL)
        arena_out_of_memory();
    bool valid = grammar_validate(source, (const char *)text, (size_t)length, error);
    xmlFree(text);
    source_free(grammar_source);
    arena_free(arena);
    return valid;
}
