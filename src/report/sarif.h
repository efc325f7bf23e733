/*
 * sarif.h - SARIF 2.1.0 (OASIS): one run, for code scanning services and editors.
 *
 * What is in the file follows the standard and what its consumers (GitHub, Azure DevOps, VS Code,
 * Visual Studio, DefectDojo, reviewdog) really read; comments at each part say who needs it.
 */
#ifndef IISLINT_REPORT_SARIF_H
#define IISLINT_REPORT_SARIF_H

#include "report/report.h"

#define SARIF_SCHEMA                                                                               \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* The home of the project, for driver.informationUri and rules without a reference. */
#define SARIF_INFORMATION_URI "https://github.com/iislint/iislint"

bool sarif_write(const struct report_context *context, struct output *out);

#endif
