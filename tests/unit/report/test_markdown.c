#include "report/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(void (*add)(struct text *, const char *), const char *given, const char *wanted)
{
    struct text text = {0};
    add(&text, given);
    assert_string_equal(text_string(&text), wanted);
    text_fini(&text);
}

static void prose_reads_as_it_is_written(void **state)
{
    (void)state;
    check(markdown_add_prose, "IIS APPPOOL\\Shop <b> a_b & [x](y) | #1",
          "IIS APPPOOL\\\\Shop &lt;b> a\\_b &amp; \\[x\\](y) | \\#1");
    check(markdown_add_prose, "Set `a_b <c>` now", "Set `a_b <c>` now");
    check(markdown_add_prose, "one ` only", "one \\` only");
}

static void cells_keep_their_table(void **state)
{
    (void)state;
    check(markdown_add_cell, "a|b\nc", "a\\|b c");
}

static void fences_are_longer_than_what_they_hold(void **state)
{
    (void)state;
    struct text text = {0};
    markdown_add_code(&text, "xml", "<a/>");
    assert_string_equal(text_string(&text), "```xml\n<a/>\n```\n\n");
    text_clear(&text);
    markdown_add_code(&text, "", "````\n");
    assert_string_equal(text_string(&text), "`````\n````\n`````\n\n");
    text_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_reads_as_it_is_written),
        cmocka_unit_test(cells_keep_their_table),
        cmocka_unit_test(fences_are_longer_than_what_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
