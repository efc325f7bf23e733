#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

static const char *lookup(void *context, const char *name, size_t length)
{
    int *calls = context;
    (*calls)++;
    if (length == 11 && text_starts_with_nocase(name, "SystemDrive"))
        return "C:";
    if (length == 5 && text_starts_with_nocase(name, "empty"))
        return "";
    return NULL;
}

static void variables_are_expanded(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        const char *expanded;
        bool complete;
    } cases[] = {
        {"%SystemDrive%\\inetpub", "C:\\inetpub", true},
        {"%systemdrive%\\a\\%empty%b", "C:\\a\\b", true},
        {"C:\\plain", "C:\\plain", true},
        {"%Nope%\\x", "%Nope%\\x", false},
        {"%a%SystemDrive%", "%aC:", false},
        {"100%", "100%", true},
        {"50%% of", "50%% of", true},
        {"%", "%", true},
        {"", "", true},
    };
    struct arena *arena = arena_new();
    int calls = 0;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool complete = !cases[i].complete;
        assert_string_equal(path_expand(arena, cases[i].path, lookup, &calls, &complete),
                            cases[i].expanded);
        assert_int_equal(complete, cases[i].complete);
    }
    assert_string_equal(path_expand(arena, "%x%", lookup, &calls, NULL), "%x%");
    assert_true(calls > 0);
    arena_free(arena);
}

static void kinds_of_windows_paths(void **state)
{
    (void)state;
    assert_true(path_is_unc("\\\\server\\share"));
    assert_true(path_is_unc("//server/share"));
    assert_false(path_is_unc("\\\\?\\C:\\x"));
    assert_false(path_is_unc("\\\\.\\pipe\\x"));
    assert_false(path_is_unc("\\x"));
    assert_false(path_is_unc("\\\\"));
    assert_true(path_is_absolute_windows("C:\\"));
    assert_true(path_is_absolute_windows("d:/x"));
    assert_true(path_is_absolute_windows("\\\\server\\share"));
    assert_false(path_is_absolute_windows("C:x"));
    assert_false(path_is_absolute_windows("\\x"));
    assert_false(path_is_absolute_windows("x"));
    assert_false(path_is_absolute_windows(""));
}

static void windows_paths_are_normalized(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"C:/inetpub//wwwroot/", "C:\\inetpub\\wwwroot"},
        {"C:\\", "C:\\"},
        {"C:\\.", "C:\\"},
        {"C:\\..\\..\\x", "C:\\x"},
        {"C:\\a\\.\\b\\..\\c", "C:\\a\\c"},
        {"C:\\a\\b\\..\\..", "C:\\"},
        {"c:\\A", "c:\\A"},
        {"C:a\\..\\b", "C:b"},
        {"\\\\?\\C:\\x\\", "C:\\x"},
        {"\\\\?\\UNC\\srv\\share\\x", "\\\\srv\\share\\x"},
        {"\\\\srv\\share\\..\\x", "\\\\srv\\share\\x"},
        {"//srv/share/", "\\\\srv\\share"},
        {"\\\\srv", "\\\\srv"},
        {"\\a\\..\\..\\b", "\\b"},
        {"a\\..\\..\\b", "..\\b"},
        {"..\\..\\x", "..\\..\\x"},
        {"a\\..", "."},
        {".", "."},
        {"", ""},
        {"...\\x", "...\\x"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *normal = path_normalize_windows(arena, cases[i][0]);
        assert_string_equal(normal, cases[i][1]);
        assert_string_equal(path_normalize_windows(arena, normal), normal);
    }
    arena_free(arena);
}

static void windows_paths_are_joined(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"C:\\inetpub", "wwwroot/x", "C:\\inetpub\\wwwroot\\x"},
        {"C:\\inetpub\\a", "..\\b", "C:\\inetpub\\b"},
        {"C:\\inetpub", "/images", "C:\\inetpub\\images"}, /* a virtual path */
        {"C:\\inetpub", "", "C:\\inetpub"},
        {"C:\\inetpub", "D:\\x", "D:\\x"},
        {"C:\\inetpub", "\\\\srv\\share", "\\\\srv\\share"},
        {"\\\\srv\\share", "..\\..\\x", "\\\\srv\\share\\x"},
        {"C:\\", "x", "C:\\x"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(path_join_windows(arena, cases[i][0], cases[i][1]), cases[i][2]);
    arena_free(arena);
}

static void within_counts_whole_parts(void **state)
{
    (void)state;
    assert_true(path_is_within_windows("C:\\inetpub\\x", "c:\\INETPUB"));
    assert_true(path_is_within_windows("C:\\inetpub", "C:\\inetpub"));
    assert_true(path_is_within_windows("C:\\x", "C:\\"));
    assert_false(path_is_within_windows("C:\\inetpub2", "C:\\inetpub"));
    assert_false(path_is_within_windows("C:\\inet", "C:\\inetpub"));
    assert_true(path_is_within_windows("\\\\srv\\share\\x", "\\\\srv\\share"));
    assert_false(path_is_within_windows("\\\\srv\\share2", "\\\\srv\\share"));
}

static void local_paths_as_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(path_join(arena, "a", "b/c"), "a/b/c");
    assert_string_equal(path_join(arena, "a/", "b"), "a/b");
    assert_string_equal(path_join(arena, "", "b"), "b");
    assert_string_equal(path_join(arena, ".", "b"), "b");
    assert_string_equal(path_join(arena, "/", "b"), "/b");
    assert_string_equal(path_join(arena, "a", "/b"), "/b");
    assert_string_equal(path_join(arena, "a", "C:/b"), "C:/b");
    assert_string_equal(path_basename("a/b.config"), "b.config");
    assert_string_equal(path_basename("a\\b"), "b");
    assert_string_equal(path_basename("b"), "b");
    assert_string_equal(path_dirname(arena, "a/b/c"), "a/b");
    assert_string_equal(path_dirname(arena, "c"), ".");
    assert_string_equal(path_dirname(arena, "/c"), "/");
    assert_string_equal(path_dirname(arena, "C:\\x"), "C:\\");
    assert_string_equal(path_dirname(arena, "a//b"), "a");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variables_are_expanded),       cmocka_unit_test(kinds_of_windows_paths),
        cmocka_unit_test(windows_paths_are_normalized), cmocka_unit_test(windows_paths_are_joined),
        cmocka_unit_test(within_counts_whole_parts),    cmocka_unit_test(local_paths_as_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
