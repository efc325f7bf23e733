#include "rules/functions.h"

#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define POOL(name, process) "<add name='" name "'><processModel " process "/></add>"
#define SPECIFIC(user) "identityType='SpecificUser' userName='" user "' password='x'"
#define MANUAL " manualGroupMembership='true'"

static const char hosting[] =
    "<system.applicationHost><applicationPools>"
    "<add name='Shop'/>" POOL("System", "identityType='LocalSystem'") POOL(
        "Net", "identityType='NetworkService'") POOL("Local", "identityType='LocalService'")
        POOL("User", SPECIFIC("CONTOSO\\svc-web")) POOL(
            "Nobody",
            "identityType='SpecificUser'") POOL("Manual",
                                                SPECIFIC("CONTOSO\\svc-manual")
                                                    MANUAL) POOL("Both1",
                                                                 SPECIFIC("CONTOSO\\svc-both")
                                                                     MANUAL)
            POOL("Both2", SPECIFIC("contoso\\SVC-both")) POOL(
                "Spelled",
                SPECIFIC(
                    "nt authority\\networkservice")) "</applicationPools><sites><site name='Shop'>"
                                                     "<application path='/' applicationPool='Net'>"
                                                     "<virtualDirectory path='/' physicalPath='C:\\shop'/></application>"
                                                     "</site></sites></system.applicationHost>";

/* SIDs of: IIS APPPOOL\Shop and \Net (SHA-1 of the name), IIS_IUSRS, NETWORK SERVICE */
static const char machine[] =
    "<os name='Windows' version='10.0.20348' computer='WEB01' domain='contoso.com'/>\n"
    "<environment complete='true'><variable name='Root' value='C:\\'/></environment>\n"
    "<accounts complete='true'>"
    "<account name='CONTOSO\\svc-web' sid='S-1-5-21-1-2-3-1001' kind='domain'>"
    "<memberOf name='CONTOSO\\Web Admins'/></account>"
    "<account name='CONTOSO\\svc-manual' sid='S-1-5-21-1-2-3-1002' kind='domain'/>"
    "</accounts>\n"
    "<acls complete='true'>"
    "<acl path='C:\\shop' sddl='D:PAI(A;OICI;0x1200a9;;;NS)(A;OICI;FA;;;BA)'/>"
    "<acl path='C:\\iis' sddl='D:PAI(A;OICI;0x1200a9;;;IS)'/>"
    "<acl path='C:\\own' sddl='D:PAI(A;OICI;0x1200a9;;;%s)'/>"
    "<acl path='C:\\mine' sddl='D:PAI(A;OICI;0x1200a9;;;%s)'/>"
    "</acls>";

static int set_up(void **state)
{
    static struct server_fixture fixture;
    server_fixture_init(&fixture);
    struct arena *arena = fixture.image.arena;
    const char *net = account_pool_sid(arena, fixture.image.regexes, "Net");
    const char *manual = account_pool_sid(arena, fixture.image.regexes, "Manual");
    const char *own = strstr(machine, "%s"), *mine = strstr(own + 1, "%s");
    server_fixture_load(&fixture, hosting,
                        arena_printf(arena, "%.*s%s%.*s%s%s", (int)(own - machine), machine, net,
                                     (int)(mine - own - 2), own + 2, manual, mine + 2));
    *state = &fixture;
    return 0;
}

static void accounts_of_pools(void **state)
{
    assert_server(*state, "/server", "account(pool-named('Shop'))", "IIS APPPOOL\\Shop");
    assert_server(*state, "/server", "account(pool-named('System'))", "NT AUTHORITY\\SYSTEM");
    assert_server(*state, "/server", "account(pool-named('Net'))", "NT AUTHORITY\\NETWORK SERVICE");
    assert_server(*state, "/server", "account(pool-named('Local'))", "NT AUTHORITY\\LOCAL SERVICE");
    assert_server(*state, "/server", "account(pool-named('User'))", "CONTOSO\\svc-web");
    assert_server(*state, "/server", "account(pool-named('Nobody'))", "");
    assert_server(*state, "/server", "account(pool-named('Spelled'))",
                  "NT AUTHORITY\\NETWORK SERVICE");
    assert_server(*state, "/server", "account(pool-named('Gone'))", "");
    assert_server(*state, "/server", "account(.)", "");
    /* an application's pool, a pool's own parts */
    assert_server(*state, "//application", "account(pool(.))", "NT AUTHORITY\\NETWORK SERVICE");
    assert_server(*state, "//applicationPool[2]/processModel/@identityType", "account(.)",
                  "NT AUTHORITY\\SYSTEM");
}

static void kinds(void **state)
{
    static const char *const expected[][2] = {{"IIS APPPOOL\\Shop", "virtual"},
                                              {"NT AUTHORITY\\IUSR", "builtin"},
                                              {"IUSR", "builtin"},
                                              {"Everyone", "group"},
                                              {".\\web", "local"},
                                              {"WEB01\\web", "local"},
                                              {"CONTOSO\\svc-web", "domain"},
                                              {"svc@contoso.com", "domain"},
                                              {"CONTOSO\\gmsa$", "managed"}};
    struct server_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_server(fixture, "/server",
                      arena_printf(fixture->image.arena, "account-kind('%s')", expected[i][0]),
                      expected[i][1]);
    assert_server(*state, "/server", "account-kind('')", "unknown");
    assert_string_equal(server_unknown(*state), "");
    assert_server(*state, "/server", "account-kind('S-1-5-21-9-9-9-9')", "unknown");
    assert_string_equal(server_unknown(*state),
                        "accounts: what kind of account 'S-1-5-21-9-9-9-9' is");
}

static void sids(void **state)
{
    assert_server(*state, "/server", "sid('IIS APPPOOL\\DefaultAppPool')",
                  "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415");
    assert_server(*state, "/server", "sid('Network Service')", "S-1-5-20");
    assert_server(*state, "/server", "sid('contoso\\SVC-WEB')", "S-1-5-21-1-2-3-1001");
    assert_string_equal(server_unknown(*state), "");
    assert_server(*state, "/server", "sid('CONTOSO\\other')", "");
    assert_string_equal(server_unknown(*state), "accounts: the SID of 'CONTOSO\\other'");
    assert_server(*state, "/server", "sid('')", "");
    assert_string_equal(server_unknown(*state), "");
}

static void same_accounts(void **state)
{
    assert_server(*state, "/server", "same-account('IUSR', 'nt authority\\iusr')", "true");
    assert_server(*state, "/server", "same-account('iis apppool\\shop', 'IIS APPPOOL\\Shop')",
                  "true");
    assert_server(*state, "/server", "same-account('IUSR', 'Everyone')", "false");
    assert_server(*state, "/server", "same-account('S-1-5-20', 'NETWORK SERVICE')", "true");
    assert_server(*state, "/server", "same-account('', '')", "false");
}

static void members(void **state)
{
    assert_server(*state, "/server", "member('CONTOSO\\svc-web', 'CONTOSO\\Web Admins')", "yes");
    assert_server(*state, "/server", "member('NT AUTHORITY\\SYSTEM', 'Everyone')", "yes");
    /* a worker process is in IIS_IUSRS, unless no pool of the account asks for it */
    assert_server(*state, "/server", "member('IIS APPPOOL\\Shop', 'IIS_IUSRS')", "yes");
    assert_server(*state, "/server", "member('CONTOSO\\svc-web', 'IIS_IUSRS')", "yes");
    assert_server(*state, "/server", "member('contoso\\svc-both', 'IIS_IUSRS')", "yes");
    assert_server(*state, "/server", "member('CONTOSO\\svc-manual', 'IIS_IUSRS')", "no");
    assert_string_equal(server_unknown(*state), "");
    assert_server(*state, "/server", "member('CONTOSO\\stranger', 'BUILTIN\\Administrators')",
                  "unknown");
    assert_string_equal(server_unknown(*state), "accounts: the groups of 'CONTOSO\\stranger'");
}

static void reading(void **state)
{
    assert_server(*state, "/server", "may-read('NETWORK SERVICE', 'C:\\shop')", "yes");
    assert_server(*state, "/server", "may-read('NETWORK SERVICE', '%Root%shop\\x')", "yes");
    assert_server(*state, "/server", "may-read('IIS APPPOOL\\Shop', 'C:\\shop')", "no");
    assert_server(*state, "/server", "may-read('IIS APPPOOL\\Shop', 'C:\\iis')", "yes");
    assert_server(*state, "/server", "may-read('IUSR', 'C:\\shop')", "no");
    assert_server(*state, "/server", "may-read('CONTOSO\\svc-web', 'C:\\iis')", "yes");
    assert_server(*state, "/server", "may-read('CONTOSO\\svc-manual', 'C:\\iis')", "no");
    assert_string_equal(server_unknown(*state), "");
    assert_server(*state, "/server", "may-read('CONTOSO\\svc-manual', 'D:\\x')", "unknown");
    assert_string_equal(server_unknown(*state), "acls: the ACL of 'D:\\x'");
    assert_server(*state, "/server", "may-read('', 'C:\\shop')", "unknown");
    assert_server(*state, "/server", "may-read('IUSR', '')", "unknown");
}

/* The virtual account of a pool is in its token, whatever the pool runs as. */
static void reading_by_the_pools_own_account(void **state)
{
    assert_server(*state, "/server", "may-read('IIS APPPOOL\\Net', 'C:\\own')", "yes");
    /* Net and Spelled both run as Network Service; only Net's processes may */
    assert_server(*state, "/server", "may-read('NETWORK SERVICE', 'C:\\own')", "unknown");
    assert_server(*state, "/server", "may-read('CONTOSO\\svc-web', 'C:\\own')", "no");
    assert_server(*state, "/server", "may-read('CONTOSO\\svc-manual', 'C:\\mine')", "yes");
    assert_server(*state, "/server", "may-read('CONTOSO\\svc-both', 'C:\\mine')", "no");
}

static void grants(void **state)
{
    assert_server(*state, "/server", "grantees('C:\\shop')",
                  "NT AUTHORITY\\NETWORK SERVICE and BUILTIN\\Administrators");
    assert_server(*state, "/server", "grantees('c:/own/')", "IIS APPPOOL\\Net");
    assert_server(*state, "/server", "grantees('D:\\x')", "");
    assert_string_equal(server_unknown(*state), "acls: the ACL of 'D:\\x'");
    assert_server(*state, "/server", "grantees('')", "");
    assert_string_equal(server_unknown(*state), "");
    assert_server(*state, "/server", "granted-to('C:\\iis', 'IIS_IUSRS')", "yes");
    assert_server(*state, "/server", "granted-to('C:\\iis', 'IIS APPPOOL\\Shop')", "no");
    assert_server(*state, "/server", "granted-to('D:\\x', 'IIS_IUSRS')", "unknown");
    assert_string_equal(server_unknown(*state), "acls: the ACL of 'D:\\x'");
    assert_server(*state, "/server", "granted-to('', '')", "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accounts_of_pools, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(kinds, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(sids, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(same_accounts, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(members, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(reading, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(reading_by_the_pools_own_account, set_up,
                                        server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(grants, set_up, server_fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
