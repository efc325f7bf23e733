/* A snapshot as a whole: the same server without its secrets, or nothing at all. */
#include "iislint.h"

#include "base/path.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HOST                                                                                            \
    "<configuration>\n<system.applicationHost><applicationPools>\n"                                     \
    "<add name='Shop'><processModel identityType='SpecificUser' userName='u' password='hush'/></add>\n" \
    "</applicationPools><sites><site name='Shop' id='1'><application path='/'>"                         \
    "<virtualDirectory path='/' physicalPath='C:\\shop'/></application></site></sites>"                 \
    "</system.applicationHost>\n</configuration>\n"
#define WEB                                                                                        \
    "<configuration><connectionStrings><add name='d' connectionString='Server=.;Password=hush'/>"  \
    "<add name='e' connectionString='Server=.;Password=hush'/></connectionStrings>"                \
    "<appSettings><add key='ApiKey' value='hush'/></appSettings></configuration>"

static char *content(struct linting *l, const char *name)
{
    size_t length;
    char *bytes = path_read(linting_path(l, name), 100000, &length, NULL);
    if (!bytes)
        fail_msg("there is no %s", name);
    char *copy = arena_strdup(l->arena, bytes);
    free(bytes);
    return copy;
}

static void write_server(struct linting *l)
{
    linting_write(l, "server/applicationHost.config", HOST);
    linting_write(l, "server/root/C/shop/web.config", WEB);
}

static bool take(struct linting *l, const char *path, struct iislint_snapshot *snapshot)
{
    return iislint_write_snapshot(l->run, linting_path(l, path), snapshot, &l->error);
}

static void without_its_secrets(void **state)
{
    struct linting *l = *state;
    struct iislint_snapshot snapshot;
    write_server(l);
    linting_add(l, "server");
    assert_true(take(l, "out", &snapshot));
    assert_int_equal(snapshot.files, 2);
    assert_int_equal(snapshot.secrets, 4);
    assert_int_equal(snapshot.omission_count, 0);
    const char *host = content(l, "out/applicationHost.config");
    assert_contains(host, "userName='u'");
    assert_null(strstr(host, "hush"));
    const char *web = content(l, "out/root/C/shop/web.config");
    assert_contains(web, "Server=.;Password=");
    assert_null(strstr(web, "hush"));
    /* counted by file and kind, those of a file together */
    assert_int_equal(snapshot.replacement_count, 3);
    assert_string_equal(snapshot.replacements[0]->path, "applicationHost.config");
    assert_string_equal(snapshot.replacements[0]->kind, "password");
    assert_int_equal(snapshot.replacements[0]->count, 1);
    assert_string_equal(snapshot.replacements[1]->path, "root/C/shop/web.config");
    assert_string_equal(snapshot.replacements[1]->kind, "connection string credential");
    assert_int_equal(snapshot.replacements[1]->count, 2);
    assert_string_equal(snapshot.replacements[2]->kind, "setting");
}

/* A run takes one, and the snapshot is an input as the server was. */
static void of_a_snapshot(void **state)
{
    struct linting *l = *state;
    struct iislint_snapshot snapshot;
    write_server(l);
    linting_add(l, "server");
    assert_true(take(l, "first.zip", &snapshot));
    struct iislint *again = iislint_new();
    assert_true(iislint_add_input(again, linting_path(l, "first.zip"), &l->error));
    assert_true(iislint_write_snapshot(again, linting_path(l, "second"), &snapshot, &l->error));
    assert_int_equal(snapshot.files, 2);
    iislint_free(again);
    assert_contains(content(l, "second/root/C/shop/web.config"), "Password=");
}

/* A file that is not well-formed stays so, byte for byte but for what is secret; where the mask mends
 * it, that is said. */
static void of_broken_files(void **state)
{
    struct linting *l = *state;
    struct iislint_snapshot snapshot;
    write_server(l);
    linting_write(l, "server/root/C/shop/web.config", "<configuration><a password='hush></a>");
    linting_write(l, "server/root/C/shop/sub/web.config",
                  "<configuration><a password='hush&more'/></configuration>");
    linting_add(l, "server");
    assert_true(take(l, "out", &snapshot));
    assert_int_equal(snapshot.files, 3);
    const char *web = content(l, "out/root/C/shop/web.config");
    assert_null(strstr(web, "hush"));
    assert_contains(web, "<configuration><a password='");
    assert_null(strstr(content(l, "out/root/C/shop/sub/web.config"), "hush"));
    assert_int_equal(snapshot.omission_count, 1);
    assert_contains(snapshot.omissions[0]->message, "without its secrets it is");
    assert_contains(snapshot.omissions[0]->path, "sub/web.config");
}

static void assert_nothing(struct linting *l, const char *reason)
{
    struct iislint_snapshot snapshot;
    assert_false(take(l, "out", &snapshot));
    assert_contains(l->error.text, reason);
    assert_int_equal(path_kind(linting_path(l, "out")), PATH_ABSENT);
    assert_int_equal(path_kind(linting_path(l, "out.partial")), PATH_ABSENT);
}

static void of_no_whole_server(void **state)
{
    struct linting *l = *state;
    assert_nothing(l, "one of a single server");
    linting_write(l, "site/web.config", WEB);
    linting_add(l, "site");
    assert_nothing(l, "there is no applicationHost.config");
    linting_add(l, "site");
    assert_nothing(l, "one of a single server");
}

static void of_what_is_not_there(void **state)
{
    struct linting *l = *state;
    linting_add(l, "nowhere");
    assert_nothing(l, "cannot be read");
}

static void where_something_is(void **state)
{
    struct linting *l = *state;
    struct iislint_snapshot snapshot;
    write_server(l);
    linting_write(l, "out/mine.txt", "mine");
    linting_add(l, "server");
    assert_false(take(l, "out", &snapshot));
    assert_contains(l->error.text, "already");
    assert_string_equal(content(l, "out/mine.txt"), "mine");
    assert_int_equal(path_kind(linting_path(l, "out.partial")), PATH_ABSENT);
}

/* A folder that only Linux can have: no Windows, and no zip, has a file below "nul". */
static void of_a_name_that_windows_has_not(void **state)
{
    struct linting *l = *state;
    write_server(l);
    linting_write(l, "server/root/C/shop/nul/web.config", WEB);
    linting_add(l, "server");
    assert_nothing(l, "is the name of a device");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, linting_set_up, linting_tear_down)
    const struct CMUnitTest tests[] = {TEST(without_its_secrets),
                                       TEST(of_a_snapshot),
                                       TEST(of_broken_files),
                                       TEST(of_no_whole_server),
                                       TEST(of_what_is_not_there),
                                       TEST(where_something_is),
                                       TEST(of_a_name_that_windows_has_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
