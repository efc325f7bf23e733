#include "rules/xpath.h"

#include "base/library.h"
#include "rules/exslt_library.h"
#include "rules/xpath_functions.h"
#include "rules/xpath_scan.h"

#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libxml2's parser of expressions is recursive; no expression that a human wrote is this long. */
#define EXPRESSION_LENGTH_MAX ((size_t)16 * 1024)

/* ---- failures ------------------------------------------------------------------------------- */

#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error;
#else
typedef xmlErrorPtr xml_error;
#endif

/* libxml2 gives a code and a place, no text. */
static const char *reason_of(int code)
{
    switch (code) {
    case XPATH_UNFINISHED_LITERAL_ERROR:
    case XPATH_START_LITERAL_ERROR:
        return "a string does not end";
    case XPATH_VARIABLE_REF_ERROR:
        return "a $ without a name";
    case XPATH_INVALID_PREDICATE_ERROR:
        return "a predicate does not end";
    case XPATH_UNCLOSED_ERROR:
        return "a bracket does not close";
    case XPATH_INVALID_OPERAND:
    case XPATH_INVALID_TYPE:
        return "a value is of the wrong type here";
    case XPATH_INVALID_ARITY:
        return "a function gets the wrong number of arguments";
    case XPATH_INVALID_CTXT_SIZE:
        return "there is no last() here";
    case XPATH_INVALID_CTXT_POSITION:
        return "there is no position() here";
    case XPATH_RECURSION_LIMIT_EXCEEDED:
        return "it is nested too deep";
    default:
        return "it is not XPath";
    }
}

/* The first error counts, the others follow from it. */
static void on_error(void *data, xml_error error)
{
    struct xpath *xpath = data;
    int code = error->code - XML_XPATH_EXPRESSION_OK;
    if (xpath->failure[0] != '\0')
        return;
    if (code == XPATH_OP_LIMIT_EXCEEDED) {
        snprintf(xpath->failure, sizeof xpath->failure, "it needs more than %lu operations",
                 xpath->context->opLimit);
        return;
    }
    const char *reason = reason_of(code);
    size_t at = error->int1 < 0 ? 0 : (size_t)error->int1;
    if (error->str1 != NULL && at > 0 && at < strlen(error->str1))
        snprintf(xpath->failure, sizeof xpath->failure, "%s near \"%.40s\"", reason,
                 error->str1 + at);
    else
        snprintf(xpath->failure, sizeof xpath->failure, "%s", reason);
}

static bool fail(struct xpath *xpath, const char *format, ...) PRINTF_LIKE(2, 3);

static bool fail(struct xpath *xpath, const char *format, ...)
{
    if (xpath->failure[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(xpath->failure, sizeof xpath->failure, format, arguments);
        va_end(arguments);
    }
    return false;
}

/* ---- the context ---------------------------------------------------------------------------- */

static xmlXPathObject *look_up_variable(void *data, const xmlChar *name, const xmlChar *uri)
{
    struct xpath *xpath = data;
    xmlXPathObject *value = NULL;
    if (xpath->variable != NULL && uri == NULL)
        value = xpath->variable(xpath->lookup_context, (const char *)name);
    if (value == NULL)
        fail(xpath, "the variable $%s is not defined here", (const char *)name);
    return value;
}

static void register_functions(struct xpath *xpath, const struct xpath_function *functions,
                               size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const xmlChar *name = (const xmlChar *)functions[i].name;
        const xmlChar *uri = (const xmlChar *)functions[i].uri;
        xmlXPathRegisterFuncNS(xpath->context, name, uri, NULL); /* adding does not replace */
        xmlXPathRegisterFuncNS(xpath->context, name, uri, functions[i].call);
    }
}

static void forget_functions(struct xpath *xpath, const struct xpath_function *functions,
                             size_t count)
{
    for (size_t i = 0; i < count; i++)
        xmlXPathRegisterFuncNS(xpath->context, (const xmlChar *)functions[i].name,
                               (const xmlChar *)functions[i].uri, NULL);
}

/* Ours of the same name are faster. */
static void add_exslt(struct xpath *xpath)
{
    size_t count;
    const struct xpath_function *general = xpath_general_functions(&count);
    forget_functions(xpath, general, count);
    xpath->has_exslt = exslt_library_register(xpath->context, &xpath->exslt);
    register_functions(xpath, general, count);
}

/* libxml2 asks here first; what is found is what is registered after it. */
static xmlXPathFunction look_up_function(void *data, const xmlChar *name, const xmlChar *uri)
{
    struct xpath *xpath = data;
    bool exslt = uri != NULL && (strcmp((const char *)uri, EXSLT_SETS) == 0 ||
                                 strcmp((const char *)uri, EXSLT_STRINGS) == 0 ||
                                 strcmp((const char *)uri, EXSLT_MATH) == 0);
    if (!exslt || xpath->has_exslt || xmlHashLookup2(xpath->context->funcHash, name, uri) != NULL)
        return NULL;
    if (xpath->exslt == NULL)
        add_exslt(xpath);
    if (!xpath->has_exslt)
        fail(xpath, "%s() is a function of libexslt, which is not installed", (const char *)name);
    return NULL;
}

struct xpath *xpath_new(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                        struct regex_cache *regex, void *user)
{
    struct xpath *xpath = arena_alloc(arena, sizeof *xpath);
    xpath->arena = xpath->rules = arena;
    xpath->vocabulary = vocabulary;
    xpath->regex = regex;
    xpath->user = user;
    xpath->hints = map_new(arena, MAP_CASE_SENSITIVE);
    xpath->scratch = xmlNewDoc((const xmlChar *)"1.0");
    xpath->context = xmlXPathNewContext(NULL);
    if (xpath->scratch == NULL || xpath->context == NULL)
        abort(); /* out of memory, as in arena.c */

    xmlXPathContext *context = xpath->context;
    context->userData = xpath;
    context->error = on_error;
    xmlXPathContextSetCache(context, 1, -1, 0);
    xmlXPathRegisterNs(context, (const xmlChar *)"set", (const xmlChar *)EXSLT_SETS);
    xmlXPathRegisterNs(context, (const xmlChar *)"str", (const xmlChar *)EXSLT_STRINGS);
    xmlXPathRegisterNs(context, (const xmlChar *)"math", (const xmlChar *)EXSLT_MATH);
    xmlXPathRegisterFuncLookup(context, look_up_function, xpath);
    size_t count;
    const struct xpath_function *general = xpath_general_functions(&count);
    register_functions(xpath, general, count);
    if (vocabulary != NULL)
        register_functions(xpath, vocabulary->functions, vocabulary->count);
    xmlXPathRegisterVariableLookup(context, look_up_variable, xpath);
    return xpath;
}

static void free_made(struct list *made)
{
    for (size_t i = 0; i < made->count; i++)
        xmlFreeNode(made->items[i]);
    made->count = 0;
}

void xpath_free(struct xpath *xpath)
{
    if (xpath == NULL)
        return;
    xpath_end_document(xpath);
    xmlXPathFreeContext(xpath->context);
    library_close(xpath->exslt);
    xmlFreeDoc(xpath->scratch);
    xpath->context = NULL;
    xpath->scratch = NULL;
}

void xpath_begin_document(struct xpath *xpath, xmlDoc *doc)
{
    xpath->context->doc = doc;
    xpath->context->node = (xmlNode *)doc;
    xpath->unknown.count = 0;
}

void xpath_end_document(struct xpath *xpath)
{
    free_made(&xpath->made);
    free_made(&xpath->lasting_made);
    xpath->context->doc = NULL;
    xpath->context->node = NULL;
}

void xpath_release_made(struct xpath *xpath)
{
    if (xpath->made.count > 0)
        free_made(&xpath->made);
}

void xpath_unknown_merge(struct xpath_unknown *into, const struct xpath_unknown *from)
{
    for (unsigned i = 0; i < from->count; i++) {
        bool there = false;
        for (unsigned j = 0; j < into->count; j++)
            there = there || into->hints[j] == from->hints[i];
        if (!there && into->count < XPATH_HINTS_MAX)
            into->hints[into->count++] = from->hints[i];
    }
}

/* ---- names in expressions ------------------------------------------------------------------- */

const char *xpath_namespace(const struct xpath_namespaces *namespaces, const char *prefix,
                            size_t length)
{
    for (int i = 0; namespaces != NULL && i < namespaces->count; i++) {
        const char *bound = (const char *)namespaces->items[i]->prefix;
        if (strlen(bound) == length && memcmp(bound, prefix, length) == 0)
            return (const char *)namespaces->items[i]->href;
    }
    if (length == 3 && memcmp(prefix, "xml", 3) == 0)
        return (const char *)XML_XML_NAMESPACE;
    if (length == 3 && memcmp(prefix, "set", 3) == 0)
        return (const char *)EXSLT_SETS;
    if (length == 3 && memcmp(prefix, "str", 3) == 0)
        return (const char *)EXSLT_STRINGS;
    if (length == 4 && memcmp(prefix, "math", 4) == 0)
        return (const char *)EXSLT_MATH;
    return NULL;
}

/*
 * libxml2 notices an unknown function or prefix only while evaluating, and then prints it on
 * standard error; so names are looked up before.
 */
static bool check_names(struct xpath *xpath, const char *text,
                        const struct xpath_namespaces *namespaces)
{
    struct xpath_scanner scanner;
    bool lacks_operand = true;
    xpath_scan_start(&scanner, text);
    for (;;) {
        struct xpath_token token = xpath_scan_next(&scanner);
        if (token.kind == TOKEN_END && lacks_operand)
            return fail(xpath, "it is not XPath: something is missing at the end");
        if (token.kind == TOKEN_END)
            return true;
        /* libxml2 reads simple paths with another parser, which lets `a|` and `a||b` pass. */
        bool binary = token.kind == TOKEN_OPERATOR && token.start[0] != '-';
        if (token.kind == TOKEN_BAD || (binary && lacks_operand))
            return fail(xpath, "it is not XPath near \"%.40s\"", token.start);
        lacks_operand = token.kind == TOKEN_OPERATOR || token.kind == TOKEN_DOUBLE_SLASH ||
                        (token.kind == TOKEN_SLASH && !token.starts_path);
        const char *uri = NULL;
        if (token.prefix_length > 0) {
            uri = xpath_namespace(namespaces, token.prefix, token.prefix_length);
            if (uri == NULL)
                return fail(xpath, "the prefix %.*s is not declared by <ns>",
                            (int)token.prefix_length, token.prefix);
        }
        if (token.kind != TOKEN_FUNCTION)
            continue;
        char name[64];
        if (token.name_length < sizeof name) {
            memcpy(name, token.name, token.name_length);
            name[token.name_length] = '\0';
            if (xmlXPathFunctionLookupNS(xpath->context, (const xmlChar *)name,
                                         (const xmlChar *)uri) != NULL)
                continue;
        }
        return fail(xpath, "there is no function %.*s()", (int)token.length, token.start);
    }
}

bool xpath_compile(struct xpath *xpath, struct xpath_expression *expression,
                   const struct xpath_namespaces *namespaces)
{
    if (expression->compiled != NULL)
        return true;
    xpath->failure[0] = '\0';
    if (strlen(expression->text) > EXPRESSION_LENGTH_MAX)
        return fail(xpath, "it is longer than %zu bytes", EXPRESSION_LENGTH_MAX);
    if (!check_names(xpath, expression->text, namespaces))
        return false;
    /* The bound on work is for evaluating; what it was last must not count while compiling. */
    xpath->context->opLimit = 0;
    expression->compiled = xmlXPathCtxtCompile(xpath->context, (const xmlChar *)expression->text);
    if (expression->compiled == NULL)
        return fail(xpath, "it is not XPath");
    return true;
}

void xpath_expression_fini(struct xpath_expression *expression)
{
    if (expression->compiled != NULL)
        xmlXPathFreeCompExpr(expression->compiled);
    expression->compiled = NULL;
}

/* ---- evaluation ----------------------------------------------------------------------------- */

/* What an evaluation changes in the context; a let is evaluated in the middle of another one. */
struct frame {
    xmlNode *node;
    xmlNs **namespaces;
    int namespace_count;
    int position;
    int size;
    unsigned long limit;
    unsigned long count;
};

static bool enter(struct xpath *xpath, struct xpath_expression *expression,
                  const struct xpath_namespaces *namespaces, xmlNode *node,
                  unsigned long operations, struct frame *frame)
{
    xmlXPathContext *context = xpath->context;
    xpath->failure[0] = '\0';
    *frame = (struct frame){.node = context->node,
                            .namespaces = context->namespaces,
                            .namespace_count = context->nsNr,
                            .position = context->proximityPosition,
                            .size = context->contextSize,
                            .limit = context->opLimit,
                            .count = context->opCount};
    if (expression->compiled == NULL && !xpath_compile(xpath, expression, namespaces))
        return false;
    context->node = node;
    context->namespaces = namespaces == NULL ? NULL : namespaces->items;
    context->nsNr = namespaces == NULL ? 0 : namespaces->count;
    context->opLimit = operations;
    context->opCount = 0;
    return true;
}

static void leave(struct xpath *xpath, const struct frame *frame)
{
    xmlXPathContext *context = xpath->context;
    xpath->spent += context->opCount;
    context->node = frame->node;
    context->namespaces = frame->namespaces;
    context->nsNr = frame->namespace_count;
    context->proximityPosition = frame->position;
    context->contextSize = frame->size;
    context->opLimit = frame->limit;
    context->opCount = frame->count;
}

bool xpath_test(struct xpath *xpath, struct xpath_expression *expression,
                const struct xpath_namespaces *namespaces, xmlNode *node, unsigned long operations,
                bool *result)
{
    struct frame frame;
    if (!enter(xpath, expression, namespaces, node, operations, &frame))
        return false;
    int answer = xmlXPathCompiledEvalToBoolean(expression->compiled, xpath->context);
    leave(xpath, &frame);
    *result = answer > 0;
    return answer >= 0 || fail(xpath, "it cannot be evaluated");
}

xmlXPathObject *xpath_value(struct xpath *xpath, struct xpath_expression *expression,
                            const struct xpath_namespaces *namespaces, xmlNode *node,
                            unsigned long operations)
{
    struct frame frame;
    if (!enter(xpath, expression, namespaces, node, operations, &frame))
        return NULL;
    xmlXPathObject *value = xmlXPathCompiledEval(expression->compiled, xpath->context);
    leave(xpath, &frame);
    if (value == NULL)
        fail(xpath, "it cannot be evaluated");
    return value;
}
