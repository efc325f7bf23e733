/*
 * schema_fixture.h - a schema for tests, read from texts.
 */
#ifndef IISLINT_TESTS_CONFIG_SCHEMA_FIXTURE_H
#define IISLINT_TESTS_CONFIG_SCHEMA_FIXTURE_H

#include "config/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct schema_fixture {
    struct arena *arena;
    struct schema *schema;
};

/* For cmocka: the state of each test is an empty schema for IIS 10. */
int schema_set_up(void **state);
int schema_tear_down(void **state);

/* Adds a file: `content` stands in <configSchema>, where the prefix v is for annotations. */
bool schema_fixture_add(struct schema_fixture *fixture, const char *content, struct error *error);

/* The root element of a section; fails the test when there is none. `state` is the fixture. */
const struct schema_element *schema_fixture_root(void *state, const char *path);

#define SECTION(name, content) "<sectionSchema name='" name "'>" content "</sectionSchema>"
#define COLLECTION(attributes, content) "<collection " attributes ">" content "</collection>"
#define ATTRIBUTE(attributes) "<attribute " attributes "/>"

#endif
