#include "rules/functions.h"

#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SQL_EXPRESS "Data Source=.\\SQLEXPRESS;Integrated Security=SSPI;User Instance=true"

static const char machine[] = "<os name='Windows' version='10.0.20348' computer='WEB01'/>";

static void start(struct server_fixture *fixture)
{
    server_fixture_init(fixture);
    image_write(&fixture->image, "applicationHost.config",
                "<configuration><system.applicationHost><sites><site name='Shop'>"
                "<application path='/'><virtualDirectory path='/' physicalPath='C:\\shop'/>"
                "</application><application path='/plain'>"
                "<virtualDirectory path='/' physicalPath='C:\\plain'/></application>"
                "</site></sites></system.applicationHost></configuration>");
    image_write(&fixture->image, "framework/machine.config",
                "<configuration><configSections><section name='connectionStrings'/>"
                "<section name='appSettings'/></configSections><connectionStrings>"
                "<add name='LocalSqlServer' connectionString='data source=.\\SQLEXPRESS;Integrated "
                "Security=SSPI;AttachDBFilename=|DataDirectory|aspnetdb.mdf;User Instance=true' "
                "providerName='System.Data.SqlClient'/></connectionStrings></configuration>");
    image_write(
        &fixture->image, "root/C/shop/web.config",
        "<configuration><connectionStrings>"
        "<add name='Shop' connectionString='" SQL_EXPRESS "'/>"
        "<add name='My' connectionString='server=db;database=x;uid=u;pwd=hush' "
        "providerName='MySql.Data.MySqlClient'/>"
        "<add name='Plain' connectionString='server=db;database=x;uid=u;pwd=hush' "
        "providerName='System.Data.SqlClient'/>"
        "<add name='None' connectionString='nothing'/></connectionStrings>"
        "<appSettings><add key='Db' value='Server=WEB01;Database=x;Trusted_Connection=yes'/>"
        "<add key='Flag' value='true'/></appSettings></configuration>");
    server_fixture_load(fixture, NULL, machine);
}

static int set_up(void **state)
{
    static struct server_fixture fixture;
    start(&fixture);
    *state = &fixture;
    return 0;
}

static void one_string(void **state)
{
    static const char *const expected[][2] = {{"DataSource", ".\\SQLEXPRESS"},
                                              {"IntegratedSecurity", "true"},
                                              {"UserInstance", "true"},
                                              {"server", "."},
                                              {"instance", "SQLEXPRESS"},
                                              {"port", ""},
                                              {"isLocal", "true"},
                                              {"isLocalDb", "false"},
                                              {"isSqlServer", "true"}};
    struct server_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_server(fixture, "/server",
                      arena_printf(fixture->image.arena, "connection-string('" SQL_EXPRESS "')/@%s",
                                   expected[i][0]),
                      expected[i][1]);
    assert_server(fixture, "/server", "connection-string('Server=x')/@IntegratedSecurity", "false");
    assert_server(fixture, "/server", "connection-string('Server=x')/@UserInstance", "false");
    assert_server(fixture, "/server", "count(connection-string('Server=x')/@InitialCatalog)", "0");
    assert_server(fixture, "/server", "connection-string('Server=db01')/@isLocal", "false");
    assert_server(fixture, "/server", "connection-string('Server=Web01')/@isLocal", "true");
    assert_server(fixture, "/server", "count(connection-string('true'))", "0");
    assert_server(fixture, "/server", "count(connection-string(''))", "0");
    assert_server(fixture, "/server", "count(connection-string(nothing))", "0");
    assert_server(fixture, "/server", "connection-string('Server=x;Pwd=hush')/@Password",
                  "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2");
}

/* The attribute knows the provider beside it, its text alone does not. */
static void the_provider_beside(void **state)
{
    assert_server(*state, "/server", "count(//connectionStrings/add)", "5");
    assert_server(*state, "//connectionStrings/add[@name='Plain']",
                  "connection-string(@connectionString)/@isSqlServer", "true");
    assert_server(*state, "//connectionStrings/add[@name='Plain']",
                  "connection-string(string(@connectionString))/@isSqlServer", "false");
    assert_server(*state, "//connectionStrings/add[@name='My']",
                  "connection-string(@connectionString)/@isSqlServer", "false");
}

static void all_in_force(void **state)
{
    /* without what every .NET Framework ships */
    assert_server(*state, "//application[@path='/']", "join(connection-strings(.)/@name, ' ')",
                  "Shop My Plain");
    assert_server(*state, "//application[@path='/']", "connection-strings(.)/@key", "Db");
    assert_server(*state, "//application[@path='/plain']", "count(connection-strings(.))", "4");
    assert_server(*state, "/server", "count(connection-strings(.))", "0");
    assert_server(*state, "/server", "count(connection-strings(nothing))", "0");
    assert_server(*state, "//application[@path='/']",
                  "count(connection-strings(.)[connection-string(@connectionString | @value)"
                  "/@isSqlServer = 'true'])",
                  "3");
    assert_server(*state, "//application[@path='/']",
                  "count(connection-strings(.)[contains(@connectionString, 'hush')])", "0");
}

/* Trees that were freed in between are made and looked through again. */
static void after_a_release(void **state)
{
    struct server_fixture *fixture = *state;
    assert_server(fixture, "//application[@path='/']", "count(connection-strings(.))", "4");
    effective_release(fixture->image.server, fixture->image.server->root);
    assert_server(fixture, "//application[@path='/']",
                  "join(connection-strings(.)/@connectionString, ' ')",
                  SQL_EXPRESS " server=db;database=x;uid=u;pwd=\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"
                              " server=db;database=x;uid=u;pwd=\xE2\x80\xA2\xE2\x80\xA2\xE2\x80"
                              "\xA2");
}

static void a_machine_without_a_name(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_start(&fixture, "<system.webServer/>", NULL);
    assert_server(&fixture, "/server", "connection-string('Server=db01')/@isLocal", "unknown");
    assert_server(&fixture, "/server", "connection-string('Server=.')/@isLocal", "true");
    assert_string_equal(server_unknown(&fixture), "");
    server_fixture_fini(&fixture);
}

/* Only .NET on that server can read it. */
static void an_encrypted_section(void **state)
{
    (void)state;
    struct server_fixture fixture;
    server_fixture_start(&fixture,
                         "<connectionStrings configProtectionProvider='RsaProvider'/>"
                         "<appSettings><add key='Db' value='Server=.;Database=x'/></appSettings>",
                         NULL);
    for (int again = 0; again < 2; again++) {
        assert_server(&fixture, "/server", "connection-strings(.)/@key", "Db");
        assert_string_equal(server_unknown(&fixture),
                            "files: the encrypted section 'connectionStrings' "
                            "(aspnet_regiis -pdf decrypts it)");
    }
    server_fixture_fini(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_string, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(the_provider_beside, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(all_in_force, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(after_a_release, set_up, server_fixture_tear_down),
        cmocka_unit_test(a_machine_without_a_name),
        cmocka_unit_test(an_encrypted_section),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
