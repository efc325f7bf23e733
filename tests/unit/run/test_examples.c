#include "run/examples.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define POOL_RULE                                                                                  \
    "<sch:rule context='applicationPool'><sch:report role='error' test='@autoStart = \"false\"'"   \
    ">x</sch:report></sch:rule>"
#define POOL(value)                                                                                \
    "<configuration><system.applicationHost><applicationPools><add name='P' autoStart='" value     \
    "'/></applicationPools></system.applicationHost></configuration>"

struct results {
    struct linting *linting;
    const char *said;
    size_t stop_after;
};

static bool note(void *context, const struct example_result *result)
{
    struct results *results = context;
    results->said = arena_printf(results->linting->arena, "%s%s %s %zu %s\n", results->said,
                                 result->rule->id, result->example->bad ? "bad" : "good",
                                 result->number, result->passed ? "passed" : result->problem);
    assert_int_equal(result->passed, result->problem == NULL);
    return results->stop_after == 0 || --results->stop_after > 0;
}

/* What running the examples of the test's own rules says. */
static const char *results(struct linting *linting, size_t stop_after)
{
    struct results results = {linting, "", stop_after};
    struct error error = {0};
    if (!iislint_load_rules(linting->run, &linting->error))
        fail_msg("%s", linting->error.text);
    if (!examples_run(linting->run, note, &results, &error))
        fail_msg("%s", error.text);
    return results.said;
}

static void check(const char *rule, const char *bad, const char *expected)
{
    struct linting l;
    linting_init(&l);
    linting_only(&l, linting_pattern(&l, "TEST1", rule, bad));
    assert_string_equal(results(&l, 0), expected);
    linting_fini(&l);
}

static void a_bad_example_that_is_found(void **state)
{
    check(POOL_RULE, POOL("false"), "TEST1 bad 1 passed\nTEST1 good 2 passed\n");
    (void)state;
}

static void a_bad_example_that_is_not_found(void **state)
{
    check(POOL_RULE, POOL("true"), "TEST1 bad 1 TEST1 does not find it\nTEST1 good 2 passed\n");
    (void)state;
}

/* It says what was found instead, and whether facts are lacking. */
static void what_was_found_instead(void **state)
{
    check(POOL_RULE,
          "<configuration><system.applicationHost><applicationPools><add name='P'/>"
          "<add name='P'/></applicationPools></system.applicationHost></configuration>",
          "TEST1 bad 1 TEST1 does not find it; found: IIS1303\nTEST1 good 2 passed\n");
    check("<sch:rule context='applicationPool'><sch:report test='service(@name) = \"stopped\"'>x"
          "</sch:report></sch:rule>",
          POOL("true"), "TEST1 bad 1 TEST1 does not find it (undecided)\nTEST1 good 2 passed\n");
    (void)state;
}

static void a_good_example_that_is_found(void **state)
{
    check("<sch:rule context='server'><sch:report role='error' test='.'>x</sch:report></sch:rule>",
          "<configuration/>", "TEST1 bad 1 passed\nTEST1 good 2 TEST1 finds something\n");
    (void)state;
}

/* Facts that do not load are no pass, even for a good example. */
static void an_example_that_cannot_be_checked(void **state)
{
    struct linting l;
    linting_init(&l);
    linting_only(&l, linting_pattern(
                         &l, "TEST1", POOL_RULE,
                         "=== applicationHost.config\n" POOL("false") "\n"
                                                                      "=== facts.xml\n<facts/>\n"));
    const char *said = results(&l, 0);
    const char *begin = "TEST1 bad 1 it could not be checked: ";
    if (strncmp(said, begin, strlen(begin)) != 0)
        fail_msg("%s", said);
    linting_fini(&l);
    (void)state;
}

#define BROWSE                                                                                     \
    "<configuration><system.webServer><directoryBrowse enabled='true'/></system.webServer>"        \
    "</configuration>\n"

/* Several files, in folders; a single web.config stands for itself. */
static void files_of_an_example(void **state)
{
    static const char rule[] =
        "<sch:rule context='directoryBrowse'><sch:report role='error' "
        "test='@enabled = \"true\"' subject='@enabled'>x</sch:report></sch:rule>";
    check(rule, "\n  === applicationHost.config\n",
          "TEST1 bad 1 TEST1 does not find it; found: IIS1001\n"
          "TEST1 good 2 passed\n");
    check(rule,
          "\n=== applicationHost.config\n<configuration><system.applicationHost><sites><site "
          "name='S' id='1'><application path='/'><virtualDirectory path='/' "
          "physicalPath='D:\\s'/></application></site></sites></system.applicationHost>"
          "</configuration>\n=== root/D/s/web.config\n" BROWSE,
          "TEST1 bad 1 passed\nTEST1 good 2 passed\n");
    check(rule, "=== web.config\n" BROWSE, "TEST1 bad 1 passed\nTEST1 good 2 passed\n");
    check(rule, "=== a/web.config\n" BROWSE "=== b/web.config\n<configuration/>\n",
          "TEST1 bad 1 passed\nTEST1 good 2 passed\n");
    (void)state;
}

/* What a rule file cannot hold. */
static void options_of_a_file(void **state)
{
    static const char large[] = "=== web.config [300 KB]\n<configuration/>\n";
    static const char latin[] = "=== web.config [windows-1252]\n<configuration a='\xC3\xA4'/>\n";
    const char *rule = "<sch:rule context='application'><sch:report role='error' test='.'>x"
                       "</sch:report></sch:rule>";
    check(rule, large, "TEST1 bad 1 passed\nTEST1 good 2 passed\n");
    check(rule, latin, "TEST1 bad 1 TEST1 does not find it; found: IIS1003\nTEST1 good 2 passed\n");
    (void)state;
}

static void stopped(void **state)
{
    struct linting *l = *state;
    linting_only(l, linting_pattern(l, "TEST1", POOL_RULE, POOL("false")));
    assert_string_equal(results(l, 1), "TEST1 bad 1 passed\n");
}

static void rules_that_are_off_have_no_examples(void **state)
{
    struct linting *l = *state;
    linting_only(l, linting_pattern(l, "TEST1", POOL_RULE, POOL("false")));
    assert_true(iislint_disable(l->run, "TEST1", &l->error));
    assert_string_equal(results(l, 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_example_that_is_found),
        cmocka_unit_test(a_bad_example_that_is_not_found),
        cmocka_unit_test(what_was_found_instead),
        cmocka_unit_test(a_good_example_that_is_found),
        cmocka_unit_test(an_example_that_cannot_be_checked),
        cmocka_unit_test(files_of_an_example),
        cmocka_unit_test(options_of_a_file),
        cmocka_unit_test_setup_teardown(stopped, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(rules_that_are_off_have_no_examples, linting_set_up,
                                        linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
