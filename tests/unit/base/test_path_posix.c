#define _XOPEN_SOURCE 700 /* mkdtemp() and symbolic links */

#include "base/path.h"
#include "unit/base/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static void kinds(void **state)
{
    struct folder *folder = *state;
    folder_put(folder, "file", "x");
    assert_int_equal(mkfifo(folder_path(folder, "pipe"), 0600), 0);
    assert_int_equal(symlink("nowhere", folder_path(folder, "dangling")), 0);
    assert_int_equal(symlink("loop", folder_path(folder, "loop")), 0);
    assert_int_equal(symlink("file", folder_path(folder, "link")), 0);
    assert_int_equal(path_kind(folder_path(folder, "file")), PATH_FILE);
    assert_int_equal(path_kind(folder_path(folder, "link")), PATH_FILE);
    assert_int_equal(path_kind(folder->path), PATH_DIRECTORY);
    assert_int_equal(path_kind(folder_path(folder, "pipe")), PATH_OTHER);
    assert_int_equal(path_kind("/dev/null"), PATH_OTHER);
    assert_int_equal(path_kind(folder_path(folder, "dangling")), PATH_ABSENT);
    assert_int_equal(path_kind(folder_path(folder, "file/below")), PATH_ABSENT);
    assert_int_equal(path_kind(folder_path(folder, "loop")), PATH_UNREADABLE);
}

static void identity_sees_through_links(void **state)
{
    struct folder *folder = *state;
    folder_put(folder, "file", "x");
    folder_put(folder, "other", "x");
    assert_int_equal(symlink("file", folder_path(folder, "link")), 0);
    uint64_t a[2];
    uint64_t b[2];
    assert_true(path_identity(folder_path(folder, "file"), a));
    assert_true(path_identity(folder_path(folder, "link"), b));
    assert_memory_equal(a, b, sizeof a);
    assert_true(path_identity(folder_path(folder, "other"), b));
    assert_memory_not_equal(a, b, sizeof a);
    assert_false(path_identity(folder_path(folder, "absent"), a));
}

static void reading_is_capped_and_exact(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    size_t length;
    folder_put(folder, "file", "12345");
    char *bytes = path_read(folder_path(folder, "file"), 5, &length, &error);
    assert_non_null(bytes);
    assert_int_equal(length, 5);
    assert_memory_equal(bytes, "12345", 6);
    free(bytes);

    assert_null(path_read(folder_path(folder, "file"), 4, &length, &error));
    assert_true(length > 4);
    assert_non_null(strstr(error.text, "larger than 4 bytes"));

    folder_put(folder, "empty", "");
    bytes = path_read(folder_path(folder, "empty"), 5, &length, &error);
    assert_int_equal(length, 0);
    assert_string_equal(bytes, "");
    free(bytes);
}

/* A pipe without a writer would block for ever; the alarm ends a test that does. */
static void only_regular_files_are_read(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    size_t length = 99;
    assert_int_equal(mkfifo(folder_path(folder, "pipe"), 0600), 0);
    alarm(10);
    assert_null(path_read(folder_path(folder, "pipe"), 100, &length, &error));
    alarm(0);
    assert_non_null(strstr(error.text, "pipe"));
    assert_int_equal(length, 0);
    assert_null(path_read("/dev/zero", 100, &length, &error));
    assert_null(path_read(folder->path, 100, &length, &error));
    assert_non_null(strstr(error.text, "directory"));
    assert_null(path_read(folder_path(folder, "absent"), 100, &length, &error));
    assert_string_equal(error.path, folder_path(folder, "absent"));
    assert_null(path_read(folder_path(folder, "absent"), 100, &length, NULL));
}

/* Files of /proc say they are empty and are not: the size is a hint only. */
static void a_size_that_lies_is_no_limit(void **state)
{
    (void)state;
    size_t length;
    char *bytes = path_read("/proc/self/status", 1 << 20, &length, NULL);
    if (bytes == NULL)
        skip();
    assert_true(length > 100);
    free(bytes);
}

static bool collect(void *context, const char *name)
{
    struct text *names = context;
    text_printf(names, "%s ", name);
    return strcmp(name, "stop") != 0;
}

static void entries_come_in_byte_order(void **state)
{
    struct folder *folder = *state;
    struct text names = {0};
    folder_put(folder, "b", "");
    folder_put(folder, "B", "");
    folder_put(folder, ".hidden", "");
    folder_put(folder, "stop", "");
    folder_put(folder, "z", "");
    assert_true(path_each_entry(folder->path, collect, &names, NULL));
    assert_string_equal(text_string(&names), ".hidden B b stop ");
    struct error error;
    assert_false(path_each_entry(folder_path(folder, "absent"), collect, &names, &error));
    assert_string_equal(error.path, folder_path(folder, "absent"));
    text_fini(&names);
}

static size_t entry_count(struct folder *folder)
{
    struct text names = {0};
    path_each_entry(folder->path, collect, &names, NULL);
    size_t count = 0;
    for (const char *c = text_string(&names); *c != '\0'; c++)
        count += *c == ' ';
    text_fini(&names);
    return count;
}

static char *content_of(struct folder *folder, const char *name)
{
    size_t length;
    char *bytes = path_read(folder_path(folder, name), 1 << 20, &length, NULL);
    char *copy = arena_strdup(folder->arena, bytes == NULL ? "(none)" : bytes);
    free(bytes);
    return copy;
}

static void a_commit_replaces_and_an_abandon_does_not(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    folder_put(folder, "report", "old");
    assert_int_equal(chmod(folder_path(folder, "report"), 0640), 0);

    struct path_writer *writer = path_writer_open(folder_path(folder, "report"), &error);
    assert_true(path_writer_write(writer, "new", 3));
    assert_string_equal(content_of(folder, "report"), "old");
    path_writer_abandon(writer);
    assert_string_equal(content_of(folder, "report"), "old");
    assert_int_equal(entry_count(folder), 1);

    writer = path_writer_open(folder_path(folder, "report"), &error);
    assert_true(path_writer_write(writer, "new", 3));
    assert_true(path_writer_commit(writer, &error));
    assert_string_equal(content_of(folder, "report"), "new");
    assert_int_equal(entry_count(folder), 1);
    struct stat status;
    assert_int_equal(stat(folder_path(folder, "report"), &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    path_writer_abandon(NULL);
}

static void a_link_keeps_pointing(void **state)
{
    struct folder *folder = *state;
    folder_put(folder, "target", "old");
    assert_int_equal(symlink("target", folder_path(folder, "link")), 0);
    struct path_writer *writer = path_writer_open(folder_path(folder, "link"), NULL);
    assert_true(path_writer_write(writer, "new", 3));
    assert_true(path_writer_commit(writer, NULL));
    assert_string_equal(content_of(folder, "target"), "new");
    struct stat status;
    assert_int_equal(lstat(folder_path(folder, "link"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
}

static void what_cannot_be_opened_is_an_error(void **state)
{
    struct folder *folder = *state;
    struct error error = {0};
    assert_null(path_writer_open(folder->path, &error));
    assert_string_equal(error.path, folder->path);
    assert_null(path_writer_open(folder_path(folder, "absent/report"), &error));
    assert_non_null(strstr(error.text, "cannot be written"));
}

static void a_full_device_is_an_error(void **state)
{
    (void)state;
    struct error error = {0};
    if (path_kind("/dev/full") != PATH_OTHER)
        skip();
    struct path_writer *writer = path_writer_open("/dev/full", &error);
    assert_non_null(writer);
    path_writer_write(writer, "x", 1);
    assert_false(path_writer_commit(writer, &error));
    assert_string_equal(error.path, "/dev/full");
    assert_int_equal(path_kind("/dev/full"), PATH_OTHER); /* neither replaced nor removed */
}

/* In a child, because a limit on file sizes cannot be taken back by everyone. */
static void a_full_disk_leaves_the_old_file(void **state)
{
    struct folder *folder = *state;
    folder_put(folder, "report", "old");
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {.rlim_cur = 1000, .rlim_max = 1000};
        struct error error = {0};
        char block[100] = {0};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
        struct path_writer *writer = path_writer_open(folder_path(folder, "report"), &error);
        for (int i = 0; i < 1000; i++)
            path_writer_write(writer, block, sizeof block);
        bool refused = !path_writer_commit(writer, &error);
        _exit(refused && error.text[0] != '\0' ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_string_equal(content_of(folder, "report"), "old");
    assert_int_equal(entry_count(folder), 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, folder_set_up, folder_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kinds),
        TEST(identity_sees_through_links),
        TEST(reading_is_capped_and_exact),
        TEST(only_regular_files_are_read),
        TEST(a_size_that_lies_is_no_limit),
        TEST(entries_come_in_byte_order),
        TEST(a_commit_replaces_and_an_abandon_does_not),
        TEST(a_link_keeps_pointing),
        TEST(what_cannot_be_opened_is_an_error),
        TEST(a_full_device_is_an_error),
        TEST(a_full_disk_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
