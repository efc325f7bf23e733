/* Which constant questions the rules ask. */
#include "rules/rulebook.h"

#include "rules/functions.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LSA "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa"

static const char rules[] =
    "<sch:schema xmlns:sch='http://purl.oclc.org/dsdl/schematron' queryBinding='exslt'>"
    "<sch:let name='key' value=\"'HKLM\\A'\"/>"
    "<sch:pattern id='P1'>"
    "<sch:let name='below' value=\"concat($key, '\\', 'B')\"/>"
    "<sch:rule context='site'>"
    "<sch:let name='loop' value='$loop'/>"
    "<sch:let name='own' value=\"@name\"/>"
    "<sch:assert test=\"registry($key, 'One') = '1' and registry(concat($below, '\\C'), 'Two')\"/>"
    "<sch:report test=\"registry($own, 'Three') or registry($loop, string(@x[1 > (2)])) "
    "or registry('a' = 'b', 'Four')\"/>"
    "</sch:rule></sch:pattern></sch:schema>";

struct calls {
    char text[1024];
};

static void note(void *context, const char *const *arguments, size_t count)
{
    struct calls *calls = context;
    for (size_t i = 0; i < count; i++) {
        strcat(calls->text, arguments[i] == NULL ? "?" : arguments[i]);
        strcat(calls->text, i + 1 < count ? "," : ";");
    }
}

static void constant_arguments(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error error = {.text = ""};
    struct calls calls = {.text = ""};
    struct rulebook *rulebook = rulebook_new(arena, &functions_vocabulary);
    assert_true(
        rulebook_add_bytes(rulebook, "a.sch", rules, sizeof rules - 1, RULEBOOK_TRUSTED, &error));
    rulebook_each_call(rulebook, "registry", note, &calls);
    assert_string_equal(calls.text, "HKLM\\A,One;HKLM\\A\\B\\C,Two;?,Three;?,?;?,Four;");
    rulebook_free(rulebook);
    arena_free(arena);
}

static void note_loopback(void *context, const char *const *arguments, size_t count)
{
    bool *found = context;
    if (count == 2 && arguments[0] != NULL && strcmp(arguments[0], LSA) == 0 &&
        arguments[1] != NULL && strcmp(arguments[1], "DisableLoopbackCheck") == 0)
        *found = true;
}

/* Ours are all constant: a rule that asks otherwise gets no answer on a live server. */
static void note_unanswerable(void *context, const char *const *arguments, size_t count)
{
    size_t *unanswerable = context;
    for (size_t i = 0; i < count; i++)
        *unanswerable += arguments[i] == NULL;
}

static void our_rules(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error error = {.text = ""};
    bool found = false;
    size_t unanswerable = 0;
    struct rulebook *rulebook = rulebook_new(arena, &functions_vocabulary);
    assert_true(rulebook_add_embedded(rulebook, RULEBOOK_TRUSTED, &error));
    rulebook_each_call(rulebook, "registry", note_loopback, &found);
    rulebook_each_call(rulebook, "registry", note_unanswerable, &unanswerable);
    assert_true(found);
    assert_int_equal(unanswerable, 0);
    rulebook_free(rulebook);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(constant_arguments),
                                       cmocka_unit_test(our_rules)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
