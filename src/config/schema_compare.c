#include "config/schema_compare.h"

#include "base/text.h"
#include <stdlib.h>
#include <string.h>

struct comparison {
    struct arena *arena;
    void (*each)(void *context, const char *line);
    void *context;
};

/* ---- one declaration ------------------------------------------------------------------------ */

static void compare_word(const struct comparison *comparison, const char *path, const char *word,
                         const char *ours, const char *theirs)
{
    if (ours == theirs || (ours && theirs && strcmp(ours, theirs) == 0))
        return;
    comparison->each(comparison->context,
                     arena_printf(comparison->arena, "differs %s %s: ours=%s theirs=%s", path, word,
                                  ours ? ours : "(absent)", theirs ? theirs : "(absent)"));
}

static void compare_flag(const struct comparison *comparison, const char *path, const char *word,
                         bool ours, bool theirs)
{
    compare_word(comparison, path, word, ours ? "true" : NULL, theirs ? "true" : NULL);
}

/* "1, 10" without its white space; NULL when nothing is left. */
static const char *squeezed(const struct comparison *comparison, const char *parameter)
{
    char *copy = arena_strdup(comparison->arena, parameter ? parameter : "");
    char *end = copy;
    for (const char *c = copy; *c; c++)
        if (!strchr(" \t\r\n", *c))
            *end++ = *c;
    *end = '\0';
    return *copy ? copy : NULL;
}

/* ---- what two sides declare by name --------------------------------------------------------- */

enum side { OURS, THEIRS, SIDE_COUNT };

/* A named part, on one side or on both. */
struct pair {
    const char *name;
    const void *part[SIDE_COUNT];
    const char *brought_by; /* of ours */
};

/* The pairs of parts that two wholes are made of. */
struct pairs {
    struct arena *arena;
    struct map *by_name;
    enum side side; /* that is being added */
};

/* One kind of part: which of them a whole has, how the path to one is written, what differs in it. */
struct part_kind {
    void (*add)(struct pairs *pairs, const void *whole);
    const char *before, *behind; /* its name in the path */
    void (*compare)(const struct comparison *comparison, const char *path, const void *ours,
                    const void *theirs);
};

static void add_part(struct pairs *pairs, const char *name, const void *part,
                     const char *brought_by)
{
    struct pair *pair = map_find(pairs->by_name, name);
    if (!pair) {
        pair = arena_alloc(pairs->arena, sizeof *pair);
        pair->name = name;
        map_set(pairs->by_name, name, pair);
    }
    pair->part[pairs->side] = part;
    if (pairs->side == OURS)
        pair->brought_by = brought_by;
}

static int by_name(const void *left, const void *right)
{
    const struct pair *a = *(struct pair *const *)left;
    const struct pair *b = *(struct pair *const *)right;
    int order = text_compare_nocase(a->name, b->name);
    return order ? order : strcmp(a->name, b->name);
}

static struct pair **pairs_sorted(const struct pairs *pairs)
{
    struct pair **sorted = arena_array(pairs->arena, map_count(pairs->by_name), sizeof *sorted);
    size_t count = 0, cursor = 0;
    void *pair;
    while (map_next(pairs->by_name, &cursor, NULL, &pair))
        sorted[count++] = pair;
    if (count)
        qsort(sorted, count, sizeof *sorted, by_name);
    return sorted;
}

/* A part that an add-on brings to a whole may be missing; when the add-on brings the whole too, it
 * is there, and the part is not. */
static bool may_be_missing(const char *part_brought_by, const char *whole_brought_by)
{
    return part_brought_by && !(whole_brought_by && strcmp(part_brought_by, whole_brought_by) == 0);
}

static void compare_pair(const struct comparison *comparison, const struct part_kind *kind,
                         const char *base, const char *brought_by, const struct pair *pair)
{
    const char *path =
        arena_printf(comparison->arena, "%s%s%s%s", base, kind->before, pair->name, kind->behind);
    const void *ours = pair->part[OURS], *theirs = pair->part[THEIRS];
    if (ours && theirs)
        kind->compare(comparison, path, ours, theirs);
    else if (theirs || !may_be_missing(pair->brought_by, brought_by))
        comparison->each(comparison->context, arena_printf(comparison->arena, "only-%s %s",
                                                           ours ? "ours" : "theirs", path));
}

/* `base` is the path of the whole, `brought_by` who brings ours. */
static void compare_parts(const struct comparison *comparison, const struct part_kind *kind,
                          const char *base, const char *brought_by, const void *ours,
                          const void *theirs)
{
    struct pairs pairs = {comparison->arena, map_new(comparison->arena, MAP_CASE_SENSITIVE), OURS};
    kind->add(&pairs, ours);
    pairs.side = THEIRS;
    kind->add(&pairs, theirs);
    struct pair **sorted = pairs_sorted(&pairs);
    for (size_t i = 0; i < map_count(pairs.by_name); i++)
        compare_pair(comparison, kind, base, brought_by, sorted[i]);
}

/* ---- values of enums, attributes ------------------------------------------------------------ */

static void add_names(struct pairs *pairs, const void *whole)
{
    const struct schema_attribute *attribute = whole;
    for (size_t i = 0; i < attribute->name_count; i++) {
        const struct schema_name *name = &attribute->names[i];
        add_part(pairs, name->name, name, name->brought_by);
    }
}

static void compare_name(const struct comparison *comparison, const char *path, const void *ours,
                         const void *theirs)
{
    const struct schema_name *a = ours, *b = theirs;
    compare_word(comparison, path, "value", a->value, b->value);
}

static void add_attributes(struct pairs *pairs, const void *whole)
{
    const struct list *attributes = &((const struct schema_element *)whole)->attributes;
    for (size_t i = 0; i < attributes->count; i++) {
        const struct schema_attribute *attribute = attributes->items[i];
        add_part(pairs, attribute->name, attribute, attribute->brought_by);
    }
}

static void compare_attribute(const struct comparison *comparison, const char *path,
                              const void *ours, const void *theirs)
{
    static const struct part_kind names = {add_names, "=", "", compare_name};
    const struct schema_attribute *a = ours, *b = theirs;
    compare_flag(comparison, path, "allowInfinite", a->allow_infinite, b->allow_infinite);
    compare_flag(comparison, path, "caseSensitive", a->case_sensitive, b->case_sensitive);
    compare_word(comparison, path, "defaultValue", a->default_value, b->default_value);
    compare_flag(comparison, path, "encrypted", a->encrypted, b->encrypted);
    compare_flag(comparison, path, "expanded", a->expanded, b->expanded);
    compare_flag(comparison, path, "extension", a->runtime, b->runtime);
    compare_flag(comparison, path, "isCombinedKey", a->combined_key, b->combined_key);
    compare_flag(comparison, path, "isUniqueKey", a->unique_key, b->unique_key);
    compare_flag(comparison, path, "required", a->required, b->required);
    compare_word(comparison, path, "timeSpanFormat", a->timespan_format, b->timespan_format);
    compare_word(comparison, path, "type", schema_type_name(a->type), schema_type_name(b->type));
    compare_word(comparison, path, "validationParameter",
                 squeezed(comparison, a->validation_parameter),
                 squeezed(comparison, b->validation_parameter));
    compare_word(comparison, path, "validationType", a->validation_type, b->validation_type);
    compare_parts(comparison, &names, path, a->brought_by, a, b);
}

/* ---- elements, collections, sections -------------------------------------------------------- */

static void compare_element(const struct comparison *comparison, const char *path, const void *ours,
                            const void *theirs);

static void add_children(struct pairs *pairs, const void *whole)
{
    const struct list *children = &((const struct schema_element *)whole)->children;
    for (size_t i = 0; i < children->count; i++) {
        const struct schema_element *child = children->items[i];
        add_part(pairs, child->name, child, child->brought_by);
    }
}

/* "allow,deny" */
static const char *all_add_names(struct arena *arena, const struct schema_collection *collection)
{
    const char *names = collection->add_count ? collection->add_names[0] : "";
    for (size_t i = 1; i < collection->add_count; i++)
        names = arena_printf(arena, "%s,%s", names, collection->add_names[i]);
    return names;
}

static void add_collections(struct pairs *pairs, const void *whole)
{
    const struct list *collections = &((const struct schema_element *)whole)->collections;
    for (size_t i = 0; i < collections->count; i++) {
        const struct schema_collection *collection = collections->items[i];
        add_part(pairs, all_add_names(pairs->arena, collection), collection,
                 collection->entry->brought_by);
    }
}

static void compare_collection(const struct comparison *comparison, const char *path,
                               const void *ours, const void *theirs)
{
    const struct schema_collection *a = ours, *b = theirs;
    compare_flag(comparison, path, "allowDuplicates", a->allow_duplicates, b->allow_duplicates);
    compare_word(comparison, path, "clearElement", a->clear_name, b->clear_name);
    compare_word(comparison, path, "defaultElement", a->default_name, b->default_name);
    compare_word(comparison, path, "mergeAppend", a->prepend ? "false" : NULL,
                 b->prepend ? "false" : NULL);
    compare_word(comparison, path, "removeElement", a->remove_name, b->remove_name);
    compare_element(comparison, path, a->entry, b->entry);
}

static void compare_element(const struct comparison *comparison, const char *path, const void *ours,
                            const void *theirs)
{
    static const struct part_kind attributes = {add_attributes, "@", "", compare_attribute};
    static const struct part_kind collections = {add_collections, "[", "]", compare_collection};
    static const struct part_kind children = {add_children, "/", "", compare_element};
    const struct schema_element *a = ours, *b = theirs;
    compare_flag(comparison, path, "allowUnrecognizedAttributes", a->allow_unrecognized,
                 b->allow_unrecognized);
    compare_flag(comparison, path, "extension", a->runtime, b->runtime);
    compare_flag(comparison, path, "isCollectionDefault", a->collection_default,
                 b->collection_default);
    compare_parts(comparison, &attributes, path, a->brought_by, a, b);
    compare_parts(comparison, &collections, path, a->brought_by, a, b);
    compare_parts(comparison, &children, path, a->brought_by, a, b);
}

static void add_sections(struct pairs *pairs, const void *whole)
{
    const struct schema_section *section;
    for (size_t cursor = 0; (section = schema_next(whole, &cursor));)
        add_part(pairs, section->path, schema_root(section), section->root->brought_by);
}

void schema_compare(const struct schema *ours, const struct schema *theirs, struct arena *arena,
                    void (*each)(void *context, const char *line), void *context)
{
    static const struct part_kind sections = {add_sections, "", "", compare_element};
    struct comparison comparison = {arena, each, context};
    compare_parts(&comparison, &sections, "", NULL, ours, theirs);
}
