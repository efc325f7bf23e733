#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void buffer_grows_and_clears(void **state)
{
    (void)state;
    struct text text = {0};
    assert_string_equal(text_string(&text), "");
    for (int i = 0; i < 1000; i++)
        text_add(&text, "ab");
    text_add_char(&text, 'c');
    text_printf(&text, "%d-%s", 42, "x");
    assert_int_equal(text.length, 2005);
    assert_string_equal(text_string(&text) + 2000, "c42-x");
    text_clear(&text);
    assert_string_equal(text_string(&text), "");
    text_add_bytes(&text, "a\0b", 3);
    assert_memory_equal(text_string(&text), "a\0b", 4);
    text_fini(&text);
    assert_int_equal(text.capacity, 0);
}

static void case_is_ignored_for_ascii_only(void **state)
{
    (void)state;
    assert_true(text_equals_nocase("W3SVC", "w3svc"));
    assert_false(text_equals_nocase("W3SVC", "W3SV"));
    assert_false(text_equals_nocase("[", "{"));
    assert_false(text_equals_nocase("\xC3\x84", "\xC3\xA4"));
    assert_true(text_equals_nocase(NULL, NULL));
    assert_false(text_equals_nocase(NULL, ""));
    assert_true(text_compare_nocase("Abc", "aBD") < 0);
    assert_true(text_compare_nocase("b", "AA") > 0);
    assert_true(text_compare_nocase("\xC3\xA4", "z") > 0);
    assert_int_equal(text_compare_nocase("", ""), 0);
}

static void prefixes_suffixes_and_places(void **state)
{
    (void)state;
    assert_true(text_starts_with("configuration", "config"));
    assert_false(text_starts_with("conf", "config"));
    assert_true(text_starts_with_nocase("HTTPS://x", "https:"));
    assert_false(text_starts_with_nocase("http", "https"));
    assert_true(text_ends_with_nocase("Web.CONFIG", ".config"));
    assert_false(text_ends_with_nocase("config", ".config"));
    assert_true(text_ends_with_nocase("x", ""));
    const char *haystack = "Password=x;pwd=y";
    assert_ptr_equal(text_find_nocase(haystack, "PWD"), haystack + 11);
    assert_ptr_equal(text_find_nocase(haystack, ""), haystack);
    assert_null(text_find_nocase(haystack, "pwd=yz"));
    assert_null(text_find_nocase("", "a"));
}

static void copies(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(text_lower_ascii(arena, "AZ-\xC3\x84"), "az-\xC3\x84");
    assert_string_equal(text_trim(arena, " \t\r\n a b \n"), "a b");
    assert_string_equal(text_trim(arena, " \n"), "");
    arena_free(arena);
}

static void items_of_a_list(void **state)
{
    (void)state;
    const char *cursor = " GET, ,POST;HEAD ,";
    static const char *const expected[] = {"GET", "POST", "HEAD"};
    size_t length;
    for (size_t i = 0; i < 3; i++) {
        const char *item = text_next_item(&cursor, ",;", &length);
        assert_non_null(item);
        assert_int_equal(length, strlen(expected[i]));
        assert_memory_equal(item, expected[i], length);
    }
    assert_null(text_next_item(&cursor, ",;", &length));
    assert_null(text_next_item(&cursor, ",;", &length));
}

static void distances(void **state)
{
    (void)state;
    assert_int_equal(text_distance("handlers", "Handlers", 2), 0);
    assert_int_equal(text_distance("handlers", "handler", 2), 1);
    assert_int_equal(text_distance("kitten", "sitting", 3), 3);
    assert_int_equal(text_distance("kitten", "sitting", 2), 3);
    assert_int_equal(text_distance("", "abc", 5), 3);
    assert_int_equal(text_distance("", "", 0), 0);
    char long_name[400];
    memset(long_name, 'a', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_int_equal(text_distance(long_name, long_name, 1), 0);
    assert_int_equal(text_distance(long_name, long_name + 1, 1), 2);
}

struct utf8_case {
    const char *bytes;
    size_t length;
    size_t valid; /* length of the valid part */
};

/* Table 3-7 of the Unicode standard, at its edges. */
static void utf8_is_checked_to_the_byte(void **state)
{
    (void)state;
    static const struct utf8_case cases[] = {
        {"", 0, 0},
        {"plain", 5, 5},
        {"a\0b", 3, 3},
        {"\xC3\xA9", 2, 2},
        {"\xC3", 1, 0},                 /* cut */
        {"ab\xC3(", 4, 2},              /* no continuation */
        {"\x80", 1, 0},                 /* continuation alone */
        {"\xC0\x80", 2, 0},             /* overlong */
        {"\xC1\xBF", 2, 0},             /* overlong */
        {"\xE0\xA0\x80", 3, 3},         /* U+0800 */
        {"\xE0\x9F\xBF", 3, 0},         /* overlong */
        {"\xED\x9F\xBF", 3, 3},         /* U+D7FF */
        {"\xED\xA0\x80", 3, 0},         /* surrogate */
        {"\xEE\x80\x80", 3, 3},         /* U+E000 */
        {"\xF0\x90\x80\x80", 4, 4},     /* U+10000 */
        {"\xF0\x8F\xBF\xBF", 4, 0},     /* overlong */
        {"\xF4\x8F\xBF\xBF", 4, 4},     /* U+10FFFF */
        {"\xF4\x90\x80\x80", 4, 0},     /* above */
        {"\xF5\x80\x80\x80", 4, 0},     /* above */
        {"\xFF\xFE", 2, 0},             /* a byte order mark, but of UTF-16 */
        {"12345678\xE9", 9, 8},         /* behind a whole word */
        {"1234567\xC3\xA9\xE9", 10, 9}, /* a character across two words */
        {"1234567890abcdef\x80x", 18, 16},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(text_utf8_check(cases[i].bytes, cases[i].length), cases[i].valid);
        /* The same behind each offset in a word. */
        for (size_t shift = 0; shift < 9; shift++) {
            char moved[64] = "---------";
            memcpy(moved + shift, cases[i].bytes, cases[i].length);
            assert_int_equal(text_utf8_check(moved, shift + cases[i].length),
                             shift + cases[i].valid);
        }
    }
}

static void utf8_is_measured_and_decoded(void **state)
{
    (void)state;
    const char *text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    assert_int_equal(text_utf16_length(text, strlen(text)), 5);
    assert_int_equal(text_utf16_length(text, 0), 0);
    assert_int_equal(text_utf8_next(&text), 'a');
    assert_int_equal(text_utf8_next(&text), 0xE9);
    assert_int_equal(text_utf8_next(&text), 0x20AC);
    assert_int_equal(text_utf8_next(&text), 0x1F600);
    assert_int_equal(*text, '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_grows_and_clears),
        cmocka_unit_test(case_is_ignored_for_ascii_only),
        cmocka_unit_test(prefixes_suffixes_and_places),
        cmocka_unit_test(copies),
        cmocka_unit_test(items_of_a_list),
        cmocka_unit_test(distances),
        cmocka_unit_test(utf8_is_checked_to_the_byte),
        cmocka_unit_test(utf8_is_measured_and_decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
