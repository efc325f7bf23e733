#include "unit/report/memory_output.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void keeps_the_order_of_small_and_large_writes(void **state)
{
    (void)state;
    struct memory_output memory;
    char large[20000];
    memory_init(&memory);
    memset(large, 'x', sizeof large);
    output_text(&memory.out, "a");
    output_bytes(&memory.out, large, sizeof large);
    output_printf(&memory.out, "%d%s", 7, "b");
    const char *written = memory_finish(&memory);
    assert_int_equal(strlen(written), 1 + sizeof large + 2);
    assert_int_equal(written[0], 'a');
    assert_string_equal(written + 1 + sizeof large, "7b");
    memory_fini(&memory);
}

static void formats_more_than_its_buffer(void **state)
{
    (void)state;
    struct memory_output memory;
    char large[3000];
    memory_init(&memory);
    memset(large, 'y', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    output_printf(&memory.out, "<%s>", large);
    assert_int_equal(strlen(memory_finish(&memory)), sizeof large + 1);
    memory_fini(&memory);
}

static void remembers_the_first_failure(void **state)
{
    (void)state;
    struct memory_output memory;
    memory_init(&memory);
    memory.room = 10000;
    for (int i = 0; i < 3000; i++)
        output_text(&memory.out, "0123456789");
    assert_false(output_finish(&memory.out));
    assert_int_equal(memory.out.error_number, ENOSPC);
    size_t calls = memory.calls;
    output_text(&memory.out, "more");
    assert_false(output_finish(&memory.out));
    assert_int_equal(memory.calls, calls); /* nothing is tried again */
    memory_fini(&memory);
}

static void notices_a_full_disk(void **state)
{
    (void)state;
    struct output out;
    FILE *full = fopen("/dev/full", "w");
    if (full == NULL)
        skip();
    output_init_stream(&out, full);
    output_text(&out, "lost");
    assert_false(output_finish(&out));
    assert_int_equal(out.error_number, ENOSPC);
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_order_of_small_and_large_writes),
        cmocka_unit_test(formats_more_than_its_buffer),
        cmocka_unit_test(remembers_the_first_failure),
        cmocka_unit_test(notices_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
