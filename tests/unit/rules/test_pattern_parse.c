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

/* The steps, the last one of the path first. */
static void test_steps(void **state)
{
    xmlNs own = {.prefix = (const xmlChar *)"n", .href = (const xmlChar *)"urn:n"};
    xmlNs *items[] = {&own};
    struct xpath_namespaces namespaces = {items, 1};
    struct arena *arena = arena_new();
    char reason[256] = "";
    (void)state;
    struct pattern *pattern = pattern_parse(arena, "/a//n:b[@x][2]/@y | text() | /", NULL,
                                            &namespaces, reason, sizeof reason);
    if (pattern == NULL)
        fail_msg("%s", reason);
    assert_int_equal(pattern->count, 3);
    const struct pattern_alternative *path = &pattern->alternatives[0];
    assert_true(path->absolute);
    assert_int_equal(path->step_count, 3);
    assert_true(path->steps[0].attribute && !path->steps[0].below);
    assert_string_equal(path->steps[0].name, "y");
    assert_string_equal(path->steps[1].uri, "urn:n");
    assert_true(path->steps[1].below);
    assert_int_equal(path->steps[1].predicate_count, 2);
    assert_string_equal(path->steps[1].predicates[0].expression.text, "@x");
    assert_string_equal(path->steps[2].name, "a");
    assert_int_equal(pattern->alternatives[1].steps[0].test, PATTERN_TEXT);
    assert_false(pattern->alternatives[1].absolute);
    assert_int_equal(pattern->alternatives[2].step_count, 0);
    pattern_fini(pattern);
    arena_free(arena);
}

/* Whether a predicate looks at the position; those nested in it are not its own. */
static void test_positions(void **state)
{
    static const struct {
        const char *text;
        bool position, size;
    } rows[] = {{"a[@x]", false, false},
                {"a[position() = 2]", true, false},
                {"a[last()]", false, true},
                {"a[position() = last()]", true, true},
                {"a[b[position() = 1]]", false, false},
                {"a[b[last()] or position() > 1]", true, false},
                {"a['last()']", false, false}};
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char reason[256];
        struct pattern *pattern =
            pattern_parse(arena, rows[i].text, NULL, NULL, reason, sizeof reason);
        assert_non_null(pattern);
        const struct pattern_predicate *predicate =
            &pattern->alternatives[0].steps[0].predicates[0];
        if (predicate->uses_position != rows[i].position || predicate->uses_size != rows[i].size)
            fail_msg("%s", rows[i].text);
        pattern_fini(pattern);
    }
    arena_free(arena);
}

/* A reason as long as the room for it, no longer. */
static void test_reasons_are_cut(void **state)
{
    struct arena *arena = arena_new();
    char reason[16];
    (void)state;
    memset(reason, 'x', sizeof reason);
    assert_null(pattern_parse(arena, "a + b", NULL, NULL, reason, 10));
    assert_int_equal(strlen(reason), 9);
    assert_int_equal(reason[12], 'x');
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refusals), cmocka_unit_test(test_steps),
        cmocka_unit_test(test_positions), cmocka_unit_test(test_reasons_are_cut)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
