/* What ISO Schematron demands of any rule file, one row a demand. */
#include "rules/checking.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct checking_row rows[] = {
    {"an assert fires when its test is false, a report when it is true",
     "<pattern id='p'><rule context='a'><assert test='@x'>no x</assert>"
     "<report test='@y'>a y</report></rule></pattern>",
     "<r><a/><a x='1' y='1'/></r>", "p/default error /r/a[1]: no x\np/2 error /r/a[2]: a y\n"},
    {"in a pattern the first rule that matches wins",
     "<pattern id='p'><rule context='a[@x]'><report test='true()'>first</report></rule>"
     "<rule context='a'><report test='true()'>second</report></rule></pattern>",
     "<r><a x='1'/><a/></r>", "p/default error /r/a[1]: first\np/2 error /r/a[2]: second\n"},
    {"a rule that matches and says nothing still wins",
     "<pattern id='p'><rule context='a[@x]'><report test='false()'>first</report></rule>"
     "<rule context='*'><report test='true()'>second</report></rule></pattern>",
     "<a x='1'><b/></a>", "p/2 error /a/b: second\n"},
    {"patterns are independent",
     "<pattern id='p'><rule context='a'><report test='true()'>p</report></rule></pattern>"
     "<pattern id='q'><rule context='a'><report test='true()'>q</report></rule></pattern>",
     "<a/>", "p/default error /a: p\nq/default error /a: q\n"},
    {"a node is matched once by alternatives of one context",
     "<pattern id='p'><rule context='a | *'><report test='true()'>m</report></rule></pattern>",
     "<a/>", "p/default error /a: m\n"},
    {"contexts: path, ancestor, absolute, root",
     "<pattern id='p'><rule context='a/b'><report test='true()'>a/b</report></rule></pattern>"
     "<pattern id='q'><rule context='a//c'><report test='true()'>a//c</report></rule></pattern>"
     "<pattern id='s'><rule context='/a'><report test='true()'>/a</report></rule></pattern>"
     "<pattern id='t'><rule context='/'><report test='true()'>/</report></rule></pattern>"
     "<pattern id='u'><rule context='/b'><report test='true()'>/b</report></rule></pattern>"
     "<pattern id='v'><rule context='//b'><report test='true()'>//b</report></rule></pattern>",
     "<a><b><c/></b></a>",
     "t/default error /: /\ns/default error /a: /a\np/default error /a/b: a/b\n"
     "v/default error /a/b: //b\nq/default error /a/b/c: a//c\n"},
    {"contexts: attributes, text, comments, instructions",
     "<pattern id='p'><rule context='@x'><report test='true()'>@x</report></rule>"
     "<rule context='b/@*'><report test='true()'>b/@*</report></rule>"
     "<rule context='text()'><report test='true()'>text</report></rule>"
     "<rule context='comment()'><report test='true()'>comment</report></rule>"
     "<rule context='processing-instruction(\"i\")'><report test='true()'>pi</report></rule>"
     "</pattern>",
     "<a x='1' y='2'><b z='3'>t</b><!--c--><?i d?><?j d?></a>",
     "p/default error /a/@x: @x\np/2 error /a/b/@z: b/@*\np/3 error /a/b/text(): text\n"
     "p/4 error /a/comment(): comment\np/5 error /a/processing-instruction('i'): pi\n"},
    {"contexts: positions in predicates count among siblings",
     "<pattern id='p'><rule context='a[2]'><report test='true()'>second</report></rule>"
     "<rule context='a[last()]'><report test='true()'>last</report></rule>"
     "<rule context='a[@x][2]'><report test='true()'>second x</report></rule></pattern>",
     "<r><a/><a/><b/><a x='1'/><a x='2'/><a/></r>",
     "p/default error /r/a[2]: second\np/3 error /r/a[4]: second x\np/2 error /r/a[5]: last\n"},
    {"contexts: a number in a variable is a position",
     "<let name='n' value='2'/><let name='s' value=\"'2'\"/>"
     "<pattern id='p'><rule context='a[$n]'><report test='true()'>second</report></rule>"
     "<rule context='a[$s]'><report test='true()'>any</report></rule></pattern>",
     "<r><a/><a/></r>", "p/2 error /r/a[1]: any\np/default error /r/a[2]: second\n"},
    {"contexts: predicates on the path",
     "<pattern id='p'><rule context='a[@x]/b[2]'><report test='true()'>m</report></rule></pattern>",
     "<r><a><b/><b/></a><a x='1'><b/><b/></a></r>", "p/default error /r/a[2]/b[2]: m\n"},
    {"contexts: namespaces by <ns>, not by the prefixes of the document",
     "<ns prefix='n' uri='urn:n'/>"
     "<pattern id='p'><rule context='n:a'><report test='n:b/@x'>n</report></rule>"
     "<rule context='a'><report test='true()'>plain</report></rule>"
     "<rule context='n:*'><report test='true()'>any</report></rule></pattern>",
     "<m:a xmlns:m='urn:n'><m:b x='1'/><a/></m:a>",
     "p/default error /m:a: n\np/3 error /m:a/m:b: any\np/2 error /m:a/a: plain\n"},
    {"the default phase decides what is active",
     "<phase id='f'><active pattern='q'/></phase>"
     "<pattern id='p'><rule context='a'><report test='true()'>p</report></rule></pattern>"
     "<pattern id='q'><rule context='a'><report test='true()'>q</report></rule></pattern>",
     "<a/>", "p/default error /a: p\nq/default error /a: q\n"},
    {"diagnostics stand beside the message",
     "<pattern id='p'><rule context='a'><assert test='@x' diagnostics='d e'>m</assert></rule>"
     "</pattern><diagnostics><diagnostic id='d'>has <value-of select='count(*)'/></diagnostic>"
     "<diagnostic id='e'>E</diagnostic></diagnostics>",
     "<a><b/></a>", "p/default error /a: m [has 1] [E]\n"},
    {"a diagnostic with nodes of its own stands there, in their order, or nowhere",
     "<pattern id='p'><rule context='a'><let name='n' value='@n'/>"
     "<assert test='@x' diagnostics='d e f g'>m</assert></rule></pattern><diagnostics>"
     "<diagnostic id='d' xmlns:i='urn:iislint:rule:1' i:related='c | b/@y'>of "
     "<value-of select='$n'/></diagnostic><diagnostic id='e'>E</diagnostic>"
     "<diagnostic id='f' xmlns:i='urn:iislint:rule:1' i:related='none'>F</diagnostic>"
     "<diagnostic id='g' xmlns:i='urn:iislint:rule:1' i:related='..'>G</diagnostic></diagnostics>",
     "<r><a n='1'><b y='2'/><c/></a><a n='3' x=''/></r>",
     "p/default error /r/a[1]: m [E] {/r/a[1]/b/@y of 1} {/r/a[1]/c of 1} {/r G}\n"},
    {"of many nodes of one diagnostic the first are told",
     "<pattern id='p'><rule context='a'><assert test='@x' diagnostics='d'>m</assert></rule>"
     "</pattern><diagnostics><diagnostic id='d' xmlns:i='urn:iislint:rule:1' i:related='b'>B"
     "</diagnostic></diagnostics>",
     "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>",
     "p/default error /a: m {/a/b[1] B} {/a/b[2] B} {/a/b[3] B} {/a/b[4] B} {/a/b[5] B} "
     "{/a/b[6] B} {/a/b[7] B} {/a/b[8] B}\n"},
    {"undecided: a test that did not fire on something unknown",
     "<pattern id='p'><rule context='a'><assert test=\"fact('yes')\">1</assert>"
     "<assert test=\"not(fact('acls'))\">2</assert><report test=\"fact('spns')\">3</report>"
     "<report test=\"fact('no')\">4</report><report test=\"@x or fact('spns')\">5</report>"
     "<report test=\"true() or fact('spns')\">6</report><assert test=\"fact('spns')\">7</assert>"
     "</rule></pattern>",
     "<a/>",
     "p/2 ? /a: facts acls\np/3 ? /a: facts spns\np/5 ? /a: facts spns\n"
     "p/6 error /a: 6\np/7 error /a: 7\n"},
    {"undecided: a context that might have matched",
     "<pattern id='p'><rule context=\"a[fact('spns')]\"><report test='true()'>1</report></rule>"
     "<rule context='a'><report test='true()'>2</report></rule></pattern>",
     "<a/>", "p/default ? /a: facts spns\np/2 error /a: 2\n"},
};

static void test_rows(void **state)
{
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void test_default_phase(void **state)
{
    (void)state;
    static const char rules[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron' defaultPhase='f'>"
        "<phase id='f'><let name='v' value=\"'in f'\"/><active pattern='q'/></phase>"
        "<phase id='g'><let name='v' value=\"'in g'\"/><active pattern='p'/></phase>"
        "<pattern id='p'><rule context='a'><report test='1'>p <value-of select='$v'/></report>"
        "</rule></pattern>"
        "<pattern id='q'><rule context='a'><report test='1'>q <value-of select='$v'/></report>"
        "</rule></pattern></schema>";
    struct checking checking;
    checking_start(&checking, rules, RULEBOOK_STRICT);
    assert_true(checking.loaded);
    assert_string_equal(checking_run(&checking, "<a/>"), "q/default error /a: q in f\n");
    assert_true(rulebook_set_phase(checking.rulebook, "g", NULL));
    assert_string_equal(checking_run(&checking, "<a/>"), "p/default error /a: p in g\n");
    assert_false(rulebook_set_phase(checking.rulebook, "h", &checking.error));
    checking_stop(&checking);
}

/* A rulebook, a document, and an evaluator to judge the one by the other, for those who listen to
 * the evaluator themselves. */
struct judging {
    struct checking checking;
    struct source *source;
    struct evaluator *evaluator;
};

static void judging_start(struct judging *judging, const char *rules, const char *document)
{
    struct checking *checking = &judging->checking;
    checking_start(checking, rules, RULEBOOK_TRUSTED);
    judging->source = source_parse(checking->arena, "d.xml", document, strlen(document));
    judging->evaluator = evaluator_new(checking->rulebook, checking->arena, checking->regex, NULL);
}

static bool judging_run(struct judging *judging, enum rule_domain domain, outcome_callback *each,
                        void *context)
{
    return evaluate_document(judging->evaluator, judging->source->doc, domain, each, context, NULL);
}

static void judging_stop(struct judging *judging)
{
    evaluator_free(judging->evaluator);
    source_free(judging->source);
    checking_stop(&judging->checking);
}

static bool stop_at_once(void *context, const struct outcome *outcome)
{
    (void)outcome;
    ++*(int *)context;
    return false;
}

static void test_callback_can_stop(void **state)
{
    (void)state;
    struct judging judging;
    judging_start(&judging,
                  SCH_OPEN "<pattern id='p'><rule context='a'><report test='1'>1</report>"
                           "<report test='1'>2</report></rule></pattern>" SCH_CLOSE,
                  "<r><a/><a/></r>");
    int count = 0;
    assert_true(judging_run(&judging, RULE_PLAIN, stop_at_once, &count));
    assert_int_equal(count, 1);
    /* An evaluator is used again and again. */
    assert_true(judging_run(&judging, RULE_PLAIN, stop_at_once, &count));
    assert_int_equal(count, 2);
    judging_stop(&judging);
}

static void test_failures_name_the_rule_and_spare_the_others(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(&checking,
                   SCH_OPEN "\n<pattern id='p'><rule context='a'>\n<report test='nope()'>1</report>"
                            "</rule></pattern><pattern id='q'><rule context='a'><report test='1'>2"
                            "</report></rule></pattern>" SCH_CLOSE,
                   RULEBOOK_TRUSTED);
    assert_string_equal(checking_run(&checking, "<r><a/><a/></r>"),
                        "q/default error /r/a[1]: 2\nq/default error /r/a[2]: 2\n");
    assert_false(checking.evaluated);
    assert_int_equal(checking.error.line, 3);
    assert_int_equal(checking.error.column, 15);
    assert_string_equal(checking.error.text,
                        "the rule p cannot be evaluated: there is no function nope()");
    checking_stop(&checking);
}

static bool nothing_known(void *context, const char *group)
{
    (void)context;
    (void)group;
    return false;
}

struct places {
    int declined; /* how many undecided places do not count */
    int undecided;
    int fired;
};

static bool count_places(void *context, const struct outcome *outcome)
{
    struct places *places = context;
    if (outcome->kind == OUTCOME_FIRED) {
        places->fired++;
    } else if (places->declined > 0) {
        places->declined--;
        *outcome->reply = OUTCOME_DECLINED;
    } else {
        places->undecided++;
    }
    return true;
}

static bool take_two(void *context, const struct outcome *outcome)
{
    if (outcome->kind == OUTCOME_UNDECIDED && ++*(size_t *)context >= 2)
        *outcome->reply = OUTCOME_ENOUGH;
    return true;
}

/* Who has heard enough is told no more; of the next document it hears again. */
static void test_enough_of_what_is_undecided(void **state)
{
    (void)state;
    static const char rules[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1'>"
        "<pattern id='P1' i:name='P'><rule context='a'><report test=\"fact('x')\">m</report></rule>"
        "</pattern></schema>";
    struct judging judging;
    judging_start(&judging, rules, "<r><a/><a/><a/><a/><a/></r>");
    for (int round = 1; round < 3; round++) {
        size_t told = 0;
        assert_true(judging_run(&judging, RULE_RESOLVED, take_two, &told));
        assert_int_equal(told, 2);
    }
    judging_stop(&judging);
}

/* What lacks its facts is undecided once, at the first place that counts; another assertion of the
 * same rule is not silenced by that. */
static void test_a_rule_that_lacks_facts(void **state)
{
    (void)state;
    static const char rules[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1'>"
        "<pattern id='P1' i:name='P' i:needs='facts'><rule context='a'><report test=\"fact('x')\">m"
        "</report><report test='@x'>m</report></rule></pattern></schema>";
    for (int declined = 0; declined < 3; declined++) {
        struct judging judging;
        judging_start(&judging, rules, "<r><a/><a/><a/><a x='1'/><a x='1'/></r>");
        struct places places = {.declined = declined};
        evaluator_on_needs(judging.evaluator, nothing_known, NULL);
        for (int round = 1; round < 3; round++) { /* each document anew */
            assert_true(judging_run(&judging, RULE_RESOLVED, count_places, &places));
            assert_int_equal(places.undecided, round);
            assert_int_equal(places.fired, 2 * round);
            assert_int_equal(places.declined, 0);
        }
        judging_stop(&judging);
    }
}

static void note_leaving(void *context, xmlNode *element)
{
    text_add(context, (const char *)element->name);
}

static void test_every_element_is_left(void **state)
{
    (void)state;
    struct judging judging;
    judging_start(&judging,
                  SCH_OPEN "<pattern><rule context='b'><let name='v' value='.'/>"
                           "<report test='$v/c'>m</report></rule></pattern>" SCH_CLOSE,
                  "<a><b/><b><c/></b></a>");
    struct text left = {0};
    evaluator_on_leave(judging.evaluator, note_leaving, &left);
    assert_true(judging_run(&judging, RULE_PLAIN, NULL, NULL));
    assert_string_equal(text_string(&left), "bcba"); /* behind their content */
    text_fini(&left);
    judging_stop(&judging);
}

#define RULE(test) SCH_OPEN "<pattern id='p'><rule context='a'>" test "</rule></pattern>" SCH_CLOSE

static void test_what_can_fail(void **state)
{
    (void)state;
    static const struct {
        const char *rules;
        const char *reason;
    } failing[] = {
        {RULE("<report test='$x'>m</report>"), "$x is not defined"},
        {RULE("<report test='@x ='>m</report>"), "not XPath"},
        {RULE("<report test='n:x'>m</report>"), "prefix n"},
        {RULE("<report test='1'><value-of select='nope()'/></report>"), "nope()"},
        {RULE("<report test='1' subject='1'>m</report>"), "selects no nodes"},
        {SCH_OPEN "<pattern><rule context='a'><report test='1' diagnostics='d'>m</report></rule>"
                  "</pattern><diagnostics><diagnostic id='d' xmlns:i='urn:iislint:rule:1' "
                  "i:related='1'>D</diagnostic></diagnostics>" SCH_CLOSE,
         "selects no nodes"},
        {RULE("<report test='count(1)'>m</report>"), "wrong type"},
        {RULE("<report test=\"matches('x', '(')\">m</report>"), "pattern '(' is invalid"},
        {RULE("<report test=\"matches('x', 'x', 'q')\">m</report>"), "flag"},
        {RULE("<report test=\"key('k', 1)\">m</report>"), "no <xsl:key> named 'k'"},
        {RULE("<report test='equals(1)'>m</report>"), "equals() got 1 arguments"},
        {RULE("<let name='x' value='$y'/><let name='y' value='1'/><report test='$x'>m</report>"),
         "$y is not defined"},
        {SCH_OPEN "<let name='x' value='$y'/><let name='y' value='$x'/><pattern><rule context='a'>"
                  "<report test='$x'>m</report></rule></pattern>" SCH_CLOSE,
         "depends on itself"},
        {SCH_OPEN
         "<pattern><rule context='a[nope()]'><report test='1'>m</report></rule></pattern>" SCH_CLOSE,
         "nope()"},
        {SCH_OPEN "<xsl:key name='k' match='a' use='nope()'/><pattern><rule context='a'>"
                  "<report test=\"key('k', 1)\">m</report></rule></pattern>" SCH_CLOSE,
         "nope()"},
    };
    for (size_t i = 0; i < sizeof failing / sizeof failing[0]; i++)
        check_fails(failing[i].rules, "<a/>", failing[i].reason);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_default_phase),
        cmocka_unit_test(test_callback_can_stop),
        cmocka_unit_test(test_failures_name_the_rule_and_spare_the_others),
        cmocka_unit_test(test_a_rule_that_lacks_facts),
        cmocka_unit_test(test_enough_of_what_is_undecided),
        cmocka_unit_test(test_every_element_is_left),
        cmocka_unit_test(test_what_can_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
