/*
 * text_report.h - the report for people.
 *
 *     applicationHost.config:12:14: warning: The pool ... [IIS2401]
 *         12 |     <add name="Shop" ...
 *            |          ^~~~~~~~~~~
 *     applicationHost.config:40:9: note: the pool is defined here
 *       affects: Shop/, Blog/ and 9,998 more
 *       fails: every request
 *       remedy:
 *           <windowsAuthentication useAppPoolCredentials="true" />
 *
 *     3 errors, 2 warnings and 1 note in 4 files
 *
 * The first line has the form that compilers use, so editors can jump to it.
 */
#ifndef IISLINT_REPORT_TEXT_REPORT_H
#define IISLINT_REPORT_TEXT_REPORT_H

#include "report/report.h"

bool text_report_write(const struct report_context *context, struct output *out);

#endif
