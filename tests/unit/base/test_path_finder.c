#define _XOPEN_SOURCE 700 /* mkdtemp() */

#include "base/path.h"
#include "unit/base/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <cmocka.h>

static void an_exact_name_comes_first(void **state)
{
    struct folder *folder = *state;
    folder_put(folder, "Web.config", "");
    folder_put(folder, "web.config", "");
    folder_put(folder, "Global.asax", "");
    struct arena *arena = folder->arena;
    const char *directory = folder->path;
    assert_string_equal(path_find_nocase(arena, directory, "web.config"), "web.config");
    assert_string_equal(path_find_nocase(arena, directory, "WEB.CONFIG"), "Web.config");
    assert_string_equal(path_find_nocase(arena, directory, "global.ASAX"), "Global.asax");
    assert_null(path_find_nocase(arena, directory, "absent"));
    assert_null(path_find_nocase(arena, directory, ".."));
    assert_null(path_find_nocase(arena, directory, ""));
    assert_null(path_find_nocase(arena, directory, "../web.config"));
    assert_null(path_find_nocase(arena, folder_path(folder, "absent"), "x"));
}

static void the_finder_resolves_without_case(void **state)
{
    struct folder *folder = *state;
    struct path_finder *finder = path_finder_new(folder->arena);
    mkdir(folder_path(folder, "Sites"), 0700);
    mkdir(folder_path(folder, "Sites/Shop"), 0700);
    folder_put(folder, "Sites/Shop/Web.Config", "");
    const char *wanted = folder_path(folder, "Sites/Shop/Web.Config");
    const char *root = folder->path;
    assert_string_equal(path_finder_resolve(finder, root, "sites\\SHOP\\web.config"), wanted);
    assert_string_equal(path_finder_resolve(finder, root, "/Sites//./Shop/Web.Config/"), wanted);
    assert_string_equal(path_finder_resolve(finder, root, ""), root);
    assert_null(path_finder_resolve(finder, root, "sites\\other"));
    assert_null(path_finder_resolve(finder, root, "sites\\..\\sites"));
    assert_null(path_finder_resolve(finder, folder_path(folder, "absent"), "x"));
    assert_null(path_finder_resolve(finder, folder_path(folder, "absent"), ""));
    /* What was listed is remembered. */
    folder_put(folder, "Sites/late", "");
    assert_null(path_finder_resolve(finder, root, "sites/late"));
}

/* Below a directory that cannot be listed, a name that is known can still be opened. */
static void a_closed_directory_is_asked_by_name(void **state)
{
    struct folder *folder = *state;
    mkdir(folder_path(folder, "closed"), 0700);
    folder_put(folder, "closed/web.config", "");
    assert_int_equal(chmod(folder_path(folder, "closed"), 0100), 0);
    struct path_finder *finder = path_finder_new(folder->arena);
    assert_non_null(path_finder_resolve(finder, folder->path, "closed/web.config"));
    assert_null(path_finder_resolve(finder, folder->path, "closed/absent"));
    assert_int_equal(chmod(folder_path(folder, "closed"), 0700), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, folder_set_up, folder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_exact_name_comes_first),
        TEST(the_finder_resolves_without_case),
        TEST(a_closed_directory_is_asked_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
