/*
 * check_inherited.h - private to check*.c: the entries that a scope inherits.
 *
 * What each definition does to a collection is indexed once; a look-up goes from the innermost
 * definition outwards. So ten thousand sites cost what their own files hold, not what they inherit.
 */
#ifndef IISLINT_CONFIG_CHECK_INHERITED_H
#define IISLINT_CONFIG_CHECK_INHERITED_H

#include "config/check_entries.h"
#include "config/file.h"

#define INHERITED_DEPTH_MAX 16

/* A collection in a section: the names of the elements down to it, below the section's own. */
struct collection_place {
    const struct schema_element *parent; /* the element that holds the entries */
    const struct schema_collection *collection;
    const char *path[INHERITED_DEPTH_MAX];
    size_t depth;
};

struct inherited;

struct inherited *inherited_new(struct arena *arena);
void inherited_free(struct inherited *inherited);

/* The living entry with a key of `element` after these definitions, or NULL. */
const xmlNode *inherited_find(struct inherited *inherited, const struct collection_place *place,
                              struct definition *const *definitions, size_t count,
                              const xmlNode *element, size_t *key);

/* Whether an entry has this value as its only key. `*any` tells whether there is any entry. */
bool inherited_has(struct inherited *inherited, const struct collection_place *place,
                   struct definition *const *definitions, size_t count, const char *value,
                   bool *any);

/* What one definition does to the collection: entries, tombstones, `cleared`. NULL: nothing. */
const struct entries *inherited_layer(struct inherited *inherited,
                                      const struct collection_place *place,
                                      const struct definition *definition);

#endif
