/*
 * snapshot_mask.h - the bytes of a file as a snapshot holds them: UTF-8, without secrets.
 */
#ifndef IISLINT_RUN_SNAPSHOT_MASK_H
#define IISLINT_RUN_SNAPSHOT_MASK_H

#include "base/text.h"
#include "config/secret.h"

/* Called for each secret that was replaced. */
typedef void snapshot_replaced(void *context, const char *kind);

/*
 * Adds the file's bytes to `out`. A secret becomes the mask, or something of the same kind where its
 * form counts (encrypted values); line breaks in it stay, so that every line keeps its number.
 * What is wrong with the file stays wrong in the same way: bytes that are not UTF-8 are kept.
 */
void snapshot_mask(const struct secrets *secrets, struct arena *arena, const struct source *source,
                   struct text *out, snapshot_replaced *replaced, void *context);

#endif
