/* Variables: where they are computed, how long they last, and keys. */
#include "rules/checking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct checking_row rows[] = {
    {"lets: inner ones shadow outer ones, and may use them",
     "<let name='v' value='1'/><let name='w' value='$v + 1'/>"
     "<pattern id='p'><let name='v' value='$v + 10'/>"
     "<rule context='a'><let name='v' value='$v + 100'/><report test='true()'>"
     "<value-of select='$v'/> <value-of select='$w'/></report></rule>"
     "<rule context='b'><report test='true()'><value-of select='$v'/></report></rule></pattern>"
     "<pattern id='q'><rule context='b'><report test='true()'><value-of select='$v'/></report>"
     "</rule></pattern>",
     "<a><b/></a>", "p/default error /a: 111 2\np/2 error /a/b: 11\nq/default error /a/b: 1\n"},
    {"lets of a schema are computed at the root, those of a rule at its node",
     "<let name='all' value='count(//a)'/>"
     "<pattern id='p'><let name='first' value='r/a[1]/@n'/><rule context='a'>"
     "<let name='own' value='@n'/><let name='both' value=\"concat($first, $own)\"/>"
     "<report test='true()'><value-of select='$both'/> of <value-of select='$all'/></report>"
     "</rule></pattern>",
     "<r><a n='1'/><a n='2'/></r>",
     "p/default error /r/a[1]: 11 of 2\np/default error /r/a[2]: 12 of 2\n"},
    {"a let may hold its value as content",
     "<let name='table'><row k='a'>1</row><row k='b'>2</row></let>"
     "<pattern id='p'><rule context='a'><report test='true()'>"
     "<value-of select=\"$table/*[@k = 'b']\"/></report></rule></pattern>",
     "<a/>", "p/default error /a: 2\n"},
    {"key() and current() of XSLT",
     "<xsl:key name='id' match='a' use='@id'/>"
     "<pattern id='p'><rule context='b'><assert test=\"key('id', @ref)\">no <value-of "
     "select='@ref'/></assert><report test='../a[@id = current()/@ref]/@x'>x</report></rule>"
     "</pattern>",
     "<r><a id='1'/><a id='2' x='1'/><b ref='2'/><b ref='3'/></r>",
     "p/2 error /r/b[1]: x\np/default error /r/b[2]: no 3\n"},
    {"undecided: through lets whose value was kept",
     "<let name='s' value=\"fact('spns')\"/>"
     "<pattern id='p'><let name='t' value=\"$s or fact('acls')\"/><rule context='a'>"
     "<let name='u' value='$t'/><report test='$u'>1</report><report test='$s'>2</report>"
     "<report test='$u'>3</report><report test='@x'>4</report></rule></pattern>",
     "<r><a/><a/></r>",
     "p/default ? /r/a[1]: facts spns facts acls\np/2 ? /r/a[1]: facts spns\n"
     "p/3 ? /r/a[1]: facts spns facts acls\np/default ? /r/a[2]: facts spns facts acls\n"
     "p/2 ? /r/a[2]: facts spns\np/3 ? /r/a[2]: facts spns facts acls\n"},
    {"made elements live as long as the values that hold them",
     "<let name='all' value=\"part('doc')\"/><pattern id='p'><rule context='a'>"
     "<let name='one' value=\"part(@n)\"/><report test=\"$one/@value = @n\"><value-of "
     "select='$all/@value'/> <value-of select='$one/@value'/> <value-of "
     "select=\"str:tokenize(@n, '-')[2]\"/></report></rule></pattern>",
     "<r><a n='1-x'/><a n='2-y'/></r>",
     "p/default error /r/a[1]: doc 1-x x\np/default error /r/a[2]: doc 2-y y\n"},
    {"lets of a phase that is not active do not count",
     "<phase id='f'><let name='v' value='1'/><active pattern='p'/></phase>"
     "<let name='v' value='2'/><pattern id='p'><rule context='a'><report test='true()'>"
     "<value-of select='$v'/></report></rule></pattern>",
     "<a/>", "p/default error /a: 2\n"},
    {"a let of a rule sees only those before it, and outer ones of its own name",
     "<let name='v' value=\"'outer'\"/><pattern id='p'><rule context='a'>"
     "<let name='w' value='$v'/><let name='v' value=\"'own'\"/><report test='true()'>"
     "<value-of select='$w'/> <value-of select='$v'/></report></rule></pattern>",
     "<a/>", "p/default error /a: outer own\n"},
    {"values of a rule's lets are those of each node, alike or not",
     "<pattern id='p'><rule context='a'><let name='v' value='b/@n'/><report test='$v > 1'>"
     "<value-of select='$v'/></report></rule></pattern>"
     "<pattern id='q'><rule context='a'><let name='v' value='b/@n'/><report test='$v = 1'>"
     "<value-of select='count($v)'/></report></rule></pattern>",
     "<r><a><b n='1'/></a><a/><a><b n='2'/><b n='1'/></a></r>",
     "q/default error /r/a[1]: 1\n"
     "p/default error /r/a[3]: 2\n"
     "q/default error /r/a[3]: 2\n"},
    {"a key finds by attribute, by content, by several values at once",
     "<xsl:key name='k' match='a | b' use='@id'/><xsl:key name='t' match='a' use='.'/>"
     "<pattern id='p'><rule context='c'><report test='true()'><value-of "
     "select=\"count(key('k', '1'))\"/> <value-of select=\"count(key('t', 'x'))\"/> <value-of "
     "select=\"count(key('k', ../*/@id))\"/> <value-of select=\"count(key('k', 'none'))\"/>"
     "</report></rule></pattern>",
     "<r><a id='1'>x</a><b id='1'/><a id='2'>x</a><c/></r>", "p/default error /r/c: 2 2 3 0\n"},
    {"a key by a computed text",
     "<xsl:key name='k' match='a' use=\"concat(@id, '!')\"/><pattern id='p'><rule context='a'>"
     "<report test=\"count(key('k', '1!')) = 2\">m</report></rule></pattern>"
     "<pattern id='q'><rule context='c'><report test=\"key('k', '2!')/@x\">n</report></rule></pattern>",
     "<r><a id='1'/><a id='1'/><a id='2' x=''/><c/></r>",
     "p/default error /r/a[1]: m\n"
     "p/default error /r/a[2]: m\n"
     "p/default error /r/a[3]: m\n"
     "q/default error /r/c: n\n"},
    {"a let that is content keeps its elements for every node",
     "<let name='t'><r xmlns=''><i>1</i><i>2</i></r></let><pattern id='p'><rule context='a'>"
     "<report test='count($t//i) = 2'><value-of select='$t/*/i[2]'/></report></rule></pattern>",
     "<r><a/><a/></r>",
     "p/default error /r/a[1]: 2\n"
     "p/default error /r/a[2]: 2\n"},
};

static void test_rows(void **state)
{
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

/* A let that nobody uses is never computed; one that fails ends its pattern. */
static void test_failing_lets(void **state)
{
    (void)state;
    check_outcomes(SCH_OPEN "<let name='x' value='nope()'/><pattern id='p'><rule context='a'>"
                            "<let name='y' value='nope()'/><report test='1'>m</report></rule>"
                            "</pattern>" SCH_CLOSE,
                   "<a/>", "p/default error /a: m\n");
    check_fails(SCH_OPEN "<let name='x' value='nope()'/><pattern id='p'><rule context='a'>"
                         "<report test='$x'>m</report></rule></pattern>" SCH_CLOSE,
                "<a/>", "nope()");
    check_fails(SCH_OPEN "<pattern id='p'><let name='x' value='$x'/><rule context='a'>"
                         "<report test='$x'>m</report></rule></pattern>" SCH_CLOSE,
                "<a/>", "$x is not defined");
    check_fails(SCH_OPEN "<let name='x' value='$y'/><let name='y' value='$z'/>"
                         "<let name='z' value='$x'/><pattern id='p'><rule context='a'>"
                         "<report test='$z'>m</report></rule></pattern>" SCH_CLOSE,
                "<a/>", "depends on itself");
}

/* More lets of one text than are shared, and documents one after the other. */
static void test_many_lets(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *rules = SCH_OPEN;
    for (int i = 0; i < 300; i++)
        rules = arena_printf(
            arena,
            "%s<pattern id='p%d'><rule context='a'><let name='v' "
            "value='string(@n%d)'/><report test=\"$v != ''\">%d <value-of select='$v'/>"
            "</report></rule></pattern>",
            rules, i, i % 150, i);
    struct checking checking;
    checking_start(&checking, arena_printf(arena, "%s%s", rules, SCH_CLOSE), RULEBOOK_TRUSTED);
    assert_true(checking.loaded);
    assert_string_equal(checking_run(&checking, "<a n149='x' n0='y'/>"),
                        "p0/default error /a: 0 y\np149/default error /a: 149 x\n"
                        "p150/default error /a: 150 y\np299/default error /a: 299 x\n");
    assert_string_equal(checking_run(&checking, "<a n149='z'/>"),
                        "p149/default error /a: 149 z\np299/default error /a: 299 z\n");
    checking_stop(&checking);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows),
                                       cmocka_unit_test(test_failing_lets),
                                       cmocka_unit_test(test_many_lets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
