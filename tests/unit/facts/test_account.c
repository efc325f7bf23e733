#include "facts/account.h"

#include "facts/account_data.h"
#include "unit/facts/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define DEFAULT_POOL "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"

static const char web01[] =
    "<os computer='WEB01' domain='contoso.com'/>"
    "<accounts><account name='CONTOSO\\svc-web' sid='S-1-5-21-1-2-3-1105' kind='domain'/>"
    "<account name='WEB01\\deploy' sid='S-1-5-21-7-8-9-1001' kind='local'/>"
    "<account name='CONTOSO\\gmsa' sid='S-1-5-21-1-2-3-1106' kind='managed'/>"
    "<account name='WEB01\\readers' sid='S-1-5-21-7-8-9-1002' kind='group'/>"
    "<account name='VORDEFINIERT\\Benutzer' sid='S-1-5-32-545' kind='group'/></accounts>";

static void test_kind(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum account_kind kind;
    } cases[] = {
        {"IIS APPPOOL\\Shop", ACCOUNT_VIRTUAL},
        {"iis apppool\\a\\b", ACCOUNT_VIRTUAL},
        {"IIS APPPOOL\\", ACCOUNT_UNKNOWN},
        {"NT SERVICE\\MSSQL$SQLEXPRESS", ACCOUNT_VIRTUAL},
        {"NT SERVICE\\ALL SERVICES", ACCOUNT_GROUP},
        {DEFAULT_POOL, ACCOUNT_VIRTUAL},
        {"S-1-5-82-0", ACCOUNT_GROUP},
        {"S-1-5-18", ACCOUNT_BUILTIN},
        {"S-1-5-32-544", ACCOUNT_GROUP},
        {"S-1-5-21-4-5-6-1000", ACCOUNT_UNKNOWN},
        {"S-1-5-21-4-5-6-512", ACCOUNT_GROUP},
        {"S-1-5-21-1-2-3-1105", ACCOUNT_DOMAIN},
        {"LocalSystem", ACCOUNT_BUILTIN},
        {".\\LocalSystem", ACCOUNT_BUILTIN},
        {"SYSTEM", ACCOUNT_BUILTIN},
        {"NT AUTHORITY\\NetworkService", ACCOUNT_BUILTIN},
        {"network service", ACCOUNT_BUILTIN},
        {"IUSR", ACCOUNT_BUILTIN},
        {"NT AUTHORITY\\IUSR", ACCOUNT_BUILTIN},
        {"IUSR_WEB01", ACCOUNT_LOCAL},
        {"Everyone", ACCOUNT_GROUP},
        {"IIS_IUSRS", ACCOUNT_GROUP},
        {"WEB01\\IIS_IUSRS", ACCOUNT_GROUP},
        {"OTHER\\IIS_IUSRS", ACCOUNT_DOMAIN},
        {"NT AUTHORITY\\nosuch", ACCOUNT_UNKNOWN},
        {"deploy", ACCOUNT_LOCAL},
        {".\\deploy", ACCOUNT_LOCAL},
        {"web01\\other", ACCOUNT_LOCAL},
        {"WEB01\\readers", ACCOUNT_GROUP},
        {"Administrator", ACCOUNT_LOCAL},
        {"CONTOSO\\svc-web", ACCOUNT_DOMAIN},
        {"FABRIKAM\\x", ACCOUNT_DOMAIN},
        {"x@contoso.com", ACCOUNT_DOMAIN},
        {"CONTOSO\\gmsa", ACCOUNT_MANAGED}, /* a fact says so */
        {"CONTOSO\\gmsa$", ACCOUNT_MANAGED},
        {"gmsa$@contoso.com", ACCOUNT_MANAGED},
        {"", ACCOUNT_UNKNOWN},
        {"\\", ACCOUNT_UNKNOWN},
        {"CONTOSO\\", ACCOUNT_UNKNOWN},
        {"\\x", ACCOUNT_UNKNOWN},
    };
    struct machine m;
    machine_init(&m, web01);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum account_kind kind = account_kind(m.accounts, cases[i].name);
        if (kind != cases[i].kind)
            fail_msg("%s: kind %d, expected %d", cases[i].name, kind, cases[i].kind);
    }
    assert_int_equal(account_kind(m.accounts, NULL), ACCOUNT_UNKNOWN);
    machine_fini(&m);
}

static void test_canonical(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"network service", "NT AUTHORITY\\NETWORK SERVICE"},
        {"NetworkService", "NT AUTHORITY\\NETWORK SERVICE"},
        {"nt authority\\networkservice", "NT AUTHORITY\\NETWORK SERVICE"},
        {"localsystem", "NT AUTHORITY\\SYSTEM"},
        {"iusr", "NT AUTHORITY\\IUSR"},
        {"builtin\\iis_iusrs", "BUILTIN\\IIS_IUSRS"},
        {"authenticated users", "NT AUTHORITY\\Authenticated Users"},
        {"iis apppool\\sHop", "IIS APPPOOL\\sHop"},
        {"S-1-5-20", "NT AUTHORITY\\NETWORK SERVICE"},
        {"S-1-5-21-1-2-3-1105", "CONTOSO\\svc-web"},
        {"S-1-5-21-1-2-3-9999", "S-1-5-21-1-2-3-9999"},
        {"CONTOSO\\svc-web", "CONTOSO\\svc-web"},
        {"unknown", "unknown"},
    };
    struct machine m;
    machine_init(&m, web01);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(account_canonical(m.accounts, cases[i][0]), cases[i][1]);
    assert_null(account_canonical(m.accounts, NULL));
    machine_fini(&m);
}

static void test_sid(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"LocalSystem", "S-1-5-18"},
        {"IUSR", "S-1-5-17"},
        {"IIS_IUSRS", "S-1-5-32-568"},
        {"Everyone", "S-1-1-0"},
        {"iis apppool\\defaultAPPpool", DEFAULT_POOL},
        {"NT SERVICE\\TrustedInstaller",
         "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"},
        {"s-1-5-18", "S-1-5-18"},
        {"CONTOSO\\SVC-WEB", "S-1-5-21-1-2-3-1105"},
        {"deploy", "S-1-5-21-7-8-9-1001"},
        {".\\deploy", "S-1-5-21-7-8-9-1001"},
        {"VORDEFINIERT\\Benutzer", "S-1-5-32-545"},
        {"Administrator", NULL}, /* of which machine? */
        {"FABRIKAM\\deploy", NULL},
        {"svc-web@contoso.com", NULL},
        {"", NULL},
    };
    struct machine m;
    machine_init(&m, web01);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *sid = account_sid(m.accounts, cases[i][0]);
        if (cases[i][1] == NULL && sid != NULL)
            fail_msg("%s: %s", cases[i][0], sid);
        else if (cases[i][1] != NULL)
            assert_string_equal(sid, cases[i][1]);
    }
    assert_null(account_sid(m.accounts, NULL));
    assert_string_equal(account_pool_sid(m.arena, m.regexes, "DefaultAppPool"), DEFAULT_POOL);
    assert_string_equal(account_name_of_sid(m.accounts, "S-1-5-32-544"), "BUILTIN\\Administrators");
    assert_string_equal(account_name_of_sid(m.accounts, "S-1-5-21-7-8-9-1001"), "WEB01\\deploy");
    assert_null(account_name_of_sid(m.accounts, DEFAULT_POOL));
    assert_null(account_name_of_sid(m.accounts, "nonsense"));
    assert_null(account_name_of_sid(m.accounts, NULL));
    machine_fini(&m);
}

static void test_equals(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
        {"LocalSystem", "NT AUTHORITY\\SYSTEM", true},
        {"LocalSystem", "S-1-5-18", true},
        {"LocalSystem", "LocalService", false},
        {"IIS APPPOOL\\DefaultAppPool", DEFAULT_POOL, true},
        {"IIS APPPOOL\\a", "iis apppool\\A", true},
        {"IIS APPPOOL\\\xC3\x84", "IIS APPPOOL\\\xC3\xA4", true},
        {"IIS APPPOOL\\a", "IIS APPPOOL\\b", false},
        {"IIS APPPOOL\\a", "a", false},
        {"deploy", "WEB01\\DEPLOY", true},
        {"bob", ".\\bob", true},
        {"bob", "CONTOSO\\bob", false},
        {"CONTOSO\\J\xC3\x96RG", "contoso\\j\xC3\xB6rg", true},
        {"CONTOSO\\svc-web", "S-1-5-21-1-2-3-1105", true},
        {"CONTOSO\\svc-web", "S-1-5-21-1-2-3-1106", false},
    };
    struct machine m;
    machine_init(&m, web01);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (account_equals(m.accounts, cases[i].a, cases[i].b) != cases[i].equal)
            fail_msg("%s, %s", cases[i].a, cases[i].b);
    }
    assert_true(account_equals(m.accounts, NULL, NULL));
    assert_false(account_equals(m.accounts, "IUSR", NULL));
    machine_fini(&m);
}

static void test_identity_types(void **state)
{
    (void)state;
    struct machine m;
    machine_init(&m, "");
    assert_string_equal(account_of_identity_type(m.accounts, "networkservice"),
                        "NT AUTHORITY\\NETWORK SERVICE");
    assert_string_equal(account_of_identity_type(m.accounts, "LocalSystem"),
                        "NT AUTHORITY\\SYSTEM");
    assert_string_equal(account_of_identity_type(m.accounts, "LocalService"),
                        "NT AUTHORITY\\LOCAL SERVICE");
    assert_null(account_of_identity_type(m.accounts, "SpecificUser"));
    assert_null(account_of_identity_type(m.accounts, "ApplicationPoolIdentity"));
    assert_null(account_of_identity_type(m.accounts, NULL));
    machine_fini(&m);
}

/* The data is consistent: names, SIDs and abbreviations are unique, every SID is one. */
static void test_data(void **state)
{
    (void)state;
    struct machine m;
    machine_init(&m, "");
    size_t cursor = 0;
    const char *sid;
    void *value;
    assert_true(map_count(account_data(m.accounts)->by_sid) > 80);
    assert_true(map_count(account_data(m.accounts)->by_sddl) > 60);
    while (map_next(account_data(m.accounts)->by_sid, &cursor, &sid, &value)) {
        const struct known *known = value;
        assert_string_equal(known->sid, sid);
        if (!sid_is(sid) && strncmp(sid, "S-1-5-21-*-", 11) != 0)
            fail_msg("%s is no SID", sid);
        assert_ptr_equal(account_known(m.accounts, known->name), known);
    }
    cursor = 0;
    while (map_next(account_data(m.accounts)->by_sddl, &cursor, &sid, &value))
        assert_int_equal(strlen(sid), 2);
    machine_fini(&m);
}

static void test_a_bad_acl_is_an_error_at_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct regex_cache *regexes = regex_cache_new(arena);
    struct error error;
    struct facts *facts = machine_parse(arena,
                                        "<acls><acl path='C:\\a' sddl='D:(A;;FA;;;BA)'/>\n"
                                        " <acl path='C:\\b' sddl='D:(A;;FA;;;QQ)'/></acls>",
                                        &error);
    assert_non_null(facts);
    assert_null(accounts_new(arena, facts, regexes, &error));
    assert_string_equal(error.path, "facts.xml");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 25);
    assert_non_null(strstr(error.text, "offset 11"));
    facts_free(facts);
    regex_cache_free(regexes);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kind),
        cmocka_unit_test(test_canonical),
        cmocka_unit_test(test_sid),
        cmocka_unit_test(test_equals),
        cmocka_unit_test(test_identity_types),
        cmocka_unit_test(test_data),
        cmocka_unit_test(test_a_bad_acl_is_an_error_at_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
