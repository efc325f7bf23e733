/*
 * expressing.h - single expressions on a small document, and what they say.
 */
#ifndef IISLINT_TESTS_RULES_EXPRESSING_H
#define IISLINT_TESTS_RULES_EXPRESSING_H

#include "rules/xpath.h"
#include "source/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct expressing {
    struct arena *arena;
    struct regex_cache *regex;
    struct source *source;
    struct xpath *xpath;
};

/* `vocabulary` may be NULL; `user` is what its functions get. */
void expressing_start(struct expressing *expressing, const struct xpath_vocabulary *vocabulary,
                      void *user, const char *document);
void expressing_stop(struct expressing *expressing);

/* For cmocka: the state of each test is such a document, without a vocabulary. */
int expressing_set_up(void **state);
int expressing_tear_down(void **state);

/* The value as text at the root element, "!REASON" when it fails; in the arena. */
const char *expressing_text(struct expressing *expressing, const char *expression);

/* The same with a bound on the work. */
const char *expressing_within(struct expressing *expressing, const char *expression,
                              unsigned long operations);

struct expressing_row {
    const char *expression, *expected; /* after a '!' a part of the reason is enough */
};
void check_expressions(struct expressing *expressing, const struct expressing_row *rows,
                       size_t count);

#define CHECK_EXPRESSIONS(expressing, ...)                                                         \
    do {                                                                                           \
        const struct expressing_row rows_[] = {__VA_ARGS__};                                       \
        check_expressions(expressing, rows_, sizeof rows_ / sizeof *rows_);                        \
    } while (false)

#endif
