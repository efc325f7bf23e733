/* Schematron QuickFix: which fixes an assertion offers, and what they do. */
#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define OURS                                                                                       \
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "           \
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process'>"

#define FIXES(fix)                                                                                 \
    OURS "<pattern id='P1' i:name='P'><rule context='a'><report test='1' sqf:fix='f'>m</report>"   \
         "<sqf:fix id='f'><sqf:description><sqf:title>Do <value-of select='name()'/>"              \
         "</sqf:title></sqf:description>" fix "</sqf:fix></rule></pattern></schema>"

static void test_fixes(void **state)
{
    static const struct {
        const char *rules;
        const char *expected;
    } rows[] = {
        {FIXES("<sqf:add node-type='attribute' target='y' select=\"concat(@x, '!')\"/>"),
         "m | fix f <Do a> {add first /a type 2 name y text 1!}\n"},
        {FIXES("<sqf:add node-type='attribute' target='y'>v<value-of select='@x'/></sqf:add>"),
         "m | fix f <Do a> {add first /a type 2 name y text v1}\n"},
        {FIXES("<sqf:replace match='@x' select=\"'2'\"/><sqf:delete match='b'/>"),
         "m | fix f <Do a> {replace first /a/@x type 2 name x text 2}"
         " {delete first /a/b[1] type 1 name - text -} {delete first /a/b[2] type 1 name - text -}\n"},
        {FIXES(
             "<sqf:add match='b[1]' position='after'><add xmlns='' name='{@n}&amp;'>t"
             "<s:value-of xmlns:s='http://purl.oclc.org/dsdl/schematron' select='@n'/></add></sqf:add>"),
         "m | fix f <Do a> {add after /a/b[1] type 11 name - text "
         "<add name=\"&lt;1&amp;\">t&lt;1</add>}\n"},
        {FIXES(
             "<sqf:add match='b[1]'><add xmlns='' name='a&quot;{@n}z{name()}'>x&lt;</add></sqf:add>"),
         "m | fix f <Do a> {add first /a/b[1] type 11 name - text <add name=\"a&quot;&lt;1zb\">x&lt;</add>}\n"},
        {FIXES("<sqf:delete match='none'/>"), "m |\n"},
        {OURS "<pattern id='P1' i:name='P'><rule context='a'><report test='1' sqf:fix='f g h'>m"
              "</report></rule><sqf:fixes><sqf:fix id='f' use-when='@none'><sqf:description>"
              "<sqf:title>F</sqf:title></sqf:description><sqf:delete/></sqf:fix></sqf:fixes>"
              "<sqf:fix id='g'><sqf:description><sqf:title>G</sqf:title></sqf:description>"
              "<sqf:delete/></sqf:fix></pattern><sqf:fixes><sqf:fix id='h'><sqf:description>"
              "<sqf:title>H</sqf:title></sqf:description><sqf:replace target='z'/></sqf:fix>"
              "</sqf:fixes></schema>",
         "m | fix g <G> {delete first /a type 1 name - text -}"
         " fix h <H> {replace first /a type 11 name z text }\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_told(rows[i].rules, "<a x='1'><b n='&lt;1'/><b/></a>", rows[i].expected);
}

/* What a plain file asks of QuickFix beyond this is left out, and the assertion stands. */
static void test_unsupported_fix_is_left_out(void **state)
{
    (void)state;
    check_outcomes(SCH_OPEN
                   "<pattern id='p'><rule context='a'><report test='1' sqf:fix='f'>m"
                   "</report><sqf:fix id='f'><sqf:description><sqf:title>t</sqf:title>"
                   "</sqf:description><sqf:call-fix ref='x'/></sqf:fix></rule></pattern>" SCH_CLOSE,
                   "<a/>", "p/default error /a: m\n");
}

/* Of a file of ours everything that a fix says must be understood. */
#define FIX_OF(content)                                                                            \
    OURS_WITH("<rule context='a'><assert test='@x' sqf:fix='f'>m</assert>\n<sqf:fix id='f'>"       \
              "<sqf:description><sqf:title>t</sqf:title></sqf:description>\n" content              \
              "</sqf:fix></rule>")

static void test_refusals(void **state)
{
    static const struct refused_row refused[] = {
        {FIX_OF("<sqf:call-fix ref='x'/>"), 11, "<call-fix> in a fix is not supported"},
        {FIX_OF("<sqf:add node-type='pi'/>"), 11, "a node of type 'pi'"},
        {FIX_OF("<sqf:add node-type='attribute'/>"), 11, "needs a target"},
        {FIX_OF("<sqf:add position='inside'/>"), 11, "no position 'inside'"},
        {FIX_OF("<sqf:add match=''/>"), 11, "is empty"},
        {FIX_OF("<sqf:add><x y='{z'/></sqf:add>"), 11, "a { without its }"},
        {FIX_OF("<sqf:add><x i:y='z'/></sqf:add>"), 11, "with a namespace"},
        {FIX_OF("<sqf:add><x><value-of/></x></sqf:add>"), 11, "no attribute select"},
        {OURS_WITH(
             "<rule context='a'><assert test='@x' sqf:fix='f'>m</assert>\n<sqf:fix id='f'/></rule>"),
         10, "needs a description"},
    };
    (void)state;
    check_refused_rows(refused, sizeof refused / sizeof refused[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fixes),
                                       cmocka_unit_test(test_unsupported_fix_is_left_out),
                                       cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
