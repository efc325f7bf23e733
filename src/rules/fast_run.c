/* Runs what fast.c read. */
#include "base/text.h"
#include "rules/fast.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

enum fast_answer {
    FAST_NO,
    FAST_YES,
    FAST_CANNOT /* libxml2 has to: a variable of another type, several nodes where one is meant */
};

/* What is done with each node that a path leads to; true ends the search. */
struct found {
    const struct fast_test *test; /* compares; NULL: only collects */
    xmlNodeSet *nodes;
};

/* FAST_CANNOT: lower case of anything but ASCII is not to be had here. */
static enum fast_answer compare(const struct fast_test *test, const char *value)
{
    switch (test->comparison) {
    case FAST_EXISTS:
        return FAST_YES;
    case FAST_EQUAL:
        return strcmp(value, test->literal) == 0 ? FAST_YES : FAST_NO;
    case FAST_UNEQUAL:
        return strcmp(value, test->literal) != 0 ? FAST_YES : FAST_NO;
    case FAST_STARTS:
    case FAST_CONTAINS:
        break;
    }
    if (test->lower)
        return FAST_CANNOT;
    if (test->comparison == FAST_STARTS)
        return text_starts_with(value, test->literal) ? FAST_YES : FAST_NO;
    return strstr(value, test->literal) ? FAST_YES : FAST_NO;
}

static const char *text_of(const xmlNode *attribute)
{
    const xmlNode *text = attribute->children; /* one text node, or none */
    return text && text->content ? (const char *)text->content : "";
}

static bool take_node(const struct found *found, xmlNode *node)
{
    if (found->nodes) {
        xmlXPathNodeSetAddUnique(found->nodes, node);
        return false;
    }
    return found->test->comparison == FAST_EXISTS ||
           compare(found->test, text_of(node)) == FAST_YES;
}

static bool has_no_namespace(const xmlNs *ns)
{
    return ns == NULL || ns->href == NULL || ns->href[0] == '\0';
}

static bool follow_attribute(const struct fast_path *path, const struct found *found,
                             const xmlNode *node)
{
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (text_is((const char *)a->name, path->attribute) && has_no_namespace(a->ns))
            return take_node(found, (xmlNode *)a);
    return false;
}

static bool follow(const struct fast_path *path, size_t step, const struct found *found,
                   xmlNode *node)
{
    if (step == path->step_count) {
        if (!path->attribute)
            return take_node(found, node);
        return node->type == XML_ELEMENT_NODE && follow_attribute(path, found, node);
    }
    if (node->type != XML_ELEMENT_NODE && node->type != XML_DOCUMENT_NODE)
        return false;
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && has_no_namespace(child->ns) &&
            text_is((const char *)child->name, path->steps[step]) &&
            follow(path, step + 1, found, child))
            return true;
    return false;
}

static bool passes(const struct fast_path *path, xmlNode *node);

static enum fast_answer answer(bool yes)
{
    return yes ? FAST_YES : FAST_NO;
}

static enum fast_answer search(struct xpath *xpath, const struct fast_path *path,
                               const struct found *found, xmlNode *node);

/* The one node that a function gets; NULL when there is none. */
static enum fast_answer argument_node(struct xpath *xpath, const struct fast_path *path,
                                      xmlNode *node, xmlNode **argument)
{
    *argument = NULL;
    if (path->start == FAST_CONTEXT && path->step_count == 0) {
        *argument = node;
        return FAST_YES;
    }
    struct found found = {.nodes = xmlXPathNodeSetCreate(NULL)};
    enum fast_answer result = found.nodes ? search(xpath, path, &found, node) : FAST_CANNOT;
    if (result != FAST_CANNOT && found.nodes->nodeNr > 1)
        result = FAST_CANNOT;
    if (result != FAST_CANNOT && found.nodes->nodeNr == 1)
        *argument = found.nodes->nodeTab[0];
    xmlXPathFreeNodeSet(found.nodes);
    return result;
}

static enum fast_answer search_function(struct xpath *xpath, const struct fast_path *path,
                                        const struct found *found, xmlNode *node)
{
    const struct xpath_direct *function = path->function;
    xmlNode *argument;
    if (argument_node(xpath, path->argument, node, &argument) == FAST_CANNOT)
        return FAST_CANNOT;
    bool known = true;
    xmlNode *one = NULL, *const *nodes = &one;
    size_t count = 1;
    if (function->list)
        count = function->list(xpath->user, argument, &nodes, &known);
    else
        one = function->call(xpath->user, argument, path->literal, &known);
    if (!function->list && !one)
        count = 0;
    if (!known || (path->filtered && count > 0))
        return FAST_CANNOT;
    for (size_t i = 0; i < count; i++)
        if (passes(path, nodes[i]) && follow(path, 0, found, nodes[i]))
            return FAST_YES;
    return FAST_NO;
}

/* A variable that is no node-set: whether it is true, or a text that is compared. */
static enum fast_answer compare_value(const struct fast_path *path, const struct found *found,
                                      const xmlXPathObject *value)
{
    if (found->nodes || path->step_count > 0 || path->attribute || path->filtered || path->filter)
        return FAST_CANNOT;
    if (found->test->comparison == FAST_EXISTS)
        return answer(xmlXPathCastToBoolean((xmlXPathObject *)(uintptr_t)value) == 1);
    return value->type == XPATH_STRING && value->stringval
               ? compare(found->test, (const char *)value->stringval)
               : FAST_CANNOT;
}

static bool has_only_attributes(const xmlNodeSet *nodes)
{
    for (int i = 0; i < nodes->nodeNr; i++)
        if (nodes->nodeTab[i]->type != XML_ATTRIBUTE_NODE)
            return false;
    return true;
}

static enum fast_answer search_variable(struct xpath *xpath, const struct fast_path *path,
                                        const struct found *found)
{
    const xmlXPathObject *value =
        xpath->borrow ? xpath->borrow(xpath->lookup_context, path->variable) : NULL;
    if (!value)
        return FAST_CANNOT;
    if (value->type != XPATH_NODESET)
        return compare_value(path, found, value);
    const xmlNodeSet *nodes = value->nodesetval;
    if (!nodes || nodes->nodeNr == 0)
        return FAST_NO;
    bool compares_nodes = found->test && found->test->comparison != FAST_EXISTS &&
                          path->step_count == 0 && !path->attribute;
    if (path->filtered || (compares_nodes && !has_only_attributes(nodes)))
        return FAST_CANNOT;
    for (int i = 0; i < nodes->nodeNr; i++)
        if (passes(path, nodes->nodeTab[i]) && follow(path, 0, found, nodes->nodeTab[i]))
            return FAST_YES;
    return FAST_NO;
}

/* The element after this one in document order, or NULL. */
static xmlNode *next_element(xmlNode *node)
{
    do {
        xmlNode *child = node->type == XML_ELEMENT_NODE ? node->children : NULL;
        while (!child && node && !(child = node->next))
            node = node->parent;
        node = child;
    } while (node && node->type != XML_ELEMENT_NODE);
    return node;
}

/* The names of a document are interned in its dictionary: what is not there, no element has. */
static enum fast_answer search_descendants(const struct fast_path *path, const struct found *found,
                                           const xmlNode *node)
{
    if (!node->doc->dict)
        return FAST_CANNOT;
    const xmlChar *name = xmlDictExists(node->doc->dict, (const xmlChar *)path->descendant, -1);
    for (xmlNode *at = name ? xmlDocGetRootElement(node->doc) : NULL; at; at = next_element(at))
        if (at->name == name && has_no_namespace(at->ns) && passes(path, at) &&
            follow(path, 0, found, at))
            return FAST_YES;
    return FAST_NO;
}

static enum fast_answer search(struct xpath *xpath, const struct fast_path *path,
                               const struct found *found, xmlNode *node)
{
    switch (path->start) {
    case FAST_FUNCTION:
        return search_function(xpath, path, found, node);
    case FAST_VARIABLE:
        return search_variable(xpath, path, found);
    case FAST_DESCENDANT:
        return search_descendants(path, found, node);
    case FAST_CONTEXT:
        break;
    }
    return answer(follow(path, 0, found, node));
}

xmlXPathObject *fast_path_value(struct xpath *xpath, const struct fast_path *path, xmlNode *node)
{
    struct found found = {.nodes = xmlXPathNodeSetCreate(NULL)};
    if (!found.nodes)
        return NULL;
    if (search(xpath, path, &found, node) == FAST_CANNOT) {
        xmlXPathFreeNodeSet(found.nodes);
        return NULL;
    }
    return xmlXPathWrapNodeSet(found.nodes);
}

struct running {
    struct xpath *xpath;
    const struct xpath_namespaces *namespaces;
    xmlNode *node;
};

/* starts-with() and contains() of the node's own attribute: an absent one is an empty text. */
static enum fast_answer run_text(const struct running *running, const struct fast_test *test)
{
    const char *value = "";
    const xmlNode *node = running->node;
    if (node->type != XML_ELEMENT_NODE)
        return FAST_CANNOT;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (has_no_namespace(a->ns) && text_is((const char *)a->name, test->path->attribute))
            value = text_of((const xmlNode *)a);
    if (!test->lower)
        return compare(test, value);
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c >= 0x80)
            return FAST_CANNOT;
    for (const char *c = test->literal; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            return FAST_NO; /* no lower-case text has it */
    return answer(test->comparison == FAST_STARTS ? text_starts_with_nocase(value, test->literal)
                                                  : text_find_nocase(value, test->literal) != NULL);
}

static enum fast_answer run_compare(const struct running *running, const struct fast_test *test)
{
    if (test->comparison == FAST_STARTS || test->comparison == FAST_CONTAINS)
        return run_text(running, test);
    struct found found = {test, NULL};
    return search(running->xpath, test->path, &found, running->node);
}

static enum fast_answer run_slow(const struct running *running, struct fast_test *test)
{
    bool holds;
    if (!xpath_test(running->xpath, &test->slow, running->namespaces, running->node,
                    XPATH_NODE_OPERATIONS, &holds))
        return FAST_CANNOT;
    return answer(holds);
}

static enum fast_answer run_test(const struct running *running, struct fast_test *test)
{
    enum fast_answer result = FAST_NO;
    switch (test->kind) {
    case FAST_COMPARE:
        return run_compare(running, test);
    case FAST_SLOW:
        return run_slow(running, test);
    case FAST_NOT:
        result = run_test(running, test->operands[0]);
        return result == FAST_CANNOT ? result : answer(result == FAST_NO);
    case FAST_OR:
    case FAST_AND:
        break;
    }
    enum fast_answer decides = test->kind == FAST_OR ? FAST_YES : FAST_NO;
    for (size_t i = 0; i < test->count; i++) {
        result = run_test(running, test->operands[i]);
        if (result == FAST_CANNOT || result == decides)
            return result;
    }
    return result;
}

/* A filter looks at nothing but the node: no variables, no libxml2. */
static bool passes(const struct fast_path *path, xmlNode *node)
{
    struct running running = {.node = node};
    return !path->filter || run_test(&running, path->filter) == FAST_YES;
}

bool fast_test_run(struct xpath *xpath, struct fast_test *test,
                   const struct xpath_namespaces *namespaces, xmlNode *node, bool *holds)
{
    struct running running = {xpath, namespaces, node};
    enum fast_answer result = run_test(&running, test);
    *holds = result == FAST_YES;
    return result != FAST_CANNOT;
}
