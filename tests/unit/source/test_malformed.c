#include "source/malformed.h"

#include "unit/source/fault_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

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

    /* in a text */
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

static void faults_are_told_at_the_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_fault(&cases[i]);
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
        cmocka_unit_test(values_are_never_quoted),
        cmocka_unit_test(an_absurd_name_is_cut),
        cmocka_unit_test(a_sound_text_has_no_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
