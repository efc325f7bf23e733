/*
 * suppression.h - comments in a file that accept a finding:
 *
 *     <!-- iislint-disable-next-line IIS2101, IIS2405: the intranet site needs it -->
 *
 * A suppression needs a reason; it covers the lines of the next element's start tag. Unused ones,
 * ones without reason and ones with unknown rules are reported.
 */
#ifndef IISLINT_RUN_SUPPRESSION_H
#define IISLINT_RUN_SUPPRESSION_H

#include "run/run.h"

/* Marks the findings that comments accept, and adds notices about the comments themselves. */
void suppression_apply(struct iislint *run);

#endif
