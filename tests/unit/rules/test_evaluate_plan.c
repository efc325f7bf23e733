/* Which rules can match a node, by what it is. */
#include "rules/evaluate_model.h"

#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The numbers of the entries, "0 3". */
static const char *orders(struct arena *arena, const struct list *list)
{
    const char *all = "";
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct plan_entry *entry = list->items[i];
        all = arena_printf(arena, "%s%s%zu", all, i > 0 ? " " : "", entry->order);
    }
    return all;
}

#define RULE(context) "<rule context='" context "'><report test='1'>m</report></rule>"

static void by_kind_and_name(void **state)
{
    (void)state;
    struct checking checking;
    struct plan plan = {0};
    checking_start(&checking,
                   SCH_OPEN "<ns prefix='n' uri='urn:n'/>"
                            "<pattern id='p'>" RULE("a | @x") RULE("b/a[1]") RULE("*")
                                RULE("@*") "</pattern>"
                                           "<pattern id='q'>" RULE("text()") RULE("comment()")
                                               RULE("processing-instruction()") RULE("/")
                                                   RULE("node()") RULE("n:*") RULE("@n:*")
                                                       RULE("n:a")
                                                           RULE("@node()") "</pattern>" SCH_CLOSE,
                   RULEBOOK_TRUSTED);
    assert_true(checking.loaded);
    plan_make(&plan, checking.rulebook, RULE_PLAIN, checking.arena);
    struct arena *arena = checking.arena;
    assert_int_equal(plan.pattern_count, 2);
    assert_string_equal(orders(arena, map_find(plan.elements, "a")), "0 2 12");
    assert_string_equal(orders(arena, map_find(plan.attributes, "x")), "1");
    assert_null(map_find(plan.elements, "x"));
    assert_null(map_find(plan.elements, "b"));
    assert_string_equal(orders(arena, &plan.any_element), "3 9 10");
    assert_string_equal(orders(arena, &plan.any_attribute), "4 11 13");
    assert_string_equal(orders(arena, &plan.text), "5 9");
    assert_string_equal(orders(arena, &plan.comment), "6 9");
    assert_string_equal(orders(arena, &plan.instruction), "7 9");
    assert_string_equal(orders(arena, &plan.document), "8");
    /* a name alone decides only without predicates and steps above */
    const struct list *named = map_find(plan.elements, "a");
    assert_true(((const struct plan_entry *)named->items[0])->is_name);
    assert_false(((const struct plan_entry *)named->items[1])->is_name);
    assert_int_equal(((const struct plan_entry *)named->items[2])->pattern, 1);
    checking_stop(&checking);
}

static void what_takes_part(void **state)
{
    (void)state;
    struct checking checking;
    struct plan plan = {0}, resolved = {0};
    checking_start(&checking,
                   SCH_OPEN "<pattern id='p'>" RULE("a") "</pattern><pattern id='q'>" RULE(
                       "b") "</pattern><pattern id='empty'/>" SCH_CLOSE,
                   RULEBOOK_TRUSTED);
    assert_true(rulebook_disable(checking.rulebook, "p", NULL));
    plan_make(&plan, checking.rulebook, RULE_PLAIN, checking.arena);
    assert_int_equal(plan.pattern_count, 1);
    assert_string_equal(plan.patterns[0].pattern->id, "q");
    assert_null(map_find(plan.elements, "a"));
    plan_make(&resolved, checking.rulebook, RULE_RESOLVED, checking.arena);
    assert_int_equal(resolved.pattern_count, 0);
    checking_stop(&checking);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(by_kind_and_name),
                                       cmocka_unit_test(what_takes_part)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
