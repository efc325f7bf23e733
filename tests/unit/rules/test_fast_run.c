/*
 * What the fast forms answer is what libxml2 answers, at every kind of node and with the same that is
 * unknown, or they leave it to it.
 */
#include "rules/fast.h"

#include "base/text.h"
#include "source/source.h"
#include "unit/rules/made_test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <libxml/xpathInternals.h>
#include <cmocka.h>

/* ---- a vocabulary ---------------------------------------------------------------------------- */

/* first(node): its first child element; last-of(node, 'name'): its last child of that name;
 * children(node): all of them. What is below an element <unknown> is unknown. */
static bool is_unknown(const xmlNode *node)
{
    return node && node->type == XML_ELEMENT_NODE &&
           strcmp((const char *)node->name, "unknown") == 0;
}

static xmlNode *first_child(xmlNode *node)
{
    return node && node->type == XML_ELEMENT_NODE ? xmlFirstElementChild(node) : NULL;
}

static xmlNode *last_child(xmlNode *node, const char *name)
{
    xmlNode *found = NULL;
    for (xmlNode *child = first_child(node); child; child = xmlNextElementSibling(child))
        if (strcmp((const char *)child->name, name) == 0)
            found = child;
    return found;
}

static xmlNode *direct_first(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)user;
    (void)literal;
    *known = !is_unknown(node);
    return *known ? first_child(node) : NULL;
}

static xmlNode *direct_last_of(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)user;
    *known = !is_unknown(node);
    return *known ? last_child(node, literal) : NULL;
}

static xmlNode *listed[64];

static size_t direct_children(void *user, xmlNode *node, xmlNode *const **nodes, bool *known)
{
    size_t count = 0;
    (void)user;
    *known = !is_unknown(node);
    for (xmlNode *child = *known ? first_child(node) : NULL; child && count < 64;
         child = xmlNextElementSibling(child))
        listed[count++] = child;
    *nodes = listed;
    return count;
}

static void call_first(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    xmlNode *node = xpath_take_node(call);
    if (call->error != 0)
        return;
    if (is_unknown(node))
        xpath_raise_unknown(call, "group", "first");
    xpath_return_node(call, is_unknown(node) ? NULL : first_child(node));
}

static void call_last_of(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *name = xpath_take_text(call);
    xmlNode *node = xpath_take_node(call);
    if (is_unknown(node))
        xpath_raise_unknown(call, "group", "last");
    if (call->error == 0)
        xpath_return_node(call, is_unknown(node) ? NULL : last_child(node, name));
    xmlFree(name);
}

static void call_children(xmlXPathParserContext *call, int count)
{
    xmlNode *const *nodes;
    bool known;
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    xmlNode *node = xpath_take_node(call);
    if (call->error != 0)
        return;
    size_t found = direct_children(NULL, node, &nodes, &known);
    if (!known)
        xpath_raise_unknown(call, "group", "children");
    xpath_return_nodes(call, nodes, found);
}

/* asks('x') is false, and something unknown. */
static void call_asks(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *hint = xpath_take_text(call);
    xpath_raise_unknown(call, "group", hint);
    xmlFree(hint);
    xpath_return_boolean(call, false);
}

static const struct xpath_function functions[] = {
    {"first", NULL, call_first, 1, 1, "first(node)", "For tests."},
    {"last-of", NULL, call_last_of, 2, 2, "last-of(node, name)", "For tests."},
    {"children", NULL, call_children, 1, 1, "children(node)", "For tests."},
    {"asks", NULL, call_asks, 1, 1, "asks(hint)", "For tests."},
};
static const struct xpath_direct direct[] = {{"first", false, direct_first, NULL},
                                             {"last-of", true, direct_last_of, NULL},
                                             {"children", false, NULL, direct_children}};
static const struct xpath_vocabulary vocabulary = {functions, 4, direct, 3};

/* ---- documents, variables -------------------------------------------------------------------- */

static const char *const documents[] = {
    ("<r a='x' b='' or='or'>text<a a='X' b='y'/><a/><b a='x or y'><a a=' and '/><or and='1'/></b>"
     "<p:a xmlns:p='urn:p' p:a='x' a='p'><a a='x'/></p:a><unknown><a a='x'/></unknown>"
     "<d xmlns='urn:d' a='x'><a/></d><!-- c --><?pi x?><not a='x'/></r>"),
    ("<a a='\xC3\x84X' b='&quot;it&apos;s&quot;'><a><a><a b='Xyz'/></a></a><b or='x'>x</b>"
     "<or>1</or><and a='0'/><div a='x' div='y'/><a-b a-b='x' a.b='x'/></a>"),
    ("<unknown a='x'/>"),
};

enum { VARIABLES = 8 };
static const char *const variable_names[VARIABLES] = {"none",   "one",   "many", "attributes",
                                                      "string", "empty", "yes",  "number"};
static xmlXPathObject *variables[VARIABLES];

static xmlXPathObject *find_variable(const char *name)
{
    for (size_t i = 0; i < VARIABLES; i++)
        if (strcmp(name, variable_names[i]) == 0)
            return variables[i];
    return NULL;
}

static xmlXPathObject *look_up(void *context, const char *name)
{
    (void)context;
    xmlXPathObject *value = find_variable(name);
    return value ? xmlXPathObjectCopy(value) : NULL;
}

static const xmlXPathObject *borrow(void *context, const char *name)
{
    (void)context;
    return find_variable(name);
}

struct fixture {
    struct arena *arena;
    struct source *source;
    struct regex_cache *regexes;
    struct xpath *xpath;
    xmlNode *nodes[128]; /* all that a test may be run at */
    size_t count;
};

static void collect(struct fixture *fixture, xmlNode *node)
{
    for (; node; node = node->next) {
        fixture->nodes[fixture->count++] = node;
        if (node->type != XML_ELEMENT_NODE)
            continue;
        for (xmlAttr *a = node->properties; a; a = a->next)
            fixture->nodes[fixture->count++] = (xmlNode *)a;
        collect(fixture, node->children);
    }
}

static xmlXPathObject *nodes_of(const char *path, struct fixture *fixture)
{
    struct xpath_expression expression = {.text = path};
    xmlXPathObject *value =
        xpath_value(fixture->xpath, &expression, NULL, (xmlNode *)fixture->source->doc, 100000);
    assert_non_null(value);
    xpath_expression_fini(&expression);
    return value;
}

static void start(struct fixture *fixture, const char *document)
{
    *fixture = (struct fixture){.arena = arena_new()};
    fixture->source = source_parse(fixture->arena, "x.xml", document, strlen(document));
    assert_non_null(fixture->source->doc);
    fixture->regexes = regex_cache_new(fixture->arena);
    xmlXPathOrderDocElems(fixture->source->doc);
    fixture->xpath = xpath_new(fixture->arena, &vocabulary, fixture->regexes, NULL);
    fixture->xpath->variable = look_up;
    fixture->xpath->borrow = borrow;
    xpath_begin_document(fixture->xpath, fixture->source->doc);
    fixture->nodes[fixture->count++] = (xmlNode *)fixture->source->doc;
    collect(fixture, fixture->source->doc->children);
    variables[0] = nodes_of("/nothing", fixture);
    variables[1] = nodes_of("/*", fixture);
    variables[2] = nodes_of("//a | /", fixture);
    variables[3] = nodes_of("//@a", fixture);
    variables[4] = xmlXPathNewCString("x");
    variables[5] = xmlXPathNewCString("");
    variables[6] = xmlXPathNewBoolean(1);
    variables[7] = xmlXPathNewFloat(0);
}

static void stop(struct fixture *fixture)
{
    for (size_t i = 0; i < VARIABLES; i++)
        xmlXPathFreeObject(variables[i]);
    xpath_free(fixture->xpath);
    source_free(fixture->source);
    regex_cache_free(fixture->regexes);
    arena_free(fixture->arena);
}

/* ---- comparing ------------------------------------------------------------------------------- */

static void free_slow(void *context, struct xpath_expression *expression)
{
    (void)context;
    xpath_expression_fini(expression);
}

static bool same_unknown(const struct xpath_unknown *a, const struct xpath_unknown *b)
{
    for (unsigned i = 0; i < a->count && i < b->count; i++)
        if (a->hints[i] != b->hints[i])
            return false;
    return a->count == b->count;
}

struct tally {
    size_t answered, left, invalid;
};

/* At every node of the document: the same answer and the same that is unknown, or none. */
static void compare(struct fixture *fixture, const char *text, struct tally *tally)
{
    struct xpath *xpath = fixture->xpath;
    struct arena *arena = arena_new();
    struct xpath_expression whole = {.text = text};
    if (!xpath_compile(xpath, &whole, NULL)) {
        tally->invalid++; /* a rule file with it is refused */
        arena_free(arena);
        return;
    }
    struct fast_test *test = fast_test_read(arena, &vocabulary, &whole);
    for (size_t i = 0; test && i < fixture->count; i++) {
        bool expected = false, holds = false;
        xpath->unknown.count = 0;
        bool valid = xpath_test(xpath, &whole, NULL, fixture->nodes[i], 100000, &expected);
        struct xpath_unknown unknown = xpath->unknown;
        xpath->unknown.count = 0;
        if (!fast_test_run(xpath, test, NULL, fixture->nodes[i], &holds)) {
            tally->left++;
            continue;
        }
        tally->answered++;
        if (!valid || holds != expected || !same_unknown(&unknown, &xpath->unknown))
            fail_msg("%s at node %zu (%s): %s, and not %s%s", text, i,
                     fixture->nodes[i]->name ? (const char *)fixture->nodes[i]->name : "",
                     holds ? "true" : "false", valid ? expected ? "true" : "false" : xpath->failure,
                     same_unknown(&unknown, &xpath->unknown) ? "" : "; something else is unknown");
    }
    fast_each_slow(test, free_slow, NULL);
    xpath_expression_fini(&whole);
    arena_free(arena);
}

/* A path as a value: the same nodes. */
static void compare_path(struct fixture *fixture, const char *text, struct tally *tally)
{
    struct arena *arena = arena_new();
    struct xpath_expression whole = {.text = text};
    struct fast_path *path = fast_path_read(arena, &vocabulary, text);
    if (path && !xpath_compile(fixture->xpath, &whole, NULL))
        path = NULL;
    for (size_t i = 0; path && i < fixture->count; i++) {
        xmlXPathObject *fast = fast_path_value(fixture->xpath, path, fixture->nodes[i]);
        tally->left += fast == NULL;
        if (!fast)
            continue;
        xmlXPathObject *slow = xpath_value(fixture->xpath, &whole, NULL, fixture->nodes[i], 100000);
        if (!slow || slow->type != XPATH_NODESET)
            fail_msg("%s gives no nodes", text);
        xmlXPathNodeSetSort(fast->nodesetval);
        xmlXPathNodeSetSort(slow->nodesetval);
        int count = slow->nodesetval ? slow->nodesetval->nodeNr : 0;
        if (fast->nodesetval->nodeNr != count)
            fail_msg("%s at node %zu: %d nodes, and not %d", text, i, fast->nodesetval->nodeNr,
                     count);
        for (int n = 0; n < count; n++)
            assert_ptr_equal(fast->nodesetval->nodeTab[n], slow->nodesetval->nodeTab[n]);
        xmlXPathFreeObject(fast);
        xmlXPathFreeObject(slow);
        tally->answered++;
    }
    xpath_expression_fini(&whole);
    arena_free(arena);
}

static void compare_both(struct fixture *fixture, const char *text, struct tally *tally)
{
    compare(fixture, text, tally);
    compare_path(fixture, text, tally);
}

/* ---- tables ---------------------------------------------------------------------------------- */

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What the fast forms are for: they have to answer at every element. */
static void the_forms(void **state)
{
    static const char *const texts[] = {
        "@a",
        "not(@a)",
        "@a = 'x'",
        "@a != \"x\"",
        "a/b/@a = ''",
        ". and ./a",
        "$none/@a or $one/a/@a = 'X'",
        "$string = 'x' and $yes and not($empty)",
        "$attributes = ' and '",
        "starts-with(@a, 'x') or contains(@b, '')",
        "starts-with(lower-case(@or), 'o') and contains(lower-case(@a), 'X')",
        "(@a = 'x' or (a and not(b))) and not(not(@b))",
        "not($none[@a = ']'][1]/a)",
        "last-of(., 'a')/@a = 'X' or first(first(.))/@or",
        "children($one)/@b",
        "@or or @and and or and and",
        "$none[1] or @a\tand\n@b",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct fixture fixture;
        struct tally tally = {0};
        start(&fixture, documents[0]);
        compare(&fixture, texts[i], &tally);
        if (tally.invalid > 0 || tally.answered < fixture.count / 3)
            fail_msg("%s: %zu of %zu nodes are answered", texts[i], tally.answered, fixture.count);
        stop(&fixture);
    }
    (void)state;
}

/* What looks like one of the forms and is something else. */
static const char neighbours_text[] =
    "a | b;$none | a;$none[1] | a;$none[1] + 1;$none[1]-1;$none[1]*2;$none[1]/a*2;$none[1]/a-2;"
    "$none[1]or@a;$none[1]or/*;$none[1]or //a;$none[1] or/r;$none[1]and/*;$none[1]/or;$none[1]/*or/*;"
    "$none[1]or.;$none[1]or(/*);$none[1]div 2;first(.)[1]or/*;first(.)[@a]/a | a;$none[1]/a or/*;"
    "/;/*;/r/@a;//a;..;../@a;./..;. = 'x';. != '';a = '';@a = @b;@a = 1;@a = 'x' = true();"
    "not(@a) = true();not(@a) = not(@b);(@a) = 'x';(a)/@a;(a)[1];a[1];a[last()]/@a;@*;*;a/*;self::a;"
    "child::a;a/text();text();node();comment();p:a;@p:a;namespace::*;a//a;a/.;a/..;@a/..;count(a);"
    "count(a) > 1 and @a;- 1 or a;a - b;a-b;a-b/@a-b;@a.b = 'x';a -b;1 or a;0 or a;'' or a;'x' and a;"
    "'a or b';'it' = 'it' and @b = '\"it';@b = \"it's\";@a = ' or ' or @a = ' and ';@a='x'or@b='y';"
    "@a='x'or @b;@a='x' or(@b);a or(b)and(a);or;and;or or or;and and and;not;not and or;div div div;"
    "or/@and;@or/or;a/or;a/ or;a/ or or a;@ or or @ and;a and or or a;not (a);not( a );not(a or b);"
    "not(not(a) and not(b));not(a)and(b);not('or');not(@a=' or ');(a) or (b);((a));( (a) or b );"
    "(a or b) = 'x';true();false() or a;position() = 1;last() = 1 and a;last() = position();$one/r;"
    "string(@a) = 'x';string-length(@a) > 1;boolean(a) or a;lang('de') or a;id('x') or a;"
    "concat(@a, 'x') = 'xx';starts-with(@a, 'x') = true();starts-with('x', @a);starts-with(a/@a, 'x');"
    "contains(., 'x');contains(@a, @b);contains($string, 'x');contains(lower-case(@a), '\xC3\xA4');"
    "starts-with(lower-case(@a), '');contains(lower-case(@a), '');starts-with(lower-case(@a), 'X');"
    "starts-with(@b, '');lower-case(@a) = 'x';$string;$empty;$number;$number = 0;$yes = 'true';"
    "$string != 'x';$string/a;$many;$many/a;$many/@a;$many = 'x';$many/r;$attributes;$attributes = 'x';"
    "$attributes != 'x';$attributes/a;$attributes/@a;$one[1];$one[@a]/a;$none[a or b];$none[']'];"
    "$none[1][2];$none[1]/a[2]/@b;$none[1]//a;$none[1]/@*;$none[1] = '';$none = '';$none != '';"
    "$none[1]/..;first(.);first(a);first(../a);first(children(.));children(.)/@a = 'x';children(.)[1];"
    "last-of(., 'a');last-of(., 'a')/a[1];last-of(., @a);last-of(first(.), 'a')/@a;first($many);"
    "first($string);first($none)/@a;first(.)/@a = 'X';first (.);first( . ) / @a;first(.)[1]/a;"
    "asks('1') or @a;@a or asks('1');asks('1') and asks('2');not(asks('1')) and @a;$none[1]/ a / @b;"
    "asks('1') or asks('2') or @zzz;@a = 'x' and asks('1') or first(.);count('x') or @a;@a or count('x');"
    "@a and count('x');$undefined or a;a or $undefined;.5 or a;. or .5;@a = .5;a = .5;$one = .5";

static void neighbours(void **state)
{
    struct tally tally = {0};
    for (size_t d = 0; d < COUNT(documents); d++) {
        struct fixture fixture;
        const char *cursor = neighbours_text, *text;
        size_t length;
        start(&fixture, documents[d]);
        while ((text = text_next_item(&cursor, ";", &length)))
            compare_both(&fixture, arena_strndup(fixture.arena, text, length), &tally);
        stop(&fixture);
    }
    assert_true(tally.answered > 1000 && tally.left > 1000);
    (void)state;
}

/* ---- random expressions ---------------------------------------------------------------------- */

static void random_expressions(void **state)
{
    struct made_test made = {.seed = 20240229};
    struct tally tally = {0};
    for (size_t d = 0; d < COUNT(documents); d++) {
        struct fixture fixture;
        start(&fixture, documents[d]);
        for (size_t i = 0; i < 6000; i++) {
            compare_both(&fixture, made_test_next(&made, (int)(i % 5)), &tally);
        }
        stop(&fixture);
    }
    text_fini(&made.text);
    assert_true(tally.answered > 50000 && tally.left > 5000);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_forms),
        cmocka_unit_test(neighbours),
        cmocka_unit_test(random_expressions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
