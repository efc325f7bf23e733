#include "unit/rules/server_fixture.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

void server_fixture_init(struct server_fixture *fixture)
{
    *fixture = (struct server_fixture){.facts = NULL};
    image_init(&fixture->image);
}

void server_fixture_load(struct server_fixture *fixture, const char *content, const char *groups)
{
    struct image *image = &fixture->image;
    struct error error = {.text = ""};
    const char *xml = arena_printf(
        image->arena, "<facts xmlns=\"urn:iislint:facts:1\">\n%s\n</facts>", groups ? groups : "");
    fixture->facts = facts_parse(image->arena, "facts.xml", xml, strlen(xml), &error);
    if (!fixture->facts)
        fail_msg("%s", error_format(&error, image->arena));
    image->options.variable = facts_variable;
    image->options.variable_context = fixture->facts;
    if (content)
        image_load_host(image, content);
    else
        image_load(image);
    fixture->accounts = accounts_new(image->arena, fixture->facts, image->regexes, &error);
    if (!fixture->accounts)
        fail_msg("%s", error_format(&error, image->arena));
    fixture->document = document_new(image->arena, image->server, fixture->facts, fixture->accounts,
                                     image->regexes);
    fixture->xpath =
        xpath_new(image->arena, &functions_vocabulary, image->regexes, fixture->document);
    xpath_begin_document(fixture->xpath, fixture->document->doc);
}

void server_fixture_start(struct server_fixture *fixture, const char *content, const char *groups)
{
    server_fixture_init(fixture);
    server_fixture_load(fixture, content, groups);
}

void server_fixture_fini(struct server_fixture *fixture)
{
    xpath_free(fixture->xpath);
    facts_free(fixture->facts);
    image_fini(&fixture->image);
}

int server_fixture_set_up(void **state, const char *content, const char *groups)
{
    static struct server_fixture fixture;
    server_fixture_start(&fixture, content, groups);
    *state = &fixture;
    return 0;
}

int server_fixture_tear_down(void **state)
{
    server_fixture_fini(*state);
    return 0;
}

static xmlXPathObject *value_at(struct server_fixture *fixture, xmlNode *node,
                                const char *expression)
{
    struct xpath_expression compiled = {.text = expression};
    fixture->xpath->unknown.count = 0;
    fixture->xpath->current = node;
    xmlXPathObject *value = xpath_value(fixture->xpath, &compiled, NULL, node, 10000000);
    xpath_expression_fini(&compiled);
    return value;
}

static xmlNode *node_at(struct server_fixture *fixture, const char *at)
{
    xmlXPathObject *nodes = value_at(fixture, (xmlNode *)fixture->document->doc, at);
    if (!nodes || nodes->type != XPATH_NODESET || !nodes->nodesetval ||
        nodes->nodesetval->nodeNr == 0)
        fail_msg("nothing is selected by %s %s", at, fixture->xpath->failure);
    xmlNode *node = nodes->nodesetval->nodeTab[0];
    xmlXPathFreeObject(nodes);
    return node;
}

const char *server_text(struct server_fixture *fixture, const char *at, const char *expression)
{
    xmlXPathObject *value = value_at(fixture, node_at(fixture, at), expression);
    if (!value)
        fail_msg("%s: %s", expression, fixture->xpath->failure);
    xmlChar *text = xmlXPathCastToString(value);
    char *result = arena_strdup(fixture->image.arena, (const char *)text);
    xmlFree(text);
    xmlXPathFreeObject(value);
    return result;
}

const char *server_unknown(struct server_fixture *fixture)
{
    struct text all = {0};
    const struct xpath_unknown *unknown = &fixture->xpath->unknown;
    for (unsigned i = 0; i < unknown->count; i++)
        text_printf(&all, "%s%s: %s", i > 0 ? "; " : "", unknown->hints[i]->group,
                    unknown->hints[i]->text);
    char *result = arena_strdup(fixture->image.arena, text_string(&all));
    text_fini(&all);
    return result;
}

const char *server_failure(struct server_fixture *fixture, const char *at, const char *expression)
{
    xmlXPathObject *value = value_at(fixture, node_at(fixture, at), expression);
    if (value)
        fail_msg("%s did not fail", expression);
    return fixture->xpath->failure;
}
