/*
 * xpath.h - XPath 1.0 for rules: expressions compiled once, functions from a table, and answers in
 * three values.
 *
 * The first half is for those who write functions of a vocabulary, the second for the engine.
 *
 * Three values: a function that looks at something unknown (facts that nobody collected) returns
 * its neutral result (an empty node-set, false, "") and calls xpath_raise_unknown(). A test that
 * did not fire although something was unknown is then "undecided" and not "passed".
 */
#ifndef IISLINT_RULES_XPATH_H
#define IISLINT_RULES_XPATH_H

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "source/regex.h"
#include <libxml/xpath.h>
#include <stdbool.h>
#include <stddef.h>

/* ---- writing functions ---------------------------------------------------------------------- */

/*
 * One function of a vocabulary. `uri` NULL: it is called without a prefix (`effective(...)`), else
 * the rule file binds a prefix to it with <ns>. The number of arguments is checked when a rule
 * file is loaded strictly; at run time `call` still has to look at its `argument_count`
 * (xpath_has_arguments()).
 */
struct xpath_function {
    const char *name;
    const char *uri;
    xmlXPathFunction call;
    unsigned minimum; /* arguments */
    unsigned maximum;
    const char *signature; /* "matches(text, pattern[, flags])", for rules/README.md */
    const char *summary;   /* what it answers, one or two sentences */
};

/*
 * A function of the vocabulary for one node (NULL: an empty node-set) and, when it takes two
 * arguments, a literal: the one node that it returns, or NULL. For functions that give nodes and rest
 * on nothing unknown. `*known` false: only the function itself can tell. See fast.h.
 */
struct xpath_direct {
    const char *name;
    bool literal; /* takes a literal as second argument */
    xmlNode *(*call)(void *user, xmlNode *node, const char *literal, bool *known);
    /* instead of `call` for a function that gives several: their number, in document order */
    size_t (*list)(void *user, xmlNode *node, xmlNode *const **nodes, bool *known);
};

/* A table of functions; it must outlive every rulebook and evaluator made with it. */
struct xpath_vocabulary {
    const struct xpath_function *functions;
    size_t count;
    const struct xpath_direct *direct; /* may be NULL */
    size_t direct_count;
};

/* The pointer that the caller gave to evaluator_new(). Never use context->userData itself. */
void *xpath_user(const xmlXPathParserContext *call);

/* The cache of regular expressions that the caller gave to evaluator_new(). */
struct regex_cache *xpath_regex_cache(const xmlXPathParserContext *call);

/* Memory that lives as long as the evaluator, for caches; not for something made at every call. */
struct arena *xpath_arena(const xmlXPathParserContext *call);

/* True while a value is computed that the whole document keeps (a let above the rules): what the
 * function returns then must not be given up before the document is done. */
bool xpath_is_lasting(const xmlXPathParserContext *call);

/* The node that the expression (or the current predicate) is being evaluated at. */
xmlNode *xpath_node(const xmlXPathParserContext *call);

/* The node that the rule is being evaluated at, also inside predicates; as XSLT's current(). */
xmlNode *xpath_current(const xmlXPathParserContext *call);

/*
 * Says that the answer of this function rests on something unknown. `group` is a fact group
 * ("acls"), `hint` says what would decide it; both are copied once (equal texts are kept once).
 * `hint` may be NULL.
 */
void xpath_raise_unknown(xmlXPathParserContext *call, const char *group, const char *hint);

/*
 * Ends the evaluation with a tool error about the rule (wrong argument). Use it for what a rule's
 * author did wrong, never for what the configuration holds.
 */
void xpath_raise_error(xmlXPathParserContext *call, const char *format, ...) PRINTF_LIKE(2, 3);

/* True when the count is in the range; else raises the error (then the function just returns). */
bool xpath_has_arguments(xmlXPathParserContext *call, int count, int minimum, int maximum);

/*
 * Takes the last argument from the stack, arguments come in reverse order. Texts are malloc'ed by
 * libxml2 and freed with xmlFree(); never NULL unless the evaluation failed (out of memory).
 */
char *xpath_take_text(xmlXPathParserContext *call);
bool xpath_take_boolean(xmlXPathParserContext *call);

/* The first node of a node-set argument in document order; NULL when it is empty. An argument of
 * another type raises an error and gives NULL. */
xmlNode *xpath_take_node(xmlXPathParserContext *call);

/* A whole node-set argument; freed with xmlXPathFreeObject(). NULL after an error. */
xmlXPathObject *xpath_take_nodes(xmlXPathParserContext *call);

/* Results. A function returns exactly one (none after an error). */
void xpath_return_text(xmlXPathParserContext *call, const char *text); /* copies; NULL is "" */
void xpath_return_boolean(xmlXPathParserContext *call, bool value);
void xpath_return_number(xmlXPathParserContext *call, double value);
void xpath_return_node(xmlXPathParserContext *call, xmlNode *node); /* NULL: empty node-set */
void xpath_return_nodes(xmlXPathParserContext *call, xmlNode *const *nodes, size_t count);

/*
 * Makes an element that a function can return (the parts of a connection string): it has no
 * parent and lives at least as long as the values computed from it; add attributes and children
 * to it as usual. Do not free it.
 */
xmlNode *xpath_make_element(xmlXPathParserContext *call, const char *name);

/* ---- the engine's side ---------------------------------------------------------------------- */

/* An expression as written in a rule file, compiled at its first use. */
struct xpath_expression {
    const char *text;           /* NULL: there is none */
    const xmlNode *place;       /* the attribute that holds it, for messages */
    xmlXPathCompExpr *compiled; /* owned; NULL until first used */
};

/* Prefixes that are bound where an expression stands. */
struct xpath_namespaces {
    xmlNs **items;
    int count;
};

/* What was unknown during an evaluation. */
struct xpath_hint {
    const char *group;
    const char *text; /* may be NULL */
};

#define XPATH_HINTS_MAX 4 /* kept per evaluation; more would not help the reader */

struct xpath_unknown {
    const struct xpath_hint *hints[XPATH_HINTS_MAX];
    unsigned count; /* 0: nothing was unknown */
};

/* How much work an evaluation may do, in libxml2's operations (about 10 to 50 ns each). */
#define XPATH_NODE_OPERATIONS 1000000UL

/* Finds a variable's value: a new object, or NULL when there is none. */
typedef xmlXPathObject *xpath_variable_lookup(void *context, const char *name);

/* The variable's value itself, valid until the node (or the document) is done; NULL as above. */
typedef const xmlXPathObject *xpath_variable_borrow(void *context, const char *name);

/* Finds the nodes of a key (XSLT's key()); false when there is no such key. `nodes` is borrowed. */
typedef bool xpath_key_lookup(void *context, const char *key, const char *value,
                              const struct list **nodes);

/*
 * The state of evaluating: libxml2's context and what the functions above need. One per evaluator;
 * not shared between threads.
 */
struct xpath {
    xmlXPathContext *context;
    struct arena *arena;
    struct arena *rules; /* the rules' own memory, for what is remembered with them */
    struct regex_cache *regex;
    void *user;
    xpath_variable_lookup *variable;
    xpath_variable_borrow *borrow; /* the same value without a copy; NULL: not to be had */
    xpath_key_lookup *key;
    void *lookup_context;
    xmlNode *current;
    struct xpath_unknown unknown;
    struct map *hints; /* "group\nhint" -> struct xpath_hint */
    const struct xpath_vocabulary *vocabulary;
    xmlDoc *scratch;          /* owner of made elements */
    struct list made;         /* freed by xpath_release_made() */
    struct list lasting_made; /* freed at the end of the document */
    bool lasting;             /* which of the two gets what is made now */
    unsigned long spent;      /* operations since the caller last set it to 0 */
    void *exslt;              /* the library, once an expression needed it */
    bool has_exslt;
    char failure[512]; /* why the last evaluation failed */
};

/* Creates the state; `vocabulary` may be NULL. Freed with xpath_free(). */
struct xpath *xpath_new(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                        struct regex_cache *regex, void *user);
void xpath_free(struct xpath *xpath);

/* Starts and ends the work on a document: made elements and caches of the last one go. */
void xpath_begin_document(struct xpath *xpath, xmlDoc *doc);
void xpath_end_document(struct xpath *xpath);

/* Frees elements made since the last call, except those made while `lasting` was set. */
void xpath_release_made(struct xpath *xpath);

/*
 * Compiles an expression if that has not happened yet. False with a reason in xpath->failure when
 * it is not XPath, calls a function that does not exist, or uses a prefix that is not bound;
 * nothing is printed.
 */
bool xpath_compile(struct xpath *xpath, struct xpath_expression *expression,
                   const struct xpath_namespaces *namespaces);

/* Frees what compiling made; the expression can be compiled again. */
void xpath_expression_fini(struct xpath_expression *expression);

/*
 * Evaluates at a node with a bound on the work. False after a failure (xpath->failure says why);
 * what was unknown is added to xpath->unknown, which the caller resets.
 */
bool xpath_test(struct xpath *xpath, struct xpath_expression *expression,
                const struct xpath_namespaces *namespaces, xmlNode *node, unsigned long operations,
                bool *result);

/* The same for any value; the caller frees it with xmlXPathFreeObject(). NULL after a failure. */
xmlXPathObject *xpath_value(struct xpath *xpath, struct xpath_expression *expression,
                            const struct xpath_namespaces *namespaces, xmlNode *node,
                            unsigned long operations);

/* Adds what was unknown when a value was computed, now that it is used again. */
void xpath_unknown_merge(struct xpath_unknown *into, const struct xpath_unknown *from);

/* The URI of a prefix (of `length` bytes) where an expression stands, also of those always bound
 * (set, str, math); NULL when there is none. */
const char *xpath_namespace(const struct xpath_namespaces *namespaces, const char *prefix,
                            size_t length);

#endif
