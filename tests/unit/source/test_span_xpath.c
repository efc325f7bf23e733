#include "source/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <cmocka.h>

static const char document[] =
    "<configuration>\n"
    "<location path='Shop'><system.webServer><handlers>"
    "<clear/><add name='A' path='*'/><add name='B' path='*'/><add name='B' path='x'/>"
    "<remove/><add name='B' path='x'/>"
    "</handlers></system.webServer></location>\n"
    "<location path=\"it's\"/><location path='&quot; and &apos;'/><location/>\n"
    "<binding x='1'/><binding x='2'/><!-- c -->text"
    "<p:q xmlns:p='urn:p' p:r='1'/>"
    "</configuration>";

static char *xpath_of(struct arena *arena, const struct source *source, const char *path)
{
    xmlXPathContext *context = xmlXPathNewContext(source->doc);
    xmlXPathObject *result = xmlXPathEvalExpression((const xmlChar *)path, context);
    assert_non_null(result);
    assert_int_equal(xmlXPathNodeSetGetLength(result->nodesetval), 1);
    char *xpath = span_xpath(arena, result->nodesetval->nodeTab[0]);
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(context);
    return xpath;
}

static void keys_are_preferred_to_positions(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"/configuration", "/configuration"},
        {"//handlers", "/configuration/location[@path='Shop']/system.webServer/handlers"},
        {"//add[1]", "//handlers/add[@name='A']"},
        {"//add[2]", "//handlers/add[2]"}, /* neither its name nor its path is its own */
        {"//add[4]/@path", "//handlers/add[4]/@path"},
        {"/*/location[2]", "/configuration/location[@path=\"it's\"]"},
        {"/*/location[3]", "/configuration/location[3]"},
        {"/*/location[4]", "/configuration/location[4]"},
        {"/*/binding[2]/@x", "/configuration/binding[2]/@x"},
        {"//comment()", "/configuration/comment()"},
        {"//text()", "/configuration/text()"},
        {"/", "/"},
    };
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, NULL, document, sizeof document - 1);
    assert_non_null(source->doc);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *found = xpath_of(arena, source, cases[i][0]);
        const char *expected = cases[i][1];
        if (text_starts_with(expected, "//handlers"))
            expected = arena_printf(
                arena, "/configuration/location[@path='Shop']/system.webServer/handlers%s",
                expected + strlen("//handlers"));
        assert_string_equal(found, expected);
    }
    source_free(source);
    arena_free(arena);
}

static void prefixes_are_kept(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, NULL, document, sizeof document - 1);
    const xmlNode *last = xmlDocGetRootElement(source->doc)->last;
    assert_string_equal(span_xpath(arena, last), "/configuration/p:q");
    assert_string_equal(span_xpath(arena, (const xmlNode *)last->properties),
                        "/configuration/p:q/@p:r");
    source_free(source);
    arena_free(arena);
}

/* What is printed finds the very node again. */
static void an_xpath_leads_back(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, NULL, document, sizeof document - 1);
    xmlXPathContext *context = xmlXPathNewContext(source->doc);
    xmlXPathRegisterNs(context, (const xmlChar *)"p", (const xmlChar *)"urn:p");
    xmlXPathObject *all = xmlXPathEvalExpression((const xmlChar *)"//* | //@*", context);
    assert_true(all->nodesetval->nodeNr > 20);
    for (int i = 0; i < all->nodesetval->nodeNr; i++) {
        const xmlNode *node = all->nodesetval->nodeTab[i];
        char *xpath = span_xpath(arena, node);
        xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)xpath, context);
        assert_non_null(found);
        assert_int_equal(xmlXPathNodeSetGetLength(found->nodesetval), 1);
        assert_ptr_equal(found->nodesetval->nodeTab[0], node);
        xmlXPathFreeObject(found);
    }
    xmlXPathFreeObject(all);
    xmlXPathFreeContext(context);
    source_free(source);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_preferred_to_positions),
        cmocka_unit_test(prefixes_are_kept),
        cmocka_unit_test(an_xpath_leads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
