#include "report/display.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_line(const char *given, const char *wanted)
{
    struct text text = {0};
    display_add_line(&text, given);
    assert_string_equal(text_string(&text), wanted);
    text_fini(&text);
}

static void nothing_drives_the_terminal(void **state)
{
    (void)state;
    check_line("a\x1b[31mb", "a\xEF\xBF\xBD[31mb");
    check_line("a\nb\tc\r", "a b c ");
    check_line("\xC2\x9B"
               "31m",
               "\xEF\xBF\xBD"
               "31m");                              /* CSI as one character */
    check_line("x\xE2\x80\xAEy", "x\xEF\xBF\xBDy"); /* right-to-left override */
    check_line("Büro 日本", "Büro 日本");
}

static void knows_the_width_of_characters(void **state)
{
    (void)state;
    assert_int_equal(display_width('a'), 1);
    assert_int_equal(display_width(0xFC), 1);
    assert_int_equal(display_width(0x65E5), 2);
    assert_int_equal(display_width(0x1F512), 2);
    assert_int_equal(display_width(0x0301), 0);
}

static void expands_tabs_to_stops(void **state)
{
    (void)state;
    struct text text = {0};
    unsigned column = display_add_source(&text, "\ta", 0);
    assert_int_equal(column, 5);
    column = display_add_source(&text, "\tb", column);
    assert_int_equal(column, 9);
    assert_string_equal(text_string(&text), "    a   b");
    text_fini(&text);
}

static void indents_blocks(void **state)
{
    (void)state;
    struct text text = {0};
    display_add_block(&text, "<a>\r\n\t<b/>\n\n</a>", 2);
    assert_string_equal(text_string(&text), "  <a>\n      <b/>\n\n  </a>\n");
    text_fini(&text);
}

static void counts_for_people(void **state)
{
    (void)state;
    struct text text = {0};
    display_add_plural(&text, 1, "error");
    text_add(&text, ", ");
    display_add_plural(&text, 0, "note");
    text_add(&text, ", ");
    display_add_plural(&text, 1234567, "file");
    assert_string_equal(text_string(&text), "1 error, 0 notes, 1,234,567 files");
    text_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_drives_the_terminal),
        cmocka_unit_test(knows_the_width_of_characters),
        cmocka_unit_test(expands_tabs_to_stops),
        cmocka_unit_test(indents_blocks),
        cmocka_unit_test(counts_for_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
