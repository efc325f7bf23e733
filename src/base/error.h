/*
 * error.h - a tool error as a value that the caller owns.
 *
 * Three kinds of trouble never mix: a finding (about the user's files) goes to the report, a
 * tool error (bad option, unreadable file, invalid facts or rule file) is a return value of
 * false plus a `struct error`, and a bug is an assert.
 */
#ifndef IISLINT_BASE_ERROR_H
#define IISLINT_BASE_ERROR_H

#include "base/arena.h"
#include <stdbool.h>

struct error {
    char path[1024]; /* the file it is about, as the user named it; empty when there is none */
    unsigned line;   /* 1-based; 0 when unknown */
    unsigned column; /* 1-based, UTF-16 units; 0 when unknown */
    char text[1024]; /* one sentence in English, no final newline */
};

/*
 * Fills `error` (which may be NULL) and returns false, so that a failing function can end with
 * `return error_set(...)`. `path` may be NULL; line and column 0 mean unknown.
 */
bool error_set(struct error *error, const char *path, unsigned line, unsigned column,
               const char *format, ...) PRINTF_LIKE(5, 6);

/* Writes "path:line:column: text" (the parts that are known) into the arena. */
char *error_format(const struct error *error, struct arena *arena);

#endif
