/* A client of the installed library: lists the rules that it brings along. */
#include <iislint.h>
#include <stdio.h>

static bool count(void *context, const struct iislint_rule *rule)
{
    size_t *rules = context;

    (*rules)++;
    return iislint_rule_info(rule) != NULL;
}

int main(void)
{
    struct iislint_error error = {0};
    struct iislint *run = iislint_new();
    size_t rules = 0;

    if (run == NULL || !iislint_load_rules(run, &error)) {
        fputs("the rules do not load\n", stderr);
        iislint_free(run);
        return 1;
    }
    iislint_each_rule(run, count, &rules);
    iislint_free(run);
    printf("%zu rules\n", rules);
    return rules > 0 ? 0 : 1;
}
