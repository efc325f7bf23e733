/* Attributes that a grammar wants and a document lacks. */
#include "facts/required.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* <top> of any <item id kind [note]> with any <part name>; the attributes of a part by reference. */
static const char grammar[] =
    "<grammar xmlns='http://relaxng.org/ns/structure/1.0' ns='urn:x' "
    "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>"
    "<start><element name='top'><zeroOrMore><element name='item'>"
    "<attribute name='id'/><attribute name='kind'><choice><value>a</value><value>b</value></choice></attribute>"
    "<optional><attribute name='note'/></optional>"
    "<zeroOrMore><ref name='part'/></zeroOrMore></element></zeroOrMore></element></start>"
    "<define name='part'><element name='part'><ref name='named'/><ref name='nowhere'/></element></define>"
    "<define name='named'><attribute name='name'/></define>"
    "<define name='nowhere'><empty/></define></grammar>";

struct row {
    const char *content;
    const char *missing;   /* NULL: nothing is */
    unsigned line, column; /* of what is missing */
    bool valid_without;    /* valid when nothing is required */
};

static void check(const struct row *row)
{
    struct arena *arena = arena_new();
    const char *text = arena_printf(arena, "<top xmlns='urn:x'>\n%s</top>", row->content);
    struct source *source = source_parse(arena, "facts.xml", text, strlen(text));
    struct error error = {.text = ""};
    assert_non_null(source->doc);
    bool missing = required_missing(source, grammar, sizeof grammar - 1, &error);
    if (missing != (row->missing != NULL))
        fail_msg("%s: %s", row->content, error.text);
    if (missing) {
        assert_string_equal(error.text, row->missing);
        assert_string_equal(error.path, "facts.xml");
        assert_int_equal(error.line, row->line);
        assert_int_equal(error.column, row->column);
    }
    if (required_ignored(source, grammar, sizeof grammar - 1, &error) != row->valid_without)
        fail_msg("%s: %s", row->content, error.text);
    source_free(source);
    arena_free(arena);
}

static void which_one_and_where(void **state)
{
    static const struct row rows[] = {
        {"", NULL, 0, 0, true},
        {"<item id='1' kind='a'/>", NULL, 0, 0, true},
        {"<item id='' kind='a'/>", NULL, 0, 0, true},
        {"<item id='1' kind='a' note='n'>text</item>", NULL, 0, 0, false},
        {"<item kind='a'/>", "<item> needs the attribute id", 2, 2, true},
        {"<item id='1'/>", "<item> needs the attribute kind", 2, 2, true},
        {"<item/>", "<item> needs the attribute id", 2, 2, true},
        /* the first one in the order of the document, at any depth, by reference too */
        {"<item id='1' kind='a'><!-- x -->\n  <part/></item><item/>",
         "<part> needs the attribute name", 3, 4, true},
        {"<item id='1' kind='a'><part name='n'/></item>\n<item note=''/>",
         "<item> needs the attribute id", 3, 2, true},
        /* what else is wrong shows without it */
        {"<item id='1' kind='c'/>", NULL, 0, 0, false},
        {"<item kind='c'/>", "<item> needs the attribute id", 2, 2, false},
        {"<unknown/>", NULL, 0, 0, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check(&rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(which_one_and_where)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
