/*
 * explain_rule.h - one rule on a terminal: why, what to do, examples, references.
 */
#ifndef IISLINT_CLI_EXPLAIN_RULE_H
#define IISLINT_CLI_EXPLAIN_RULE_H

#include "iislint.h"
#include "report/output.h"

void explain_rule_write(struct output *out, const struct iislint_rule *entry);

#endif
