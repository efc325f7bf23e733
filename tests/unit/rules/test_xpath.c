/* Compiling and evaluating expressions, with a bound on the work. */
#include "rules/xpath.h"

#include "rules/expressing.h"

static void what_is_no_xpath(void **state)
{
    struct expressing *e = *state;
    CHECK_EXPRESSIONS(e, {"", "!something is missing at the end"}, {"a |", "!missing at the end"},
                      {"a/", "!missing"}, {"a//", "!missing"}, {"| a", "!not XPath near \"| a\""},
                      {"a || b", "!not XPath near"}, {"a b", "!not XPath"}, {"(a", "!not XPath"},
                      {"'x", "!not XPath"}, {"nope()", "!there is no function nope()"},
                      {"str:nope()", "!no function str:nope()"}, {"p:a", "!the prefix p"},
                      {"$v", "!$v is not defined"}, {"-1", "-1"}, {"--1", "1"}, {"/", "T\xC3\x84"},
                      {"count(/ | r)", "1"}, {"count(1)", "!wrong type"});
    char *name = arena_alloc(e->arena, 101);
    memset(name, 'n', 100);
    assert_non_null(
        strstr(expressing_text(e, arena_printf(e->arena, "%s()", name)), "no function nnn"));
    char *text = arena_alloc(e->arena, 200001);
    memset(text, ' ', 200000);
    text[199999] = '1';
    assert_non_null(strstr(expressing_text(e, text), "it is longer than"));
}

static void work_is_bounded(void **state)
{
    struct expressing *e = *state;
    assert_string_equal(expressing_within(e, "count(//b)", 1000), "3");
    assert_non_null(strstr(expressing_within(e, "count(//*[//*[//*[//*]]])", 100),
                           "!it needs more than 100 operations"));
    /* the next one has its own bound, and what was done is counted */
    unsigned long before = e->xpath->spent;
    assert_string_equal(expressing_within(e, "count(//b)", 1000), "3");
    assert_true(e->xpath->spent > before);
}

static void tests_and_values(void **state)
{
    struct expressing *e = *state;
    xmlNode *root = xmlDocGetRootElement(e->source->doc);
    struct xpath_expression expression = {.text = "b"};
    bool result = false;
    assert_true(xpath_test(e->xpath, &expression, NULL, root, 1000, &result));
    assert_true(result);
    assert_non_null(expression.compiled);
    /* at another node, compiled as it is */
    assert_true(xpath_test(e->xpath, &expression, NULL, xmlFirstElementChild(root), 1000, &result));
    assert_false(result);
    xpath_expression_fini(&expression);
    assert_null(expression.compiled);
    xpath_expression_fini(&expression);
    expression.text = "b[";
    assert_false(xpath_test(e->xpath, &expression, NULL, root, 1000, &result));
    assert_true(e->xpath->failure[0] != '\0');
    assert_false(xpath_compile(e->xpath, &expression, NULL));
    /* a failure is not that of the next one */
    expression.text = "b";
    assert_true(xpath_compile(e->xpath, &expression, NULL));
    assert_string_equal(e->xpath->failure, "");
    xpath_expression_fini(&expression);
}

static void prefixes(void **state)
{
    xmlNs own = {.prefix = (const xmlChar *)"n", .href = (const xmlChar *)"urn:n"};
    xmlNs other = {.prefix = (const xmlChar *)"set", .href = (const xmlChar *)"urn:set"};
    xmlNs *items[] = {&own, &other};
    struct xpath_namespaces namespaces = {items, 2};
    (void)state;
    assert_string_equal(xpath_namespace(&namespaces, "n", 1), "urn:n");
    assert_string_equal(xpath_namespace(&namespaces, "nn", 1), "urn:n");
    assert_null(xpath_namespace(&namespaces, "nn", 2));
    assert_string_equal(xpath_namespace(&namespaces, "set", 3), "urn:set");
    assert_string_equal(xpath_namespace(NULL, "set", 3), "http://exslt.org/sets");
    assert_string_equal(xpath_namespace(NULL, "xml", 3), "http://www.w3.org/XML/1998/namespace");
    assert_null(xpath_namespace(NULL, "x", 1));
    assert_null(xpath_namespace(NULL, "", 0));
}

static void merging(void **state)
{
    static const struct xpath_hint hints[6] = {{"a", NULL}, {"b", NULL}, {"c", NULL},
                                               {"d", NULL}, {"e", NULL}, {"f", NULL}};
    struct xpath_unknown into = {.hints = {&hints[0], &hints[1]}, .count = 2};
    const struct xpath_unknown from = {.hints = {&hints[1], &hints[2], &hints[3], &hints[4]},
                                       .count = 4};
    (void)state;
    xpath_unknown_merge(&into, &from);
    assert_int_equal(into.count, 4);
    assert_ptr_equal(into.hints[2], &hints[2]);
    assert_ptr_equal(into.hints[3], &hints[3]);
    xpath_unknown_merge(&into, &from);
    assert_int_equal(into.count, 4);
}

/* Two documents, one after the other; what was made for the first goes with it. */
static void documents_in_turn(void **state)
{
    struct expressing *e = *state;
    assert_string_equal(expressing_text(e, "str:tokenize('a b')[2]"), "b");
    assert_true(e->xpath->made.count > 0);
    xpath_release_made(e->xpath);
    assert_int_equal(e->xpath->made.count, 0);
    e->xpath->lasting = true;
    expressing_text(e, "str:tokenize('a b')");
    e->xpath->lasting = false;
    xpath_release_made(e->xpath);
    assert_int_equal(e->xpath->lasting_made.count, 1);
    xpath_end_document(e->xpath);
    assert_int_equal(e->xpath->lasting_made.count, 0);
    struct source *second = source_parse(e->arena, "e.xml", "<z/>", 4);
    struct source *first = e->source;
    e->source = second;
    xpath_begin_document(e->xpath, second->doc);
    assert_string_equal(expressing_text(e, "name(/*)"), "z");
    xpath_end_document(e->xpath);
    e->source = first;
    source_free(second);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, expressing_set_up, expressing_tear_down)
    const struct CMUnitTest tests[] = {TEST(what_is_no_xpath), TEST(work_is_bounded),
                                       TEST(tests_and_values), TEST(prefixes),
                                       TEST(merging),          TEST(documents_in_turn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
