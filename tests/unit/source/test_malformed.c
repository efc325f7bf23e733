#include "source/malformed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

struct fault_case {
    const char *text;
    unsigned line;
    unsigned column;
    const char *message;   /* a part of it */
    unsigned related_line; /* 0: no related place */
    unsigned related_column;
};

static const struct fault_case cases[] = {
    /* nothing there */
    {"", 1, 1, "the file is empty", 0, 0},
    {" \r\n\t", 1, 1, "the file is empty", 0, 0},
    {"<!-- only -->", 1, 1, "no root element", 0, 0},
    {"<?xml version=\"1.0\"?>\n", 1, 1, "no root element", 0, 0},

    /* beside the root element */
    {"hello <a/>", 1, 1, "text before the root element", 0, 0},
    {"<a/>\n x", 2, 2, "text after the end of the root element", 1, 1},
    {"<a/>\n<b/>", 2, 1, "`b` is a second root element", 1, 1},
    {"\xEF\xBB\xBF\xEF\xBB\xBF<a/>", 1, 1, "a second byte order mark", 0, 0},
    {"<![CDATA[x]]><a/>", 1, 1, "CDATA section outside", 0, 0},
    {"\n<?xml version=\"1.0\"?><a/>", 2, 1, "XML declaration may only be the very first", 0, 0},
    {"<a><?xml version=\"1.0\"?></a>", 1, 4, "XML declaration may only be the very first", 0, 0},

    /* tags that do not match */
    {"<a>\n  <handlers>\n  </handler>\n</a>", 3, 3, "`</handler>` does not close `handlers`", 2, 3},
    {"<a><Modules></modules></a>", 1, 13, "upper and lower case must be the same", 1, 4},
    {"<a>\n <b>\n  <c/>\n</a>", 2, 2, "`b` is not closed: end it with `/>`", 4, 1},
    {"<a>\n <b x=\"1\">\n <b x=\"2\">\n</a>", 2, 2, "`b` is not closed", 4, 1},
    {"<a>\n<b>\n", 2, 1, "`b` is never closed: `</b>` is missing", 3, 1},
    {"<a></a></a>", 1, 8, "`</a>` closes nothing", 0, 0},
    {"</a>", 1, 1, "`</a>` closes nothing", 0, 0},
    {"<a></a b=\"1\">", 1, 4, "must be closed with `>`", 0, 0},
    {"<a></a", 1, 4, "must be closed with `>`", 0, 0},
    {"<a></>", 1, 4, "`</` is not followed by a name", 0, 0},
    {"<a></ a>", 1, 4, "`</` is not followed by a name", 0, 0},

    /* a stray '<' */
    {"<a>1 < 2</a>", 1, 6, "`<` followed by white space", 0, 0},
    {"<a>1 <2</a>", 1, 6, "plain `<` is written `&lt;`", 0, 0},
    {"<a><!x></a>", 1, 4, "`<!` starts neither", 0, 0},
    {"<a><", 1, 4, "`<` starts no tag here", 0, 0},

    /* inside a tag */
    {"<a>\n<add name=\"x />\n<add name=\"y\" />\n</a>", 2, 6,
     "the value of `name` has no closing quote", 0, 0},
    {"<a>\n<add name=\"x\" path='y />\n</a>", 2, 15, "the value of `path` has no closing quote", 0,
     0},
    {"<a b=\"", 1, 4, "the value of `b` has no closing quote", 0, 0},
    {"<a b=\"1<2\"/>", 1, 8, "`<` in a value must be written `&lt;`", 0, 0},
    {"<a b=\"1<2\" c=\"3\"/>", 1, 8, "`<` in a value must be written `&lt;`", 0, 0},
    {"<a enabled />", 1, 4, "an attribute without a value", 0, 0},
    {"<a enabled", 1, 4, "an attribute without a value", 0, 0},
    {"<a enabled=true />", 1, 4, "the value of `enabled` must stand in quotes", 0, 0},
    {"<a enabled= />", 1, 4, "the value of `enabled` must stand in quotes", 0, 0},
    {"<a b=\xE2\x80\x9C"
     "1\xE2\x80\x9D/>",
     1, 4, "`b` must stand in straight quotes", 0, 0},
    {"<a b=\"1\"c=\"2\"/>", 1, 9, "white space is missing after a value", 0, 0},
    {"<a b=\"say \"hi\"\"/>", 1, 12, "white space is missing after a value", 0, 0},
    {"<a b=\"1\" b=\"2\"/>", 1, 10, "`b` is given twice", 1, 4},
    {"<a b=\"1\"\n   bc=\"2\"\n   b=\"3\"/>", 3, 4, "`b` is given twice", 1, 4},
    {"<a b=\"1\" ; c=\"2\"/>", 1, 10, "cannot stand in the tag `a`", 0, 0},
    {"<a b=\"1\" / >", 1, 10, "`/` in a tag may only stand before `>`", 0, 0},
    {"<a>\n<b c=\"1\"\n<d/></a>", 2, 1, "the tag `b` is not closed with `>`", 3, 1},
    {"<a b=\"1\"", 1, 1, "the tag `a` is not closed with `>`", 1, 9},

    /* references */
    {"<a url=\"?a=1&b=2\"/>", 1, 13, "a plain `&` must be written `&amp;`", 0, 0},
    {"<a>x & y</a>", 1, 6, "a plain `&` must be written `&amp;`", 0, 0},
    {"<a>x &amp y</a>", 1, 6, "a plain `&` must be written `&amp;`", 0, 0},
    {"<a b=\"x&\"/>", 1, 8, "a plain `&` must be written `&amp;`", 0, 0},
    {"<a>&nbsp;</a>", 1, 4, "XML has no such entity", 0, 0},
    {"<a>&#xZZ;</a>", 1, 4, "a numeric reference needs digits", 0, 0},
    {"<a>&#;</a>", 1, 4, "a numeric reference needs digits", 0, 0},
    {"<a>&#0;</a>", 1, 4, "no character that XML allows", 0, 0},
    {"<a>&#xD800;</a>", 1, 4, "no character that XML allows", 0, 0},
    {"<a>&#99999999999999999999;</a>", 1, 4, "no character that XML allows", 0, 0},
    {"<a>]]></a>", 1, 4, "must be written `]]&gt;`", 0, 0},

    /* comments and the like */
    {"<a>\n<!-- x </a>", 2, 1, "this comment is never closed", 0, 0},
    {"<a><!-- x -- y --></a>", 1, 11, "`--` may not stand inside a comment", 1, 4},
    {"<a>\n<!-- <!-- x --> --></a>", 2, 8, "comments do not nest", 2, 1},
    {"<a><!-- x ---></a>", 1, 11, "`--` may not stand inside a comment", 1, 4},
    {"<a><![CDATA[ x </a>", 1, 4, "this CDATA section is never closed", 0, 0},
    {"<a><?php echo 1; </a>", 1, 4, "never closed with `?>`", 0, 0},
    {"<a><? x ?></a>", 1, 4, "`<?` is not followed by a name", 0, 0},

    /* columns are UTF-16 units: e-acute is one, an emoji two */
    {"<a b=\"\xC3\xA9\xF0\x9F\x98\x80&\"/>", 1, 10, "a plain `&`", 0, 0},
    /* every kind of line end counts once */
    {"<a>\r\n\r\n\r\n&</a>", 4, 1, "a plain `&`", 0, 0},
    {"<a>\r\r&</a>", 3, 1, "a plain `&`", 0, 0},

    /* only the parser knows */
    {"<?xml version=\"1.0\" encodin=\"x\"?><a/>", 1, 0, "the XML declaration is malformed", 0, 0},
    {"<a \xC3\x97=\"1\"/>", 1, 0, "", 0, 0},
};

static void check(const struct fault_case *expected)
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

static void faults_are_told_at_the_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(&cases[i]);
}

/* The same faults in UTF-16 have the same line and column. */
static void faults_are_where_they_were_in_utf16(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = arena_new();
        struct text wide = {0};
        text_add_bytes(&wide, "\xFF\xFE", 2);
        for (const char *c = cases[i].text; *c != '\0';) {
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
        struct source *narrow = source_parse(arena, NULL, cases[i].text, strlen(cases[i].text));
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
}

/* Behind a broken quote stands a password: no message repeats a word of it. */
static void values_are_never_quoted(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<a password=\"abc\"S3CRET\"/>",
        "<a password=\"x&S3CRET;\"/>",
        "<a password=\"x&S3CRET\"/>",
        "<a password=S3CRET />",
        "<a password=\"S3CRET<x\"/>",
        "<a password=\"S3CRET />",
        "<a password=\"x\" S3CRET\" />",
        "<a>&S3CRET;</a>",
        "S3CRET<a/>",
        "<a/>S3CRET",
        "<a password=\"x\"S3CRET=\"y\"/>",
        "<a>]]>S3CRET</a>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct arena *arena = arena_new();
        struct source *source = source_parse(arena, NULL, texts[i], strlen(texts[i]));
        assert_int_equal(source->fault.kind, FAULT_MALFORMED);
        assert_null(strstr(source->fault.message, "S3CRET"));
        assert_true(source->fault.related == NULL ||
                    strstr(source->fault.related, "S3CRET") == NULL);
        source_free(source);
        arena_free(arena);
    }
}

static void an_absurd_name_is_cut(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    text_add(&text, "<aa");
    for (int i = 0; i < 1000; i++)
        text_add(&text, "\xE2\x82\xAC");
    text_add(&text, ">");
    struct source *source = source_parse(arena, NULL, text.data, text.length);
    assert_int_equal(source->fault.kind, FAULT_MALFORMED);
    size_t length = strlen(source->fault.message);
    assert_true(length < 300);
    assert_int_equal(text_utf8_check(source->fault.message, length), length);
    source_free(source);
    text_fini(&text);
    arena_free(arena);
}

static void a_sound_text_has_no_fault(void **state)
{
    (void)state;
    static const char sound[] = "<?xml version=\"1.0\"?><!-- c --><?pi?>"
                                "<a b='\"' c=\"'&gt;>\">x &#10;<![CDATA[<&]]><b/></a>";
    struct arena *arena = arena_new();
    struct source source = {.text = sound, .length = strlen(sound)};
    assert_false(malformed_find(&source, arena));
    assert_int_equal(source.fault.kind, FAULT_NONE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_told_at_the_fault),
        cmocka_unit_test(faults_are_where_they_were_in_utf16),
        cmocka_unit_test(values_are_never_quoted),
        cmocka_unit_test(an_absurd_name_is_cut),
        cmocka_unit_test(a_sound_text_has_no_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
