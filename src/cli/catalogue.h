/*
 * catalogue.h - the catalogue of all rules: rules/README.md, `rules list` as text and JSON.
 */
#ifndef IISLINT_CLI_CATALOGUE_H
#define IISLINT_CLI_CATALOGUE_H

#include "iislint.h"
#include "report/output.h"

/* Writes the Markdown page: the introduction, a table of all rules, then one section each. */
void catalogue_write_page(struct output *out, const struct iislint *run);

/* One line a rule. */
void catalogue_write_list(struct output *out, const struct iislint *run);

/* An array of objects. */
void catalogue_write_json(struct output *out, const struct iislint *run);

#endif
