/* Where a snapshot is written to: there when it is whole, else nothing. */
#include "run/snapshot_target.h"

#include "base/archive.h"
#include "base/path.h"
#include "unit/base/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct snapshot_target *start(struct folder *folder, const char *name)
{
    struct error error = {0};
    struct snapshot_target *target =
        snapshot_target_open(folder->arena, folder_path(folder, name), &error);
    if (!target)
        fail_msg("%s", error.text);
    return target;
}

static void assert_file(struct folder *folder, const char *name, const char *expected)
{
    size_t length;
    char *bytes = path_read(folder_path(folder, name), 1000, &length, NULL);
    assert_non_null(bytes);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static bool fail_at(void *context, const char *name)
{
    (void)context;
    fail_msg("%s is left", name);
    return false;
}

static void assert_empty(struct folder *folder)
{
    assert_true(path_each_entry(folder->path, fail_at, NULL, NULL));
}

static void a_folder(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    struct snapshot_target *target = start(folder, "new/server//");
    assert_true(snapshot_target_add(target, "applicationHost.config", "abc", 3, &error));
    assert_true(snapshot_target_add(target, "root/C/x/web.config", "", 0, &error));
    assert_int_equal(path_kind(folder_path(folder, "new/server")), PATH_ABSENT);
    assert_int_equal(path_kind(folder_path(folder, "new/server.partial")), PATH_DIRECTORY);
    assert_true(snapshot_target_commit(target, &error));
    assert_int_equal(path_kind(folder_path(folder, "new/server.partial")), PATH_ABSENT);
    assert_file(folder, "new/server/applicationHost.config", "abc");
    assert_file(folder, "new/server/root/C/x/web.config", "");
}

static void a_zip(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    struct snapshot_target *target = start(folder, "server.ZIP");
    assert_true(snapshot_target_add(target, "root/C/web.config", "abc", 3, &error));
    assert_empty(folder);
    assert_true(snapshot_target_commit(target, &error));
    assert_true(path_make_directories(folder_path(folder, "out"), NULL));
    assert_true(
        archive_unpack(folder_path(folder, "server.ZIP"), "z", folder_path(folder, "out"), NULL));
    assert_file(folder, "out/root/C/web.config", "abc");
}

/* Nobody's files are replaced, and two that write at the same time do not meet. */
static void what_is_there_already(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    folder_put(folder, "file", "mine");
    assert_null(snapshot_target_open(folder->arena, folder_path(folder, "file/"), &error));
    assert_non_null(strstr(error.text, "already"));
    assert_true(path_make_directories(folder_path(folder, "other.partial"), NULL));
    assert_null(snapshot_target_open(folder->arena, folder_path(folder, "other"), &error));
    assert_string_equal(error.path, folder_path(folder, "other.partial"));
    assert_non_null(strstr(error.text, "interrupted"));
    assert_null(snapshot_target_open(folder->arena, folder_path(folder, "file/below"), &error));
    assert_file(folder, "file", "mine");
    /* one that came while it was written */
    struct snapshot_target *target = start(folder, "late");
    assert_true(path_make_directories(folder_path(folder, "late"), NULL));
    folder_put(folder, "late/x", "mine");
    assert_false(snapshot_target_commit(target, &error));
    assert_int_equal(path_kind(folder_path(folder, "late.partial")), PATH_ABSENT);
    assert_file(folder, "late/x", "mine");
}

static void names_that_no_zip_may_have(void **state)
{
    static const char *const names[] = {"../x", "/x", "a//b", "a:b", "nul", ""};
    static const char *const targets[] = {"folder", "a.zip"};
    struct folder *folder = *state;
    for (size_t i = 0; i < 2; i++) {
        struct snapshot_target *target = start(folder, targets[i]);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            struct error error = {0};
            assert_false(snapshot_target_add(target, names[n], "x", 1, &error));
            assert_non_null(strstr(error.text, "cannot be in a snapshot"));
            assert_string_equal(error.path, names[n]);
        }
        snapshot_target_abandon(target);
    }
    assert_empty(folder);
}

static void abandoned(void **state)
{
    static const char *const targets[] = {"folder", "a.zip"};
    struct folder *folder = *state;
    struct error error = {0};
    for (size_t i = 0; i < 2; i++) {
        struct snapshot_target *target = start(folder, targets[i]);
        assert_true(snapshot_target_add(target, "a/b/c", "x", 1, &error));
        snapshot_target_abandon(target);
        assert_empty(folder);
    }
    snapshot_target_abandon(NULL);
}

/* A file where a folder must be, one written twice, a folder that went away. */
static void what_cannot_be_written(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    struct snapshot_target *target = start(folder, "server");
    assert_true(snapshot_target_add(target, "a", "x", 1, &error));
    assert_false(snapshot_target_add(target, "a/b", "x", 1, &error));
    assert_true(error.text[0] != '\0');
    assert_true(snapshot_target_add(target, "folder/x", "x", 1, &error));
    error.text[0] = '\0';
    assert_false(snapshot_target_add(target, "folder", "x", 1, &error));
    assert_true(error.text[0] != '\0');
    snapshot_target_abandon(target);
    assert_empty(folder);
    target = start(folder, "server");
    assert_true(path_remove_tree(folder_path(folder, "server.partial"), NULL));
    assert_false(snapshot_target_commit(target, &error));
    assert_empty(folder);
    target = start(folder, "no/such/folder/a.zip");
    assert_true(snapshot_target_add(target, "a", "x", 1, &error));
    assert_false(snapshot_target_commit(target, &error));
    assert_empty(folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {TEST(a_folder),
                                       TEST(a_zip),
                                       TEST(what_is_there_already),
                                       TEST(names_that_no_zip_may_have),
                                       TEST(abandoned),
                                       TEST(what_cannot_be_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
