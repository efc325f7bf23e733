/*
 * collection.h - the entries of a collection after <clear/>, <remove/> and <add/> of all layers.
 */
#ifndef IISLINT_CONFIG_COLLECTION_H
#define IISLINT_CONFIG_COLLECTION_H

#include "config/merge.h"

struct collection_entry {
    const xmlNode *element;
    size_t layer;
};

struct collection {
    struct collection_entry *entries; /* in effective order; heap */
    size_t count;
};

/*
 * Resolves a collection of `schema` over the layers of its parent element:
 * - a child's adds follow the inherited entries, or precede them with mergeAppend="false";
 * - an inherited entry that a child removes and adds again keeps its place when appending, and
 *   stands behind the child's fresh entries when prepending (measured on IIS 10, MH2 and MH9v);
 * - removing what is absent is fine; adding a key that is there is an error of the configuration,
 *   reported elsewhere: here the first one stays.
 * The caller frees with collection_fini().
 */
void collection_init(struct collection *collection, const struct schema_element *parent,
                     const struct schema_collection *schema, const struct layers *layers);
void collection_fini(struct collection *collection);

/* True when two entries have equal keys: defaults count, letter case as the schema says. */
bool collection_same_key(const struct schema_collection *schema, const xmlNode *a,
                         const xmlNode *b);

#endif
