#include "facts/token.h"

#include "base/text.h"
#include "unit/facts/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct membership {
    const char *name, *group;
    bool worker_process;
    enum answer answer;
};

static void check(const char *groups, const struct membership *cases, size_t count)
{
    static const char *const answers[] = {"no", "yes", "unknown"};
    struct machine m;
    machine_init(&m, groups);
    for (size_t i = 0; i < count; i++) {
        enum answer answer =
            account_in_group(m.accounts, cases[i].name, cases[i].group, cases[i].worker_process);
        if (answer != cases[i].answer)
            fail_msg("%s%s in %s: %s, expected %s", cases[i].name,
                     cases[i].worker_process ? " (worker)" : "", cases[i].group, answers[answer],
                     answers[cases[i].answer]);
    }
    machine_fini(&m);
}
#define CHECK(groups, cases) check(groups, cases, sizeof cases / sizeof cases[0])

static void test_by_data_alone(void **state)
{
    (void)state;
    static const struct membership cases[] = {
        /* a pool's own account */
        {"IIS APPPOOL\\Shop", "Everyone", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "Users", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "BUILTIN\\IIS_IUSRS", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "BUILTIN\\IIS_IUSRS", false,
         ANSWER_UNKNOWN}, /* manualGroupMembership */
        {"IIS APPPOOL\\Shop", "Authenticated Users", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "NT AUTHORITY\\SERVICE", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "S-1-5-82-0", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "IIS APPPOOL\\shop", true, ANSWER_YES},
        {"IIS APPPOOL\\Shop", "IIS APPPOOL\\Other", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "Administrators", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "Domain Admins", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "S-1-5-21-1-2-3-512", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "S-1-5-21-1-2-3-1005", true, ANSWER_UNKNOWN}, /* a local group? */
        {"IIS APPPOOL\\Shop", "SYSTEM", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "IUSR", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "NT SERVICE\\TrustedInstaller", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "INTERACTIVE", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "CREATOR OWNER", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "S-1-15-2-1", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "BATCH", true, ANSWER_UNKNOWN},
        {"IIS APPPOOL\\Shop", "CONTOSO\\Web", true, ANSWER_UNKNOWN},
        {"S-1-5-82-1-2-3-4-5", "Users", false, ANSWER_YES},
        {"S-1-5-82-1-2-3-4-5", "Administrators", false, ANSWER_NO},
        /* the anonymous user */
        {"IUSR", "Everyone", false, ANSWER_YES},
        {"IUSR", "Users", false, ANSWER_YES},
        {"IUSR", "IIS_IUSRS", false, ANSWER_UNKNOWN}, /* differs from machine to machine */
        {"IUSR", "SERVICE", false, ANSWER_UNKNOWN},   /* for deny only */
        {"IUSR", "Guests", false, ANSWER_NO},
        {"IUSR", "Administrators", false, ANSWER_NO},
        {"IUSR", "IIS APPPOOL\\Shop", false, ANSWER_NO},
        {"IUSR", "S-1-5-82-0", false, ANSWER_UNKNOWN},
        /* service accounts */
        {"LocalSystem", "Administrators", false, ANSWER_YES},
        {"LocalSystem", "Everyone", false, ANSWER_YES},
        {"LocalSystem", "IIS_IUSRS", true, ANSWER_YES},
        {"NetworkService", "Administrators", true, ANSWER_NO},
        {"NetworkService", "Users", true, ANSWER_YES},
        {"NetworkService", "IIS APPPOOL\\Shop", true, ANSWER_UNKNOWN}, /* IIS adds the pool's SID */
        {"NetworkService", "IIS APPPOOL\\Shop", false, ANSWER_NO},
        {"LocalService", "NetworkService", false, ANSWER_NO},
        {"NT SERVICE\\W3SVC", "NT SERVICE\\ALL SERVICES", false, ANSWER_YES},
        {"NT SERVICE\\W3SVC", "NT SERVICE\\WAS", false, ANSWER_NO},
        /* users */
        {"CONTOSO\\bob", "Authenticated Users", false, ANSWER_YES},
        {"CONTOSO\\bob", "Users", false, ANSWER_YES},
        {"CONTOSO\\bob", "Administrators", false, ANSWER_UNKNOWN},
        {"CONTOSO\\bob", "IIS_IUSRS", false, ANSWER_UNKNOWN},
        {"CONTOSO\\bob", "IIS_IUSRS", true, ANSWER_YES},
        {"CONTOSO\\bob", "SYSTEM", false, ANSWER_NO},
        {"CONTOSO\\bob", "S-1-5-21-1-2-3-1105", false, ANSWER_UNKNOWN}, /* perhaps itself */
        {"CONTOSO\\gmsa$", "Authenticated Users", false, ANSWER_YES},
        {"deploy", "Authenticated Users", false, ANSWER_YES},
        /* groups: anybody in them */
        {"Authenticated Users", "Authenticated Users", false, ANSWER_YES},
        {"Authenticated Users", "Everyone", false, ANSWER_YES},
        {"Authenticated Users", "Users", false, ANSWER_YES},
        {"Authenticated Users", "Administrators", false, ANSWER_UNKNOWN},
        {"Authenticated Users", "SYSTEM", false, ANSWER_UNKNOWN},
        {"Authenticated Users", "ANONYMOUS LOGON", false, ANSWER_NO},
        {"Everyone", "Authenticated Users", false, ANSWER_UNKNOWN},
        /* nothing known */
        {"S-1-5-21-1-2-3-1105", "Users", false, ANSWER_UNKNOWN},
        {"S-1-5-21-1-2-3-1105", "S-1-5-21-1-2-3-1105", false, ANSWER_YES},
        {"", "Users", false, ANSWER_UNKNOWN},
        {"IUSR", "", false, ANSWER_UNKNOWN},
    };
    CHECK("", cases);
}

static void test_facts_add_memberships(void **state)
{
    (void)state;
    static const struct membership cases[] = {
        {"CONTOSO\\svc", "Administrators", false, ANSWER_YES}, /* through Web Admins */
        {"CONTOSO\\svc", "CONTOSO\\Web Admins", false, ANSWER_YES},
        {"CONTOSO\\svc", "S-1-5-21-1-2-3-2001", false, ANSWER_YES},
        {"CONTOSO\\svc", "IIS_IUSRS", false, ANSWER_UNKNOWN}, /* the list may be incomplete */
        {"CONTOSO\\loop", "CONTOSO\\Ring B", false, ANSWER_YES},
        {"CONTOSO\\da", "Domain Admins", false, ANSWER_YES},
        {"IUSR", "IIS_IUSRS", false, ANSWER_YES},
        {"IIS APPPOOL\\Odd", "Administrators", true, ANSWER_YES},
        {"IIS APPPOOL\\Foreign", "Administrators", true,
         ANSWER_UNKNOWN}, /* Strangers may be in it */
        {"IIS APPPOOL\\Foreign", "WEB01\\Strangers", true, ANSWER_YES},
        {"IIS APPPOOL\\Foreign", "NETWORK", true, ANSWER_NO},
        {"IIS APPPOOL\\Shop", "S-1-5-21-7-8-9-1001", true, ANSWER_NO}, /* a user, not a group */
        {"IIS APPPOOL\\Shop", "S-1-5-21-7-8-9-1002", true, ANSWER_UNKNOWN},
    };
    CHECK(
        "<os computer='WEB01'/><accounts>"
        "<account name='CONTOSO\\svc' kind='domain'><memberOf name='CONTOSO\\Web Admins'/></account>"
        "<account name='CONTOSO\\Web Admins' sid='S-1-5-21-1-2-3-2001' kind='group'>"
        "<memberOf name='BUILTIN\\Administrators'/></account>"
        "<account name='CONTOSO\\loop'><memberOf name='CONTOSO\\Ring A'/></account>"
        "<account name='CONTOSO\\Ring A' kind='group'><memberOf name='CONTOSO\\Ring B'/></account>"
        "<account name='CONTOSO\\Ring B' kind='group'><memberOf name='CONTOSO\\Ring A'/></account>"
        "<account name='CONTOSO\\da'><memberOf name='CONTOSO\\Domain Admins'"
        " sid='S-1-5-21-1-2-3-512'/></account>"
        "<account name='NT AUTHORITY\\IUSR'><memberOf name='WEB01\\IIS_IUSRS'/></account>"
        "<account name='IIS APPPOOL\\Odd'><memberOf name='Administrators'/></account>"
        "<account name='IIS APPPOOL\\Foreign'><memberOf name='WEB01\\Strangers'/></account>"
        "<account name='WEB01\\deploy' sid='S-1-5-21-7-8-9-1001' kind='local'/>"
        "<account name='WEB01\\readers' sid='S-1-5-21-7-8-9-1002' kind='group'/>"
        "</accounts>",
        cases);
}

static void test_complete_facts_say_no(void **state)
{
    (void)state;
    static const struct membership cases[] = {
        {"CONTOSO\\svc", "IIS_IUSRS", false, ANSWER_NO},
        {"CONTOSO\\svc", "IIS_IUSRS", true, ANSWER_YES},
        {"CONTOSO\\svc", "CONTOSO\\Web", false, ANSWER_YES},
        {"CONTOSO\\svc", "CONTOSO\\Other", false, ANSWER_NO},
        {"CONTOSO\\svc", "S-1-5-21-1-2-3-1999", false, ANSWER_NO},
        {"CONTOSO\\svc", "BATCH", false,
         ANSWER_UNKNOWN}, /* the logon decides, not an administrator */
        {"CONTOSO\\svc", "Users", false, ANSWER_YES},
        {"CONTOSO\\notlisted", "IIS_IUSRS", false, ANSWER_UNKNOWN},
        {"IUSR", "IIS_IUSRS", false, ANSWER_NO},
    };
    CHECK(
        "<accounts complete='true'>"
        "<account name='CONTOSO\\svc' sid='S-1-5-21-1-2-3-1105' kind='domain'>"
        "<memberOf name='CONTOSO\\Web'/></account><account name='NT AUTHORITY\\IUSR'/></accounts>",
        cases);
}

static bool has(const char **sids, size_t count, const char *sid)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(sids[i], sid) == 0)
            return true;
    }
    return false;
}

static void test_list(void **state)
{
    (void)state;
    struct machine m;
    size_t count;
    bool complete;
    machine_init(
        &m, "<accounts complete='true'><account name='CONTOSO\\svc' kind='domain'/></accounts>");
    const char **sids =
        account_token(m.accounts, m.arena, "IIS APPPOOL\\DefaultAppPool", true, &count, &complete);
    assert_string_equal(sids[0], "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415");
    assert_false(complete);
    assert_int_equal(count, 10);
    static const char *const all[] = {"S-1-1-0",  "S-1-5-32-545", "S-1-5-6",
                                      "S-1-2-1",  "S-1-5-11",     "S-1-5-32-568",
                                      "S-1-5-15", "S-1-2-0",      "S-1-5-82-0"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        assert_true(has(sids, count, all[i]));
    assert_null(sids[count]);
    sids = account_token(m.accounts, m.arena, "CONTOSO\\svc", false, &count, &complete);
    assert_true(complete);
    assert_false(has(sids, count, "S-1-5-32-568"));
    sids = account_token(m.accounts, m.arena, "S-1-5-21-9-9-9-1", false, &count, NULL);
    assert_int_equal(count, 1);
    machine_fini(&m);
}

/* A chain of ten thousand groups and a group with ten thousand members end in time. */
static void test_long_chains(void **state)
{
    (void)state;
    struct text groups = {0};
    struct machine m;
    text_add(&groups, "<accounts>");
    for (unsigned i = 0; i < 10000; i++)
        text_printf(&groups,
                    "<account name='D\\g%u' kind='group'><memberOf name='D\\g%u'/></account>", i,
                    i + 1);
    text_add(&groups, "</accounts>");
    machine_init(&m, text_string(&groups));
    assert_int_equal(account_in_group(m.accounts, "D\\g0", "D\\g10000", false), ANSWER_YES);
    assert_int_equal(account_in_group(m.accounts, "D\\g5000", "D\\g1", false), ANSWER_UNKNOWN);
    machine_fini(&m);
    text_fini(&groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_data_alone),         cmocka_unit_test(test_facts_add_memberships),
        cmocka_unit_test(test_complete_facts_say_no), cmocka_unit_test(test_list),
        cmocka_unit_test(test_long_chains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
