#include "facts/access.h"

#include "facts/item.h"
#include "unit/facts/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define POOL "IIS APPPOOL\\DefaultAppPool"
#define POOL_SID "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"
#define STOCK                                                                                      \
    "(A;OICI;0x1200a9;;;IS)(A;ID;FA;;;SY)(A;OICIIOID;GA;;;SY)(A;ID;FA;;;BA)(A;OICIIOID;GA;;;BA)"   \
    "(A;ID;0x1200a9;;;BU)(A;OICIIOID;GXGR;;;BU)(A;OICIIOID;GA;;;CO)"

enum { N = ANSWER_NO, Y = ANSWER_YES, U = ANSWER_UNKNOWN };

static const char *const answers[] = {"no", "yes", "unknown"};

/* One ACL on C:\web, asked as the worker process of a pool. */
static void test_the_path_itself(void **state)
{
    (void)state;
    static const struct {
        const char *sddl, *name;
        enum access_right right;
        unsigned answer;
    } cases[] = {
        /* stock wwwroot */
        {"D:AI" STOCK, POOL, ACCESS_READ, Y},
        {"D:AI" STOCK, POOL, ACCESS_EXECUTE, Y},
        {"D:AI" STOCK, POOL, ACCESS_LIST, Y},
        {"D:AI" STOCK, POOL, ACCESS_WRITE, N},
        {"D:AI" STOCK, "IUSR", ACCESS_READ, Y}, /* through Users */
        {"D:AI" STOCK, "LocalSystem", ACCESS_WRITE, Y},
        {"D:AI" STOCK, "NetworkService", ACCESS_READ, Y},
        {"D:AI" STOCK, "CONTOSO\\bob", ACCESS_READ, Y},
        {"D:AI" STOCK, "CONTOSO\\bob", ACCESS_WRITE, U}, /* an administrator? */
        {"D:AI" STOCK, "Authenticated Users", ACCESS_READ, Y},
        /* the usual trap: granted to the pool, asked as IUSR, and the reverse */
        {"D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;OICI;FR;;;" POOL_SID ")", POOL, ACCESS_READ, Y},
        {"D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;OICI;FR;;;" POOL_SID ")", "IUSR", ACCESS_READ, N},
        {"D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;OICI;FR;;;S-1-5-17)", "IUSR", ACCESS_READ, Y},
        {"D:P(A;;FA;;;BA)(A;;FA;;;SY)(A;OICI;FR;;;S-1-5-17)", POOL, ACCESS_READ, N},
        {"D:P(A;;FA;;;BA)(A;OICI;FR;;;" POOL_SID ")", "IIS APPPOOL\\Other", ACCESS_READ, N},
        {"D:P(A;;FA;;;BA)(A;OICI;FR;;;" POOL_SID ")", "NetworkService", ACCESS_READ, U},
        {"D:P(A;;FA;;;BA)(A;;FR;;;IS)", "IUSR", ACCESS_READ, U}, /* in IIS_IUSRS? */
        {"D:P(A;;FA;;;BA)(A;;FR;;;IS)", "Authenticated Users", ACCESS_READ, U},
        {"D:P(A;;FA;;;BA)(A;;FR;;;NS)", POOL, ACCESS_READ, N},
        /* order decides, not kind */
        {"D:(D;;FR;;;" POOL_SID ")(A;;FA;;;WD)", POOL, ACCESS_READ, N},
        {"D:(A;;FA;;;WD)(D;;FR;;;" POOL_SID ")", POOL, ACCESS_READ, Y},
        {"D:(D;;FW;;;" POOL_SID ")(A;;FA;;;WD)", POOL, ACCESS_READ,
         N}, /* READ_CONTROL is in both */
        {"D:(D;;0x116;;;" POOL_SID ")(A;;FA;;;WD)", POOL, ACCESS_READ, Y},
        {"D:(D;;0x116;;;" POOL_SID ")(A;;FA;;;WD)", POOL, ACCESS_WRITE, N},
        {"D:(D;;FA;;;BA)(A;;FR;;;WD)", POOL, ACCESS_READ, Y}, /* certainly no administrator */
        {"D:(D;;FA;;;BG)(A;;FR;;;WD)", "IUSR", ACCESS_READ, Y},
        {"D:(D;;FA;;;BG)(A;;FR;;;WD)", "CONTOSO\\bob", ACCESS_READ, U},
        {"D:(D;;FA;;;S-1-5-21-1-2-3-1005)(A;;FR;;;WD)", POOL, ACCESS_READ, U},
        {"D:(A;;FR;;;WD)(D;;FA;;;S-1-5-21-1-2-3-1005)", POOL, ACCESS_READ, Y},
        {"D:(A;;FR;;;S-1-5-21-1-2-3-1005)(D;;FA;;;WD)", POOL, ACCESS_READ, U},
        {"D:(D;;FA;;;WD)(A;;FR;;;S-1-5-21-1-2-3-1005)", POOL, ACCESS_READ, N},
        {"D:(A;;FR;;;S-1-5-21-1-2-3-1005)", POOL, ACCESS_READ, U},
        /* rights add up from several entries */
        {"D:(A;;0x1;;;BU)(A;;0x120088;;;WD)", POOL, ACCESS_READ, Y},
        {"D:(A;;0x1;;;BU)(A;;0x20088;;;WD)", POOL, ACCESS_READ, N},
        {"D:(A;;0x1;;;BU)(D;;0x1;;;WD)(A;;0x120088;;;WD)", POOL, ACCESS_READ, Y},
        {"D:(A;;0x1;;;BA)(D;;0x1;;;WD)(A;;FA;;;WD)", POOL, ACCESS_READ, N},
        {"D:(A;;0x100001;;;WD)", POOL, ACCESS_LIST, Y},
        {"D:(A;;0x100001;;;WD)", POOL, ACCESS_READ, N},
        {"D:(A;;GR;;;WD)", POOL, ACCESS_READ, Y},
        {"D:(A;;GX;;;WD)", POOL, ACCESS_EXECUTE, Y},
        {"D:(A;;GA;;;WD)", POOL, ACCESS_WRITE, Y},
        /* only for children */
        {"D:(A;CIIO;FA;;;WD)", POOL, ACCESS_READ, N},
        {"D:(A;OICIIO;FA;;;WD)", POOL, ACCESS_WRITE, N},
        {"D:(A;OICIIO;FA;;;WD)", POOL, ACCESS_READ, U}, /* the files in it may be read */
        {"D:(D;OICIIO;FA;;;WD)(A;;FR;;;WD)", POOL, ACCESS_READ, Y},
        /* no DACL, an empty one, none told */
        {"D:NO_ACCESS_CONTROL", POOL, ACCESS_WRITE, Y},
        {"D:", POOL, ACCESS_READ, N},
        {"D:P", "LocalSystem", ACCESS_READ, N},
        {"O:BAG:SY", POOL, ACCESS_READ, U},
        /* conditional entries may or may not count */
        {"D:(XA;;FA;;;WD;(a==1))", POOL, ACCESS_READ, U},
        {"D:(XA;;FA;;;BA;(a==1))", POOL, ACCESS_READ, N},
        {"D:(XD;;FA;;;WD;(a==1))(A;;FR;;;WD)", POOL, ACCESS_READ, U},
        {"D:(A;;FR;;;WD)(XD;;FA;;;WD;(a==1))", POOL, ACCESS_READ, Y},
        {"D:(OA;;FA;00299570-246d-11d0-a768-00aa006e0529;;WD)", POOL, ACCESS_READ, U},
        /* placeholders never match on the path itself */
        {"D:(A;;FA;;;CO)(A;;FA;;;AC)(A;;FA;;;PS)", POOL, ACCESS_READ, N},
        /* the owner */
        {"O:" POOL_SID "D:(A;;0x100089;;;WD)", POOL, ACCESS_READ, Y}, /* may read the ACL anyway */
        {"O:BAD:(A;;0x100089;;;WD)", POOL, ACCESS_READ, N},
        {"O:" POOL_SID "D:(A;;0x100089;;;WD)(A;;0x1;;;OW)", POOL, ACCESS_READ, N},
        {"O:" POOL_SID "D:(A;;FR;;;OW)", POOL, ACCESS_READ, Y},
        {"O:BAD:(A;;FR;;;OW)", POOL, ACCESS_READ, N},
        {"O:" POOL_SID "D:(D;;FR;;;OW)(A;;FA;;;WD)", POOL, ACCESS_READ, N},
        {"D:(A;;FR;;;OW)", POOL, ACCESS_READ, U},
        /* nobody was named */
        {"D:(A;;FA;;;WD)", "", ACCESS_READ, U},
        {"D:(A;;FA;;;WD)", "S-1-5-21-1-2-3-1105", ACCESS_READ, U},
        {"D:(A;;FA;;;S-1-5-21-1-2-3-1105)", "S-1-5-21-1-2-3-1105", ACCESS_READ, Y},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct machine m;
        xmlNode *deciding = NULL;
        struct arena *arena = arena_new();
        machine_init(
            &m, arena_printf(arena, "<acls><acl path='C:\\web' sddl='%s'/></acls>", cases[i].sddl));
        bool worker = strcmp(cases[i].name, "IUSR") != 0 && strchr(cases[i].name, ' ') != NULL;
        worker = worker && strcmp(cases[i].name, "Authenticated Users") != 0;
        worker = worker || strcmp(cases[i].name, "NetworkService") == 0;
        unsigned answer = access_check(m.accounts, m.arena, cases[i].name, worker, "c:\\WEB\\",
                                       cases[i].right, &deciding);
        if (answer != cases[i].answer)
            fail_msg("%s, %s, %d: %s, expected %s", cases[i].sddl, cases[i].name, cases[i].right,
                     answers[answer], answers[cases[i].answer]);
        assert_string_equal(item_get(deciding, "path"), "C:\\web");
        machine_fini(&m);
        arena_free(arena);
    }
}

/* One ACL on C:\web, asked for something below it. */
static void test_what_is_inherited(void **state)
{
    (void)state;
    static const struct {
        const char *sddl, *path;
        enum access_right right;
        unsigned complete, partial; /* the answers in a complete and in another acls group */
    } cases[] = {
        {"D:(A;OICI;FR;;;WD)", "C:\\web\\a\\b", ACCESS_READ, Y, U},
        {"D:(A;OICI;FR;;;BA)", "C:\\web\\a", ACCESS_READ, N, U},
        {"D:(A;;FR;;;WD)", "C:\\web\\a", ACCESS_READ, N, U},
        {"D:(A;OICIIO;FR;;;WD)", "C:\\web\\a", ACCESS_READ, Y, U},
        {"D:(A;OI;FR;;;WD)", "C:\\web\\a", ACCESS_READ, U, U}, /* a file, not a directory */
        {"D:(A;CI;FR;;;WD)", "C:\\web\\a", ACCESS_READ, U, U},
        {"D:(A;CI;FR;;;WD)", "C:\\web\\a", ACCESS_LIST, Y, U}, /* listing is of a directory */
        {"D:(A;OI;FR;;;WD)", "C:\\web\\a", ACCESS_LIST, N, U},
        {"D:(A;OICINP;FR;;;WD)", "C:\\web\\a", ACCESS_READ, Y, U},
        {"D:(A;OICINP;FR;;;WD)", "C:\\web\\a\\b", ACCESS_READ, N, U},
        {"D:(D;OICI;FR;;;WD)(A;OICI;FA;;;WD)", "C:\\web\\a", ACCESS_READ, N, U},
        {"D:(D;;FR;;;WD)(A;OICI;FA;;;WD)", "C:\\web\\a", ACCESS_READ, Y, U},
        {"D:(A;OICIIO;FA;;;CO)", "C:\\web\\a", ACCESS_READ, U, U}, /* who created it? */
        {"D:(A;OICI;FR;;;WD)(A;OICIIO;FA;;;CO)", "C:\\web\\a", ACCESS_READ, Y, U},
        {"D:NO_ACCESS_CONTROL", "C:\\web\\a", ACCESS_READ, U, U},
        {"D:", "C:\\web\\a", ACCESS_READ, N, U},
        {"D:(A;OICI;FR;;;WD)", "C:\\webs", ACCESS_READ, U, U},
        {"D:(A;OICI;FR;;;WD)", "C:\\", ACCESS_READ, U, U},
        {"D:(A;OICI;FR;;;WD)", "D:\\web", ACCESS_READ, U, U},
        {"D:(A;OICI;FR;;;WD)", "\\\\nas\\share\\web", ACCESS_READ, U, U},
        {"D:(A;OICI;FR;;;WD)", "", ACCESS_READ, U, U},
        {"D:(A;OICI;FR;;;WD)", "web", ACCESS_READ, U, U},
    };
    for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
        struct machine m;
        struct arena *arena = arena_new();
        bool complete = i % 2 == 0;
        machine_init(&m, arena_printf(arena,
                                      "<acls complete='%s'><acl path='C:/web/' sddl='%s'/></acls>",
                                      complete ? "true" : "false", cases[i / 2].sddl));
        unsigned expected = complete ? cases[i / 2].complete : cases[i / 2].partial;
        unsigned answer = access_check(m.accounts, m.arena, POOL, true, cases[i / 2].path,
                                       cases[i / 2].right, NULL);
        if (answer != expected)
            fail_msg("%s, %s: %s, expected %s", cases[i / 2].sddl, cases[i / 2].path,
                     answers[answer], answers[expected]);
        machine_fini(&m);
        arena_free(arena);
    }
}

static void test_the_nearest_acl_decides(void **state)
{
    (void)state;
    struct machine m;
    xmlNode *deciding;
    machine_init(&m, "<acls complete='true'><acl path='C:\\' sddl='D:(A;OICI;FR;;;WD)'/>"
                     "<acl path='C:\\web\\private' sddl='D:P(A;OICI;FA;;;BA)'/>"
                     "<acl path='\\\\nas\\share' sddl='D:(A;OICI;FR;;;WD)'/></acls>");
    assert_int_equal(
        access_check(m.accounts, m.arena, POOL, true, "C:\\web", ACCESS_READ, &deciding), Y);
    assert_string_equal(item_get(deciding, "path"), "C:\\");
    assert_int_equal(access_check(m.accounts, m.arena, POOL, true, "C:\\web\\private\\x\\y",
                                  ACCESS_READ, &deciding),
                     N);
    assert_string_equal(item_get(deciding, "path"), "C:\\web\\private");
    assert_int_equal(
        access_check(m.accounts, m.arena, POOL, true, "\\\\NAS\\share\\a", ACCESS_READ, &deciding),
        Y);
    assert_int_equal(
        access_check(m.accounts, m.arena, POOL, true, "\\\\nas\\other\\a", ACCESS_READ, &deciding),
        U);
    assert_null(deciding);
    machine_fini(&m);

    machine_init(&m, "");
    assert_int_equal(
        access_check(m.accounts, m.arena, POOL, true, "C:\\web", ACCESS_READ, &deciding), U);
    assert_null(deciding);
    assert_null(access_grantees(m.accounts, m.arena, "C:\\web", ACCESS_READ));
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\web", POOL, ACCESS_READ), U);
    machine_fini(&m);
}

/* What the facts tell of memberships counts. */
static void test_with_account_facts(void **state)
{
    (void)state;
    struct machine m;
    machine_init(&m, "<accounts complete='true'>"
                     "<account name='CONTOSO\\svc' sid='S-1-5-21-1-2-3-1105' kind='domain'>"
                     "<memberOf name='CONTOSO\\Web' sid='S-1-5-21-1-2-3-2000'/></account>"
                     "<account name='NT AUTHORITY\\IUSR'/></accounts><acls>"
                     "<acl path='C:\\a' sddl='D:(A;;FR;;;S-1-5-21-1-2-3-2000)'/>"
                     "<acl path='C:\\b' sddl='D:(A;;FR;;;S-1-5-21-1-2-3-2001)'/>"
                     "<acl path='C:\\c' sddl='D:(A;;FR;;;IS)'/></acls>");
    assert_int_equal(
        access_check(m.accounts, m.arena, "CONTOSO\\svc", false, "C:\\a", ACCESS_READ, NULL), Y);
    assert_int_equal(
        access_check(m.accounts, m.arena, "CONTOSO\\svc", false, "C:\\b", ACCESS_READ, NULL), N);
    assert_int_equal(
        access_check(m.accounts, m.arena, "CONTOSO\\svc", false, "C:\\c", ACCESS_READ, NULL), N);
    assert_int_equal(
        access_check(m.accounts, m.arena, "CONTOSO\\svc", true, "C:\\c", ACCESS_READ, NULL), Y);
    assert_int_equal(access_check(m.accounts, m.arena, "IUSR", false, "C:\\c", ACCESS_READ, NULL),
                     N);
    machine_fini(&m);
}

static void test_grantees(void **state)
{
    (void)state;
    struct machine m;
    machine_init(&m, "<acls><acl path='C:\\a' sddl='D:(A;OICI;FR;;;BU)(A;;FA;;;BA)(A;;FR;;;BA)"
                     "(D;;FA;;;WD)(A;;FR;;;S-1-5-82-1-2)(A;;FW;;;AU)(A;OICIIO;FA;;;CO)'/>"
                     "<acl path='C:\\b' sddl='D:(A;;FW;;;BU)'/><acl path='C:\\c' sddl='D:'/>"
                     "<acl path='C:\\d' sddl='D:(XA;;FA;;;BU;(a))'/>"
                     "<acl path='C:\\e' sddl='D:NO_ACCESS_CONTROL'/></acls>");
    assert_string_equal(access_grantees(m.accounts, m.arena, "C:\\a", ACCESS_READ),
                        "BUILTIN\\Users, BUILTIN\\Administrators and S-1-5-82-1-2");
    assert_string_equal(access_grantees(m.accounts, m.arena, "C:\\a", ACCESS_WRITE),
                        "BUILTIN\\Administrators and NT AUTHORITY\\Authenticated Users");
    assert_string_equal(access_grantees(m.accounts, m.arena, "C:\\b", ACCESS_READ), "nobody");
    assert_string_equal(access_grantees(m.accounts, m.arena, "C:\\c", ACCESS_READ), "nobody");
    assert_string_equal(access_grantees(m.accounts, m.arena, "C:\\e", ACCESS_READ),
                        "everybody (no DACL)");
    assert_null(access_grantees(m.accounts, m.arena, "C:\\a\\b", ACCESS_READ));

    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\a", "Users", ACCESS_READ), Y);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\a", "Users", ACCESS_WRITE), N);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\a", "Everyone", ACCESS_READ), N);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\a", "IUSR", ACCESS_READ), N);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\a", "CONTOSO\\bob", ACCESS_READ),
                     U);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\a\\b", "Users", ACCESS_READ), U);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\d", "Users", ACCESS_READ), U);
    assert_int_equal(access_granted_to(m.accounts, m.arena, "C:\\e", "Users", ACCESS_READ), N);
    machine_fini(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_path_itself),
        cmocka_unit_test(test_what_is_inherited),
        cmocka_unit_test(test_the_nearest_acl_decides),
        cmocka_unit_test(test_with_account_facts),
        cmocka_unit_test(test_grantees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
