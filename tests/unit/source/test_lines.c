#include "source/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

static struct source index_text(const char *text, size_t *forbidden)
{
    struct source source = {.text = text, .length = strlen(text)};
    *forbidden = lines_index(&source);
    return source;
}

static void every_line_end_counts_once(void **state)
{
    (void)state;
    size_t forbidden;
    struct source source = index_text("a\nb\r\nc\rd\r\r\n\n", &forbidden);
    static const char *const lines[] = {"a", "b", "c", "d", "", "", ""};
    assert_int_equal(forbidden, source.length);
    assert_int_equal(source_line_count(&source), 7);
    for (size_t i = 0; i < 7; i++) {
        struct span span = source_line(&source, i + 1);
        assert_int_equal(span.end - span.start, strlen(lines[i]));
        assert_memory_equal(source.text + span.start, lines[i], strlen(lines[i]));
    }
    assert_int_equal(source_line(&source, 0).start, source.length);
    assert_int_equal(source_line(&source, 8).end, source.length);
    free(source.line_starts);
}

static void an_empty_text_has_one_line(void **state)
{
    (void)state;
    size_t forbidden;
    struct source source = index_text("", &forbidden);
    assert_int_equal(source_line_count(&source), 1);
    struct position place = source_position(&source, 99);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 1);
    free(source.line_starts);
}

/* Against a slow reading, at every offset of a text with all line ends and widths. */
static void positions_agree_with_counting(void **state)
{
    (void)state;
    static const char text[] = "one\r\ntw\xC3\xA9\n\n\r\xE2\x82\xAC\xF0\x9F\x98\x80|\r\n\r\n"
                               "0123456789abcdef0123456789\xEF\xBC\x81\nlast";
    size_t forbidden;
    struct source source = index_text(text, &forbidden);
    unsigned line = 1;
    unsigned column = 1;
    for (const char *at = text; *at != '\0';) {
        struct position place = source_position(&source, (size_t)(at - text));
        assert_int_equal(place.line, line);
        assert_int_equal(place.column, column);
        bool ends = *at == '\n' || (*at == '\r' && at[1] != '\n');
        column += text_utf8_next(&at) > 0xFFFF ? 2 : 1;
        if (ends) {
            line++;
            column = 1;
        }
    }
    assert_int_equal(forbidden, source.length);
    free(source.line_starts);
}

static void forbidden_characters_are_found(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x01", "\x0B", "\x1F", "\xEF\xBF\xBE", "\xEF\xBF\xBF"};
    static const char *const good[] = {"\t", "\x7F", "\xEF\xBF\xBD", "\xEF\xBB\xBF",
                                       "\xEE\xBF\xBF"};
    for (size_t shift = 0; shift < 20; shift++) {
        for (size_t i = 0; i < 5; i++) {
            char text[64];
            size_t forbidden;
            snprintf(text, sizeof text, "%.*s%s....\x02", (int)shift, "--------------------",
                     bad[i]);
            struct source source = index_text(text, &forbidden);
            assert_int_equal(forbidden, shift);
            free(source.line_starts);
            snprintf(text, sizeof text, "%.*s%s....", (int)shift, "--------------------", good[i]);
            source = index_text(text, &forbidden);
            assert_int_equal(forbidden, source.length);
            free(source.line_starts);
        }
    }
}

/* A short line, then one of 300,000 characters of all widths: counted and looked up agree. */
static void columns_of_long_lines_agree_with_counting(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, "\xC3\xA9\n");
    for (int i = 0; i < 75000; i++)
        text_add(&text, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    text_add(&text, "\nlast");
    size_t forbidden;
    struct source source = index_text(text_string(&text), &forbidden);
    unsigned column = 1;
    const char *end = text.data + text.length - 5;
    for (const char *at = text.data + 3; at < end;) {
        if ((at - text.data) % 4096 < 16 || end - at < 16)
            assert_int_equal(source_position(&source, (size_t)(at - text.data)).column, column);
        column += text_utf8_next(&at) > 0xFFFF ? 2 : 1;
    }
    struct position place = source_position(&source, text.length);
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 5);
    free(source.line_starts);
    free(source.column_marks);
    text_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_end_counts_once),
        cmocka_unit_test(an_empty_text_has_one_line),
        cmocka_unit_test(positions_agree_with_counting),
        cmocka_unit_test(columns_of_long_lines_agree_with_counting),
        cmocka_unit_test(forbidden_characters_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
