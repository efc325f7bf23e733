#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void blocks_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    unsigned char *before = NULL;
    for (size_t size = 0; size < 3000; size += 7) {
        unsigned char *block = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)block % _Alignof(max_align_t), 0);
        assert_ptr_not_equal(block, before);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xAA, size);
        before = block;
    }
    arena_free(arena);
}

static void a_large_block_leaves_room_for_small_ones(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *first = arena_strdup(arena, "first");
    char *large = arena_alloc(arena, (size_t)10 * 1024 * 1024);
    memset(large, 'x', (size_t)10 * 1024 * 1024);
    char *second = arena_strdup(arena, "second");
    assert_string_equal(first, "first");
    assert_string_equal(second, "second");
    assert_true(second - first >= 0 && second - first < 64); /* the same chunk goes on */
    arena_free(arena);
}

static void strings_are_copied(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_null(arena_strdup(arena, NULL));
    assert_string_equal(arena_strdup(arena, ""), "");
    assert_string_equal(arena_strndup(arena, "handlers", 4), "hand");
    assert_string_equal(arena_printf(arena, "%s %d", "HTTP", 500), "HTTP 500");
    char wide[9000];
    memset(wide, 'w', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    assert_string_equal(arena_printf(arena, "%s", wide), wide);
    arena_free(arena);
}

static void use_is_counted(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_int_equal(arena_used(arena), 0);
    arena_alloc(arena, 100);
    arena_array(arena, 10, 8);
    assert_int_equal(arena_used(arena), 180);
    arena_free(arena);
    arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_large_block_leaves_room_for_small_ones),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(use_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
