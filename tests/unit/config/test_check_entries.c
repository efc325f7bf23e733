/* The keys of a collection, and which entry has them. */
#include "config/check_entries.h"

#include "config/node.h"
#include "unit/config/layers.h"

#include <stdio.h>
#include <string.h>

static const struct schema_collection *collection_of(struct layers_fixture *fixture,
                                                     const char *section)
{
    return layers_section(fixture, section)->collections.items[0];
}

/* The elements of the written ones, added one after the other. */
static const xmlNode *fill(struct layers_fixture *fixture, struct entries *entries,
                           const char *section, const char *written)
{
    const xmlNode *first = node_element(layers_element(fixture, section, written)->children);
    entries_init(entries, collection_of(fixture, section));
    for (const xmlNode *entry = first; entry; entry = node_element(entry->next))
        entries_add(entries, entry, node_is(entry, "remove"));
    return first;
}

/* The first entry of `written`, looked for. */
static struct entry *look(struct layers_fixture *fixture, const struct entries *entries,
                          const char *section, const char *written, size_t *key)
{
    const xmlNode *wanted = layers_element(fixture, section, written)->children;
    return entries_find(entries, wanted, key);
}

static void keys_of_a_collection(void **state)
{
    const struct schema_collection *pair = collection_of(*state, "pair");
    assert_string_equal(entries_key(pair, 0, 0)->name, "n");
    assert_string_equal(entries_key(pair, 0, 1)->name, "m");
    assert_null(entries_key(pair, 0, 2));
    const struct schema_collection *several = collection_of(*state, "several");
    assert_string_equal(entries_key(several, 0, 0)->name, "n");
    assert_string_equal(entries_key(several, 1, 0)->name, "id");
    assert_null(entries_key(several, 0, 1));
    assert_null(entries_key(several, 2, 0));
    assert_null(entries_key(collection_of(*state, "free"), 0, 0));
    const xmlNode *entry = layers_element(*state, "pair", "<error n=''/>")->children;
    assert_string_equal(entries_value(entries_key(pair, 0, 0), entry), "");
    assert_string_equal(entries_value(entries_key(pair, 0, 1), entry), "-1");
    entry = layers_element(*state, "nocase", "<add/>")->children;
    assert_string_equal(entries_value(entries_key(collection_of(*state, "nocase"), 0, 0), entry),
                        "");
}

static void letter_case(void **state)
{
    struct entries entries;
    const xmlNode *first = fill(*state, &entries, "nocase", "a b");
    assert_ptr_equal(look(*state, &entries, "nocase", "A", NULL)->element, first);
    entries_fini(&entries);
    fill(*state, &entries, "append", "a b");
    assert_null(look(*state, &entries, "append", "A", NULL));
    assert_non_null(look(*state, &entries, "append", "b", NULL));
    entries_fini(&entries);
}

/* All parts of a combined key count, those with a default too; "a" "b" is not "ab" "". */
static void combined_keys(void **state)
{
    struct entries entries;
    fill(*state, &entries, "pair", "<error n='404'/><error n='4' m='04'/><error n='500' m='19'/>");
    assert_non_null(look(*state, &entries, "pair", "<error n='404' m='-1'/>", NULL));
    assert_null(look(*state, &entries, "pair", "<error n='404' m='0'/>", NULL));
    assert_null(look(*state, &entries, "pair", "<error n='40' m='4'/>", NULL));
    assert_null(look(*state, &entries, "pair", "<error n='500'/>", NULL));
    entries_fini(&entries);
}

/* Each unique key alone makes an entry the same. */
static void several_keys(void **state)
{
    struct entries entries;
    size_t key = 9;
    const xmlNode *first = fill(*state, &entries, "several", "<add n='a' id='1'/><add n='b'/>");
    assert_ptr_equal(look(*state, &entries, "several", "<add n='A' id='7'/>", &key)->element,
                     first);
    assert_int_equal(key, 0);
    assert_ptr_equal(look(*state, &entries, "several", "<add n='c' id='1'/>", &key)->element,
                     first);
    assert_int_equal(key, 1);
    /* a name that is missing is another problem: it is like no other, not even another missing one */
    assert_null(look(*state, &entries, "several", "<add id='2'/>", NULL));
    entries_fini(&entries);
    fill(*state, &entries, "several", "<add id='1'/>");
    assert_null(look(*state, &entries, "several", "<add id='2'/>", NULL));
    entries_fini(&entries);
}

static void without_a_key(void **state)
{
    struct entries entries;
    bool removed = false;
    fill(*state, &entries, "free", "a a");
    assert_null(look(*state, &entries, "free", "a", NULL));
    assert_false(entries_has(&entries, "a", &removed));
    entries_fini(&entries);
}

static void removed_entries(void **state)
{
    struct entries entries;
    bool removed = false;
    fill(*state, &entries, "append", "a -b");
    assert_true(entries_has(&entries, "a", &removed));
    assert_false(removed);
    assert_false(entries_has(&entries, "b", &removed));
    assert_true(removed);
    assert_true(look(*state, &entries, "append", "b", NULL)->removed);
    entries_fini(&entries);
    /* the last one counts: removed, then added again */
    fill(*state, &entries, "append", "-a a");
    assert_false(look(*state, &entries, "append", "a", NULL)->removed);
    assert_true(entries_has(&entries, "a", &removed));
    entries_fini(&entries);
    /* a living entry is told before a removed one */
    fill(*state, &entries, "several", "<remove n='a'/><add n='b' id='1'/>");
    assert_false(look(*state, &entries, "several", "<add n='a' id='1'/>", NULL)->removed);
    entries_fini(&entries);
}

/* Beyond a few an index is used; it says what comparing one by one would. */
static void many(void **state)
{
    enum { COUNT = 1000 };
    struct layers_fixture *fixture = *state;
    struct entries entries;
    char written[32];
    entries_init(&entries, collection_of(fixture, "nocase"));
    for (int i = 0; i < COUNT; i++) {
        snprintf(written, sizeof written, "%sX%d", i % 10 == 0 ? "-" : "", i);
        const xmlNode *entry = layers_element(fixture, "nocase", written)->children;
        entries_add(&entries, entry, i % 10 == 0);
        snprintf(written, sizeof written, "x%d", i / 2);
        const struct entry *found = look(fixture, &entries, "nocase", written, NULL);
        assert_non_null(found);
        assert_string_equal(node_attribute(found->element, "n") + 1, written + 1);
        assert_int_equal(found->removed, i / 2 % 10 == 0);
        snprintf(written, sizeof written, "x%d", i + 1);
        assert_null(look(fixture, &entries, "nocase", written, NULL));
    }
    assert_false(entries.cleared);
    entries_add(&entries, layers_element(fixture, "nocase", "x10")->children, false);
    assert_false(look(fixture, &entries, "nocase", "X10", NULL)->removed);
    entries_clear(&entries);
    assert_true(entries.cleared);
    assert_null(look(fixture, &entries, "nocase", "x1", NULL));
    for (int i = 0; i < 20; i++) {
        snprintf(written, sizeof written, "y%d", i);
        entries_add(&entries, layers_element(fixture, "nocase", written)->children, false);
    }
    assert_null(look(fixture, &entries, "nocase", "x1", NULL));
    assert_non_null(look(fixture, &entries, "nocase", "y19", NULL));
    entries_fini(&entries);
}

/* The same with keys that are not there. */
static void many_without_their_key(void **state)
{
    struct entries entries;
    fill(*state, &entries, "several",
         "<add id='1'/><add id='2'/><add id='3'/><add id='4'/><add id='5'/><add id='6'/>"
         "<add id='7'/><add n='a' id='8'/>");
    assert_null(look(*state, &entries, "several", "<add id='9'/>", NULL));
    assert_non_null(look(*state, &entries, "several", "<add id='7'/>", NULL));
    assert_non_null(look(*state, &entries, "several", "<add n='A'/>", NULL));
    entries_fini(&entries);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, layers_set_up, layers_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(keys_of_a_collection),
        TEST(letter_case),
        TEST(combined_keys),
        TEST(several_keys),
        TEST(without_a_key),
        TEST(removed_entries),
        TEST(many),
        TEST(many_without_their_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
