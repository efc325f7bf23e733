/*
 * connection-strings.xml in memory. The file is the test's own: embedded_find() is defined here, so that
 * the linker leaves the program's files out.
 */
#include "rules/connection_syntax.h"

#include "base/embedded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct embedded_file embedded;
static bool is_embedded;

const struct embedded_file *embedded_find(const char *name)
{
    return is_embedded && strcmp(name, "connection-strings.xml") == 0 ? &embedded : NULL;
}

struct fixture {
    struct arena *arena;
    struct regex_cache *regexes;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new();
    fixture.regexes = regex_cache_new(fixture.arena);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    regex_cache_free(fixture->regexes);
    arena_free(fixture->arena);
    return 0;
}

static struct connection_syntax *load(struct fixture *fixture, const char *text,
                                      struct error *error)
{
    embedded =
        (struct embedded_file){"connection-strings.xml", (const unsigned char *)text, strlen(text)};
    is_embedded = text[0] != '\0';
    return connection_syntax_new(fixture->arena, fixture->regexes, error);
}

static const struct connection_spelling *spelling(const struct connection_syntax *syntax,
                                                  const char *name)
{
    return map_find(syntax->spellings, name);
}

static void keywords(void **state)
{
    const struct connection_syntax *syntax = load(
        *state,
        "<c><keyword name='DataSource' names='Data Source, Server' evidence='server,unknown'/>"
        "<keyword name='Trusted' type='integrated' names='Trusted'/>"
        "<keyword name='Password' type='secret' names='PWD'/>"
        "<keyword name='Odd' type='odd' names='Odd'/><keyword names='Nameless'/><unknown/></c>",
        NULL);
    assert_non_null(syntax);
    assert_int_equal(syntax->keywords.count, 5);
    assert_string_equal(spelling(syntax, "SERVER")->keyword->name, "DataSource");
    assert_ptr_equal(spelling(syntax, "data source")->keyword, syntax->keywords.items[0]);
    assert_true(spelling(syntax, "server")->evidence);
    assert_false(spelling(syntax, "Data Source")->evidence);
    assert_int_equal(spelling(syntax, "trusted")->keyword->type, CONNECTION_INTEGRATED);
    assert_int_equal(spelling(syntax, "pwd")->keyword->type, CONNECTION_SECRET);
    assert_int_equal(spelling(syntax, "odd")->keyword->type, CONNECTION_TEXT);
    assert_int_equal(spelling(syntax, "odd")->keyword->index, 3);
    assert_string_equal(spelling(syntax, "nameless")->keyword->name, "");
    assert_null(spelling(syntax, "unknown"));
}

static void providers_and_places(void **state)
{
    const struct connection_syntax *syntax = load(
        *state,
        "<c><provider name='System.Data.SqlClient' kind='sqlServer'/>"
        "<provider name='System.Data.EntityClient' kind='entity'/>"
        "<foreign names='Dsn,Driver'/><entity string='cs' provider='p' marker='m'/>"
        "<section path='connectionStrings' text='connectionString'/><section path='b' text='v'/>"
        "<shipped name='LocalSqlServer' connectionString='data source=.'/>"
        "<source pattern='^\\(localdb\\)'/></c>",
        NULL);
    assert_int_equal(connection_provider_kind(syntax, NULL), CONNECTION_NO_PROVIDER);
    assert_int_equal(connection_provider_kind(syntax, ""), CONNECTION_NO_PROVIDER);
    assert_int_equal(connection_provider_kind(syntax, "system.data.sqlclient"),
                     CONNECTION_SQL_SERVER);
    assert_int_equal(connection_provider_kind(syntax, "System.Data.EntityClient"),
                     CONNECTION_ENTITY);
    assert_int_equal(connection_provider_kind(syntax, "MySql"), CONNECTION_OTHER);
    assert_non_null(map_find(syntax->foreign, "DSN"));
    assert_string_equal(syntax->entity_provider, "p");
    assert_string_equal(connection_section_at(syntax, 1)->path, "b");
    assert_string_equal(connection_section_at(syntax, 0)->text, "connectionString");
    assert_null(connection_section_at(syntax, 2));
    assert_true(connection_string_is_shipped(syntax, "localsqlserver", "Data Source=."));
    assert_false(connection_string_is_shipped(syntax, "LocalSqlServer", "data source=x"));
    assert_false(connection_string_is_shipped(syntax, "Shop", "data source=."));
    assert_int_equal(syntax->sources.count, 1);
}

static void no_file_or_no_xml(void **state)
{
    struct error error = {.text = ""};
    assert_null(load(*state, "", &error));
    assert_non_null(strstr(error.text, "lacks its list"));
    assert_null(load(*state, "<c>", &error));
    assert_string_equal(error.path, "connection-strings.xml");
    const struct connection_syntax *syntax = load(*state, "<c/>", &error);
    assert_non_null(syntax);
    assert_string_equal(syntax->entity_string, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(keywords), TEST(providers_and_places),
                                       TEST(no_file_or_no_xml)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
