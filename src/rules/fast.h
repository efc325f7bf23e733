/*
 * fast.h - the common forms of a test, evaluated without libxml2.
 *
 * Most tests of rules begin with something cheap, such as `$windows/@enabled = 'true' and ...`, and on
 * most nodes that is false. libxml2 needs about a microsecond for it (it copies the variable, makes
 * node-sets); following pointers takes nanoseconds. So a test is read here as far as it consists of
 *
 *     A or B   A and B   not(A)   (A)
 *     PATH   PATH = 'text'   PATH != 'text'   starts-with(PATH, 'text')   contains(PATH, 'text')
 *     PATH:  START/name/.../@name      START:  .  name  @name  $name  function(PATH[, 'text'])  //name
 *
 * where PATH in the last two functions may stand in lower-case(). A START[predicate] is read as a
 * whole when the predicate only compares what lies below the node, else for the case that START is
 * empty. Any other part stays an expression for libxml2. The meaning is XPath's.
 */
#ifndef IISLINT_RULES_FAST_H
#define IISLINT_RULES_FAST_H

#include "rules/xpath.h"

enum fast_start { FAST_CONTEXT, FAST_VARIABLE, FAST_FUNCTION, FAST_DESCENDANT };

struct fast_test;

struct fast_path {
    enum fast_start start;
    const char *variable;                /* FAST_VARIABLE */
    const struct xpath_direct *function; /* FAST_FUNCTION */
    struct fast_path *argument;          /* of the function */
    const char *literal;                 /* its second argument, or NULL */
    const char *descendant;              /* FAST_DESCENDANT: elements of this name, anywhere */
    struct fast_test *filter;            /* of what START gives; nothing follows it. Or NULL */
    const char **steps;                  /* names of child elements */
    size_t step_count;
    const char *attribute; /* the last step, or NULL */
    bool filtered; /* another predicate follows START: only an empty START can be answered */
};

enum fast_kind { FAST_OR, FAST_AND, FAST_NOT, FAST_COMPARE, FAST_SLOW };
enum fast_comparison { FAST_EXISTS, FAST_EQUAL, FAST_UNEQUAL, FAST_STARTS, FAST_CONTAINS };

struct fast_test {
    enum fast_kind kind;
    struct fast_test **operands; /* FAST_OR, FAST_AND, FAST_NOT */
    size_t count;
    struct fast_path *path; /* FAST_COMPARE */
    enum fast_comparison comparison;
    const char *literal;          /* compared with; NULL for FAST_EXISTS */
    bool lower;                   /* of the lower-case text */
    struct xpath_expression slow; /* FAST_SLOW */
};

/* A fast form that is read when it is first wanted. */
struct fast {
    struct fast_test *test;
    struct fast_path *path;
    size_t share; /* of a path that depends on the node alone: number of its text, from 1; else 0 */
    bool tried;
};

/* The fast form of a test, or NULL when nothing in it has one. In the arena, as all it points to. */
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

/* True when the value of the expression is a boolean; else it is a node-set, asked for existence. */
bool fast_test_is_boolean(const struct fast_test *test);

/* True when no part of it stays with libxml2. */
bool fast_test_is_whole(const struct fast_test *test);

/* Calls `each` for every part that stays with libxml2. `test` may be NULL. */
void fast_each_slow(struct fast_test *test,
                    void (*each)(void *context, struct xpath_expression *expression),
                    void *context);

/* True when the path leads to the same nodes whatever variables there are. */
bool fast_path_is_independent(const struct fast_path *path);

/* An expression that is nothing but a PATH, or NULL. */
struct fast_path *fast_path_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const char *text);

#endif
