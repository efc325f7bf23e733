#include "facts/item.h"
#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void test_item(void **state)
{
    (void)state;
    static const char xml[] = "<r xmlns:p='urn:x' a='1' b='' c='&lt;&amp;&#65;&gt;' p:a='2'>t"
                              "<!-- --><x/><y/><x n='2'/></r>";
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, "t.xml", xml, strlen(xml));
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    assert_string_equal(item_get(root, "a"), "1");
    assert_string_equal(item_get(root, "b"), "");
    assert_string_equal(item_get(root, "c"), "<&A>");
    assert_null(item_get(root, "d"));
    assert_true(item_is(root, "a", "1"));
    assert_false(item_is(root, "a", "2"));
    assert_false(item_is(root, "d", ""));
    xmlNode *x = item_next(root->children, "x");
    assert_non_null(x);
    assert_null(item_get(x, "n"));
    assert_string_equal((const char *)item_next(x->next, NULL)->name, "y");
    assert_string_equal(item_get(item_next(x->next, "x"), "n"), "2");
    assert_null(item_next(x, "z"));
    source_free(source);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_item)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
