#include "rules/xpath_functions.h"

#include "rules/exslt_library.h"

#include <libxml/hash.h>
#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

#define ANY UINT32_MAX
#define STRINGS EXSLT_STRINGS
#define SETS EXSLT_SETS
#define MATH EXSLT_MATH

/* current(): the node that the rule is evaluated at, also inside a predicate. */
static void fn_current(xmlXPathParserContext *call, int count)
{
    if (xpath_has_arguments(call, count, 0, 0))
        xpath_return_node(call, xpath_current(call));
}

/* key(name, value): the value may be a node-set, then any of its texts counts. */
static void add_key_nodes(xmlXPathParserContext *call, const char *key, const char *value,
                          xmlNodeSet *result, bool unique)
{
    const struct xpath *xpath = call->context->userData;
    const struct list *nodes = NULL;
    if (call->error != 0)
        return;
    if (xpath->key == NULL || !xpath->key(xpath->lookup_context, key, value, &nodes)) {
        xpath_raise_error(call, "there is no <xsl:key> named '%s'", key);
        return;
    }
    for (size_t i = 0; nodes != NULL && i < nodes->count; i++) {
        if (unique)
            xmlXPathNodeSetAddUnique(result, nodes->items[i]);
        else
            xmlXPathNodeSetAdd(result, nodes->items[i]);
    }
}

static void fn_key(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    xmlXPathObject *value = valuePop(call);
    char *key = xpath_take_text(call);
    xmlNodeSet *result = xmlXPathNodeSetCreate(NULL);
    if (value->type == XPATH_NODESET) {
        int nodes = value->nodesetval == NULL ? 0 : value->nodesetval->nodeNr;
        for (int i = 0; i < nodes; i++) {
            xmlChar *text = xmlXPathCastNodeToString(value->nodesetval->nodeTab[i]);
            add_key_nodes(call, key, (const char *)text, result, nodes == 1);
            xmlFree(text);
        }
    } else {
        xmlChar *text = xmlXPathCastToString(value);
        add_key_nodes(call, key, (const char *)text, result, true);
        xmlFree(text);
    }
    xmlFree(key);
    xmlXPathFreeObject(value);
    if (call->error != 0)
        xmlXPathFreeNodeSet(result);
    else
        valuePush(call, xmlXPathWrapNodeSet(result));
}

/* if(condition, a, b): both are computed, one is returned as it is. */
static void fn_if(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 3, 3))
        return;
    xmlXPathObject *otherwise = valuePop(call);
    xmlXPathObject *then = valuePop(call);
    bool condition = xpath_take_boolean(call);
    xmlXPathFreeObject(condition ? otherwise : then);
    valuePush(call, condition ? then : otherwise);
}

/*
 * set:distinct(nodes): the first node of every string value. libexslt compares each with each, so
 * that the bindings of ten thousand sites would take minutes.
 */
static void fn_distinct(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    xmlXPathObject *all = xpath_take_nodes(call);
    if (all == NULL)
        return;
    xmlNodeSet *result = xmlXPathNodeSetCreate(NULL);
    if (all->nodesetval != NULL && all->nodesetval->nodeNr > 0) {
        xmlXPathNodeSetSort(all->nodesetval);
        xmlHashTable *seen = xmlHashCreate(all->nodesetval->nodeNr);
        for (int i = 0; i < all->nodesetval->nodeNr; i++) {
            xmlNode *node = all->nodesetval->nodeTab[i];
            xmlChar *text = xmlXPathCastNodeToString(node);
            if (xmlHashAddEntry(seen, text, node) == 0)
                xmlXPathNodeSetAddUnique(result, node);
            xmlFree(text);
        }
        xmlHashFree(seen, NULL);
    }
    xmlXPathFreeObject(all);
    valuePush(call, xmlXPathWrapNodeSet(result));
}

static const struct xpath_function general[] = {
    {"current", NULL, fn_current, 0, 0, "current()",
     "The node that the rule is evaluated at, also inside a predicate (as in XSLT)."},
    {"ends-with", NULL, xpath_fn_ends_with, 2, 2, "ends-with(text, end)",
     "True when the text ends so; letter case counts, as with starts-with()."},
    {"equals", NULL, xpath_fn_equals, 2, 2, "equals(a, b)",
     "Equality without regard to letter case, as IIS compares names. With a node-set it is true "
     "when any of its nodes is equal, as with `=`; an empty node-set equals nothing."},
    {"if", NULL, fn_if, 3, 3, "if(condition, a, b)", "a when the condition holds, else b."},
    {"join", NULL, xpath_fn_join, 2, 2, "join(nodes, separator)",
     "The string values of the nodes in document order, with the separator between them."},
    {"key", NULL, fn_key, 2, 2, "key(name, value)",
     "The nodes that an <xsl:key> of the rule file finds under this value, at the cost of one "
     "look-up (as in XSLT)."},
    {"lower-case", NULL, xpath_fn_lower_case, 1, 1, "lower-case(text)", "The text in lower case."},
    {"matches", NULL, xpath_fn_matches, 2, 3, "matches(text, pattern[, flags])",
     "True when a PCRE2 pattern is found in the text. Flag: i (ignore case)."},
    {"replace", NULL, xpath_fn_replace, 3, 4, "replace(text, pattern, replacement[, flags])",
     "The text with everything that a PCRE2 pattern finds replaced; $1 to $9 are its groups."},
    {"distinct", SETS, fn_distinct, 1, 1, "set:distinct(nodes)",
     "The first node of each string value (EXSLT)."},
    {"tokenize", STRINGS, xpath_fn_tokenize, 1, 2, "str:tokenize(text[, separators])",
     "One <token> for each piece between any of the separator characters (EXSLT)."},
    {"split", STRINGS, xpath_fn_split, 1, 2, "str:split(text[, separator])",
     "One <token> for each piece between occurrences of the separator (EXSLT)."},
    {"replace", STRINGS, xpath_fn_str_replace, 3, 3, "str:replace(text, search, replacement)",
     "The text with every occurrence of a string replaced (EXSLT)."},
};

const struct xpath_function *xpath_general_functions(size_t *count)
{
    *count = sizeof general / sizeof general[0];
    return general;
}

/* ---- the number of arguments ---------------------------------------------------------------- */

struct arity {
    const char *uri;
    const char *name;
    unsigned minimum;
    unsigned maximum;
};

/* What libxml2 and libexslt register by themselves. */
static const struct arity library[] = {
    {NULL, "boolean", 1, 1},
    {NULL, "ceiling", 1, 1},
    {NULL, "concat", 2, ANY},
    {NULL, "contains", 2, 2},
    {NULL, "count", 1, 1},
    {NULL, "false", 0, 0},
    {NULL, "floor", 1, 1},
    {NULL, "id", 1, 1},
    {NULL, "lang", 1, 1},
    {NULL, "last", 0, 0},
    {NULL, "local-name", 0, 1},
    {NULL, "name", 0, 1},
    {NULL, "namespace-uri", 0, 1},
    {NULL, "normalize-space", 0, 1},
    {NULL, "not", 1, 1},
    {NULL, "number", 0, 1},
    {NULL, "position", 0, 0},
    {NULL, "round", 1, 1},
    {NULL, "starts-with", 2, 2},
    {NULL, "string", 0, 1},
    {NULL, "string-length", 0, 1},
    {NULL, "substring", 2, 3},
    {NULL, "substring-after", 2, 2},
    {NULL, "substring-before", 2, 2},
    {NULL, "sum", 1, 1},
    {NULL, "translate", 3, 3},
    {NULL, "true", 0, 0},
    {SETS, "difference", 2, 2},
    {SETS, "has-same-node", 2, 2},
    {SETS, "intersection", 2, 2},
    {SETS, "leading", 2, 2},
    {SETS, "trailing", 2, 2},
    {STRINGS, "align", 2, 3},
    {STRINGS, "concat", 1, 1},
    {STRINGS, "decode-uri", 1, 2},
    {STRINGS, "encode-uri", 2, 3},
    {STRINGS, "padding", 1, 2},
    {MATH, "abs", 1, 1},
    {MATH, "highest", 1, 1},
    {MATH, "lowest", 1, 1},
    {MATH, "max", 1, 1},
    {MATH, "min", 1, 1},
    {MATH, "power", 2, 2},
    {MATH, "sqrt", 1, 1},
};

static bool same_function(const char *uri, const char *name, const char *wanted_uri,
                          const char *wanted, size_t wanted_length)
{
    bool same_uri =
        uri == wanted_uri || (uri != NULL && wanted_uri != NULL && strcmp(uri, wanted_uri) == 0);
    return same_uri && strlen(name) == wanted_length && memcmp(name, wanted, wanted_length) == 0;
}

static bool find_arity(const struct xpath_function *functions, size_t count, const char *uri,
                       const char *name, size_t name_length, unsigned *minimum, unsigned *maximum)
{
    for (size_t i = 0; i < count; i++) {
        if (!same_function(functions[i].uri, functions[i].name, uri, name, name_length))
            continue;
        *minimum = functions[i].minimum;
        *maximum = functions[i].maximum;
        return true;
    }
    return false;
}

bool xpath_function_arity(const struct xpath_vocabulary *vocabulary, const char *uri,
                          const char *name, size_t name_length, unsigned *minimum,
                          unsigned *maximum)
{
    if (vocabulary != NULL && find_arity(vocabulary->functions, vocabulary->count, uri, name,
                                         name_length, minimum, maximum))
        return true;
    if (find_arity(general, sizeof general / sizeof general[0], uri, name, name_length, minimum,
                   maximum))
        return true;
    for (size_t i = 0; i < sizeof library / sizeof library[0]; i++) {
        if (!same_function(library[i].uri, library[i].name, uri, name, name_length))
            continue;
        *minimum = library[i].minimum;
        *maximum = library[i].maximum;
        return true;
    }
    return false;
}
