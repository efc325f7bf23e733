/* The built-in schema, read section by section, is the same as its files read whole. */
#include "config/schema_compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/embedded.h"
#include "base/text.h"
#include "config/schema_load.h"
#include <cmocka.h>

static struct schema *lazy(struct arena *arena, const char *version)
{
    struct schema *schema = schema_new(arena, version);
    assert_true(schema_add_builtin(schema, NULL));
    return schema;
}

static struct schema *whole(struct arena *arena, const char *version)
{
    struct schema *schema = schema_new(arena, version);
    for (size_t i = 0; i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];
        if (!text_starts_with(file->name, "schema/") || !text_ends_with_nocase(file->name, ".xml"))
            continue;
        struct source *source =
            source_parse(arena, file->name, (const char *)file->data, file->size);
        assert_true(schema_add(schema, source, NULL));
        source_free(source);
    }
    return schema;
}

static void fail_with(void *context, const char *line)
{
    fail_msg("%s: %s", (const char *)context, line);
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void check_headers(const struct schema *a, const struct schema *b)
{
    size_t cursor = 0, other_cursor = 0;
    const struct schema_section *one, *other;
    while ((one = schema_next(a, &cursor))) {
        other = schema_next(b, &other_cursor);
        assert_non_null(other);
        assert_string_equal(one->path, other->path);
        assert_true(same(one->add_on, other->add_on) && same(one->add_on_url, other->add_on_url));
        assert_true(same(one->feature, other->feature) && same(one->reach, other->reach));
        assert_true(same(one->classic, other->classic) && same(one->guard, other->guard));
        assert_int_equal(one->validated, other->validated);
        assert_int_equal(one->ignored_in_folders, other->ignored_in_folders);
        assert_true(same(schema_root(one)->brought_by, schema_root(other)->brought_by));
        assert_true(same(schema_root(one)->since, schema_root(other)->since));
    }
    assert_null(schema_next(b, &other_cursor));
}

static void the_same_as_the_whole_files(void **state)
{
    (void)state;
    static const char *const versions[] = {"7.0", "7.5", "8.0", "8.5", "10", "10.1709"};
    for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
        struct arena *arena = arena_new();
        struct schema *a = lazy(arena, versions[i]), *b = whole(arena, versions[i]);
        check_headers(a, b);
        schema_compare(a, b, arena, fail_with, (void *)versions[i]);
        schema_compare(b, a, arena, fail_with, (void *)versions[i]);
        arena_free(arena);
    }
}

static void a_section_is_read_when_it_is_asked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct schema_section *section =
        schema_section(lazy(arena, "10"), "system.webServer/handlers");
    assert_true(section->parts.count > 0);
    assert_int_equal(section->root->collections.count, 0);
    assert_int_equal(schema_root(section)->collections.count, 1);
    assert_int_equal(section->parts.count, 0);
    assert_ptr_equal(schema_root(section), section->root);
    assert_int_equal(section->root->collections.count, 1);
    arena_free(arena);
}

static bool wants(void *context, const char *name)
{
    return strcmp(name, context) == 0;
}

static void what_was_said_before_holds_for_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct schema *schema = lazy(arena, "10");
    schema_project(schema, NULL, wants, "userName");
    const struct schema_element *root = schema_root(
        schema_section(schema, "system.webServer/security/authentication/anonymousAuthentication"));
    assert_true(schema_attribute(root, "userName")->visible);
    assert_false(schema_attribute(root, "password")->visible);
    schema_project(schema, NULL, wants, "password");
    assert_true(schema_attribute(root, "password")->visible);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_as_the_whole_files),
        cmocka_unit_test(a_section_is_read_when_it_is_asked_for),
        cmocka_unit_test(what_was_said_before_holds_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
