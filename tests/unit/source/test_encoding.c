#include "source/encoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

struct encoding_case {
    const char *bytes;
    size_t length;
    enum source_encoding encoding;
    const char *text;
    const char *message; /* NULL: no fault; else the fault is at the first BAD */
};

#define BYTES(literal) literal, sizeof literal - 1
#define BAD "\xEF\xBF\xBD"

static const struct encoding_case cases[] = {
    {BYTES("<a/>"), SOURCE_UTF8, "<a/>", NULL},
    {BYTES(""), SOURCE_UTF8, "", NULL},
    {BYTES("\xEF\xBB\xBF<a/>"), SOURCE_UTF8_BOM, "<a/>", NULL},
    {BYTES("\xEF\xBB\xBF"), SOURCE_UTF8_BOM, "", NULL},
    {BYTES("\xFF\xFE<\0a\0/\0>\0"), SOURCE_UTF16LE, "<a/>", NULL},
    {BYTES("\xFE\xFF\0<\0a\0/\0>"), SOURCE_UTF16BE, "<a/>", NULL},
    {BYTES("<\0a\0/\0>\0"), SOURCE_UTF16LE, "<a/>", NULL},
    {BYTES("\0<\0a\0/\0>"), SOURCE_UTF16BE, "<a/>", NULL},
    {BYTES("\n\0<\0a\0/\0>\0"), SOURCE_UTF16LE, "\n<a/>", NULL},
    {BYTES("\xFF\xFE"), SOURCE_UTF16LE, "", NULL},
    {BYTES("\xFF\xFE\xE9\0\xAC\x20\x3D\xD8\x00\xDE"), SOURCE_UTF16LE,
     "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", NULL},

    /* damaged UTF-16 */
    {BYTES("\xFF\xFE<\0a"), SOURCE_UTF16LE, "<" BAD, "ends in the middle of a character"},
    {BYTES("\xFF\xFE<\0\x3D\xD8"), SOURCE_UTF16LE, "<" BAD, "surrogate"},
    {BYTES("\xFF\xFE\x00\xDE<\0"), SOURCE_UTF16LE, BAD "<", "surrogate"},
    {BYTES("\xFF\xFE\x3D\xD8\x3D\xD8\x00\xDE"), SOURCE_UTF16LE, BAD "\xF0\x9F\x98\x80",
     "surrogate"},
    {BYTES("\xFF\xFE<\0\0\0"), SOURCE_UTF16LE, "<" BAD, "NUL"},

    /* UTF-32 */
    {BYTES("\xFF\xFE\0\0<\0\0\0"), SOURCE_UTF8, "", "UTF-32"},
    {BYTES("\0\0\xFE\xFF\0\0\0<"), SOURCE_UTF8, "", "UTF-32"},
    {BYTES("<\0\0\0a\0\0\0"), SOURCE_UTF8, "", "UTF-32"},

    /* not UTF-8 */
    {BYTES("<a b=\"caf\xE9\"/>"), SOURCE_UTF8, "<a b=\"caf" BAD "\"/>",
     "byte 0xE9 is not valid UTF-8"},
    {BYTES("\xEF\xBB\xBF<\xFF\xC3("), SOURCE_UTF8_BOM, "<" BAD BAD "(", "byte 0xFF"},
    {BYTES("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>\xE9</a>"), SOURCE_UTF8,
     "<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>" BAD "</a>", "declares `windows-1252`"},
    {BYTES("<?xml version='1.0' encoding = 'ISO-8859-1' ?><a>\xE9</a>"), SOURCE_UTF8,
     "<?xml version='1.0' encoding = 'ISO-8859-1' ?><a>" BAD "</a>", "declares `ISO-8859-1`"},
    {BYTES("<?xml version='1.0' encoding='UTF-8'?><a>\xE9</a>"), SOURCE_UTF8,
     "<?xml version='1.0' encoding='UTF-8'?><a>" BAD "</a>", "ANSI code page"},
    {BYTES("<?xml encoding='\xE9'?>"), SOURCE_UTF8, "<?xml encoding='" BAD "'?>", "ANSI code page"},
    {BYTES("<?xml encoding=\xE9>"), SOURCE_UTF8, "<?xml encoding=" BAD ">", "ANSI code page"},

    /* NUL */
    {BYTES("<a>\0</a>"), SOURCE_UTF8, "<a>" BAD "</a>", "NUL byte"},
    {BYTES("\0\0\0\0\0"), SOURCE_UTF8, BAD BAD BAD BAD BAD, "NUL byte"},
    {BYTES("a\0\xE9"), SOURCE_UTF8, "a" BAD BAD, "NUL byte"},

    /* what it declares does not matter while it is UTF-8 */
    {BYTES("<?xml version='1.0' encoding='windows-1252'?><a/>"), SOURCE_UTF8,
     "<?xml version='1.0' encoding='windows-1252'?><a/>", NULL},
};

static void bytes_become_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct encoding_case *expected = &cases[i];
        struct arena *arena = arena_new();
        struct source source = {.byte_length = expected->length};
        char *bytes = malloc(expected->length + 1);
        assert_non_null(bytes);
        memcpy(bytes, expected->bytes, expected->length);
        bytes[expected->length] = '\0';
        source.bytes = bytes;

        encoding_decode(&source, arena);
        print_message("%zu: %s\n", i, source.fault.message == NULL ? "-" : source.fault.message);
        assert_int_equal(source.encoding, expected->encoding);
        assert_string_equal(source.text, expected->text);
        assert_int_equal(source.length, strlen(expected->text));
        assert_int_equal(source.fault.kind != FAULT_NONE, expected->message != NULL);
        if (expected->message != NULL) {
            assert_non_null(strstr(source.fault.message, expected->message));
            const char *bad = strstr(expected->text, BAD);
            assert_int_equal(source.fault.span.start, bad == NULL ? 0 : bad - expected->text);
            assert_true(source.fault.span.end <= source.length);
        }
        if (encoding_owns_text(&source))
            free((char *)source.text);
        free(bytes);
        arena_free(arena);
    }
}

/* Longer than the conversion's buffer, with characters of all lengths across its edges. */
static void long_utf16_is_whole(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text wide = {0};
    struct text narrow = {0};
    text_add_bytes(&wide, "\xFE\xFF", 2);
    for (int i = 0; i < 20000; i++) {
        text_add_bytes(&wide, "\0a\0\xE9\x20\xAC\xD8\x3D\xDE\x00", 10);
        text_add(&narrow, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    }
    struct source source = {.bytes = wide.data, .byte_length = wide.length};
    encoding_decode(&source, arena);
    assert_int_equal(source.fault.kind, FAULT_NONE);
    assert_int_equal(source.length, narrow.length);
    assert_memory_equal(source.text, narrow.data, narrow.length);
    free((char *)source.text);
    text_fini(&wide);
    text_fini(&narrow);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_text),
        cmocka_unit_test(long_utf16_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
