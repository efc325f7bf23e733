/*
 * check_inherited.h - private to check*.c: the entries that a scope inherits, made once for all
 * scopes with the same definitions above them.
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

/* The entries after these definitions, or NULL when none of them has any. */
const struct entries *inherited_entries(struct inherited *inherited,
                                        const struct collection_place *place,
                                        struct definition *const *definitions, size_t count);

/* Applies the directives of one element to the entries: what a file does with the collection. */
void inherited_apply(struct entries *entries, const struct collection_place *place,
                     const xmlNode *container);

#endif
