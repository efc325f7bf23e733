#include "unit/source/fault_case.h"

#include "base/text.h"
#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check_utf8(const struct fault_case *expected)
{
    struct arena *arena = arena_new();
    struct source *source =
        source_parse(arena, "web.config", expected->text, strlen(expected->text));
    print_message("%s\n -> %s\n", expected->text,
                  source->fault.message == NULL ? "no fault" : source->fault.message);
    assert_null(source->doc);
    assert_int_equal(source->fault.kind, FAULT_MALFORMED);
    assert_non_null(strstr(source->fault.message, expected->message));
    struct position place = source_position(source, source->fault.span.start);
    assert_int_equal(place.line, expected->line);
    if (expected->column != 0)
        assert_int_equal(place.column, expected->column);
    assert_true(source->fault.span.end >= source->fault.span.start);
    assert_true(source->fault.span.end <= source->length);

    assert_int_equal(source->fault.related != NULL, expected->related_line != 0);
    if (source->fault.related != NULL) {
        place = source_position(source, source->fault.related_span.start);
        assert_int_equal(place.line, expected->related_line);
        assert_int_equal(place.column, expected->related_column);
    }
    source_free(source);
    arena_free(arena);
}

static void check_utf16(const struct fault_case *expected)
{
    struct arena *arena = arena_new();
    struct text wide = {0};
    text_add_bytes(&wide, "\xFF\xFE", 2);
    for (const char *c = expected->text; *c != '\0';) {
        uint32_t code = text_utf8_next(&c);
        uint32_t units[2] = {code, 0};
        if (code > 0xFFFF) {
            units[0] = 0xD800 + ((code - 0x10000) >> 10);
            units[1] = 0xDC00 + ((code - 0x10000) & 0x3FF);
        }
        for (int unit = 0; unit < 2 && (unit == 0 || units[1] != 0); unit++) {
            text_add_char(&wide, (char)(units[unit] & 0xFF));
            text_add_char(&wide, (char)(units[unit] >> 8));
        }
    }
    struct source *narrow = source_parse(arena, NULL, expected->text, strlen(expected->text));
    struct source *source = source_parse(arena, NULL, wide.data, wide.length);
    struct position a = source_position(narrow, narrow->fault.span.start);
    struct position b = source_position(source, source->fault.span.start);
    assert_int_equal(source->fault.kind, FAULT_MALFORMED);
    if (narrow->encoding == SOURCE_UTF8) {
        assert_string_equal(source->fault.message, narrow->fault.message);
        assert_int_equal(a.line, b.line);
        assert_int_equal(a.column, b.column);
    }
    source_free(narrow);
    source_free(source);
    text_fini(&wide);
    arena_free(arena);
}

void check_fault(const struct fault_case *expected)
{
    check_utf8(expected);
    check_utf16(expected);
}
