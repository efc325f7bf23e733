#include "run/fix.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A rule on every pool that is reported with a fix of these operations. */
#define FIX(test, operations)                                                                      \
    "<sch:rule context='applicationPool'><sqf:fix id='f'><sqf:description><sqf:title>Do "          \
    "it.</sqf:title></sqf:description>" operations "</sqf:fix><sch:report test='" test             \
    "' sqf:fix='f'>x</sch:report></sch:rule>"

#define POOLS(content)                                                                             \
    "<system.applicationHost><applicationPools>" content                                           \
    "</applicationPools></system.applicationHost>"

#define AUTO "@autoStart = \"false\""

static const struct iislint_fix *only_fix(struct linting *linting)
{
    const struct iislint_finding *finding = linting_finding(linting, 0);
    assert_int_equal(finding->fix_count, 1);
    assert_string_equal(finding->fixes[0].description, "Do it.");
    return &finding->fixes[0];
}

/* Well-formed by the parser that everything else is read with. */
static void assert_well_formed(struct arena *arena, const char *text)
{
    struct source *source = source_parse(arena, "fixed.xml", text, strlen(text));
    if (!source->doc)
        fail_msg("%s:\n%s", source->fault.message, text);
    source_free(source);
}

static void check_fix(const char *rule, const char *pools, const char *expected)
{
    struct linting l;
    linting_init(&l);
    linting_rule(&l, rule);
    linting_host(&l, pools);
    linting_check(&l);
    const char *fixed = linting_fixed(&l, only_fix(&l));
    assert_string_equal(fixed,
                        arena_printf(l.arena, "<configuration>\n%s\n</configuration>\n", expected));
    assert_well_formed(l.arena, fixed);
    linting_fini(&l);
}

/* No fix is better than one that does something else. */
static void check_no_fix(const char *rule, const char *pools)
{
    struct linting l;
    linting_init(&l);
    linting_rule(&l, rule);
    linting_host(&l, pools);
    linting_check(&l);
    const struct iislint_finding *finding = linting_finding(&l, 0);
    if (finding->fix_count > 0)
        fail_msg("there is a fix:\n%s", linting_fixed(&l, &finding->fixes[0]));
    linting_fini(&l);
}

static void an_attribute_is_replaced(void **state)
{
    check_fix(FIX(AUTO, "<sqf:replace match='@autoStart' select='\"true\"'/>"),
              POOLS("<add name=\"P\" autoStart=\"false\"/>"),
              POOLS("<add name=\"P\" autoStart=\"true\"/>"));
    /* in the quotes that are there */
    check_fix(FIX(AUTO, "<sqf:replace match='@autoStart' select='concat(\"&lt;&amp;>\", \"x\")'/>"),
              POOLS("<add autoStart = 'false' name='P'/>"),
              POOLS("<add autoStart = '&lt;&amp;>x' name='P'/>"));
    check_fix(FIX(AUTO, "<sqf:replace match='@autoStart' node-type='attribute'>it's</sqf:replace>"),
              POOLS("<add autoStart='false' name='P'/>"),
              POOLS("<add autoStart='it&apos;s' name='P'/>"));
    check_fix(FIX(AUTO, "<sqf:replace match='@autoStart' select='\"\"'/>"),
              POOLS("<add autoStart='false' name='P'/>"), POOLS("<add autoStart='' name='P'/>"));
    (void)state;
}

static void an_attribute_is_added(void **state)
{
    check_fix(FIX(AUTO, "<sqf:add node-type='attribute' target='queueLength' select='2000'/>"),
              POOLS("<add name=\"P\" autoStart=\"false\"/>"),
              POOLS("<add name=\"P\" autoStart=\"false\" queueLength=\"2000\"/>"));
    check_fix(FIX(AUTO, "<sqf:add node-type='attribute' target='x'>a\"b&lt;c&amp;d'e</sqf:add>"),
              POOLS("<add name='P' autoStart='false' ></add>"),
              POOLS("<add name='P' autoStart='false' x=\"a&quot;b&lt;c&amp;d'e\" ></add>"));
    /* one that is there is replaced */
    check_fix(FIX(AUTO, "<sqf:add node-type='attribute' target='autoStart' select='\"true\"'/>"),
              POOLS("<add name='P' autoStart='false'/>"),
              POOLS("<add name='P' autoStart='true'/>"));
    /* to an element without attributes */
    check_fix(FIX(AUTO, "<sqf:add match='cpu' node-type='attribute' target='limit' select='1'/>"),
              POOLS("<add name='P' autoStart='false'><cpu/></add>"),
              POOLS("<add name='P' autoStart='false'><cpu limit=\"1\"/></add>"));
    (void)state;
}

/* White space in a value would be read back as something else. */
static void white_space_in_a_value(void **state)
{
    check_fix(FIX(AUTO, "<sqf:add node-type='attribute' target='x' "
                        "select='\"a&#10;b&#9;c\"'/>"),
              POOLS("<add name='P' autoStart='false'/>"),
              POOLS("<add name='P' autoStart='false' x=\"a b c\"/>"));
    (void)state;
}

static void an_attribute_is_deleted(void **state)
{
    check_fix(FIX(AUTO, "<sqf:delete match='@autoStart'/>"),
              POOLS("<add name='P'\n     autoStart='false'\n     queueLength='1'/>"),
              POOLS("<add name='P'\n     queueLength='1'/>"));
    (void)state;
}

static void an_element_goes_with_its_line(void **state)
{
    check_fix(FIX(AUTO, "<sqf:delete match='cpu'/>"),
              POOLS("\n  <add name='P' autoStart='false'>\n    <cpu limit='1'/>\n"
                    "    <recycling/>\n  </add>\n"),
              POOLS("\n  <add name='P' autoStart='false'>\n    <recycling/>\n  </add>\n"));
    /* with all that is in it */
    check_fix(FIX(AUTO, "<sqf:delete/>"),
              POOLS("\n  <add name='A'/>\n  <add name='P' autoStart='false'>\n    <cpu limit='1'/>"
                    "\n    <recycling/>\n  </add>\n"),
              POOLS("\n  <add name='A'/>\n"));
    (void)state;
}

static void an_element_is_added(void **state)
{
    check_fix(FIX(AUTO, "<sqf:add match='cpu' position='before' node-type='keep'><x y='&amp;'/>"
                        "</sqf:add>"),
              POOLS("<add name='P' autoStart='false'><cpu/></add>"),
              POOLS("<add name='P' autoStart='false'><x y=\"&amp;\" /><cpu/></add>"));
    check_fix(FIX(AUTO, "<sqf:add match='cpu' position='after'><x/></sqf:add>"),
              POOLS("<add name='P' autoStart='false'><cpu/></add>"),
              POOLS("<add name='P' autoStart='false'><cpu/><x /></add>"));
    check_fix(FIX(AUTO, "<sqf:add><x/></sqf:add>"),
              POOLS("<add name='P' autoStart='false'><cpu/></add>"),
              POOLS("<add name='P' autoStart='false'><x /><cpu/></add>"));
    check_fix(FIX(AUTO, "<sqf:add position='last-child'><x/></sqf:add>"),
              POOLS("<add name='P' autoStart='false'><cpu/></add >"),
              POOLS("<add name='P' autoStart='false'><cpu/><x /></add >"));
    check_no_fix(FIX(AUTO, "<sqf:add><x/></sqf:add>"), POOLS("<add name='P' autoStart='false'/>"));
    (void)state;
}

/* Written in another order than they stand in the file. */
static void several_edits_in_order(void **state)
{
    check_fix(FIX(AUTO, "<sqf:delete match='cpu'/>"
                        "<sqf:replace match='@autoStart' select='\"true\"'/>"
                        "<sqf:add node-type='attribute' target='queueLength' select='5'/>"
                        "<sqf:delete match='@name'/>"),
              POOLS("<add name='P' autoStart='false' startMode='OnDemand'><cpu/></add>"),
              POOLS("<add autoStart='true' startMode='OnDemand' queueLength=\"5\"></add>"));
    (void)state;
}

/* Two attributes that are added at one place, and two edits of which one is inside the other. */
static void edits_at_one_place(void **state)
{
    check_fix(FIX(AUTO, "<sqf:add node-type='attribute' target='a' select='1'/>"
                        "<sqf:add node-type='attribute' target='b' select='2'/>"),
              POOLS("<add name='P' autoStart='false'/>"),
              POOLS("<add name='P' autoStart='false' a=\"1\" b=\"2\"/>"));
    check_no_fix(FIX(AUTO, "<sqf:delete match='cpu'/>"
                           "<sqf:replace match='cpu/@limit' select='1'/>"),
                 POOLS("<add name='P' autoStart='false'><cpu limit='3'/></add>"));
    (void)state;
}

/* A default stands nowhere: nothing else may be changed or deleted in its place. */
static void what_is_not_written_is_not_changed(void **state)
{
    check_no_fix(FIX(AUTO, "<sqf:delete match='processModel/@userName'/>"),
                 POOLS("<add name='P' autoStart='false'/>"));
    check_no_fix(FIX(AUTO, "<sqf:delete match='processModel'/>"),
                 POOLS("<add name='P' autoStart='false'/>"));
    check_no_fix(FIX(AUTO, "<sqf:delete match='@queueLength'/>"),
                 POOLS("<add name='P' autoStart='false'/>"));
    check_no_fix(FIX(AUTO, "<sqf:replace match='processModel'><x/></sqf:replace>"),
                 POOLS("<add name='P' autoStart='false'/>"));
    check_no_fix(FIX(AUTO, "<sqf:replace match='processModel/@loadUserProfile' select='1'/>"),
                 POOLS("<add name='P' autoStart='false'/>"));
    check_no_fix(FIX(AUTO, "<sqf:add match='processModel' position='after'><x/></sqf:add>"),
                 POOLS("<add name='P' autoStart='false'/>"));
    /* but an attribute that nobody wrote can be written in an element that somebody did */
    check_fix(FIX(AUTO, "<sqf:replace match='@queueLength' select='5'/>"),
              POOLS("<add name='P' autoStart='false'/>"),
              POOLS("<add name='P' autoStart='false' queueLength=\"5\"/>"));
    check_fix(FIX(AUTO, "<sqf:replace match='processModel/@loadUserProfile' select='\"true\"'/>"),
              POOLS("<add name='P' autoStart='false'><processModel/></add>"),
              POOLS("<add name='P' autoStart='false'><processModel loadUserProfile=\"true\"/>"
                    "</add>"));
    (void)state;
}

/* What is inherited is changed where it is written. */
static void where_it_is_written(void **state)
{
    check_fix(FIX(AUTO, "<sqf:replace match='@autoStart' select='\"true\"'/>"),
              POOLS("<add name='P'/><applicationPoolDefaults autoStart='false'/>"),
              POOLS("<add name='P'/><applicationPoolDefaults autoStart='true'/>"));
    (void)state;
}

#define ANONYMOUS "system.webServer/security/authentication/anonymousAuthentication"

/* A server that is only assumed cannot be mended, and is no file of the user's. */
static void never_in_an_assumed_file(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:rule context='application'>"
                    "<sch:let name='a' value=\"effective(., '" ANONYMOUS "')\"/><sqf:fix id='f'>"
                    "<sqf:description><sqf:title>Do it.</sqf:title></sqf:description>"
                    "<sqf:replace match='$a/@enabled' select='\"false\"'/></sqf:fix>"
                    "<sch:report test='$a/@enabled = \"true\"' sqf:fix='f'>x</sch:report>"
                    "</sch:rule>");
    linting_text(l, "web.config", "<configuration/>");
    linting_check(l);
    assert_int_equal(linting_finding(l, 0)->fix_count, 0);
    assert_string_equal(linting_files(l), "web.config");
}

static void when_it_applies(void **state)
{
    static const char rule[] =
        "<sch:rule context='applicationPool'><sqf:fix id='f' use-when='@name = \"P\"'>"
        "<sqf:description><sqf:title>Do it.</sqf:title></sqf:description>"
        "<sqf:delete match='@autoStart'/></sqf:fix>"
        "<sch:report test='" AUTO "' sqf:fix='f'>x</sch:report></sch:rule>";
    check_no_fix(rule, POOLS("<add name='Q' autoStart='false'/>"));
    check_fix(rule, POOLS("<add name='P' autoStart='false'/>"), POOLS("<add name='P'/>"));
    (void)state;
}

/* Positions are those of the text with its entities and its characters of several bytes. */
static void the_region_of_an_edit(void **state)
{
    struct linting *l = *state;
    linting_rule(l, FIX(AUTO, "<sqf:replace match='@autoStart' select='\"true\"'/>"));
    linting_host(l, POOLS("<add name='\xC3\xA4&amp;\xF0\x9F\x98\x80' autoStart='false'/>"));
    linting_check(l);
    const struct iislint_fix *fix = only_fix(l);
    assert_int_equal(fix->edit_count, 1);
    assert_int_equal(fix->edits[0].region.start_line, 2);
    assert_int_equal(fix->edits[0].region.start_column, 43 + 11 + 8 + 2 + 11);
    assert_int_equal(fix->edits[0].region.end_column, 43 + 11 + 8 + 2 + 11 + 5);
    assert_string_equal(fix->edits[0].text, "true");
    assert_ptr_equal(fix->file, linting_finding(l, 0)->place.file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_attribute_is_replaced),
        cmocka_unit_test(an_attribute_is_added),
        cmocka_unit_test(white_space_in_a_value),
        cmocka_unit_test(an_attribute_is_deleted),
        cmocka_unit_test(an_element_goes_with_its_line),
        cmocka_unit_test(an_element_is_added),
        cmocka_unit_test(several_edits_in_order),
        cmocka_unit_test(edits_at_one_place),
        cmocka_unit_test(what_is_not_written_is_not_changed),
        cmocka_unit_test(where_it_is_written),
        cmocka_unit_test_setup_teardown(never_in_an_assumed_file, linting_set_up,
                                        linting_tear_down),
        cmocka_unit_test(when_it_applies),
        cmocka_unit_test_setup_teardown(the_region_of_an_edit, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
