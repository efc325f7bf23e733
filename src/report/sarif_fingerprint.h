/*
 * sarif_fingerprint.h - what a result is recognised by in a later run.
 *
 * primaryLocationLineHash is GitHub's: a rolling hash over the 100 characters without blanks that
 * begin with the line, as the codeql action computes it when a file has none, but over the masked
 * text: so it is the same for a server and its snapshot, and tells nothing of a secret. iislint/v1 is ours:
 * rule, file, logical place and the text found there, so it survives moved lines.
 */
#ifndef IISLINT_REPORT_SARIF_FINGERPRINT_H
#define IISLINT_REPORT_SARIF_FINGERPRINT_H

#include "base/arena.h"
#include "iislint.h"
#include <stdbool.h>
#include <stddef.h>

/* The hashes of the lines of one text. */
struct sarif_fingerprints;

/* `has_mark`: the file began with a byte order mark, which GitHub counts as a character. */
struct sarif_fingerprints *sarif_fingerprints_new(const char *text, size_t length, bool has_mark);
struct sarif_fingerprints *sarif_fingerprints_of_file(const struct iislint_file *file);
void sarif_fingerprints_free(struct sarif_fingerprints *fingerprints);

/* The file that they were computed for; NULL for a text. */
const struct iislint_file *sarif_fingerprints_file(const struct sarif_fingerprints *fingerprints);

/* "hash:count" of a 1-based line, or NULL when there is no such line. In the arena. */
char *sarif_fingerprints_line(const struct sarif_fingerprints *fingerprints, size_t line,
                              struct arena *arena);

/* The value of iislint/v1. In the arena. */
char *sarif_fingerprint_own(const struct iislint_finding *finding, const char *uri,
                            struct arena *arena);

#endif
