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
    assert_false(collect_facts(&document, &error));
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
