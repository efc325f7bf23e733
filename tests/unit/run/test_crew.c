/* The threads of a run: each input is checked once, and Ctrl-C is held back by one at a time. */
#include "run/crew.h"

#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define INPUTS 40

static atomic_uint checked[INPUTS], in_hold, most_in_hold;

static size_t number_of(const struct input *input)
{
    return (size_t)(input->shown[0] - '0') * 10 + (size_t)(input->shown[1] - '0');
}

static void count(struct iislint *part, const struct input *input)
{
    assert_non_null(part->crew);
    assert_non_null(part->rulebook);
    atomic_fetch_add(&checked[number_of(input)], 1);
}

static void hold(struct iislint *part, const struct input *input)
{
    for (int i = 0; i < 3; i++) {
        crew_hold(part->crew);
        unsigned now = atomic_fetch_add(&in_hold, 1) + 1;
        if (now > atomic_load(&most_in_hold))
            atomic_store(&most_in_hold, now);
        atomic_fetch_sub(&in_hold, 1);
        crew_release(part->crew);
    }
    count(part, input);
}

struct told {
    size_t times;
    bool in_order;
};

static void progress(void *context, size_t done, size_t total)
{
    struct told *told = context;
    told->in_order = told->in_order && done == ++told->times && total == INPUTS;
}

static void check_with(unsigned jobs, part_check *check)
{
    struct linting l;
    struct error error = {.text = ""};
    struct iislint *parts[INPUTS] = {NULL};
    struct told told = {0, true};
    linting_init(&l);
    linting_rule(
        &l, "<sch:rule context='none'><sch:report role='note' test='.'>m</sch:report></sch:rule>");
    for (int i = 0; i < INPUTS; i++) {
        atomic_store(&checked[i], 0);
        linting_text(&l, arena_printf(l.arena, "%02d/web.config", i), "<configuration/>");
    }
    assert_true(run_load_rules(l.run, &error));
    iislint_set_jobs(l.run, jobs);
    l.run->progress = progress;
    l.run->progress_context = &told;
    assert_true(crew_check(l.run, parts, check));
    for (size_t i = 0; i < INPUTS; i++) {
        assert_int_equal(atomic_load(&checked[i]), 1);
        assert_non_null(parts[i]);
        for (size_t j = 0; j < i; j++)
            assert_ptr_not_equal(parts[i], parts[j]);
    }
    assert_int_equal(told.times, INPUTS);
    assert_true(told.in_order);
    for (size_t i = 0; i < INPUTS; i++)
        parts[i]->crew = NULL;
    linting_fini(&l);
}

static void each_input_once(void **state)
{
    static const unsigned jobs[] = {1, 2, 7, 1000};
    (void)state;
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
        check_with(jobs[i], count);
}

static void one_holds_at_a_time(void **state)
{
    (void)state;
    atomic_store(&most_in_hold, 0);
    check_with(4, hold);
    assert_int_equal(atomic_load(&most_in_hold), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_input_once),
                                       cmocka_unit_test(one_holds_at_a_time)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
