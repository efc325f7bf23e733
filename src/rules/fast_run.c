/* Runs what fast.c read. */
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
    enum fast_comparison comparison;
    const char *literal;
    xmlNodeSet *nodes; /* collects; NULL: only compares */
};

static bool take_node(const struct found *found, xmlNode *node)
{
    if (found->nodes) {
        xmlXPathNodeSetAddUnique(found->nodes, node);
        return false;
    }
    if (found->comparison == FAST_EXISTS)
        return true;
    const xmlNode *text = node->children; /* of an attribute: one text node, or none */
    const char *value = text && text->content ? (const char *)text->content : "";
    return (strcmp(value, found->literal) == 0) == (found->comparison == FAST_EQUAL);
}

static bool has_no_namespace(const xmlNs *ns)
{
    return ns == NULL || ns->href == NULL || ns->href[0] == '\0';
}

static bool follow_attribute(const struct fast_path *path, const struct found *found,
                             const xmlNode *node)
{
    for (xmlAttr *a = node->properties; a; a = a->next)
        if (strcmp((const char *)a->name, path->attribute) == 0 && has_no_namespace(a->ns))
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
    if (node->type != XML_ELEMENT_NODE)
        return false;
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && has_no_namespace(child->ns) &&
            strcmp((const char *)child->name, path->steps[step]) == 0 &&
            follow(path, step + 1, found, child))
            return true;
    return false;
}

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
    xmlNode *argument;
    if (argument_node(xpath, path->argument, node, &argument) == FAST_CANNOT)
        return FAST_CANNOT;
    bool known = true;
    xmlNode *start =
        path->function->call(xpath->user, argument, path->literal, &known);
    if (!known)
        return FAST_CANNOT;
    return answer(start && follow(path, 0, found, start));
}

/* A variable that is no node-set is only asked whether it is true. */
static enum fast_answer truth(const struct fast_path *path, const struct found *found,
                              const xmlXPathObject *value)
{
    if (found->nodes || found->comparison != FAST_EXISTS || path->step_count > 0 ||
        path->attribute)
        return FAST_CANNOT;
    return answer(xmlXPathCastToBoolean((xmlXPathObject *)(uintptr_t)value) == 1);
}

static enum fast_answer search_variable(struct xpath *xpath, const struct fast_path *path,
                                        const struct found *found)
{
    const xmlXPathObject *value =
        xpath->borrow ? xpath->borrow(xpath->lookup_context, path->variable) : NULL;
    if (!value)
        return FAST_CANNOT;
    if (value->type != XPATH_NODESET)
        return truth(path, found, value);
    const xmlNodeSet *nodes = value->nodesetval;
    for (int i = 0; nodes && i < nodes->nodeNr; i++)
        if (follow(path, 0, found, nodes->nodeTab[i]))
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

static enum fast_answer run_part(struct xpath *xpath, struct fast_part *part,
                                 const struct xpath_namespaces *namespaces, xmlNode *node)
{
    if (!part->path) {
        bool holds;
        if (!xpath_test(xpath, &part->slow, namespaces, node, XPATH_NODE_OPERATIONS, &holds))
            return FAST_CANNOT;
        return answer(holds);
    }
    struct found found = {part->comparison, part->literal, NULL};
    enum fast_answer result = search(xpath, part->path, &found, node);
    return result == FAST_CANNOT ? result : answer((result == FAST_YES) != part->negated);
}

bool fast_test_run(struct xpath *xpath, struct fast_test *test,
                   const struct xpath_namespaces *namespaces, xmlNode *node, bool *holds)
{
    *holds = true;
    for (size_t i = 0; i < test->count && *holds; i++) {
        enum fast_answer result = run_part(xpath, &test->parts[i], namespaces, node);
        if (result == FAST_CANNOT)
            return false;
        *holds = result == FAST_YES;
    }
    return true;
}
