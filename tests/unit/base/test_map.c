#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void absent_present_replaced(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, MAP_CASE_SENSITIVE);
    int one = 1;
    int two = 2;
    assert_null(map_find(map, "a"));
    assert_null(map_set(map, "a", &one));
    assert_ptr_equal(map_find(map, "a"), &one);
    assert_null(map_find(map, "A"));
    assert_null(map_find(map, ""));
    assert_ptr_equal(map_set(map, "a", &two), &one);
    assert_ptr_equal(map_find(map, "a"), &two);
    assert_int_equal(map_count(map), 1);
    assert_ptr_equal(map_find_bytes(map, "abc", 1), &two);
    arena_free(arena);
}

static void letter_case_is_ignored_on_demand(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, MAP_CASE_INSENSITIVE);
    int value = 1;
    map_set(map, "DefaultAppPool", &value);
    assert_ptr_equal(map_find(map, "defaultapppool"), &value);
    assert_ptr_equal(map_find(map, "DEFAULTAPPPOOL"), &value);
    assert_null(map_find(map, "DefaultAppPool2"));
    /* '@' and '`', '[' and '{' differ by the same bit as letters do. */
    map_set(map, "@[", &value);
    assert_null(map_find(map, "`{"));
    const char *key = NULL;
    size_t cursor = 0;
    assert_true(map_next(map, &cursor, &key, NULL));
    assert_string_equal(key, "DefaultAppPool"); /* as first written */
    arena_free(arena);
}

static void keys_are_copied(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, MAP_CASE_SENSITIVE);
    char key[] = "key";
    map_set(map, key, key);
    key[0] = 'X';
    assert_ptr_equal(map_find(map, "key"), key);
    arena_free(arena);
}

static void many_keys_stay_in_order(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct map *map = map_new(arena, MAP_CASE_INSENSITIVE);
    enum { COUNT = 20000 };
    static int values[COUNT];
    char key[32];
    for (int i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "Site%d", i);
        assert_null(map_set(map, key, &values[i]));
    }
    assert_int_equal(map_count(map), COUNT);
    size_t cursor = 0;
    const char *found;
    void *value;
    for (int i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "sITE%d", i);
        assert_ptr_equal(map_find(map, key), &values[i]);
        assert_true(map_next(map, &cursor, &found, &value));
        assert_ptr_equal(value, &values[i]);
    }
    assert_false(map_next(map, &cursor, &found, &value));
    arena_free(arena);
}

static void lists_grow(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct list list = {0};
    static int values[1000];
    for (size_t i = 0; i < 1000; i++)
        list_add(&list, arena, &values[i]);
    assert_int_equal(list.count, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_ptr_equal(list.items[i], &values[i]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_present_replaced),
        cmocka_unit_test(letter_case_is_ignored_on_demand),
        cmocka_unit_test(keys_are_copied),
        cmocka_unit_test(many_keys_stay_in_order),
        cmocka_unit_test(lists_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
