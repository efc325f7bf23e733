/* Colours, or none. */
#include "report/text_style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const enum iislint_level levels[] = {IISLINT_NOTE, IISLINT_WARNING, IISLINT_ERROR};

/* Without colour nothing is written at all; with it each level has one of its own. */
static void levels_have_their_colours(void **state)
{
    const struct text_style *plain = text_style_get(false), *coloured = text_style_get(true);
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(text_style_of_level(plain, levels[i]), "");
        assert_int_equal(text_style_of_level(coloured, levels[i])[0], '\x1b');
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(text_style_of_level(coloured, levels[i]),
                                    text_style_of_level(coloured, levels[j]));
    }
    assert_string_equal(text_style_of_level(coloured, IISLINT_ERROR), coloured->error);
    assert_string_equal(coloured->off, "\x1b[0m");
    const char *const of_plain[] = {plain->place,  plain->error, plain->warning, plain->note,
                                    plain->strong, plain->faint, plain->mark,    plain->off};
    for (size_t i = 0; i < sizeof of_plain / sizeof *of_plain; i++)
        assert_string_equal(of_plain[i], "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(levels_have_their_colours)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
