#include "rules/functions.h"

#include "base/text.h"
#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ANONYMOUS "'system.webServer/security/authentication/anonymousAuthentication'"
#define PATHS(nodes) "join(" nodes "/@path, ' ')"
#define NAMES(nodes) "join(" nodes "/@name, ' ')"

#define SITE(name, apps)                                                                           \
    "<site name='" name "'><application path='/' applicationPool='One'>"                           \
    "<virtualDirectory path='/' physicalPath='C:\\" name "'/>"                                     \
    "<virtualDirectory path='/files' physicalPath='C:\\files'/></application>" apps "</site>"
#define APP(path, pool) "<application path='" path "' applicationPool='" pool "'/>"
#define SET(location, attributes, section)                                                         \
    "<location path='" location "' " attributes "><system.webServer>" section                      \
    "</system.webServer></location>"
#define AUTH                                                                                       \
    "<security><authentication><anonymousAuthentication enabled='false'/></authentication>"        \
    "</security>"

static const char hosting[] =
    "<system.applicationHost><applicationPools>"
    "<add name='One'/><add name='Two'/><add name='Idle'/>"
    "</applicationPools><sites>" SITE("A", APP("/a1", "Two") APP("/a2", "one"))
        SITE("B", APP("/b1", "Two") APP("/b1/deep", "Two") APP("/b2", "One")) SITE(
            "C",
            "") "</sites></system.applicationHost>"
                "<system.webServer><directoryBrowse enabled='true'/><httpErrors errorMode='Detailed'/>"
                "</system.webServer>" SET("A/a1", "", AUTH) SET("B", "", AUTH)
                    SET("B/b1", "", "<directoryBrowse enabled='false'/>" AUTH)
                        SET("B/b2", "inheritInChildApplications='false'",
                            "<directoryBrowse enabled='false'/>")
                            SET("C", "inheritInChildApplications='false'",
                                "<httpErrors errorMode='Custom'/>") SET("B/files", "", AUTH)
                                SET("B/b1/folder", "", AUTH);

static int set_up(void **state)
{
    return server_fixture_set_up(state, hosting, NULL);
}

static void of_pools(void **state)
{
    assert_server(*state, "//applicationPool[1]", PATHS("applications(.)"), "/ /a2 / /b2 /");
    assert_server(*state, "//applicationPool[2]", PATHS("applications(.)"), "/a1 /b1 /b1/deep");
    assert_server(*state, "//applicationPool[3]", "count(applications(.))", "0");
    assert_server(*state, "//applicationPool[1]", NAMES("sites(.)"), "A B C");
    assert_server(*state, "//applicationPool[2]", NAMES("sites(.)"), "A B");
    assert_server(*state, "//applicationPool[3]", "count(sites(.))", "0");
    /* what stands in a pool, and a pool of an effective section */
    assert_server(*state, "//applicationPool[2]/processModel/@identityType",
                  PATHS("applications(.)"), "/a1 /b1 /b1/deep");
    assert_server(*state, "/server",
                  "count(applications(effective(., 'system.applicationHost/applicationPools')"
                  "/add[@name='Two']))",
                  "3");
    /* asked again */
    assert_server(*state, "//applicationPool[2]", "count(sites(.)) + count(applications(.))", "5");
}

static void of_the_server(void **state)
{
    assert_server(*state, "/server", "count(applications(.))", "8");
    assert_server(*state, "/server/applicationPools", "count(applications(.))", "8");
    assert_server(*state, "/server/sites", "count(applications(.))", "8");
    assert_server(*state, "/server", NAMES("sites(.)"), "A B C");
    assert_server(*state, "/server", "count(applications(nothing))", "0");
    assert_server(*state, "/server", "count(sites(nothing))", "0");
}

static void of_scopes(void **state)
{
    assert_server(*state, "//site[@name='B']", PATHS("applications(.)"), "/ /b1 /b1/deep /b2");
    assert_server(*state, "//site[@name='B']", NAMES("sites(.)"), "B");
    assert_server(*state, "//site[@name='B']/application[@path='/b1']", PATHS("applications(.)"),
                  "/b1 /b1/deep");
    /* a folder and a virtual directory belong to an application */
    assert_server(*state, "//directory[@path='folder']", PATHS("applications(.)"), "/b1");
    assert_server(*state, "//site[2]//virtualDirectory[@path='/files']", PATHS("applications(.)"),
                  "/");
}

static void where_a_section_is_still_in_force(void **state)
{
    /* the server's: not where an application or a site has its own */
    assert_server(*state, "/server", PATHS("applications(effective(., " ANONYMOUS "))"), "/ /a2 /");
    assert_server(*state, "/server", NAMES("sites(effective(., " ANONYMOUS "))"), "A C");
    assert_server(*state, "/server//directoryBrowse", "count(applications(.))", "5");
    assert_server(*state, "/server//directoryBrowse/@enabled", "count(applications(.))", "5");
    assert_server(*state,
                  "//site[@name='B']/application[1]/system.webServer//anonymousAuthentication",
                  PATHS("applications(.)"), "/ /b2");
    assert_server(*state, "//site[@name='B']/application[@path='/b1']//anonymousAuthentication",
                  PATHS("applications(.)"), "/b1 /b1/deep");
    assert_server(*state, "//directory[@path='folder']//anonymousAuthentication",
                  PATHS("applications(.)"), "/b1");
    /* inheritInChildApplications="false" ends at the next application */
    assert_server(*state, "//site[@name='C']//httpErrors", PATHS("applications(.)"), "/");
    assert_server(*state, "/server/system.webServer/httpErrors", NAMES("sites(.)"), "A B");
}

static void child_applications_that_do_not_inherit(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_start(
        &fixture,
        "<system.applicationHost><sites>" SITE(
            "A",
            APP("/a1", "Two") APP(
                "/a1/x",
                "Two")) "</sites></system.applicationHost>"
                        "<system.webServer><directoryBrowse enabled='true'/></system.webServer>" SET(
                            "A", "inheritInChildApplications='false'",
                            "<directoryBrowse enabled='false'/>")
                            SET("A/a1", "inheritInChildApplications='false'",
                                "<directoryBrowse enabled='false'/>"),
        NULL);
    /* /a1/x does not see what its parents say, only what the server does */
    assert_server(&fixture, "/server/system.webServer/directoryBrowse", PATHS("applications(.)"),
                  "/a1/x");
    assert_server(&fixture, "//application[@path='/']/system.webServer/directoryBrowse",
                  PATHS("applications(.)"), "/");
    assert_server(&fixture, "//application[@path='/a1/x']",
                  "effective(., 'system.webServer/directoryBrowse')/@enabled", "true");
    assert_server(&fixture, "//application[@path='/a1/x']",
                  PATHS("applications(effective(., 'system.webServer/directoryBrowse'))"), "/a1/x");
    server_fixture_fini(&fixture);
}

/* As many sites as a hoster has in one pool: asked at every one of them. */
static void many(void **state)
{
    (void)state;
    struct server_fixture fixture;
    struct text sites = {0};
    text_add(&sites, "<system.applicationHost><applicationPools><add name='P'/></applicationPools>"
                     "<sites>");
    for (int i = 0; i < 3000; i++)
        text_printf(&sites, "<site name='s%d'><application path='/' applicationPool='P'/></site>",
                    i);
    text_add(&sites, "</sites></system.applicationHost>");
    server_fixture_start(&fixture, text_string(&sites), NULL);
    assert_server(&fixture, "/server", "count(sites/site[count(sites(pool(.))) = 3000])", "3000");
    text_fini(&sites);
    server_fixture_fini(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_pools, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(of_the_server, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(of_scopes, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(where_a_section_is_still_in_force, set_up,
                                        server_fixture_tear_down),
        cmocka_unit_test(child_applications_that_do_not_inherit),
        cmocka_unit_test(many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
