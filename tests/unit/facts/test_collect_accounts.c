/* What Windows tells of accounts becomes facts about them. */
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void kinds(void **state)
{
    (void)state;
    static const struct {
        struct account_answer account;
        const char *kind;
    } cases[] = {
        {{.domain = "IIS APPPOOL", .name = "Shop", .use = SID_USE_WELL_KNOWN_GROUP}, "virtual"},
        {{.domain = "NT SERVICE", .name = "W3SVC", .use = SID_USE_WELL_KNOWN_GROUP}, "virtual"},
        {{.domain = "NT-AUTORIT\xC3\x84T", .name = "SYSTEM", .use = SID_USE_WELL_KNOWN_GROUP},
         "builtin"},
        {{.domain = "NT AUTHORITY", .name = "IUSR", .use = SID_USE_OTHER}, "builtin"},
        {{.domain = "BUILTIN", .name = "IIS_IUSRS", .use = SID_USE_GROUP}, "group"},
        {{.domain = "CONTOSO", .name = "Web Admins", .use = SID_USE_GROUP}, "group"},
        {{.domain = "CONTOSO", .name = "gmsa-web$", .use = SID_USE_USER}, "managed"},
        {{.domain = "CONTOSO", .name = "svc-web", .use = SID_USE_USER}, "domain"},
        {{.domain = "WEB01", .name = "svc-web", .use = SID_USE_USER, .is_local = true}, "local"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(collect_account_kind(&cases[i].account), cases[i].kind);
        assert_int_equal(collect_account_is_user(&cases[i].account), i >= 7);
    }
}

static void names(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(collect_account_name(arena, ".\\svc", "WEB01"), "WEB01\\svc");
    assert_string_equal(collect_account_name(arena, "CONTOSO\\svc", "WEB01"), "CONTOSO\\svc");
    assert_true(collect_account_is_here(".\\svc", "WEB01"));
    assert_true(collect_account_is_here("web01\\svc", "WEB01"));
    assert_true(collect_account_is_here("svc", "WEB01"));
    assert_false(collect_account_is_here("WEB011\\svc", "WEB01"));
    assert_false(collect_account_is_here("CONTOSO\\svc", "WEB01"));
    assert_false(collect_account_is_here("svc@contoso.com", "WEB01"));
    arena_free(arena);
}

static void add_group(struct recorded *recorded, struct account_answer *account, const char *name,
                      const char *sid)
{
    struct account_group *group = arena_alloc(recorded->arena, sizeof *group);
    *group = (struct account_group){name, sid};
    list_add(&account->groups, recorded->arena, group);
}

static void an_account_of_the_domain(void **state)
{
    (void)state;
    static const char *const rights[] = {
        "SeServiceLogonRight", "SeBatchLogonRight", "SeServiceLogonRight", "Se", "Odd", "Se-Odd"};
    struct recorded recorded;
    recorded_begin(&recorded, "accounts", NULL);
    struct account_answer account = {.asked = "svc-web@contoso.com",
                                     .domain = "CONTOSO",
                                     .name = "svc-web",
                                     .sid = "S-1-5-21-1-2-3-1105",
                                     .use = SID_USE_USER,
                                     .has_state = true,
                                     .flags = 0x10211, /* UF_LOCKOUT, UF_NORMAL_ACCOUNT, ... */
                                     .password_expired = true};
    add_group(&recorded, &account, "CONTOSO\\Domain Users", "S-1-5-21-1-2-3-513");
    add_group(&recorded, &account, "BUILTIN\\Users", "S-1-5-32-545");
    add_group(&recorded, &account, "Everyone", "S-1-1-0");
    add_group(&recorded, &account, "NT AUTHORITY\\NETWORK", "S-1-5-2");
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++)
        list_add(&account.rights, recorded.arena, (void *)(uintptr_t)rights[i]);
    collect_add_account(&recorded.collecting, &account);
    assert_string_equal(
        recorded_items(&recorded),
        "<account name=\"svc-web@contoso.com\" sid=\"S-1-5-21-1-2-3-1105\" kind=\"domain\" "
        "enabled=\"true\" locked=\"true\" passwordExpired=\"true\">"
        "<memberOf name=\"CONTOSO\\Domain Users\" sid=\"S-1-5-21-1-2-3-513\"/>"
        "<memberOf name=\"BUILTIN\\Users\" sid=\"S-1-5-32-545\"/>"
        "<right name=\"SeServiceLogonRight\"/><right name=\"SeBatchLogonRight\"/></account>\n");
    recorded_end(&recorded, 0);
    assert_non_null(recorded_find(&recorded, "name", "svc-web@contoso.com"));
    recorded_fini(&recorded);
}

static void accounts_of_which_little_is_told(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "accounts", NULL);
    struct account_answer disabled = {.asked = ".\\old",
                                      .domain = "WEB01",
                                      .name = "old",
                                      .is_local = true,
                                      .has_state = true,
                                      .flags = 0x202};
    struct account_answer pool = {.asked = "IIS APPPOOL\\Shop",
                                  .domain = "IIS APPPOOL",
                                  .name = "Shop",
                                  .sid = "S-1-5-82-1-2-3-4-5",
                                  .use = SID_USE_WELL_KNOWN_GROUP};
    collect_add_account(&recorded.collecting, &disabled);
    collect_add_account(&recorded.collecting, &pool);
    assert_string_equal(recorded_items(&recorded),
                        "<account name=\".\\old\" kind=\"local\" enabled=\"false\" "
                        "locked=\"false\" passwordExpired=\"false\"/>\n"
                        "<account name=\"IIS APPPOOL\\Shop\" sid=\"S-1-5-82-1-2-3-4-5\" "
                        "kind=\"virtual\"/>\n");
    recorded_end(&recorded, 0);
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(names),
        cmocka_unit_test(an_account_of_the_domain),
        cmocka_unit_test(accounts_of_which_little_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
