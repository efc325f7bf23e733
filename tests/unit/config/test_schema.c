/* Questions to a schema: directives, versions, what is visible, annotations. */
#include "unit/config/schema_fixture.h"

#include <string.h>

static bool wants_x(void *context, const char *name)
{
    return strcmp(name, context) == 0;
}

static void projection(void **state)
{
    struct schema_fixture *fixture = *state;
    assert_true(schema_fixture_add(
        fixture,
        SECTION(
            "s",
            ATTRIBUTE("name='a' type='string'") "<element name='child'>" ATTRIBUTE(
                "name='b' type='string'") "<element name='deep'/></element>" COLLECTION("addElement='entry'",
                                                                                        ATTRIBUTE(
                                                                                            "name='c' type='string'")))
            SECTION("t", ATTRIBUTE("name='a' type='string'")),
        NULL));
    schema_project(fixture->schema, NULL, wants_x, "deep");
    const struct schema_element *s = schema_fixture_root(*state, "s"),
                                *t = schema_fixture_root(*state, "t");
    assert_true(s->visible && schema_child(s, "child")->visible);
    assert_false(schema_attribute(s, "a")->visible);
    assert_false(t->visible);
    /* a later call adds, in one section only */
    schema_project(fixture->schema, "s", wants_x, "a");
    assert_true(schema_attribute(s, "a")->visible);
    assert_false(schema_attribute(t, "a")->visible);
    schema_project(fixture->schema, NULL, wants_x, "entry");
    assert_true(((struct schema_collection *)s->collections.items[0])->entry->visible);
    schema_project(fixture->schema, NULL, NULL, NULL);
    assert_true(t->visible && schema_attribute(t, "a")->visible);
}

static void versions(void **state)
{
    (void)state;
    assert_true(schema_version_at_least("10", NULL));
    assert_true(schema_version_at_least("10", "8.5"));
    assert_true(schema_version_at_least("8.5", "8.5"));
    assert_false(schema_version_at_least("8", "8.5"));
    assert_false(schema_version_at_least("7.5", "10"));
    assert_true(schema_version_at_least("10.1709", "10"));
    assert_false(schema_version_at_least("10", "10.1709"));
}

/* All sections in the order in which they came, and nothing behind the last. */
static void each_section(void **state)
{
    struct schema_fixture *fixture = *state;
    size_t cursor = 0;
    assert_null(schema_next(fixture->schema, &cursor));
    assert_true(
        schema_fixture_add(fixture, SECTION("b", "") SECTION("a/c", "") SECTION("b", ""), NULL));
    cursor = 0;
    assert_string_equal(schema_next(fixture->schema, &cursor)->path, "b");
    assert_string_equal(schema_next(fixture->schema, &cursor)->path, "a/c");
    assert_null(schema_next(fixture->schema, &cursor));
}

static void names_of_types(void **state)
{
    (void)state;
    assert_string_equal(schema_type_name(VALUE_STRING), "string");
    assert_string_equal(schema_type_name(VALUE_TIMESPAN), "timeSpan");
    assert_string_equal(schema_type_name(VALUE_FLAGS), "flags");
}

/* A server's own files say nothing of what only annotations say: at every depth it is copied. */
static void annotations(void **state)
{
    struct schema_fixture *fixture = *state;
    struct schema_fixture ours = {fixture->arena, schema_new(fixture->arena, "10")};
    static const char plain[] = SECTION(
        "s",
        ATTRIBUTE("name='g' type='bool'")
            ATTRIBUTE("name='own' type='bool'") "<element name='child'>" ATTRIBUTE(
                "name='t' type='string'") "</element><element name='new'/>" COLLECTION("addElement='entry'",
                                                                                       ATTRIBUTE(
                                                                                           "name='r' type='string'"))
                COLLECTION("addElement='other'", ATTRIBUTE("name='r' type='string'")))
        SECTION("unknown", "");
    assert_true(schema_fixture_add(fixture, plain, NULL));
    assert_true(schema_fixture_add(
        &ours,
        SECTION(
            "s' v:reach='tools' v:classic='500.22' v:validated='true' v:ignored-in-folders='true' v:guards-classic='g' v:guarded-by='m/x",
            ATTRIBUTE("name='g' type='bool'") "<element name='child'>" ATTRIBUTE(
                "name='t' type='string' v:tokens='a,b'") "</element>" COLLECTION("addElement='entry'",
                                                                                 ATTRIBUTE(
                                                                                     "name='r' type='string' v:refers='x/y'"))),
        NULL));
    schema_annotate(fixture->schema, ours.schema);
    const struct schema_section *section = schema_section(fixture->schema, "s");
    const struct schema_element *root = schema_root(section);
    assert_string_equal(section->reach, "tools");
    assert_string_equal(section->classic, "500.22");
    assert_true(section->validated && section->ignored_in_folders);
    assert_string_equal(section->guard, "g");
    assert_string_equal(section->guard_module, "m/x");
    assert_string_equal(schema_attribute(schema_child(root, "child"), "t")->tokens, "a,b");
    const struct schema_collection *found;
    assert_int_equal(schema_directive(root, "entry", &found), DIRECTIVE_ADD);
    assert_string_equal(schema_attribute(found->entry, "r")->refers, "x/y");
    assert_int_equal(schema_directive(root, "other", &found), DIRECTIVE_ADD);
    assert_null(schema_attribute(found->entry, "r")->refers);
    assert_null(schema_section(fixture->schema, "unknown")->reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions),
        cmocka_unit_test(names_of_types),
        cmocka_unit_test_setup_teardown(each_section, schema_set_up, schema_tear_down),
        cmocka_unit_test_setup_teardown(annotations, schema_set_up, schema_tear_down),

        cmocka_unit_test_setup_teardown(projection, schema_set_up, schema_tear_down),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
