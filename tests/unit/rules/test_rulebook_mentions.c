/* Which names of a document the active rules can see. */
#include "rules/checking.h"

#include "rules/functions.h"
#include "rules/rulebook_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_mentions(void **state)
{
    (void)state;
    static const struct {
        const char *rule; /* of one of our files */
        bool everything;
    } rows[] = {
        {"<rule context='ctx[@pred]'><let name='v' value='letname'/>"
         "<report test=\"effective(., 'group.one/sub/leaf')/@attr * 2 = $v\" subject='sub1'>"
         "<value-of select='valueof'/></report></rule>",
         false},
        {"<rule context='a'><report test='parent::* or ancestor::node() or ../x'>m</report></rule>",
         false},
        {"<rule context='*'><report test='1'>m</report></rule>", true},
        {"<rule context='a'><report test='@*'>m</report></rule>", true},
        {"<rule context='a'><report test='count(following-sibling::*)'>m</report></rule>", true},
        {"<rule context='a'><report test='count(node())'>m</report></rule>", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct checking checking;
        struct arena *arena = arena_new();
        checking_start(&checking,
                       arena_printf(arena,
                                    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "
                                    "xmlns:i='urn:iislint:rule:1'><pattern id='P1' i:name='P'>%s"
                                    "</pattern></schema>",
                                    rows[i].rule),
                       RULEBOOK_TRUSTED);
        assert_true(checking.loaded);
        assert_int_equal(rulebook_mentions_everything(checking.rulebook), rows[i].everything);
        assert_int_equal(rulebook_mentions(checking.rulebook, "unheard"), rows[i].everything);
        static const char *const names[] = {"ctx",  "pred", "letname", "group.one", "sub",
                                            "leaf", "attr", "sub1",    "valueof"};
        for (size_t n = 0; i == 0 && n < sizeof names / sizeof names[0]; n++)
            assert_true(rulebook_mentions(checking.rulebook, names[n]));
        assert_true(rulebook_disable(checking.rulebook, "all", NULL));
        assert_false(rulebook_mentions(checking.rulebook, "ctx"));
        checking_stop(&checking);
        arena_free(arena);
    }
}

/* Where rules begin to look: what is not below such a node they never come to. */
static void test_what_is_looked_for_anywhere(void **state)
{
    (void)state;
    static const char rules[] =
        "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1'"
        " xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
        "<xsl:key name='k' match='keyed/low' use='@use'/>"
        "<pattern id='P1' i:name='P'><rule context='top/low[@p] | @own | above//below'>"
        "<report test=\"//any/low or descendant::deep or low/@p\">m</report></rule></pattern></schema>";
    static const char *const entered[] = {"top", "own", "above", "below", "any", "deep", "keyed"};
    static const char *const followed[] = {"low", "p", "use"};
    struct checking checking;
    checking_start(&checking, rules, RULEBOOK_TRUSTED);
    assert_true(checking.loaded);
    for (size_t i = 0; i < sizeof entered / sizeof *entered; i++)
        if (!rulebook_enters(checking.rulebook, entered[i]))
            fail_msg("%s", entered[i]);
    for (size_t i = 0; i < sizeof followed / sizeof *followed; i++)
        if (rulebook_enters(checking.rulebook, followed[i]))
            fail_msg("%s", followed[i]);
    assert_true(rulebook_mentions(checking.rulebook, "low"));
    checking_stop(&checking);
}

/* What the build found out for the rules in the program. */
static void test_mentions_of_the_short_form(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rulebook *brief = rulebook_new(arena, &functions_vocabulary);
    struct rulebook *whole = rulebook_new(arena, &functions_vocabulary);
    assert_true(rulebook_add_embedded(brief, RULEBOOK_BRIEF, NULL));
    assert_true(rulebook_add_embedded(whole, RULEBOOK_TRUSTED, NULL));
    assert_false(rulebook_mentions_everything(whole));
    assert_false(rulebook_mentions_everything(brief));
    const char *name;
    size_t cursor = 0, count = 0;
    for (; map_next(whole->mentioned, &cursor, &name, NULL); count++)
        if (!rulebook_mentions(brief, name))
            fail_msg("%s", name);
    assert_true(count > 100);
    for (cursor = 0; map_next(whole->entered, &cursor, &name, NULL);)
        if (!rulebook_enters(brief, name))
            fail_msg("//%s", name);
    assert_false(rulebook_mentions(brief, "unheard"));
    assert_false(rulebook_enters(brief, "add"));
    rulebook_free(brief);
    rulebook_free(whole);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_looked_for_anywhere),
                                       cmocka_unit_test(test_mentions),
                                       cmocka_unit_test(test_mentions_of_the_short_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
