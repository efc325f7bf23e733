/* The functions that every vocabulary has, and how many arguments any function takes. */
#include "rules/xpath_functions.h"

#include "rules/checking.h"
#include "rules/expressing.h"
#include "rules/exslt_library.h"

static void choices_and_sets(void **state)
{
    CHECK_EXPRESSIONS(
        *state, {"if(1, 'then', 'else')", "then"}, {"if(//none, 'then', 'else')", "else"},
        {"count(if(@n, //b, //none))", "3"}, {"count(if(0, //b, //none))", "0"},
        {"count(set:distinct(//b/@n))", "2"}, {"count(set:distinct(//none))", "0"},
        {"set:distinct(//b/@n)[1]", "x"}, {"set:distinct('a')", "!takes a node-set"},
        {"count(//b[@n = current()/b[2]/@n])", "1"}, {"name(current())", "r"},
        {"current(1)", "!1 arguments"}, {"if(1, 2)", "!2 arguments"},
        {"key('k', 'v')", "!no <xsl:key> named 'k'"}, {"count(set:intersection(//b, //b[1]))", "1"},
        {"math:max(//b/@v)", "7"}, {"str:padding(3, '-')", "---"});
}

static void arity_of_each(void **state)
{
    static const struct {
        const char *uri, *name;
        unsigned minimum, maximum;
    } rows[] = {{NULL, "concat", 2, UINT32_MAX},
                {NULL, "true", 0, 0},
                {NULL, "substring", 2, 3},
                {NULL, "matches", 2, 3},
                {NULL, "if", 3, 3},
                {NULL, "fact", 1, 1},
                {EXSLT_SETS, "distinct", 1, 1},
                {EXSLT_STRINGS, "replace", 3, 3},
                {NULL, "replace", 3, 4},
                {EXSLT_MATH, "power", 2, 2}};
    static const char *const unknown[] = {"nope", "concats", "conca", ""};
    unsigned minimum = 99, maximum = 99;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *name = rows[i].name;
        if (!xpath_function_arity(&checking_vocabulary, rows[i].uri, name, strlen(name), &minimum,
                                  &maximum))
            fail_msg("%s", name);
        assert_int_equal(minimum, rows[i].minimum);
        assert_int_equal(maximum, rows[i].maximum);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_false(
            xpath_function_arity(NULL, NULL, unknown[i], strlen(unknown[i]), &minimum, &maximum));
    assert_false(xpath_function_arity(NULL, NULL, "fact", 4, &minimum, &maximum));
    assert_false(xpath_function_arity(NULL, EXSLT_MATH, "concat", 6, &minimum, &maximum));
    assert_false(xpath_function_arity(NULL, NULL, "distinct", 8, &minimum, &maximum));
    assert_true(xpath_function_arity(NULL, NULL, "concat-more", 6, &minimum, &maximum));
}

/* Each is described as it is called. */
static void each_is_documented(void **state)
{
    size_t count;
    const struct xpath_function *all = xpath_general_functions(&count);
    (void)state;
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        const char *open = strchr(all[i].signature, '(');
        assert_non_null(open);
        assert_memory_equal(open - strlen(all[i].name), all[i].name, strlen(all[i].name));
        assert_true(all[i].minimum <= all[i].maximum);
        unsigned arguments = open[1] != ')';
        for (const char *c = open; *c != '\0'; c++)
            arguments += *c == ',';
        assert_int_equal(arguments, all[i].maximum);
        assert_true(strlen(all[i].summary) > 10);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, expressing_set_up, expressing_tear_down)
    const struct CMUnitTest tests[] = {TEST(choices_and_sets), TEST(arity_of_each),
                                       TEST(each_is_documented)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
