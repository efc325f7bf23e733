#include "config/node.h"

#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char text[] =
    "<!-- before --><root a='1' empty='' e='x&amp;y' xmlns:p='urn:p' p:a='2' p:only='3'>text"
    "<!-- c --><one/><two n='first'/><p:three/><two n='second'/>"
    "<flags t='true' T='TRUE' m='True' f='false' F='FALSE' one='1' zero='0' no='' space=' true'/>"
    "</root>";

struct parsed {
    struct arena *arena;
    struct source *source;
    xmlNode *root;
};

static int set_up(void **state)
{
    static struct parsed parsed;
    parsed.arena = arena_new();
    parsed.source = source_parse(parsed.arena, "x.xml", text, strlen(text));
    parsed.root = parsed.source->doc ? xmlDocGetRootElement(parsed.source->doc) : NULL;
    *state = &parsed;
    return parsed.root ? 0 : -1;
}

static int tear_down(void **state)
{
    struct parsed *parsed = *state;
    source_free(parsed->source);
    arena_free(parsed->arena);
    return 0;
}

static void attributes(void **state)
{
    const xmlNode *root = ((struct parsed *)*state)->root;
    assert_string_equal(node_attribute(root, "a"), "1");
    assert_string_equal(node_attribute(root, "empty"), "");
    assert_string_equal(node_attribute(root, "e"), "x&y");
    assert_null(node_attribute(root, "A"));    /* names have their letter case */
    assert_null(node_attribute(root, "only")); /* and those of a namespace are others */
    assert_null(node_attribute(root, "p:only"));
    assert_null(node_find_attribute(root, "b"));
    const xmlAttr *empty = node_find_attribute(root, "empty");
    assert_non_null(empty);
    assert_string_equal(node_value(empty), "");
}

static void children(void **state)
{
    xmlNode *root = ((struct parsed *)*state)->root;
    assert_string_equal(node_attribute(node_child(root, "two"), "n"), "first");
    assert_null(node_child(root, "Two"));
    assert_null(node_child(root, "text"));
    assert_null(node_child(root, "comment"));
    assert_null(node_child(node_child(root, "one"), "two"));
    xmlNode *first = node_element(root->children);
    assert_true(node_is(first, "one"));
    assert_ptr_equal(node_element(first), first);
    assert_true(node_is(node_element(first->next), "two"));
    assert_null(node_element(NULL));
    assert_null(node_element(node_child(root, "one")->children));
}

static void what_a_node_is(void **state)
{
    struct parsed *parsed = *state;
    assert_true(node_is(parsed->root, "root"));
    assert_false(node_is(parsed->root, "ROOT"));
    assert_false(node_is(parsed->root->children, "text")); /* a text is no element */
    assert_false(node_is((const xmlNode *)node_find_attribute(parsed->root, "a"), "a"));
    assert_false(node_is(parsed->source->doc->children, "comment"));
}

/* As IIS reads a bool; anything else is as if it were not there. */
static void flags(void **state)
{
    const xmlNode *element = node_child(((struct parsed *)*state)->root, "flags");
    static const char *const yes[] = {"t", "T", "m"}, *const no[] = {"f", "F"};
    static const char *const neither[] = {"one", "zero", "no", "space", "absent"};
    for (size_t i = 0; i < 3; i++)
        assert_true(node_flag(element, yes[i], false) && node_flag(element, yes[i], true));
    for (size_t i = 0; i < 2; i++)
        assert_false(node_flag(element, no[i], false) || node_flag(element, no[i], true));
    for (size_t i = 0; i < 5; i++)
        assert_true(!node_flag(element, neither[i], false) && node_flag(element, neither[i], true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(attributes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(children, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_a_node_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(flags, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
