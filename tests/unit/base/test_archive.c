#include "base/archive.h"

#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    const char *folder;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture.arena = arena_new();
    fixture.folder = path_temporary_directory(fixture.arena, NULL);
    *state = &fixture;
    return fixture.folder ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    bool removed = path_remove_tree(fixture->folder, NULL);
    arena_free(fixture->arena);
    return removed ? 0 : -1;
}

static const char *at(const struct fixture *fixture, const char *name)
{
    return path_join(fixture->arena, fixture->folder, name);
}

static void make(const struct fixture *fixture, const char *name, size_t count, ...)
{
    struct archive_writer *writer = archive_writer_new(NULL);
    va_list entries;
    va_start(entries, count);
    for (size_t i = 0; i < count; i++) {
        const char *entry = va_arg(entries, const char *), *content = va_arg(entries, const char *);
        assert_true(archive_writer_add(writer, entry, content, strlen(content), NULL));
    }
    va_end(entries);
    assert_true(archive_writer_finish(writer, at(fixture, name), NULL));
}

static void check_file(const struct fixture *fixture, const char *name, const char *expected)
{
    size_t length;
    char *bytes = path_read(at(fixture, name), 1000, &length, NULL);
    assert_non_null(bytes);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void what_is_written_is_read(void **state)
{
    const struct fixture *fixture = *state;
    make(fixture, "a.zip", (size_t)3, "applicationHost.config", "<configuration/>",
         "root/C/Gr\xC3\xBC\xC3\x9F"
         "e/web.config",
         "x", "empty", "");
    assert_true(archive_is_named(at(fixture, "a.zip")));
    assert_true(path_make_directories(at(fixture, "out"), NULL));
    assert_true(archive_unpack(at(fixture, "a.zip"), "a.zip", at(fixture, "out"), NULL));
    check_file(fixture, "out/applicationHost.config", "<configuration/>");
    check_file(fixture,
               "out/root/C/Gr\xC3\xBC\xC3\x9F"
               "e/web.config",
               "x");
    check_file(fixture, "out/empty", "");
}

static void the_same_files_give_the_same_zip(void **state)
{
    const struct fixture *fixture = *state;
    size_t length[2];
    char *bytes[2];
    const char *const names[] = {"a.zip", "b.zip"};
    for (size_t i = 0; i < 2; i++) {
        make(fixture, names[i], (size_t)2, "x", "one", "y/z", "two");
        bytes[i] = path_read(at(fixture, names[i]), 10000, &length[i], NULL);
        assert_non_null(bytes[i]);
    }
    assert_int_equal(length[0], length[1]);
    assert_memory_equal(bytes[0], bytes[1], length[0]);
    free(bytes[0]);
    free(bytes[1]);
}

/* What the writer is given is for its caller to check: the reader does not trust it. */
static void refuse_hostile_names(void **state)
{
    const struct fixture *fixture = *state;
    struct error error = {0};
    make(fixture, "a.zip", (size_t)2, "good", "x", "../evil", "x");
    assert_true(path_make_directories(at(fixture, "out"), NULL));
    assert_false(archive_unpack(at(fixture, "a.zip"), "shown.zip", at(fixture, "out"), &error));
    assert_string_equal(error.path, "shown.zip");
    assert_non_null(strstr(error.text, "'../evil' leads out of its folder"));
    assert_int_equal(path_kind(at(fixture, "evil")), PATH_ABSENT);
    assert_int_equal(path_kind(at(fixture, "out/good")), PATH_ABSENT);
}

static void refuse_what_is_no_zip(void **state)
{
    const struct fixture *fixture = *state;
    struct error error = {0};
    struct path_writer *writer = path_writer_open(at(fixture, "a.zip"), NULL);
    assert_true(path_writer_write(writer, "PK\3\4 and so on", 14));
    assert_true(path_writer_commit(writer, NULL));
    assert_false(archive_unpack(at(fixture, "a.zip"), "a.zip", fixture->folder, &error));
    assert_non_null(strstr(error.text, "no zip"));
    assert_false(archive_unpack(at(fixture, "absent.zip"), "absent.zip", fixture->folder, &error));
    assert_false(archive_is_named(at(fixture, "absent.zip")));
    assert_false(archive_is_named(fixture->folder));
}

static void nothing_is_left_of_a_failed_writer(void **state)
{
    const struct fixture *fixture = *state;
    struct error error = {0};
    struct archive_writer *writer = archive_writer_new(NULL);
    assert_true(archive_writer_add(writer, "x", "y", 1, &error));
    assert_false(archive_writer_finish(writer, at(fixture, "no/such/folder/a.zip"), &error));
    assert_true(error.text[0] != '\0');
    writer = archive_writer_new(NULL);
    assert_true(archive_writer_add(writer, "x", "y", 1, NULL));
    archive_writer_free(writer);
    archive_writer_free(NULL);
}

static void names(void **state)
{
    static const char *const good[] = {"a",           "root/C/inetpub/wwwroot/web.config",
                                       "a b/c.d",     "...a",
                                       "console.txt", "com10",
                                       "com",         "nul1",
                                       "folder/",     "Gr\xC3\xBCn"};
    static const char *const bad[] = {
        "",     "/a",   "..",       "a/..", "../a", "a/../b",  ".",       "a/./b",
        "a//b", "a\\b", "C:",       "C:/a", "a:b",  "a\nb",    "a\x7F",   "a?",
        "a*",   "a|b",  "a<",       "a\"",  "nul",  "NUL.txt", "a/con/b", "CoM1.log",
        "lpt9", "aux ", "nul .txt", "a.",   "a /b", "\xFF",    "conin$"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(archive_name_fault(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(archive_name_fault(bad[i]));
    char longest[1100];
    memset(longest, 'a', sizeof longest);
    longest[250] = '\0';
    assert_null(archive_name_fault(longest));
    longest[250] = 'a';
    longest[251] = '\0';
    assert_string_equal(archive_name_fault(longest), "is too long");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_files_give_the_same_zip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_hostile_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_what_is_no_zip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_left_of_a_failed_writer, set_up, tear_down),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
