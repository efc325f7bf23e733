/*
 * text_log.h - the text report of the made-up run; see fake_run.h.
 */
#ifndef TESTS_REPORT_TEXT_LOG_H
#define TESTS_REPORT_TEXT_LOG_H

#include "report/text_report.h"
#include "unit/report/fake_run.h"
#include "unit/report/memory_output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct iislint fake;

static inline int text_log_set_up(void **state)
{
    (void)state;
    fake_rich(&fake);
    return 0;
}

static inline int text_log_tear_down(void **state)
{
    (void)state;
    fake_fini(&fake);
    return 0;
}

/* The report as a string in the arena of the run. */
static inline const char *text_log(struct report_context *context)
{
    struct memory_output memory;
    memory_init(&memory);
    context->run = &fake;
    assert_true(text_report_write(context, &memory.out));
    const char *text = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return text;
}

static inline void assert_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no \"%s\" in:\n%s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" in:\n%s", part, text);
}

#define TEXT_TEST(name) cmocka_unit_test_setup_teardown(name, text_log_set_up, text_log_tear_down)

#endif
