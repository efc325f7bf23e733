#include "source/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <libxml/xmlerror.h>
#include <cmocka.h>

/* The tree as one line: names, "text", [cdata], <!--comments-->. */
static void draw(struct text *out, const xmlNode *node)
{
    for (; node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE) {
            text_printf(out, "%s(", (const char *)node->name);
            draw(out, node->children);
            text_add(out, ")");
        } else if (node->type == XML_TEXT_NODE) {
            text_printf(out, "\"%s\"", (const char *)node->content);
        } else if (node->type == XML_CDATA_SECTION_NODE) {
            text_printf(out, "[%s]", (const char *)node->content);
        } else if (node->type == XML_COMMENT_NODE) {
            text_printf(out, "!%s!", (const char *)node->content);
        }
    }
}

static void only_blank_text_is_left_out(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"<a>\n  <b/>\n  <c/> \n</a>", "a(b()c())"},
        {"<a>\r\n\r\n  <b/>\t\r\n\r\n</a>", "a(b())"},
        {"<a> x </a>", "a(\" x \")"},
        {"<a> x\r\n\r\n y </a>", "a(\" x\n\n y \")"},
        {"<a> &amp; &lt; </a>", "a(\" & < \")"},
        {"<a>&amp; &amp;</a>", "a(\"& &\")"},
        {"<a>&#32;</a>", "a(\" \")"},
        {"<a> &#32; </a>", "a(\"   \")"},
        {"<a> <!--c--> <![CDATA[ ]]> x</a>", "a(!c![ ]\" x\")"},
        {"<a>x <b/> y</a>", "a(\"x \"b()\" y\")"},
        {"<a>\xC3\xA9 \r\n <b/> </a>", "a(\"\xC3\xA9 \n \"b())"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct source source = {.text = cases[i][0], .length = strlen(cases[i][0])};
        struct parser_error error = {0};
        xmlDoc *doc = parser_parse(&source, &error);
        assert_non_null(doc);
        struct text drawn = {0};
        draw(&drawn, doc->children);
        assert_string_equal(text_string(&drawn), cases[i][1]);
        text_fini(&drawn);
        xmlFreeDoc(doc);
    }
}

/* Blank lines between tags, however many: the parser hands them over one by one. */
static void much_blank_text_takes_no_time(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, "<a>");
    for (int i = 0; i < 2000000; i++)
        text_add(&text, "\r\n");
    text_add(&text, "</a>");
    struct source source = {.text = text.data, .length = text.length};
    struct parser_error error = {0};
    xmlDoc *doc = parser_parse(&source, &error);
    assert_non_null(doc);
    assert_null(doc->children->children);
    xmlFreeDoc(doc);
    text_fini(&text);
}

static void the_first_error_is_kept(void **state)
{
    (void)state;
    static const char text[] = "<a><b></c>&nope;<d></a>";
    struct source source = {.text = text, .length = strlen(text)};
    struct parser_error error = {0};
    assert_null(parser_parse(&source, &error));
    assert_int_equal(error.code, XML_ERR_TAG_NAME_MISMATCH);
    assert_true(error.offset >= 6 && error.offset <= 10);
}

static void unknown_prefixes_are_no_error(void **state)
{
    (void)state;
    static const char text[] = "<a><p:b q:c='1'/></a>";
    struct source source = {.text = text, .length = strlen(text)};
    struct parser_error error = {0};
    xmlDoc *doc = parser_parse(&source, &error);
    assert_non_null(doc);
    assert_string_equal((const char *)doc->children->children->name, "p:b");
    xmlFreeDoc(doc);
}

static void every_code_has_words(void **state)
{
    (void)state;
    for (int code = 0; code < 300; code++)
        assert_true(strlen(parser_describe(code)) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_blank_text_is_left_out),
        cmocka_unit_test(much_blank_text_takes_no_time),
        cmocka_unit_test(the_first_error_is_kept),
        cmocka_unit_test(unknown_prefixes_are_no_error),
        cmocka_unit_test(every_code_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
