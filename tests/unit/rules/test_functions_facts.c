#include "rules/functions.h"

#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char machine[] =
    "<environment complete='true'><variable name='SystemDrive' value='C:'/></environment>\n"
    "<services complete='true'>"
    "<service name='W3SVC' state='running' start='automatic'/>"
    "<service name='Netman' state='stopped'/>"
    "</services>\n"
    "<spns>"
    "<spn account='CONTOSO\\svc-web' value='HTTP/www.contoso.com'/>"
    "<spn account='CONTOSO\\WEB01$' value='HTTP/WWW.contoso.com'/>"
    "<spn account='CONTOSO\\WEB01$' value='HOST/web01'/>"
    "</spns>\n"
    "<files complete='true'><file path='C:\\x\\y.dll' exists='true'/></files>\n"
    "<registry>"
    "<value key='HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa' name='DisableLoopbackCheck' "
    "type='dword' data='1'/>"
    "<value key='HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0' "
    "name='BackConnectionHostNames' type='multi'><item>a.contoso.com</item>"
    "<item>b.contoso.com</item></value>"
    "<absent key='HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa' name='Gone'/>"
    "</registry>";

static int set_up(void **state)
{
    return server_fixture_set_up(state, "<system.webServer/>", machine);
}

#define assert_known(fixture, at, expression, expected)                                            \
    do {                                                                                           \
        assert_server(fixture, at, expression, expected);                                          \
        assert_string_equal(server_unknown(fixture), "");                                          \
    } while (0)

#define assert_unknown(fixture, at, expression, expected, hint)                                    \
    do {                                                                                           \
        assert_server(fixture, at, expression, expected);                                          \
        assert_string_equal(server_unknown(fixture), hint);                                        \
    } while (0)

static void groups(void **state)
{
    assert_known(*state, "/server", "count(fact('services')/*)", "2");
    assert_known(*state, "/server", "local-name(fact('spns'))", "spns");
    assert_unknown(*state, "/server", "count(fact('profiles'))", "0",
                   "profiles: the registry key ProfileList and its directories");
    assert_known(*state, "/server", "known('services')", "true");
    assert_known(*state, "/server", "known('profiles')", "false");
}

static void items(void **state)
{
    assert_known(*state, "/server", "fact('services', 'name', 'w3svc')/@state", "running");
    assert_known(*state, "/server", "count(fact('services', 'name', 'Nope'))", "0");
    /* all of them, in document order */
    assert_known(*state, "/server",
                 "join(fact('spns', 'value', 'http/www.contoso.com')/@account, ' ')",
                 "CONTOSO\\svc-web CONTOSO\\WEB01$");
    assert_known(*state, "/server", "count(fact('spns', 'account', 'contoso\\web01$'))", "2");
    assert_unknown(*state, "/server", "count(fact('spns', 'value', 'HTTP/x'))", "0",
                   "spns: whether there is one with value 'HTTP/x'");
    assert_unknown(*state, "/server", "count(fact('profiles', 'sid', 'S-1-5-18'))", "0",
                   "profiles: the registry key ProfileList and its directories");
    /* paths in any spelling */
    assert_known(*state, "/server", "fact('files', 'path', 'c:/X/./y.DLL')/@exists", "true");
    assert_known(*state, "/server", "count(fact('files', 'nope', 'x'))", "0");

    assert_known(*state, "/server", "known('services', 'name', 'Nope')", "true");
    assert_known(*state, "/server", "known('spns', 'value', 'HOST/web01')", "true");
    assert_known(*state, "/server", "known('spns', 'value', 'HOST/x')", "false");
    assert_known(*state, "/server", "known('profiles', 'sid', 'x')", "false");
    server_failure(*state, "/server", "fact('services', 'name')");
    server_failure(*state, "/server", "known('services', 'name')");
    server_failure(*state, "/server", "fact()");
}

static void services(void **state)
{
    assert_known(*state, "/server", "service('W3SVC')", "running");
    assert_known(*state, "/server", "service('netman')", "stopped");
    assert_known(*state, "/server", "service('WAS')", "absent");
    assert_known(*state, "/server", "service-start('W3SVC')", "automatic");
    assert_known(*state, "/server", "service-start('WAS')", "absent");
    assert_unknown(*state, "/server", "service-start('Netman')", "unknown",
                   "services: the start type of the service Netman");
}

static void services_nobody_collected(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_start(&fixture, "<system.webServer/>", NULL);
    assert_unknown(&fixture, "/server", "service('W3SVC')", "unknown",
                   "services: the state of the service W3SVC");
    server_fixture_fini(&fixture);
}

#define LSA "'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa'"

static void registry(void **state)
{
    assert_known(*state, "/server", "registry(" LSA ", 'DisableLoopbackCheck')", "1");
    assert_known(*state, "/server",
                 "registry('hkey_local_machine\\system\\currentcontrolset\\control\\lsa', "
                 "'disableloopbackcheck')",
                 "1");
    assert_known(*state, "/server",
                 "registry('HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0', "
                 "'BackConnectionHostNames')",
                 "a.contoso.com\nb.contoso.com");
    assert_known(*state, "/server", "registry(" LSA ", 'Gone')", "");
    assert_unknown(*state, "/server", "registry(" LSA ", 'Other')", "",
                   "registry: the registry value HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa"
                   "\\Other");
}

static void unknown(void **state)
{
    assert_unknown(*state, "/server", "unknown('spns', 'whether all are listed')", "false",
                   "spns: whether all are listed");
    assert_known(*state, "/server", "true() or unknown('spns', 'x')", "true");
}

static void paths(void **state)
{
    assert_known(*state, "/server", "expand('%systemdrive%\\x %NOPE%')", "C:\\x %NOPE%");
    assert_known(*state, "/server", "expand('')", "");
    assert_known(*state, "/server", "is-unc('\\\\nas\\share')", "true");
    assert_known(*state, "/server", "is-unc('//nas/share')", "true");
    assert_known(*state, "/server", "is-unc('%SystemDrive%\\x')", "false");
    assert_known(*state, "/server", "is-unc('\\\\?\\C:\\x')", "false");
    assert_known(*state, "/server", "is-unc('')", "false");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(groups, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(items, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(services, set_up, server_fixture_tear_down),
        cmocka_unit_test(services_nobody_collected),
        cmocka_unit_test_setup_teardown(registry, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(unknown, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(paths, set_up, server_fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
