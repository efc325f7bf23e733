#include "facts/collect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Where live facts cannot be had, the answer says where they can. */
static void test_not_here(void **state)
{
    (void)state;
    struct text document = {0};
    struct error error = {.text = ""};
    if (collect_available())
        skip();
    text_add(&document, "kept");
    struct arena *arena = arena_new();
    struct collect_request request = {.group = NULL};
    struct list gaps = {0};
    assert_false(collect_facts(&request, arena, &document, &gaps, &error));
    assert_int_equal(gaps.count, 0);
    assert_null(collect_own_variable(arena, "PATH"));
    arena_free(arena);
    assert_string_equal(text_string(&document), "kept");
    assert_non_null(strstr(error.text, "Windows"));
    assert_non_null(strstr(error.text, "iislint collect -o facts.xml"));
    text_fini(&document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_not_here)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
