/* A group of facts is whole, in part or unknown, and says why. */
#include "facts/item.h"
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void add(struct recorded *recorded, const char *name)
{
    collect_item_open(&recorded->collecting.item, "service");
    collect_item_set(&recorded->collecting.item, "name", name);
    collect_add(&recorded->collecting);
}

static void a_whole_group(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "services", NULL);
    add(&recorded, "W3SVC");
    collect_complete(&recorded.collecting);
    recorded_end(&recorded, 0);
    assert_null(recorded_reason(&recorded));
    assert_true(facts_group_complete(recorded.facts, "services"));
    assert_non_null(recorded_find(&recorded, "name", "W3SVC"));
    recorded_fini(&recorded);
}

static void what_was_refused_is_unknown(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "services", "administrator rights");
    collect_refused(&recorded.collecting, "the services", "Access is denied.", 5, true);
    collect_fail(&recorded.collecting, "a second reason");
    collect_complete(&recorded.collecting);
    recorded_end(&recorded, 0);
    assert_string_equal(recorded_reason(&recorded),
                        "the services: Access is denied. (error 5); needs administrator rights");
    assert_null(facts_group(recorded.facts, "services"));
    assert_false(((struct collect_gap *)recorded.gaps.items[0])->partly);
    recorded_fini(&recorded);

    recorded_begin(&recorded, "services", "administrator rights");
    collect_refused(&recorded.collecting, "x", NULL, 1722, false);
    recorded_end(&recorded, 0);
    assert_string_equal(recorded_reason(&recorded), "x: error 1722");
    recorded_fini(&recorded);

    recorded_begin(&recorded, "services", NULL);
    collect_refused(&recorded.collecting, "x", "Success.", 0, false);
    recorded_end(&recorded, 0);
    assert_string_equal(recorded_reason(&recorded), "x: Windows gives no answer");
    recorded_fini(&recorded);
}

static void what_was_found_before_a_refusal_counts(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "services", NULL);
    add(&recorded, "WAS");
    collect_complete(&recorded.collecting);
    collect_fail(&recorded.collecting, "one -- too many\n");
    recorded_end(&recorded, 0);
    assert_non_null(recorded_find(&recorded, "name", "WAS"));
    assert_false(facts_group_complete(recorded.facts, "services"));
    assert_true(((struct collect_gap *)recorded.gaps.items[0])->partly);
    assert_non_null(
        strstr(text_string(&recorded.document), "<!-- services: not all: one  - too many  -->"));
    recorded_fini(&recorded);
}

static void what_comes_too_late_does_not_count(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "services", "a reachable domain controller");
    add(&recorded, "WAS");
    collect_complete(&recorded.collecting);
    collected_end(&recorded.collected, 20);
    add(&recorded, "W3SVC");
    collect_group_set(&recorded.collecting, "complete", "true");
    collect_complete(&recorded.collecting);
    collect_fail(&recorded.collecting, "something else");
    recorded_end(&recorded, 20);
    assert_string_equal(recorded_reason(&recorded),
                        "no answer within 20 s; needs a reachable domain controller");
    assert_non_null(recorded_find(&recorded, "name", "WAS"));
    assert_null(recorded_find(&recorded, "name", "W3SVC"));
    assert_false(facts_group_complete(recorded.facts, "services"));
    recorded_fini(&recorded);
}

static void what_is_no_fact_is_unknown(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "services", NULL);
    add(&recorded, "");
    collect_complete(&recorded.collecting);
    recorded_end(&recorded, 0);
    assert_null(facts_group(recorded.facts, "services"));
    assert_non_null(strstr(recorded_reason(&recorded), "no valid fact"));
    recorded_fini(&recorded);
}

static void attributes_of_a_group(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "os", NULL);
    collect_group_set(&recorded.collecting, "name", "A & B");
    collect_group_set(&recorded.collecting, "version", NULL);
    collect_group_set(&recorded.collecting, "domain", "");
    recorded_end(&recorded, 0);
    assert_string_equal(item_get(facts_group(recorded.facts, "os"), "name"), "A & B");
    assert_null(item_get(facts_group(recorded.facts, "os"), "domain"));
    recorded_fini(&recorded);
}

/* A reason that is cut ends with a whole character: else the document would be unreadable. */
static void a_long_reason(void **state)
{
    (void)state;
    struct recorded recorded;
    char name[600];
    memset(name, 'x', sizeof name);
    for (size_t i = 1; i + 2 < sizeof name; i += 2)
        memcpy(name + i, "\xC3\xB6", 2);
    name[sizeof name - 1] = '\0';
    recorded_begin(&recorded, "services", NULL);
    collect_fail(&recorded.collecting, "%s", name);
    recorded_end(&recorded, 0);
    assert_int_equal(strlen(recorded_reason(&recorded)), 499);
    recorded_fini(&recorded);
    recorded_begin(&recorded, "services", NULL);
    collect_fail(&recorded.collecting, "x%s", name);
    recorded_end(&recorded, 0);
    assert_int_equal(strlen(recorded_reason(&recorded)), 498);
    recorded_fini(&recorded);
}

static int locked;

static void lock(void *context)
{
    (void)context;
    assert_int_equal(locked++, 0);
}

static void unlock(void *context)
{
    (void)context;
    assert_int_equal(--locked, 0);
}

static void everything_shared_is_locked(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "services", NULL);
    recorded.collected.lock = lock;
    recorded.collected.unlock = unlock;
    add(&recorded, "WAS");
    collect_group_set(&recorded.collecting, "x", NULL);
    collect_complete(&recorded.collecting);
    collect_fail(&recorded.collecting, "x");
    recorded_end(&recorded, 1);
    assert_int_equal(locked, 0);
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_group),
        cmocka_unit_test(what_was_refused_is_unknown),
        cmocka_unit_test(what_was_found_before_a_refusal_counts),
        cmocka_unit_test(what_comes_too_late_does_not_count),
        cmocka_unit_test(what_is_no_fact_is_unknown),
        cmocka_unit_test(attributes_of_a_group),
        cmocka_unit_test(a_long_reason),
        cmocka_unit_test(everything_shared_is_locked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
