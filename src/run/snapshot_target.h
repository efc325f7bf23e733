/*
 * snapshot_target.h - where a snapshot is written to: a folder, or a zip.
 *
 * Under its name it is there only when it is whole.
 */
#ifndef IISLINT_RUN_SNAPSHOT_TARGET_H
#define IISLINT_RUN_SNAPSHOT_TARGET_H

#include "base/arena.h"
#include "base/error.h"

struct snapshot_target;

/* Begins NAME.partial, or a zip when `path` ends in .zip. A folder must not be there yet. */
struct snapshot_target *snapshot_target_open(struct arena *arena, const char *path,
                                             struct error *error);

bool snapshot_target_add(struct snapshot_target *target, const char *place, const char *bytes,
                         size_t length, struct error *error);

/* Gives it its name. It is closed in any case; after an error nothing is left of it. */
bool snapshot_target_commit(struct snapshot_target *target, struct error *error);

/* Leaves nothing. NULL is allowed. */
void snapshot_target_abandon(struct snapshot_target *target);

#endif
