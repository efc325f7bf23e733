/*
 * fast.h - the common forms of a test, evaluated without libxml2.
 *
 * Most tests of rules are conjunctions that begin with something cheap, such as
 * `$windows/@enabled = 'true' and ...`, and on most nodes that first part is false. libxml2 needs
 * some microseconds for it (it copies the variable, makes node-sets); following pointers needs some
 * nanoseconds. So a test is split at its top-level `and`s, and each part of the forms
 *
 *     PATH   PATH = 'text'   PATH != 'text'   not(...) of these
 *     PATH:  START/name/.../@name      START:  .  name  @name  $name  function(PATH[, 'text'])
 *
 * is read here; any other part stays an expression for libxml2. The meaning is exactly XPath's.
 */
#ifndef IISLINT_RULES_FAST_H
#define IISLINT_RULES_FAST_H

#include "rules/xpath.h"

enum fast_start { FAST_CONTEXT, FAST_VARIABLE, FAST_FUNCTION };

struct fast_path {
    enum fast_start start;
    const char *variable;                  /* FAST_VARIABLE */
    const struct xpath_direct *function;   /* FAST_FUNCTION */
    struct fast_path *argument;            /* of the function */
    const char *literal;                   /* its second argument, or NULL */
    const char **steps;                    /* names of child elements */
    size_t step_count;
    const char *attribute;                 /* the last step, or NULL */
};

enum fast_comparison { FAST_EXISTS, FAST_EQUAL, FAST_UNEQUAL };

struct fast_part {
    struct fast_path *path; /* NULL: `slow` it is */
    enum fast_comparison comparison;
    const char *literal;    /* compared with */
    bool negated;           /* in not(...) */
    struct xpath_expression slow;
};

struct fast_test {
    struct fast_part *parts;
    size_t count;
    bool is_boolean; /* the expression's value is one; else a node-set that a test asks for existence */
};

/* A fast form that is read when it is first wanted. */
struct fast {
    struct fast_test *test;
    struct fast_path *path;
    bool tried;
};

/* The parts of a test, or NULL when none is of the fast forms. In the arena, as all it points to. */
struct fast_test *fast_test_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const struct xpath_expression *test);

/*
 * Runs a test at a node. False when libxml2 has to evaluate it after all: a variable of another
 * type, several nodes where one is meant, an error that it will find again.
 */
bool fast_test_run(struct xpath *xpath, struct fast_test *test,
                   const struct xpath_namespaces *namespaces, xmlNode *node, bool *holds);

/* The nodes that a path leads to, as a new object; NULL when libxml2 has to. */
xmlXPathObject *fast_path_value(struct xpath *xpath, const struct fast_path *path, xmlNode *node);

/* An expression that is nothing but a PATH, or NULL. */
struct fast_path *fast_path_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const char *text);

#endif
