/*
 * fix.h - operations of a QuickFix on nodes become edits of a file's text.
 */
#ifndef IISLINT_RUN_FIX_H
#define IISLINT_RUN_FIX_H

#include "run/findings.h"

/*
 * The fixes of an outcome whose every operation can be carried out in one file of the user's, on what
 * is written there; others are left out. Edits are in file order and do not overlap. In the run's arena.
 */
const struct iislint_fix *fix_make(const struct finding_context *context,
                                   const struct outcome *outcome, size_t *count);

#endif
