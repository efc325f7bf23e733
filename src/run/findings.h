/*
 * findings.h - outcomes of rules and problems of the configuration become findings.
 *
 * One finding a rule and place: whatever else the rule says about that place adds scopes to it.
 */
#ifndef IISLINT_RUN_FINDINGS_H
#define IISLINT_RUN_FINDINGS_H

#include "run/run.h"

struct finding_context {
    struct iislint *run;
    const struct document *document; /* NULL: a plain XML document */
};

/* Takes what an evaluation says; fits outcome_callback. */
bool findings_take_outcome(void *context, const struct outcome *outcome);

/* Adds the problems that the configuration system found itself. */
void findings_take_problems(struct iislint *run, const struct server *server);

/*
 * Adds the findings of a part of the run (parts.h), which are the run's from then on. They name the
 * run's own rules then. A rule that is undecided in several parts is one finding.
 */
void findings_merge(struct iislint *run, const struct iislint *part);

/* Turns the collected scopes into arrays, sorts and counts. */
void findings_finish(struct iislint *run);

#endif
