/* What accounts.xml says and what is wrong with it. */
#include "facts/account_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    static struct accounts accounts;
    accounts = (struct accounts){.arena = arena_new()};
    *state = &accounts;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct accounts *)*state)->arena);
    return 0;
}

static bool load(struct accounts *accounts, const char *text, struct error *error)
{
    struct source *source = source_parse(accounts->arena, "accounts.xml", text, strlen(text));
    accounts->data = account_data_parse(accounts->arena, source, error);
    source_free(source); /* names are copied */
    return accounts->data != NULL;
}

#define ACCOUNT(attributes) "<account " attributes "/>\n"
#define USERS ACCOUNT("name='BUILTIN\\Users' sid='S-1-5-32-545' kind='group' sddl='BU'")
#define EVERYONE ACCOUNT("name='Everyone' sid='S-1-1-0' kind='placeholder'")

static void accounts_by_all_their_names(void **state)
{
    struct accounts *accounts = *state;
    assert_true(
        load(accounts,
             "<accounts>" USERS
             "<account name='NT AUTHORITY\\SYSTEM' sid='S-1-5-18' kind='builtin' sddl='SY' "
             "identityType='LocalSystem' unprivileged='true'><alias name='LocalSystem'/><alias/>"
             "<alias name='Everyone'/></account>" EVERYONE ACCOUNT(
                 "name='OTHER\\Users' sid='S-1-5-32-9' kind='group'") "</accounts>",
             NULL));
    struct known *system = map_find(accounts->data->by_name, "nt authority\\system");
    assert_string_equal(system->sid, "S-1-5-18");
    assert_int_equal(system->kind, ACCOUNT_BUILTIN);
    assert_true(system->unprivileged && !system->placeholder);
    assert_ptr_equal(map_find(accounts->data->by_name, "System"), system);
    assert_ptr_equal(map_find(accounts->data->by_name, "LocalSystem"), system);
    assert_ptr_equal(map_find(accounts->data->by_sid, "s-1-5-18"), system);
    assert_ptr_equal(map_find(accounts->data->by_sddl, "SY"), system);
    assert_ptr_equal(map_find(accounts->data->by_identity_type, "LocalSystem"), system);
    /* a canonical name is never taken by an alias, and of two short names the first one stays */
    struct known *everyone = map_find(accounts->data->by_name, "Everyone");
    assert_string_equal(everyone->sid, "S-1-1-0");
    assert_true(everyone->placeholder);
    assert_int_equal(everyone->kind, ACCOUNT_GROUP);
    assert_string_equal(((struct known *)map_find(accounts->data->by_name, "Users"))->sid,
                        "S-1-5-32-545");
}

/* What a token carries, by account, family and kind; accounts may come behind who refers to them by their
 * canonical names. */
static void tokens(void **state)
{
    struct accounts *accounts = *state;
    assert_true(load(
        accounts,
        "<accounts><family name='IIS APPPOOL' sid='S-1-5-82' hash='upper'><token>"
        "<in group='BUILTIN\\Users'/><out group='Everyone'/></token></family>"
        "<family name='NT SERVICE' sid='S-1-5-80' unprivileged='true'/>"
        "<kind name='managed'><token><in group='Everyone'/></token></kind>"
        "<unprivileged><in group='BUILTIN\\Users'/></unprivileged>"
        "<workerProcess><token><in group='BUILTIN\\Users'/><in group='Everyone'/></token></workerProcess>"
        "<account name='A' sid='S-1-9' kind='user'><token><out group='BUILTIN\\users'/></token>"
        "</account>" USERS EVERYONE "</accounts>",
        NULL));
    struct known *users = map_find(accounts->data->by_name, "Users");
    const struct family *pools = accounts->data->families.items[0],
                        *services = accounts->data->families.items[1];
    assert_string_equal(pools->sid, "S-1-5-82");
    assert_int_equal(pools->hash, SID_UPPER);
    assert_false(pools->unprivileged);
    assert_int_equal(pools->rule.in.count, 1);
    assert_ptr_equal(pools->rule.in.items[0], users);
    assert_int_equal(pools->rule.out.count, 1);
    assert_int_equal(services->hash, SID_LOWER);
    assert_true(services->unprivileged);
    assert_int_equal(services->rule.in.count, 0);
    assert_int_equal(accounts->data->kinds[ACCOUNT_MANAGED].in.count, 1);
    assert_int_equal(accounts->data->kinds[ACCOUNT_LOCAL].in.count, 0);
    assert_int_equal(accounts->data->unprivileged.in.count, 1);
    assert_int_equal(accounts->data->worker_process.in.count, 2);
    const struct known *a = map_find(accounts->data->by_name, "a");
    assert_int_equal(a->kind, ACCOUNT_LOCAL);
    assert_ptr_equal(a->rule.out.items[0], users);
}

static void what_is_refused(void **state)
{
    static const char *const rows[][2] = {
        {ACCOUNT("sid='S-1-1-0' kind='group'"), "<account>: needs name and sid"},
        {ACCOUNT("name='x' kind='group'"), "<account>: needs name and sid"},
        {ACCOUNT("name='x' sid='S-1-1-0'"), "<account>: needs a kind"},
        {ACCOUNT("name='x' sid='S-1-1-0' kind='Group'"), "<account>: needs a kind"},
        {EVERYONE ACCOUNT("name='x' sid='S-1-1-0' kind='group'"), "another account has this sid"},
        {USERS ACCOUNT("name='x' sid='S-1-1-0' kind='group' sddl='BU'"),
         "another account has this sddl"},
        {"<family name='x'/>", "<family>: needs name and sid"},
        {"<family sid='x'/>", "<family>: needs name and sid"},
        {"<family name='x' sid='S'><token><in/></token></family>", "<in>: names no account"},
        {"<unprivileged><in group='Users'/></unprivileged>", "<in>: names no account"},
        {"<kind name='x'/>", "<kind>: unknown kind"},
        {"<kind/>", "<kind>: unknown kind"},
        {"<accountt name='x' sid='S-1-1-0' kind='group'/>", "<accountt>: unknown element"},
    };
    struct accounts *accounts = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = {.text = ""};
        assert_false(
            load(accounts, arena_printf(accounts->arena, "<a>\n%s</a>", rows[i][0]), &error));
        if (!strstr(error.text, rows[i][1]))
            fail_msg("%s: %s", rows[i][0], error.text);
        assert_string_equal(error.path, "accounts.xml");
        assert_true(error.line >= 2);
        assert_false(
            load(accounts, arena_printf(accounts->arena, "<a>\n%s</a>", rows[i][0]), NULL));
    }
}

static void no_xml(void **state)
{
    struct error error = {.text = ""};
    assert_false(load(*state, "<accounts>", &error));
    assert_string_equal(error.path, "accounts.xml");
    assert_true(load(*state, "<accounts/>", NULL));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(accounts_by_all_their_names), TEST(tokens),
                                       TEST(what_is_refused), TEST(no_xml)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
