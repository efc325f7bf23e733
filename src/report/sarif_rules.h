/*
 * sarif_rules.h - tool.driver.rules: the catalogue with help, messages and taxonomy entries.
 */
#ifndef IISLINT_REPORT_SARIF_RULES_H
#define IISLINT_REPORT_SARIF_RULES_H

#include "report/sarif_run.h"

/* Collects the active rules; a rule that only has results is added by sarif_rules_find(). */
void sarif_rules_collect(struct sarif *sarif);

/* Sorts the collected rules by id and gives them their indexes. */
void sarif_rules_order(struct sarif *sarif);

/* The entry of a rule, made when it is not there yet. */
struct sarif_rule *sarif_rules_find(struct sarif *sarif, const struct iislint_rule *entry);

/* "rules": [...] */
void sarif_rules_write(struct sarif *sarif);

/* How much a result of a level matters, 0 to 100. */
int sarif_rules_rank(enum iislint_level level);

#endif
