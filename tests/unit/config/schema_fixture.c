#include "unit/config/schema_fixture.h"

#include <string.h>

int schema_set_up(void **state)
{
    static struct schema_fixture fixture;
    fixture.arena = arena_new();
    fixture.schema = schema_new(fixture.arena, "10");
    *state = &fixture;
    return 0;
}

int schema_tear_down(void **state)
{
    arena_free(((struct schema_fixture *)*state)->arena);
    return 0;
}

bool schema_fixture_add(struct schema_fixture *fixture, const char *content, struct error *error)
{
    const char *text = arena_printf(fixture->arena,
                                    "<configSchema xmlns:v='urn:iislint:schema:1'>\n%s\n"
                                    "</configSchema>",
                                    content);
    struct source *source = source_parse(fixture->arena, "test.xml", text, strlen(text));
    bool ok = schema_add(fixture->schema, source, error);
    source_free(source); /* names are copied */
    return ok;
}

const struct schema_element *schema_fixture_root(void *state, const char *path)
{
    struct schema_fixture *fixture = state;
    const struct schema_section *section = schema_section(fixture->schema, path);
    assert_non_null(section);
    return schema_root(section);
}
