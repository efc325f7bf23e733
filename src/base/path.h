/*
 * path.h - Windows paths as text, and the files of the machine that iislint runs on.
 *
 * The configuration speaks of Windows paths (C:\inetpub\wwwroot) on every platform; local paths
 * are those of the machine that runs the check. The text functions are portable (path.c); those
 * that touch the disk have one implementation a platform (path_posix.c, path_windows.c).
 * Local paths are UTF-8 and use '/' as separator in everything that is printed.
 */
#ifndef IISLINT_BASE_PATH_H
#define IISLINT_BASE_PATH_H

#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

/* ---- Windows paths as text ---------------------------------------------------------------- */

/* Looks up an environment variable (case-insensitive name of `length` bytes); NULL = unknown. */
typedef const char *path_variable_lookup(void *context, const char *name, size_t length);

/*
 * Replaces %NAME% by the variable's value. An unknown variable stays as it is written, and
 * `*complete` (may be NULL) becomes false. Result in the arena.
 */
char *path_expand(struct arena *arena, const char *path, path_variable_lookup *lookup,
                  void *context, bool *complete);

/* True for \\server\share (also with forward slashes), not for \\?\ and \\.\ device paths. */
bool path_is_unc(const char *path);

/* True for C:\ or C:/ and UNC. */
bool path_is_absolute_windows(const char *path);

/*
 * Canonical form for comparing: backslashes, no trailing separator (but `C:\`), `.` and `..`
 * resolved, `\\?\` removed. Letter case stays; compare with text_equals_nocase().
 */
char *path_normalize_windows(struct arena *arena, const char *path);

/* Joins a Windows directory and a relative path ("..\x", "sub/file"), normalized. */
char *path_join_windows(struct arena *arena, const char *directory, const char *relative);

/* True when normalized `path` is `directory` itself or below it (no case). */
bool path_is_within_windows(const char *path, const char *directory);

/* ---- local paths -------------------------------------------------------------------------- */

/* Joins with '/'; an absolute `relative` is returned as it is. */
char *path_join(struct arena *arena, const char *directory, const char *relative);

/* The last part of a local path (either separator); borrowed from `path`. */
const char *path_basename(const char *path);

/* Everything before the last part; "." when there is none. */
char *path_dirname(struct arena *arena, const char *path);

enum path_kind {
    PATH_ABSENT,
    PATH_FILE,
    PATH_DIRECTORY,
    PATH_OTHER /* device, socket, pipe */,
    PATH_UNREADABLE /* exists, or may exist, but may not be looked at */
};

/* Follows symbolic links. */
enum path_kind path_kind(const char *local_path);

/* Two numbers that identify a file or directory on this machine, to see loops. False if absent. */
bool path_identity(const char *local_path, uint64_t identity[2]);

/*
 * Reads a whole regular file of at most `limit` bytes. The result is malloc'ed with a NUL added
 * behind the last byte; the caller frees it. A larger file, or one that is not a regular file,
 * is an error, and `*length` then tells the two apart: above `limit` for the former, else 0.
 * "-" is not special here.
 */
char *path_read(const char *local_path, size_t limit, size_t *length, struct error *error);

/* Reads standard input until its end, at most `limit` bytes. Same ownership as path_read(). */
char *path_read_stdin(size_t limit, size_t *length, struct error *error);

/*
 * Calls `each` with the name of every entry of a directory, in byte order; stops when it returns
 * false. Returns false with an error when the directory cannot be read.
 */
bool path_each_entry(const char *directory, bool (*each)(void *context, const char *name),
                     void *context, struct error *error);

/*
 * Finds the entry of `directory` whose name equals `name` without case (an exact match first).
 * Result in the arena, or NULL. Listings are not cached: see path_finder for many look-ups.
 */
char *path_find_nocase(struct arena *arena, const char *directory, const char *name);

/*
 * A finder resolves many Windows-style relative paths below local directories without case and
 * remembers directory listings, so that ten thousand sites do not list the same folder again.
 */
struct path_finder;
struct path_finder *path_finder_new(struct arena *arena);

/* Local path of `relative` (either separator) below `directory`, or NULL when it does not exist. */
const char *path_finder_resolve(struct path_finder *finder, const char *directory,
                                const char *relative);

/* Creates a folder with the folders above it that are missing; one that exists is fine. */
bool path_make_directories(const char *local_path, struct error *error);

/* Creates a new empty folder for this process alone, in the system's place for such; in the arena. */
char *path_temporary_directory(struct arena *arena, struct error *error);

/* Gives a file or folder another name, which nothing has yet, in the same folder. */
bool path_rename(const char *from, const char *to, struct error *error);

/* Removes a file, or a folder with all that is in it; links are removed, not followed. */
bool path_remove_tree(const char *local_path, struct error *error);

/*
 * Opens a temporary file beside `local_path` for writing; path_commit() renames it to the final
 * name, path_abandon() removes it. So a full disk or Ctrl-C leaves no half-written file.
 */
struct path_writer;
struct path_writer *path_writer_open(const char *local_path, struct error *error);
bool path_writer_write(struct path_writer *writer, const char *bytes, size_t length);
bool path_writer_commit(struct path_writer *writer, struct error *error);
void path_writer_abandon(struct path_writer *writer);

#endif
