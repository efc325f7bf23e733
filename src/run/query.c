/*
 * What a run answers once it is done, and the catalogue of rules.
 */
#include "run/run.h"

bool iislint_is_incomplete(const struct iislint *run)
{
    return run->incomplete;
}

void iislint_each_failure(const struct iislint *run,
                          bool (*each)(void *context, const struct iislint_error *), void *context)
{
    for (size_t i = 0; i < run->failures.count; i++)
        if (!each(context, run->failures.items[i]))
            return;
}

void iislint_each_finding(const struct iislint *run,
                          bool (*each)(void *context, const struct iislint_finding *),
                          void *context)
{
    for (size_t i = 0; i < run->findings.count; i++)
        if (!each(context, run->findings.items[i]))
            return;
}

void iislint_each_notice(const struct iislint *run,
                         bool (*each)(void *context, const struct iislint_notice *), void *context)
{
    for (size_t i = 0; i < run->notices.count; i++)
        if (!each(context, run->notices.items[i]))
            return;
}

void iislint_each_rule(const struct iislint *run,
                       bool (*each)(void *context, const struct iislint_rule *), void *context)
{
    for (size_t i = 0; run->rulebook && i < rulebook_count(run->rulebook); i++)
        if (!each(context, rulebook_rule(run->rulebook, i)))
            return;
}

void iislint_each_file(const struct iislint *run,
                       bool (*each)(void *context, const struct iislint_file *), void *context)
{
    for (size_t i = 0; i < run->files.count; i++)
        if (!each(context, run->files.items[i]))
            return;
}

const struct iislint_rule_info *iislint_rule_info(const struct iislint_rule *rule)
{
    return &rule->info;
}

const struct iislint_rule_help *iislint_rule_help(const struct iislint_rule *rule)
{
    return rulebook_help(rule);
}

const struct iislint_rule *iislint_find_rule(const struct iislint *run, const char *id_or_name)
{
    return run->rulebook ? rulebook_find(run->rulebook, id_or_name) : NULL;
}

struct iislint_counts iislint_counts(const struct iislint *run)
{
    return run->counts;
}
