/*
 * rules_compare.h - `iislint rules compare-schema`: the built-in schema beside a server's own.
 */
#ifndef IISLINT_CLI_RULES_COMPARE_H
#define IISLINT_CLI_RULES_COMPARE_H

#include "cli/command.h"
#include "cli/options.h"

/* Prints every difference to the folder that --schema names, one a line: see schema_compare.h. */
enum exit_status rules_compare(const struct options *options);

#endif
