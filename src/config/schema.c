#include "config/schema.h"

#include "base/text.h"
#include "config/origin.h"
#include "config/schema_load.h"
#include "config/secret.h"
#include <stdlib.h>
#include <string.h>

struct schema *schema_new(struct arena *arena, const char *iis_version)
{
    struct schema *schema = arena_alloc(arena, sizeof *schema);
    schema->arena = arena;
    schema->iis_version = arena_strdup(arena, iis_version);
    schema->sections = map_new(arena, MAP_CASE_SENSITIVE);
    return schema;
}

const struct schema_section *schema_section(const struct schema *schema, const char *path)
{
    return map_find(schema->sections, path);
}

const struct schema_section *schema_next(const struct schema *schema, size_t *cursor)
{
    void *section = NULL;
    return map_next(schema->sections, cursor, NULL, &section) ? section : NULL;
}

const struct schema_attribute *schema_attribute(const struct schema_element *element,
                                                const char *name)
{
    for (size_t i = 0; i < element->attributes.count; i++) {
        const struct schema_attribute *attribute = element->attributes.items[i];
        if (text_is(attribute->name, name))
            return attribute;
    }
    return NULL;
}

const struct schema_element *schema_child(const struct schema_element *element, const char *name)
{
    for (size_t i = 0; i < element->children.count; i++) {
        const struct schema_element *child = element->children.items[i];
        if (text_is(child->name, name))
            return child;
    }
    return NULL;
}

static bool is_add_name(const struct schema_collection *collection, const char *name)
{
    for (size_t i = 0; i < collection->add_count; i++)
        if (text_is(collection->add_names[i], name))
            return true;
    return false;
}

enum directive schema_directive(const struct schema_element *element, const char *name,
                                const struct schema_collection **collection)
{
    for (size_t i = 0; i < element->collections.count; i++) {
        const struct schema_collection *candidate = element->collections.items[i];
        *collection = candidate;
        if (is_add_name(candidate, name))
            return DIRECTIVE_ADD;
        if (candidate->remove_name && text_is(candidate->remove_name, name))
            return DIRECTIVE_REMOVE;
        if (candidate->clear_name && text_is(candidate->clear_name, name))
            return DIRECTIVE_CLEAR;
    }
    *collection = NULL;
    return DIRECTIVE_NONE;
}

const char *schema_version_named(const char *version)
{
    static const char *const names[][2] = {
        {"7", "7.0"},           {"7.0", "7.0"},   {"7.5", "7.5"},    {"8", "8.0"},
        {"8.0", "8.0"},         {"8.5", "8.5"},   {"10", "10.1709"}, {"10.0", "10.1709"},
        {"10.1709", "10.1709"}, {"10.1607", "10"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(version, names[i][0]) == 0)
            return names[i][1];
    return NULL;
}

bool schema_version_at_least(const char *version, const char *since)
{
    if (!since)
        return true;
    char *version_rest, *since_rest;
    unsigned long major = strtoul(version, &version_rest, 10);
    unsigned long since_major = strtoul(since, &since_rest, 10);
    if (major != since_major)
        return major > since_major;
    unsigned long minor = *version_rest == '.' ? strtoul(version_rest + 1, NULL, 10) : 0;
    unsigned long since_minor = *since_rest == '.' ? strtoul(since_rest + 1, NULL, 10) : 0;
    return minor >= since_minor;
}

static void annotate_element(struct schema_element *element, const struct schema_element *from);

static void annotate_collection(struct schema_collection *collection,
                                const struct schema_element *from)
{
    const struct schema_collection *same;
    if (collection->add_count > 0 &&
        schema_directive(from, collection->add_names[0], &same) == DIRECTIVE_ADD) {
        collection->replaces = same->replaces;
        annotate_element(collection->entry, same->entry);
    }
}

static void annotate_element(struct schema_element *element, const struct schema_element *from)
{
    for (size_t i = 0; i < element->attributes.count; i++) {
        struct schema_attribute *attribute = element->attributes.items[i];
        const struct schema_attribute *same = schema_attribute(from, attribute->name);
        if (!same)
            continue;
        attribute->tokens = same->tokens;
        attribute->refers = same->refers;
    }
    for (size_t i = 0; i < element->children.count; i++) {
        struct schema_element *child = element->children.items[i];
        const struct schema_element *same = schema_child(from, child->name);
        if (same)
            annotate_element(child, same);
    }
    for (size_t i = 0; i < element->collections.count; i++)
        annotate_collection(element->collections.items[i], from);
}

void schema_annotate(struct schema *schema, const struct schema *annotated)
{
    size_t cursor = 0;
    const char *path;
    void *known;
    while (map_next(schema->sections, &cursor, &path, &known)) {
        struct schema_section *section = known;
        const struct schema_section *same = schema_section(annotated, path);
        if (!same)
            continue;
        section->add_on = same->add_on;
        section->add_on_url = same->add_on_url;
        section->feature = same->feature;
        section->reach = same->reach;
        section->classic = same->classic;
        section->guard = same->guard;
        section->guard_module = same->guard_module;
        section->merged_file = same->merged_file;
        section->validated = same->validated;
        section->ignored_in_folders = same->ignored_in_folders;
        annotate_element((struct schema_element *)(uintptr_t)schema_root(section),
                         schema_root(same));
    }
}

static bool is_wanted(const struct schema_projection *projection, const char *name)
{
    return !projection->wanted || projection->wanted(projection->context, name);
}

static bool project(const struct schema_projection *projection, struct schema_element *element)
{
    element->named |= is_wanted(projection, element->name);
    bool visible = element->visible || element->named;
    for (size_t i = 0; i < element->attributes.count; i++) {
        struct schema_attribute *attribute = element->attributes.items[i];
        attribute->visible |= is_wanted(projection, attribute->name);
    }
    for (size_t i = 0; i < element->children.count; i++)
        visible |= project(projection, element->children.items[i]);
    for (size_t i = 0; i < element->collections.count; i++) {
        struct schema_collection *collection = element->collections.items[i];
        visible |= project(projection, collection->entry);
        for (size_t n = 1; n < collection->add_count; n++)
            visible |= is_wanted(projection, collection->add_names[n]);
    }
    element->visible = visible;
    return visible;
}

static void project_section(const struct schema_projection *projection,
                            const struct schema_section *section)
{
    if (!projection->section || strcmp(projection->section, section->path) == 0)
        project(projection, section->root);
}

void schema_project(struct schema *schema, const char *section,
                    bool (*wanted)(void *context, const char *name), void *context)
{
    struct schema_projection *projection = arena_alloc(schema->arena, sizeof *projection);
    *projection = (struct schema_projection){section, wanted, context};
    list_add(&schema->projections, schema->arena, projection);
    size_t cursor = 0;
    void *known;
    while (map_next(schema->sections, &cursor, NULL, &known))
        if (((struct schema_section *)known)->parts.count == 0)
            project_section(projection, known);
}

static const char *in_dictionary(xmlDict *dictionary, const char *text)
{
    return text ? (const char *)xmlDictLookup(dictionary, (const xmlChar *)text, -1) : NULL;
}

static void intern(struct schema_element *element, struct made *made)
{
    xmlDict *dictionary = made->doc->dict;
    element->name = in_dictionary(dictionary, element->name);
    for (size_t i = 0; i < element->attributes.count; i++) {
        struct schema_attribute *attribute = element->attributes.items[i];
        const char *value = attribute->default_value;
        attribute->name = in_dictionary(dictionary, attribute->name);
        if (value)
            attribute->default_text = origin_text(made, secret_is_empty(value) ? "" : value);
    }
    for (size_t i = 0; i < element->children.count; i++)
        intern(element->children.items[i], made);
    for (size_t i = 0; i < element->collections.count; i++)
        intern(((struct schema_collection *)element->collections.items[i])->entry, made);
}

void schema_intern(struct schema *schema, struct made *made)
{
    schema->made = made;
    size_t cursor = 0;
    void *known;
    while (map_next(schema->sections, &cursor, NULL, &known)) {
        struct schema_section *section = known;
        if (section->parts.count == 0)
            intern(section->root, made);
    }
}

void schema_finish_section(struct schema *schema, struct schema_section *section)
{
    for (size_t i = 0; i < schema->projections.count; i++)
        project_section(schema->projections.items[i], section);
    if (schema->made)
        intern(section->root, schema->made);
}
