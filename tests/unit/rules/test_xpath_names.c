/* Which nodes an expression can see, by name. */
#include "rules/xpath_names.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>

static void note(void *context, const char *name, size_t length, bool anywhere)
{
    struct text *seen = context;
    if (seen->length > 0)
        text_add_char(seen, ' ');
    if (anywhere && name != NULL)
        text_add(seen, "//");
    if (name == NULL)
        text_add_char(seen, '*');
    else
        text_add_bytes(seen, name, length);
}

static void names(void **state)
{
    static const char *const rows[][2] = {
        {"a", "a"},
        {"a/@b", "a b"},
        {"n:a[b = 1]/c", "a b c"},
        {"@x * 2", "x"},
        {"effective(., 'system.webServer/handlers')/add", "system.webServer handlers add"},
        {"concat('a b', \"c-d\", '1e')", "a b c-d e"},
        {"*", "*"},
        {"a/*", "a *"},
        {"@*", "*"},
        {"n:*", ""}, /* of a namespace that rules cannot mean */
        {"node()", "*"},
        {"text() | comment()", ""},
        {"parent::*/a", "a"},
        {"ancestor::node() | ancestor-or-self::* | self::*", ""},
        {"following-sibling::*", "*"},
        {"../a | .", "a"},
        {"count(a) > position()", "a"},
        {"$variable", ""},
        {"//a/b", "//a b"},
        {"a//b[c]/@d", "a //b c d"},
        {"a//@b", "a //b"},
        {"descendant::a/b", "//a b"},
        {"descendant-or-self :: a | following::b", "//a //b"},
        {"following-sibling::a", "a"},
        {"a | 'x", "a"}, /* as far as it can be read */
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text seen = {0};
        xpath_each_name(rows[i][0], note, &seen);
        if (strcmp(text_string(&seen), rows[i][1]) != 0)
            fail_msg("%s: %s", rows[i][0], text_string(&seen));
        text_fini(&seen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
