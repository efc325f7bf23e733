/* What a strict load refuses, where, and why. */
#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define OURS                                                                                       \
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "           \
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process' "                            \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><title>Tests</title>\n"
#define HEAD "<pattern id='TST0001' i:name='TestRule'>\n"
#define TITLE "<title>A thing has a name.</title>\n"
#define WHY "<i:why>It is lost else.</i:why>\n"
#define FIX "<i:fix>Name it.</i:fix>\n"
#define REFERENCE "<i:reference title='T' url='https://example.com/'/>\n"
#define BAD "<i:example kind='bad'>x</i:example>\n"
#define GOOD "<i:example kind='good'>y</i:example>\n"
#define META TITLE WHY FIX REFERENCE BAD GOOD
#define RULE "<rule context='a'>\n<assert test='@x'>no x</assert></rule>\n"
#define END "</pattern></schema>"
#define WITH(rule) OURS HEAD META rule END

struct row {
    const char *rules;
    unsigned line;
    const char *reason;
};

static const struct row metadata[] = {
    {OURS "<pattern i:name='TestRule'>" META RULE END, 2, "needs an id"},
    {OURS "<pattern id='tst1' i:name='TestRule'>" META RULE END, 2, "capital letters and digits"},
    {OURS "<pattern id='TST1-2' i:name='TestRule'>" META RULE END, 2, "capital letters and digits"},
    {OURS "<pattern id='TST0001'>" META RULE END, 2, "i:name"},
    {OURS "<pattern id='TST0001' i:name='test'>" META RULE END, 2, "PascalCase"},
    {OURS HEAD WHY FIX REFERENCE BAD GOOD RULE END, 2, "<title>"},
    {OURS HEAD TITLE FIX REFERENCE BAD GOOD RULE END, 2, "<i:why>"},
    {OURS HEAD TITLE WHY REFERENCE BAD GOOD RULE END, 2, "<i:fix>"},
    {OURS HEAD TITLE WHY FIX BAD GOOD RULE END, 2, "<i:reference>"},
    {OURS HEAD TITLE WHY FIX REFERENCE GOOD RULE END, 2, "bad example"},
    {OURS HEAD TITLE WHY FIX REFERENCE BAD RULE END, 2, "good example"},
    {OURS "<pattern id='TST0001' i:name='TestRule' i:implementation='native'>" TITLE WHY FIX
         REFERENCE BAD END,
     2, "good example"},
    {OURS "<pattern id='TST0001' i:name='TestRule' i:implementation='native'>" META RULE END, 2,
     "is native"},
    {OURS HEAD META END, 2, "asserts nothing"},
    {OURS HEAD META RULE "</pattern>" HEAD META RULE END, 11, "already a rule TST0001"},
    {OURS HEAD META RULE "</pattern>"
                         "<pattern id='TST0002' i:name='TestRule'>" META RULE END,
     11, "has the name of TST0001"},
    {WITH("<rule context='a'><assert test='@x'/></rule>"), 9, "no message"},
    {WITH("<rule context='a'><assert id='z' test='@x'>m</assert><assert id='z' test='@x'>m</assert>"
          "</rule>"),
     2, "two messages with one id"},
};

static const struct row grammar[] = {
    {OURS HEAD META "<i:sympton>401</i:sympton>" RULE END, 9, "sympton"},
    {OURS "<pattern id='TST0001' i:name='TestRule' i:reech='x'>" META RULE END, 2, "reech"},
    {OURS HEAD META "<rule context='a' colour='red'><assert test='@x'>m</assert></rule>" END, 9,
     "colour"},
    {WITH("<rule context='a' role='bad'><assert test='@x'>m</assert></rule>"), 9, "role"},
    {WITH("<rule context='a'><assert test='@x'>a <b/> m</assert></rule>"), 9, "CDATA"},
    {WITH("<rule context='a'><asert test='@x'>m</asert></rule>"), 9, "<asert>"},
    {WITH("<rule context='a'><assert>m</assert></rule>"), 9, "no attribute test"},
    {WITH("<rule><assert test='@x'>m</assert></rule>"), 9, "no attribute context"},
    {WITH("<rule context=' '><assert test='@x'>m</assert></rule>"), 9, "empty"},
    {WITH("<rule context='a'><let value='1'/><assert test='@x'>m</assert></rule>"), 9, "name"},
    {WITH("<rule context='a'><extends rule='none'/></rule>"), 9, "no abstract rule 'none'"},
    {WITH("<rule abstract='true' id='r'><extends rule='s'/></rule>"
          "<rule abstract='true' id='s'><extends rule='r'/></rule>"
          "<rule context='a'><extends rule='r'/></rule>"),
     9, "extends itself"},
    {OURS "<pattern id='TST0001' is-a='none'/></schema>", 2, "no abstract pattern 'none'"},
    {OURS "<pattern abstract='true' id='p' is-a='p'/><pattern id='TST0001' is-a='p'/></schema>", 2,
     "cannot be an instance"},
    {WITH("<rule context='a'><assert test='@x' diagnostics='d'>m</assert></rule>"), 9,
     "no <diagnostic id=\"d\">"},
    {WITH("<rule context='a'><assert test='@x' sqf:fix='f'>m</assert></rule>"), 9,
     "no <sqf:fix id=\"f\">"},
    {OURS "<include href='../x.sch'/></schema>", 2, "same folder"},
    {OURS "<include href='none.sch'/></schema>", 2, "cannot include none.sch"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt2'/>", 1, "xslt2"},
    {"<schema/>", 1, "not <schema>"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern>\n</schema>", 1, "pattern"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' defaultPhase='f'/>", 1, "no phase 'f'"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><ns prefix='p' uri='a'/>"
     "<ns prefix='p' uri='b'/></schema>",
     1, "declared twice"},
};

#define TEST(test) WITH("<rule context='a'>\n<assert test=\"" test "\">m</assert></rule>")

#define RELATED(related)                                                                           \
    OURS HEAD META "<rule context='a'><assert test='@x' diagnostics='d'>m</assert></rule>"         \
                   "</pattern><diagnostics>\n<diagnostic id='d' i:related='" related               \
                   "'>t</diagnostic></diagnostics></schema>"

static const struct row expressions[] = {
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
    {WITH("<rule context='a[//b]'><assert test='@x'>m</assert></rule>"), 9, "from the root"},
    {WITH("<rule context='a[$v]'>\n<let name='v' value='1'/><assert test='$v'>m</assert></rule>"),
     9, "$v is not defined"},
    {WITH("<rule context='a'><let name='v' value='//a'/><assert test='$v'>m</assert></rule>"), 9,
     "from the root"},
    {WITH("<rule context='a'><assert test='@x'><value-of select='/a'/></assert></rule>"), 9,
     "from the root"},
    {WITH("<rule context='a'><let name='v' value='1'/><let name='v' value='2'/>"
          "<assert test='$v'>m</assert></rule>"),
     9, "defined twice"},
    {WITH("<rule context='a'><let name='w' value='$v'/><let name='v' value='2'/>"
          "<assert test='$w'>m</assert></rule>"),
     9, "$v is not defined"},
    {WITH("<rule context='..'><assert test='@x'>m</assert></rule>"), 9, "not an XSLT pattern"},
    {WITH("<rule context='descendant::a'><assert test='@x'>m</assert></rule>"), 9, "axes"},
    {WITH("<rule context='a['><assert test='@x'>m</assert></rule>"), 9, "does not end"},
    {WITH("<rule context='a b'><assert test='@x'>m</assert></rule>"), 9, "not an XSLT pattern"},
    {WITH("<rule context='n:a'><assert test='@x'>m</assert></rule>"), 9, "not declared"},
    {OURS HEAD TITLE WHY "<i:fix>Set <value-of select='$v'/></i:fix>" REFERENCE BAD GOOD RULE END,
     5, "$v is not defined"},
};

static void refuse_all(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_message("    %s\n", rows[i].reason);
        check_refused(rows[i].rules, rows[i].line, rows[i].reason);
    }
}

static void test_metadata(void **state)
{
    (void)state;
    refuse_all(metadata, sizeof metadata / sizeof metadata[0]);
}

static void test_grammar(void **state)
{
    (void)state;
    refuse_all(grammar, sizeof grammar / sizeof grammar[0]);
}

static void test_expressions(void **state)
{
    (void)state;
    refuse_all(expressions, sizeof expressions / sizeof expressions[0]);
}

static void test_what_is_good(void **state)
{
    static const char *const good[] = {
        WITH(RULE),
        TEST("descendant::a and concat('a', 'b', 'c') and fact('x')"),
        TEST("math:max(b/@v) = 1 and matches(@x, 'a/b//c') and @* and ../*"),
        OURS "<let name='b' value='$a'/><let name='a' value='//a'/>" HEAD META
             "<let name='c' value='/a/b'/><rule context='/x//a'><let name='d' value='$c'/>"
             "<assert test='$b and $c and $d'>m</assert></rule>" END,
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
    checking_start(&checking,
                   WITH("<rule context='a'>\n  <!-- \xC3\xA4 --> <assert test='nope()'>m</assert>"
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
        cmocka_unit_test(test_metadata),    cmocka_unit_test(test_grammar),
        cmocka_unit_test(test_expressions), cmocka_unit_test(test_what_is_good),
        cmocka_unit_test(test_exact_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
