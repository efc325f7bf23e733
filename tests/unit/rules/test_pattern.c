/* A pattern matches a node exactly when `//pattern` selects it: libxml2 is the judge. */
#include "rules/pattern.h"

#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char document[] =
    "<a x='1'><b x='1'><a><b/><b x='2'><c y='1'/></b><!--k--></a></b>"
    "<b><a x='2'><a><c/><c x='1'/><c/>text<b><c x='3'/></b></a></a><?i j?></b>"
    "<c><b><b><b x='1'/><b x='2'/></b></b><a/><n:b xmlns:n='urn:n' x='1'><n:c/></n:b></c></a>";

static const char *const patterns[] = {
    "a",
    "b",
    "*",
    "n:b",
    "n:*",
    "@x",
    "@*",
    "text()",
    "comment()",
    "node()",
    "processing-instruction()",
    "processing-instruction('i')",
    "processing-instruction('z')",
    "a/b",
    "a//b",
    "a//a//b",
    "b//b/c",
    "b/b//b",
    "a/b//a/b",
    "a//*/c",
    "*/*/*",
    "*//*//*",
    "/a",
    "/b",
    "/a/b",
    "/a//c",
    "/*/*",
    "/a//b//c",
    "/*//b/b",
    "//a/b",
    "//@x",
    "a/@x",
    "b//@x",
    "b[1]",
    "b[2]",
    "b[last()]",
    "*[position() = 2]",
    "b[@x]",
    "b[@x][1]",
    "b[@x][last()]",
    "b[1][@x]",
    "c[@x = 1]",
    "*[c]",
    "*[not(*)]",
    "b[@x]/c",
    "*[2]/*[1]",
    "a[b][2]//c",
    "b[count(*) = 1]",
    "c[2 - 1]",
    "*[position() mod 2 = 1]/b[last() > 1]",
    "text()[1]",
    "b/node()[2]",
    "@x[. = 1]",
    "*[@x = 1]/@x",
    "child::a/attribute::x",
    "b[a | c]",
    "a[.//c[2]]",
    "*[position() = last()][@x]",
    "n:b/n:c",
};

static bool is_selected(const xmlXPathObject *selected, const xmlNode *node)
{
    for (int i = 0; selected->nodesetval != NULL && i < selected->nodesetval->nodeNr; i++)
        if (selected->nodesetval->nodeTab[i] == node)
            return true;
    return false;
}

struct judging {
    struct xpath *xpath;
    const struct xpath_namespaces *namespaces;
    struct pattern *pattern;
    const xmlXPathObject *selected;
    const char *text;
};

static void judge(const struct judging *judging, xmlNode *node)
{
    bool matches = false, failed = false;
    for (size_t i = 0; i < judging->pattern->count && !matches; i++)
        matches = pattern_matches(&judging->pattern->alternatives[i], judging->xpath,
                                  judging->namespaces, node, &failed);
    assert_false(failed);
    if (matches != is_selected(judging->selected, node)) {
        xmlChar *path = xmlGetNodePath(node);
        print_error("%s at %s: %s\n", judging->text, (char *)path,
                    matches ? "matches" : "does not");
        xmlFree(path);
        fail();
    }
}

/* Backwards as well: positions are remembered from the last node, whichever that was. */
static void judge_all(const struct judging *judging, xmlNode *node, bool backwards)
{
    if (!backwards)
        judge(judging, node);
    for (xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
         attribute != NULL; attribute = attribute->next)
        judge(judging, (xmlNode *)attribute);
    for (xmlNode *child = backwards ? node->last : node->children; child != NULL;
         child = backwards ? child->prev : child->next)
        judge_all(judging, child, backwards);
    if (backwards)
        judge(judging, node);
}

static void test_against_xpath(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct regex_cache *regex = regex_cache_new(arena);
    struct source *source = source_parse(arena, "d.xml", document, strlen(document));
    struct xpath *xpath = xpath_new(arena, NULL, regex, NULL);
    xmlNs ns = {.prefix = (const xmlChar *)"n", .href = (const xmlChar *)"urn:n"};
    xmlNs *items[] = {&ns};
    struct xpath_namespaces namespaces = {items, 1};
    assert_non_null(source->doc);
    xpath_begin_document(xpath, source->doc);
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        char reason[256];
        const char *text = patterns[i];
        struct xpath_expression select = {
            .text = arena_printf(arena, "%s%s", text[0] == '/' ? "" : "//", text)};
        struct judging judging = {.xpath = xpath, .namespaces = &namespaces, .text = text};
        judging.pattern = pattern_parse(arena, text, NULL, &namespaces, reason, sizeof reason);
        if (judging.pattern == NULL)
            fail_msg("%s: %s", text, reason);
        xmlXPathObject *selected =
            xpath_value(xpath, &select, &namespaces, (xmlNode *)source->doc, XPATH_NODE_OPERATIONS);
        if (selected == NULL)
            fail_msg("%s: %s", text, xpath->failure);
        judging.selected = selected;
        judge_all(&judging, xmlDocGetRootElement(source->doc), false);
        judge_all(&judging, xmlDocGetRootElement(source->doc), true);
        pattern_reset(judging.pattern);
        judge_all(&judging, xmlDocGetRootElement(source->doc), false);
        xmlXPathFreeObject(selected);
        pattern_fini(judging.pattern);
        xpath_expression_fini(&select);
    }
    xpath_free(xpath);
    source_free(source);
    regex_cache_free(regex);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_xpath),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
