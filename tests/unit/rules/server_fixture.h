/*
 * server_fixture.h - a small server with facts, and what expressions of rules say about it.
 */
#ifndef IISLINT_TESTS_RULES_SERVER_FIXTURE_H
#define IISLINT_TESTS_RULES_SERVER_FIXTURE_H

#include "rules/document.h"
#include "rules/functions.h"
#include "unit/config/image.h"

struct server_fixture {
    struct image image; /* for what only concerns configuration */
    struct facts *facts;
    struct accounts *accounts;
    struct document *document;
    struct xpath *xpath;
};

/*
 * Loads an applicationHost.config (`content` is what stands in <configuration>) and facts (the
 * groups, NULL for none). The folder of the image may have been filled before: then call
 * server_fixture_init(), image_write(...), server_fixture_load(fixture, NULL, facts).
 */
void server_fixture_init(struct server_fixture *fixture);
void server_fixture_load(struct server_fixture *fixture, const char *content, const char *groups);
void server_fixture_start(struct server_fixture *fixture, const char *content, const char *groups);
void server_fixture_fini(struct server_fixture *fixture);

/* For cmocka: the state of each test is such a server. */
int server_fixture_set_up(void **state, const char *content, const char *groups);
int server_fixture_tear_down(void **state);

/* The value of an expression as text, evaluated at the first node that `at` selects. A failure of
 * the expression fails the test. In the fixture's arena. */
const char *server_text(struct server_fixture *fixture, const char *at, const char *expression);

/* What was unknown in the last expression: "group: hint; group: hint", "" when nothing was. */
const char *server_unknown(struct server_fixture *fixture);

/* Why an expression fails; fails the test when it does not. */
const char *server_failure(struct server_fixture *fixture, const char *at, const char *expression);

#define assert_server(fixture, at, expression, expected)                                           \
    assert_string_equal(server_text(fixture, at, expression), expected)

#endif
