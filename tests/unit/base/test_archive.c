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
    make(fixture, "a.zip", (size_t)4, "applicationHost.config", "<configuration/>", "root/C/x", "1",
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
    check_file(fixture, "out/root/C/x", "1");
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

/* The bytes of a zip in the folder, with a number of `size` bytes written at an offset behind each
 * mark that is found: what a writer would never make. */
struct change {
    const char *mark; /* "PK\1\2" begins an entry of the directory, "PK\3\4" a file */
    size_t offset, size;
    unsigned long value;
};

#define DIRECTORY "PK\1\2"
#define LOCAL "PK\3\4"

static void change(const struct fixture *fixture, const char *name, const struct change *change)
{
    size_t length;
    char *bytes = path_read(at(fixture, name), 10000000, &length, NULL);
    assert_non_null(bytes);
    for (size_t i = 0; i + change->offset + change->size < length; i++)
        for (size_t b = 0; memcmp(bytes + i, change->mark, 4) == 0 && b < change->size; b++)
            bytes[i + change->offset + b] = (char)(change->value >> 8 * b);
    struct path_writer *writer = path_writer_open(at(fixture, name), NULL);
    assert_true(path_writer_write(writer, bytes, length));
    assert_true(path_writer_commit(writer, NULL));
    free(bytes);
}

static bool nothing(void *context, const char *name)
{
    (void)context;
    fail_msg("%s is left", name);
    return false;
}

/* It is, and leaves nothing in the folder, not even half a file. */
static void check_refused(const struct fixture *fixture, const char *reason)
{
    struct error error = {0};
    assert_true(path_make_directories(at(fixture, "out"), NULL));
    assert_false(archive_unpack(at(fixture, "a.zip"), "a.zip", at(fixture, "out"), &error));
    if (!strstr(error.text, reason))
        fail_msg("%s: %s", reason, error.text);
    assert_true(path_each_entry(at(fixture, "out"), nothing, NULL, &error));
}

/* What no configuration has: links, encryption, other compressions, sizes that are not so. */
static void refuse_what_is_no_plain_file(void **state)
{
    static const struct {
        struct change changes[2];
        const char *reason;
    } rows[] = {
        {{{DIRECTORY, 5, 1, 3}, {DIRECTORY, 38, 4, 0xA1FF0000}}, "link or device"},
        {{{DIRECTORY, 5, 1, 3}, {DIRECTORY, 38, 4, 0x11FF0000}}, "link or device"},
        {{{DIRECTORY, 38, 4, 0x400}, {DIRECTORY, 38, 4, 0x400}}, "link or device"},
        {{{DIRECTORY, 8, 1, 1}, {LOCAL, 6, 1, 1}}, "encrypted"},
        {{{DIRECTORY, 10, 2, 14}, {LOCAL, 8, 2, 14}}, "compression that is not read"},
        {{{DIRECTORY, 16, 4, 7}, {LOCAL, 14, 4, 7}}, "damaged"},
        {{{DIRECTORY, 24, 4, 9999}, {LOCAL, 22, 4, 9999}}, "damaged"},
        {{{DIRECTORY, 24, 4, 9}, {LOCAL, 22, 4, 9}}, "a wrong size"},
        {{{DIRECTORY, 24, 4, 0xF0000000}, {LOCAL, 22, 4, 0xF0000000}}, "too large"},
        {{{DIRECTORY, 24, 4, 0x300000}, {LOCAL, 22, 4, 0x300000}}, "too densely"},
        {{{DIRECTORY, 42, 4, 5}, {DIRECTORY, 42, 4, 5}}, "This zip is not read"},
    };
    static const char content[] = "<configuration><configuration><configuration><configuration>";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make(*state, "a.zip", (size_t)1, "web.config", content);
        change(*state, "a.zip", &rows[i].changes[0]);
        change(*state, "a.zip", &rows[i].changes[1]);
        check_refused(*state, rows[i].reason);
    }
}

/* On Windows two names that differ in case only are one file. */
static void refuse_names_that_meet(void **state)
{
    make(*state, "a.zip", (size_t)2, "web.config", "x", "WEB.config", "y");
    check_refused(*state, "letter case");
    make(*state, "a.zip", (size_t)2, "web.config", "x", "web.config/y", "y");
    check_refused(*state, "there twice");
    make(*state, "a.zip", (size_t)2, "a/b", "x", "A/c", "y");
    check_refused(*state, "letter case");
    make(*state, "a.zip", (size_t)2, "a/b", "x", "a", "y");
    check_refused(*state, "there twice");
    /* a name that the terminal would obey is not shown as it is */
    make(*state, "a.zip", (size_t)1, "a.[2J.b", "x");
    static const struct change escape[] = {{DIRECTORY, 47, 1, 0x1B},
                                           {LOCAL, 31, 1, 0x1B},
                                           {DIRECTORY, 51, 1, '\n'},
                                           {LOCAL, 35, 1, '\n'}};
    for (size_t i = 0; i < sizeof escape / sizeof *escape; i++)
        change(*state, "a.zip", &escape[i]);
    check_refused(*state, "'a?[2J?b' has a control character");
    struct archive_writer *writer = archive_writer_new(NULL);
    struct error error = {0};
    assert_true(archive_writer_add(writer, "a", "x", 1, NULL));
    assert_false(archive_writer_add(writer, "a", "y", 1, &error));
    assert_string_equal(error.path, "a");
    archive_writer_free(writer);
}

static void refuse_a_bomb(void **state)
{
    const struct fixture *fixture = *state;
    size_t length = 4 * 1024 * 1024;
    char *zeros = calloc(1, length);
    assert_non_null(zeros);
    struct archive_writer *writer = archive_writer_new(NULL);
    assert_true(archive_writer_add(writer, "web.config", zeros, length, NULL));
    free(zeros);
    assert_true(archive_writer_finish(writer, at(fixture, "a.zip"), NULL));
    check_refused(fixture, "too densely");
}

static void refuse_an_empty_one(void **state)
{
    const struct fixture *fixture = *state;
    struct path_writer *writer = path_writer_open(at(fixture, "a.zip"), NULL);
    assert_true(path_writer_write(writer, "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22));
    assert_true(path_writer_commit(writer, NULL));
    check_refused(fixture, "there is nothing in it");
}

/* What is in the way stays; what was unpacked before it the caller removes with the folder. */
static void where_nothing_can_be_written(void **state)
{
    const struct fixture *fixture = *state;
    struct error error = {0};
    make(fixture, "a.zip", (size_t)1, "sub/web.config", "x");
    assert_true(path_make_directories(at(fixture, "out"), NULL));
    make(fixture, "out/sub", (size_t)1, "x", "x");
    assert_false(archive_unpack(at(fixture, "a.zip"), "a.zip", at(fixture, "out"), &error));
    assert_true(error.text[0] != '\0');
    error.text[0] = '\0';
    assert_true(path_make_directories(at(fixture, "in/sub/web.config/full"), NULL));
    assert_false(archive_unpack(at(fixture, "a.zip"), "a.zip", at(fixture, "in"), &error));
    assert_true(error.text[0] != '\0');
    assert_int_equal(path_kind(at(fixture, "in/sub/web.config/full")), PATH_DIRECTORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_same_files_give_the_same_zip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_hostile_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_what_is_no_zip, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_what_is_no_plain_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_names_that_meet, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_a_bomb, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuse_an_empty_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(where_nothing_can_be_written, set_up, tear_down),

        cmocka_unit_test_setup_teardown(nothing_is_left_of_a_failed_writer, set_up, tear_down),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
