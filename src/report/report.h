/*
 * report.h - the formats in which findings are written: one table, one file a format.
 *
 * A format sees the public library only (findings, rules, files), so it cannot disturb a check
 * and a new one needs one file and one row. Formats never touch unmasked text: what they print
 * of the user's files comes from iislint_file_excerpt().
 */
#ifndef IISLINT_REPORT_REPORT_H
#define IISLINT_REPORT_REPORT_H

#include "iislint.h"
#include "report/output.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the run was made and what of it is to be shown. Zero-initialise; all strings are borrowed. */
struct report_context {
    const struct iislint *run;
    enum iislint_level show; /* findings below this level are left out */
    bool show_undecided;     /* text: list the undecided rules, not only their number */
    bool show_suppressed;    /* text: print suppressed findings too */
    bool quiet;              /* text: no summary line */
    bool colour;             /* text: escape sequences */

    /* For formats that describe the run itself. */
    const char *const *arguments; /* as given, without the program's name, secrets masked */
    size_t argument_count;
    int exit_code;
    const char *exit_description;
    const char *const *failures; /* tool errors that kept the run from checking everything */
    size_t failure_count;
    int64_t started; /* milliseconds since 1970 UTC; 0 leaves the times out */
    int64_t finished;
    const char *working_directory; /* absolute, '/' separators; NULL unknown */
    const char *category;          /* tells several uploads of one commit apart; may be NULL */
    size_t max_results;            /* 0: no cap */
    bool reproducible;             /* nothing of this machine: no absolute path, no clock */
    const char *(*environment)(const char *name); /* NULL: there is no environment to look at */
};

struct report_format {
    const char *name;        /* "sarif" */
    const char *description; /* one line for --help */
    const char *mime_type;
    bool (*write)(const struct report_context *context, struct output *out);
};

/* The table of formats, for --help. */
const struct report_format *report_formats(size_t *count);

/* The format of that name, or NULL. */
const struct report_format *report_format_find(const char *name);

/* Writes a report. False when a write failed; the output holds the reason. */
bool report_write(const struct report_format *format, const struct report_context *context,
                  struct output *out);

/* Whether a finding of kind IISLINT_FAIL is at the shown level. */
bool report_shows(const struct report_context *context, const struct iislint_finding *finding);

/* "error", "warning" or "note". */
const char *report_level_name(enum iislint_level level);

#endif
