/*
 * destination.h - where reports go: the values of --format, each FORMAT or FORMAT=FILE.
 */
#ifndef IISLINT_CLI_DESTINATION_H
#define IISLINT_CLI_DESTINATION_H

#include "base/error.h"
#include "base/map.h"
#include "cli/options.h"
#include "report/report.h"

struct destination {
    const struct report_format *format;
    const char *path; /* NULL: standard output */
};

/*
 * Reads the --format options into a list of struct destination; without any it is text to
 * standard output, or nothing when --quiet is given. False for an unknown format, or when two
 * reports would go to one place.
 */
bool destination_parse(const struct options *options, struct list *destinations,
                       struct error *error);

/*
 * Writes the report to every destination; one that fails does not keep the others from being
 * written. A file is renamed from a temporary one, so it is never half-written. False, after
 * messages, when any failed.
 */
bool destination_write_all(const struct list *destinations, const struct report_context *context);

/* Ends an output on standard output. False after a message; a closed pipe needs none. */
bool destination_finish_stdout(struct output *out);

#endif
