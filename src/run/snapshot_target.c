#include "run/snapshot_target.h"

#include "base/archive.h"
#include "base/path.h"
#include "base/text.h"
#include <string.h>

struct snapshot_target {
    struct arena *arena;
    const char *path;
    const char *partial;        /* the folder while it is written; NULL for a zip */
    struct archive_writer *zip; /* NULL for a folder */
};

struct snapshot_target *snapshot_target_open(struct arena *arena, const char *path,
                                             struct error *error)
{
    struct snapshot_target *target = arena_alloc(arena, sizeof *target);
    char *copy = arena_strdup(arena, path);
    size_t length = strlen(copy);
    while (length > 1 && (copy[length - 1] == '/' || copy[length - 1] == '\\'))
        copy[--length] = '\0';
    *target = (struct snapshot_target){.arena = arena, .path = copy};
    if (text_ends_with_nocase(copy, ".zip")) {
        target->zip = archive_writer_new(error);
        return target->zip ? target : NULL;
    }
    target->partial = arena_printf(arena, "%s.partial", copy);
    if (path_kind(copy) != PATH_ABSENT) {
        error_set(error, copy, 0, 0, "There is a file or folder of this name already.");
        return NULL;
    }
    if (path_kind(target->partial) != PATH_ABSENT) {
        error_set(error, target->partial, 0, 0,
                  "This is left of a snapshot that was interrupted, or is being written: remove "
                  "it first.");
        return NULL;
    }
    return path_make_directories(target->partial, error) ? target : NULL;
}

static bool write_file(const struct snapshot_target *target, const char *place, const char *bytes,
                       size_t length, struct error *error)
{
    const char *local = path_join(target->arena, target->partial, place);
    if (!path_make_directories(path_dirname(target->arena, local), error))
        return false;
    struct path_writer *writer = path_writer_open(local, error);
    if (!writer)
        return false;
    path_writer_write(writer, bytes, length); /* a failure shows when committing */
    return path_writer_commit(writer, error);
}

bool snapshot_target_add(struct snapshot_target *target, const char *place, const char *bytes,
                         size_t length, struct error *error)
{
    const char *fault = archive_name_fault(place);
    if (fault)
        return error_set(error, place, 0, 0, "This name cannot be in a snapshot: it %s.", fault);
    return target->zip ? archive_writer_add(target->zip, place, bytes, length, error)
                       : write_file(target, place, bytes, length, error);
}

bool snapshot_target_commit(struct snapshot_target *target, struct error *error)
{
    if (target->zip) {
        struct archive_writer *zip = target->zip;
        target->zip = NULL;
        return archive_writer_finish(zip, target->path, error);
    }
    if (path_rename(target->partial, target->path, error))
        return true;
    snapshot_target_abandon(target);
    return false;
}

void snapshot_target_abandon(struct snapshot_target *target)
{
    if (!target)
        return;
    archive_writer_free(target->zip);
    target->zip = NULL;
    if (target->partial)
        path_remove_tree(target->partial, NULL);
}
