/* What is read of a rule file, and what is refused at its place. */
#include "rules/schematron_reader.h"

#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct refused_row grammar[] = {
    {OURS_OPEN OURS_HEAD OURS_META "<i:sympton>401</i:sympton>" OURS_RULE OURS_END, 9, "sympton"},
    {OURS_OPEN "<pattern id='TST0001' i:name='TestRule' i:reech='x'>" OURS_META OURS_RULE OURS_END,
     2, "reech"},
    {OURS_OPEN OURS_HEAD OURS_META
     "<rule context='a' colour='red'><assert test='@x'>m</assert></rule>" OURS_END,
     9, "colour"},
    {OURS_WITH("<rule context='a' role='bad'><assert test='@x'>m</assert></rule>"), 9, "role"},
    {OURS_WITH("<rule context='a'><assert test='@x'>a <b/> m</assert></rule>"), 9, "CDATA"},
    {OURS_WITH("<rule context='a'><asert test='@x'>m</asert></rule>"), 9, "<asert>"},
    {OURS_WITH("<rule context='a'><assert>m</assert></rule>"), 9, "no attribute test"},
    {OURS_WITH("<rule><assert test='@x'>m</assert></rule>"), 9, "no attribute context"},
    {OURS_WITH("<rule context=' '><assert test='@x'>m</assert></rule>"), 9, "empty"},
    {OURS_WITH("<rule context='a'><let value='1'/><assert test='@x'>m</assert></rule>"), 9, "name"},
    {OURS_WITH("<rule context='a'><extends rule='none'/></rule>"), 9, "no abstract rule 'none'"},
    {OURS_WITH("<rule abstract='true' id='r'><extends rule='s'/></rule>"
               "<rule abstract='true' id='s'><extends rule='r'/></rule>"
               "<rule context='a'><extends rule='r'/></rule>"),
     9, "extends itself"},
    {OURS_OPEN "<pattern id='TST0001' is-a='none'/></schema>", 2, "no abstract pattern 'none'"},
    {OURS_OPEN
     "<pattern abstract='true' id='p' is-a='p'/><pattern id='TST0001' is-a='p'/></schema>",
     2, "cannot be an instance"},
    {OURS_WITH("<rule context='a'><assert test='@x' diagnostics='d'>m</assert></rule>"), 9,
     "no <diagnostic id=\"d\">"},
    {OURS_WITH("<rule context='a'><assert test='@x' sqf:fix='f'>m</assert></rule>"), 9,
     "no <sqf:fix id=\"f\">"},
    {OURS_OPEN "<include href='../x.sch'/></schema>", 2, "same folder"},
    {OURS_OPEN "<include href='none.sch'/></schema>", 2, "cannot include none.sch"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt2'/>", 1, "xslt2"},
    {"<schema/>", 1, "not <schema>"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><pattern>\n</schema>", 1, "pattern"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron' defaultPhase='f'/>", 1, "no phase 'f'"},
    {"<schema xmlns='http://purl.oclc.org/dsdl/schematron'><ns prefix='p' uri='a'/>"
     "<ns prefix='p' uri='b'/></schema>",
     1, "declared twice"},
};

static void test_grammar(void **state)
{
    (void)state;
    check_refused_rows(grammar, sizeof grammar / sizeof grammar[0]);
}

/* A value with parameters may grow to some size. */
static void test_parameters_are_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *big = arena_alloc(arena, 40001);
    memset(big, 'b', 40000);
    check_refused(
        arena_printf(arena,
                     SCH_OPEN
                     "<pattern abstract='true' id='t'>\n<rule context='a'>\n"
                     "<assert test=\"'$v$v'\">m</assert></rule></pattern>"
                     "<pattern id='p' is-a='t'><param name='v' value='%s'/></pattern>" SCH_CLOSE,
                     big),
        3, "longer than");
    arena_free(arena);
}

static struct source *parse(struct arena *arena, const char *text)
{
    struct source *source = source_parse(arena, "x.sch", text, strlen(text));
    assert_non_null(source->doc);
    return source;
}

/* Names with their namespace; attributes without one. */
static void test_nodes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct source *source = parse(arena, "<s:let xmlns:s='" SCHEMATRON_NAMESPACE
                                         "' s:name='no' name='v' on='true' off='True' blank=''/>");
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    struct schematron_reader reader = {.arena = arena};
    assert_true(reader_is_schematron(root, "let"));
    assert_false(reader_is_schematron(root, "le"));
    assert_false(reader_is(root, "urn:x", "let"));
    assert_string_equal(reader_attribute(&reader, root, "name"), "v");
    assert_string_equal(reader_attribute(&reader, root, "blank"), "");
    assert_null(reader_attribute(&reader, root, "none"));
    assert_true(reader_flag(root, "on"));
    assert_false(reader_flag(root, "off"));
    assert_false(reader_flag(root, "blank"));
    assert_false(reader_flag(root, "none"));
    source_free(source);
    arena_free(arena);
}

static void test_roles(void **state)
{
    static const struct {
        const char *role;
        enum iislint_level level;
    } rows[] = {
        {"error", IISLINT_ERROR},      {"FATAL", IISLINT_ERROR}, {"Warning", IISLINT_WARNING},
        {"warn", IISLINT_WARNING},     {"note", IISLINT_NOTE},   {"info", IISLINT_NOTE},
        {"information", IISLINT_NOTE}, {"odd", IISLINT_ERROR},   {"", IISLINT_ERROR}};
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct source *source = parse(arena, arena_printf(arena, "<a role='%s'/>", rows[i].role));
        struct error error = {.text = ""};
        struct schematron_reader reader = {.arena = arena, .error = &error};
        enum iislint_level level = IISLINT_NOTE;
        bool given = false;
        assert_true(reader_role(&reader, xmlDocGetRootElement(source->doc), &level, &given));
        assert_int_equal(level, rows[i].level);
        assert_true(given);
        reader.strict = true;
        assert_int_equal(reader_role(&reader, xmlDocGetRootElement(source->doc), &level, &given),
                         i < 7);
        source_free(source);
    }
    struct source *source = parse(arena, "<a/>");
    struct schematron_reader reader = {.arena = arena, .strict = true};
    enum iislint_level level = IISLINT_WARNING;
    bool given = false;
    assert_true(reader_role(&reader, xmlDocGetRootElement(source->doc), &level, &given));
    assert_int_equal(level, IISLINT_WARNING);
    assert_false(given);
    source_free(source);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_grammar),
                                       cmocka_unit_test(test_parameters_are_bounded),
                                       cmocka_unit_test(test_nodes), cmocka_unit_test(test_roles)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
