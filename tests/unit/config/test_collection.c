#include "config/collection.h"

#include "base/text.h"
#include "config/node.h"
#include "unit/config/layers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LAYERS_MAX 4

/* Merges layers and checks the order of what is left: the key and the number of the layer it came
 * from, "a0 b1". */
static void check(void *state, const char *section, const char *expected, size_t count,
                  const char *const *written)
{
    struct layers_fixture *fixture = state;
    const xmlNode *elements[LAYERS_MAX];
    for (size_t i = 0; i < count; i++)
        elements[i] = layers_element(fixture, section, written[i]);
    const struct schema_element *root = layers_section(fixture, section);
    struct layers layers = {elements, count, 0};
    struct collection collection;
    struct text said = {0};
    collection_init(&collection, root, root->collections.items[0], &layers);
    for (size_t i = 0; i < collection.count; i++)
        text_printf(&said, "%s%s%zu", i > 0 ? " " : "",
                    node_attribute(collection.entries[i].element, "n"),
                    collection.entries[i].layer);
    assert_string_equal(text_string(&said), expected);
    text_fini(&said);
    collection_fini(&collection);
}

#define CHECK(section, expected, ...)                                                              \
    do {                                                                                           \
        const char *const layers_[] = {__VA_ARGS__};                                               \
        check(*state, section, expected, sizeof layers_ / sizeof *layers_, layers_);               \
    } while (0)

static void appending(void **state)
{
    CHECK("append", "", "");
    CHECK("append", "a0 b0", "a b");
    CHECK("append", "a0 b0 c1", "a b", "c");
    CHECK("append", "a0 b0 c1 d2", "a b", "c", "d");
    CHECK("append", "b0", "a b", "-a");
    CHECK("append", "c1", "a b", "! c");
    CHECK("append", "c1", "a b", "x ! c");
    CHECK("append", "", "a b", "!");
    CHECK("append", "a0", "a", "-nope");
    CHECK("append", "c2", "a", "b", "! c");
}

/* As measured on modules: the entry keeps the inherited place. */
static void appending_again(void **state)
{
    CHECK("append", "a1 b0 c0", "a b c", "-a a");
    CHECK("append", "a0 b1 c0 d1", "a b c", "d -b b");
    CHECK("append", "b0 a2", "a b", "-a", "a");
    CHECK("append", "a1", "a", "! a");
    /* its own entry, taken back and given again */
    CHECK("append", "a0 x1 y1", "a", "x y -x x");
}

static void prepending(void **state)
{
    CHECK("prepend", "a0 b0", "a b");
    CHECK("prepend", "c1 d1 a0 b0", "a b", "c d");
    CHECK("prepend", "e2 c1 a0", "a", "c", "e");
    CHECK("prepend", "b0", "a b", "-a");
    CHECK("prepend", "c1", "a b", "! c");
    CHECK("prepend", "c1 d1", "a b", "! c d");
    CHECK("prepend", "c1", "a b", "x ! c");
}

/* As measured on handlers: what is added again stands behind the fresh entries. */
static void prepending_again(void **state)
{
    CHECK("prepend", "x1 y1 b1 a0 c0", "a b c", "x -b b y");
    CHECK("prepend", "b1 a0 c0", "a b c", "-b b");
    /* but not across layers: then it is as fresh as any */
    CHECK("prepend", "b2 x2 a0", "a b", "-b", "b x");
    /* its own entry, taken back and given again */
    CHECK("prepend", "x1 y1 a0", "a", "x y -x x");
}

static void equal_keys(void **state)
{
    /* an error of the configuration: the first one stays */
    CHECK("append", "a0", "a a");
    CHECK("append", "a0 b1", "a", "a b");
    /* letter case counts only where the schema says so */
    CHECK("append", "a0 A1", "a", "A");
    CHECK("append", "a0", "a", "-A");
    CHECK("nocase", "a0", "a", "A");
    CHECK("nocase", "", "a", "-A");
}

/* A default is part of the key: 404 and 404 with -1 are one. */
static void combined_keys(void **state)
{
    CHECK("pair", "5000", "<error n='404'/><error n='500' m='19'/>", "<remove n='404' m='-1'/>");
    CHECK("pair", "4040 5000", "<error n='404'/><error n='500' m='19'/>", "<remove n='500'/>");
    CHECK("pair", "4040", "<error n='404'/><error n='500' m='19'/>", "<remove n='500' m='19'/>");
    CHECK("pair", "4040 4041", "<error n='404'/>", "<error n='404' m='3'/>");
    CHECK("pair", "4040", "<error n='404'/>", "<error n='404' m='-1'/>");
}

static void without_a_key(void **state)
{
    CHECK("free", "a0 a0 a1", "a a", "a");
    CHECK("free", "a1", "a a", "! a");
}

static void duplicates(void **state)
{
    CHECK("twice", "y1 a0 a0", "<allow n='a'/><deny n='a'/>", "<deny n='y'/>");
    CHECK("twice", "a1 a0", "<allow n='a'/>", "<deny n='a'/>");
    /* removing takes all of them */
    CHECK("twice", "b0", "<allow n='a'/><deny n='a'/><allow n='b'/>", "<remove n='A'/>");
    CHECK("twice", "a1 b0", "<allow n='a'/><deny n='a'/><allow n='b'/>",
          "<remove n='a'/><allow n='a'/>");
}

/* The later one, in the place of the earlier one. */
static void replacing(void **state)
{
    CHECK("replace", "A1 b0 c1", "a b", "c A");
    CHECK("replace", "b0 a1", "a b a -a", "a");
    CHECK("nocase", "a0 b0", "a b", "A");
}

/* No file makes it quadratic. */
static void many(void **state)
{
    struct layers_fixture *fixture = *state;
    struct text adds = {0}, again = {0};
    for (int i = 0; i < 20000; i++) {
        text_printf(&adds, "k%d ", i);
        text_printf(&again, "-k%d k%d ", i, i);
    }
    const char *layers[] = {arena_strdup(fixture->arena, text_string(&adds)),
                            arena_strdup(fixture->arena, text_string(&again)), "!"};
    check(*state, "append", "", 3, layers);
    check(*state, "prepend", "", 3, layers);
    text_clear(&adds);
    for (int i = 0; i < 20000; i++)
        text_add(&adds, "<deny n='x'/>");
    const char *same[] = {arena_strdup(fixture->arena, text_string(&adds)),
                          "<remove n='x'/><remove n='x'/>"};
    check(*state, "twice", "", 2, same);
    text_fini(&adds);
    text_fini(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(appending, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(appending_again, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(prepending, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(prepending_again, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(equal_keys, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(combined_keys, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(without_a_key, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(duplicates, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(replacing, layers_set_up, layers_tear_down),
        cmocka_unit_test_setup_teardown(many, layers_set_up, layers_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
