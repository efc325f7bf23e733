#include "config/file.h"

#include "base/text.h"
#include "config/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct sections *sections;
    struct source *source, *other;
    struct config_file *file;
};

static int set_up(void **state)
{
    static const char schema_text[] =
        "<configSchema><sectionSchema name='g/one'/><sectionSchema name='g/two'/>"
        "<sectionSchema name='three'/></configSchema>";
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    fixture.arena = arena_new();
    struct schema *schema = schema_new(fixture.arena, "10");
    struct source *source =
        source_parse(fixture.arena, "s.xml", schema_text, sizeof schema_text - 1);
    schema_add(schema, source, NULL);
    source_free(source);
    fixture.sections = sections_new(fixture.arena, schema);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    source_free(fixture->source);
    source_free(fixture->other);
    arena_free(fixture->arena);
    return 0;
}

/* What <section file="..."> other file would be: <one from='other'/>, or nothing. */
static xmlNode *open_other(void *context, struct config_file *file, const xmlNode *section,
                           const char *config_source, enum section_file kind)
{
    struct fixture *fixture = context;
    assert_int_equal(kind, SECTION_FILE_SOURCE);
    assert_ptr_equal(file, fixture->file);
    assert_string_equal((const char *)section->name, "one");
    if (strcmp(config_source, "other.config") != 0)
        return NULL;
    fixture->other = source_parse(fixture->arena, config_source, "<one from='other'/>", 19);
    return xmlDocGetRootElement(fixture->other->doc);
}

static struct config_file *read(struct fixture *fixture, const char *text)
{
    source_free(fixture->source);
    fixture->source = source_parse(fixture->arena, "web.config", text, strlen(text));
    fixture->file = config_file_new(fixture->arena, fixture->source, NULL);
    config_file_declare(fixture->file, fixture->sections);
    config_file_read(fixture->file, fixture->arena, fixture->sections, open_other, fixture);
    return fixture->file;
}

static const struct config_location *location(const struct config_file *file, size_t index)
{
    assert_true(index < file->locations.count);
    return file->locations.items[index];
}

static const struct definition *definition(const struct config_location *at, size_t index)
{
    assert_true(index < at->definitions.count);
    return at->definitions.items[index];
}

static void sections(void **state)
{
    const struct config_file *file =
        read(*state, "<configuration><g><one a='1'/><unknown><two/></unknown><two/></g><three/>"
                     "<unknown/><one/></configuration>");
    assert_int_equal(file->locations.count, 1);
    const struct config_location *own = location(file, 0);
    assert_string_equal(own->path, "");
    assert_null(own->element);
    assert_int_equal(own->definitions.count, 3);
    const struct definition *one = definition(own, 0);
    assert_string_equal(one->section->path, "g/one");
    assert_string_equal(node_attribute(one->element, "a"), "1");
    assert_ptr_equal(one->written, one->element);
    assert_ptr_equal(one->file, file);
    assert_null(one->location);
    assert_int_equal(one->override_mode, OVERRIDE_INHERIT);
    assert_true(one->inherit_in_child_applications);
    assert_string_equal(definition(own, 1)->section->path, "g/two");
    assert_string_equal(definition(own, 2)->section->path, "three");
}

static void declared_here(void **state)
{
    const struct config_file *file =
        read(*state, "<configuration><configSections><section name='log4net'/></configSections>"
                     "<log4net/></configuration>");
    assert_string_equal(definition(location(file, 0), 0)->section->path, "log4net");
}

/* ".", "" and no path at all mean the file's own level. */
static void location_paths(void **state)
{
    static const char *const cases[][2] = {{"path='.'", ""},
                                           {"path=''", ""},
                                           {"", ""},
                                           {"path='Shop'", "Shop"},
                                           {"path='/Shop/'", "Shop"},
                                           {"path='Shop\\a'", "Shop/a"},
                                           {"path=' Shop '", "Shop"},
                                           {"path='a/b.aspx'", "a/b.aspx"}};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct config_file *file = read(
            fixture, arena_printf(fixture->arena,
                                  "<configuration><location %s><three/></location></configuration>",
                                  cases[i][0]));
        assert_int_equal(file->locations.count, 2);
        assert_string_equal(location(file, 1)->path, cases[i][1]);
        const struct definition *three = definition(location(file, 1), 0);
        assert_ptr_equal(three->location, location(file, 1)->element);
    }
}

static void override_modes(void **state)
{
    static const struct {
        const char *attributes;
        enum override_mode mode;
        bool inherit;
    } cases[] = {{"", OVERRIDE_INHERIT, true},
                 {"overrideMode='Allow'", OVERRIDE_ALLOW, true},
                 {"overrideMode='deny'", OVERRIDE_DENY, true},
                 {"overrideMode='Inherit'", OVERRIDE_INHERIT, true},
                 {"allowOverride='true'", OVERRIDE_ALLOW, true},
                 {"allowOverride='False'", OVERRIDE_DENY, true},
                 {"overrideMode='Allow' allowOverride='false'", OVERRIDE_ALLOW, true},
                 {"inheritInChildApplications='false'", OVERRIDE_INHERIT, false},
                 {"inheritInChildApplications='True'", OVERRIDE_INHERIT, true}};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct config_file *file = read(
            fixture, arena_printf(fixture->arena,
                                  "<configuration><location path='x' %s><g><one/></g></location>"
                                  "<location path='y'><three/></location></configuration>",
                                  cases[i].attributes));
        const struct definition *one = definition(location(file, 1), 0);
        assert_int_equal(one->override_mode, cases[i].mode);
        assert_int_equal(one->inherit_in_child_applications, cases[i].inherit);
        /* nothing of it stays for the next */
        const struct definition *three = definition(location(file, 2), 0);
        assert_int_equal(three->override_mode, OVERRIDE_INHERIT);
        assert_true(three->inherit_in_child_applications);
    }
}

/* A location does not hold another one. */
static void nested_locations(void **state)
{
    const struct config_file *file =
        read(*state, "<configuration><location path='x'><location path='y'><three/></location>"
                     "<three/></location></configuration>");
    assert_int_equal(file->locations.count, 2);
    assert_int_equal(location(file, 1)->definitions.count, 1);
}

static void config_source(void **state)
{
    const struct config_file *file =
        read(*state, "<configuration><g><one configSource='other.config'/></g></configuration>");
    const struct definition *one = definition(location(file, 0), 0);
    assert_string_equal(node_attribute(one->element, "from"), "other");
    assert_string_equal(node_attribute(one->written, "configSource"), "other.config");
    file = read(*state, "<configuration><g><one configSource='gone.config'/></g></configuration>");
    one = definition(location(file, 0), 0);
    assert_ptr_equal(one->element, one->written);
}

static void unusable(void **state)
{
    assert_null(read(*state, "<configuration><open></configuration>")->root);
    assert_null(read(*state, "<other><three/></other>")->root);
    assert_int_equal(((struct fixture *)*state)->file->locations.count, 0);
    assert_non_null(read(*state, "<configuration/>")->root);
    assert_int_equal(location(((struct fixture *)*state)->file, 0)->definitions.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sections, set_up, tear_down),
        cmocka_unit_test_setup_teardown(declared_here, set_up, tear_down),
        cmocka_unit_test_setup_teardown(location_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(override_modes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nested_locations, set_up, tear_down),
        cmocka_unit_test_setup_teardown(config_source, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unusable, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
