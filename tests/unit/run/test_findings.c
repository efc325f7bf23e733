#include "run/findings.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define POOLS(content) "<system.applicationHost><applicationPools>" content "</applicationPools>\n"
#define SITES(content) "<sites>" content "</sites></system.applicationHost>\n"
#define APPLICATION(path, pool)                                                                    \
    "<application path='" path "' applicationPool='" pool "'><virtualDirectory path='/' "          \
    "physicalPath='C:\\x'/></application>\n"

#define ANONYMOUS "system.webServer/security/authentication/anonymousAuthentication"

/* Three applications, two of them in one pool. */
#define HOST                                                                                       \
    POOLS("<add name='P' autoStart='false'/><add name='Q'/>")                                      \
    SITES("<site name='Shop' id='1'>\n" APPLICATION("/", "P") APPLICATION("/admin", "p")           \
              APPLICATION("/blog", "Q") "</site>")

/* What every application rests on stands in one place: one finding that lists them. */
static void one_finding_a_rule_and_place(void **state)
{
    struct linting *l = *state;
    const char *pattern = linting_pattern(
        l, "TEST1",
        "<sch:rule context='application'><sch:report role='error' diagnostics='d' "
        "test='pool(.)/@autoStart = \"false\"' subject='pool(.)/@autoStart'"
        ">The pool <sch:value-of select='pool(.)/@name'/> is off.</sch:report></sch:rule>",
        "<configuration/>");
    linting_only(l, arena_printf(l->arena,
                                 "%s<sch:diagnostics><sch:diagnostic id='d'>runs <sch:value-of "
                                 "select='@path'/></sch:diagnostic></sch:diagnostics>",
                                 pattern));
    linting_host(l, HOST);
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 error applicationHost.config:2:57-2:74 The pool P is off.\n"
                        "  at Shop: runs /\n"
                        "  at Shop/admin: runs /admin\n"
                        "  see applicationHost.config:4:1 'Shop' is affected here.\n");
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_string_equal(finding->remedy, "fix");
    assert_string_equal(finding->message_id, "default");
    assert_int_equal(finding->argument_count, 1);
    assert_string_equal(finding->arguments[0], "P");
    assert_string_equal(finding->place.xpath, "/configuration/system.applicationHost/"
                                              "applicationPools/add[@name='P']/@autoStart");
    assert_true(finding->place.is_attribute);
    assert_false(finding->suppressed);
    assert_null(finding->needs);
}

/* Two assertions of a rule at one place are one finding: the worse one speaks. */
static void the_worse_one_speaks(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='applicationPool[@autoStart = \"false\"]'>"
                    "<sch:report role='warning' test='.'>bad</sch:report>"
                    "<sch:report role='error' test='.'>worse</sch:report>"
                    "<sch:report role='note' test='.'>fine</sch:report></sch:rule>");
    linting_host(l, HOST);
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 error applicationHost.config:2:43-2:76 worse\n  at \n");
}

/* Different rules stay apart, in order of place, then id. */
static void in_order(void **state)
{
    struct linting *l = *state;
    static const char pools[] =
        "<sch:rule context='applicationPool'><sch:report test='.'><sch:value-of "
        "select='@name'/></sch:report></sch:rule>";
    static const char sites[] = "<sch:rule context='site'><sch:report test='.'><sch:value-of "
                                "select='@name'/></sch:report></sch:rule>";
    linting_only(l, arena_printf(l->arena, "%s%s%s",
                                 linting_pattern(l, "TEST3", sites, "<configuration/>"),
                                 linting_pattern(l, "TEST2", pools, "<configuration/>"),
                                 linting_pattern(l, "TEST1", pools, "<configuration/>")));
    linting_text(l, "b/applicationHost.config", "<configuration>\n" HOST "</configuration>");
    linting_text(l, "a/applicationHost.config", "<configuration>\n" HOST "</configuration>");
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 error a/applicationHost.config:2:43-2:76 P\n  at \n"
                        "TEST2 error a/applicationHost.config:2:43-2:76 P\n  at \n"
                        "TEST1 error a/applicationHost.config:2:76-2:91 Q\n  at \n"
                        "TEST2 error a/applicationHost.config:2:76-2:91 Q\n  at \n"
                        "TEST3 error a/applicationHost.config:3:8-3:33 Shop\n  at Shop\n"
                        "TEST1 error b/applicationHost.config:2:43-2:76 P\n  at \n"
                        "TEST2 error b/applicationHost.config:2:43-2:76 P\n  at \n"
                        "TEST1 error b/applicationHost.config:2:76-2:91 Q\n  at \n"
                        "TEST2 error b/applicationHost.config:2:76-2:91 Q\n  at \n"
                        "TEST3 error b/applicationHost.config:3:8-3:33 Shop\n  at Shop\n");
}

/* A file that is no XML hits every scope that reads it, and so does one that a section points to. */
static void the_scopes_of_a_broken_file(void **state)
{
    struct linting *l = *state;
    linting_write(l, "applicationHost.config",
                  "<configuration>" POOLS("<add name='P' managedRuntimeVersion='v4.0'/>")
                      SITES("<site name='Shop' id='1'>" APPLICATION(
                          "/", "P") "</site>"
                                    "<site name='Old' id='2'>" APPLICATION(
                                        "/", "P") "</site>") "</configuration>");
    linting_write(l, "root/C/x/web.config",
                  "<configuration><connectionStrings configSource='c.config'/></configuration>");
    linting_write(l, "root/C/x/c.config", "<connectionStrings>");
    linting_write(l, "root/C/x/admin/web.config", "<configuration>");
    assert_true(iislint_disable(l->run, "all", &l->error));
    assert_true(iislint_enable(l->run, "IIS1001", &l->error));
    linting_add(l, "");
    linting_check(l);
    const struct iislint_finding *admin = linting_finding(l, 0), *other = linting_finding(l, 1);
    assert_string_equal(admin->rule ? iislint_rule_info(admin->rule)->id : "", "IIS1001");
    assert_int_equal(admin->scope_count, 2);
    assert_string_equal(admin->scopes[0].path, "Shop/admin");
    assert_string_equal(admin->scopes[1].path, "Old/admin");
    assert_non_null(strstr(iislint_file_path(other->place.file), "c.config"));
    assert_int_equal(other->scope_count, 2);
    assert_string_equal(other->scopes[0].path, "Shop");
    assert_string_equal(other->scopes[1].path, "Old");
}

/* The main file stands for the whole server. */
static void the_scope_of_a_broken_server(void **state)
{
    struct linting *l = *state;
    linting_text(l, "applicationHost.config", "<configuration>");
    linting_check(l);
    assert_int_equal(linting_finding(l, 0)->scope_count, 1);
    assert_string_equal(linting_finding(l, 0)->scopes[0].path, "");
}

/* Undecided is a rule, with what would decide it, not each of its places. */
static void undecided_once(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='application'><sch:report role='error' "
                    "test='service(\"W3SVC\") = \"stopped\"'>x</sch:report></sch:rule>");
    linting_host(l, HOST);
    linting_check(l);
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_int_equal(finding->kind, IISLINT_UNDECIDED);
    assert_string_equal(finding->message, "Undecided: The title of TEST1.");
    assert_non_null(finding->needs);
    assert_string_equal(finding->needs, "the state of the service W3SVC");
    assert_int_equal(finding->fix_count, 0);
    assert_null(finding->remedy);
    struct iislint_counts counts = iislint_counts(l->run);
    assert_int_equal(counts.undecided, 1);
    assert_int_equal(counts.errors + counts.warnings + counts.notes, 0);
}

static void hints_are_bounded(void **state)
{
    struct linting *l = *state;
    static char host[20000] = POOLS("<add name='P'/>") "<sites>";
    for (int i = 0; i < 40; i++)
        strcat(host,
               arena_printf(l->arena, "<site name='S%d'>" APPLICATION("/", "P") "</site>", i));
    strcat(host, "</sites></system.applicationHost>");
    linting_rule(l, "<sch:rule context='site'><sch:report "
                    "test='service(@name) = \"stopped\" or may-read(\"x\", @name) = \"no\" or "
                    "registry(@name, @name) = \"1\"'>x</sch:report></sch:rule>");
    linting_host(l, host);
    linting_check(l);
    assert_true(strlen(linting_finding(l, 0)->needs) < 1000);
    assert_int_equal(iislint_counts(l->run).undecided, 1);
}

/* A finding that fires somewhere and is undecided elsewhere is both. */
static void fired_and_undecided(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='applicationPool'><sch:report test='@autoStart = \"false\" "
                    "or service(\"W3SVC\") = \"stopped\"'>x</sch:report></sch:rule>");
    linting_host(l, HOST);
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).errors, 1);
    assert_int_equal(iislint_counts(l->run).undecided, 1);
}

/* A default stands at the nearest element that somebody wrote. */
static void the_place_of_a_default(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='applicationPool'><sch:report "
                    "test='processModel/@loadUserProfile = \"false\" and @name = \"Q\"' "
                    "subject='processModel/@loadUserProfile'>x</sch:report></sch:rule>");
    linting_host(l, HOST);
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 error applicationHost.config:2:76-2:91 x\n  at \n");
}

/* Nothing in a file stands for the server itself when it is only assumed. */
static void weaker_on_an_assumed_server(void **state)
{
    struct linting *l = *state;
    static const char rule[] =
        "<sch:rule context='server|application'>"
        "<sch:let name='a' value=\"effective(., '" ANONYMOUS "')\"/>"
        "<sch:report role='error' test='$a/@enabled = \"true\"' subject='$a/@enabled'"
        ">It is <sch:value-of select='$a/@enabled'/>.</sch:report></sch:rule>";
    linting_rule(l, rule);
    linting_text(l, "web.config", "<configuration>\n</configuration>");
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 warning web.config:1:1-1:16 It is true. This is so on the stock "
                        "server that is assumed: no applicationHost.config was given.\n"
                        "  at site\n");
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_null(finding->message_id); /* it is no longer what the template says */
    assert_int_equal(finding->argument_count, 0);
    assert_string_equal(linting_files(l), "web.config");
    assert_string_equal(linting_notices(l),
                        "Assumption note web.config:1:1 This web.config is taken for the root of a "
                        "site on a stock IIS 10 server with ASP.NET: no applicationHost.config was "
                        "given.\n");
}

/* Nobody can ask for anything of a site that is stopped; a started one that shares the place counts. */
static void weaker_on_a_stopped_site(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='application'><sch:report role='error' "
                    "test='pool(.)/@autoStart = \"false\"' subject='pool(.)/@autoStart'"
                    ">It is off.</sch:report></sch:rule>");
    linting_host(l,
                 POOLS("<add name='P' autoStart='false'/>\n<add name='Q' autoStart='false'/>")
                     SITES("<site name='Down' id='1' serverAutoStart='false'>" APPLICATION("/", "P")
                               APPLICATION("/q", "Q") "</site><site name='Up' id='2'>" APPLICATION(
                                   "/", "Q") "</site>"));
    linting_check(l);
    assert_string_equal(linting_findings(l),
                        "TEST1 warning applicationHost.config:2:57-2:74 It is off. At present the "
                        "site does not start by itself (serverAutoStart=\"false\").\n"
                        "  at Down\n"
                        "  see applicationHost.config:4:57 'Down' is affected here.\n"
                        "TEST1 error applicationHost.config:3:15-3:32 It is off.\n"
                        "  at Down/q\n"
                        "  at Up\n"
                        "  see applicationHost.config:5:1 'Down/q' is affected here.\n");
    assert_null(linting_finding(l, 0)->message_id);
    assert_string_equal(linting_finding(l, 1)->message_id, "default");
}

/* Notes and what is undecided about a server that nobody showed are nobody's concern. */
static void nothing_about_the_assumed_server(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='applicationPool'><sch:report role='note' test='@name'"
                    ">x</sch:report><sch:report test='service(\"W3SVC\") = \"stopped\"'"
                    ">y</sch:report></sch:rule>");
    linting_text(l, "web.config", "<configuration/>");
    linting_check(l);
    assert_string_equal(linting_findings(l), "");
    assert_string_equal(linting_files(l), "web.config");
}

/* What IIS itself would refuse, with the other place. */
static void a_native_problem(void **state)
{
    struct linting *l = *state;
    assert_true(iislint_disable(l->run, "IIS2,IIS3,IIS9", &l->error));
    linting_host(l, POOLS("<add name='P'/>\n<add name='P'/>") "</system.applicationHost>");
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).errors, 1);
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_int_equal(finding->place.region.start_line, 3);
    assert_int_equal(finding->related_count, 1);
    assert_int_equal(finding->related[0].place.region.start_line, 2);
    assert_non_null(finding->message_id);
    assert_true(finding->argument_count > 0);
    assert_non_null(finding->remedy);
    assert_true(iislint_rule_info(finding->rule)->native);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_finding_a_rule_and_place, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(the_worse_one_speaks, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(in_order, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(the_scopes_of_a_broken_file, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(the_scope_of_a_broken_server, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(undecided_once, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(hints_are_bounded, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(fired_and_undecided, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(the_place_of_a_default, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(weaker_on_a_stopped_site, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(weaker_on_an_assumed_server, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(nothing_about_the_assumed_server, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(a_native_problem, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
