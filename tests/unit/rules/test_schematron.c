/*
 * The same outcomes as libxml2's own Schematron on what both read: patterns of one rule (libxml2 does
 * not know that the first rule wins), contexts without predicates, and <name>.
 */
#include "rules/checking.h"

#include "base/text.h"

#include <libxml/xmlversion.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#ifdef LIBXML_SCHEMATRON_ENABLED
#include <libxml/schematron.h>

static const char *const documents[] = {
    "<a/>",
    "<a x='1'><b/><b x='2'/></a>",
    "<r><a><b><c/></b></a><b x='2'>t</b><c y='3'><b x='2'/><a x='1'/></c></r>",
    "<a><a><a x='1'><b><a/></b></a></a><c><c><c x='2'/></c></c></a>",
    "<n:a xmlns:n='urn:n' x='1'><b/><n:b x='2'/><c><n:a/></c></n:a>",
};

static const char *const contexts[] = {"a",   "b",     "c",     "*",     "a/b",   "r/a", "a//b",
                                       "/a",  "/r/b",  "//b",   "a|b",   "b | c", "n:a", "c//a",
                                       "*/b", "a/a/a", "c/c/c", "n:a/b", "b|a/c"};

static const char *const tests[] = {
    "@x",
    "not(@x)",
    "@x = 2",
    "count(*) > 1",
    "b or c",
    "parent::a",
    "../b",
    "string(.) = 't'",

    "count(//b) = 2",
    "preceding::c",
    "name() = 'a'",
    "//a[@x]",
    "n:b",
    "contains(name(), 'a') and not(*)",
    "following-sibling::*",
    "self::b[@x = 2]",
};

#if LIBXML_VERSION >= 21200
static void take_error(void *context, const xmlError *error)
#else
static void take_error(void *context, xmlErrorPtr error)
#endif
{
    /* "/a/b[1] line 1: message" */
    const char *line = strstr(error->message, " line ");
    const char *message = line == NULL ? NULL : strstr(line, ": ");
    assert_non_null(message);
    text_add_bytes(context, error->message, (size_t)(line - error->message));
    text_add(context, message);
}

static void libxml2_says(const char *rules, xmlDoc *doc, struct text *said)
{
    xmlSchematronParserCtxtPtr parser = xmlSchematronNewMemParserCtxt(rules, (int)strlen(rules));
    xmlSchematronPtr schema = xmlSchematronParse(parser);
    assert_non_null(schema);
    xmlSchematronValidCtxtPtr validator =
        xmlSchematronNewValidCtxt(schema, XML_SCHEMATRON_OUT_ERROR);
    xmlSchematronSetValidStructuredErrors(validator, take_error, said);
    xmlSchematronValidateDoc(validator, doc);
    xmlSchematronFreeValidCtxt(validator);
    xmlSchematronFree(schema);
    xmlSchematronFreeParserCtxt(parser);
}

static bool note(void *context, const struct outcome *outcome)
{
    xmlChar *path = xmlGetNodePath(outcome->node);
    text_printf(context, "%s: %s\n", (char *)path, outcome->message);
    xmlFree(path);
    return true;
}

static void compare(const char *rules, const char *document)
{
    struct checking checking;
    struct text theirs = {0}, ours = {0};
    checking_start(&checking, rules, RULEBOOK_STRICT);
    if (!checking.loaded)
        fail_msg("%s", checking.error.text);
    struct source *source = source_parse(checking.arena, "d.xml", document, strlen(document));
    struct evaluator *evaluator =
        evaluator_new(checking.rulebook, checking.arena, checking.regex, NULL);
    if (!evaluate_document(evaluator, source->doc, RULE_PLAIN, note, &ours, &checking.error))
        fail_msg("%s", checking.error.text);
    libxml2_says(rules, source->doc, &theirs);
    if (strcmp(text_string(&ours), text_string(&theirs)) != 0)
        fail_msg("%s\n%s\nlibxml2 says:\n%swe say:\n%s", rules, document, text_string(&theirs),
                 text_string(&ours));
    text_fini(&theirs);
    text_fini(&ours);
    evaluator_free(evaluator);
    source_free(source);
    checking_stop(&checking);
}

static void test_as_libxml2(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t c = 0; c < sizeof contexts / sizeof contexts[0]; c++) {
        for (size_t t = 0; t < sizeof tests / sizeof tests[0]; t++) {
            const char *rules = arena_printf(
                arena,
                "<schema xmlns='http://purl.oclc.org/dsdl/schematron'><ns prefix='n' uri='urn:n'/>"
                "<pattern id='p'><rule context=\"%s\"><%s test=\"%s\">The <name/>.</%s></rule>"
                "</pattern></schema>",
                contexts[c], (c + t) % 2 == 0 ? "assert" : "report", tests[t],
                (c + t) % 2 == 0 ? "assert" : "report");
            for (size_t d = 0; d < sizeof documents / sizeof documents[0]; d++)
                compare(rules, documents[d]);
        }
    }
    arena_free(arena);
}

#else

static void test_as_libxml2(void **state)
{
    (void)state;
    skip(); /* this libxml2 has no Schematron of its own */
}

#endif

int main(void)
{
    const struct CMUnitTest all[] = {cmocka_unit_test(test_as_libxml2)};
    return cmocka_run_group_tests(all, NULL, NULL);
}
