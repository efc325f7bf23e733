/*
 * From an input to a server with its facts (src/run/input.c).
 */
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOST(path)                                                                                 \
    "<configuration><system.applicationHost><sites><site name='Shop' id='1'>"                      \
    "<application path='/'><virtualDirectory path='/' physicalPath='" path "'/></application>"     \
    "</site></sites></system.applicationHost></configuration>"
#define BROWSE(value)                                                                              \
    "<configuration><system.webServer><directoryBrowse enabled='" value                            \
    "'/></system.webServer></configuration>"
#define FACTS(groups) "<facts xmlns='urn:iislint:facts:1'>\n" groups "\n</facts>"

/* Says what a site's expression is. */
static void say(struct linting *linting, const char *expression)
{
    linting_rule(linting, arena_printf(linting->arena,
                                       "<sch:rule context='application'><sch:report role='warning' "
                                       "test='.'><sch:value-of select=\"%s\"/></sch:report>"
                                       "</sch:rule>",
                                       expression));
}

static const char *said(struct linting *linting)
{
    linting_check(linting);
    return linting_finding(linting, 0)->message;
}

#define EFFECTIVE "effective(., 'system.webServer/directoryBrowse')/@enabled"

static void a_server_image(void **state)
{
    struct linting *l = *state;
    say(l, EFFECTIVE);
    linting_write(l, "server/ApplicationHost.config", HOST("C:\\shop"));
    linting_write(l, "server/root/c/Shop/Web.config", BROWSE("true"));
    linting_add(l, "server");
    assert_string_equal(said(l), "true");
    assert_string_equal(linting_files(l),
                        "server/ApplicationHost.config server/root/c/Shop/Web.config");
    struct iislint_counts counts = iislint_counts(l->run);
    assert_int_equal(counts.files, 2);
    assert_int_equal(counts.sites, 1);
    assert_int_equal(counts.applications, 1);
    assert_int_equal(counts.pools, 0);
    assert_true(counts.rules > 1);
    assert_string_equal(linting_notices(l), "");
    assert_false(iislint_is_incomplete(l->run));
}

static void a_mapping(void **state)
{
    struct linting *l = *state;
    say(l, EFFECTIVE);
    linting_write(l, "server/applicationHost.config", HOST("D:\\Sites\\Shop"));
    linting_write(l, "src/shop/web.config", BROWSE("true"));
    linting_add(l, "server/applicationHost.config");
    assert_true(iislint_add_mapping(l->run, "d:/sites/", linting_path(l, "src"), &l->error));
    assert_string_equal(said(l), "true");
}

/* As given, before those of the facts, before those of a stock server. */
static void variables(void **state)
{
    struct linting *l = *state;
    say(l, "concat(expand('%GIVEN%'), ' ', expand('%fact%'), ' ', expand('%SystemDrive%'), ' ', "
           "expand('%nobody%'))");
    linting_write(l, "facts.xml",
                  FACTS("<environment complete='true'><variable name='FACT' "
                        "value='f'/><variable name='given' value='no'/>"
                        "</environment>"));
    linting_text(l, "applicationHost.config", HOST("C:\\x"));
    assert_true(iislint_set_variable(l->run, "Given", "g", &l->error));
    assert_true(iislint_set_facts(l->run, linting_path(l, "facts.xml"), &l->error));
    assert_string_equal(said(l), "g f C: %nobody%");
}

static void facts_of_the_image(void **state)
{
    struct linting *l = *state;
    say(l, "service('W3SVC')");
    linting_write(l, "applicationHost.config", HOST("C:\\x"));
    linting_write(l, "Facts.xml",
                  FACTS("<services complete='true'><service name='W3SVC' "
                        "state='stopped' start='manual'/></services>"));
    linting_add(l, "");
    assert_string_equal(said(l), "stopped");
}

/* Those that are given count, for every input. */
static void facts_that_are_given(void **state)
{
    struct linting *l = *state;
    say(l, "service('W3SVC')");
    linting_write(l, "a/applicationHost.config", HOST("C:\\x"));
    linting_write(l, "a/facts.xml", FACTS("<services complete='true'/>"));
    linting_write(l, "mine.xml",
                  FACTS("<services><service name='w3svc' state='running' "
                        "start='automatic'/></services>"));
    linting_add(l, "a");
    linting_text(l, "applicationHost.config", HOST("C:\\x"));
    assert_true(iislint_set_facts(l->run, linting_path(l, "mine.xml"), &l->error));
    assert_string_equal(said(l), "running");
    assert_string_equal(linting_finding(l, 1)->message, "running");
}

static void bad_facts(void **state)
{
    static const struct {
        const char *text;
        unsigned line;
    } cases[] = {{FACTS("<services><nonsense/></services>"), 2},
                 {FACTS("<services>"), 2},
                 {"<configuration/>", 1},
                 {"", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct linting l;
        linting_init(&l);
        linting_write(&l, "applicationHost.config", HOST("C:\\x"));
        linting_write(&l, "facts.xml", cases[i].text);
        linting_add(&l, "");
        linting_fails(&l, "");
        assert_string_equal(l.error.path, linting_path(&l, "facts.xml"));
        if (l.error.line != cases[i].line)
            fail_msg("%s: %u", cases[i].text, l.error.line);
        assert_string_equal(linting_findings(&l), "");
        linting_fini(&l);
    }
    (void)state;
}

#define SCHEMA(type)                                                                               \
    "<configSchema><sectionSchema name='system.applicationHost/sites'><collection "                \
    "addElement='site'><attribute name='name' type='string'/></collection></sectionSchema>"        \
    "<sectionSchema name='my/thing'><attribute name='a' type='" type "' defaultValue='7'/>"        \
    "</sectionSchema></configSchema>"

static void the_schema_of_the_image(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='server'><sch:report test='my/thing/@a' "
                    "role='note' subject='my/thing/@a'><sch:value-of select='my/thing/@a'/>"
                    "</sch:report></sch:rule>");
    linting_write(l, "applicationHost.config",
                  "<configuration><configSections><sectionGroup name='my'><section name='thing'/>"
                  "</sectionGroup></configSections><my>\n<thing/></my></configuration>");
    linting_write(l, "schema/mine.xml", SCHEMA("uint"));
    linting_add(l, "");
    assert_string_equal(said(l), "7");
    assert_int_equal(linting_finding(l, 0)->place.region.start_line, 2);
}

static void a_schema_that_is_given(void **state)
{
    struct linting *l = *state;
    linting_write(l, "s/bad.xml", "<configSchema>\n<sectionSchema></configSchema>");
    linting_text(l, "applicationHost.config", "<configuration/>");
    assert_true(iislint_set_schema(l->run, linting_path(l, "s"), &l->error));
    linting_fails(l, "sectionSchema");
    assert_string_equal(l->error.path, linting_path(l, "s/bad.xml"));
    assert_int_equal(l->error.line, 2);
}

static void give_stdin(struct linting *linting, const char *text)
{
    linting_write(linting, "stdin", text);
    assert_non_null(freopen(linting_path(linting, "stdin"), "rb", stdin));
}

static void standard_input(void **state)
{
    struct linting *l = *state;
    say(l, EFFECTIVE);
    give_stdin(l, BROWSE("true"));
    assert_true(iislint_add_input(l->run, "-", &l->error));
    iislint_set_stdin_name(l->run, "src/web.config");
    assert_true(strncmp(said(l), "true", 4) == 0);
    assert_string_equal(linting_files(l), "src/web.config");
}

static void standard_input_without_a_name(void **state)
{
    struct linting *l = *state;
    give_stdin(l, "<configuration>\n<a></configuration>");
    assert_true(iislint_add_input(l->run, "-", &l->error));
    linting_check(l);
    assert_string_equal(linting_files(l), "stdin");
    assert_int_equal(linting_finding(l, 0)->place.region.start_line, 2);
}

static void a_tree(void **state)
{
    struct linting *l = *state;
    say(l, "concat(scope-path(.), ' ', " EFFECTIVE ")");
    linting_write(l, "src/shop/web.config", BROWSE("true"));
    linting_write(l, "src/shop/admin/web.config", BROWSE("false"));
    linting_write(l, "src/blog/web.config", BROWSE("true"));
    linting_add(l, "src");
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).sites, 2);
    assert_string_equal(linting_files(l), "src/blog/web.config src/shop/web.config "
                                          "src/shop/admin/web.config");
    assert_true(strncmp(linting_finding(l, 1)->message, "shop true", 9) == 0);
}

static void an_application_in_a_tree(void **state)
{
    struct linting *l = *state;
    say(l, "scope-path(.)");
    linting_write(l, "src/shop/web.config", BROWSE("true"));
    linting_write(l, "src/shop/admin/web.config", BROWSE("false"));
    linting_add(l, "src/shop");
    assert_true(iislint_add_application(l->run, linting_path(l, "src/shop/admin"), &l->error));
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).applications, 2);
    assert_true(strncmp(linting_finding(l, 0)->message, "shop/admin", 10) == 0);
}

static void nothing_there(void **state)
{
    struct linting *l = *state;
    linting_write(l, "readme.txt", "");
    linting_add(l, "");
    linting_fails(l, "no web.config");
    assert_string_equal(l->error.path, l->directory);
}

static void the_stock_server(void **state)
{
    static const char *const cases[][2] = {{"iis10-aspnet", "true"}, {"iis10-static", "false"}};
    for (size_t i = 0; i < 2; i++) {
        struct linting l;
        linting_init(&l);
        say(&l, "boolean(effective(., 'system.webServer/handlers')/add[contains(@name, 'aspx')] "
                "| effective(., 'system.webServer/handlers')/add[contains(@path, 'aspx')])");
        linting_text(&l, "web.config", "<configuration/>");
        assert_true(iislint_set_stock(l.run, cases[i][0], &l.error));
        assert_true(strncmp(said(&l), cases[i][1], strlen(cases[i][1])) == 0);
        linting_fini(&l);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_server_image, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(a_mapping, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(variables, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(facts_of_the_image, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(facts_that_are_given, linting_set_up, linting_tear_down),
        cmocka_unit_test(bad_facts),
        cmocka_unit_test_setup_teardown(the_schema_of_the_image, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(a_schema_that_is_given, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(standard_input, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(standard_input_without_a_name, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(a_tree, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(an_application_in_a_tree, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(nothing_there, linting_set_up, linting_tear_down),
        cmocka_unit_test(the_stock_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
