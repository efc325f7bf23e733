#include "config/secret.h"

#include "base/text.h"
#include "config/node.h"
#include "config/secret_data.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- the data ------------------------------------------------------------------------------- */

struct loading {
    struct secrets *secrets;
    struct regex_cache *regexes;
};

/* NULL for an attribute that is absent. */
static const struct regex *pattern_of(const struct loading *loading, const char *pattern)
{
    return pattern ? regex_trusted(loading->regexes, pattern, REGEX_NONE) : NULL;
}

static void load_name(const struct loading *loading, const xmlNode *node, struct map *names)
{
    struct secrets *secrets = loading->secrets;
    struct secret_name *name = arena_alloc(secrets->arena, sizeof *name);
    const char *pattern = node_attribute(node, "pattern");
    name->kind = arena_strdup(secrets->arena, node_attribute(node, "kind"));
    name->except = pattern_of(loading, node_attribute(node, "except"));
    if (pattern) {
        name->pattern = pattern_of(loading, arena_printf(secrets->arena, "(?i)^(?:%s)$", pattern));
        list_add(&secrets->patterns, secrets->arena, name);
    } else {
        map_set(names, node_attribute(node, "name"), name);
    }
}

static void load_keyed(const struct loading *loading, const xmlNode *node)
{
    struct secrets *secrets = loading->secrets;
    struct secret_keyed *keyed = arena_alloc(secrets->arena, sizeof *keyed);
    assert(secrets->keyed.count < SECRET_KEYED_MAX);
    size_t length;
    const char *cursor = node_attribute(node, "keys"), *item;
    while ((item = text_next_item(&cursor, " ", &length)))
        list_add(&keyed->keys, secrets->arena, arena_strndup(secrets->arena, item, length));
    keyed->exceptions = map_new(secrets->arena, MAP_CASE_INSENSITIVE);
    cursor = node_attribute(node, "except");
    while (cursor && (item = text_next_item(&cursor, " ", &length)))
        map_set(keyed->exceptions, arena_strndup(secrets->arena, item, length), keyed);
    keyed->kind = arena_strdup(secrets->arena, node_attribute(node, "kind"));
    keyed->value = arena_strdup(secrets->arena, node_attribute(node, "value"));
    keyed->pattern = pattern_of(loading, node_attribute(node, "pattern"));
    list_add(&secrets->keyed, secrets->arena, keyed);
}

static void load_part(const struct loading *loading, const xmlNode *node)
{
    struct secrets *secrets = loading->secrets;
    struct secret_part *part = arena_alloc(secrets->arena, sizeof *part);
    part->kind = arena_strdup(secrets->arena, node_attribute(node, "kind"));
    part->pattern = pattern_of(loading, node_attribute(node, "pattern"));
    assert(secrets->parts.count < SECRET_PARTS_MAX);
    const char *needs = node_attribute(node, "needs");
    for (int c = 0; c < 256; c++)
        if (!needs || (c != 0 && strchr(needs, c)))
            secrets->hints[c] |= (uint32_t)1 << secrets->parts.count;
    list_add(&secrets->parts, secrets->arena, part);
}

static void load(const struct loading *loading, const xmlNode *root)
{
    for (const xmlNode *node = root->children; node; node = node->next) {
        if (node_is(node, "attribute"))
            load_name(loading, node, loading->secrets->names);
        else if (node_is(node, "element"))
            load_name(loading, node, loading->secrets->elements);
        else if (node_is(node, "keyed"))
            load_keyed(loading, node);
        else if (node_is(node, "part"))
            load_part(loading, node);
    }
}

struct secrets *secrets_new(struct arena *arena, struct regex_cache *regexes, struct error *error)
{
    struct source *source = source_embedded(arena, "secrets.xml", NULL);
    if (!source || !source->doc) {
        error_set(error, "secrets.xml", 0, 0, "The program lacks its list of secrets.");
        source_free(source);
        return NULL;
    }
    struct secrets *secrets = arena_alloc(arena, sizeof *secrets);
    secrets->arena = arena;
    secrets->names = map_new(arena, MAP_CASE_INSENSITIVE);
    secrets->elements = map_new(arena, MAP_CASE_INSENSITIVE);
    const struct loading loading = {secrets, regexes};
    load(&loading, xmlDocGetRootElement(source->doc));
    source_free(source);
    return secrets;
}

/* ---- names and keys ------------------------------------------------------------------------- */

/* What a name that is not secret is remembered as. */
static const struct secret_name open_name = {NULL, NULL, NULL};

const struct secret_name *secret_name_find(const struct secrets *secrets, const char *name,
                                           size_t length)
{
    const struct secret_name *known = map_find_bytes(secrets->names, name, length);
    if (!known) {
        known = &open_name;
        for (size_t i = 0; known == &open_name && i < secrets->patterns.count; i++) {
            const struct secret_name *item = secrets->patterns.items[i];
            if (regex_search(item->pattern, name, length, 0, NULL, 0) != REGEX_NO_MATCH)
                known = item;
        }
        map_set(secrets->names, arena_strndup(secrets->arena, name, length),
                (struct secret_name *)(uintptr_t)known);
    }
    return known == &open_name ? NULL : known;
}

bool secret_name_holds(const struct secret_name *name, const char *value, size_t length)
{
    return !name->except || regex_search(name->except, value, length, 0, NULL, 0) == REGEX_NO_MATCH;
}

bool secret_keyed_matches(const struct secret_keyed *keyed, const char *key, size_t length)
{
    return regex_search(keyed->pattern, key, length, 0, NULL, 0) != REGEX_NO_MATCH;
}

/* ---- values of a tree ----------------------------------------------------------------------- */

/* Letter case does not count: a name that is miswritten hides as much. */
static bool is_key(const struct secret_keyed *keyed, const xmlAttr *attribute)
{
    for (size_t i = 0; i < keyed->keys.count; i++)
        if (text_equals_nocase((const char *)attribute->name, keyed->keys.items[i]))
            return true;
    return false;
}

static bool is_keyed_secret(const struct secret_keyed *keyed, const xmlAttr *attribute)
{
    if (!text_equals_nocase((const char *)attribute->name, keyed->value) ||
        map_find(keyed->exceptions, (const char *)attribute->parent->name))
        return false;
    for (const xmlAttr *a = attribute->parent->properties; a; a = a->next)
        if (is_key(keyed, a) && secret_keyed_matches(keyed, node_value(a), strlen(node_value(a))))
            return true;
    return false;
}

static bool is_whole_secret(const struct secrets *secrets, const xmlAttr *attribute,
                            const struct secret_name *known)
{
    const char *value = node_value(attribute);
    if (known && secret_name_holds(known, value, strlen(value)))
        return true;
    for (size_t i = 0; i < secrets->keyed.count; i++)
        if (is_keyed_secret(secrets->keyed.items[i], attribute))
            return true;
    return false;
}

static const char *mask(struct arena *arena, const char *value, const struct secret_list *list)
{
    struct text masked = {0};
    size_t done = 0;
    for (size_t i = 0; i < list->count; i++) {
        text_add_bytes(&masked, value + done, list->array[i].span.start - done);
        text_add(&masked, SECRET_MASK);
        done = list->array[i].span.end;
    }
    text_add(&masked, value + done);
    char *result = arena_strdup(arena, text_string(&masked));
    text_fini(&masked);
    return result;
}

const char *secret_value(const struct secrets *secrets, struct arena *arena,
                         const xmlAttr *attribute)
{
    const char *name = (const char *)attribute->name;
    return secret_value_named(secrets, arena, attribute,
                              secret_name_find(secrets, name, strlen(name)));
}

const char *secret_value_named(const struct secrets *secrets, struct arena *arena,
                               const xmlAttr *attribute, const struct secret_name *known)
{
    const char *value = node_value(attribute);
    if (secret_is_empty(value))
        return "";
    if (is_whole_secret(secrets, attribute, known))
        return SECRET_MASK;
    size_t length = strlen(value);
    if (*value != '[' && secret_possible_parts(secrets, value, length) == 0)
        return value;
    struct secret_list list = {0};
    if (!secret_encrypted(value, length, &list))
        secret_parts(secrets, value, length, &list);
    secret_list_finish(&list);
    if (list.count > 0)
        value = mask(arena, value, &list);
    free(list.array);
    return value;
}
