#include "base/threads.h"

#include <stdbool.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT 4
#define ROUNDS 20000

struct shared {
    struct monitor *monitor;
    size_t sum;
    size_t calls[COUNT];
    size_t present; /* threads that have come */
    bool have_met;
};

/* Additions get lost unless a thread is alone with the sum. */
static void add(void *context, size_t number)
{
    struct shared *shared = context;
    shared->calls[number]++;
    for (size_t i = 0; i < ROUNDS; i++) {
        monitor_enter(shared->monitor);
        shared->sum++;
        monitor_leave(shared->monitor);
    }
}

static void each_thread_works_once_and_alone(void **state)
{
    (void)state;
    struct shared shared = {.monitor = monitor_new()};
    struct threads *threads = threads_start(COUNT, add, &shared);
    assert_int_equal(threads_count(threads), COUNT);
    threads_join(threads);
    monitor_free(shared.monitor);
    assert_int_equal(shared.sum, COUNT * ROUNDS);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(shared.calls[i], 1);
}

/* Nobody goes on before all have come: only threads that run at the same time get through. */
static void meet(void *context, size_t number)
{
    struct shared *shared = context;
    (void)number;
    monitor_enter(shared->monitor);
    shared->present++;
    monitor_notify(shared->monitor);
    while (shared->present < COUNT)
        monitor_wait(shared->monitor);
    shared->have_met = true;
    monitor_leave(shared->monitor);
}

static void threads_wait_for_each_other(void **state)
{
    (void)state;
    struct shared shared = {.monitor = monitor_new()};
    threads_join(threads_start(COUNT, meet, &shared));
    monitor_free(shared.monitor);
    assert_true(shared.have_met);
    assert_int_equal(shared.present, COUNT);
}

/* Deeply nested input is read in threads too: as much stack as the first thread usually has. */
static size_t descend(volatile unsigned char *above, size_t depth)
{
    volatile unsigned char here[4096];
    here[0] = (unsigned char)(above[0] + 1);
    size_t below = depth > 1 ? descend(here, depth - 1) : 0;
    return below + (here[0] == (unsigned char)(above[0] + 1));
}

static void descend_far(void *context, size_t number)
{
    volatile unsigned char start[1] = {0};
    (void)number;
    *(size_t *)context = descend(start, 1200); /* about 5 MB */
}

static void a_thread_has_a_large_stack(void **state)
{
    (void)state;
    size_t reached = 0;
    threads_join(threads_start(1, descend_far, &reached));
    assert_int_equal(reached, 1200);
}

static void no_thread_at_all(void **state)
{
    (void)state;
    struct threads *threads = threads_start(0, add, NULL);
    assert_int_equal(threads_count(threads), 0);
    threads_join(threads);
}

static void there_is_a_processor(void **state)
{
    (void)state;
    assert_true(threads_processors() >= 1);
    assert_true(threads_processors() < 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_thread_works_once_and_alone),
        cmocka_unit_test(threads_wait_for_each_other),
        cmocka_unit_test(a_thread_has_a_large_stack),
        cmocka_unit_test(no_thread_at_all),
        cmocka_unit_test(there_is_a_processor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
