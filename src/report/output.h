/*
 * output.h - where a report is written to: buffered, and a failure is never lost.
 *
 * A report writes without looking back; the first failure (a full disk, a closed pipe) is
 * remembered, later writes do nothing, and output_finish() tells the caller. The target is a
 * function, so that a report can go to a stream, to a file that is renamed at the end
 * (path_writer), or to a test's memory.
 */
#ifndef IISLINT_REPORT_OUTPUT_H
#define IISLINT_REPORT_OUTPUT_H

#include "base/arena.h"
#include "base/path.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Writes all bytes, or returns false with errno set. `bytes` NULL asks to flush. */
typedef bool output_function(void *target, const char *bytes, size_t length);

struct output {
    output_function *function;
    void *target;
    bool failed;
    int error_number; /* errno of the first failure */
    size_t length;    /* bytes waiting in `buffer` */
    char buffer[8192];
};

/* Starts an output on a function, on an open stream, or on a path writer (all stay the caller's). */
void output_init(struct output *output, output_function *function, void *target);
void output_init_stream(struct output *output, FILE *stream);
void output_init_path(struct output *output, struct path_writer *writer);

void output_bytes(struct output *output, const char *bytes, size_t length);
void output_text(struct output *output, const char *string);
void output_printf(struct output *output, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes what waits in the buffer. Returns false when this or any earlier write failed. */
bool output_finish(struct output *output);

#endif
