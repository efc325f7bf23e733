/*
 * A snapshot: the server that was loaded, written as a server image without its secrets.
 */
#include "run/snapshot_files.h"

#include "base/interrupt.h"
#include "base/text.h"
#include "run/snapshot_mask.h"
#include "run/snapshot_target.h"
#include <string.h>

struct writing {
    struct iislint *run;
    struct snapshot_files files;
    struct list replacements; /* struct iislint_replacement * */
    size_t file_start;        /* the first replacement of the file at hand */
    const char *place;
    size_t secrets;
};

static void count(void *context, const char *kind)
{
    struct writing *writing = context;
    struct arena *arena = writing->run->arena;
    struct iislint_replacement *found = NULL;
    writing->secrets++;
    for (size_t i = writing->file_start; !found && i < writing->replacements.count; i++) {
        found = writing->replacements.items[i];
        if (strcmp(found->kind, kind) != 0)
            found = NULL;
    }
    if (!found) {
        found = arena_alloc(arena, sizeof *found);
        *found = (struct iislint_replacement){writing->place, kind, 0};
        list_add(&writing->replacements, arena, found);
    }
    found->count++;
}

/* The masked file must be as well-formed as the original: a mask that broke it would be a bug, and
 * one that mended it would hide a fault. */
static bool is_faithful(struct writing *writing, const struct source *source,
                        const struct text *bytes, struct error *error)
{
    struct source *masked =
        source_parse(writing->run->arena, writing->place, bytes->data, bytes->length);
    bool was = source->doc != NULL, is = masked->doc != NULL;
    source_free(masked);
    if (was && !is)
        return error_set(error, source->path, 0, 0,
                         "This file would not be well-formed without its secrets: nothing was "
                         "written. This is a fault of iislint.");
    if (!was && is)
        snapshot_files_omit(&writing->files, source->path,
                            "This file is not well-formed; without its secrets it is.");
    return true;
}

static bool write_file(struct writing *writing, const struct snapshot_file *file,
                       struct snapshot_target *target, struct error *error)
{
    struct text bytes = {0};
    writing->place = file->place;
    writing->file_start = writing->replacements.count;
    text_add(&bytes, "");
    snapshot_mask(writing->run->secrets, writing->run->arena, file->source, &bytes, count, writing);
    bool ok = is_faithful(writing, file->source, &bytes, error) &&
              snapshot_target_add(target, file->place, bytes.data, bytes.length, error);
    text_fini(&bytes);
    return ok;
}

static bool write_all(struct writing *writing, const char *path, struct error *error)
{
    struct snapshot_target *target = snapshot_target_open(writing->run->arena, path, error);
    bool ok = target != NULL;
    for (size_t i = 0; ok && i < writing->files.files.count; i++)
        ok = write_file(writing, writing->files.files.items[i], target, error);
    if (ok)
        return snapshot_target_commit(target, error);
    snapshot_target_abandon(target);
    return false;
}

static bool take_snapshot(struct writing *writing, const char *path, struct error *error)
{
    struct iislint *run = writing->run;
    if (run->inputs.count != 1)
        return error_set(error, NULL, 0, 0, "A snapshot is one of a single server.");
    if (!run_load_all(run, error))
        return false;
    writing->files.run = run;
    writing->files.server = run->servers.items[0];
    bool ok = snapshot_files_collect(&writing->files, error);
    struct interrupt *held = interrupt_hold(); /* no half a folder is left */
    ok = ok && write_all(writing, path, error);
    interrupt_release(held);
    snapshot_files_fini(&writing->files);
    return ok;
}

bool iislint_write_snapshot(struct iislint *run, const char *path,
                            struct iislint_snapshot *snapshot, struct iislint_error *error)
{
    struct error trouble = {0};
    struct writing writing = {.run = run};
    bool ok = take_snapshot(&writing, path, &trouble);
    run_remove_unpacked(run);
    if (!ok)
        return run_fail(error, &trouble);
    *snapshot = (struct iislint_snapshot){
        .files = writing.files.files.count,
        .secrets = writing.secrets,
        .replacements = (const struct iislint_replacement *const *)writing.replacements.items,
        .replacement_count = writing.replacements.count,
        .omissions = (const struct iislint_omission *const *)writing.files.omissions.items,
        .omission_count = writing.files.omissions.count};
    return true;
}
