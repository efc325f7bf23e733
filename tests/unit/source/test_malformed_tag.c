/* Faults inside of tags, and references. */
#include "source/malformed_walk.h"

#include "unit/source/fault_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct fault_case cases[] = {
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
    {"<a>&#xAfg;</a>", 1, 4, "a numeric reference needs digits", 0, 0},
    {"<a>&#12", 1, 4, "a numeric reference needs digits", 0, 0},
    {"<a>&#X41;</a>", 1, 4, "a numeric reference needs digits", 0, 0},
    {"<a>&#xFFFE;</a>", 1, 4, "no character that XML allows", 0, 0},
    {"<a>&#x110000;</a>", 1, 4, "no character that XML allows", 0, 0},
    {"<a>&#xB;</a>", 1, 4, "no character that XML allows", 0, 0},
    {"<a b='&1;'/>", 1, 7, "a plain `&` must be written", 0, 0},
    {"<a>&AMP;</a>", 1, 4, "XML has no such entity", 0, 0},
    {"<a>&am;</a>", 1, 4, "XML has no such entity", 0, 0},
    {"<a>&ampx;</a>", 1, 4, "XML has no such entity", 0, 0},
    /* the quote is there, and what is behind it begins no tag */
    {"<a b=\"<c d=\"1\"/>\n</a>", 1, 4, "the value of `b` has no closing quote", 0, 0},
    {"<a b='x\r<c'/>", 1, 4, "the value of `b` has no closing quote", 0, 0},
    {"<a b='x>y<c'/>", 1, 4, "the value of `b` has no closing quote", 0, 0},
    {"<a b=\xE2\x80\x98"
     "1'/>",
     1, 4, "`b` must stand in straight quotes", 0, 0},
    {"<a 1b='x'/>", 1, 4, "cannot stand in the tag `a`", 0, 0},
    {"<a b='1' \xF0\x9F\x98\x80/>", 1, 10, "an attribute without a value", 0, 0},
    {"<a b='1' bb='2' abc='3' b='4'/>", 1, 25, "`b` is given twice", 1, 4},
};

static void faults_are_told_at_the_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_fault(&cases[i]);
}

/* What is sound is passed, to the place behind it. */
static void what_is_sound(void **state)
{
    static const char *const references[] = {"&amp;",    "&lt;",      "&gt;",   "&quot;",
                                             "&apos;",   "&#9;",      "&#x0a;", "&#xD7FF;",
                                             "&#xe000;", "&#x10FFFF;"};
    static const struct {
        const char *tag;
        bool empty;
    } tags[] = {{"<a>", false},          {"<a/>", true},
                {"<a  >", false},        {"<a b = 'x>y' c=\"&amp;'\"\n/>", true},
                {"<a b=''>", false},     {"<a b='1' B='1' bb='1'/>", true},
                {"<x:a x:b='1'/>", true}};
    struct arena *arena = arena_new();
    struct source_fault fault = {.kind = FAULT_NONE};
    struct malformed_walk walk = {.arena = arena, .fault = &fault};
    (void)state;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        const char *text = arena_printf(arena, "%s;x", references[i]);
        walk.text = text;
        assert_ptr_equal(malformed_reference(&walk, text), text + strlen(references[i]));
    }
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        const char *text = arena_printf(arena, "%s/>x", tags[i].tag);
        walk.text = text;
        bool empty = !tags[i].empty;
        assert_ptr_equal(malformed_start_tag(&walk, text, &empty), text + strlen(tags[i].tag));
        assert_int_equal(empty, tags[i].empty);
    }
    assert_int_equal(fault.kind, FAULT_NONE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_told_at_the_fault),
        cmocka_unit_test(what_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
