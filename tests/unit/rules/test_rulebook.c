/* The catalogue: what a rule says about itself, which rules are on, what they can see. */
#include "rules/checking.h"

#include "base/path.h"
#include "rules/functions.h"
#include "rules/rulebook_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char full[] =
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1'>"
    "<title>Test\n topic</title>\n"
    "<pattern id='TST0002' i:name='SecondRule' i:needs='acls, spns' i:reach='every request'\n"
    " i:security='true' see='https://example.com/see'>\n"
    "<title>A  thing\n has a name.</title>\n"
    "<i:why>\n  First paragraph\n  goes on.\n\n  Second.\n</i:why>\n"
    "<i:fix><![CDATA[\n    Set it:\n      <thing name=\"]]><value-of select='pool(.)/@name'/>"
    "<![CDATA[\"/>\n    $x\n]]></i:fix>\n"
    "<i:symptom>401.1</i:symptom><i:symptom> WAS  5021 </i:symptom>\n"
    "<i:map standard='CWE' id='522' title='T'/>\n"
    "<i:reference title='R' url='https://example.com/r'/>\n"
    "<i:example kind='bad' title='B'><![CDATA[\n  <a>\n    <b/>\n  </a>\n]]></i:example>\n"
    "<i:example kind='good'>g</i:example>\n"
    "<rule context='thing' role='warning'>\n"
    "<assert test='@name'>The '<value-of select='@id'/>' in {x} and <name/>.</assert>\n"
    "<report test='@other' id='other' role='note'>m</report>\n"
    "<report test='@third'>m</report></rule></pattern>\n"
    "<pattern id='TST0001' i:name='NativeRule' i:implementation='native' role='note'>\n"
    "<title>N</title><i:why>w</i:why><i:fix>f</i:fix>\n"
    "<i:reference title='R' url='https://example.com/r'/>\n"
    "<i:example kind='bad'>b</i:example><i:example kind='good'>g</i:example>\n"
    "<i:message>The section\n '{0}' {{x}} is {1}.</i:message>\n"
    "<i:message id='two'>m {7} {x</i:message></pattern></schema>";

static void test_catalogue(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(&checking, full, RULEBOOK_TRUSTED);
    assert_true(checking.loaded);
    assert_int_equal(rulebook_count(checking.rulebook), 2);
    assert_string_equal(rulebook_rule(checking.rulebook, 0)->info.id, "TST0001");
    const struct iislint_rule *rule = rulebook_rule(checking.rulebook, 1);
    const struct iislint_rule_info *info = &rule->info;
    const struct iislint_rule_help *help = rulebook_help(rule);
    assert_int_equal(rule->domain, RULE_RESOLVED);
    assert_string_equal(info->id, "TST0002");
    assert_string_equal(info->name, "SecondRule");
    assert_string_equal(info->title, "A thing has a name.");
    assert_string_equal(help->why, "First paragraph goes on.\n\nSecond.");
    assert_string_equal(help->fix, "Set it:\n  <thing name=\"{name}\"/>\n$x");
    assert_int_equal(info->level, IISLINT_WARNING);
    assert_string_equal(info->reach, "every request");
    assert_string_equal(info->topic, "Test topic");
    assert_true(info->enabled && info->security && !info->native);
    assert_int_equal(info->need_count, 2);
    assert_string_equal(info->needs[1], "spns");
    assert_int_equal(info->symptom_count, 2);
    assert_string_equal(info->symptoms[1], "WAS 5021");
    assert_int_equal(help->reference_count, 2);
    assert_string_equal(help->references[0].title, "R");
    assert_string_equal(help->references[1].url, "https://example.com/see");
    assert_int_equal(help->mapping_count, 1);
    assert_string_equal(help->mappings[0].title, "T");
    assert_int_equal(help->example_count, 2);
    assert_true(help->examples[0].bad && !help->examples[1].bad);
    assert_string_equal(help->examples[0].text, "<a>\n  <b/>\n</a>");
    assert_int_equal(help->template_count, 3);
    assert_string_equal(help->templates[0].id, "default");
    assert_string_equal(help->templates[0].text, "The '{0}' in {{x}} and {1}.");
    assert_string_equal(help->templates[1].id, "other");
    assert_string_equal(help->templates[2].id, "3");
    checking_stop(&checking);
}

static void test_native_messages(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(&checking, full, RULEBOOK_TRUSTED);
    const struct iislint_rule *rule = rulebook_find(checking.rulebook, "nativerule");
    const char *arguments[] = {"a/{1}", "b"};
    assert_non_null(rule);
    assert_ptr_equal(rule, rulebook_find(checking.rulebook, "tst0001"));
    assert_true(rule->info.native);
    assert_int_equal(rule->info.level, IISLINT_NOTE);
    assert_string_equal(rule_message(rule, NULL, arguments, 2, checking.arena),
                        "The section 'a/{1}' {x} is b.");
    assert_string_equal(rule_message(rule, "two", arguments, 2, checking.arena), "m  {x");
    assert_null(rule_message(rule, "three", arguments, 2, checking.arena));
    checking_stop(&checking);
}

static void test_switching(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(&checking, full, RULEBOOK_TRUSTED);
    struct rulebook *rulebook = checking.rulebook;
    const struct iislint_rule *one = rulebook_find(rulebook, "TST0001");
    const struct iislint_rule *two = rulebook_find(rulebook, "TST0002");
    assert_true(rulebook_has(rulebook, RULE_RESOLVED));
    assert_true(rulebook_disable(rulebook, "tst00", NULL));
    assert_false(rulebook_is_active(rulebook, one) || rulebook_is_active(rulebook, two));
    assert_false(rulebook_has(rulebook, RULE_RESOLVED));
    assert_true(rulebook_enable(rulebook, " SecondRule ,TST0001", NULL));
    assert_true(rulebook_is_active(rulebook, one) && rulebook_is_active(rulebook, two));
    assert_true(rulebook_disable(rulebook, "all", NULL));
    assert_true(rulebook_enable(rulebook, "TST0001", NULL));
    assert_true(rulebook_is_active(rulebook, one) && !rulebook_is_active(rulebook, two));
    assert_false(rulebook_enable(rulebook, "TST0002,Second", &checking.error));
    assert_string_equal(checking.error.text, "there is no rule 'Second'");
    checking_stop(&checking);
}

static void check_same(const struct iislint_rule *brief, const struct iislint_rule *rule)
{
    const struct iislint_rule_info *a = &brief->info, *b = &rule->info;
    const struct iislint_rule_help *help = rulebook_help(brief), *whole = rulebook_help(rule);
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->title, b->title);
    assert_string_equal(help->fix, whole->fix);
    assert_int_equal(a->level, b->level);
    assert_int_equal(a->symptom_count, b->symptom_count);
    assert_int_equal(help->template_count, whole->template_count);
    for (size_t i = 0; i < help->template_count; i++)
        assert_string_equal(help->templates[i].text, whole->templates[i].text);
    assert_string_equal(help->why, whole->why);
    assert_int_equal(help->reference_count, whole->reference_count);
    assert_int_equal(help->mapping_count, whole->mapping_count);
    assert_int_equal(help->example_count, whole->example_count);
    assert_string_equal(help->examples[0].text, whole->examples[0].text);
}

static void test_the_short_form_loses_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rulebook *brief = rulebook_new(arena, &functions_vocabulary);
    struct rulebook *whole = rulebook_new(arena, &functions_vocabulary);
    struct error error = {.text = ""};
    assert_true(rulebook_add_embedded(brief, RULEBOOK_BRIEF, &error));
    assert_true(rulebook_add_embedded(whole, RULEBOOK_STRICT, &error));
    assert_int_equal(rulebook_count(brief), rulebook_count(whole));
    assert_string_equal(rulebook_rule(brief, 0)->help.why, "");
    for (size_t i = 0; i < rulebook_count(brief); i++)
        check_same(rulebook_rule(brief, i), rulebook_rule(whole, i));
    rulebook_free(brief);
    rulebook_free(whole);
    arena_free(arena);
}

static void test_a_later_rule_replaces(void **state)
{
    (void)state;
    struct checking checking;
    static const char other[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1'>"
        "<pattern id='TST0002' i:name='SecondRule'><title>Mine</title><rule context='thing'>"
        "<report test='1'>mine</report></rule></pattern></schema>";
    checking_start(&checking, full, RULEBOOK_TRUSTED);
    assert_true(rulebook_add_bytes(checking.rulebook, "other.sch", other, strlen(other),
                                   RULEBOOK_TRUSTED, &checking.error));
    assert_int_equal(rulebook_count(checking.rulebook), 2);
    assert_string_equal(rulebook_find(checking.rulebook, "SecondRule")->info.title, "Mine");
    assert_string_equal(checking_run(&checking, "<thing/>"),
                        "TST0002/default error /thing: mine\n");
    checking_stop(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_later_rule_replaces),
        cmocka_unit_test(test_catalogue),
        cmocka_unit_test(test_the_short_form_loses_nothing),
        cmocka_unit_test(test_native_messages),
        cmocka_unit_test(test_switching),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
