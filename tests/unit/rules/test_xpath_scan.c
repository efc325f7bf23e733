#include "rules/xpath_scan.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* One letter a kind: L literal, 1 number, $ variable, f function, t node type, : axis, n name,
 * o operator, the others as they are written (D for //, P for ..). */
static void check(const char *expression, const char *expected)
{
    static const char letters[] = "\0!L1$ft:no/D@.P()[],";
    struct xpath_scanner scanner;
    struct text kinds = {0};
    xpath_scan_start(&scanner, expression);
    for (struct xpath_token token = xpath_scan_next(&scanner); token.kind != TOKEN_END;
         token = xpath_scan_next(&scanner))
        text_add_char(&kinds, letters[token.kind]);
    assert_string_equal(text_string(&kinds), expected);
    text_fini(&kinds);
}

static void test_kinds(void **state)
{
    (void)state;
    check("", "");
    check(" \t\n", "");
    check("@a", "@n");
    check("a/b//c", "n/nDn");
    check(". | ..", ".oP");
    check("* * *", "non");
    check("a*b", "non");
    check("@* = 'x'", "@noL");
    check("div div div", "non");
    check("and/or", "n/n");
    check("a and b or c mod d", "nononon");
    check("child::a", ":n");
    check("ancestor-or-self :: *", ":n");
    check("f(1, .5, 2.)", "f(1,1,1)");
    check("p:f ( $p:v )", "f($)");
    check("$ v", "$");
    check("text()", "t()");
    check("processing-instruction('x')", "t(L)");
    check("p:text()", "f()");
    check("a[1][@b <= 2]", "n[1][@no1]");
    check("a-b - c", "non");
    check("a.b", "n");
    check("p:*", "n");
    check("a != b", "non");
    check("\xC3\xA4", "n");
    check("'it''s'", "LL");
    check("'open", "!");
    check("#", "!");
    check("$", "!");
    check("a!b", "n!n");
}

static void test_absolute_paths(void **state)
{
    static const struct {
        const char *expression;
        int absolute;
    } rows[] = {
        {"/a", 1},  {"//a", 1},      {"a/b", 0},    {"not(/a)", 1}, {"a[/b]", 1},  {"1 = /a", 1},
        {"/", 1},   {"$v/a", 0},     {"f(1)/a", 0}, {"a[1]/b", 0},  {"../a", 0},   {"(a)/b", 0},
        {"'/'", 0}, {"f(1, /a)", 1}, {"@a/..", 0},  {"*/a", 0},     {"a | /b", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct xpath_scanner scanner;
        int absolute = 0;
        xpath_scan_start(&scanner, rows[i].expression);
        for (struct xpath_token token = xpath_scan_next(&scanner); token.kind != TOKEN_END;
             token = xpath_scan_next(&scanner))
            absolute += token.starts_path ? 1 : 0;
        assert_int_equal(absolute, rows[i].absolute);
    }
}

static void test_parts(void **state)
{
    struct xpath_scanner scanner;
    (void)state;
    xpath_scan_start(&scanner, "p:name('text')");
    struct xpath_token token = xpath_scan_next(&scanner);
    assert_true(xpath_token_is(&token, "p:name"));
    assert_int_equal(token.prefix_length, 1);
    assert_memory_equal(token.name, "name", 4);
    assert_int_equal(token.name_length, 4);
    xpath_scan_next(&scanner);
    token = xpath_scan_next(&scanner);
    assert_memory_equal(token.name, "text", 4);
    assert_int_equal(token.length, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_absolute_paths),
        cmocka_unit_test(test_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
