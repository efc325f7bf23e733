/*
 * text_finding.h - one finding or notice of the text report.
 */
#ifndef IISLINT_REPORT_TEXT_FINDING_H
#define IISLINT_REPORT_TEXT_FINDING_H

#include "report/report.h"
#include "report/text_style.h"

/* Writes "path:line:column" (the parts that are known); `path` is for a place without a file. */
void text_finding_write_place(struct output *out, const struct iislint_place *place,
                              const char *path, const struct text_style *style);

void text_finding_write(struct output *out, const struct iislint_finding *finding,
                        const struct text_style *style);

void text_finding_write_notice(struct output *out, const struct iislint_notice *notice,
                               const struct text_style *style);

#endif
