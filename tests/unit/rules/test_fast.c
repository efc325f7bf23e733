/*
 * The fast forms of tests mean what XPath means: thousands of made-up tests are evaluated on every
 * node of a document by both, and libxml2 is the judge.
 */
#include "rules/fast.h"

#include "base/text.h"
#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <cmocka.h>

static const char document[] =
    "<a x='1' y='Text' xmlns:n='urn:n' n:x='n'><b x='1'>one<c x='2'/></b><b y='text'/>"
    "<n:b x='1'/><c/><b x=''><b x='2' y='TEXT more'><c y='\xC3\x84'/>t<c/></b></b>"
    "<not x='or'/><or and='and'/><d.e-f x='a b'/></a>";

/* ---- a vocabulary with a function in both forms ---------------------------------------------- */

static void fn_up(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    xmlNode *node = xpath_take_node(call);
    if (call->error == 0)
        xpath_return_node(call, node == NULL || node->parent == NULL ||
                                        node->parent->type != XML_ELEMENT_NODE
                                    ? NULL
                                    : node->parent);
}

static xmlNode *direct_up(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)user;
    (void)literal;
    (void)known;
    return node == NULL || node->parent == NULL || node->parent->type != XML_ELEMENT_NODE
               ? NULL
               : node->parent;
}

/* named(node, 'name'): its first child element of that name. */
static xmlNode *direct_named(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)user;
    *known = strcmp(literal, "not") != 0; /* what only the function itself can tell */
    xmlNode *child = node == NULL || node->type != XML_ELEMENT_NODE ? NULL : node->children;
    while (child != NULL && strcmp((const char *)child->name, literal) != 0)
        child = child->next;
    return child;
}

static void fn_named(xmlXPathParserContext *call, int count)
{
    bool known;
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *name = xpath_take_text(call);
    xmlNode *node = xpath_take_node(call);
    if (call->error == 0)
        xpath_return_node(call, direct_named(NULL, node, name, &known));
    xmlFree(name);
}

static const struct xpath_function functions[] = {
    {"up", NULL, fn_up, 1, 1, "up(node)", "For tests."},
    {"named", NULL, fn_named, 2, 2, "named(node, name)", "For tests."},
};
static const struct xpath_direct direct[] = {
    {"up", false, direct_up, NULL},
    {"named", true, direct_named, NULL},
};
static const struct xpath_vocabulary vocabulary = {functions, 2, direct, 2};

/* ---- variables ------------------------------------------------------------------------------- */

struct variables {
    xmlXPathObject *values[8];
};

static const char *const names[] = {"set", "none", "text", "empty", "number", "zero", "yes", "att"};

static const xmlXPathObject *borrow(void *context, const char *name)
{
    const struct variables *variables = context;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return variables->values[i];
    return NULL;
}

static xmlXPathObject *look_up(void *context, const char *name)
{
    const xmlXPathObject *value = borrow(context, name);
    return value == NULL ? NULL : xmlXPathObjectCopy((xmlXPathObject *)(uintptr_t)value);
}

static void set_variables(struct variables *variables, struct xpath *xpath, xmlNode *root)
{
    static const char *const values[] = {"//b", "//none", "'Text'", "''",
                                         "2",   "0",      "true()", "//@x"};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct xpath_expression expression = {.text = values[i]};
        variables->values[i] = xpath_value(xpath, &expression, NULL, root, XPATH_NODE_OPERATIONS);
        assert_non_null(variables->values[i]);
        xpath_expression_fini(&expression);
    }
}

/* ---- made-up tests --------------------------------------------------------------------------- */

struct making {
    uint64_t random;
    struct text text;
};

static size_t choose(struct making *making, size_t count)
{
    making->random = making->random * 6364136223846793005U + 1442695040888963407U;
    return (size_t)(making->random >> 33) % count;
}

static void add_one(struct making *making, const char *const *words, size_t count)
{
    text_add(&making->text, words[choose(making, count)]);
}

#define ADD_ONE(making, words) add_one(making, words, sizeof(words) / sizeof *(words))

static void add_path(struct making *making)
{
    static const char *const starts[] = {
        ".",
        "..",
        "b",
        "c",
        "a",
        "not",
        "or",
        "d.e-f",
        "*",
        "n:b",
        "@x",
        "@y",
        "@and",
        "@n:x",
        "@*",
        "$set",
        "$none",
        "$text",
        "$empty",
        "$number",
        "$zero",
        "$yes",
        "$att",
        "up(.)",
        "up(b)",
        "up( up( . ) )",
        "named(., 'b')",
        "named(b, \"c\")",
        "named(., 'not')",
        "up(@x)",
        "text()",
        "$set[c]",
        "$none[c]",
        "b[1]",
        "up(.)[@x = 'a]']",
        "$none[c]/@x",
        "$none[1][2]/b",
        ".//b",
        "$set[2]",
        "named(., 'b')[c]",
        "named(., 'zz')[c]",
        "//b",
        "//zz",
        "//n:b",
        "// c",
        "//b[1]",
        "//b[@x]",
        "//b[c/@y != 'x' or not(@x = '1')]",
        "/descendant::c",
        "/descendant::b[@x = '1']",
        "$set[@x = '1' and @x]",
        "$set[not(@x)]",
        "$att[@x]",
        "$number[@x]",
        "$set[$number]",
        "up(.)[b/@x]",
        "boolean($set[c])",
        "boolean(//zz)",
        "boolean(//b[@y])",
        "current()",
    };
    static const char *const steps[] = {"/b", "/c",      "/@x",  "/@y",  " / b",  "/..", "//c",
                                        "/*", "/text()", "/b/c", "/n:b", "/@and", "/."};
    ADD_ONE(making, starts);
    for (size_t i = choose(making, 4); i > 1; i--)
        ADD_ONE(making, steps);
}

static void add_leaf(struct making *making)
{
    static const char *const comparisons[] = {" = ", "!=", "=", " > "};
    static const char *const literals[] = {"'1'",        "\"2\"", "''",     "'Text'",
                                           "'text'",     "'or'",  "'a b'",  "1",
                                           "'\xC3\x84'", "@x",    "true()", "'TEXT'"};
    static const char *const texts[] = {"starts-with(", "contains(", "contains( ", "starts-with("};
    switch (choose(making, 6)) {
    case 0:
        ADD_ONE(making, texts);
        bool lower = choose(making, 2) == 0;
        text_add(&making->text, lower ? "lower-case(" : "");
        add_path(making);
        text_add(&making->text, lower ? ")" : "");
        text_add(&making->text, ", ");
        ADD_ONE(making, literals);
        text_add(&making->text, ")");
        return;
    case 1:
        text_add(&making->text, "count(b) = 2");
        return;
    case 2:
        add_path(making);
        return;
    default:
        add_path(making);
        ADD_ONE(making, comparisons);
        ADD_ONE(making, literals);
    }
}

static void add_test(struct making *making, int depth)
{
    size_t kind = depth == 0 ? 9 : choose(making, 10);
    if (kind <= 3) {
        add_test(making, depth - 1);
        text_add(&making->text, kind <= 1 ? " and " : "\nor ");
        add_test(making, depth - 1);
    } else if (kind <= 6) {
        text_add(&making->text, kind == 4 ? "not(" : kind == 5 ? "(" : "not( ");
        add_test(making, depth - 1);
        text_add(&making->text, kind == 6 ? " )" : ")");
    } else {
        add_leaf(making);
    }
}

/* ---- judging --------------------------------------------------------------------------------- */

struct judging {
    struct xpath *xpath;
    const struct xpath_namespaces *namespaces;
    struct xpath_expression expression;
    struct fast_test *test;
    struct fast_path *path;
    size_t answered;
    size_t asked;
};

static void judge_test(struct judging *judging, xmlNode *node)
{
    bool fast, slow;
    judging->asked++;
    judging->xpath->current = node;
    if (!fast_test_run(judging->xpath, judging->test, judging->namespaces, node, &fast))
        return;
    judging->answered++;
    if (!xpath_test(judging->xpath, &judging->expression, judging->namespaces, node,
                    XPATH_NODE_OPERATIONS, &slow))
        fail_msg("%s: %s", judging->expression.text, judging->xpath->failure);
    if (fast != slow) {
        xmlChar *path = xmlGetNodePath(node);
        print_error("'%s' at %s is %s\n", judging->expression.text, (char *)path,
                    slow ? "true" : "false");
        xmlFree(path);
        fail();
    }
}

static void judge_path(struct judging *judging, xmlNode *node)
{
    judging->xpath->current = node;
    xmlXPathObject *fast = fast_path_value(judging->xpath, judging->path, node);
    if (fast == NULL)
        return;
    xmlXPathObject *slow = xpath_value(judging->xpath, &judging->expression, judging->namespaces,
                                       node, XPATH_NODE_OPERATIONS);
    assert_non_null(slow);
    assert_int_equal(slow->type, XPATH_NODESET);
    int count = slow->nodesetval == NULL ? 0 : slow->nodesetval->nodeNr;
    xmlXPathNodeSetSort(slow->nodesetval);
    int found = fast->nodesetval->nodeNr;
    if (found != count)
        fail_msg("'%s' finds %d nodes, not %d", judging->expression.text, count, found);
    for (int i = 0; i < count; i++)
        assert_ptr_equal(slow->nodesetval->nodeTab[i], fast->nodesetval->nodeTab[i]);
    xmlXPathFreeObject(slow);
    xmlXPathFreeObject(fast);
}

static void judge_all(struct judging *judging, xmlNode *node,
                      void (*judge)(struct judging *judging, xmlNode *node))
{
    judge(judging, node);
    for (xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
         attribute != NULL; attribute = attribute->next)
        judge(judging, (xmlNode *)attribute);
    for (xmlNode *child = node->type == XML_ELEMENT_NODE ? node->children : NULL; child != NULL;
         child = child->next)
        judge_all(judging, child, judge);
}

static void free_slow(void *context, struct xpath_expression *expression)
{
    (void)context;
    xpath_expression_fini(expression);
}

struct fixture {
    struct arena *arena;
    struct regex_cache *regex;
    struct source *source;
    struct variables variables;
    struct judging judging;
    xmlNs ns;
    xmlNs *items[1];
    struct xpath_namespaces namespaces;
};

static void start(struct fixture *fixture)
{
    *fixture = (struct fixture){.arena = arena_new()};
    fixture->regex = regex_cache_new(fixture->arena);
    fixture->source = source_parse(fixture->arena, "d.xml", document, strlen(document));
    assert_non_null(fixture->source->doc);
    fixture->ns.prefix = (const xmlChar *)"n";
    fixture->ns.href = (const xmlChar *)"urn:n";
    fixture->items[0] = &fixture->ns;
    fixture->namespaces = (struct xpath_namespaces){fixture->items, 1};
    struct xpath *xpath = xpath_new(fixture->arena, &vocabulary, fixture->regex, NULL);
    xpath_begin_document(xpath, fixture->source->doc);
    set_variables(&fixture->variables, xpath, xmlDocGetRootElement(fixture->source->doc));
    xpath->variable = look_up;
    xpath->borrow = borrow;
    xpath->lookup_context = &fixture->variables;
    fixture->judging.xpath = xpath;
    fixture->judging.namespaces = &fixture->namespaces;
}

static void stop(struct fixture *fixture)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        xmlXPathFreeObject(fixture->variables.values[i]);
    xpath_free(fixture->judging.xpath);
    source_free(fixture->source);
    regex_cache_free(fixture->regex);
    arena_free(fixture->arena);
}

/* Made-up tests are of no use when libxml2 does not take them either. */
static bool is_xpath(struct fixture *fixture, const char *text)
{
    struct judging *judging = &fixture->judging;
    judging->expression = (struct xpath_expression){.text = arena_strdup(fixture->arena, text)};
    bool holds;
    bool good =
        xpath_test(judging->xpath, &judging->expression, &fixture->namespaces,
                   xmlDocGetRootElement(fixture->source->doc), XPATH_NODE_OPERATIONS, &holds);
    if (!good)
        xpath_expression_fini(&judging->expression);
    return good;
}

static void check_test(struct fixture *fixture, const char *text)
{
    struct judging *judging = &fixture->judging;
    if (!is_xpath(fixture, text))
        return;
    judging->test = fast_test_read(fixture->arena, &vocabulary, &judging->expression);
    if (judging->test != NULL)
        judge_all(judging, xmlDocGetRootElement(fixture->source->doc), judge_test);
    fast_each_slow(judging->test, free_slow, NULL);
    xpath_expression_fini(&judging->expression);
}

static void test_made_up_tests(void **state)
{
    (void)state;
    struct fixture fixture;
    struct making making = {.random = 2026};
    start(&fixture);
    for (int round = 0; round < 6000; round++) {
        text_clear(&making.text);
        add_test(&making, (int)choose(&making, 4));
        check_test(&fixture, text_string(&making.text));
    }
    print_message("# %zu of %zu answered without libxml2\n", fixture.judging.answered,
                  fixture.judging.asked);
    assert_true(fixture.judging.answered > fixture.judging.asked / 4);
    text_fini(&making.text);
    stop(&fixture);
}

static void test_made_up_paths(void **state)
{
    (void)state;
    struct fixture fixture;
    struct making making = {.random = 7};
    start(&fixture);
    for (int round = 0; round < 3000; round++) {
        struct judging *judging = &fixture.judging;
        text_clear(&making.text);
        add_path(&making);
        if (!is_xpath(&fixture, text_string(&making.text)))
            continue;
        judging->path = fast_path_read(fixture.arena, &vocabulary, judging->expression.text);
        if (judging->path != NULL)
            judge_all(judging, xmlDocGetRootElement(fixture.source->doc), judge_path);
        xpath_expression_fini(&judging->expression);
    }
    text_fini(&making.text);
    stop(&fixture);
}

/* Where the reader of fast forms could go astray: names that are words of the language, signs in
 * strings, brackets that do not pair as they seem to. */
static void test_traps(void **state)
{
    static const char *const traps[] = {
        "or or or",
        "and and and",
        "not or not",
        "not(b) = (c)",
        "(b) and (c)",
        "(b) = (c)",
        "@x = ' and ' or b",
        "@x=\"it's\" or @y='\"'",
        "b[c or d] and c",
        "b[c and @x = ']']",
        "@x = 'a' = 'b'",
        "not(b)or(c)",
        "b and(c)",
        "@x='1'and @y='Text'",
        "'a' or b",
        "b div c",
        "b | c",
        "b | c and d",
        "$set | b",
        "$none[c] | b",
        "$none[1] = 'x'",
        "$none[c] or b",
        "@x - 1",
        "@x -1",
        "a-b",
        "a -b",
        "-@x",
        "b = c",
        "b = 'one'",
        ". = '1'",
        "@x = . ",
        "@and and @and",
        "starts-with(@x, '1') = true()",
        "contains(@x, '')",
        "starts-with(@none, '')",
        "contains(lower-case(@y), 'text')",
        "contains(lower-case(@y), 'Text')",
        "contains(lower-case(@y), '\xC3\xA4')",
        "starts-with(lower-case(@y), 'TEXT')",
        "not(not(b))",
        "((b))",
        "not((b) or (c))",
        "$yes",
        "$zero",
        "$number = '2'",
        "$text = 'Text'",
        "$empty",
        "$text != 'Text'",
        "$set = 'one'",
        "$att = '1'",
        "$att != '1'",
        "$none != '1'",
        "$set/@x = ''",
        "d.e-f/@x = 'a b'",
        "named(., 'not')/@x = 'or'",
        "up(b)",
        "up($set)",
        "up(.)/b/c",
        "true() and b",
        "false() or b",
        "b/c[1]",
        "b [ 1 ]",
        "@ x",
        "$ set",
        "b / @ x = '1'",
        "child::b",
        "up(.)/@x[. = '1']",
        "text()",
        "text",
        "b/..",
        "count(b) and b",
    };
    (void)state;
    struct fixture fixture;
    start(&fixture);
    for (size_t i = 0; i < sizeof traps / sizeof traps[0]; i++)
        check_test(&fixture, traps[i]);
    stop(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_up_tests),
        cmocka_unit_test(test_made_up_paths),
        cmocka_unit_test(test_traps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
