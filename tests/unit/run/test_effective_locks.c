/* iislint effective: who declares a section, and what locks it or parts of it. */
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define DECLARED                                                                                      \
    "<configSections><sectionGroup name='system.webServer'><section name='directoryBrowse' "          \
    "overrideModeDefault='Deny' allowDefinition='MachineToApplication'/><section name='httpErrors'/>" \
    "<section name='modules' allowDefinition=''/></sectionGroup></configSections>\n"
#define SITE                                                                                       \
    "<system.applicationHost><sites><site name='A' id='1'><application path='/'>"                  \
    "<virtualDirectory path='/' physicalPath='C:\\s'/></application></site></sites>"               \
    "</system.applicationHost>\n"
#define BROWSE "system.webServer/directoryBrowse"
#define ERRORS "system.webServer/httpErrors"
#define MODULES "system.webServer/modules"

static void by_its_declaration(void **state)
{
    struct linting *l = *state;
    linting_host(l, DECLARED SITE);
    const char *text = linting_effective(l, "A", BROWSE, "text");
    assert_contains(text, "declared, allowed: MachineToApplication");
    assert_contains(text, "locked by overrideModeDefault=\"Deny\"");
    assert_contains(text, " applicationHost.config:2:");
    const char *xml = linting_effective(l, "A", BROWSE, "xml");
    assert_contains(xml, " declared=\"applicationHost.config:2:");
    assert_contains(xml, " allowDefinition=\"MachineToApplication\"");
    assert_contains(xml, " locked=\"true\" lockedBy=\"applicationHost.config:2:");
    /* nothing in the way, and nothing above that says so */
    text = linting_effective(l, "A", MODULES, "text");
    assert_contains(text, "declared, allowed: Everywhere");
    assert_contains(text, "not locked");
    assert_contains(text, "no lock above");
    xml = linting_effective(l, "A", MODULES, "xml");
    assert_contains(xml, " locked=\"false\"");
    assert_null(strstr(xml, "lockedBy"));
    assert_null(strstr(xml, "unlockedBy"));
}

static void by_a_location(void **state)
{
    struct linting *l = *state;
    linting_host(l, DECLARED SITE
                 "<location path='A' overrideMode='Allow'><system.webServer><directoryBrowse/>"
                 "</system.webServer></location>\n"
                 "<location overrideMode='Deny'><system.webServer><httpErrors/></system.webServer>"
                 "</location>");
    const char *text = linting_effective(l, "A", BROWSE, "text");
    assert_contains(text, "not locked");
    assert_contains(text, " applicationHost.config:4:1\n");
    assert_contains(linting_effective(l, "A", BROWSE, "xml"),
                    "locked=\"false\" unlockedBy=\"applicationHost.config:4:1\"");
    text = linting_effective(l, "A", ERRORS, "text");
    assert_contains(text, "locked by overrideMode=\"Deny\"");
    assert_contains(text, " applicationHost.config:5:1\n");
}

/* A section that no file declares, of a server that is shown in part. */
static void without_a_declaration(void **state)
{
    struct linting *l = *state;
    linting_host(l, SITE);
    const char *text = linting_effective(l, "A", BROWSE, "text");
    assert_contains(text, "not declared");
    assert_contains(text, " nowhere\n");
    const char *xml = linting_effective(l, "A", BROWSE, "xml");
    assert_null(strstr(xml, "declared="));
    assert_contains(xml, "locked=\"false\"");
}

/* Locks inside, with the place of each: an entry is called by its first attribute. */
static void locks_inside(void **state)
{
    struct linting *l = *state;
    linting_host(
        l, DECLARED SITE
        "<system.webServer><modules lockAttributes='runAllManagedModulesForAllRequests'>\n"
        "<add name='HttpCacheModule' lockItem='true'/>\n<add lockItem='true' name='x'/>\n"
        "<add name='free' lockItem='false'/></modules>\n"
        "<httpErrors lockElements='error'><error statusCode='404' path='a' lockAttributes='path'/></httpErrors></system.webServer>");
    const char *text = linting_effective(l, "A", MODULES, "text");
    assert_contains(text, "lockAttributes of modules = \"runAllManagedModulesForAllRequests\"");
    assert_contains(text, "lockItem of add[@name='HttpCacheModule'] = \"true\"");
    assert_contains(text, " applicationHost.config:5:29\n");
    assert_contains(text, "lockItem of add = \"true\"");
    assert_contains(text, "lockItem of add = \"false\"");
    assert_contains(linting_effective(l, "A", ERRORS, "text"),
                    "lockAttributes of error = \"path\"");
    assert_null(strstr(linting_effective(l, "A", ERRORS, "text"), "HttpCacheModule"));
}

/* The key of an entry that is locked may be a secret. */
static void no_secret_is_told(void **state)
{
    struct linting *l = *state;
    linting_host(
        l, DECLARED SITE
        "<system.webServer><httpErrors>"
        "<error prefixLanguageFilePath='x;Password=hush' statusCode='404' path='a' lockItem='true'/>"
        "</httpErrors></system.webServer>");
    const char *text = linting_effective(l, "A", ERRORS, "text");
    assert_contains(text, "lockItem of error[@prefixLanguageFilePath='x;Password=");
    assert_null(strstr(text, "hush"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, linting_set_up, linting_tear_down)
    const struct CMUnitTest tests[] = {TEST(by_its_declaration), TEST(by_a_location),
                                       TEST(without_a_declaration), TEST(locks_inside),
                                       TEST(no_secret_is_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
