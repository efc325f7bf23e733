#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

static void known_parts_are_shown(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error error;
    assert_false(error_set(&error, NULL, 0, 0, "no %s", "memory"));
    assert_string_equal(error_format(&error, arena), "no memory");
    error_set(&error, "facts.xml", 0, 0, "missing");
    assert_string_equal(error_format(&error, arena), "facts.xml: missing");
    error_set(&error, "facts.xml", 7, 0, "missing");
    assert_string_equal(error_format(&error, arena), "facts.xml:7: missing");
    error_set(&error, "facts.xml", 7, 12, "missing");
    assert_string_equal(error_format(&error, arena), "facts.xml:7:12: missing");
    arena_free(arena);
}

static void nobody_needs_to_listen(void **state)
{
    (void)state;
    assert_false(error_set(NULL, "x", 1, 1, "%s", "text"));
}

static void an_error_can_be_wrapped_in_itself(void **state)
{
    (void)state;
    struct error error;
    error_set(&error, "a.rng", 3, 4, "inner");
    error_set(&error, error.path, error.line, error.column, "outer: %s", error.text);
    assert_string_equal(error.path, "a.rng");
    assert_string_equal(error.text, "outer: inner");
}

/* A cut never leaves half a character, whatever the alignment. */
static void long_text_is_cut_between_characters(void **state)
{
    (void)state;
    static const char *const units[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    for (size_t unit = 0; unit < 4; unit++) {
        for (size_t shift = 0; shift < 5; shift++) {
            struct text text = {0};
            for (size_t i = 0; i < shift; i++)
                text_add(&text, "-");
            while (text.length < 3000)
                text_add(&text, units[unit]);
            struct error error;
            error_set(&error, text_string(&text), 0, 0, "%s", text_string(&text));
            size_t length = strlen(error.text);
            assert_true(length > sizeof error.text - 5);
            assert_int_equal(text_utf8_check(error.text, length), length);
            assert_int_equal(text_utf8_check(error.path, strlen(error.path)), strlen(error.path));
            text_fini(&text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_parts_are_shown),
        cmocka_unit_test(nobody_needs_to_listen),
        cmocka_unit_test(an_error_can_be_wrapped_in_itself),
        cmocka_unit_test(long_text_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
