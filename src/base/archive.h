/*
 * archive.h - zip files as folders: the only door to libzip.
 *
 * A zip comes from somebody else. It is unpacked only when every entry is one that iislint itself
 * could have written: plain files and folders with names that are legal everywhere, stored or
 * deflated, not encrypted, none twice (nor but for letter case), and neither too many nor too large.
 * All names are looked at before the first byte is written.
 */
#ifndef IISLINT_BASE_ARCHIVE_H
#define IISLINT_BASE_ARCHIVE_H

#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

#define ARCHIVE_SIZE_MAX ((size_t)512 * 1024 * 1024) /* of the zip, and of all that is in it */
#define ARCHIVE_FILE_MAX ((size_t)256 * 1024 * 1024) /* of one file in it */
#define ARCHIVE_ENTRIES_MAX 100000
#define ARCHIVE_RATIO_MAX 250            /* unpacked to packed; configuration is at 10 to 100 */
#define ARCHIVE_RATIO_FROM (1024 * 1024) /* unpacked bytes from which the ratio counts */

/* True for a regular file whose name ends in .zip. */
bool archive_is_named(const char *local_path);

/*
 * Why an entry's name cannot be used, or NULL: absolute, `..`, a drive or stream (colon), a backslash,
 * a name that Windows reserves, control characters, too long or too deep.
 */
const char *archive_name_fault(const char *name);

/*
 * Unpacks the zip into `directory`, which exists and is empty. False with an error that names the
 * entry (messages call the zip `shown`); what was unpacked until then is for the caller to remove.
 */
bool archive_unpack(const char *local_path, const char *shown, const char *directory,
                    struct error *error);

/* The same for a zip in memory. */
bool archive_unpack_bytes(const char *bytes, size_t length, const char *shown,
                          const char *directory, struct error *error);

/* A zip that is being made, in memory. */
struct archive_writer;

/* NULL with an error where libzip is missing. */
struct archive_writer *archive_writer_new(struct error *error);

/* Adds a file; the bytes are copied. The same files in the same order give the same zip. */
bool archive_writer_add(struct archive_writer *writer, const char *name, const char *bytes,
                        size_t length, struct error *error);

/* Writes the zip to a file, which is never seen half-written. Frees the writer in any case. */
bool archive_writer_finish(struct archive_writer *writer, const char *local_path,
                           struct error *error);

void archive_writer_free(struct archive_writer *writer);

#endif
