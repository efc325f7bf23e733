/* What a rule says about itself, and what one of ours must say. */
#include "rules/checking.h"

#include "rules/rulebook_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct refused_row metadata[] = {
    {OURS_OPEN "<pattern i:name='TestRule'>" OURS_META OURS_RULE OURS_END, 2, "needs an id"},
    {OURS_OPEN "<pattern id='tst1' i:name='TestRule'>" OURS_META OURS_RULE OURS_END, 2,
     "capital letters and digits"},
    {OURS_OPEN "<pattern id='TST1-2' i:name='TestRule'>" OURS_META OURS_RULE OURS_END, 2,
     "capital letters and digits"},
    {OURS_OPEN "<pattern id='TST0001'>" OURS_META OURS_RULE OURS_END, 2, "i:name"},
    {OURS_OPEN "<pattern id='TST0001' i:name='test'>" OURS_META OURS_RULE OURS_END, 2,
     "PascalCase"},
    {OURS_OPEN OURS_HEAD OURS_WHY OURS_FIX OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE OURS_END, 2,
     "<title>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_FIX OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE OURS_END,
     2, "<i:why>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_REFERENCE OURS_BAD OURS_GOOD OURS_RULE OURS_END,
     2, "<i:fix>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_FIX OURS_BAD OURS_GOOD OURS_RULE OURS_END, 2,
     "<i:reference>"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_FIX OURS_REFERENCE OURS_GOOD OURS_RULE OURS_END,
     2, "bad example"},
    {OURS_OPEN OURS_HEAD OURS_TITLE OURS_WHY OURS_FIX OURS_REFERENCE OURS_BAD OURS_RULE OURS_END, 2,
     "good example"},
    {OURS_OPEN
     "<pattern id='TST0001' i:name='TestRule' i:implementation='native'>" OURS_TITLE OURS_WHY
         OURS_FIX OURS_REFERENCE OURS_BAD OURS_END,
     2, "good example"},
    {OURS_OPEN
     "<pattern id='TST0001' i:name='TestRule' i:implementation='native'>" OURS_META OURS_RULE
         OURS_END,
     2, "is native"},
    {OURS_OPEN OURS_HEAD OURS_META OURS_END, 2, "asserts nothing"},
    {OURS_OPEN OURS_HEAD OURS_META OURS_RULE "</pattern>" OURS_HEAD OURS_META OURS_RULE OURS_END,
     11, "already a rule TST0001"},
    {OURS_OPEN OURS_HEAD OURS_META OURS_RULE
     "</pattern>"
     "<pattern id='TST0002' i:name='TestRule'>" OURS_META OURS_RULE OURS_END,
     11, "has the name of TST0001"},
    {OURS_WITH("<rule context='a'><assert test='@x'/></rule>"), 9, "no message"},
    {OURS_WITH(
         "<rule context='a'><assert id='z' test='@x'>m</assert><assert id='z' test='@x'>m</assert>"
         "</rule>"),
     2, "two messages with one id"},
};

static void test_metadata(void **state)
{
    (void)state;
    check_refused_rows(metadata, sizeof metadata / sizeof metadata[0]);
}

/* Limits of ids and names. */
static void test_ids_and_names(void **state)
{
    static const char *const good[][2] = {
        {"AB1", "A"}, {"ABCDEFGHIJKLMNOPQR12", "Name2"}, {"IIS2401", "AllInOne"}};
    static const char *const bad[][2] = {
        {"A1", "A"},  {"ABC", "A"},   {"123", "A"}, {"AB1C", "A"}, {"ABCDEFGHIJKLMNOPQRST1", "A"},
        {"AB1", "a"}, {"AB1", "A-b"}, {"AB1", "1A"}};
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof good / sizeof *good + sizeof bad / sizeof *bad; i++) {
        bool is_good = i < sizeof good / sizeof *good;
        const char *const *names = is_good ? good[i] : bad[i - sizeof good / sizeof *good];
        struct checking checking;
        checking_start(&checking,
                       arena_printf(arena,
                                    OURS_OPEN
                                    "<pattern id='%s' i:name='%s'>\n" OURS_META OURS_RULE OURS_END,
                                    names[0], names[1]),
                       RULEBOOK_STRICT);
        if (checking.loaded != is_good)
            fail_msg("%s %s: %s", names[0], names[1], checking.error.text);
        checking_stop(&checking);
    }
    arena_free(arena);
}

/* What an instance says itself comes before what its abstract pattern says. */
static void test_instances(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(
        &checking,
        OURS_OPEN
        "<pattern abstract='true' id='t' i:reach='tools' i:security='true' i:needs='acls'>"
        "<title>Of all</title><i:why>w1</i:why><i:symptom>401.1</i:symptom>" OURS_REFERENCE OURS_BAD
            OURS_GOOD OURS_FIX OURS_RULE "</pattern>"
        "<pattern id='TST0001' i:name='One' is-a='t' i:reach='every request'><title>Own</title>"
        "<i:symptom>500.19</i:symptom></pattern>"
        "<pattern id='TST0002' i:name='Two' is-a='t' i:security='false' role='note'/></schema>",
        RULEBOOK_STRICT);
    if (!checking.loaded)
        fail_msg("%s", checking.error.text);
    const struct iislint_rule *one = rulebook_rule(checking.rulebook, 0);
    const struct iislint_rule *two = rulebook_rule(checking.rulebook, 1);
    assert_string_equal(one->info.title, "Own");
    assert_string_equal(two->info.title, "Of all");
    assert_string_equal(one->info.reach, "every request");
    assert_string_equal(two->info.reach, "tools");
    assert_int_equal(one->info.symptom_count, 2);
    assert_string_equal(rulebook_help(one)->why, "w1");
    assert_int_equal(two->info.need_count, 1);
    assert_int_equal(one->info.level, IISLINT_ERROR);
    assert_int_equal(two->info.level, IISLINT_NOTE);
    assert_true(one->info.security);
    checking_stop(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_metadata),
                                       cmocka_unit_test(test_ids_and_names),
                                       cmocka_unit_test(test_instances)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
