/* Patterns, rules and assertions; abstract ones where they are used. */
#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct checking_row rows[] = {
    {"abstract rules lend their lets and assertions",
     "<pattern id='p'><rule abstract='true' id='base'><let name='v' value='@x'/>"
     "<assert test='$v'>base '<value-of select='$v'/>'</assert></rule>"
     "<rule context='a'><extends rule='base'/><assert test='@y'>own</assert></rule></pattern>",
     "<a/>", "p/default error /a: base ''\np/2 error /a: own\n"},
    {"an abstract rule may come later and extend another",
     "<pattern id='p'><rule context='a'><extends rule='two'/></rule>"
     "<rule abstract='true' id='one'><assert test='@x'>one</assert></rule>"
     "<rule abstract='true' id='two'><extends rule='one'/><assert test='@y'>two</assert></rule>"
     "</pattern>",
     "<a/>", "p/default error /a: one\np/2 error /a: two\n"},
    {"abstract patterns are filled in by parameters, also in strings, by whole names",
     "<pattern abstract='true' id='t'><rule context='$what'>"
     "<assert test='$test and $test2'>the $what '<value-of select=\"'$what'\"/>'</assert></rule>"
     "</pattern>"
     "<pattern id='p' is-a='t'><param name='what' value='a'/><param name='test' value='@x'/>"
     "<param name='test2' value='@y'/></pattern>"
     "<pattern id='q' is-a='t'><param name='what' value='b'/><param name='test' value='true()'/>"
     "<param name='test2' value='false()'/></pattern>",
     "<a x='1'><b/></a>",
     "p/default error /a: the $what 'a'\nq/default error /a/b: the $what 'b'\n"},
    {"the subject is what is reported: of the assert, of the rule, else the node",
     "<pattern id='p'><rule context='a' subject='b'><assert test='@x'>1</assert>"
     "<assert test='@x' subject='@y'>2</assert><assert test='@x' subject='none'>3</assert></rule>"
     "</pattern>",
     "<a y='1'><b/><b/></a>", "p/default error /a/b[1]: 1\np/2 error /a/@y: 2\np/3 error /a: 3\n"},
    {"roles: of the assert, of the rule, of the pattern, else error",
     "<pattern id='p' role='note'><rule context='a'><report test='1'>1</report>"
     "<report test='1' role='fatal'>2</report></rule>"
     "<rule context='b' role='warn'><report test='1'>3</report></rule></pattern>"
     "<pattern id='q'><rule context='b'><report test='1'>4</report>"
     "<report test='1' role='author'>5</report></rule></pattern>",
     "<a><b/></a>",
     "p/default note /a: 1\np/2 error /a: 2\np/3 warning /a/b: 3\nq/default error /a/b: 4\n"
     "q/2 error /a/b: 5\n"},
    {"patterns and assertions may have no id",
     "<pattern><title>T</title><rule context='a'><assert id='one' test='0'>1</assert>"
     "<assert test='0'>2</assert></rule></pattern>",
     "<a/>", "test-1/one error /a: 1\ntest-1/2 error /a: 2\n"},
    {"what an instance says itself wins, and extends in it finds the abstract pattern's rules",
     "<pattern abstract='true' id='t'><rule abstract='true' id='base'><assert test='$test'>b"
     "</assert></rule><rule context='$what'><extends rule='base'/></rule></pattern>"
     "<pattern id='p' is-a='t'><param name='what' value='a'/><param name='test' value='@x'/>"
     "<rule context='b'><report test='1'>own</report></rule></pattern>",
     "<a><b/></a>",
     "p/default error /a: b\n"
     "p/2 error /a/b: own\n"},
    {"a parameter that is not given stays a variable",
     "<let name='v' value='1'/><pattern abstract='true' id='t'><rule context='a'>"
     "<report test='$v = 1 and $w'>m</report></rule></pattern>"
     "<pattern id='p' is-a='t'><param name='w' value='true()'/></pattern>",
     "<a/>", "p/default error /a: m\n"},
    {"an extended rule keeps the level and subject of the rule that extends it",
     "<pattern id='p'><rule abstract='true' id='r'><assert test='@x'>1</assert></rule>"
     "<rule context='a' role='info' subject='b'><extends rule='r'/></rule></pattern>",
     "<a><b/></a>", "p/default note /a/b: 1\n"},
};

static void test_rows(void **state)
{
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void test_refusals(void **state)
{
    static const struct refused_row refused[] = {
        {OURS_WITH("<rule context='a'><extends/></rule>"), 9, "needs the attribute rule"},
        {OURS_WITH(
             "<rule context='a'><let name='v' value='1'/><b:x xmlns:b='urn:b'/><let name='' value='1'/></rule>"),
         9, "needs a name"},
        {OURS_WITH("<phase id='x'/>"), 9, "has no place in a pattern"},
        {OURS_OPEN
         "<pattern abstract='true' id='t'/><pattern id='TST0001' is-a='t'><param name='v'/></pattern></schema>",
         2, "needs a name and a value"},
        {OURS_OPEN "<pattern id='TST0001' role='odd'/></schema>", 2, "the role is"},
    };
    (void)state;
    check_refused_rows(refused, sizeof refused / sizeof refused[0]);
}

/* Rules that extend each other are bounded in depth, and what they expand to in number. */
static void test_expansion_is_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *deep = "", *wide = "";
    for (int i = 0; i < 20; i++)
        deep =
            arena_printf(arena, "%s<rule abstract='true' id='r%d'><extends rule='r%d'/></rule>\n",
                         deep, i, i + 1);
    check_refused(
        arena_printf(arena, OURS_WITH("%s<rule context='a'><extends rule='r0'/></rule>"), deep),
        9 + 15, "too deep");
    for (int i = 0; i < 10; i++)
        wide = arena_printf(
            arena,
            "%s<rule abstract='true' id='w%d'><extends rule='w%d'/><extends rule='w%d'/>"
            "<extends rule='w%d'/><extends rule='w%d'/></rule>",
            wide, i, i + 1, i + 1, i + 1, i + 1);
    check_refused(
        arena_printf(
            arena,
            OURS_WITH("<rule abstract='true' id='w10'><assert test='@x'>m</assert></rule>%s"
                      "<rule context='a'><extends rule='w0'/></rule>"),
            wide),
        9, "more than 100000 assertions");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_refusals),
                                       cmocka_unit_test(test_expansion_is_bounded)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
