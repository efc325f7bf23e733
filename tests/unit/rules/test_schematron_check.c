/* What a strict load refuses, where, and why. */
#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TEST(test) OURS_WITH("<rule context='a'>\n<assert test=\"" test "\">m</assert></rule>")

#define RELATED(related)                                                                           \
    OURS_OPEN OURS_HEAD OURS_META                                                                  \
        "<rule context='a'><assert test='@x' diagnostics='d'>m</assert></rule>"                    \
        "</pattern><diagnostics>\n<diagnostic id='d' i:related='" related                          \
        "'>t</diagnostic></diagnostics></schema>"

static const struct refused_row expressions[] = {
    {TEST("@x ="), 10, "not XPath"},
    {TEST("@x ]"), 10, "not XPath"},
    {RELATED("c ="), 10, "not XPath"},
    {RELATED("$none"), 10, "$none is not defined"},
    {RELATED("//c"), 10, "every node"},
    {RELATED(" "), 10, "empty"},
    {TEST("a |"), 10, "missing at the end"},
    {TEST("a | | b"), 10, "not XPath"},
    {TEST("a/"), 10, "missing at the end"},
    {TEST("'x"), 10, "not XPath"},
    {TEST("nope(1)"), 10, "no function nope()"},
    {TEST("n:nope(1)"), 10, "the prefix n"},
    {TEST("n:a"), 10, "the prefix n"},
    {TEST("set:nope(1)"), 10, "no function set:nope()"},
    {TEST("document('x')"), 10, "no function document()"},
    {TEST("$v"), 10, "$v is not defined"},
    {TEST("contains(@x)"), 10, "1 argument here, which is too few"},
    {TEST("not()"), 10, "0 arguments here, which is too few"},
    {TEST("starts-with(@x, concat('a', 'b'), 'c')"), 10, "starts-with() gets 3 arguments"},
    {TEST("fact('a', 'b')"), 10, "fact() gets 2 arguments"},
    {TEST("matches(@x, '(')"), 10, "the pattern '(' is invalid"},
    {TEST("matches(@x, '[', 'i')"), 10, "the pattern '[' is invalid"},
    {TEST("/a/b"), 10, "a search from the root"},
    {TEST("not(//a)"), 10, "a search from the root"},
    {TEST("count(b[//a]) = 1"), 10, "a search from the root"},
    {TEST(".//a"), 10, "// at every node"},
    {OURS_WITH("<rule context='a[//b]'><assert test='@x'>m</assert></rule>"), 9, "from the root"},
    {OURS_WITH(
         "<rule context='a[$v]'>\n<let name='v' value='1'/><assert test='$v'>m</assert></rule>"),
     9, "$v is not defined"},
    {OURS_WITH("<rule context='a'><let name='v' value='//a'/><assert test='$v'>m</assert></rule>"),
     9, "from the root"},
    {OURS_WITH("<rule context='a'><assert test='@x'><value-of select='/a'/></assert></rule>"), 9,
     "from the root"},
    {OURS_WITH("<rule context='a'><let name='v' value='1'/><let name='v' value='2'/>"
               "<assert test='$v'>m</assert></rule>"),
     9, "defined twice"},
    {OURS_WITH("<rule context='a'><let name='w' value='$v'/><let name='v' value='2'/>"
               "<assert test='$w'>m</assert></rule>"),
     9, "$v is not defined"},
    {OURS_WITH("<rule context='..'><assert test='@x'>m</assert></rule>"), 9, "not an XSLT pattern"},
    {OURS_WITH("<rule context='descendant::a'><assert test='@x'>m</assert></rule>"), 9, "axes"},
    {OURS_WITH("<rule context='a['><assert test='@x'>m</assert></rule>"), 9, "does not end"},
    {OURS_WITH("<rule context='a b'><assert test='@x'>m</assert></rule>"), 9,
     "not an XSLT pattern"},
    {OURS_WITH("<rule context='n:a'><assert test='@x'>m</assert></rule>"), 9, "not declared"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY
     "<i:fix>Set <value-of select='$v'/></i:fix>" OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE
         OURS_END,
     5, "$v is not defined"},
};

static void test_expressions(void **state)
{
    (void)state;
    check_refused_rows(expressions, sizeof expressions / sizeof expressions[0]);
}

static void test_what_is_good(void **state)
{
    static const char *const good[] = {
        OURS_WITH(OURS_RULE),
        TEST("descendant::a and concat('a', 'b', 'c') and fact('x')"),
        TEST("math:max(b/@v) = 1 and matches(@x, 'a/b//c') and @* and ../*"),
        OURS_OPEN "<let name='b' value='$a'/><let name='a' value='//a'/>" OURS_HEAD OURS_META
                  "<let name='c' value='/a/b'/><rule context='/x//a'><let name='d' value='$c'/>"
                  "<assert test='$b and $c and $d'>m</assert></rule>" OURS_END,
        /* what is slow is the author's affair in plain Schematron */
        ("<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern><rule context='a'>"
         "<assert test='//a and /b'>m</assert></rule></pattern></schema>"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct checking checking;
        checking_start(&checking, good[i], RULEBOOK_STRICT);
        if (!checking.loaded)
            fail_msg("refused: %s", checking.error.text);
        checking_stop(&checking);
    }
}

/* The column is that of the attribute's value, in UTF-16 units. */
static void test_exact_place(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(
        &checking,
        OURS_WITH("<rule context='a'>\n  <!-- \xC3\xA4 --> <assert test='nope()'>m</assert>"
                  "</rule>"),
        RULEBOOK_STRICT);
    assert_false(checking.loaded);
    assert_int_equal(checking.error.line, 10);
    assert_int_equal(checking.error.column, 28);
    checking_stop(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expressions),
        cmocka_unit_test(test_what_is_good),
        cmocka_unit_test(test_exact_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
