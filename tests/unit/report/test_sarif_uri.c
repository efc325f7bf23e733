#include "report/sarif_uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(const char *path, const char *directory, const char *root, const char *wanted,
                  bool is_relative)
{
    struct arena *arena = arena_new();
    bool relative;
    assert_string_equal(sarif_uri_of_path(arena, path, directory, root, &relative), wanted);
    assert_int_equal(relative, is_relative);
    arena_free(arena);
}

static void relative_paths_start_at_the_root(void **state)
{
    (void)state;
    check("a/b.config", "/r", "/r", "a/b.config", true);
    check("./a//b.config", "/r", "/r/", "a/b.config", true);
    check("b.config", "/r/sub", "/r", "sub/b.config", true);
    check("../b.config", "/r/sub", "/r", "b.config", true);
    check("/r/x", "/r/sub", "/r", "x", true);
    check("./x", NULL, NULL, "x", true);
}

static void paths_outside_are_absolute(void **state)
{
    (void)state;
    check("../../b", "/r/sub", "/r", "file:///b", false);
    check("/rest/x", "/r", "/r", "file:///rest/x", false);
    check("C:/inetpub/web.config", "D:/work", "D:/work", "file:///C:/inetpub/web.config", false);
    check("//server/share/x", "/r", "/r", "file://server/share/x", false);
}

static void what_a_uri_cannot_hold_is_encoded(void **state)
{
    (void)state;
    check("Büro [1]/a#b?c%d.config", "/r", "/r", "B%C3%BCro%20%5B1%5D/a%23b%3Fc%25d.config", true);
    check("<stdin>", "/r", "/r", "%3Cstdin%3E", true);
}

static void folders_end_in_a_slash(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(sarif_uri_of_folder(arena, "/a b"), "file:///a%20b/");
    assert_string_equal(sarif_uri_of_folder(arena, "C:/"), "file:///C:/");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relative_paths_start_at_the_root),
        cmocka_unit_test(paths_outside_are_absolute),
        cmocka_unit_test(what_a_uri_cannot_hold_is_encoded),
        cmocka_unit_test(folders_end_in_a_slash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
