/*
 * Entries that are there already, and removals of what is not (IIS1301 to IIS1304).
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/check_inherited.h"
#include "config/effective.h"
#include "config/node.h"
#include "config/origin.h"
#include "source/span.h"
#include <ctype.h>
#include <string.h>

struct layer {
    struct check *check;
    struct inherited *inherited;
    const struct scope *scope;
    const struct config_location *location; /* instead of a scope, which only a report needs */
    const struct definition *definition;
    struct definition *const *above; /* the definitions that it inherits from, outermost first */
    size_t above_count;
    bool lenient;      /* a section of .NET, where a later entry replaces an earlier one */
    bool loaded_twice; /* the same definition is above as well */
    bool told_twice;   /* and that was reported */
};

static const struct scope *scope_of(const struct layer *layer)
{
    return layer->scope ? layer->scope
                        : check_scope(layer->check, layer->definition->file, layer->location);
}

/* ---- reports ---------------------------------------------------------------------------------- */

/* name 'Shop', or statusCode, subStatusCode '404, -1'. */
static void describe_key(const struct layer *layer, const struct schema_collection *schema,
                         size_t key, const xmlNode *element, const char **names,
                         const char **values)
{
    struct text all_names = {0}, all_values = {0};
    const struct schema_attribute *part;
    for (size_t n = 0; (part = entries_key(schema, key, n)); n++) {
        const xmlAttr *written = node_find_attribute(element, part->name);
        text_printf(&all_names, "%s%s", n > 0 ? ", " : "", part->name);
        text_printf(&all_values, "%s%s", n > 0 ? ", " : "",
                    written ? check_shown(layer->check, written) : entries_value(part, element));
    }
    *names = arena_strdup(layer->check->arena, text_string(&all_names));
    *values = arena_strdup(layer->check->arena, text_string(&all_values));
    text_fini(&all_names);
    text_fini(&all_values);
}

/* The path that maps a folder which a scope above has as well. */
static const xmlNode *mapping_of(const struct layer *layer)
{
    const xmlNode *made = layer->scope->element;
    for (const xmlNode *child = made ? made->children : NULL;
         layer->scope->kind == SCOPE_APPLICATION && child; child = child->next) {
        const char *path = node_is(child, "virtualDirectory") ? node_attribute(child, "path") : "";
        if (path && strcmp(path, "/") == 0)
            made = child;
    }
    const xmlNode *element = made ? origin_source(made) : NULL;
    const xmlAttr *path = element ? node_find_attribute(element, "physicalPath") : NULL;
    return path ? (const xmlNode *)path : element;
}

static void report_loaded_twice(struct layer *layer, const xmlNode *element, const char *values)
{
    const xmlNode *mapping = mapping_of(layer);
    if (layer->told_twice || !mapping)
        return;
    layer->told_twice = true;
    struct problem_party other = check_party(layer->check, element, "This entry is added twice.");
    check_report(
        layer->check, NULL, mapping,
        (struct problem){.rule = "IIS1302",
                         .template = "entry",
                         .arguments = {layer->scope->path, layer->definition->file->source->path,
                                       (const char *)element->name, values},
                         .scope = layer->scope,
                         .other = other});
}

/* Sections that stop the service rather than a request hold the server's own objects. */
static bool is_of_host(const struct layer *layer)
{
    const struct schema_section *schema = layer->definition->section->schema;
    return schema->reach && strcmp(schema->reach, "service start") == 0;
}

static void report_duplicate(struct layer *layer, const struct collection_place *place,
                             const xmlNode *element, const xmlNode *first, size_t key, bool own)
{
    const char *names, *values;
    bool assumed = check_is_assumed(layer->check, first);
    describe_key(layer, place->collection, key, element, &names, &values);
    if (layer->loaded_twice && first == element) {
        report_loaded_twice(layer, element, values);
        return;
    }
    /* two folders of a repository need not lie below one another on the server */
    bool tree = !own && !layer->check->application_host;
    struct problem problem = {
        .rule = is_of_host(layer) ? "IIS1303" : "IIS1301",
        .template = layer->lenient ? "framework"
                    : assumed      ? "assumed"
                    : own          ? "own"
                    : tree         ? "tree"
                                   : "inherited",
        .arguments = {(const char *)element->name, names, values,
                      place->collection->remove_name ? place->collection->remove_name : "remove",
                      place->depth > 0 ? place->path[place->depth - 1]
                                       : (const char *)element->parent->name},
        .level = layer->lenient    ? PROBLEM_NOTE
                 : assumed || tree ? PROBLEM_WARNING
                                   : PROBLEM_BY_RULE,
        .reach = layer->lenient ? "tools only" : NULL,
        .scope = scope_of(layer),
        .other = check_party(layer->check, first, "It was added here first.")};
    if (is_of_host(layer))
        problem.template = NULL;
    check_report(layer->check, layer->definition->section, element, problem);
}

/* ---- removals --------------------------------------------------------------------------------- */

static const char *without_digits(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text), *to = copy;
    for (const char *c = text; *c; c++)
        if (!isdigit((unsigned char)*c))
            *to++ = *c;
    *to = '\0';
    return copy;
}

/* A slip of the pen: other letter case where that counts, or a letter or two in a long name. Names
 * that differ in their digits are others on purpose: "-2.0" and "-4.0". */
static bool is_near(const struct layer *layer, const struct schema_attribute *key,
                    const char *removed, const char *candidate)
{
    if (text_equals_nocase(removed, candidate))
        return key->case_sensitive && strcmp(removed, candidate) != 0;
    unsigned limit = strlen(removed) >= 12 ? 2 : strlen(removed) >= 8 ? 1 : 0;
    if (limit == 0 || text_distance(removed, candidate, limit) > limit)
        return false;
    struct arena *arena = layer->check->arena;
    return !text_equals_nocase(without_digits(arena, removed), without_digits(arena, candidate));
}

static const xmlNode *find_near(const struct layer *layer, const struct entries *entries,
                                const struct schema_attribute *key, const char *removed)
{
    for (size_t i = 0; entries && i < entries->count && layer->check->near_budget > 0; i++) {
        const struct entry *entry = &entries->items[i];
        layer->check->near_budget--;
        if (!entry->removed && is_near(layer, key, removed, entries_value(key, entry->element)))
            return entry->element;
    }
    return NULL;
}

static const xmlNode *find_near_above(const struct layer *layer,
                                      const struct collection_place *place,
                                      const struct schema_attribute *key, const char *removed)
{
    const xmlNode *near = NULL;
    for (size_t i = layer->above_count; !near && i-- > 0;)
        near = find_near(layer, inherited_layer(layer->inherited, place, layer->above[i]), key,
                         removed);
    return near;
}

static void check_removal(const struct layer *layer, const struct collection_place *place,
                          const xmlNode *element, const struct entries *own)
{
    const struct schema_attribute *key = entries_key(place->collection, 0, 0);
    if (layer->lenient || !key || key->type != VALUE_STRING || entries_key(place->collection, 0, 1))
        return;
    const xmlAttr *written = node_find_attribute(element, key->name);
    if (!written)
        return;
    const xmlNode *near = find_near(layer, own, key, node_value(written));
    if (!near)
        near = find_near_above(layer, place, key, node_value(written));
    if (!near)
        return;
    const xmlAttr *meant = node_find_attribute(near, key->name);
    check_report(
        layer->check, layer->definition->section, (const xmlNode *)written,
        (struct problem){.rule = "IIS1304",
                         .arguments = {check_shown(layer->check, written),
                                       check_shown(layer->check, meant), key->name},
                         .level = PROBLEM_NOTE,
                         .scope = layer->scope,
                         .other = check_party(layer->check, near, "This entry may be meant.")});
}

/* ---- one collection --------------------------------------------------------------------------- */

/* What the definition inherits: nothing any more after its <clear/>, and nothing of .NET, where a
 * later entry replaces an earlier one. */
static const xmlNode *find_above(const struct layer *layer, const struct collection_place *place,
                                 const struct entries *own, const xmlNode *element, size_t *key)
{
    if (layer->lenient || own->cleared || layer->above_count == 0)
        return NULL;
    return inherited_find(layer->inherited, place, layer->above, layer->above_count, element, key);
}

static void add(struct layer *layer, const struct collection_place *place, struct entries *own,
                const xmlNode *element)
{
    size_t key = 0;
    const struct entry *here = entries_find(own, element, &key);
    bool is_own = here && !here->removed;
    const xmlNode *first = is_own ? here->element : NULL;
    if (!here)
        first = find_above(layer, place, own, element, &key);
    if (first)
        report_duplicate(layer, place, element, first, key, is_own);
    if (!is_own)
        entries_add(own, element, false);
}

static void take_away(struct layer *layer, const struct collection_place *place,
                      struct entries *own, const xmlNode *element)
{
    struct entry *here = entries_find(own, element, NULL);
    if (here)
        here->removed = true;
    else if (find_above(layer, place, own, element, NULL))
        entries_add(own, element, true);
    else
        check_removal(layer, place, element, own);
}

static void check_entries(struct layer *layer, const struct collection_place *place,
                          const xmlNode *container)
{
    const struct schema_collection *found;
    struct entries own;
    entries_init(&own, place->collection);
    for (const xmlNode *child = node_element(container->children); child;
         child = node_element(child->next)) {
        enum directive directive =
            schema_directive(place->parent, (const char *)child->name, &found);
        if (found != place->collection)
            continue;
        if (directive == DIRECTIVE_CLEAR)
            entries_clear(&own);
        else if (directive == DIRECTIVE_REMOVE)
            take_away(layer, place, &own, child);
        else if (directive == DIRECTIVE_ADD)
            add(layer, place, &own, child);
    }
    entries_fini(&own);
}

/* ---- walking down ----------------------------------------------------------------------------- */

static void check_collection(struct layer *layer, struct collection_place *place,
                             const struct schema_element *schema,
                             const struct schema_collection *collection, const xmlNode *element)
{
    place->parent = schema;
    place->collection = collection;
    if (collection->key_count > 0 && !collection->allow_duplicates)
        check_entries(layer, place, element);
}

static void check_content(struct layer *layer, struct collection_place *place,
                          const struct schema_element *schema, const xmlNode *element)
{
    const struct schema_collection *collection;
    const struct schema_collection *done[ENTRY_KEYS_MAX] = {NULL};
    size_t done_count = 0;
    for (const xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        const char *name = (const char *)child->name;
        enum directive directive = schema_directive(schema, name, &collection);
        if (directive != DIRECTIVE_NONE) {
            bool is_done = false;
            for (size_t i = 0; i < done_count; i++)
                is_done |= done[i] == collection;
            if (!is_done && done_count < ENTRY_KEYS_MAX) {
                done[done_count++] = collection;
                check_collection(layer, place, schema, collection, element);
            }
            continue;
        }
        const struct schema_element *known = schema_child(schema, name);
        if (!known || place->depth == INHERITED_DEPTH_MAX || !node_element(child->children))
            continue;
        place->path[place->depth++] = name;
        check_content(layer, place, known, child);
        place->depth--;
    }
}

void check_own_entries(struct check *check, const struct config_location *location,
                       const struct definition *definition, const struct schema_element *schema,
                       const xmlNode *element)
{
    const xmlNode *first = node_element(element->children);
    if (!first || !node_element(first->next))
        return;
    struct layer layer = {.check = check,
                          .location = location,
                          .definition = definition,
                          .lenient = check_is_framework(definition->section)};
    struct collection_place place = {.depth = 0};
    for (size_t i = 0; i < schema->collections.count; i++)
        check_collection(&layer, &place, schema, schema->collections.items[i], element);
}

static void check_definition(struct layer *layer, const struct scope *scope,
                             const struct definition *definition)
{
    struct definition *chain[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, definition->section, chain, EFFECTIVE_CHAIN_MAX);
    size_t at = count;
    while (at > 0 && chain[at - 1] != definition)
        at--;
    layer->scope = scope;
    layer->definition = definition;
    layer->above = chain;
    layer->above_count = at > 0 ? at - 1 : 0;
    layer->lenient = check_is_framework(definition->section);
    layer->loaded_twice = layer->told_twice = false;
    for (size_t i = 0; i < layer->above_count; i++)
        layer->loaded_twice |= chain[i] == definition;
    struct collection_place place = {.depth = 0};
    check_content(layer, &place, schema_root(definition->section->schema), definition->element);
    layer->above = NULL;
}

void check_collections(struct check *check)
{
    struct layer layer = {.check = check, .inherited = inherited_new(check->arena)};
    for (struct scope *scope = check->server->root; scope;
         scope = scope_next(check->server->root, scope))
        for (size_t i = 0; i < scope->definitions.count; i++) {
            const struct definition *definition = scope->definitions.items[i];
            if (!definition->file->assumed && definition->section->schema &&
                check_is_declared(check, definition->section) &&
                node_element(definition->element->children))
                check_definition(&layer, scope, definition);
        }
    inherited_free(layer.inherited);
}
