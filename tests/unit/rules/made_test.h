/*
 * made_test.h - tests of rules that nobody wrote: expressions at random, most of them valid, of the
 * names that the documents and the vocabulary of test_fast_run.c have.
 */
#ifndef IISLINT_TESTS_RULES_MADE_TEST_H
#define IISLINT_TESTS_RULES_MADE_TEST_H

#include "base/text.h"

#include <stdint.h>

/* Starts with a seed; ends with text_fini(&made.text). */
struct made_test {
    uint64_t seed;
    struct text text;
};

/* The next one, operators nested `depth` deep; valid until the one after it. */
const char *made_test_next(struct made_test *made, int depth);

#endif
