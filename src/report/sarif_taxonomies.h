/*
 * sarif_taxonomies.h - CWE, CIS and STIG entries that the rules belong to.
 *
 * Only the entries that some rule names are written, so the taxonomies are not comprehensive.
 */
#ifndef IISLINT_REPORT_SARIF_TAXONOMIES_H
#define IISLINT_REPORT_SARIF_TAXONOMIES_H

#include "report/sarif_run.h"

struct sarif_taxonomy {
    const char *name;
    const char *guid;
    size_t index;
    struct map *taxa; /* id -> struct sarif_taxon */
};

struct sarif_taxon {
    const char *id;
    const char *guid;
    const char *title; /* may be NULL */
    size_t index;
};

/* Collects the taxonomies of the listed rules. */
void sarif_taxonomies_collect(struct sarif *sarif);

/* driver.supportedTaxonomies and run.taxonomies; NULL when there are none. */
struct json *sarif_taxonomies_supported(const struct sarif *sarif);
void sarif_taxonomies_write(struct sarif *sarif);

/* A reference to the entry of a mapping: {id, index, guid, toolComponent}. */
struct json *sarif_taxonomies_reference(const struct sarif *sarif,
                                        const struct iislint_mapping *mapping);

/* True for the Common Weakness Enumeration, and the bare number of one of its entries. */
bool sarif_taxonomies_is_cwe(const struct iislint_mapping *mapping);
const char *sarif_taxonomies_id(const struct iislint_mapping *mapping);

#endif
