/*
 * sarif_results.h - run.results: one tree at a time.
 */
#ifndef IISLINT_REPORT_SARIF_RESULTS_H
#define IISLINT_REPORT_SARIF_RESULTS_H

#include "report/sarif_run.h"

/* The first pass: rules and files with results, messages with links, suppressions, quotas. */
void sarif_results_collect(struct sarif *sarif);

/* "results": [...] */
void sarif_results_write(struct sarif *sarif);

#endif
