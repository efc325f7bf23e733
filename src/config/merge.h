/*
 * merge.h - one section out of several definitions: attributes, child elements, collections.
 *
 * Everything follows the section schema. A layer is a source element that contributes; the
 * outermost comes first. For an attribute the innermost layer that has it wins, else the schema
 * default. A defaults element (applicationPoolDefaults) is a layer below the entries it serves, the
 * nearest one innermost. Sources: iis-semantics, sections 1.3 and 4.
 */
#ifndef IISLINT_CONFIG_MERGE_H
#define IISLINT_CONFIG_MERGE_H

#include "config/origin.h"
#include "config/schema.h"
#include "config/secret.h"

struct layers {
    const xmlNode *const *elements; /* outermost first */
    size_t count;
    size_t own; /* index of the first layer that stands at the asked scope */
};

struct merge {
    struct made *made; /* where made nodes belong */
    const struct secrets *secrets;
    bool projected;   /* only what schema_project() made visible */
    bool own_entries; /* of collections, only the entries of the scope's own layers */
};

/*
 * Makes the merged element and adds it to `parent` (NULL: loose in the document). With a NULL
 * `schema` (a section without schema) the innermost layer is copied as it is.
 */
xmlNode *merge_element(const struct merge *merge, xmlNode *parent, const char *name,
                       const struct schema_element *schema, const struct layers *layers);

#endif
