/*
 * parts.h - a run in parts: one for each input, checked by itself.
 *
 * A part is a run of one input that borrows the settings and the tools (rules, expressions) of
 * another run and has its own results. The results are put together in the order of the inputs, so
 * it does not matter which part was checked when, and by which thread. Private to src/run.
 */
#ifndef IISLINT_RUN_PARTS_H
#define IISLINT_RUN_PARTS_H

#include "run/run.h"

/* Checks the one input of a part; what goes wrong becomes a failure of the part. */
typedef void part_check(struct iislint *part, const struct input *input);

/*
 * Checks all inputs, up to run->jobs at the same time, and merges what was found into the run.
 * False when no input at all could be checked: run->failures says why.
 */
bool parts_check(struct iislint *run, part_check *check);

/* An empty part that borrows the tools of `tools`, in its arena. */
struct iislint *parts_new(const struct iislint *tools);

/* Another run with the settings of this one and tools of its own, without rules yet. Freed by
 * iislint_free(), before the run that it borrows the settings from. */
struct iislint *parts_new_worker(const struct iislint *run);

/* Notes that the part's input was not checked, or not as a whole. */
void parts_fail(struct iislint *part, const struct error *error);

#endif
