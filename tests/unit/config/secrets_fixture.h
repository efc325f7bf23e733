/*
 * secrets_fixture.h - the list of secrets that the program has, and a text to look for them in.
 */
#ifndef IISLINT_TESTS_CONFIG_SECRETS_FIXTURE_H
#define IISLINT_TESTS_CONFIG_SECRETS_FIXTURE_H

#include "config/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct secrets_fixture {
    struct arena *arena;
    struct regex_cache *regexes;
    struct secrets *secrets;
    struct source *source;
};

/* For cmocka: the state of each test is a struct secrets_fixture. */
int secrets_set_up(void **state);
int secrets_tear_down(void **state);

/* The text as a file; freed with the next one. */
const struct source *secrets_parse(struct secrets_fixture *fixture, const char *text);

#endif
