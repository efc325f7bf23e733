/*
 * fix.h - operations of a QuickFix on nodes become edits of a file's text.
 */
#ifndef IISLINT_RUN_FIX_H
#define IISLINT_RUN_FIX_H

#include "run/run.h"

/*
 * The fixes of an outcome whose every operation can be carried out in one file; others are left
 * out. Edits are in file order and do not overlap. In the run's arena.
 */
const struct iislint_fix *fix_make(struct iislint *run, const struct outcome *outcome,
                                   size_t *count);

#endif
