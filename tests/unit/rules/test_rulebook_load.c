/* From rule files to the catalogue: includes, names, what replaces what. */
#include "rules/checking.h"

#include "base/path.h"
#include "rules/rulebook_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SCHEMA(content) "<schema xmlns='http://purl.oclc.org/dsdl/schematron'>" content "</schema>"

static void write_file(struct arena *arena, const char *directory, const char *name,
                       const char *text)
{
    FILE *file = fopen(path_join(arena, directory, name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void test_plain_patterns_get_names(void **state)
{
    (void)state;
    static const char plain[] = "<schema xmlns='http://purl.oclc.org/dsdl/schematron'>"
                                "<pattern id='p1'/><pattern/><pattern id='p1'/></schema>";
    struct checking checking;
    checking_start(&checking, plain, RULEBOOK_STRICT);
    assert_true(checking.loaded);
    assert_true(rulebook_add_bytes(checking.rulebook, "dir/second.sch", plain, strlen(plain),
                                   RULEBOOK_STRICT, NULL));
    assert_int_equal(rulebook_count(checking.rulebook), 6);
    assert_non_null(rulebook_find(checking.rulebook, "p1"));
    assert_non_null(rulebook_find(checking.rulebook, "test-2"));
    assert_non_null(rulebook_find(checking.rulebook, "second-p1"));
    assert_string_equal(rulebook_help(rulebook_find(checking.rulebook, "second-2"))->why, "");
    checking_stop(&checking);
}

static void test_folders_and_includes(void **state)
{
    (void)state;
    char directory[] = "/tmp/iislint-rules-XXXXXX";
    struct checking checking;
    assert_non_null(mkdtemp(directory));
    checking_start(&checking, SCHEMA(""), RULEBOOK_STRICT);
    assert_false(rulebook_add_path(checking.rulebook, directory, RULEBOOK_STRICT, &checking.error));
    assert_non_null(strstr(checking.error.text, "no *.sch file"));
    write_file(checking.arena, directory, "a.sch",
               SCHEMA("<include href='b.sch'/><pattern id='a'><include href='c.inc'/></pattern>"));
    write_file(checking.arena, directory, "b.sch",
               "<pattern xmlns='http://purl.oclc.org/dsdl/schematron' id='b'>"
               "<rule context='x'><report test='1'>b</report></rule></pattern>");
    write_file(checking.arena, directory, "c.inc",
               "<rule xmlns='http://purl.oclc.org/dsdl/schematron' context='x'>"
               "<report test='1'>c</report></rule>");
    write_file(checking.arena, directory, "notes.txt", "not a rule");
    if (!rulebook_add_path(checking.rulebook, directory, RULEBOOK_STRICT, &checking.error))
        fail_msg("%s", checking.error.text);
    assert_string_equal(checking_run(&checking, "<x/>"),
                        "b/default error /x: b\na/default error /x: c\n");
    /* a file that includes itself ends in an error at the place */
    write_file(checking.arena, directory, "c.inc",
               "<rule xmlns='http://purl.oclc.org/dsdl/schematron' context='x'>\n"
               "<include href='c.inc'/></rule>");
    assert_false(rulebook_add_path(checking.rulebook, path_join(checking.arena, directory, "a.sch"),
                                   RULEBOOK_STRICT, &checking.error));
    assert_non_null(strstr(checking.error.path, "c.inc"));
    checking_stop(&checking);
    struct arena *arena = arena_new();
    static const char *const names[] = {"a.sch", "b.sch", "c.inc", "notes.txt"};
    for (size_t i = 0; i < 4; i++)
        unlink(path_join(arena, directory, names[i]));
    rmdir(directory);
    arena_free(arena);
}

/* Includes that lead nowhere, each told at its <include>. */
static void test_bad_includes(void **state)
{
    (void)state;
    char directory[] = "/tmp/iislint-rules-XXXXXX";
    struct checking checking;
    assert_non_null(mkdtemp(directory));
    checking_start(&checking, SCHEMA(""), RULEBOOK_STRICT);
    struct error *error = &checking.error;
    write_file(checking.arena, directory, "a.sch", SCHEMA("\n<include href='b.inc'/>"));
    const char *path = path_join(checking.arena, directory, "a.sch");
    assert_false(rulebook_add_path(checking.rulebook, path, RULEBOOK_STRICT, error));
    assert_string_equal(error->path, path);
    assert_int_equal(error->line, 2);
    assert_non_null(strstr(error->text, "cannot include b.inc: "));
    write_file(checking.arena, directory, "b.inc", "<open>");
    assert_false(rulebook_add_path(checking.rulebook, path, RULEBOOK_STRICT, error));
    assert_non_null(strstr(error->text, "cannot include b.inc: "));
    assert_non_null(strstr(error->text, "never closed"));
    assert_int_equal(rulebook_count(checking.rulebook), 0);
    unlink(path);
    unlink(path_join(checking.arena, directory, "b.inc"));
    rmdir(directory);
    checking_stop(&checking);
    /* a file in memory has only the program's own beside it */
    check_refused(OURS_OPEN "<include href='none.sch'/></schema>", 2,
                  "no such file in the program");
}

/* Of a file that is refused nothing stays: not even what was before the fault. */
static void test_nothing_of_a_refused_file(void **state)
{
    (void)state;
    struct checking checking;
    static const char good[] = OURS_WITH(OURS_RULE);
    static const char bad[] =
        OURS_OPEN "<pattern id='TST0009' i:name='Nine'>\n" OURS_META OURS_RULE "</pattern>"
                  "<pattern id='bad' i:name='Bad'>" OURS_META OURS_RULE OURS_END;
    checking_start(&checking, good, RULEBOOK_STRICT);
    assert_true(checking.loaded);
    assert_false(rulebook_add_bytes(checking.rulebook, "bad.sch", bad, strlen(bad), RULEBOOK_STRICT,
                                    &checking.error));
    assert_string_equal(checking.error.path, "bad.sch");
    assert_int_equal(rulebook_count(checking.rulebook), 1);
    assert_string_equal(checking_run(&checking, "<a/>"), "TST0001/default error /a: no x\n");
    checking_stop(&checking);
}

/* A file of another kind is no rule file, and no error: folders hold what rule files include. */
static void test_parts_are_no_files(void **state)
{
    (void)state;
    struct checking checking;
    checking_start(&checking, "<pattern xmlns='http://purl.oclc.org/dsdl/schematron' id='p'/>",
                   RULEBOOK_STRICT);
    assert_true(checking.loaded);
    assert_int_equal(rulebook_count(checking.rulebook), 0);
    checking_stop(&checking);
    check_refused("<schema xmlns='http://purl.oclc.org/dsdl/schematron'\n defaultPhase='f'/>", 1,
                  "no phase 'f'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_includes), cmocka_unit_test(test_nothing_of_a_refused_file),
        cmocka_unit_test(test_parts_are_no_files), cmocka_unit_test(test_plain_patterns_get_names),
        cmocka_unit_test(test_folders_and_includes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
