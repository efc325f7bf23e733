#include "run/suppression.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define RULE(more)                                                                                 \
    "<sch:rule context='applicationPool'><sch:report role='error' "                                \
    "test='@autoStart = \"false\"" more "' subject='@autoStart'>x</sch:report></sch:rule>"

/* Pools, from line 2 on. */
static void check_with(struct linting *linting, const char *rule, const char *pools)
{
    linting_rule(linting, rule);
    linting_host(linting, arena_printf(linting->arena,
                                       "<system.applicationHost><applicationPools>\n%s\n"
                                       "</applicationPools></system.applicationHost>",
                                       pools));
    linting_check(linting);
}

static void check(struct linting *linting, const char *pools)
{
    check_with(linting, RULE(""), pools);
}

#define COMMENT(text) "<!-- iislint-disable-next-line " text " -->"
#define OFF "<add name='P' autoStart='false'/>"
#define FOUND "TEST1 error applicationHost.config:"

static void a_finding_is_accepted(void **state)
{
    struct linting *l = *state;
    check(l, COMMENT("TEST1: the shop is closed") "\n" OFF);
    assert_string_equal(linting_findings(l), FOUND "4:15-4:32 x\n  at \n"
                                                   "  accepted: the shop is closed\n");
    assert_string_equal(linting_notices(l), "");
    struct iislint_counts counts = iislint_counts(l->run);
    assert_int_equal(counts.suppressed, 1);
    assert_int_equal(counts.errors, 0);
}

/* The start tag of the next element, all its lines, and no more. */
static void the_lines_that_are_covered(void **state)
{
    static const struct {
        const char *pools;
        size_t accepted;
    } cases[] = {
        {COMMENT("TEST1: r") "<add name='P'\n\n  autoStart='false'\n  />", 1},
        {COMMENT("TEST1: r") "\n\n<!-- another -->\n\n" OFF, 1},
        {COMMENT("TEST1: r") "\n<add name='A'>\n</add>\n" OFF, 0},
        {OFF "\n" COMMENT("TEST1: r"), 0},
        {OFF COMMENT("TEST1: r"), 0},
        {COMMENT("TEST1: r") "\n<add name='A'/>" OFF, 1},
        {"<!-- iislint-disable-next-line\n   TEST1: over\n several lines\n-->\n" OFF, 1},
        {"<!--iislint-disable-next-line TEST1:r-->\n" OFF, 1},
        {COMMENT("TEST1: r") "\n" COMMENT("OTHER: r") "\n" OFF, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct linting l;
        linting_init(&l);
        check(&l, cases[i].pools);
        if (iislint_counts(l.run).suppressed != cases[i].accepted)
            fail_msg("%s", cases[i].pools);
        linting_fini(&l);
    }
    (void)state;
}

/* By id or name, without case, several with commas, spaces or lines between. */
static void how_rules_are_named(void **state)
{
    static const struct {
        const char *ids;
        bool accepted;
    } cases[] = {{"TEST1", true},
                 {"NameTEST1", true},
                 {"test1", true},
                 {"IIS1001, TEST1", true},
                 {"TEST1,IIS1001", true},
                 {"IIS1001 TEST1", true},
                 {"IIS1001,\n TEST1", true},
                 {"IIS1001\nTEST1", true},
                 {"TEST", false},
                 {"TEST11", false},
                 {"all", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct linting l;
        linting_init(&l);
        check(&l, arena_printf(l.arena, COMMENT("%s: r") "\n" OFF, cases[i].ids));
        if ((iislint_counts(l.run).suppressed == 1) != cases[i].accepted)
            fail_msg("%s", cases[i].ids);
        linting_fini(&l);
    }
    (void)state;
}

static void a_reason_is_needed(void **state)
{
    static const char *const texts[] = {"TEST1", "TEST1:", "TEST1:  ", ": reason", ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct linting l;
        linting_init(&l);
        check(&l, arena_printf(l.arena, COMMENT("%s") "\n" OFF, texts[i]));
        assert_int_equal(iislint_counts(l.run).errors, 1);
        const char *notices = linting_notices(&l);
        const char *expected = "SuppressionWithoutReason warning applicationHost.config:3:1 ";
        if (strncmp(notices, expected, strlen(expected)) != 0)
            fail_msg("%s: %s", texts[i], notices);
        linting_fini(&l);
    }
    (void)state;
}

static void an_unused_one(void **state)
{
    struct linting *l = *state;
    check(l, "<!-- no directive: iislint-disable-next-line TEST1: r -->\n" COMMENT(
                 "TEST1: r") "\n"
                             "<add name='A'/>\n" OFF);
    assert_int_equal(iislint_counts(l->run).errors, 1);
    assert_string_equal(linting_notices(l),
                        "UnusedSuppression note applicationHost.config:4:1 Nothing of 'TEST1' is "
                        "found at the next element: this suppression can go.\n");
}

/* A rule that was not decided, or not run, might well have found something. */
static void one_that_may_be_used(void **state)
{
    struct linting *l = *state, other, *m = &other;
    check_with(l, RULE(" or service(@name) = \"stopped\""),
               COMMENT("TEST1: r") "\n<add name='P' autoStart='true'/>");
    assert_int_equal(iislint_counts(l->run).undecided, 1);
    assert_string_equal(linting_notices(l), "");

    linting_init(m);
    check(m, COMMENT("IIS1001: r") "\n<add name='P' autoStart='true'/>");
    assert_string_equal(linting_notices(m), "");
    linting_fini(m);
}

/* Nobody would notice that a rule's id has a typing mistake. */
static void an_unknown_rule(void **state)
{
    struct linting *l = *state;
    check(l,
          COMMENT("TEST1, IIS99999: r") "\n" OFF "\n" COMMENT("Nonsense: r") "\n<add name='B'/>");
    assert_int_equal(iislint_counts(l->run).suppressed, 1);
    assert_string_equal(
        linting_notices(l),
        "UnknownSuppression warning applicationHost.config:3:1 There is no rule 'IIS99999'.\n"
        "UnknownSuppression warning applicationHost.config:5:1 There is no rule 'Nonsense'.\n");
}

static void they_can_be_ignored(void **state)
{
    struct linting *l = *state;
    iislint_ignore_suppressions(l->run);
    check(l, COMMENT("TEST1: r") "\n" OFF "\n" COMMENT("TEST1") "\n<add name='B'/>");
    assert_int_equal(iislint_counts(l->run).errors, 1);
    assert_int_equal(iislint_counts(l->run).suppressed, 0);
    assert_string_equal(linting_notices(l), "");
}

/* A comment before the root element covers it, one behind it nothing. */
static void around_the_root(void **state)
{
    struct linting *l = *state;
    linting_plain(l,
                  "<pattern id='p'><rule context='a'><report test='.'>x</report></rule></pattern>");
    linting_text(l, "x.xml", COMMENT("p: r") "\n<a>\n</a>\n" COMMENT("p: s") "\n");
    linting_check(l);
    assert_string_equal(linting_findings(l), "p error x.xml:2:1-2:4 x\n  accepted: r\n");
    assert_string_equal(linting_notices(l),
                        "UnusedSuppression note x.xml:4:1 Nothing of 'p' is found at the next "
                        "element: this suppression can go.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_finding_is_accepted, linting_set_up, linting_tear_down),
        cmocka_unit_test(the_lines_that_are_covered),
        cmocka_unit_test(how_rules_are_named),
        cmocka_unit_test(a_reason_is_needed),
        cmocka_unit_test_setup_teardown(an_unused_one, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(one_that_may_be_used, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_rule, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(they_can_be_ignored, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(around_the_root, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
