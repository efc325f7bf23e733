#include "run/related.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ANONYMOUS "system.webServer/security/authentication/anonymousAuthentication"
#define ANONYMOUS_XML(attributes)                                                                  \
    "<system.webServer><security><authentication><anonymousAuthentication " attributes             \
    "/></authentication></security></system.webServer>"

/* Line 2 has the pools, 3 the site's application, 4 the one below, 6 and 7 the section. */
#define HOST                                                                                          \
    "<system.applicationHost><applicationPools><add name='P'/><add name='Q' autoStart='false'/>"      \
    "</applicationPools>\n<sites><site name='Shop' id='1'><application path='/' "                     \
    "applicationPool='P'><virtualDirectory path='/' physicalPath='C:\\x'/></application>\n"           \
    "<application path='/admin' applicationPool='Q'><virtualDirectory path='/' "                      \
    "physicalPath='C:\\y'/></application>\n</site></sites></system.applicationHost>\n" ANONYMOUS_XML( \
        "enabled='true'\nuserName='u'") "\n"

/* Rule TEST1 on applications, with one diagnostic that stands at these nodes. */
static void rule(struct linting *l, const char *test, const char *subject, const char *related)
{
    const char *rules = arena_printf(
        l->arena,
        "<sch:rule context='application'><sch:let name='a' value=\"effective(., '" ANONYMOUS
        "')\"/><sch:report test=\"%s\" subject=\"%s\" diagnostics='d'>m</sch:report></sch:rule>",
        test, subject);
    linting_only(l, arena_printf(l->arena,
                                 "%s<sch:diagnostics><sch:diagnostic id='d' i:related=\"%s\">Pool "
                                 "<sch:value-of select='pool(.)/@name'/> is here."
                                 "</sch:diagnostic></sch:diagnostics>",
                                 linting_pattern(l, "TEST1", rules, "<configuration/>"), related));
}

static void says(struct linting *l, const char *test, const char *subject, const char *related,
                 const char *expected)
{
    rule(l, test, subject, related);
    linting_host(l, HOST);
    linting_check(l);
    assert_string_equal(linting_findings(l), expected);
}

static void the_place_that_a_rule_names(void **state)
{
    says(*state, "@path = '/admin'", "@applicationPool", "pool(.)",
         "TEST1 error applicationHost.config:4:28-4:47 m\n  at Shop/admin\n"
         "  see applicationHost.config:2:58 Pool Q is here.\n");
}

/* What holds at the scope was set further out. */
static void what_is_inherited(void **state)
{
    says(*state, "@path = '/'", "$a/@userName", "$a/@enabled",
         "TEST1 error applicationHost.config:7:1-7:13 m\n  at Shop\n"
         "  see applicationHost.config:6:70 Pool P is here; 'Shop' inherits it.\n"
         "  see applicationHost.config:3:33 'Shop' inherits it.\n");
}

static void what_is_set_for_the_scope(void **state)
{
    struct linting *l = *state;
    rule(l, "@path = '/'", "$a/@userName", "$a/@enabled");
    linting_host(l, HOST "<location path='Shop'>" ANONYMOUS_XML(
                        "enabled='true'\nuserName='v'") "</location>");
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 error applicationHost.config:9:1-9:13 m\n  at Shop\n"
                        "  see applicationHost.config:8:92 Pool P is here.\n"
                        "  see applicationHost.config:3:33 'Shop' is affected here.\n");
}

/* A schema's default, an element that nobody wrote and no node at all stand nowhere. */
static void what_stands_nowhere(void **state)
{
    says(*state, "@path = '/'", "@applicationPool",
         "$a/@logonMethod | pool(.)/recycling | pool(.)/@autoStart | none",
         "TEST1 error applicationHost.config:3:55-3:74 m\n  at Shop\n");
}

/* One line is shown once, and a cause of many scopes shows some of their places. */
static void once_and_not_too_many(void **state)
{
    struct linting *l = *state;
    struct iislint_finding finding;
    rule(l, "$a", "$a/@userName", "pool(.) | pool(.)/@name");
    char *host = arena_alloc(l->arena, 60000);
    strcpy(host, "<system.applicationHost><applicationPools>");
    for (int i = 0; i < 80; i++)
        strcat(host, arena_printf(l->arena, "\n<add name='P%d'/>", i));
    strcat(host, "</applicationPools><sites>");
    for (int i = 0; i < 80; i++)
        strcat(host, arena_printf(l->arena,
                                  "\n<site name='S%d' id='%d'><application path='/' "
                                  "applicationPool='P%d'><virtualDirectory path='/' "
                                  "physicalPath='C:\\x'/></application></site>",
                                  i, i + 1, i));
    strcat(host, "</sites></system.applicationHost>\n" ANONYMOUS_XML("userName='u'"));
    linting_host(l, host);
    linting_check(l);
    finding = *linting_finding(l, 0);
    assert_int_equal(finding.scope_count, 80);
    assert_int_equal(finding.related_count, 50);
    for (size_t i = 1; i < finding.related_count; i++)
        assert_true(finding.related[i].place.region.start_line !=
                    finding.related[i - 1].place.region.start_line);
}

/* A fact can be shown when it stands in a file; that file is evidence, not what is checked. */
static void facts_of_a_file(void **state)
{
    struct linting *l = *state;
    rule(l, "@path = '/' and service('WAS') = 'stopped'", "@applicationPool",
         "fact('services', 'name', 'WAS')");
    linting_write(l, "applicationHost.config", "<configuration>\n" HOST "</configuration>");
    linting_write(l, "facts.xml",
                  "<facts xmlns='urn:iislint:facts:1' collected='2024-05-01T10:00:00Z'>"
                  "<services complete='true'>\n<service name='WAS' state='stopped'/>"
                  "</services></facts>");
    linting_add(l, "");
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 error applicationHost.config:3:55-3:74 m\n  at Shop\n"
                        "  see facts.xml:2:1 Pool P is here.\n");
    assert_int_equal(iislint_counts(l->run).files, 1);
}

/* What would have to change stands in no file of the user: then it is told where the user's part is. */
static void the_place_on_an_assumed_server(void **state)
{
    struct linting *l = *state;
    rule(l, "@path = '/'", "pool(.)/@name",
         "pool(.) | effective(., 'connectionStrings')/add[@name = 'B']/@connectionString");
    linting_text(l, "web.config",
                 "<configuration><connectionStrings>\n<add name='A' connectionString='x'/>\n"
                 "<add name='B' connectionString='y'/></connectionStrings></configuration>");
    linting_check(l);
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_int_equal(finding->place.region.start_line, 3);
    assert_int_equal(finding->place.region.start_column, 15);
    assert_int_equal(finding->related_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_place_that_a_rule_names, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(what_is_inherited, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(what_is_set_for_the_scope, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(what_stands_nowhere, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(once_and_not_too_many, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(facts_of_a_file, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(the_place_on_an_assumed_server, linting_set_up,
                                        linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
