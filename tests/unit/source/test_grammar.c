#include "source/grammar.h"

#include "base/threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char grammar[] =
    "<element name='facts' xmlns='http://relaxng.org/ns/structure/1.0'\n"
    " datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>\n"
    "  <zeroOrMore><element name='service'>\n"
    "    <attribute name='name'/><attribute name='port'><data type='unsignedShort'/></attribute>\n"
    "  </element></zeroOrMore>\n"
    "</element>";

static bool validate(const char *text, const char *by, struct error *error)
{
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, "facts.xml", text, strlen(text));
    *error = (struct error){0};
    bool valid = grammar_validate(source, by, strlen(by), error);
    source_free(source);
    arena_free(arena);
    return valid;
}

static void valid_documents_pass(void **state)
{
    (void)state;
    struct error error;
    assert_true(validate("<facts>\n <!-- c -->\n <service name='a' port='80'/>\n</facts>", grammar,
                         &error));
    assert_string_equal(error.text, "");
}

static void the_first_fault_is_located(void **state)
{
    (void)state;
    struct error error;
    assert_false(
        validate("<facts>\n <service name='a' port='80'/>\n  <service name='b'/>\n</facts>",
                 grammar, &error));
    assert_string_equal(error.path, "facts.xml");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.column, 3);
    assert_true(strlen(error.text) > 0);
    assert_null(strchr(error.text, '\n'));

    assert_false(validate("<facts>\n<service name='a' port='x'/></facts>", grammar, &error));
    assert_int_equal(error.line, 2);
    assert_false(validate("<other/>", grammar, &error));
    assert_int_equal(error.line, 1);
    assert_false(validate("<facts>\n<service", grammar, &error));
    assert_int_equal(error.line, 2);
}

static void a_bad_grammar_is_an_error(void **state)
{
    (void)state;
    struct error error;
    assert_false(validate("<facts/>", "<element", &error));
    assert_string_equal(error.path, "grammar");
    assert_false(validate("<facts/>", "<nonsense/>", &error));
    assert_true(strlen(error.text) > 0);
}

/* First in this program, so that libxml2's tables are made by grammar_prepare(): each thread sees a
 * value that is of its type, and one that is not. */
#define THREADS 4

static void validate_often(void *context, size_t number)
{
    size_t *right = context;
    struct error error;
    for (int i = 0; i < 50; i++)
        right[number] +=
            validate("<facts><service name='a' port='80'/></facts>", grammar, &error) &&
            !validate("<facts><service name='a' port='x'/></facts>", grammar, &error);
}

static void several_threads_validate(void **state)
{
    (void)state;
    size_t right[THREADS] = {0};
    grammar_prepare();
    threads_join(threads_start(THREADS, validate_often, right));
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(right[i], 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(several_threads_validate),
        cmocka_unit_test(valid_documents_pass),
        cmocka_unit_test(the_first_fault_is_located),
        cmocka_unit_test(a_bad_grammar_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
