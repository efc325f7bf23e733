/*
 * path_system.h - private to src/base: what path_folder.c and path_read.c need of the platform.
 *
 * One implementation a platform (path_posix.c and path_folder_posix.c, path_windows.c and
 * path_folder_windows.c).
 */
#ifndef IISLINT_BASE_PATH_SYSTEM_H
#define IISLINT_BASE_PATH_SYSTEM_H

#include "base/map.h"
#include "base/path.h"

/* All names in a folder but `.` and `..`, in any order. False with an error. */
bool path_system_list(struct arena *arena, const char *directory, struct list *names,
                      struct error *error);

/* What stands under a name; a link is a file of its own. */
enum path_kind path_system_entry_kind(const char *local_path);

/* Removes one file, link or empty folder. */
bool path_system_remove(const char *local_path, struct error *error);

/* Reads up to `room` bytes of an open file; 0 bytes are its end. False with an error. */
typedef bool path_read_some(void *file, const char *shown, char *buffer, size_t room, size_t *count,
                            struct error *error);

/*
 * Reads an open file to its end, at most `limit` bytes; `expected` is what its size may be. The
 * result is that of path_read().
 */
char *path_read_all(path_read_some *some, void *file, const char *shown, size_t limit,
                    size_t expected, size_t *length, struct error *error);

#endif
