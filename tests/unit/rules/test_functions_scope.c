#include "rules/functions.h"

#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Three pools; Shop with an application, a virtual directory and a folder; Blog without a pool that
 * exists; Bare without a root application. */
static const char hosting[] =
    "<system.applicationHost>\n"
    "  <applicationPools>\n"
    "    <add name='Shop'/>\n"
    "    <add name='Api'><processModel identityType='LocalSystem'/></add>\n"
    "    <applicationPoolDefaults managedRuntimeVersion='v4.0'/>\n"
    "  </applicationPools>\n"
    "  <sites>\n"
    "    <site name='Shop' id='1'>\n"
    "      <application path='/' applicationPool='Shop'>\n"
    "        <virtualDirectory path='/' physicalPath='%SystemDrive%\\inetpub\\shop'/>\n"
    "        <virtualDirectory path='/images' physicalPath='\\\\nas\\images\\'/>\n"
    "      </application>\n"
    "      <application path='/api' applicationPool='API'>\n"
    "        <virtualDirectory path='/' physicalPath='D:\\api'/>\n"
    "      </application>\n"
    "      <bindings>\n"
    "        <binding protocol='http' bindingInformation='*:80:www.contoso.com'/>\n"
    "        <binding protocol='https' bindingInformation='*:443:WWW.contoso.com'/>\n"
    "      </bindings>\n"
    "    </site>\n"
    "    <site name='Blog' id='2'>\n"
    "      <application path='/' applicationPool='Gone'>\n"
    "        <virtualDirectory path='/' physicalPath='%UNKNOWN%\\blog'/>\n"
    "      </application>\n"
    "    </site>\n"
    "    <site name='Bare' id='3'/>\n"
    "  </sites>\n"
    "</system.applicationHost>\n"
    "<system.webServer><security><authentication>\n"
    "  <anonymousAuthentication enabled='true' userName='IUSR' password='secret'/>\n"
    "</authentication></security></system.webServer>\n"
    "<location path='Shop/admin'><system.webServer><security><authentication>\n"
    "  <anonymousAuthentication enabled='false'/>\n"
    "</authentication></security></system.webServer></location>\n"
    "<location path='Shop/images'><system.webServer>\n"
    "  <directoryBrowse enabled='true'/>\n"
    "</system.webServer></location>";

static const char environment[] =
    "<environment complete='true'><variable name='SystemDrive' value='C:'/></environment>";

#define ANONYMOUS "'system.webServer/security/authentication/anonymousAuthentication'"
#define ADMIN "//directory[@path='admin']"
#define IMAGES "//virtualDirectory[@path='/images']"

static int set_up(void **state)
{
    return server_fixture_set_up(state, hosting, environment);
}

static void effective_sections(void **state)
{
    assert_server(*state, "/server", "effective(., " ANONYMOUS ")/@enabled", "true");
    assert_server(*state, ADMIN, "effective(., " ANONYMOUS ")/@enabled", "false");
    assert_server(*state, ADMIN, "effective(., " ANONYMOUS ")/@userName", "IUSR");
    /* of the scope that a node belongs to */
    assert_server(*state, ADMIN "//anonymousAuthentication/@enabled",
                  "effective(., " ANONYMOUS ")/@enabled", "false");
    assert_server(*state, "/server/sites/site[1]/application[2]",
                  "effective(., " ANONYMOUS ")/@enabled", "true");
    /* one node for all scopes that have the same in force, and asking again gives it again */
    assert_server(*state, "/server",
                  "count(effective(//site[1]/application[1], " ANONYMOUS ") | "
                  "effective(., " ANONYMOUS ") | effective(//site[3], " ANONYMOUS "))",
                  "1");
    /* of an effective section itself */
    assert_server(*state, ADMIN,
                  "effective(effective(., " ANONYMOUS ")/@enabled, "
                  "'system.webServer/directoryBrowse')/@enabled",
                  "false");
    assert_server(*state, IMAGES, "effective(., 'system.webServer/directoryBrowse')/@enabled",
                  "true");
    assert_server(*state, "/", "effective(/, " ANONYMOUS ")/@enabled", "true");
    assert_server(*state, "/server", "count(effective(nothing, " ANONYMOUS "))", "0");
    /* nothing says where a fact belongs */
    assert_server(*state, "/server", "count(effective(fact('environment'), " ANONYMOUS "))", "0");
}

static void sections_that_do_not_exist(void **state)
{
    assert_string_equal(server_failure(*state, "/server", "effective(., 'system.webServer/nope')"),
                        "effective(): there is no section 'system.webServer/nope'");
    /* a group is none */
    assert_string_equal(server_failure(*state, "/server", "effective(., 'system.webServer')"),
                        "effective(): there is no section 'system.webServer'");
}

/* What this IIS does not have is empty, and no fault of the rule. */
static void sections_of_a_later_iis(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_init(&fixture);
    fixture.image.options.iis_version = "7.0";
    server_fixture_load(&fixture, "<system.webServer/>", NULL);
    assert_server(&fixture, "/server", "count(effective(., 'system.webServer/webSocket'))", "0");
    assert_server(&fixture, "/server", "count(effective(., 'system.webServer/webSocket'))", "0");
    assert_server(&fixture, "/server", "count(effective(., 'system.webServer/asp'))", "1");
    server_fixture_fini(&fixture);
}

static void application_and_site(void **state)
{
    assert_server(*state, ADMIN, "application(.)/@path", "/");
    assert_server(*state, ADMIN "//@enabled", "application(.)/@path", "/");
    assert_server(*state, "//application[@path='/api']", "application(.)/@path", "/api");
    assert_server(*state, IMAGES, "application(.)/@path", "/");
    assert_server(*state, "//binding", "application(.)/@path", "/");
    assert_server(*state, "/server", "count(application(.))", "0");
    assert_server(*state, "//applicationPool", "count(application(.))", "0");
    assert_server(*state, "//site[@name='Bare']", "count(application(.))", "0");
    assert_server(*state, ADMIN, "count(application(nothing))", "0");
    assert_server(*state, ADMIN, "count(application(effective(., " ANONYMOUS ")/@enabled))", "1");

    assert_server(*state, ADMIN, "site(.)/@name", "Shop");
    assert_server(*state, "//binding[2]", "site(.)/@name", "Shop");
    assert_server(*state, "//site[@name='Bare']", "site(.)/@name", "Bare");
    assert_server(*state, "/server", "count(site(.))", "0");
    assert_server(*state, "//applicationPool", "count(site(.))", "0");
}

static void pools(void **state)
{
    assert_server(*state, "//application[@path='/api']", "pool(.)/@name", "Api");
    assert_server(*state, ADMIN, "pool(.)/@name", "Shop");
    assert_server(*state, ADMIN, "pool(application(.))/@name", "Shop");
    assert_server(*state, "//site[2]/application", "count(pool(.))", "0");
    assert_server(*state, "/server", "count(pool(.))", "0");
    assert_server(*state, "/server", "count(pool(nothing))", "0");
    assert_server(*state, "//applicationPool[2]/processModel", "pool(.)/@name", "Api");
    assert_server(*state, "/server",
                  "pool(effective(., 'system.applicationHost/applicationPools')/add[2])/@name",
                  "Api");
    assert_server(*state, "/server", "pool-named('sHOP')/@name", "Shop");
    assert_server(*state, "/server", "pool-named('Shop')/@managedRuntimeVersion", "v4.0");
    assert_server(*state, "/server", "count(pool-named('Gone'))", "0");
    assert_server(*state, "/server", "count(pool-named(''))", "0");
}

static void paths(void **state)
{
    assert_server(*state, "//application[@path='/']", "physical-path(.)", "C:\\inetpub\\shop");
    assert_server(*state, ADMIN, "physical-path(.)", "C:\\inetpub\\shop\\admin");
    assert_server(*state, IMAGES, "physical-path(.)", "\\\\nas\\images");
    assert_server(*state, ADMIN "//@enabled", "physical-path(.)", "C:\\inetpub\\shop\\admin");
    assert_string_equal(server_unknown(*state), "");
    assert_server(*state, "//site[@name='Blog']", "physical-path(.)", "");
    assert_string_equal(server_unknown(*state),
                        "environment: the value of %UNKNOWN% (in the facts, or --env)");
    assert_server(*state, "//site[@name='Bare']", "physical-path(.)", "");
    assert_server(*state, "/server", "physical-path(.)", "");
    assert_server(*state, "/server", "physical-path(nothing)", "");

    assert_server(*state, ADMIN "//@enabled", "scope-path(.)", "Shop/admin");
    assert_server(*state, "//application[@path='/']", "scope-path(.)", "Shop");
    assert_server(*state, IMAGES, "scope-path(.)", "Shop/images");
    assert_server(*state, "/server", "scope-path(.)", "");
    assert_server(*state, "/server", "scope-path(nothing)", "");
    assert_server(*state, "/server", "at-server(.)", "true");
    assert_server(*state, "//applicationPool", "at-server(.)", "true");
    assert_server(*state, "/server/system.webServer//@enabled", "at-server(.)", "true");
    assert_server(*state, ADMIN "//@enabled", "at-server(.)", "false");
    assert_server(*state, "//site", "at-server(.)", "false");
    assert_server(*state, "/server", "at-server(nothing)", "false");
}

static void written_or_default(void **state)
{
    assert_server(*state, ADMIN, "is-set(effective(., " ANONYMOUS ")/@enabled)", "true");
    assert_server(*state, ADMIN, "is-set(effective(., " ANONYMOUS ")/@userName)", "true");
    assert_server(*state, ADMIN, "is-set(effective(., " ANONYMOUS ")/@logonMethod)", "false");
    assert_server(*state, ADMIN, "is-set(effective(., " ANONYMOUS ")/@nope)", "false");
    assert_server(*state, ADMIN, "is-set(effective(., " ANONYMOUS "))", "true");
    assert_server(*state, ADMIN, "is-set(effective(., 'system.webServer/asp'))", "false");
    assert_server(*state, "//applicationPool", "is-set(@managedRuntimeVersion)", "true");
    assert_server(*state, "//applicationPool", "is-set(@queueLength)", "false");
    assert_server(*state, "/server", "is-set(fact('environment')/*/@name)", "true");
}

/* An element or attribute of a file, or one that is made of it. */
static void in_locations(void **state)
{
    assert_server(*state, ADMIN, "in-location(effective(., " ANONYMOUS ")/@enabled)", "true");
    assert_server(*state, ADMIN, "in-location(effective(., " ANONYMOUS ")/@userName)", "false");
    assert_server(*state, ADMIN, "in-location(effective(., " ANONYMOUS ")/@logonMethod)", "false");
    assert_server(*state, ADMIN, "in-location(nothing)", "false");
    assert_server(*state, "//applicationPool", "in-location(.)", "false");
}

static void places(void **state)
{
    assert_server(*state, ADMIN, "origin(effective(., " ANONYMOUS ")/@userName)",
                  "applicationHost.config:31");
    assert_server(*state, ADMIN, "origin(effective(., " ANONYMOUS ")/@enabled)",
                  "applicationHost.config:34");
    assert_server(*state, ADMIN, "origin(effective(., " ANONYMOUS "))",
                  "applicationHost.config:34");
    assert_server(*state, ADMIN, "origin(effective(., " ANONYMOUS ")/@logonMethod)",
                  "schema default");
    assert_server(*state, ADMIN, "origin(effective(., 'system.webServer/asp'))", "schema default");
    assert_server(*state, "//applicationPool", "origin(.)", "applicationHost.config:4");
    assert_server(*state, "//applicationPool", "origin(@managedRuntimeVersion)",
                  "applicationHost.config:6");
    assert_server(*state, "//applicationPool", "origin(nothing)", "");
    assert_server(*state, "/server", "origin(fact('environment'))", "facts.xml:2");
}

static void places_of_an_assumed_server(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_init(&fixture);
    image_write(&fixture.image, "shop/web.config",
                "<configuration>\n<system.webServer><directoryBrowse enabled='true'/>"
                "</system.webServer></configuration>");
    server_fixture_load(&fixture, NULL, NULL);
    assert_server(&fixture, "//application", "origin(effective(., " ANONYMOUS ")/@userName)",
                  "the assumed stock server");
    assert_server(&fixture, "//application",
                  "origin(effective(., 'system.webServer/directoryBrowse')/@enabled)",
                  "image/shop/web.config:2");
    assert_server(&fixture, "//application", "pool(.)/@name", "DefaultAppPool");
    server_fixture_fini(&fixture);
}

static void wrong_arguments(void **state)
{
    assert_string_equal(server_failure(*state, "/server", "application('Shop')"),
                        "application() takes a node-set");
    assert_string_equal(server_failure(*state, "/server", "effective('Shop', 'asp')"),
                        "effective() takes a node-set");
    server_failure(*state, "/server", "effective(.)");
    server_failure(*state, "/server", "is-set()");
    server_failure(*state, "/server", "origin(1)");
    server_failure(*state, "/server", "pool-named()");
}

/* What a rule cannot see by name is read by the functions all the same. */
static bool nothing_but_needs(void *context, const char *name)
{
    (void)context;
    return functions_need(name);
}

static void what_functions_need(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_init(&fixture);
    fixture.image.options.wanted = nothing_but_needs;
    server_fixture_load(&fixture, hosting, environment);
    assert_server(&fixture, "//application[@path='/api']", "account(pool(.))",
                  "NT AUTHORITY\\SYSTEM");
    assert_server(&fixture, "//site", "host-names(.)", "www.contoso.com");
    assert_server(&fixture, "//site", "physical-path(application)", "C:\\inetpub\\shop");
    assert_server(&fixture, "//applicationPool", "count(@queueLength)", "0");
    assert_server(&fixture, "//application", "effective(., " ANONYMOUS ")/@userName", "IUSR");
    server_fixture_fini(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(effective_sections, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(sections_that_do_not_exist, set_up,
                                        server_fixture_tear_down),
        cmocka_unit_test(sections_of_a_later_iis),
        cmocka_unit_test_setup_teardown(application_and_site, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(pools, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(paths, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(written_or_default, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(in_locations, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(places, set_up, server_fixture_tear_down),
        cmocka_unit_test(places_of_an_assumed_server),
        cmocka_unit_test_setup_teardown(wrong_arguments, set_up, server_fixture_tear_down),
        cmocka_unit_test(what_functions_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
