#include "config/collection.h"

#include "base/text.h"
#include "config/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LAYERS_MAX 4

struct fixture {
    struct arena *arena;
    struct schema *schema;
};

/* append: as modules; prepend: as handlers; free: without key; twice: .NET's with duplicates;
 * pair: a combined key with a default; nocase: as mimeMap */
static const char schema_text[] =
    "<configSchema>"
    "<sectionSchema name='append'><collection addElement='add' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='string' isUniqueKey='true' "
    "caseSensitive='true'/></collection></sectionSchema>"
    "<sectionSchema name='prepend'><collection addElement='add' removeElement='remove' "
    "clearElement='clear' mergeAppend='false'><attribute name='n' type='string' "
    "isUniqueKey='true' caseSensitive='true'/></collection></sectionSchema>"
    "<sectionSchema name='nocase'><collection addElement='add' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='string' isUniqueKey='true'/></collection>"
    "</sectionSchema>"
    "<sectionSchema name='free'><collection addElement='add' clearElement='clear'>"
    "<attribute name='n' type='string'/></collection></sectionSchema>"
    "<sectionSchema name='twice'><collection addElement='allow,deny' removeElement='remove' "
    "clearElement='clear' mergeAppend='false' allowDuplicates='true'><attribute name='n' "
    "type='string' isUniqueKey='true'/></collection></sectionSchema>"
    "<sectionSchema name='pair'><collection addElement='error' removeElement='remove' "
    "clearElement='clear'><attribute name='n' type='uint' isCombinedKey='true'/>"
    "<attribute name='m' type='int' isCombinedKey='true' defaultValue='-1'/></collection>"
    "</sectionSchema></configSchema>";

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new();
    fixture.schema = schema_new(fixture.arena, "10");
    struct source *source =
        source_parse(fixture.arena, "s.xml", schema_text, sizeof schema_text - 1);
    bool ok = schema_add(fixture.schema, source, NULL);
    source_free(source);
    *state = &fixture;
    return ok ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

/*
 * Merges layers written as "a b" (adds), "-a" (remove), "!" (clear) and checks the order of what is
 * left: the key and the number of the layer it came from, "a0 b1".
 */
static void add_directive(struct text *xml, const char *item, size_t length)
{
    if (*item == '!')
        text_add(xml, "<clear/>");
    else if (*item == '-')
        text_printf(xml, "<remove n='%.*s'/>", (int)length - 1, item + 1);
    else
        text_printf(xml, "<add n='%.*s'/>", (int)length, item);
}

static const char *layer_xml(struct arena *arena, const char *section, const char *written)
{
    struct text xml = {0};
    if (*written == '<') {
        text_printf(&xml, "<%s>%s</%s>", section, written, section);
    } else {
        text_printf(&xml, "<%s>", section);
        size_t length;
        const char *item;
        while ((item = text_next_item(&written, " ", &length)))
            add_directive(&xml, item, length);
        text_printf(&xml, "</%s>", section);
    }
    const char *result = arena_strdup(arena, text_string(&xml));
    text_fini(&xml);
    return result;
}

static void check(void *state, const char *section, const char *expected, size_t count,
                  const char *const *written)
{
    struct fixture *fixture = state;
    struct source *sources[LAYERS_MAX];
    const xmlNode *elements[LAYERS_MAX];
    for (size_t i = 0; i < count; i++) {
        const char *xml = layer_xml(fixture->arena, section, written[i]);
        sources[i] = source_parse(fixture->arena, "x", xml, strlen(xml));
        assert_non_null(sources[i]->doc);
        elements[i] = xmlDocGetRootElement(sources[i]->doc);
    }
    const struct schema_element *root = schema_root(schema_section(fixture->schema, section));
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
    for (size_t i = 0; i < count; i++)
        source_free(sources[i]);
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

/* No file makes it quadratic. */
static void many(void **state)
{
    struct fixture *fixture = *state;
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
        cmocka_unit_test_setup_teardown(appending, set_up, tear_down),
        cmocka_unit_test_setup_teardown(appending_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prepending, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prepending_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(combined_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(duplicates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
