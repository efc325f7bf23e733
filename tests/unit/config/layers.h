/*
 * layers.h - collections of a made-up schema, and what files say of them in few letters.
 *
 * The sections, each a collection of <add n="..."/> with <remove> and <clear>: "append" as modules,
 * "prepend" as handlers, "nocase" as mimeMap; "free" without a key; "twice" with duplicates, of
 * <allow> and <deny>; "pair" of <error> with two keys n and m, m having a default; "several" with two
 * unique keys n and id, of which n is required; "replace" as .NET's appSettings.
 */
#ifndef IISLINT_TESTS_CONFIG_LAYERS_H
#define IISLINT_TESTS_CONFIG_LAYERS_H

#include "base/map.h"
#include "config/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct layers_fixture {
    struct arena *arena;
    struct schema *schema;
    struct list sources; /* struct source * */
};

/* For cmocka: the state of each test is a struct layers_fixture. */
int layers_set_up(void **state);
int layers_tear_down(void **state);

/* The schema of a section. */
const struct schema_element *layers_section(const struct layers_fixture *fixture,
                                            const char *section);

/* The section element of a file: "a b" adds, "-a" removes, "!" clears; or XML, which begins with
 * '<'. It lives as long as the fixture. */
const xmlNode *layers_element(struct layers_fixture *fixture, const char *section,
                              const char *written);

#endif
