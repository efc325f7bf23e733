/*
 * effective_report.h - private to effective_*.c: how the effective configuration is printed.
 */
#ifndef IISLINT_RUN_EFFECTIVE_REPORT_H
#define IISLINT_RUN_EFFECTIVE_REPORT_H

#include "config/effective.h"
#include "run/run.h"

struct printing {
    struct iislint *run;
    const struct server *server;
    FILE *out;
    bool xml;
};

/* file:line:column of an element or attribute of a file; "schema default" for NULL. */
const char *effective_origin(const struct printing *printing, const xmlNode *source);

/* A line of the text form: what it is, and where it comes from. */
void effective_print_line(const struct printing *printing, const char *left, const char *origin);

void effective_print_escaped(FILE *out, const char *text);

/* Where the section is declared, whether files at the scope may use it and who says so, and what is
 * locked in it: lines of text, or attributes of an element that is being written. */
void effective_print_locks(const struct printing *printing, const struct scope *scope,
                           const struct effective *effective);

#endif
