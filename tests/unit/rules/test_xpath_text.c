/* Functions on text. */
#include "rules/checking.h"

#include "rules/expressing.h"

static const struct checking_row rows[] = {
    {"text functions",
     "<pattern id='p'><rule context='a'>"
     "<report test=\"equals(@n, 'SHOP') and equals('\xC3\x84', '\xC3\xA4') and equals(b/@n, 'Y')\">"
     "1</report><report test=\"equals(@none, '')\">2</report>"
     "<report test=\"matches(@n, '^s.o') and matches(@n, '^S', 'i')\">3</report>"
     "<report test='true()'><value-of select=\"lower-case('AbC')\"/> <value-of "
     "select=\"replace('a-b-c', '(\\w)-', '$1+')\"/> <value-of select=\"join(b/@n, ', ')\"/> "
     "<value-of select=\"if(@n, 'then', 'else')\"/> <value-of "
     "select=\"count(str:tokenize('a,b;c', ',;'))\"/> <value-of "
     "select=\"str:split('a--b', '--')[2]\"/> <value-of "
     "select=\"str:replace('aXbX', 'X', '-')\"/> <value-of "
     "select=\"count(set:distinct(b/@n))\"/> <value-of select='math:max(b/@v)'/></report>"
     "<assert test=\"ends-with(@n, 'hop')\">4</assert></rule></pattern>",
     "<a n='shop'><b n='x' v='3'/><b n='y' v='7'/><b n='x' v='5'/></a>",
     "p/default error /a: 1\np/3 error /a: 3\n"
     "p/4 error /a: abc a+b+c x, y, x then 3 b a-b- 2 7\n"},
};

static void test_rows(void **state)
{
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void without_case(void **state)
{
    CHECK_EXPRESSIONS(*state, {"equals('a', 'A')", "true"}, {"equals('', '')", "true"},
                      {"equals('a', 'ab')", "false"}, {"equals('\xC3\xA4', '\xC3\x84')", "true"},
                      {"equals(//b/@n, 'Y')", "true"}, {"equals('Y', //b/@n)", "true"},
                      {"equals(//b/@n, //b/@v)", "false"}, {"equals(//none, '')", "false"},
                      {"equals('', //none)", "false"}, {"equals(//none, //none)", "false"},
                      {"equals(7, //b/@v)", "true"}, {"equals(t, 't\xC3\xA4')", "true"},
                      {"equals(@e, '')", "true"}, {"lower-case('AbZ[@')", "abz[@"},
                      {"lower-case(t)", "t\xC3\xA4"}, {"lower-case('')", ""},
                      {"ends-with('shop', 'op')", "true"}, {"ends-with('shop', '')", "true"},
                      {"ends-with('op', 'shop')", "false"}, {"ends-with('shop', 'Op')", "false"},
                      {"lower-case()", "!0 arguments"}, {"ends-with('a')", "!1 arguments"});
}

static void patterns(void **state)
{
    CHECK_EXPRESSIONS(
        *state, {"matches('abc', 'b')", "true"}, {"matches('abc', '^b')", "false"},
        {"matches('ABC', 'b', 'i')", "true"}, {"matches('ABC', 'b', '')", "false"},
        {"matches('', '^$')", "true"}, {"matches('a', 'a', 'x')", "!not 'x'"},
        {"matches('a', '[')", "!is invalid"}, {"matches('\xC3\xA4', '^.$')", "true"},
        {"matches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')",
         "!takes too long"},
        {"replace('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$', '')",
         "!takes too long"});
}

/* Groups by number, one that took no part is empty; an empty match goes on with the next letter. */
static void replacements(void **state)
{
    CHECK_EXPRESSIONS(
        *state, {"replace('a-b', '(\\w)-(\\w)', '$2-$1-$0')", "b-a-a-b"},
        {"replace('a', '(a)|(b)', '[$2]')", "[]"}, {"replace('a', 'a', '$$1\\$2$x$')", "$1$2$x$"},
        {"replace('abc', '', '-')", "-a-b-c-"}, {"replace('\xC3\xA4o', 'x*', '-')", "-\xC3\xA4-o-"},
        {"replace('', 'a', 'b')", ""}, {"replace('', '', 'b')", "b"},
        {"replace('ABA', 'a', 'x', 'i')", "xBx"}, {"replace('aXbXc', 'X', '')", "abc"},
        {"replace('a', 'a')", "!2 arguments"}, {"str:replace('aXbX', 'X', '--')", "a--b--"},
        {"str:replace('aaa', 'aa', 'b')", "ba"}, {"str:replace('abc', '', 'x')", "abc"},
        {"str:replace('', 'a', 'x')", ""});
}

static void pieces(void **state)
{
    CHECK_EXPRESSIONS(
        *state, {"count(str:tokenize(' a  b\t'))", "2"}, {"str:tokenize('a,b;c', ',;')[3]", "c"},
        {"count(str:tokenize(''))", "0"}, {"count(str:tokenize(',,', ','))", "0"},
        {"count(str:split('a--b----c', '--'))", "3"}, {"str:split('a--b', '--')[2]", "b"},
        {"count(str:split('a b '))", "2"}, {"count(str:split('abc', ''))", "1"},
        {"count(str:split('', 'x'))", "0"}, {"join(//b/@n, ', ')", "x, y, x"},
        {"join(//none, ', ')", ""}, {"join(//b/@n | @n, '')", "Shopxyx"},
        {"join(t, ',')", "T\xC3\x84"}, {"join('a', ',')", "!takes a node-set"},
        {"name(str:tokenize('a'))", "token"});
}

/* A text that a hostile file blows up ends in an error, not in memory without end, and never in half
 * a result. */
static void results_are_bounded(void **state)
{
    struct expressing *e = *state;
    char *many = arena_alloc(e->arena, 3001);
    memset(many, 'a', 3000);
    static const char *const forms[] = {"replace('%s', 'a', '%s')", "str:replace('%s', 'a', '%s')"};
    for (size_t i = 0; i < 2; i++) {
        const char *expression = arena_printf(e->arena, forms[i], many, many);
        assert_non_null(strstr(expressing_text(e, expression), "takes too long"));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, expressing_set_up, expressing_tear_down)
    const struct CMUnitTest tests[] = {TEST(without_case),        TEST(patterns),
                                       TEST(replacements),        TEST(pieces),
                                       TEST(results_are_bounded), cmocka_unit_test(test_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
