/*
 * sarif_log.h - the SARIF log of the made-up run, as text and as a tree; see fake_run.h.
 */
#ifndef TESTS_REPORT_SARIF_LOG_H
#define TESTS_REPORT_SARIF_LOG_H

#include "unit/report/fake_run.h"
#include "unit/report/memory_output.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static struct iislint fake;
static struct report_context context;
static cJSON *sarif_log_tree;

static inline int sarif_log_set_up(void **state)
{
    (void)state;
    fake_rich(&fake);
    context = (struct report_context){.run = &fake, .exit_description = "Found."};
    return 0;
}

static inline int sarif_log_tear_down(void **state)
{
    (void)state;
    cJSON_Delete(sarif_log_tree);
    sarif_log_tree = NULL;
    fake_fini(&fake);
    return 0;
}

static inline const char *sarif_log_text(void)
{
    struct memory_output memory;
    memory_init(&memory);
    assert_true(report_write(report_format_find("sarif"), &context, &memory.out));
    const char *text = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return text;
}

/* The run object of a fresh log. */
static inline const cJSON *sarif_log_run(void)
{
    cJSON_Delete(sarif_log_tree);
    sarif_log_tree = cJSON_Parse(sarif_log_text());
    assert_non_null(sarif_log_tree);
    return cJSON_GetArrayItem(cJSON_GetObjectItem(sarif_log_tree, "runs"), 0);
}

/* Follows keys and "[n]" steps: json_at(run, "results", "[0]", "level", NULL). */
static inline const cJSON *json_at(const cJSON *node, ...)
{
    va_list steps;
    const char *step;
    va_start(steps, node);
    while (node != NULL && (step = va_arg(steps, const char *)) != NULL)
        node = step[0] == '[' ? cJSON_GetArrayItem(node, (int)strtol(step + 1, NULL, 10))
                              : cJSON_GetObjectItemCaseSensitive(node, step);
    va_end(steps);
    return node;
}

static inline void assert_json_text(const cJSON *node, const char *wanted)
{
    assert_non_null(node);
    assert_true(cJSON_IsString(node));
    assert_string_equal(node->valuestring, wanted);
}

#define SARIF_TEST(name)                                                                           \
    cmocka_unit_test_setup_teardown(name, sarif_log_set_up, sarif_log_tear_down)

#endif
