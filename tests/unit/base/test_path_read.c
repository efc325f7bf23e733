/* Reading to the end of a file whose size nobody promises. */
#include "base/path_system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A file of so many bytes that gives some at a time, and fails at a place. */
struct fake {
    size_t length, piece, fails_at;
    size_t at, asked;
};

static bool some(void *file, const char *shown, char *buffer, size_t room, size_t *count,
                 struct error *error)
{
    struct fake *fake = file;
    fake->asked++;
    assert_true(room > 0);
    if (fake->at >= fake->fails_at)
        return error_set(error, shown, 0, 0, "it broke");
    size_t rest = fake->length - fake->at;
    *count = rest < fake->piece ? rest : fake->piece;
    if (*count > room)
        *count = room;
    for (size_t i = 0; i < *count; i++)
        buffer[i] = (char)('a' + (fake->at + i) % 26);
    fake->at += *count;
    return true;
}

/* All of it, whatever size was expected and however it comes. */
static void to_the_end(void **state)
{
    static const size_t lengths[] = {0, 1, 2, 25, 26, 1000, 65536, 100000};
    static const size_t expected[] = {0, 1, 26, 1000, 99999, 100000, 100001};
    static const size_t pieces[] = {1000000, 7, 4096};
    (void)state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (size_t e = 0; e < sizeof expected / sizeof *expected; e++)
            for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
                struct fake fake = {lengths[i], pieces[p], SIZE_MAX, 0, 0};
                size_t length = 99;
                char *bytes = path_read_all(some, &fake, "x", 100000, expected[e], &length, NULL);
                assert_non_null(bytes);
                assert_int_equal(length, lengths[i]);
                assert_int_equal(bytes[length], '\0');
                for (size_t b = 0; b < length; b += 997)
                    assert_int_equal(bytes[b], 'a' + b % 26);
                free(bytes);
            }
}

/* One byte over the limit is seen, and more is not read. */
static void no_further_than_the_limit(void **state)
{
    struct error error = {.text = ""};
    (void)state;
    for (size_t limit = 0; limit < 100; limit += 9) {
        struct fake fake = {limit, 8, SIZE_MAX, 0, 0};
        size_t length = 99;
        char *bytes = path_read_all(some, &fake, "x", limit, 5, &length, &error);
        assert_non_null(bytes);
        assert_int_equal(length, limit);
        free(bytes);
        fake = (struct fake){1000000000, 8, SIZE_MAX, 0, 0};
        assert_null(path_read_all(some, &fake, "shown", limit, 1000000000, &length, &error));
        assert_true(length > limit); /* which tells it from other failures */
        assert_string_equal(error.path, "shown");
        assert_non_null(strstr(error.text, "is larger than"));
        assert_true(fake.at <= limit + 2);
    }
}

static void one_that_breaks(void **state)
{
    struct error error = {.text = ""};
    struct fake fake = {1000, 100, 500, 0, 0};
    size_t length = 99;
    (void)state;
    assert_null(path_read_all(some, &fake, "shown", 10000, 0, &length, &error));
    assert_int_equal(length, 0);
    assert_string_equal(error.text, "it broke");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(to_the_end),
                                       cmocka_unit_test(no_further_than_the_limit),
                                       cmocka_unit_test(one_that_breaks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
