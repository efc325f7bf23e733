/*
 * crew.h - the threads that check the parts of a run at the same time.
 *
 * Each thread has rules, expressions and memory of its own: libxml2 notes things in an expression
 * while it is evaluated, and our rule books compile expressions when they are first used. The
 * thread that asked for the check checks nothing itself: it reports progress and holds Ctrl-C back,
 * which is a matter of the whole process. Private to src/run.
 */
#ifndef IISLINT_RUN_CREW_H
#define IISLINT_RUN_CREW_H

#include "run/parts.h"

struct crew;

/*
 * Checks all inputs, up to run->jobs at the same time; parts[i] becomes the part of input i. False,
 * and nothing was done, when the system gives no thread.
 */
bool crew_check(struct iislint *run, struct iislint **parts, part_check *check);

/*
 * Called in one of the threads: from here to crew_release() Ctrl-C waits. Only one thread at a time
 * holds it, and between two of them it gets through, so the time between should be short.
 */
void crew_hold(struct crew *crew);
void crew_release(struct crew *crew);

#endif
