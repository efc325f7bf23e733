#include "base/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Sorted and each once, or the search below would miss some. */
static void in_order(void **state)
{
    assert_true(embedded_file_count > 10);
    for (size_t i = 1; i < embedded_file_count; i++)
        assert_true(strcmp(embedded_files[i - 1].name, embedded_files[i].name) < 0);
    (void)state;
}

static void each_is_found(void **state)
{
    for (size_t i = 0; i < embedded_file_count; i++)
        assert_ptr_equal(embedded_find(embedded_files[i].name), &embedded_files[i]);
    (void)state;
}

static void nothing_else_is_found(void **state)
{
    static const char *const names[] = {"",         "a",         "zzz",    "rule",   "rule.rng.x",
                                        "RULE.RNG", "/rule.rng", "schema", "schema/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_null(embedded_find(names[i]));
    (void)state;
}

/* The bytes as they are, with a NUL behind them that does not count. */
static void their_bytes(void **state)
{
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];
        assert_true(file->size > 0);
        assert_int_equal(file->data[file->size], 0);
        assert_int_equal(strlen((const char *)file->data), file->size);
    }
    const struct embedded_file *grammar = embedded_find("rule.rng");
    assert_non_null(grammar);
    assert_non_null(strstr((const char *)grammar->data, "http://relaxng.org/ns/structure/1.0"));
    (void)state;
}

/* What the program cannot do without. */
static void what_has_to_be_there(void **state)
{
    static const char *const names[] = {
        "configuration.sch",    "facts.rng",           "rule.rng",
        "secrets.xml",          "stock/framework.xml", "stock/iis10-aspnet.xml",
        "stock/environment.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!embedded_find(names[i]))
            fail_msg("%s is not in the program", names[i]);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_order),
        cmocka_unit_test(each_is_found),
        cmocka_unit_test(nothing_else_is_found),
        cmocka_unit_test(their_bytes),
        cmocka_unit_test(what_has_to_be_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
