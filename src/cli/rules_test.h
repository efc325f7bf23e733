/*
 * rules_test.h - `iislint rules test`: the examples of every rule, through the real pipeline.
 */
#ifndef IISLINT_CLI_RULES_TEST_H
#define IISLINT_CLI_RULES_TEST_H

#include "cli/command.h"
#include "cli/options.h"

/* Prints every example that does not do what it should, and "N passed, N failed" at the end. */
enum exit_status rules_test(const struct options *options);

#endif
