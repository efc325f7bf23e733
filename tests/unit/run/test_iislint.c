#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_error(struct linting *linting, bool ok, const char *path, const char *text)
{
    assert_false(ok);
    assert_string_equal(linting->error.path, path);
    if (!strstr(linting->error.text, text))
        fail_msg("another error: %s", linting->error.text);
    assert_int_equal(linting->error.line, 0);
    memset(&linting->error, 0xAA, sizeof linting->error); /* the next one has to fill it all */
}

static void options_are_validated(void **state)
{
    struct linting *l = *state;
    struct iislint *run = l->run;
    struct iislint_error *error = &l->error;
    const char *file = linting_path(l, "a.xml"), *gone = linting_path(l, "gone");
    linting_write(l, "a.xml", "<a/>");

    assert_error(l, iislint_add_input(run, "", error), "", "An empty path");
    assert_error(l, iislint_set_facts(run, gone, error), gone, "no such facts file");
    assert_error(l, iislint_add_rules(run, gone, error), gone, "no such rule file");
    assert_error(l, iislint_add_mapping(run, "sites", l->directory, error), "sites",
                 "whole Windows path");
    assert_error(l, iislint_add_mapping(run, "C:\\sites", gone, error), gone, "no such folder");
    assert_error(l, iislint_add_mapping(run, "C:\\sites", file, error), file, "no such folder");
    assert_error(l, iislint_set_variable(run, "", "x", error), "", "needs a name");
    assert_error(l, iislint_set_schema(run, gone, error), gone, "no such schema folder");
    assert_error(l, iislint_set_iis_version(run, "6", error), "", "versions of IIS");
    assert_error(l, iislint_set_iis_version(run, "", error), "", "versions of IIS");
    assert_error(l, iislint_set_stock(run, "apache", error), "", "servers to assume");
    assert_error(l, iislint_add_application(run, file, error), file, "no such folder");
    assert_error(l, iislint_set_phase(run, "", error), "", "phase needs a name");
    assert_error(l, iislint_enable(run, "", error), "", "Name the rules");
    assert_error(l, iislint_disable(run, "", error), "", "Name the rules");
    assert_error(l, iislint_check(run, error), "", "nothing to check");
    /* an error is not wanted by everyone */
    assert_false(iislint_set_stock(run, "apache", NULL));
    assert_false(iislint_check(run, NULL));
}

static void good_options(void **state)
{
    struct linting *l = *state;
    struct iislint *run = l->run;
    static const char *const versions[] = {"7.0", "7.5", "8.0", "8.5", "10", "10.1607"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
        assert_true(iislint_set_iis_version(run, versions[i], &l->error));
    assert_true(iislint_set_stock(run, "IIS10-Static", &l->error));
    assert_true(iislint_add_mapping(run, "\\\\nas\\share", linting_path(l, ""), &l->error));
    assert_true(iislint_add_application(run, l->directory, &l->error));
    assert_true(iislint_set_variable(run, "Name", "", &l->error));
    assert_true(iislint_set_phase(run, "#ALL", &l->error));
    iislint_free(NULL);
}

/* What only the rules can tell is said when they are loaded. */
static void rules_that_do_not_exist(void **state)
{
    static const char *const names[][2] = {
        {"disable", "IIS99999"}, {"enable", "NoSuchRule"}, {"phase", "nightly"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct linting l;
        linting_init(&l);
        linting_text(&l, "web.config", "<configuration/>");
        bool ok = i == 0   ? iislint_disable(l.run, names[i][1], &l.error)
                  : i == 1 ? iislint_enable(l.run, names[i][1], &l.error)
                           : iislint_set_phase(l.run, names[i][1], &l.error);
        assert_true(ok);
        linting_fails(&l, names[i][1]);
        assert_false(iislint_load_rules(l.run, &l.error));
        linting_fini(&l);
    }
    (void)state;
}

static void a_bad_rule_file(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "\n<sch:rule context='site'><sch:report test='a b'>x</sch:report></sch:rule>");
    linting_text(l, "web.config", "<configuration/>");
    linting_fails(l, "a b");
    assert_string_equal(l->error.path, linting_path(l, "rules/ours.sch"));
    assert_int_equal(l->error.line, 4);
}

static void how_paths_are_shown(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='site'><sch:report test='not(.)'>x</sch:report></sch:rule>");
    assert_true(iislint_add_bytes(l->run, "a\\b.config", "<configuration/>", 16, &l->error));
    linting_write(l, "x/web.config", "<configuration/>");
    assert_true(iislint_add_input(l->run, arena_printf(l->arena, "%s/x//", linting_path(l, "")),
                                  &l->error));
    linting_check(l);
    /* a name in memory is the caller's own */
    assert_string_equal(linting_files(l), "a\\b.config x/web.config");
}

/* The bytes are the run's own. */
static void bytes_are_copied(void **state)
{
    struct linting *l = *state;
    char bytes[] = "<configuration/>", name[] = "web.config";
    assert_true(iislint_add_bytes(l->run, name, bytes, sizeof bytes - 1, &l->error));
    memset(bytes, 'x', sizeof bytes);
    memset(name, 'x', sizeof name);
    linting_check(l);
    assert_string_equal(linting_findings(l), "");
    assert_string_equal(linting_files(l), "web.config");
}

static void an_empty_buffer(void **state)
{
    struct linting *l = *state;
    assert_true(iislint_add_bytes(l->run, "web.config", NULL, 0, &l->error));
    linting_check(l);
    assert_string_equal(iislint_rule_info(linting_finding(l, 0)->rule)->id, "IIS1001");
    assert_string_equal(linting_files(l), "web.config");
}

#define POOL_RULE(text)                                                                            \
    "<sch:rule context='applicationPool'><sch:report role='error' test='@autoStart = \"false\"'"   \
    " subject='@autoStart'>" text "</sch:report></sch:rule>"
#define POOL(name)                                                                                 \
    "<system.applicationHost><applicationPools><add name='" name "' autoStart='false'/>"           \
    "</applicationPools></system.applicationHost>"

/* Two runs in one process: each step of one between two of the other. */
static void two_runs_do_not_meet(void **state)
{
    struct linting *a = *state, other, *b = &other;
    linting_init(b);
    linting_rule(a, POOL_RULE("of a: <sch:value-of select='@name'/>"));
    linting_rule(b, POOL_RULE("of b: <sch:value-of select='@name'/>"));
    linting_host(a, POOL("One"));
    linting_host(b, "\n" POOL("Two"));
    assert_true(iislint_set_iis_version(a->run, "7.0", &a->error));
    assert_true(iislint_load_rules(a->run, &a->error));
    assert_true(iislint_load_rules(b->run, &b->error));
    assert_ptr_not_equal(iislint_find_rule(a->run, "TEST1"), iislint_find_rule(b->run, "TEST1"));
    linting_check(b);
    linting_check(a);
    const char *of_b = linting_findings(b);
    assert_string_equal(linting_findings(a),
                        "TEST1 error applicationHost.config:2:59-2:76 of a: One\n  at \n");
    iislint_free(a->run);
    a->run = iislint_new();
    assert_string_equal(of_b, "TEST1 error applicationHost.config:3:59-3:76 of b: Two\n  at \n");
    assert_string_equal(linting_findings(b), of_b);
    linting_fini(b);
}

/* What a run says is borrowed until it is freed: a second check would take it away or mix with it. */
static void a_run_checks_once(void **state)
{
    struct linting *l = *state;
    linting_rule(l, POOL_RULE("x"));
    linting_host(l, POOL("One"));
    linting_check(l);
    linting_fails(l, "once");
    assert_int_equal(iislint_counts(l->run).errors, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(options_are_validated, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(good_options, linting_set_up, linting_tear_down),
        cmocka_unit_test(rules_that_do_not_exist),
        cmocka_unit_test_setup_teardown(a_bad_rule_file, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(how_paths_are_shown, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(bytes_are_copied, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(an_empty_buffer, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(two_runs_do_not_meet, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(a_run_checks_once, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
