/* What a fired assertion hands over: arguments, remedy, QuickFixes. */
#include "rules/checking.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define OURS                                                                                       \
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "           \
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process'>"

static void test_arguments_are_the_values_of_the_message(void **state)
{
    (void)state;
    check_told(
        OURS "<pattern id='P1' i:name='P'><rule context='a'><report test='1'>The <name/> '<value-of"
             " select='@x'/>' is {not} <value-of select='1 + 1'/>.</report></rule></pattern>"
             "</schema>",
        "<a x='l1&#10;l2'/>", "The a 'l1 l2' is {not} 2. | <a> <l1 l2> <2>\n");
}

static void test_remedy_keeps_its_lines(void **state)
{
    (void)state;
    check_told(OURS
               "<pattern id='P1' i:name='P'><i:fix>\n   Set\n     <![CDATA[<x a=\"]]><value-of "
               "select='$v'/><![CDATA[\"/>]]>\n   done.\n  </i:fix><rule context='a'>"
               "<let name='v' value='@x'/><report test='1'>m</report></rule></pattern></schema>",
               "<a x='1'/>", "m | remedy <Set\n  <x a=\"1\"/>\ndone.>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arguments_are_the_values_of_the_message),
        cmocka_unit_test(test_remedy_keeps_its_lines),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
