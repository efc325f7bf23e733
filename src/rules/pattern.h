/*
 * pattern.h - XSLT 1.0 patterns, which are the contexts of Schematron rules, matched node by node.
 *
 * name, *, p:name, path a/b, a//b, /a, //a, @name, text(), comment(), processing-instruction(),
 * node(), / and alternatives with |, all with predicates. Matching goes from the node upwards, so a
 * document is walked once and no node-set is built. id() and key() patterns are not read.
 */
#ifndef IISLINT_RULES_PATTERN_H
#define IISLINT_RULES_PATTERN_H

#include "rules/fast.h"
#include "rules/xpath.h"

enum pattern_test {
    PATTERN_NAME,      /* an element or attribute of this name */
    PATTERN_ANY,       /* any element or attribute */
    PATTERN_NAMESPACE, /* any of a namespace, p:* */
    PATTERN_TEXT,
    PATTERN_COMMENT,
    PATTERN_INSTRUCTION,
    PATTERN_NODE /* any child: element, text, comment, instruction */
};

/* Where the last node stood among its like; walking on from there keeps `site[2]` linear. */
struct pattern_place {
    const xmlNode *parent;
    xmlNode *node;
    int position;
    int size; /* 0: not counted */
};

struct pattern_predicate {
    struct xpath_expression expression;
    bool uses_position; /* it calls position() or last() */
    bool uses_size;     /* last() */
    struct pattern_place place;
    struct fast fast; /* of the expression, when it does not look at the position */
};

struct pattern_step {
    bool attribute;
    bool below; /* `//` on its left: the step before it is any ancestor, not the parent */
    enum pattern_test test;
    const char *name; /* of an instruction NULL: any */
    const char *uri;  /* NULL: no namespace */
    struct pattern_predicate *predicates;
    size_t predicate_count;
};

struct pattern_alternative {
    struct pattern_step *steps; /* the last one of the path first */
    size_t step_count;          /* 0: the document itself, "/" */
    bool absolute;
};

struct pattern {
    struct pattern_alternative *alternatives;
    size_t count;
};

/*
 * Reads a pattern into the arena; `place` is the attribute that holds it. NULL with a reason in
 * `reason` when it is not an XSLT pattern. pattern_fini() frees what its predicates compiled to.
 */
struct pattern *pattern_parse(struct arena *arena, const char *text, const xmlNode *place,
                              const struct xpath_namespaces *namespaces, char *reason,
                              size_t reason_size);
void pattern_fini(struct pattern *pattern);

/* Forgets about the nodes of the last document. */
void pattern_reset(struct pattern *pattern);

/*
 * True when the alternative matches the node. A predicate that cannot be evaluated gives false and
 * sets `*failed`; then xpath->failure says why.
 */
bool pattern_matches(struct pattern_alternative *alternative, struct xpath *xpath,
                     const struct xpath_namespaces *namespaces, xmlNode *node, bool *failed);

/* True when its last step alone decides: no path, no predicate. */
bool pattern_is_name(const struct pattern_alternative *alternative);

#endif
