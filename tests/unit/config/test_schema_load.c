/* Schema files: what is read of them, one after the other, and what is refused. */
#include "config/schema_load.h"

#include "base/path.h"
#include "unit/config/image.h"
#include "unit/config/schema_fixture.h"

#include <string.h>

static void attributes(void **state)
{
    assert_true(schema_fixture_add(
        *state,
        SECTION(
            "a/b",
            ATTRIBUTE("name='e' type='bool' defaultValue='true' required='true'") ATTRIBUTE(
                "name='s' type='string' caseSensitive='true' encrypted='true' "
                "expanded='true' validationType='nonEmptyString'")
                ATTRIBUTE(
                    "name='t' type='timeSpan' timeSpanFormat='seconds' "
                    "allowInfinite='true'") ATTRIBUTE("name='u' type='timeSpan' timeSpanFormat='string'")
                    ATTRIBUTE("name='x' type='int64'") ATTRIBUTE(
                        "name='w' type='nonsense'") "<attribute name='n' type='enum' defaultValue='B'>"
                                                    "<enum name='A' value='0'/><enum name='B' value='1'/></attribute>"),
        NULL));
    const struct schema_element *root = schema_fixture_root(*state, "a/b");
    assert_string_equal(root->name, "b");
    const struct schema_attribute *e = schema_attribute(root, "e");
    assert_int_equal(e->type, VALUE_BOOL);
    assert_string_equal(e->default_value, "true");
    assert_true(e->required);
    const struct schema_attribute *s = schema_attribute(root, "s");
    assert_true(s->case_sensitive && s->encrypted && s->expanded && !s->required);
    assert_null(s->default_value);
    assert_string_equal(s->validation_type, "nonEmptyString");
    assert_string_equal(schema_attribute(root, "t")->timespan_format, "seconds");
    assert_true(schema_attribute(root, "t")->allow_infinite);
    assert_null(schema_attribute(root, "u")->timespan_format);
    assert_int_equal(schema_attribute(root, "x")->type, VALUE_INT64);
    assert_int_equal(schema_attribute(root, "w")->type, VALUE_STRING);
    const struct schema_attribute *n = schema_attribute(root, "n");
    assert_int_equal(n->name_count, 2);
    assert_string_equal(n->names[1].name, "B");
    assert_string_equal(n->names[1].value, "1");
    /* names compare as XML does */
    assert_null(schema_attribute(root, "E"));
    assert_null(schema_section(((struct schema_fixture *)*state)->schema, "A/b"));
}

static void collections(void **state)
{
    assert_true(schema_fixture_add(
        *state,
        SECTION("c",
                COLLECTION("addElement='allow,deny' removeElement='remove' "
                           "clearElement='clear' mergeAppend='false'",
                           ATTRIBUTE("name='users' type='string' "
                                     "isCombinedKey='true'") ATTRIBUTE("name='verbs' type='string' "
                                                                       "isCombinedKey='true'"))
                    COLLECTION("addElement='spn' removeElement='removeSpn' "
                               "clearElement='clearSpns' defaultElement='spnDefaults' "
                               "allowDuplicates='true' "
                               "allowUnrecognizedAttributes='true'",
                               ATTRIBUTE("name='name' type='string' isUniqueKey='true'"))
                        COLLECTION("addElement='only'", ATTRIBUTE("name='x' type='string'"))),
        NULL));
    const struct schema_element *root = schema_fixture_root(*state, "c");
    const struct schema_collection *first, *found;
    assert_int_equal(schema_directive(root, "deny", &first), DIRECTIVE_ADD);
    assert_true(first->prepend);
    assert_false(first->allow_duplicates);
    assert_int_equal(first->key_count, 2);
    assert_string_equal(first->keys[1]->name, "verbs");
    assert_int_equal(schema_directive(root, "clear", &found), DIRECTIVE_CLEAR);
    assert_ptr_equal(found, first);
    assert_int_equal(schema_directive(root, "removeSpn", &found), DIRECTIVE_REMOVE);
    assert_ptr_not_equal(found, first);
    assert_false(found->prepend);
    assert_true(found->allow_duplicates && found->allow_unrecognized);
    assert_string_equal(found->default_name, "spnDefaults");
    assert_int_equal(found->key_count, 1);
    assert_int_equal(schema_directive(root, "only", &found), DIRECTIVE_ADD);
    assert_null(found->remove_name);
    assert_null(found->clear_name);
    assert_int_equal(found->key_count, 0);
    assert_int_equal(schema_directive(root, "add", &found), DIRECTIVE_NONE);
    assert_null(found);
}

/* rscaext, FTP and others extend the sections of IIS_schema.xml. */
static void several_files_extend_one_section(void **state)
{
    assert_true(schema_fixture_add(
        *state,
        SECTION(
            "s",
            ATTRIBUTE("name='a' type='string' defaultValue='1'") "<element name='child'>" ATTRIBUTE(
                "name='x' type='string'") "</element>" COLLECTION("addElement='site'",
                                                                  ATTRIBUTE(
                                                                      "name='name' type='string' isUniqueKey='true'"))),
        NULL));
    assert_true(schema_fixture_add(
        *state,
        SECTION(
            "s",
            ATTRIBUTE("name='a' type='string' defaultValue='2'")
                ATTRIBUTE("name='state' type='enum' extension='x.dll'") "<element name='child'>" ATTRIBUTE(
                    "name='y' type='string'") "</element>" COLLECTION("addElement='site'",
                                                                      "<element name='ftpServer'>" ATTRIBUTE(
                                                                          "name='z' type='bool'") "</element>")),
        NULL));
    const struct schema_element *root = schema_fixture_root(*state, "s");
    assert_int_equal(root->attributes.count, 2);
    assert_string_equal(schema_attribute(root, "a")->default_value, "1");
    assert_true(schema_attribute(root, "state")->runtime);
    assert_int_equal(root->children.count, 1);
    assert_int_equal(schema_child(root, "child")->attributes.count, 2);
    assert_int_equal(root->collections.count, 1);
    const struct schema_collection *sites = root->collections.items[0];
    assert_int_equal(sites->key_count, 1);
    assert_non_null(schema_child(sites->entry, "ftpServer"));
}

static void versions(void **state)
{
    static const char content[] =
        SECTION("new' v:since='10", "") SECTION("old' v:until='7.5", "") SECTION(
            "s",
            ATTRIBUTE(
                "name='since85' type='bool' v:since='8.5'") "<attribute name='d' type='string' defaultValue='now'>"
                                                            "<v:default until='7.5' value='seven five'/><v:default until='7.0' value='seven'/>"
                                                            "</attribute>");
    static const struct {
        const char *version, *value;
        bool new, old, since;
    } cases[] = {{"7.0", "seven", false, true, false},
                 {"7.5", "seven five", false, true, false},
                 {"8.0", "now", false, false, false},
                 {"8.5", "now", false, false, true},
                 {"10", "now", true, false, true}};
    struct schema_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture->schema = schema_new(fixture->arena, cases[i].version);
        assert_true(schema_fixture_add(fixture, content, NULL));
        assert_int_equal(schema_section(fixture->schema, "new") != NULL, cases[i].new);
        assert_int_equal(schema_section(fixture->schema, "old") != NULL, cases[i].old);
        const struct schema_element *root = schema_fixture_root(*state, "s");
        assert_int_equal(schema_attribute(root, "since85") != NULL, cases[i].since);
        assert_string_equal(schema_attribute(root, "d")->default_value, cases[i].value);
    }
}

static void refused(void **state)
{
    struct schema_fixture *fixture = *state;
    struct error error = {.text = ""};
    struct source *source = source_parse(fixture->arena, "x.xml", "<other/>", 8);
    assert_false(schema_add(fixture->schema, source, &error));
    assert_string_equal(error.path, "x.xml");
    source_free(source);
    source = source_parse(fixture->arena, "y.xml", "<configSchema>\n<a", 17);
    assert_false(schema_add(fixture->schema, source, &error));
    assert_int_equal(error.line, 2);
    source_free(source);
    /* what makes no sense is passed over, as IIS does */
    assert_true(schema_fixture_add(fixture,
                                   "<sectionSchema/><sectionSchema name=''/><junk/>" SECTION(
                                       "s", "<attribute/><element/><junk/><collection/>"),
                                   NULL));
    assert_non_null(schema_section(fixture->schema, "s"));
}

static void the_program_s_own(void **state)
{
    struct schema_fixture *fixture = *state;
    struct error error = {.text = ""};
    assert_true(schema_add_builtin(fixture->schema, &error));
    size_t cursor = 0, count = 0;
    while (schema_next(fixture->schema, &cursor))
        count++;
    assert_true(count > 100);
    const struct schema_element *handlers =
        schema_fixture_root(*state, "system.webServer/handlers");
    const struct schema_collection *entries;
    assert_int_equal(schema_directive(handlers, "add", &entries), DIRECTIVE_ADD);
    assert_true(entries->prepend);
    assert_true(entries->keys[0]->case_sensitive);
    assert_non_null(schema_section(fixture->schema, "system.webServer/rewrite/rules")->add_on);
    assert_null(schema_section(fixture->schema, "system.webServer/handlers")->add_on);
}

static void a_servers_own(void **state)
{
    struct schema_fixture *fixture = *state;
    struct error error = {.text = ""};
    struct image image;
    image_init(&image);
    image_write(&image, "schema/A.xml", "<configSchema>" SECTION("a", "") "</configSchema>");
    image_write(&image, "schema/b.XML", "<configSchema>" SECTION("b", "") "</configSchema>");
    image_write(&image, "schema/c.txt", "not looked at");
    image_write(&image, "empty/x", "");
    assert_true(schema_add_directory(fixture->schema, image_path(&image, "schema"), &error));
    assert_non_null(schema_section(fixture->schema, "a"));
    assert_non_null(schema_section(fixture->schema, "b"));
    assert_false(schema_add_directory(fixture->schema, image_path(&image, "empty"), &error));
    assert_false(schema_add_directory(fixture->schema, image_path(&image, "nowhere"), &error));
    image_write(&image, "schema/d.xml", "<configSchema>");
    assert_false(schema_add_directory(fixture->schema, image_path(&image, "schema"), &error));
    assert_string_equal(path_basename(error.path), "d.xml");
    image_fini(&image);
}

/* What several add-ons bring, and who brings it; what a server declares itself nobody needs to. */
static void who_brings_it(void **state)
{
    struct schema_fixture *fixture = *state;
    static const char add_on[] = SECTION(
        "s' v:add-on='Rewrite' v:add-on-url='https://x.test/",
        ATTRIBUTE("name='a' type='string'")
            ATTRIBUTE("name='b' type='string' v:feature='F'") "<element name='child'/>" COLLECTION(
                "addElement='add'", ""));
    assert_true(schema_fixture_add(fixture, add_on, NULL));
    const struct schema_section *section = schema_section(fixture->schema, "s");
    assert_string_equal(section->add_on, "Rewrite");
    assert_string_equal(section->add_on_url, "https://x.test/");
    assert_string_equal(section->root->brought_by, "Rewrite");
    assert_string_equal(schema_attribute(section->root, "a")->brought_by, "Rewrite");
    assert_string_equal(schema_attribute(section->root, "b")->brought_by, "F");
    assert_string_equal(schema_child(section->root, "child")->brought_by, "Rewrite");
    assert_true(
        schema_fixture_add(fixture, SECTION("s", ATTRIBUTE("name='a' type='string'")), NULL));
    assert_null(section->root->brought_by);
    assert_null(schema_attribute(section->root, "a")->brought_by);
    assert_string_equal(schema_attribute(section->root, "b")->brought_by, "F");
    assert_string_equal(schema_child(section->root, "child")->brought_by, "Rewrite");
}

/* What an attribute once was: of several forms the one of the version, whole; blank is absent. */
static void older_forms(void **state)
{
    static const char content[] = SECTION(
        "s' v:ignored-in-folders='true",
        "<attribute name='a' type='enum' required='true' timeSpanFormat='seconds'>"
        "<v:was until='7.5' type='string' required=''/><was until='8.5' type='bool'/>"
        "<v:was type='bool'/><v:was until='8.0' type='int'/><enum name='x' v:since='8.5'/></attribute>");
    static const struct {
        const char *version;
        enum value_type type;
        bool required;
        size_t names;
    } rows[] = {{"7.0", VALUE_STRING, false, 0},
                {"7.5", VALUE_STRING, false, 0},
                {"8.0", VALUE_INT, true, 0},
                {"8.5", VALUE_ENUM, true, 1}};
    struct schema_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture->schema = schema_new(fixture->arena, rows[i].version);
        assert_true(schema_fixture_add(fixture, content, NULL));
        const struct schema_attribute *a = schema_attribute(schema_fixture_root(*state, "s"), "a");
        assert_int_equal(a->type, rows[i].type);
        assert_int_equal(a->required, rows[i].required);
        assert_int_equal(a->name_count, rows[i].names);
        assert_string_equal(a->timespan_format, "seconds");
    }
    assert_true(schema_section(fixture->schema, "s")->ignored_in_folders);
    assert_true(schema_fixture_add(fixture, SECTION("t", ""), NULL));
    assert_false(schema_section(fixture->schema, "t")->ignored_in_folders);
}

/* Of an element, of the entries of a collection, and of nothing else. */
static void where_unknown_attributes_may_stand(void **state)
{
    struct schema_fixture *fixture = *state;
    assert_true(schema_fixture_add(
        fixture,
        SECTION(
            "s",
            "<element name='open' allowUnrecognizedAttributes='true'/><element name='shut'/>" COLLECTION(
                "addElement='add' allowUnrecognizedAttributes='true'", ""))
            SECTION("t' allowUnrecognizedAttributes='true", ""),
        NULL));
    const struct schema_element *root = schema_fixture_root(*state, "s");
    const struct schema_collection *collection = root->collections.items[0];
    assert_false(root->allow_unrecognized);
    assert_true(schema_child(root, "open")->allow_unrecognized);
    assert_false(schema_child(root, "shut")->allow_unrecognized);
    assert_true(collection->allow_unrecognized && collection->entry->allow_unrecognized);
    assert_true(schema_fixture_root(*state, "t")->allow_unrecognized);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, schema_set_up, schema_tear_down)
    const struct CMUnitTest tests[] = {TEST(attributes),
                                       TEST(collections),
                                       TEST(several_files_extend_one_section),
                                       TEST(versions),
                                       TEST(refused),
                                       TEST(the_program_s_own),
                                       TEST(a_servers_own),
                                       TEST(who_brings_it),
                                       TEST(older_forms),
                                       TEST(where_unknown_attributes_may_stand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
