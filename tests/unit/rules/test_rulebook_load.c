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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_plain_patterns_get_names),
                                       cmocka_unit_test(test_folders_and_includes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
