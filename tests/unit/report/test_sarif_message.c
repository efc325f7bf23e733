#include "report/sarif_message.h"
#include "unit/report/fake_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check_string(const char *given, unsigned links, const char *wanted)
{
    struct arena *arena = arena_new();
    assert_string_equal(sarif_message_string(arena, given, links), wanted);
    arena_free(arena);
}

static void templates_are_as_validators_want_them(void **state)
{
    (void)state;
    check_string("Pool {0} runs as '{1}'.", 0, "Pool '{0}' runs as '{1}'.");
    check_string("Pool {0} is ({1})", 0, "Pool '{0}' is ('{1}').");
    check_string("{3} and {3} and {7}!", 0, "'{0}' and '{0}' and '{1}'!");
    check_string("The pool's {0}.", 2, "The pool's '{0}'. See [here](1) and [here](2).");
    check_string("{0}: {x} {", 0, "'{0}': {{x}} {{.");
}

static void what_is_glued_to_a_placeholder_is_part_of_it(void **state)
{
    (void)state;
    check_string("Register HTTP/{0} on {1}$.", 0, "Register '{0}' on '{1}'.");
    check_string("Run 'setspn -S HTTP/{0} {1}' now.", 0, "Run '{0}' now.");
    check_string("{0}{1}, ok", 0, "'{0}', ok.");
    check_string("As '{0}'{1}.", 0, "As '{0}' '{1}'.");
}

static void a_message_without_placeholder_tells_what_it_hits(void **state)
{
    (void)state;
    check_string("Nothing works.", 1, "Nothing works. Affected: '{0}'. See [here](1).");
}

static void more_than_five_arguments_are_folded(void **state)
{
    (void)state;
    check_string("{0} {1} {2} {3} {4} {5}.", 0, "'{0}' '{1}' '{2}' '{3}' '{4}'.");
    check_string("{0} {1} {2} {3} {4} {0}.", 0, "'{0}' '{1}' '{2}' '{3}' '{4}' '{0}'.");
}

/* Replaces {n} and the doubled braces, as a reader of SARIF does. */
static const char *expand(struct arena *arena, const struct sarif_message *message)
{
    struct text text = {0};
    for (const char *c = message->template; *c != '\0'; c++) {
        if ((c[0] == '{' || c[0] == '}') && c[1] == c[0]) {
            text_add_char(&text, *c++);
        } else if (*c == '{') {
            text_add(&text, message->arguments[c[1] - '0']);
            c += 2;
        } else {
            text_add_char(&text, *c);
        }
    }
    const char *result = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return result;
}

static void text_and_template_agree(void **state)
{
    (void)state;
    struct iislint run;
    fake_rich(&run);
    for (size_t i = 0; i < run.finding_count; i++) {
        const struct iislint_finding *finding = &run.findings[i];
        struct sarif_message message = finding->kind == IISLINT_UNDECIDED
                                           ? sarif_message_undecided(run.arena, finding)
                                           : sarif_message_make(run.arena, finding);
        assert_non_null(message.id);
        assert_string_equal(expand(run.arena, &message), message.text);
    }
    fake_fini(&run);
}

static void a_value_is_never_a_link(void **state)
{
    (void)state;
    struct iislint run;
    fake_rich(&run);
    struct sarif_message message = sarif_message_make(run.arena, &run.findings[0]);
    assert_string_equal(message.id, "default-see-1");
    assert_string_equal(message.arguments[2], "the machine [a] (b)");
    assert_non_null(strstr(message.text, ". See [here](1)."));
    fake_fini(&run);
}

static void a_message_from_no_template_stands_behind_the_title(void **state)
{
    (void)state;
    struct iislint run;
    fake_rich(&run);
    run.findings[2].message_id = "other";
    struct sarif_message message = sarif_message_make(run.arena, &run.findings[2]);
    assert_string_equal(message.id, SARIF_OTHER_ID);
    assert_string_equal(message.template, "A user instance: '{0}'.");
    assert_string_equal(message.text,
                        "A user instance: 'one, two, three, four, five, six {curly} HTTP/one'.");
    fake_fini(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_are_as_validators_want_them),
        cmocka_unit_test(what_is_glued_to_a_placeholder_is_part_of_it),
        cmocka_unit_test(a_message_without_placeholder_tells_what_it_hits),
        cmocka_unit_test(more_than_five_arguments_are_folded),
        cmocka_unit_test(text_and_template_agree),
        cmocka_unit_test(a_value_is_never_a_link),
        cmocka_unit_test(a_message_from_no_template_stands_behind_the_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
