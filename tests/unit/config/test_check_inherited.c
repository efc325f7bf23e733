/* The entries that a scope inherits from the definitions before it. */
#include "config/check_inherited.h"

#include "config/node.h"
#include "unit/config/layers.h"

#define LAYERS_MAX 4

/* What files say, outermost first. */
struct chain {
    struct layers_fixture *fixture;
    struct inherited *inherited;
    struct collection_place place;
    const char *section;
    struct definition definitions[LAYERS_MAX], *pointers[LAYERS_MAX];
    size_t count;
};

static void start(struct chain *chain, void *state, const char *section, size_t count,
                  const char *const *written)
{
    const struct schema_element *root = layers_section(state, section);
    *chain = (struct chain){.fixture = state, .section = section, .count = count};
    chain->inherited = inherited_new(chain->fixture->arena);
    chain->place =
        (struct collection_place){.parent = root, .collection = root->collections.items[0]};
    for (size_t i = 0; i < count; i++) {
        chain->definitions[i].element =
            (xmlNode *)(uintptr_t)layers_element(state, section, written[i]);
        chain->pointers[i] = &chain->definitions[i];
    }
}

#define START(chain, section, ...)                                                                 \
    do {                                                                                           \
        const char *const layers_[] = {__VA_ARGS__};                                               \
        start(&chain, *state, section, sizeof layers_ / sizeof *layers_, layers_);                 \
    } while (0)

/* The number of the definition that the entry comes from, -1 when there is none. */
static int found_in(struct chain *chain, const char *written)
{
    const xmlNode *wanted = layers_element(chain->fixture, chain->section, written)->children;
    const xmlNode *found = inherited_find(chain->inherited, &chain->place, chain->pointers,
                                          chain->count, wanted, NULL);
    for (size_t i = 0; found && i < chain->count; i++)
        if (found->doc == chain->definitions[i].element->doc)
            return (int)i;
    return -1;
}

static bool has(struct chain *chain, const char *value, bool expect_any)
{
    bool any = !expect_any;
    bool result =
        inherited_has(chain->inherited, &chain->place, chain->pointers, chain->count, value, &any);
    assert_int_equal(any, expect_any);
    return result;
}

static void the_innermost_is_found(void **state)
{
    struct chain chain;
    START(chain, "append", "a b", "b c", "");
    assert_int_equal(found_in(&chain, "a"), 0);
    assert_int_equal(found_in(&chain, "b"), 1);
    assert_int_equal(found_in(&chain, "c"), 1);
    assert_int_equal(found_in(&chain, "d"), -1);
    assert_true(has(&chain, "a", true));
    assert_false(has(&chain, "A", true));
    inherited_free(chain.inherited);
}

static void what_is_removed(void **state)
{
    struct chain chain;
    START(chain, "append", "a b c", "-a -c", "c -none");
    assert_int_equal(found_in(&chain, "a"), -1);
    assert_int_equal(found_in(&chain, "b"), 0);
    assert_int_equal(found_in(&chain, "c"), 2);
    assert_false(has(&chain, "a", true));
    assert_true(has(&chain, "c", true));
    inherited_free(chain.inherited);
    /* within one file the order counts */
    START(chain, "append", "a", "a -a", "");
    assert_int_equal(found_in(&chain, "a"), -1);
    assert_false(has(&chain, "a", true));
    inherited_free(chain.inherited);
}

static void what_is_cleared(void **state)
{
    struct chain chain;
    START(chain, "append", "a b", "c ! d", "");
    assert_int_equal(found_in(&chain, "a"), -1);
    assert_int_equal(found_in(&chain, "c"), -1);
    assert_int_equal(found_in(&chain, "d"), 1);
    assert_false(has(&chain, "b", true));
    inherited_free(chain.inherited);
    /* nothing else is there: nobody can say that something is missing */
    START(chain, "append", "a", "!");
    assert_false(has(&chain, "a", false));
    inherited_free(chain.inherited);
}

static void a_file_that_says_nothing(void **state)
{
    struct chain chain;
    START(chain, "append", "", "<unknown n='a'/>");
    assert_null(inherited_layer(chain.inherited, &chain.place, &chain.definitions[0]));
    assert_null(inherited_layer(chain.inherited, &chain.place, &chain.definitions[1]));
    assert_false(has(&chain, "a", false));
    assert_int_equal(found_in(&chain, "a"), -1);
    inherited_free(chain.inherited);
    START(chain, "append", "!");
    const struct entries *layer =
        inherited_layer(chain.inherited, &chain.place, &chain.definitions[0]);
    assert_true(layer->cleared);
    /* made once */
    assert_ptr_equal(layer, inherited_layer(chain.inherited, &chain.place, &chain.definitions[0]));
    inherited_free(chain.inherited);
}

/* A collection further down, in an element that the file has twice. */
static void a_place_below_the_section(void **state)
{
    struct chain chain;
    START(chain, "append",
          "<x><add n='a'/></x><y><add n='b'/></y><x><remove n='a'/></x>"
          "<x><add n='c'/></x>");
    chain.place.path[0] = "x";
    chain.place.depth = 1;
    assert_int_equal(found_in(&chain, "a"), -1);
    assert_int_equal(found_in(&chain, "b"), -1);
    assert_int_equal(found_in(&chain, "c"), 0);
    inherited_free(chain.inherited);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, layers_set_up, layers_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_innermost_is_found),   TEST(what_is_removed),           TEST(what_is_cleared),
        TEST(a_file_that_says_nothing), TEST(a_place_below_the_section),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
