#define _XOPEN_SOURCE 700 /* mkdtemp() */

#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>
#include <cmocka.h>

struct fixture {
    struct arena *arena;
    char directory[64];
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new();
    strcpy(fixture.directory, "/tmp/iislint-path-XXXXXX");
    *state = &fixture;
    return mkdtemp(fixture.directory) == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char *command = arena_printf(fixture->arena, "rm -rf '%s'", fixture->directory);
    int result = system(command);
    arena_free(fixture->arena);
    return result;
}

static char *in(struct fixture *fixture, const char *name)
{
    return path_join(fixture->arena, fixture->directory, name);
}

static void put(struct fixture *fixture, const char *name, const char *content)
{
    FILE *file = fopen(in(fixture, name), "wb");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static void an_exact_name_comes_first(void **state)
{
    struct fixture *fixture = *state;
    put(fixture, "Web.config", "");
    put(fixture, "web.config", "");
    put(fixture, "Global.asax", "");
    struct arena *arena = fixture->arena;
    const char *directory = fixture->directory;
    assert_string_equal(path_find_nocase(arena, directory, "web.config"), "web.config");
    assert_string_equal(path_find_nocase(arena, directory, "WEB.CONFIG"), "Web.config");
    assert_string_equal(path_find_nocase(arena, directory, "global.ASAX"), "Global.asax");
    assert_null(path_find_nocase(arena, directory, "absent"));
    assert_null(path_find_nocase(arena, directory, ".."));
    assert_null(path_find_nocase(arena, directory, ""));
    assert_null(path_find_nocase(arena, directory, "../web.config"));
    assert_null(path_find_nocase(arena, in(fixture, "absent"), "x"));
}

static void the_finder_resolves_without_case(void **state)
{
    struct fixture *fixture = *state;
    struct path_finder *finder = path_finder_new(fixture->arena);
    mkdir(in(fixture, "Sites"), 0700);
    mkdir(in(fixture, "Sites/Shop"), 0700);
    put(fixture, "Sites/Shop/Web.Config", "");
    const char *wanted = in(fixture, "Sites/Shop/Web.Config");
    const char *root = fixture->directory;
    assert_string_equal(path_finder_resolve(finder, root, "sites\\SHOP\\web.config"), wanted);
    assert_string_equal(path_finder_resolve(finder, root, "/Sites//./Shop/Web.Config/"), wanted);
    assert_string_equal(path_finder_resolve(finder, root, ""), root);
    assert_null(path_finder_resolve(finder, root, "sites\\other"));
    assert_null(path_finder_resolve(finder, root, "sites\\..\\sites"));
    assert_null(path_finder_resolve(finder, in(fixture, "absent"), "x"));
    assert_null(path_finder_resolve(finder, in(fixture, "absent"), ""));
    /* What was listed is remembered. */
    put(fixture, "Sites/late", "");
    assert_null(path_finder_resolve(finder, root, "sites/late"));
}

/* Below a directory that cannot be listed, a name that is known can still be opened. */
static void a_closed_directory_is_asked_by_name(void **state)
{
    struct fixture *fixture = *state;
    mkdir(in(fixture, "closed"), 0700);
    put(fixture, "closed/web.config", "");
    assert_int_equal(chmod(in(fixture, "closed"), 0100), 0);
    struct path_finder *finder = path_finder_new(fixture->arena);
    assert_non_null(path_finder_resolve(finder, fixture->directory, "closed/web.config"));
    assert_null(path_finder_resolve(finder, fixture->directory, "closed/absent"));
    assert_int_equal(chmod(in(fixture, "closed"), 0700), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_exact_name_comes_first),
        TEST(the_finder_resolves_without_case),
        TEST(a_closed_directory_is_asked_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
