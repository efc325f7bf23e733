/* Walking through folders and removing them; what only POSIX has is in test_path_folder_posix.c. */
#include "base/path.h"

#include "base/text.h"
#include "unit/base/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct walk {
    struct text names;
    size_t most; /* ends behind so many */
    size_t count;
};

static bool take(void *context, const char *name)
{
    struct walk *walk = context;
    text_printf(&walk->names, "%s ", name);
    return ++walk->count < walk->most;
}

/* In byte order on every machine, folders and hidden files too, and no further than somebody wants. */
static void entries_in_order(void **state)
{
    struct folder *folder = *state;
    static const char *const names[] = {"b", "a.config", "B2", "10", "9", ".hidden", "a"};
    struct walk walk = {.most = 100};
    assert_true(path_each_entry(folder->path, take, &walk, NULL));
    assert_int_equal(walk.count, 0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        folder_put(folder, names[i], "");
    assert_true(path_make_directories(folder_path(folder, "folder/below"), NULL));
    assert_true(path_each_entry(folder->path, take, &walk, NULL));
    assert_string_equal(text_string(&walk.names), ".hidden 10 9 B2 a a.config b folder ");
    text_clear(&walk.names);
    walk.count = 0;
    walk.most = 2;
    assert_true(path_each_entry(folder->path, take, &walk, NULL));
    assert_string_equal(text_string(&walk.names), ".hidden 10 ");
    text_fini(&walk.names);
}

static void what_is_no_folder(void **state)
{
    struct folder *folder = *state;
    struct walk walk = {.most = 100};
    struct error error = {.text = ""};
    folder_put(folder, "file", "");
    assert_false(path_each_entry(folder_path(folder, "file"), take, &walk, &error));
    assert_string_equal(error.path, folder_path(folder, "file"));
    assert_false(path_each_entry(folder_path(folder, "absent"), take, &walk, &error));
    assert_int_equal(walk.count, 0);
    text_fini(&walk.names);
}

static void trees_go_whole(void **state)
{
    struct folder *folder = *state;
    assert_true(path_make_directories(folder_path(folder, "t/a/b/c"), NULL));
    assert_true(path_make_directories(folder_path(folder, "t/empty"), NULL));
    folder_put(folder, "t/a/file", "x");
    folder_put(folder, "t/.hidden", "x");
    folder_put(folder, "beside", "x");
    assert_true(path_remove_tree(folder_path(folder, "t"), NULL));
    assert_int_equal(path_kind(folder_path(folder, "t")), PATH_ABSENT);
    assert_true(path_remove_tree(folder_path(folder, "t"), NULL)); /* it is gone: fine */
    assert_int_equal(path_kind(folder_path(folder, "beside")), PATH_FILE);
    assert_true(path_remove_tree(folder_path(folder, "beside"), NULL));
    assert_int_equal(path_kind(folder_path(folder, "beside")), PATH_ABSENT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {TEST(entries_in_order), TEST(what_is_no_folder),
                                       TEST(trees_go_whole)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
