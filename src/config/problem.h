/*
 * problem.h - what the configuration system itself finds wrong (rules with implementation="native").
 *
 * What it means, why and what to do stands in rules/configuration.sch under the same id, the wording
 * included: a problem brings the values for the placeholders of one of the rule's templates.
 */
#ifndef IISLINT_CONFIG_PROBLEM_H
#define IISLINT_CONFIG_PROBLEM_H

#include "source/source.h"

struct scope;

enum problem_level {
    PROBLEM_BY_RULE, /* the level of the rule */
    PROBLEM_NOTE,
    PROBLEM_WARNING,
    PROBLEM_ERROR
};

#define PROBLEM_ARGUMENTS_MAX 6

/* The other party of a problem: the lock, the first entry of that key, the declaration. */
struct problem_party {
    struct source *source; /* NULL: there is none */
    struct span span;
    const xmlNode *node; /* may be NULL */
    const char *message; /* "'IndexModule' was added here first." */
};

struct problem {
    const char *rule;                             /* "IIS1301" */
    const char *template;                         /* which message of the rule; NULL: its first */
    const char *arguments[PROBLEM_ARGUMENTS_MAX]; /* {0}, {1}, ...; NULL ends them */
    const char *message; /* instead of a template: what a parser said; else NULL */
    enum problem_level level;
    const char *reach;         /* "only static files"; NULL: what the rule says */
    struct source *source;     /* the file at fault */
    struct span span;          /* the place in it */
    const xmlNode *node;       /* the node for the logical place, or NULL */
    const struct scope *scope; /* what it hits; NULL: everything that reads the file */
    struct problem_party other;
};

#endif
