/*
 * What a run answers (src/run/query.c): before a check, after it, and when somebody has seen enough.
 */
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool stop_finding(void *context, const struct iislint_finding *finding)
{
    ++*(size_t *)context;
    return finding == NULL;
}

static bool stop_notice(void *context, const struct iislint_notice *notice)
{
    ++*(size_t *)context;
    return notice == NULL;
}

static bool stop_rule(void *context, const struct iislint_rule *rule)
{
    ++*(size_t *)context;
    return rule == NULL;
}

static bool stop_file(void *context, const struct iislint_file *file)
{
    ++*(size_t *)context;
    return file == NULL;
}

static size_t calls(struct iislint *run)
{
    size_t count = 0;
    iislint_each_finding(run, stop_finding, &count);
    iislint_each_notice(run, stop_notice, &count);
    iislint_each_rule(run, stop_rule, &count);
    iislint_each_file(run, stop_file, &count);
    return count;
}

static void before_anything(void **state)
{
    struct linting *l = *state;
    assert_int_equal(calls(l->run), 0);
    assert_null(iislint_find_rule(l->run, "IIS1001"));
    assert_false(iislint_is_incomplete(l->run));
    struct iislint_counts counts = iislint_counts(l->run);
    assert_int_equal(counts.files + counts.rules + counts.errors + counts.sites, 0);
}

static bool in_order(void *context, const struct iislint_rule *rule)
{
    const char **last = context;
    const char *id = iislint_rule_info(rule)->id;
    assert_true(!*last || strcmp(*last, id) < 0);
    *last = id;
    return true;
}

static void the_catalogue(void **state)
{
    struct linting *l = *state;
    const char *last = NULL;
    assert_true(iislint_disable(l->run, "IIS1001", &l->error));
    assert_true(iislint_load_rules(l->run, &l->error));
    iislint_each_rule(l->run, in_order, &last);
    assert_non_null(last);
    const struct iislint_rule *rule = iislint_find_rule(l->run, "iis1001");
    assert_non_null(rule);
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    assert_string_equal(info->id, "IIS1001");
    assert_false(info->enabled);
    assert_true(info->native);
    const struct iislint_rule_help *help = iislint_rule_help(rule);
    assert_true(help->reference_count > 0 && help->example_count > 1);
    assert_true(*info->title && *help->why && *help->fix && *info->topic);
    assert_ptr_equal(iislint_find_rule(l->run, info->name), rule);
    assert_null(iislint_find_rule(l->run, "IIS100"));
    assert_null(iislint_find_rule(l->run, ""));
}

/* Each callback that says so ends its list. */
static void enough(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='site'><sch:report test='.'>x</sch:report></sch:rule>");
    linting_text(l, "a/web.config", "<configuration/>");
    linting_text(l, "b/web.config", "<configuration/>");
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).warnings, 2);
    assert_int_equal(calls(l->run), 4);
}

/* The sum of what is listed is what is counted. */
static void counts(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='applicationPool'>"
                    "<sch:report role='error' test='@name = \"E\"'>e</sch:report>"
                    "<sch:report role='warning' test='@name = \"W\"'>w</sch:report>"
                    "<sch:report role='note' test='@name = \"N\" or @name = \"M\"'>n</sch:report>"
                    "<sch:report role='error' test='service(@name) = \"stopped\"'>s</sch:report>"
                    "</sch:rule>");
    linting_host(l, "<system.applicationHost><applicationPools><add name='E'/><add name='W'/>"
                    "<add name='N'/>\n<!-- iislint-disable-next-line TEST1: r -->\n"
                    "<add name='M'/></applicationPools></system.applicationHost>");
    linting_check(l);
    struct iislint_counts counted = iislint_counts(l->run);
    assert_int_equal(counted.errors, 1);
    assert_int_equal(counted.warnings, 1);
    assert_int_equal(counted.notes, 1);
    assert_int_equal(counted.suppressed, 1);
    assert_int_equal(counted.undecided, 1);
    assert_int_equal(counted.pools, 4);
    assert_int_equal(counted.files, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(before_anything, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(the_catalogue, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(enough, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(counts, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
