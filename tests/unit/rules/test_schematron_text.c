/* Texts of a rule file: their layout, and values in them. */
#include "rules/schematron_reader.h"

#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct checking_row rows[] = {
    {"messages: values, names, spaces",
     "<pattern id='p'><rule context='b'><report test='true()'>\n  <name/> in\n  "
     "<name path='..'/>: <emph>x</emph> is '<value-of select='@x'/>' <span> </span> and "
     "<value-of select='count(../*)'/>.\n</report></rule></pattern>",
     "<a><b x='1'/></a>", "p/default error /a/b: b in a: x is '1' and 1.\n"},
    {"messages: the first node of several in document order",
     "<pattern id='p'><rule context='c'><report test='true()'>"
     "<value-of select='preceding-sibling::*/@n'/></report></rule></pattern>",
     "<a><b n='1'/><b n='2'/><c/></a>", "p/default error /a/c: 1\n"},
    {"messages: CDATA, comments and blank values",
     "<pattern id='p'><rule context='a'><report test='true()'><![CDATA[<x>]]><!-- c -->"
     "<value-of select='@none'/>!<value-of select=\"'  a  b '\"/>{}</report></rule></pattern>",
     "<a/>", "p/default error /a: <x>!  a  b {}\n"},
};

static void test_rows(void **state)
{
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void test_layout(void **state)
{
    static const struct {
        enum reader_layout layout;
        const char *text, *expected;
    } layouts[] = {
        {READER_LINE, "", ""},
        {READER_LINE, " \n\t ", ""},
        {READER_LINE, "  a \r\n\t b  ", "a b"},
        {READER_BLOCK, "", ""},
        {READER_BLOCK, "\n\n  \n", ""},
        {READER_BLOCK, "\n    a\n      b\n\n    c  \n  ", "a\n  b\n\nc"},
        {READER_BLOCK, "  first\n      a\n        b", "first\na\n  b"},
        {READER_BLOCK, "\r\n  a\r\n    b\r\n", "a\n  b"},
        {READER_BLOCK, "\n\ta\n\t\tb\n", "a\n\tb"},
        {READER_BLOCK, "one", "one"},
        {READER_BLOCK, "\n  a\nb\n", "  a\nb"},
    };
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
        assert_string_equal(reader_lay_out(arena, layouts[i].text, layouts[i].layout),
                            layouts[i].expected);
    arena_free(arena);
}

/* A template has numbers in the place of values, an outline the best word for each. */
static void test_static_forms(void **state)
{
    struct schematron_value values[] = {{.expression = {.text = "pool(.)/@name"}},
                                        {.expression = {.text = "$account"}},
                                        {.is_name = true},
                                        {.expression = {.text = "1 + 1"}},
                                        {.expression = {.text = "count(a/*)"}},
                                        {.expression = {.text = "@x ="}}};
    struct schematron_prose prose = {"{\x01} \x01 \x01 \x01 \x01 \x01", values, 6};
    struct arena *arena = arena_new();
    (void)state;
    assert_string_equal(schematron_template(arena, &prose), "{{{0}}} {1} {2} {3} {4} {5}");
    assert_string_equal(schematron_outline(arena, &prose),
                        "{{name}} {account} {name} {value} {a} {x}");
    prose = (struct schematron_prose){"plain", NULL, 0};
    assert_string_equal(schematron_template(arena, &prose), "plain");
    assert_string_equal(schematron_outline(arena, &prose), "plain");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_layout),
                                       cmocka_unit_test(test_static_forms)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
