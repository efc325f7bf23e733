#include "cli/status.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;
static struct list entries;

static int setup(void **state)
{
    struct error error;
    (void)state;
    arena = arena_new();
    entries = (struct list){0};
    return !status_load(arena, &entries, &error);
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Codes of the entries that are found, with commas. */
static const char *find(const char *question)
{
    struct symptom symptom;
    struct list found = {0};
    const char *codes = "";
    assert_true(symptom_parse(arena, question, &symptom));
    status_find(&entries, &symptom, &found, arena);
    for (size_t i = 0; i < found.count; i++) {
        const struct status_entry *entry = found.items[i];
        codes = arena_printf(arena, "%s%s%s", codes, i > 0 ? "," : "", entry->code);
    }
    return codes;
}

static void finds_each_part(void **state)
{
    (void)state;
    assert_string_equal(find("401.1"), "401.1");
    assert_string_equal(find("401.1/0x8009030e"), "401.1,0x8009030e");
    assert_string_equal(find("2148074254"), "0x8009030e");
    assert_string_equal(find("1326"), "0x8007052e");
    assert_string_equal(find("5"), "0x80070005");
    assert_string_equal(find("WAS 5021"), "WAS 5021");
    assert_string_equal(find("was 5021"), "WAS 5021");
    assert_string_equal(find("5021"), "WAS 5021");
    assert_string_equal(find("W3SVC 5021"), "");
}

static void an_unknown_substatus_falls_back(void **state)
{
    (void)state;
    assert_string_equal(find("401.99"), "401");
    assert_string_equal(find("503"), "503");
}

static void every_entry_is_complete_and_alone(void **state)
{
    (void)state;
    assert_true(entries.count > 150);
    for (size_t i = 0; i < entries.count; i++) {
        const struct status_entry *entry = entries.items[i];
        size_t length = strlen(entry->meaning);
        assert_int_equal(entry->meaning[length - 1], '.');
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(entry->code, ((struct status_entry *)entries.items[j])->code);
    }
}

static void a_damaged_catalogue_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<status><http code=\"401\" name=\"n\"><meaning>m.</meaning></status>",
        "<status><http code=\"x1\" name=\"n\"><meaning>m.</meaning></http></status>",
        "<status><http code=\"401\"><meaning>m.</meaning></http></status>",
        "<status><http code=\"401\" name=\"n\"/></status>",
        "<status><event code=\"5021\" name=\"n\"><meaning>m.</meaning></event></status>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct list list = {0};
        struct error error = {0};
        assert_false(status_parse(arena, "t.xml", texts[i], strlen(texts[i]), &list, &error));
        assert_string_equal(error.path, "t.xml");
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_each_part),
        TEST(an_unknown_substatus_falls_back),
        TEST(every_entry_is_complete_and_alone),
        TEST(a_damaged_catalogue_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
