/* What is read of a rule file, and what is refused at its place. */
#include "rules/schematron_reader.h"

#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct refused_row grammar[] = {
    {OURS_OPEN OURS_HEAD OURS_META "<i:sympton>401</i:sympton>" OURS_RULE OURS_END, 9, "sympton"},
    {OURS_OPEN "<pattern id='TST0001' i:name='TestRule' i:reech='x'>" OURS_META OURS_RULE OURS_END,
     2, "reech"},
    {OURS_OPEN OURS_HEAD OURS_META
     "<rule context='a' colour='red'><assert test='@x'>m</assert></rule>" OURS_END,
     9, "colour"},
    {OURS_WITH("<rule context='a' role='bad'><assert test='@x'>m</assert></rule>"), 9, "role"},
    {OURS_WITH("<rule context='a'><assert test='@x'>a <b/> m</assert></rule>"), 9, "CDATA"},
    {OURS_WITH("<rule context='a'><asert test='@x'>m</asert></rule>"), 9, "<asert>"},
    {OURS_WITH("<rule context='a'><assert>m</assert></rule>"), 9, "no attribute test"},
    {OURS_WITH("<rule><assert test='@x'>m</assert></rule>"), 9, "no attribute context"},
    {OURS_WITH("<rule context=' '><assert test='@x'>m</assert></rule>"), 9, "empty"},
    {OURS_WITH("<rule context='a'><let value='1'/><assert test='@x'>m</assert></rule>"), 9, "name"},
    {OURS_WITH("<rule context='a'><extends rule='none'/></rule>"), 9, "no abstract rule 'none'"},
    {OURS_WITH("<rule abstract='true' id='r'><extends rule='s'/></rule>"
               "<rule abstract='true' id='s'><extends rule='r'/></rule>"
               "<rule context='a'><extends rule='r'/></rule>"),
     9, "extends itself"},
    {OURS_OPEN "<pattern id='TST0001' is-a='none'/></schema>", 2, "no abstract pattern 'none'"},
    {OURS_OPEN
     "<pattern abstract='true' id='p' is-a='p'/><pattern id='TST0001' is-a='p'/></schema>",
     2, "cannot be an instance"},
    {OURS_WITH("<rule context='a'><assert test='@x' diagnostics='d'>m</assert></rule>"), 9,
     "no <diagnostic id=\"d\">"},
    {OURS_WITH("<rule context='a'><assert test='@x' sqf:fix='f'>m</assert></rule>"), 9,
     "no <sqf:fix id=\"f\">"},
    {OURS_OPEN "<include href='../x.sch'/></schema>", 2, "same folder"},
    {OURS_OPEN "<include href='none.sch'/></schema>", 2, "cannot include none.sch"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt2'/>", 1, "xslt2"},
    {"<schema/>", 1, "not <schema>"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern>\n</schema>", 1, "pattern"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' defaultPhase='f'/>", 1, "no phase 'f'"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><ns prefix='p' uri='a'/>"
     "<ns prefix='p' uri='b'/></schema>",
     1, "declared twice"},
};

static void test_grammar(void **state)
{
    (void)state;
    check_refused_rows(grammar, sizeof grammar / sizeof grammar[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_grammar)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
