/* Names in a zip that are safe on every platform. */
#include "base/archive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names(void **state)
{
    static const char *const good[] = {"a",           "root/C/inetpub/wwwroot/web.config",
                                       "a b/c.d",     "...a",
                                       "console.txt", "com10",
                                       "com",         "nul1",
                                       "folder/",     "Gr\xC3\xBCn"};
    static const char *const bad[] = {
        "",     "/a",   "..",       "a/..", "../a", "a/../b",  ".",       "a/./b",
        "a//b", "a\\b", "C:",       "C:/a", "a:b",  "a\nb",    "a\x7F",   "a?",
        "a*",   "a|b",  "a<",       "a\"",  "nul",  "NUL.txt", "a/con/b", "CoM1.log",
        "lpt9", "aux ", "nul .txt", "a.",   "a /b", "\xFF",    "conin$"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(archive_name_fault(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(archive_name_fault(bad[i]));
    char longest[1100];
    memset(longest, 'a', sizeof longest);
    longest[250] = '\0';
    assert_null(archive_name_fault(longest));
    longest[250] = 'a';
    longest[251] = '\0';
    assert_string_equal(archive_name_fault(longest), "is too long");
    memset(longest, 'a', sizeof longest);
    for (size_t i = 100; i < sizeof longest; i += 100)
        longest[i] = '/';
    longest[1000] = '\0';
    longest[1001] = '\0';
    assert_null(archive_name_fault(longest));
    longest[1000] = '/';
    assert_string_equal(archive_name_fault(longest), "is too long");
    char deep[203];
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 2 ? '/' : 'a';
    deep[200] = '\0';
    assert_null(archive_name_fault(deep));
    deep[200] = 'a';
    deep[201] = '\0';
    assert_string_equal(archive_name_fault(deep), "is too deep");
}

/* The first fault is told, in words that stand behind the name. */
static void what_is_wrong(void **state)
{
    static const char *const rows[][2] = {{"", "is empty"},
                                          {"/a", "is absolute"},
                                          {"a\\b", "has a backslash"},
                                          {"c:a", "has a colon"},
                                          {"a//b", "has an empty part"},
                                          {"a/../b", "leads out of its folder"},
                                          {"a\n", "has a control character"},
                                          {"\xC3", "is not UTF-8"},
                                          {"a/nul.txt", "is the name of a device"},
                                          {"a. /b", "ends a part in a dot or blank"},
                                          {"a*b", "has a character that Windows does not allow"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(archive_name_fault(rows[i][0]), rows[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names), cmocka_unit_test(what_is_wrong)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
