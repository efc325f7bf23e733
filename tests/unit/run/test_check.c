/*
 * The check as a whole (src/run/check.c): plain Schematron, broken files, gaps, progress.
 */
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define PATTERN(content) "<pattern id='p'>" content "</pattern>"

static void plain_rules_on_plain_xml(void **state)
{
    struct linting *l = *state;
    linting_plain(l, PATTERN("<rule context='/'><assert test='order'>no order</assert>"
                             "<report test='order/item'>item: <value-of select='order/item/@id'/>"
                             "</report></rule><rule context='item'><report role='warning' "
                             "test='@id = \"2\"'>two</report></rule>"));
    linting_text(l, "order.xml", "<order>\n  <item id='1'/>\n  <item id='2'/>\n</order>");
    linting_text(l, "other.xml", "<other/>");
    linting_check(l);
    assert_string_equal(linting_findings(l), "p error order.xml:1:1-1:8 item: 1\n"
                                             "p warning order.xml:3:3-3:17 two\n"
                                             "p error other.xml:1:1-1:9 no order\n");
    assert_string_equal(linting_files(l), "order.xml other.xml");
    assert_int_equal(iislint_counts(l->run).files, 2);
    assert_int_equal(iislint_counts(l->run).sites, 0);
    assert_string_equal(linting_notices(l), "");
}

/* They look at the files that were given, not at those of the server that is assumed. */
static void plain_rules_on_a_configuration(void **state)
{
    struct linting *l = *state;
    linting_plain(l, PATTERN("<rule context='configuration'><report test='.'>here</report></rule>"
                             "<rule context='handlers'><report test='.'>there</report></rule>"));
    linting_text(l, "web.config", "<configuration/>");
    linting_text(l, "applicationHost.config", "<configuration/>");
    linting_check(l);
    assert_string_equal(linting_findings(l), "p error applicationHost.config:1:1-1:17 here\n"
                                             "p error web.config:1:1-1:17 here\n");
    assert_string_equal(linting_files(l), "web.config applicationHost.config");
}

/* Without rules for it, an XML file that is no configuration is an error in it. */
static void xml_that_is_no_configuration(void **state)
{
    struct linting *l = *state;
    linting_text(l, "web.config", "<order/>");
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).errors, 1);
    assert_int_equal(linting_finding(l, 0)->place.region.start_line, 1);
}

static void a_plain_rule_that_fails(void **state)
{
    struct linting *l = *state;
    linting_plain(l,
                  PATTERN("<rule context='a'><report test='count(string(.))'>x</report></rule>"));
    linting_text(l, "a.xml", "<a/>");
    linting_fails(l, "p");
    assert_string_equal(l->error.path, linting_path(l, "rules/plain.sch"));
}

/* One finding at the fault; nothing else is said of a server that nobody can read. */
static void a_malformed_main_file(void **state)
{
    struct linting *l = *state;
    linting_text(l, "applicationHost.config",
                 "<configuration>\n  <system.applicationHost>\n    <sites>\n  "
                 "</system.applicationHost>\n</configuration>");
    linting_check(l);
    const struct iislint_finding *finding = linting_finding(l, 0);
    assert_string_equal(iislint_rule_info(finding->rule)->id, "IIS1001");
    assert_int_equal(iislint_counts(l->run).errors, 1);
    assert_int_equal(iislint_counts(l->run).warnings, 0);
    assert_int_equal(finding->related_count, 1);
    assert_int_equal(finding->place.region.start_line, 3);
    assert_int_equal(finding->related[0].place.region.start_line, 4);
    assert_string_equal(linting_files(l), "applicationHost.config");
}

/* One broken web.config does not keep the others from being checked. */
static void a_malformed_web_config(void **state)
{
    struct linting *l = *state;
    linting_write(l, "applicationHost.config",
                  "<configuration><system.applicationHost><sites>"
                  "<site name='A' id='1'><application path='/'><virtualDirectory path='/' "
                  "physicalPath='C:\\a'/></application></site>"
                  "<site name='B' id='2'><application path='/'><virtualDirectory path='/' "
                  "physicalPath='C:\\b'/></application></site>"
                  "</sites></system.applicationHost></configuration>");
    linting_write(l, "root/C/a/web.config", "<configuration>\n<system.webServer>");
    linting_write(l, "root/C/b/web.config",
                  "<configuration><system.webServer>\n"
                  "<directoryBrowse enabled='true'/></system.webServer>"
                  "</configuration>");
    linting_rule(l, "<sch:rule context='directoryBrowse'><sch:report role='error' "
                    "test='@enabled = \"true\"' subject='@enabled'>x</sch:report></sch:rule>");
    assert_true(iislint_enable(l->run, "IIS1001", &l->error));
    linting_add(l, "");
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).errors, 2);
    assert_string_equal(iislint_rule_info(linting_finding(l, 0)->rule)->id, "IIS1001");
    assert_string_equal(linting_finding(l, 1)->scopes[0].path, "B");
}

/* Shared configuration: what is in force lies elsewhere, so nothing here can be called clean. */
static void what_is_not_there(void **state)
{
    struct linting *l = *state;
    linting_write(l, "applicationHost.config", "<configuration/>");
    linting_write(l, "redirection.config",
                  "<configuration><configurationRedirection enabled='true' path='\\\\nas\\c'/>"
                  "</configuration>");
    assert_true(iislint_disable(l->run, "all", &l->error));
    linting_add(l, "");
    linting_check(l);
    assert_true(iislint_is_incomplete(l->run));
    const char *notices = linting_notices(l);
    assert_non_null(strstr(notices, "NotChecked warning redirection.config "));
    assert_non_null(strstr(notices, "\\\\nas\\c"));
}

static void a_missing_input(void **state)
{
    struct linting *l = *state;
    assert_true(iislint_add_input(l->run, linting_path(l, "gone.config"), &l->error));
    linting_fails(l, "No such file");
    assert_string_equal(l->error.path, linting_path(l, "gone.config"));
}

struct progress {
    size_t calls, done, total;
};

static void note_progress(void *context, size_t done, size_t total)
{
    struct progress *progress = context;
    assert_int_equal(done, progress->calls + 1);
    progress->calls++;
    progress->done = done;
    progress->total = total;
}

#define SITE(name, id)                                                                             \
    "<site name='" name "' id='" id "'><application path='/'><virtualDirectory path='/' "          \
    "physicalPath='C:\\x'/></application></site>"

static void progress(void **state)
{
    struct linting *l = *state;
    struct progress seen = {0};
    linting_rule(l, "<sch:rule context='application'><sch:report test='not(@path)'>x</sch:report>"
                    "</sch:rule>");
    linting_host(l, "<system.applicationHost><sites>" SITE("A", "1") SITE("B", "2")
                        SITE("C", "3") "</sites></system.applicationHost>");
    iislint_on_progress(l->run, note_progress, &seen);
    linting_check(l);
    assert_int_equal(seen.done, 3);
    assert_int_equal(seen.total, 3);
}

/* Sections in force at a site are given up when the walk leaves it: the next site is whole again. */
static void sections_after_they_were_released(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='application'><sch:report test='effective(., "
                    "\"system.webServer/directoryBrowse\")/@enabled = \"true\"'>"
                    "<sch:value-of select='scope-path(.)'/></sch:report></sch:rule>");
    linting_host(
        l, "<system.applicationHost><sites>\n" SITE("A", "1") "\n" SITE("B", "2") "\n" SITE(
               "C", "3") "</sites></system.applicationHost>\n"
                         "<location path='A'><system.webServer><directoryBrowse enabled='true'/>"
                         "</system.webServer></location>"
                         "<location path='C'><system.webServer><directoryBrowse enabled='true'/>"
                         "</system.webServer></location>");
    linting_check(l);
    assert_int_equal(iislint_counts(l->run).errors, 2);
    assert_string_equal(linting_finding(l, 0)->message, "A");
    assert_string_equal(linting_finding(l, 1)->message, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plain_rules_on_plain_xml, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(plain_rules_on_a_configuration, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(xml_that_is_no_configuration, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test_setup_teardown(a_plain_rule_that_fails, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(a_malformed_main_file, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(a_malformed_web_config, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_there, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(a_missing_input, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(progress, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(sections_after_they_were_released, linting_set_up,
                                        linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
