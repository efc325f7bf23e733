#include "source/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct regex_cache *cache;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new();
    fixture.cache = regex_cache_new(fixture.arena);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    regex_cache_free(fixture->cache);
    arena_free(fixture->arena);
    regex_cache_free(NULL);
    return 0;
}

static enum regex_answer search(struct fixture *fixture, const char *pattern, unsigned options,
                                const char *subject)
{
    struct error error = {0};
    struct regex *regex = regex_get(fixture->cache, pattern, options, &error);
    assert_non_null(regex);
    return regex_search(regex, subject, strlen(subject), 0, NULL, 0);
}

static void patterns_match(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(search(fixture, "^a+$", REGEX_NONE, "aaa"), REGEX_MATCH);
    assert_int_equal(search(fixture, "^a+$", REGEX_NONE, "AAA"), REGEX_NO_MATCH);
    assert_int_equal(search(fixture, "^a+$", REGEX_IGNORE_CASE, "AAA"), REGEX_MATCH);
    assert_int_equal(search(fixture, "^.$", REGEX_NONE, "\xC3\xA9"), REGEX_MATCH);
    assert_int_equal(search(fixture, "^\\w$", REGEX_NONE, "\xC3\xA9"), REGEX_MATCH);
    assert_int_equal(search(fixture, "\xC3\xA9", REGEX_IGNORE_CASE, "\xC3\x89"), REGEX_MATCH);
    assert_int_equal(search(fixture, "", REGEX_NONE, ""), REGEX_MATCH);
}

static void patterns_are_kept(void **state)
{
    struct fixture *fixture = *state;
    struct regex *first = regex_get(fixture->cache, "x", REGEX_NONE, NULL);
    assert_ptr_equal(regex_get(fixture->cache, "x", REGEX_NONE, NULL), first);
    assert_ptr_not_equal(regex_get(fixture->cache, "x", REGEX_IGNORE_CASE, NULL), first);
}

static void groups_are_told(void **state)
{
    struct fixture *fixture = *state;
    struct regex *regex = regex_get(fixture->cache, "(\\d+):(x)?(\\w+)", REGEX_NONE, NULL);
    const char *subject = "a 80:site b";
    struct regex_group groups[6];
    assert_int_equal(regex_search(regex, subject, strlen(subject), 0, groups, 6), REGEX_MATCH);
    assert_int_equal(groups[0].start, 2);
    assert_int_equal(groups[0].end, 9);
    assert_int_equal(groups[1].end, 4);
    assert_int_equal(groups[2].start, SIZE_MAX);
    assert_int_equal(groups[2].end, SIZE_MAX);
    assert_int_equal(groups[3].start, 5);
    assert_int_equal(groups[4].start, SIZE_MAX);
    assert_int_equal(groups[5].start, SIZE_MAX);
    assert_int_equal(regex_search(regex, subject, strlen(subject), 4, groups, 6), REGEX_NO_MATCH);
    assert_int_equal(regex_search(regex, subject, 3, 4, groups, 6), REGEX_NO_MATCH);
}

static void invalid_patterns_are_errors(void **state)
{
    struct fixture *fixture = *state;
    struct error error = {0};
    assert_null(regex_get(fixture->cache, "ab(c", REGEX_NONE, &error));
    assert_non_null(strstr(error.text, "offset 4"));
    assert_null(regex_get(fixture->cache, "ab(c", REGEX_NONE, NULL));
    assert_null(regex_get(fixture->cache, "\xFF", REGEX_NONE, &error));
}

static void work_is_bounded(void **state)
{
    struct fixture *fixture = *state;
    char subject[200];
    memset(subject, 'a', sizeof subject - 1);
    subject[sizeof subject - 1] = '\0';
    subject[sizeof subject - 2] = '!';
    assert_int_equal(search(fixture, "^(a+)+$", REGEX_NONE, subject), REGEX_GAVE_UP);
    assert_int_equal(search(fixture, "a", REGEX_NONE,
                            "\xFF"
                            "a"),
                     REGEX_GAVE_UP);
}

static void deep_recursion_ends(void **state)
{
    struct fixture *fixture = *state;
    struct text subject = {0};
    for (int i = 0; i < 3000000; i++)
        text_add(&subject, "(");
    struct regex *regex = regex_get(fixture->cache, "^(\\((?1)*\\))+$", REGEX_NONE, NULL);
    assert_int_not_equal(regex_search(regex, subject.data, subject.length, 0, NULL, 0),
                         REGEX_MATCH);
    text_fini(&subject);
}

static void case_folds_as_unicode_does(void **state)
{
    struct fixture *fixture = *state;
    struct arena *arena = fixture->arena;
    struct regex_cache *cache = fixture->cache;
    assert_string_equal(regex_lowercase(cache, arena, "DefaultAppPool"), "defaultapppool");
    assert_string_equal(regex_lowercase(cache, arena, "\xC3\x84pp\nL\xC3\x8A"),
                        "\xC3\xA4pp\nl\xC3\xAA");
    assert_string_equal(regex_lowercase(cache, arena, "\xD0\x96"), "\xD0\xB6");
    assert_string_equal(regex_lowercase(cache, arena, "a$b\\c\xC3\x84"), "a$b\\c\xC3\xA4");
    /* U+023A is two bytes, its lower case U+2C65 three. */
    assert_string_equal(regex_lowercase(cache, arena, "\xC8\xBA\xC8\xBA"),
                        "\xE2\xB1\xA5\xE2\xB1\xA5");
    assert_string_equal(regex_lowercase(cache, arena, ""), "");
    assert_string_equal(regex_lowercase(cache, arena, "A\xFF"), "a\xFF");

    assert_true(regex_equals_nocase(cache,
                                    "B\xC3\x9C"
                                    "RO",
                                    "b\xC3\xBCro"));
    assert_false(regex_equals_nocase(cache, "b\xC3\xBCro", "buro"));
    assert_true(regex_equals_nocase(cache, "Pool", "pOOL"));
    assert_true(regex_equals_nocase(cache, NULL, NULL));
    assert_false(regex_equals_nocase(cache, NULL, "\xC3\xBC"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(patterns_match),
        TEST(patterns_are_kept),
        TEST(groups_are_told),
        TEST(invalid_patterns_are_errors),
        TEST(work_is_bounded),
        TEST(deep_recursion_ends),
        TEST(case_folds_as_unicode_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
