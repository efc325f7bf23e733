/* The side of xpath.h for those who write functions. */
#include "rules/xpath.h"

#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct xpath *state(const xmlXPathParserContext *call)
{
    return call->context->userData;
}

void *xpath_user(const xmlXPathParserContext *call)
{
    return state(call)->user;
}

struct regex_cache *xpath_regex_cache(const xmlXPathParserContext *call)
{
    return state(call)->regex;
}

struct arena *xpath_arena(const xmlXPathParserContext *call)
{
    return state(call)->arena;
}

bool xpath_is_lasting(const xmlXPathParserContext *call)
{
    return state(call)->lasting;
}

xmlNode *xpath_node(const xmlXPathParserContext *call)
{
    return call->context->node;
}

xmlNode *xpath_current(const xmlXPathParserContext *call)
{
    return state(call)->current;
}

void xpath_raise_unknown(xmlXPathParserContext *call, const char *group, const char *hint)
{
    struct xpath *xpath = state(call);
    char key[512];
    int length = snprintf(key, sizeof key, "%s\n%s", group, hint == NULL ? "" : hint);
    struct xpath_hint *known = length < (int)sizeof key ? map_find(xpath->hints, key) : NULL;
    if (known == NULL) {
        known = arena_alloc(xpath->arena, sizeof *known);
        known->group = arena_strdup(xpath->arena, group);
        known->text = arena_strdup(xpath->arena, hint);
        map_set(xpath->hints, key, known);
    }
    struct xpath_unknown one = {.hints = {known}, .count = 1};
    xpath_unknown_merge(&xpath->unknown, &one);
}

void xpath_raise_error(xmlXPathParserContext *call, const char *format, ...)
{
    struct xpath *xpath = state(call);
    if (xpath->failure[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(xpath->failure, sizeof xpath->failure, format, arguments);
        va_end(arguments);
    }
    xmlXPathErr(call, XPATH_EXPR_ERROR);
}

bool xpath_has_arguments(xmlXPathParserContext *call, int count, int minimum, int maximum)
{
    if (count >= minimum && count <= maximum && call->valueNr >= count)
        return true;
    const xmlChar *name = call->context->function;
    xpath_raise_error(call, "%s() got %d arguments and takes %d to %d",
                      name == NULL ? "a function" : (const char *)name, count, minimum, maximum);
    return false;
}

char *xpath_take_text(xmlXPathParserContext *call)
{
    return (char *)xmlXPathPopString(call);
}

bool xpath_take_boolean(xmlXPathParserContext *call)
{
    return xmlXPathPopBoolean(call) == 1;
}

xmlXPathObject *xpath_take_nodes(xmlXPathParserContext *call)
{
    if (call->value == NULL || call->value->type != XPATH_NODESET) {
        const xmlChar *name = call->context->function;
        xpath_raise_error(call, "%s() takes a node-set",
                          name == NULL ? "a function" : (const char *)name);
        return NULL;
    }
    return valuePop(call);
}

xmlNode *xpath_take_node(xmlXPathParserContext *call)
{
    xmlXPathObject *nodes = xpath_take_nodes(call);
    xmlNode *first = NULL;
    if (nodes != NULL && nodes->nodesetval != NULL && nodes->nodesetval->nodeNr > 0) {
        if (nodes->nodesetval->nodeNr > 1)
            xmlXPathNodeSetSort(nodes->nodesetval);
        first = nodes->nodesetval->nodeTab[0];
    }
    /* A namespace node is a copy that goes with its set; there is nothing to do with one. */
    if (first != NULL && first->type == XML_NAMESPACE_DECL)
        first = NULL;
    xmlXPathFreeObject(nodes);
    return first;
}

void xpath_return_text(xmlXPathParserContext *call, const char *text)
{
    valuePush(call, xmlXPathNewCString(text == NULL ? "" : text));
}

void xpath_return_boolean(xmlXPathParserContext *call, bool value)
{
    valuePush(call, xmlXPathNewBoolean(value));
}

void xpath_return_number(xmlXPathParserContext *call, double value)
{
    valuePush(call, xmlXPathNewFloat(value));
}

void xpath_return_node(xmlXPathParserContext *call, xmlNode *node)
{
    valuePush(call, xmlXPathNewNodeSet(node));
}

void xpath_return_nodes(xmlXPathParserContext *call, xmlNode *const *nodes, size_t count)
{
    xmlXPathObject *result = xmlXPathNewNodeSet(NULL);
    /* AddUnique: adding checks for duplicates one by one, which would be quadratic. */
    for (size_t i = 0; result != NULL && i < count; i++)
        xmlXPathNodeSetAddUnique(result->nodesetval, nodes[i]);
    valuePush(call, result);
}

xmlNode *xpath_make_element(xmlXPathParserContext *call, const char *name)
{
    struct xpath *xpath = state(call);
    xmlNode *element = xmlNewDocNode(xpath->scratch, NULL, (const xmlChar *)name, NULL);
    if (element == NULL)
        abort(); /* out of memory, as in arena.c */
    list_add(xpath->lasting ? &xpath->lasting_made : &xpath->made, xpath->arena, element);
    return element;
}
