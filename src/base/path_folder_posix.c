/* Making and removing folders; see path.h and path_system.h. */
#include "base/path_system.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_one(const char *path, struct error *error)
{
    if (mkdir(path, 0777) == 0 || (errno == EEXIST && path_kind(path) == PATH_DIRECTORY))
        return true;
    return error_set(error, path, 0, 0, "This folder cannot be made: %s.", strerror(errno));
}

bool path_make_directories(const char *local_path, struct error *error)
{
    char *copy = strdup(local_path);
    if (!copy)
        arena_out_of_memory();
    bool ok = true;
    for (char *c = copy + 1; ok && *copy && *c; c++)
        if (*c == '/') {
            *c = '\0';
            ok = make_one(copy, error);
            *c = '/';
        }
    ok = ok && make_one(local_path, error);
    free(copy);
    return ok;
}

char *path_temporary_directory(struct arena *arena, struct error *error)
{
    const char *parent = getenv("TMPDIR");
    char *path = arena_printf(arena, "%s/iislint-XXXXXX", parent && *parent ? parent : "/tmp");
    if (mkdtemp(path))
        return path;
    error_set(error, path, 0, 0, "A temporary folder cannot be made: %s.", strerror(errno));
    return NULL;
}

bool path_rename(const char *from, const char *to, struct error *error)
{
    if (path_kind(to) != PATH_ABSENT)
        return error_set(error, to, 0, 0, "There is a file or folder of this name already.");
    if (rename(from, to) == 0)
        return true;
    return error_set(error, to, 0, 0, "This name cannot be given: %s.", strerror(errno));
}

enum path_kind path_system_entry_kind(const char *local_path)
{
    struct stat status;
    if (lstat(local_path, &status) != 0)
        return errno == ENOENT ? PATH_ABSENT : PATH_UNREADABLE;
    return S_ISDIR(status.st_mode) ? PATH_DIRECTORY : PATH_FILE;
}

bool path_system_remove(const char *local_path, struct error *error)
{
    if (remove(local_path) == 0)
        return true;
    return error_set(error, local_path, 0, 0, "This cannot be removed: %s.", strerror(errno));
}
