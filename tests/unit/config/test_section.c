#include "config/section.h"

#include "config/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct schema *schema;
    struct sections *sections;
    struct source *sources[4];
    size_t source_count;
};

static int set_up(void **state)
{
    static const char schema[] = "<configSchema><sectionSchema name='g/known'/>"
                                 "<sectionSchema name='plain'/></configSchema>";
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    fixture.arena = arena_new();
    fixture.schema = schema_new(fixture.arena, "10");
    struct source *source = source_parse(fixture.arena, "s.xml", schema, sizeof schema - 1);
    schema_add(fixture.schema, source, NULL);
    source_free(source);
    fixture.sections = sections_new(fixture.arena, fixture.schema);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < fixture->source_count; i++)
        source_free(fixture->sources[i]);
    arena_free(fixture->arena);
    return 0;
}

static void declare_in(struct fixture *fixture, const char *content, const struct declaration *like)
{
    const char *text = arena_printf(fixture->arena, "<configSections>%s</configSections>", content);
    struct source *source = source_parse(fixture->arena, "web.config", text, strlen(text));
    fixture->sources[fixture->source_count++] = source;
    sections_declare(fixture->sections, xmlDocGetRootElement(source->doc), like);
}

static void declare(struct fixture *fixture, const char *content)
{
    const struct declaration like = {.framework = false};
    declare_in(fixture, content, &like);
}

static void known_by_schema(void **state)
{
    struct fixture *fixture = *state;
    struct section *section = sections_find(fixture->sections, "g/known");
    assert_non_null(section);
    assert_string_equal(section->name, "known");
    assert_string_equal(section->path, "g/known");
    assert_non_null(section->schema);
    assert_null(section->declaration);
    assert_non_null(sections_find(fixture->sections, "plain"));
    assert_null(sections_find(fixture->sections, "g"));
    assert_null(sections_find(fixture->sections, "G/known"));
    assert_null(sections_find(fixture->sections, "g/known/deeper"));
    assert_null(sections_find(fixture->sections, ""));
    assert_int_equal(sections_count(fixture->sections), 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(sections_at(fixture->sections, i)->index, i);
}

static void declared(void **state)
{
    struct fixture *fixture = *state;
    declare(fixture, "<section name='log4net' type='x'/>"
                     "<sectionGroup name='g'><sectionGroup name='h'>"
                     "<section name='deep' overrideModeDefault='Deny' allowLocation='false' "
                     "allowDefinition='AppHostOnly'/></sectionGroup>"
                     "<section name='known' allowDefinition='MachineToApplication'/>"
                     "</sectionGroup><section/><section name=''/><sectionGroup/>");
    struct section *section = sections_find(fixture->sections, "log4net");
    assert_null(section->schema);
    assert_int_equal(section->declaration->override_mode_default, OVERRIDE_ALLOW);
    assert_int_equal(section->declaration->allow_definition, ALLOW_EVERYWHERE);
    assert_true(section->declaration->allow_location);
    section = sections_find(fixture->sections, "g/h/deep");
    assert_int_equal(section->declaration->override_mode_default, OVERRIDE_DENY);
    assert_int_equal(section->declaration->allow_definition, ALLOW_APP_HOST_ONLY);
    assert_false(section->declaration->allow_location);
    section = sections_find(fixture->sections, "g/known");
    assert_non_null(section->schema);
    assert_int_equal(section->declaration->allow_definition, ALLOW_MACHINE_TO_APPLICATION);
    assert_int_equal(sections_count(fixture->sections), 4);
}

static void the_first_declaration_stays(void **state)
{
    struct fixture *fixture = *state;
    declare(fixture, "<section name='x' overrideModeDefault='Deny'/>");
    declare(fixture, "<section name='x' overrideModeDefault='Allow'/>");
    assert_int_equal(sections_find(fixture->sections, "x")->declaration->override_mode_default,
                     OVERRIDE_DENY);
}

/* machine.config declares system.webServer as a section that .NET ignores. */
static void a_group_declared_as_a_section(void **state)
{
    struct fixture *fixture = *state;
    const struct declaration like = {.framework = true, .assumed = true};
    declare_in(fixture, "<section name='g'/><section name='system.web'/>", &like);
    assert_null(sections_find(fixture->sections, "g"));
    assert_non_null(sections_find(fixture->sections, "g/known"));
    const struct section *section = sections_find(fixture->sections, "system.web");
    assert_true(section->declaration->framework && section->declaration->assumed);
    assert_string_equal(section_reach(section), "requests handled by ASP.NET");
    assert_null(section_reach(sections_find(fixture->sections, "g/known")));
}

static void groups(void **state)
{
    struct fixture *fixture = *state;
    const struct section_node *root = sections_root(fixture->sections);
    const struct section_node *group = section_child(root, "g");
    assert_non_null(group);
    assert_null(group->section);
    assert_non_null(section_child(group, "known")->section);
    assert_null(section_child(group, "Known"));
    assert_null(section_child(section_child(group, "known"), "x"));
    assert_null(section_child(root, "known"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(known_by_schema, set_up, tear_down),
        cmocka_unit_test_setup_teardown(declared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_first_declaration_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_group_declared_as_a_section, set_up, tear_down),
        cmocka_unit_test_setup_teardown(groups, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
