#include "report/sarif_fingerprint.h"
#include "unit/report/fake_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Expected values are those of the tests of GitHub's codeql action. */
static void check(const char *text, bool has_mark, const char *const *wanted, size_t count)
{
    struct arena *arena = arena_new();
    struct sarif_fingerprints *prints = sarif_fingerprints_new(text, strlen(text), has_mark);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(sarif_fingerprints_line(prints, i + 1, arena), wanted[i]);
    assert_null(sarif_fingerprints_line(prints, count + 1, arena));
    assert_null(sarif_fingerprints_line(prints, 0, arena));
    sarif_fingerprints_free(prints);
    arena_free(arena);
}

static void an_empty_file_has_one_line(void **state)
{
    (void)state;
    static const char *const wanted[] = {"c129715d7a2bc9a3:1"};
    check("", false, wanted, 1);
}

static void blanks_do_not_count(void **state)
{
    (void)state;
    static const char *const wanted[] = {"271789c17abda88f:1", "54703d4cd895b18:1",
                                         "180aee12dab6264:1", "a23a3dc5e078b07b:1"};
    check(" a\nb\n  \t\tc\n d", false, wanted, 4);
}

static void all_line_ends_are_alike(void **state)
{
    (void)state;
    static const char *const wanted[] = {"271789c17abda88f:1", "54703d4cd895b18:1",
                                         "180aee12dab6264:1", "a23a3dc5e078b07b:1"};
    check(" a\r\nb\r  \t\tc\n d", false, wanted, 4);
}

static void equal_lines_are_counted(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3", "a7f2ff13bc495cf2:4",
        "a7f2ff13bc495cf2:5", "a7f2ff13bc495cf2:6", "a7f2ff1481e87703:1", "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1", "cc97dc7b1d7d8f7b:1", "c129715d7a2bc9a3:1"};
    struct text text = {0};
    for (int i = 0; i < 10; i++)
        text_add(&text, "Lorem ipsum dolor sit amet.\n");
    check(text_string(&text), false, wanted, 11);
    text_fini(&text);
}

static void a_mark_changes_the_first_line_only(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct sarif_fingerprints *marked = sarif_fingerprints_new("a\nb", 3, true);
    struct sarif_fingerprints *plain = sarif_fingerprints_new("a\nb", 3, false);
    assert_string_not_equal(sarif_fingerprints_line(marked, 1, arena),
                            sarif_fingerprints_line(plain, 1, arena));
    assert_string_equal(sarif_fingerprints_line(marked, 2, arena),
                        sarif_fingerprints_line(plain, 2, arena));
    sarif_fingerprints_free(marked);
    sarif_fingerprints_free(plain);
    arena_free(arena);
}

/* A file and its copy in a snapshot have the same lines; other secrets make no other file. */
static void secrets_do_not_count(void **state)
{
    (void)state;
    struct iislint run;
    fake_init(&run);
    const char *prints[3];
    const char *const passwords[] = {"hush", "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2",
                                     "longer than that"};
    for (size_t i = 0; i < 3; i++) {
        const char *text = arena_printf(run.arena, "<a password=\"%s\"/>\n", passwords[i]);
        struct sarif_fingerprints *made =
            sarif_fingerprints_of_file(fake_file(&run, "a", true, text));
        prints[i] = sarif_fingerprints_line(made, 1, run.arena);
        sarif_fingerprints_free(made);
    }
    assert_string_equal(prints[0], prints[1]);
    assert_string_equal(prints[0], prints[2]);
    /* the mark at the start of the file still counts */
    struct sarif_fingerprints *other =
        sarif_fingerprints_of_file(fake_file(&run, "a", false, "<a password=\"hush\"/>\n"));
    assert_string_not_equal(sarif_fingerprints_line(other, 1, run.arena), prints[0]);
    sarif_fingerprints_free(other);
    fake_fini(&run);
}

static void ours_survives_moved_lines(void **state)
{
    (void)state;
    struct iislint run;
    fake_init(&run);
    fake_rules(&run);
    const struct iislint_file *before = fake_file(&run, "a", false, "<a b=\"1\"/>");
    const struct iislint_file *after = fake_file(&run, "a", false, "\n\n  <a b=\"1\"/>");
    const struct iislint_file *changed = fake_file(&run, "a", false, "<a b=\"2\"/>");
    struct iislint_finding *finding =
        fake_finding(&run, 0, IISLINT_ERROR, fake_place(before, "b=\"1\"", "/a/@b", true), "m");
    const char *first = sarif_fingerprint_own(finding, "a", run.arena);
    finding->place = fake_place(after, "b=\"1\"", "/a/@b", true);
    assert_string_equal(sarif_fingerprint_own(finding, "a", run.arena), first);
    finding->place = fake_place(changed, "b=\"2\"", "/a/@b", true);
    assert_string_not_equal(sarif_fingerprint_own(finding, "a", run.arena), first);
    fake_fini(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_file_has_one_line),
        cmocka_unit_test(blanks_do_not_count),
        cmocka_unit_test(all_line_ends_are_alike),
        cmocka_unit_test(equal_lines_are_counted),
        cmocka_unit_test(a_mark_changes_the_first_line_only),
        cmocka_unit_test(secrets_do_not_count),
        cmocka_unit_test(ours_survives_moved_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
