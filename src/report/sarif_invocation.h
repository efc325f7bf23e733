/*
 * sarif_invocation.h - how the program was run, and what it has to say about the run itself.
 */
#ifndef IISLINT_REPORT_SARIF_INVOCATION_H
#define IISLINT_REPORT_SARIF_INVOCATION_H

#include "report/sarif_run.h"

/* Collects the ids of notifications, for driver.notifications. */
void sarif_invocation_collect(struct sarif *sarif);

/* driver.notifications */
void sarif_invocation_write_descriptors(struct sarif *sarif);

/* run.invocations */
void sarif_invocation_write(struct sarif *sarif);

/* run.automationDetails: the pipeline's own in Azure Pipelines, else the category; NULL without. */
struct json *sarif_invocation_automation(struct sarif *sarif);

#endif
