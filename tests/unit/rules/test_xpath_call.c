/* What functions of a vocabulary are given, and what they give. */
#include "rules/xpath.h"

#include "rules/expressing.h"

static int given_user;

static void fn_state(xmlXPathParserContext *call, int count)
{
    (void)count;
    assert_ptr_equal(xpath_user(call), &given_user);
    assert_non_null(xpath_regex_cache(call));
    assert_non_null(xpath_arena(call));
    assert_false(xpath_is_lasting(call));
    xpath_return_text(call, (const char *)xpath_node(call)->name);
}

static void fn_number(xmlXPathParserContext *call, int count)
{
    if (xpath_has_arguments(call, count, 1, 2))
        xpath_return_number(call, xpath_take_boolean(call) ? 1.5 : -2);
}

static void fn_first(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    xmlNode *node = xpath_take_node(call);
    if (call->error == 0)
        xpath_return_node(call, node);
}

/* Both sets, one behind the other, with all that is in both twice. */
static void fn_both(xmlXPathParserContext *call, int count)
{
    (void)count;
    xmlNode *nodes[20];
    size_t found = 0;
    for (int set = 0; set < 2; set++) {
        xmlXPathObject *value = xpath_take_nodes(call);
        if (value == NULL)
            return;
        for (int i = 0; value->nodesetval != NULL && i < value->nodesetval->nodeNr; i++)
            nodes[found++] = value->nodesetval->nodeTab[i];
        xmlXPathFreeObject(value);
    }
    xpath_return_nodes(call, nodes, found);
}

static void fn_nothing(xmlXPathParserContext *call, int count)
{
    (void)count;
    xpath_return_text(call, NULL);
}

static void fn_made(xmlXPathParserContext *call, int count)
{
    (void)count;
    xmlNode *made = xpath_make_element(call, "made");
    xmlNewProp(made, (const xmlChar *)"x", (const xmlChar *)"1");
    xpath_return_node(call, made);
}

static void fn_fail(xmlXPathParserContext *call, int count)
{
    (void)count;
    xpath_raise_error(call, "first %d", 1);
    xpath_raise_error(call, "second");
}

static void fn_unknown(xmlXPathParserContext *call, int count)
{
    (void)count;
    char *group = xpath_take_text(call);
    xpath_raise_unknown(call, group, strcmp(group, "none") == 0 ? NULL : "what would tell");
    xmlFree(group);
    xpath_return_boolean(call, false);
}

static const struct xpath_function functions[] = {
    {"state", NULL, fn_state, 0, 0, "", ""},     {"number-of", NULL, fn_number, 1, 2, "", ""},
    {"first", NULL, fn_first, 1, 1, "", ""},     {"both", NULL, fn_both, 2, 2, "", ""},
    {"nothing", NULL, fn_nothing, 0, 0, "", ""}, {"made", NULL, fn_made, 0, 0, "", ""},
    {"fail", NULL, fn_fail, 0, 0, "", ""},       {"unknown", NULL, fn_unknown, 1, 1, "", ""}};
static const struct xpath_vocabulary vocabulary = {functions, sizeof functions / sizeof *functions,
                                                   NULL, 0};

static int set_up(void **state)
{
    static struct expressing e;
    expressing_start(&e, &vocabulary, &given_user, "<r xmlns:p='urn:p'><a n='1'/><b n='2'/></r>");
    *state = &e;
    return 0;
}

static void arguments_and_results(void **state)
{
    CHECK_EXPRESSIONS(*state, {"state()", "r"}, {"count(a[state() = 'a'])", "1"},
                      {"number-of(true())", "1.5"}, {"number-of('')", "-2"},
                      {"number-of(1, 2, 3)", "!number-of() got 3 arguments and takes 1 to 2"},
                      {"first(b | a)/@n", "1"}, {"count(first(none))", "0"},
                      {"first('a')", "!first() takes a node-set"},
                      {"count(first(namespace::*))", "0"}, /* goes with its set */
                      {"count(both(a, b))", "2"}, {"count(both(*, b))", "3"},
                      {"both(b, a)[1]/@n", "1"}, {"both(1, a)", "!takes a node-set"},
                      {"both(a, 1)", "!takes a node-set"}, {"nothing()", ""}, {"made()/@x", "1"},
                      {"fail()", "!first 1"}, {"count(fail())", "!first 1"});
}

/* What was unknown is noted once for each text, a few of them at the most. */
static void what_is_unknown(void **state)
{
    struct expressing *e = *state;
    struct xpath *xpath = e->xpath;
    assert_string_equal(expressing_text(e, "unknown('acls') or unknown('acls')"), "false");
    assert_int_equal(xpath->unknown.count, 1);
    assert_string_equal(xpath->unknown.hints[0]->group, "acls");
    assert_string_equal(xpath->unknown.hints[0]->text, "what would tell");
    const struct xpath_hint *first = xpath->unknown.hints[0];
    xpath->unknown.count = 0;
    expressing_text(e, "unknown('acls')");
    assert_ptr_equal(xpath->unknown.hints[0], first);
    expressing_text(e, "unknown('none') or unknown('c') or unknown('d') or unknown('e')");
    assert_int_equal(xpath->unknown.count, XPATH_HINTS_MAX);
    assert_null(xpath->unknown.hints[1]->text);
    /* a group longer than what is remembered is a hint all the same */
    xpath->unknown.count = 0;
    char *group = arena_alloc(e->arena, 1001);
    memset(group, 'g', 1000);
    expressing_text(e, arena_printf(e->arena, "unknown('%s')", group));
    assert_int_equal(xpath->unknown.count, 1);
    assert_string_equal(xpath->unknown.hints[0]->group, group);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(arguments_and_results, set_up, expressing_tear_down),
        cmocka_unit_test_setup_teardown(what_is_unknown, set_up, expressing_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
