/*
 * problem.h - what the configuration system itself finds wrong (rules with implementation="native").
 *
 * The rule's prose lives in rules/configuration.sch under the same id; here is what happened where.
 */
#ifndef IISLINT_CONFIG_PROBLEM_H
#define IISLINT_CONFIG_PROBLEM_H

#include "source/source.h"

struct scope;

struct problem {
    const char *rule;               /* "IIS1001" */
    struct source *source;          /* the file at fault */
    struct span span;               /* the place in it */
    const xmlNode *node;            /* the node for the logical place, or NULL */
    const char *message;            /* what is wrong here, one or more sentences */
    const struct scope *scope;      /* what it hits; NULL: everything that reads the file */
    struct source *related_source;  /* the other party; NULL when there is none */
    struct span related_span;
    const char *related_message;
};

#endif
