/*
 * examples.h - the examples of rules as tests: each goes through the real pipeline.
 *
 * An example is a small server in CDATA: files separated by lines "=== path", applicationHost.config
 * when there is no such line. What a rule file cannot hold stands in brackets behind the path:
 * [300 KB] pads the file to that size, [windows-1252] writes it in that encoding, [unreadable] makes
 * something of that name that is no file.
 */
#ifndef IISLINT_RUN_EXAMPLES_H
#define IISLINT_RUN_EXAMPLES_H

#include "base/error.h"
#include "iislint.h"

struct example_result {
    const struct iislint_rule_info *rule;
    const struct iislint_example *example;
    size_t number; /* of the rule's examples, from 1 */
    bool passed;
    const char *problem; /* what is wrong when it did not pass: one or more lines */
};

/*
 * Runs every example of every rule of a run whose rules are loaded. A bad example must be found by
 * its rule; a good one must not (what it shows may be that unknown facts are not held against
 * anyone). False with an error when the examples could not be run at all.
 */
bool examples_run(const struct iislint *run,
                  bool (*each)(void *context, const struct example_result *), void *context,
                  struct error *error);

#endif
