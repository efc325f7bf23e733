/* What an XSLT pattern is, and what is none. */
#include "rules/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_refusals(void **state)
{
    static const char *const bad[] = {
        "",        " ",           "a/",      "a//",     "/a/",     "a |", "| a",   "a b",
        ".",       "..",          "../a",    "self::a", "a[",      "a[1", "a]",    "@",
        "id('x')", "key('k', 1)", "$v",      "'a'",     "1",       "x:a", "text(", "comment('x')",
        "a/(b|c)", "a + b",       "a[']']]", "//",      "node()(",
    };
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char reason[256] = "";
        if (pattern_parse(arena, bad[i], NULL, NULL, reason, sizeof reason) != NULL)
            fail_msg("'%s' is no pattern", bad[i]);
        assert_true(reason[0] != '\0');
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
