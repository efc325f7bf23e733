#include "config/schema_compare.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void add(struct schema *schema, const char *attributes, const char *content)
{
    const char *text = arena_printf(arena,
                                    "<configSchema xmlns:v='urn:iislint:schema:1' %s>%s"
                                    "</configSchema>",
                                    attributes, content);
    struct source *source = source_parse(arena, "test.xml", text, strlen(text));
    assert_true(schema_add(schema, source, NULL));
    source_free(source);
}

static struct schema *schema_of(const char *content)
{
    struct schema *schema = schema_new(arena, "10");
    add(schema, "", content);
    return schema;
}

static void add_line(void *context, const char *line)
{
    text_printf(context, "%s\n", line);
}

static void check_schemas(const struct schema *ours, const struct schema *theirs,
                          const char *wanted)
{
    struct text lines = {0};
    schema_compare(ours, theirs, arena, add_line, &lines);
    assert_string_equal(text_string(&lines), wanted);
    text_fini(&lines);
}

static void check(const char *ours, const char *theirs, const char *wanted)
{
    check_schemas(schema_of(ours), schema_of(theirs), wanted);
}

#define SECTION(content) "<sectionSchema name='a/b'>" content "</sectionSchema>"
#define ATTRIBUTE(words) SECTION("<attribute name='x' " words "/>")
#define COLLECTION(words, content) SECTION("<collection " words ">" content "</collection>")

static void equal_schemas_do_not_differ(void **state)
{
    (void)state;
    const char *schema = SECTION("<attribute name='x' type='enum'><enum name='A' value='0'/>"
                                 "</attribute><element name='e'><attribute name='y'/></element>"
                                 "<collection addElement='add'><attribute name='k'/></collection>");
    check(schema, schema, "");
    check("", "", "");
    /* said and left out is the same */
    check(ATTRIBUTE("required='false' timeSpanFormat='string' validationParameter='1, 10'"),
          ATTRIBUTE("encrypted='False' validationParameter='1,10'"), "");
}

static void sections_elements_and_attributes(void **state)
{
    (void)state;
    check("<sectionSchema name='b'/><sectionSchema name='C'/><sectionSchema name='a'/>",
          "<sectionSchema name='D'/><sectionSchema name='b'/>",
          "only-ours a\nonly-ours C\nonly-theirs D\n");
    check(SECTION("<element name='e'><element name='own'/></element><attribute name='z'/>"),
          SECTION("<element name='e'><attribute name='x'/></element><element name='f'/>"),
          "only-ours a/b@z\nonly-theirs a/b/e@x\nonly-ours a/b/e/own\nonly-theirs a/b/f\n");
    /* the case of a name counts */
    check(SECTION("<attribute name='x'/>"), SECTION("<attribute name='X'/>"),
          "only-theirs a/b@X\nonly-ours a/b@x\n");
    check(SECTION(""), "<sectionSchema name='a/b' allowUnrecognizedAttributes='true'/>",
          "differs a/b allowUnrecognizedAttributes: ours=(absent) theirs=true\n");
    check(SECTION("<element name='e' isCollectionDefault='true'/>"),
          SECTION("<element name='e' extension='X'/>"),
          "differs a/b/e extension: ours=(absent) theirs=true\n"
          "differs a/b/e isCollectionDefault: ours=true theirs=(absent)\n");
}

static void words_of_an_attribute(void **state)
{
    (void)state;
    check(ATTRIBUTE("type='uint' defaultValue='1' validationType='integerRange' "
                    "validationParameter='1,10'"),
          ATTRIBUTE("type='timeSpan' defaultValue='' timeSpanFormat='seconds' "
                    "validationType='timeSpanRange' validationParameter='1, 20'"),
          "differs a/b@x defaultValue: ours=1 theirs=\n"
          "differs a/b@x timeSpanFormat: ours=(absent) theirs=seconds\n"
          "differs a/b@x type: ours=uint theirs=timeSpan\n"
          "differs a/b@x validationParameter: ours=1,10 theirs=1,20\n"
          "differs a/b@x validationType: ours=integerRange theirs=timeSpanRange\n");
    check(ATTRIBUTE("allowInfinite='true' caseSensitive='true' encrypted='true' "
                    "expanded='true' extension='X' isCombinedKey='true' isUniqueKey='true' "
                    "required='true'"),
          ATTRIBUTE("defaultValue='None'"),
          "differs a/b@x allowInfinite: ours=true theirs=(absent)\n"
          "differs a/b@x caseSensitive: ours=true theirs=(absent)\n"
          "differs a/b@x defaultValue: ours=(absent) theirs=None\n"
          "differs a/b@x encrypted: ours=true theirs=(absent)\n"
          "differs a/b@x expanded: ours=true theirs=(absent)\n"
          "differs a/b@x extension: ours=true theirs=(absent)\n"
          "differs a/b@x isCombinedKey: ours=true theirs=(absent)\n"
          "differs a/b@x isUniqueKey: ours=true theirs=(absent)\n"
          "differs a/b@x required: ours=true theirs=(absent)\n");
}

static void values_of_enums_and_flags(void **state)
{
    (void)state;
    check(SECTION("<attribute name='x' type='flags'><flag name='B' value='2'/>"
                  "<flag name='A' value='1'/></attribute>"),
          SECTION("<attribute name='x' type='flags'><flag name='C' value='4'/>"
                  "<flag name='B' value='3'/><flag value='8'/></attribute>"),
          "only-ours a/b@x=A\ndiffers a/b@x=B value: ours=2 theirs=3\nonly-theirs a/b@x=C\n");
}

static void directives_of_a_collection(void **state)
{
    (void)state;
    check(COLLECTION("addElement='add' removeElement='remove' clearElement='clear'",
                     "<attribute name='k'/>"),
          COLLECTION("addElement='add' allowDuplicates='true' defaultElement='defaults' "
                     "mergeAppend='false' clearElement='clearAll'",
                     "<element name='k'/>"),
          "differs a/b[add] allowDuplicates: ours=(absent) theirs=true\n"
          "differs a/b[add] clearElement: ours=clear theirs=clearAll\n"
          "differs a/b[add] defaultElement: ours=(absent) theirs=defaults\n"
          "differs a/b[add] mergeAppend: ours=(absent) theirs=false\n"
          "differs a/b[add] removeElement: ours=remove theirs=(absent)\n"
          "only-ours a/b[add]@k\n"
          "only-theirs a/b[add]/k\n");
    check(COLLECTION("addElement='allow,deny'", ""), COLLECTION("addElement='allow'", ""),
          "only-theirs a/b[allow]\nonly-ours a/b[allow,deny]\n");
}

static void an_add_on_may_be_missing(void **state)
{
    (void)state;
    struct schema *ours = schema_of(SECTION("<element name='e'/>"
                                            "<attribute name='later' v:add-on='.NET 4'/>"
                                            "<attribute name='x' type='enum'>"
                                            "<enum name='A' v:feature='F'/></attribute>"));
    add(ours, "v:add-on='Rewrite'",
        SECTION("<element name='e'><attribute name='extra'/></element>") "<sectionSchema "
                                                                         "name='rules'/>");
    check_schemas(ours, schema_of(SECTION("<element name='e'/><attribute name='x' type='enum'/>")),
                  "");
    /* what is there too without the add-on may not */
    check_schemas(ours, schema_of(""), "only-ours a/b\n");
    check_schemas(ours, schema_of(SECTION("<attribute name='x' type='enum'/>")),
                  "only-ours a/b/e\n");
}

static void what_an_add_on_brings_is_compared_where_it_is(void **state)
{
    (void)state;
    struct schema *ours = schema_new(arena, "10");
    add(ours, "v:add-on='Rewrite'", SECTION("<attribute name='x'/><element name='e'/>"));
    check_schemas(ours, schema_of(SECTION("<attribute name='y'/>")),
                  "only-ours a/b@x\nonly-theirs a/b@y\nonly-ours a/b/e\n");
}

static void what_a_version_lacks_is_not_compared(void **state)
{
    (void)state;
    struct schema *ours = schema_new(arena, "7.5");
    add(ours, "", SECTION("<attribute name='x' v:since='8.0'/><attribute name='y'/>"));
    check_schemas(ours, schema_of(SECTION("<attribute name='y'/>")), "");
}

static void names_of_versions(void **state)
{
    (void)state;
    assert_string_equal(schema_version_named("8"), "8.0");
    assert_string_equal(schema_version_named("10"), "10.1709");
    assert_string_equal(schema_version_named("10.1607"), "10");
    assert_null(schema_version_named("9"));
    assert_null(schema_version_named(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_schemas_do_not_differ),
        cmocka_unit_test(sections_elements_and_attributes),
        cmocka_unit_test(words_of_an_attribute),
        cmocka_unit_test(values_of_enums_and_flags),
        cmocka_unit_test(directives_of_a_collection),
        cmocka_unit_test(an_add_on_may_be_missing),
        cmocka_unit_test(what_an_add_on_brings_is_compared_where_it_is),
        cmocka_unit_test(what_a_version_lacks_is_not_compared),
        cmocka_unit_test(names_of_versions),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
