#define _XOPEN_SOURCE 700 /* sigaction() */

#include "base/interrupt.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static volatile sig_atomic_t heard;

static void hear(int number)
{
    heard |= number == SIGINT ? 1 : number == SIGTERM ? 2 : 4;
}

static int set_up(void **state)
{
    struct sigaction action = {.sa_handler = hear};
    (void)state;
    heard = 0;
    sigemptyset(&action.sa_mask);
    return sigaction(SIGINT, &action, NULL) | sigaction(SIGTERM, &action, NULL) |
           sigaction(SIGHUP, &action, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    return 0;
}

/* What comes in between waits, whichever way the user ends a program; none of it is lost. */
static void it_waits(void **state)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        heard = 0;
        struct interrupt *interrupt = interrupt_hold();
        assert_int_equal(raise(numbers[i]), 0);
        assert_int_equal(heard, 0);
        interrupt_release(interrupt);
        assert_int_equal(heard, 1 << i);
        assert_int_equal(raise(numbers[i]), 0); /* and it is heard at once again */
        assert_int_equal(heard, 1 << i);
    }
}

static void one_in_another(void **state)
{
    (void)state;
    struct interrupt *outer = interrupt_hold(), *inner = interrupt_hold();
    assert_int_equal(raise(SIGINT), 0);
    interrupt_release(inner);
    assert_int_equal(heard, 0);
    interrupt_release(outer);
    assert_int_equal(heard, 1);
    interrupt_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_waits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_in_another, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
