#include "config/secret.h"

#include "base/embedded.h"
#include "base/map.h"
#include "base/text.h"
#include "config/node.h"
#include "source/span.h"
#include <stdlib.h>
#include <string.h>

#define GROUPS 8 /* a part pattern has up to seven alternatives for the secret */

struct secrets {
    struct map *attributes;  /* name -> anything */
    struct regex *keyed;     /* matches the key of an entry whose value is secret */
    const char *keyed_value; /* the attribute that is secret then */
    struct list keyed_keys;  /* char *: attributes that may be the key */
    struct list parts;       /* struct regex * */
    struct regex *raw;       /* in the text of a file that is not well-formed */
};

static bool add_regex(struct list *list, struct arena *arena, struct regex_cache *regexes,
                      const char *pattern, struct error *error)
{
    struct regex *regex = regex_get(regexes, pattern, REGEX_NONE, error);
    if (regex)
        list_add(list, arena, regex);
    return regex != NULL;
}

static bool load_keyed(struct secrets *secrets, struct arena *arena, struct regex_cache *regexes,
                       const xmlNode *node, struct error *error)
{
    size_t length;
    const char *cursor = node_attribute(node, "keys"), *item;
    while ((item = text_next_item(&cursor, " ", &length)))
        list_add(&secrets->keyed_keys, arena, arena_strndup(arena, item, length));
    secrets->keyed_value = arena_strdup(arena, node_attribute(node, "value"));
    secrets->keyed = regex_get(regexes, node_attribute(node, "pattern"), REGEX_NONE, error);
    return secrets->keyed != NULL;
}

/* name="value" for every secret attribute name, whatever the case. */
static bool make_raw(struct secrets *secrets, struct arena *arena, struct regex_cache *regexes,
                     struct error *error)
{
    struct text pattern = {0};
    size_t cursor = 0;
    const char *name;
    text_add(&pattern, "(?i)\\b(?:connectionString");
    while (map_next(secrets->attributes, &cursor, &name, NULL))
        text_printf(&pattern, "|%s", name);
    text_add(&pattern, ")\\s*=\\s*(?:\"([^\"]+)\"?|'([^']+)'?)");
    secrets->raw =
        regex_get(regexes, arena_strdup(arena, text_string(&pattern)), REGEX_NONE, error);
    text_fini(&pattern);
    return secrets->raw != NULL;
}

static bool load(struct secrets *secrets, struct arena *arena, struct regex_cache *regexes,
                 const xmlNode *root, struct error *error)
{
    bool ok = true;
    for (const xmlNode *node = root->children; ok && node; node = node->next) {
        if (node_is(node, "attribute"))
            map_set(secrets->attributes, node_attribute(node, "name"), secrets);
        else if (node_is(node, "keyed"))
            ok = load_keyed(secrets, arena, regexes, node, error);
        else if (node_is(node, "part"))
            ok = add_regex(&secrets->parts, arena, regexes, node_attribute(node, "pattern"), error);
    }
    return ok && make_raw(secrets, arena, regexes, error);
}

struct secrets *secrets_new(struct arena *arena, struct regex_cache *regexes, struct error *error)
{
    const struct embedded_file *file = embedded_find("secrets.xml");
    if (!file) {
        error_set(error, "secrets.xml", 0, 0, "The program lacks its list of secrets.");
        return NULL;
    }
    struct secrets *secrets = arena_alloc(arena, sizeof *secrets);
    secrets->attributes = map_new(arena, MAP_CASE_INSENSITIVE);
    struct source *source = source_parse(arena, file->name, (const char *)file->data, file->size);
    bool ok =
        source->doc && load(secrets, arena, regexes, xmlDocGetRootElement(source->doc), error);
    source_free(source);
    return ok ? secrets : NULL;
}

static bool is_keyed_secret(const struct secrets *secrets, const xmlAttr *attribute)
{
    if (strcmp((const char *)attribute->name, secrets->keyed_value) != 0)
        return false;
    for (size_t i = 0; i < secrets->keyed_keys.count; i++) {
        const char *key = node_attribute(attribute->parent, secrets->keyed_keys.items[i]);
        if (key && regex_search(secrets->keyed, key, strlen(key), 0, NULL, 0) != REGEX_NO_MATCH)
            return true;
    }
    return false;
}

static bool is_whole_secret(const struct secrets *secrets, const xmlAttr *attribute)
{
    return map_find(secrets->attributes, (const char *)attribute->name) ||
           is_keyed_secret(secrets, attribute);
}

/* A part is always behind '=', ':' or "://": most values have none and need no pattern. */
static bool may_hold_part(const char *value)
{
    return strpbrk(value, "=:") != NULL;
}

/* The next secret part at or behind `offset`; false when there is none. */
static bool next_part(const struct regex *regex, const char *text, size_t length, size_t offset,
                      struct span *part)
{
    struct regex_group groups[GROUPS];
    enum regex_answer answer = regex_search(regex, text, length, offset, groups, GROUPS);
    if (answer == REGEX_GAVE_UP) { /* cannot tell: hide the rest */
        *part = (struct span){offset, length};
        return offset < length;
    }
    if (answer != REGEX_MATCH)
        return false;
    for (size_t i = 1; i < GROUPS; i++)
        if (groups[i].start != SIZE_MAX && groups[i].end > groups[i].start) {
            *part = (struct span){groups[i].start, groups[i].end};
            return true;
        }
    return false;
}

static const char *mask_parts(const struct regex *regex, struct arena *arena, const char *value)
{
    struct text masked = {0};
    struct span part;
    size_t length = strlen(value), done = 0;
    while (done < length && next_part(regex, value, length, done, &part)) {
        text_add_bytes(&masked, value + done, part.start - done);
        text_add(&masked, SECRET_MASK);
        done = part.end;
    }
    if (done == 0)
        return value;
    text_add_bytes(&masked, value + done, length - done);
    char *result = arena_strdup(arena, text_string(&masked));
    text_fini(&masked);
    return result;
}

bool secret_is_empty(const char *value)
{
    if (!text_starts_with(value, "[enc:"))
        return !*value;
    const char *colon = strchr(value + strlen("[enc:"), ':');
    return colon && strcmp(colon, "::enc]") == 0;
}

const char *secret_value(const struct secrets *secrets, struct arena *arena,
                         const xmlAttr *attribute)
{
    const char *value = node_value(attribute);
    if (secret_is_empty(value))
        return "";
    if (is_whole_secret(secrets, attribute))
        return SECRET_MASK;
    if (!may_hold_part(value))
        return value;
    for (size_t i = 0; i < secrets->parts.count; i++)
        value = mask_parts(secrets->parts.items[i], arena, value);
    return value;
}

/* ---- spans of a source --------------------------------------------------------------------- */

struct spans {
    struct span *array;
    size_t count, capacity;
};

static void spans_add(struct spans *spans, struct span span)
{
    if (span.end <= span.start)
        return;
    if (spans->count == spans->capacity) {
        spans->capacity = spans->capacity ? 2 * spans->capacity : 16;
        spans->array = realloc(spans->array, spans->capacity * sizeof *spans->array);
        if (!spans->array)
            abort();
    }
    spans->array[spans->count++] = span;
}

static void add_matches(struct spans *spans, const struct regex *regex, const struct source *source,
                        struct span within)
{
    struct span part;
    size_t done = within.start;
    while (done < within.end && next_part(regex, source->text, within.end, done, &part)) {
        spans_add(spans, part);
        done = part.end;
    }
}

static void add_attribute(struct spans *spans, const struct secrets *secrets,
                          const struct source *source, const xmlAttr *attribute)
{
    if (is_whole_secret(secrets, attribute)) {
        spans_add(spans, span_of_attribute_value(attribute));
    } else if (may_hold_part(node_value(attribute))) {
        struct span value = span_of_attribute_value(attribute);
        /* the raw text may write a quote as &quot;: matched whole, then the parts */
        for (size_t i = 0; i < secrets->parts.count; i++)
            add_matches(spans, secrets->parts.items[i], source, value);
    }
}

static void add_tree(struct spans *spans, const struct secrets *secrets,
                     const struct source *source)
{
    const xmlNode *node = xmlDocGetRootElement(source->doc);
    while (node) {
        if (node->type == XML_ELEMENT_NODE)
            for (const xmlAttr *a = node->properties; a; a = a->next)
                add_attribute(spans, secrets, source, a);
        else
            for (size_t i = 0; i < secrets->parts.count; i++)
                add_matches(spans, secrets->parts.items[i], source, span_of_text(node));
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        while (node && !node->next)
            node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
        node = node ? node->next : NULL;
    }
}

static void add_raw(struct spans *spans, const struct secrets *secrets, const struct source *source)
{
    struct span all = {0, source->length};
    add_matches(spans, secrets->raw, source, all);
    for (size_t i = 0; i < secrets->parts.count; i++)
        add_matches(spans, secrets->parts.items[i], source, all);
}

static int compare_spans(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->end < y->end ? 1 : x->end > y->end ? -1 : 0;
}

const struct span *secret_spans(const struct secrets *secrets, struct arena *arena,
                                const struct source *source, size_t *count)
{
    struct spans spans = {0};
    if (source->doc)
        add_tree(&spans, secrets, source);
    else if (source->text)
        add_raw(&spans, secrets, source);
    if (spans.count > 0)
        qsort(spans.array, spans.count, sizeof *spans.array, compare_spans);
    struct span *result = arena_array(arena, spans.count + 1, sizeof *result);
    *count = 0;
    for (size_t i = 0; i < spans.count; i++) {
        if (*count > 0 && spans.array[i].start < result[*count - 1].end) {
            if (spans.array[i].end > result[*count - 1].end)
                result[*count - 1].end = spans.array[i].end;
            continue;
        }
        result[(*count)++] = spans.array[i];
    }
    free(spans.array);
    return result;
}
