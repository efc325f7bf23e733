#include "config/origin.h"

#include "config/node.h"
#include "source/source.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct tree {
    struct arena *arena;
    struct made *made;
    struct source *source;
    xmlNode *written;
    struct scope scope;
    struct section section;
};

static int set_up(void **state)
{
    static struct tree tree;
    memset(&tree, 0, sizeof tree);
    tree.arena = arena_new();
    tree.made = origin_made_new(tree.arena);
    tree.source = source_parse(tree.arena, "x.config", "<a n='1'><b/></a>", 17);
    tree.written = xmlDocGetRootElement(tree.source->doc);
    *state = &tree;
    return 0;
}

static int tear_down(void **state)
{
    struct tree *tree = *state;
    origin_made_free(tree->made);
    source_free(tree->source);
    arena_free(tree->arena);
    return 0;
}

static xmlNode *make(struct tree *tree, xmlNode *parent, const char *name, const xmlNode *source)
{
    return origin_new_element(tree->made, parent, name, source);
}

static void parsed_nodes(void **state)
{
    struct tree *tree = *state;
    xmlNode *attribute = (xmlNode *)tree->written->properties;
    assert_null(origin_of(tree->written));
    assert_ptr_equal(origin_source(tree->written), tree->written);
    assert_ptr_equal(origin_source(attribute), attribute);
    assert_ptr_equal(origin_written(attribute), attribute);
    assert_null(origin_scope(tree->written));
    assert_null(origin_section(attribute));
}

/* A made node is of no file: nobody may look for its text in one. */
static void made_nodes_have_no_source(void **state)
{
    struct tree *tree = *state;
    xmlNode *root = make(tree, NULL, "root", tree->written);
    xmlAttr *last = NULL;
    origin_add_attribute(tree->made, root, &last, "n", "1", tree->written->properties);
    assert_null(source_of(root));
    assert_null(source_of((xmlNode *)last));
    assert_ptr_equal(source_of(tree->written), tree->source);
    origin_release(tree->made, root);
}

static void sources(void **state)
{
    struct tree *tree = *state;
    xmlNode *root = make(tree, NULL, "root", tree->written);
    xmlNode *inner = make(tree, root, "inner", NULL);
    xmlNode *b = make(tree, inner, "b", tree->written->children);
    xmlAttr *last = NULL;
    xmlAttr *set = origin_add_attribute(tree->made, b, &last, "n", "1", tree->written->properties);
    xmlAttr *unset = origin_add_attribute(tree->made, b, &last, "m", "2", NULL);
    assert_ptr_equal(origin_of(root)->source, tree->written);
    assert_ptr_equal(origin_source(root), tree->written);
    /* nothing of its own: the nearest above that stands in a file */
    assert_ptr_equal(origin_source(inner), tree->written);
    assert_ptr_equal(origin_source(b), tree->written->children);
    assert_ptr_equal(origin_source((xmlNode *)set), (xmlNode *)tree->written->properties);
    assert_ptr_equal(origin_source((xmlNode *)unset), tree->written->children);
    /* only what was written itself */
    assert_ptr_equal(origin_written(root), tree->written);
    assert_null(origin_written(inner));
    assert_ptr_equal(origin_written((xmlNode *)set), (xmlNode *)tree->written->properties);
    assert_null(origin_written((xmlNode *)unset));
    xmlNode *loose = make(tree, NULL, "loose", NULL);
    assert_null(origin_source(loose));
    origin_release(tree->made, loose);
    origin_release(tree->made, root);
}

static void attributes_in_order(void **state)
{
    struct tree *tree = *state;
    xmlNode *root = make(tree, NULL, "root", NULL);
    xmlAttr *last = NULL;
    origin_add_attribute(tree->made, root, &last, "a", "", NULL);
    origin_add_attribute(tree->made, root, &last, "b",
                         "a value that is longer than any node has room for", NULL);
    origin_add_attribute(tree->made, root, &last, "c", "<&>", NULL);
    assert_string_equal(node_attribute(root, "a"), "");
    assert_string_equal(node_attribute(root, "b"),
                        "a value that is longer than any node has room for");
    xmlChar *value = xmlGetProp(root, (const xmlChar *)"c");
    assert_string_equal((const char *)value, "<&>");
    xmlFree(value);
    assert_ptr_equal(root->properties->next->next, last);
    assert_ptr_equal(last->prev->prev, root->properties);
    origin_release(tree->made, root);
}

static void scopes_and_sections(void **state)
{
    struct tree *tree = *state;
    xmlNode *root = make(tree, NULL, "root", NULL);
    xmlNode *section = make(tree, root, "section", NULL);
    xmlNode *entry = make(tree, section, "add", NULL);
    xmlAttr *last = NULL;
    xmlNode *attribute = (xmlNode *)origin_add_attribute(tree->made, entry, &last, "n", "1", NULL);
    origin_set_scope(root, &tree->scope);
    origin_set_section(section, &tree->section);
    assert_ptr_equal(origin_scope(root), &tree->scope);
    assert_ptr_equal(origin_scope(attribute), &tree->scope);
    assert_ptr_equal(origin_section(attribute), &tree->section);
    assert_ptr_equal(origin_section(entry), &tree->section);
    assert_null(origin_section(root));
    origin_release(tree->made, root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parsed_nodes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(made_nodes_have_no_source, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sources, set_up, tear_down),
        cmocka_unit_test_setup_teardown(attributes_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(scopes_and_sections, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
