#include "source/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <cmocka.h>

static enum scan_result scan(const char *text, struct span *place)
{
    *place = (struct span){0, 0};
    return scan_text(text, strlen(text), place);
}

static void sound_text_is_clean(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<a/>",
        "<a></a>",
        "<?xml version='1.0'?>\n<!-- <b x= -->\n<a b=\"1\" c = '2'\n\td=\">\" />\n",
        "<a><![CDATA[<b c='><!DOCTYPE]]></a>",
        "<a><?pi <b c=' ?></a >",
        "<a b='\"' c=\"'\"/>",
        "<a:b c:d='1'/>",
        "<\xC3\xA9t\xC3\xA9 \xC3\xA0='1'/>",
        "<a><!----></a>",
        "", /* not XML, but nothing here to stumble over: the parser will say so */
    };
    struct span place;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(scan(texts[i], &place), SCAN_CLEAN);
}

static void what_cannot_be_xml_stops_the_scan(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "<",
        "< a/>",
        "<1/>",
        "<a",
        "<a ",
        "<a b",
        "<a b=",
        "<a b=c>",
        "<a b=\"",
        "<a b=\"<\"/>",
        "<a b=\"1\"c=\"2\"/>",
        "<a / >",
        "<a/",
        "<a>",
        "</a>",
        "<a></a b>",
        "<a></>",
        "<a></a",
        "<!",
        "<!x>",
        "<!--",
        "<!-- -- -->",
        "<!-->",
        "<!--->",
        "<![CDATA[ ]]",
        "<?",
        "<? x?>",
        "<?x",
        "<a 'b'=\"1\"/>",
        "<a ==\"1\"/>",
        "<a b=\"1\" \"/>",
        "<a b=\"1\" <c/>",
        "x<a/>",
        "<a/>x",
        "\xEF\xBB\xBF<a/>",
    };
    struct span place;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(scan(texts[i], &place), SCAN_MALFORMED);
}

static void a_doctype_is_found_where_it_counts(void **state)
{
    (void)state;
    struct span place;
    assert_int_equal(scan("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", &place), SCAN_DOCTYPE);
    assert_int_equal(place.start, 0);
    assert_int_equal(scan(" <!doctype html>", &place), SCAN_DOCTYPE);
    assert_int_equal(place.start, 1);
    assert_int_equal(scan("<a><!DOCTYPE a></a>", &place), SCAN_DOCTYPE);
    assert_int_equal(scan("<!-- <!DOCTYPE a> --><a/>", &place), SCAN_CLEAN);
    assert_int_equal(scan("<a b='&lt;!DOCTYPE a>'/>", &place), SCAN_CLEAN);
}

static void add_repeated(struct text *text, const char *what, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_add(text, what);
}

static enum scan_result scan_nested(size_t depth, struct span *place)
{
    struct text text = {0};
    add_repeated(&text, "<a>", depth);
    add_repeated(&text, "<b/>", 3); /* siblings and empty tags do not count */
    add_repeated(&text, "</a>", depth);
    enum scan_result result = scan(text_string(&text), place);
    text_fini(&text);
    return result;
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct span place;
    assert_int_equal(scan_nested(SOURCE_DEPTH_MAX, &place), SCAN_CLEAN);
    assert_int_equal(scan_nested(SOURCE_DEPTH_MAX + 1, &place), SCAN_TOO_DEEP);
    assert_int_equal(place.start, 3 * SOURCE_DEPTH_MAX);
    assert_int_equal(place.end, place.start + 2);
}

static enum scan_result scan_attributes(const char *before, size_t count, const char *after,
                                        struct span *place)
{
    struct text text = {0};
    text_add(&text, before);
    for (size_t i = 0; i < count; i++)
        text_printf(&text, " a%zu=''", i);
    text_add(&text, after);
    enum scan_result result = scan(text_string(&text), place);
    text_fini(&text);
    return result;
}

static void attributes_are_limited(void **state)
{
    (void)state;
    struct span place;
    assert_int_equal(scan_attributes("<a", SOURCE_ATTRIBUTES_MAX, "/>", &place), SCAN_CLEAN);
    assert_int_equal(scan_attributes("<a", SOURCE_ATTRIBUTES_MAX + 1, "/>", &place),
                     SCAN_TOO_MANY_ATTRIBUTES);
    /* Unfinished tags count too, and a comment does not. */
    assert_int_equal(scan_attributes("<a", 50000, "", &place), SCAN_TOO_MANY_ATTRIBUTES);
    assert_int_equal(scan_attributes("<!-- <a", 50000, "--><a/>", &place), SCAN_CLEAN);
}

/*
 * libxml2 goes on after an error, so an attribute bomb behind a desynchronised quote would
 * reach it if the scan followed the quotes another way. Each of these must stop before it.
 */
static void nothing_hides_a_bomb(void **state)
{
    (void)state;
    static const char *const covers[] = {
        "<r><x b=y\" <a", "<r><x b='<a",       "<r><x 'b' <a", "<r><? <a",
        "<r><!-- -- <a",  "<r><x b=\"1\"'<a",  "<r></ <a",     "<r><!ELEMENT <a",
        "<r><x/ <a",      "<r><x b=\"\"=\"<a", "<r></r '<a",   "<r><x b <a",
    };
    struct span place;
    for (size_t i = 0; i < sizeof covers / sizeof covers[0]; i++) {
        assert_int_equal(scan_attributes(covers[i], 1000, ">' ?></r>", &place), SCAN_MALFORMED);
        assert_true(place.start <= strlen(covers[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_text_is_clean),
        cmocka_unit_test(what_cannot_be_xml_stops_the_scan),
        cmocka_unit_test(a_doctype_is_found_where_it_counts),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(attributes_are_limited),
        cmocka_unit_test(nothing_hides_a_bomb),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
