#define _XOPEN_SOURCE 700 /* symlink(), mkfifo(), setenv() */

#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    struct arena *arena;
    const char *folder;
    struct error error;
};

static int set_up(void **state)
{
    static struct place place;
    place = (struct place){.arena = arena_new()};
    place.folder = path_temporary_directory(place.arena, &place.error);
    *state = &place;
    return place.folder ? 0 : -1;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    bool gone = path_remove_tree(place->folder, &place->error);
    gone = gone && path_kind(place->folder) == PATH_ABSENT;
    arena_free(place->arena);
    return gone ? 0 : -1;
}

static const char *in(struct place *place, const char *name)
{
    return path_join(place->arena, place->folder, name);
}

static void write_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("x", file);
    fclose(file);
}

static void folders_on_the_way(void **state)
{
    struct place *p = *state;
    assert_true(path_make_directories(in(p, "a/b/c"), &p->error));
    assert_int_equal(path_kind(in(p, "a/b/c")), PATH_DIRECTORY);
    assert_true(path_make_directories(in(p, "a/b/c"), &p->error)); /* it exists: fine */
    assert_true(path_make_directories(in(p, "a//b/d/"), &p->error));
    assert_int_equal(path_kind(in(p, "a/b/d")), PATH_DIRECTORY);
}

static void a_relative_folder(void **state)
{
    struct place *p = *state;
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(p->folder), 0);
    assert_true(path_make_directories("x/y", &p->error));
    assert_true(path_make_directories(".", &p->error));
    assert_int_equal(chdir(before), 0);
    assert_int_equal(path_kind(in(p, "x/y")), PATH_DIRECTORY);
}

static void a_file_in_the_way(void **state)
{
    struct place *p = *state;
    write_file(in(p, "file"));
    assert_false(path_make_directories(in(p, "file"), &p->error));
    assert_string_equal(p->error.path, in(p, "file"));
    assert_non_null(strstr(p->error.text, "cannot be made"));
    assert_false(path_make_directories(in(p, "file/x"), &p->error));
    assert_int_equal(path_kind(in(p, "file")), PATH_FILE);
    assert_false(path_make_directories("", &p->error));
}

static void a_folder_for_a_while(void **state)
{
    struct place *p = *state;
    const char *other = path_temporary_directory(p->arena, &p->error);
    assert_non_null(other);
    assert_string_not_equal(other, p->folder);
    struct stat status;
    assert_int_equal(stat(other, &status), 0);
    assert_int_equal(status.st_mode & 077, 0); /* for this user alone */
    assert_true(path_remove_tree(other, &p->error));
}

static void where_the_system_wants_it(void **state)
{
    struct place *p = *state;
    const char *before = getenv("TMPDIR");
    char *kept = before ? arena_strdup(p->arena, before) : NULL;
    setenv("TMPDIR", in(p, ""), 1);
    const char *made = path_temporary_directory(p->arena, &p->error);
    assert_non_null(made);
    assert_true(strncmp(made, p->folder, strlen(p->folder)) == 0);
    setenv("TMPDIR", in(p, "gone"), 1);
    assert_null(path_temporary_directory(p->arena, &p->error));
    assert_non_null(strstr(p->error.text, "cannot be made"));
    setenv("TMPDIR", "", 1);
    const char *usual = path_temporary_directory(p->arena, &p->error);
    assert_non_null(usual);
    assert_true(path_remove_tree(usual, &p->error));
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
}

static void a_tree_is_removed(void **state)
{
    struct place *p = *state;
    assert_true(path_make_directories(in(p, "t/a/b"), &p->error));
    write_file(in(p, "t/a/b/file"));
    write_file(in(p, "t/.hidden"));
    write_file(in(p, "t/a/..."));
    assert_int_equal(mkfifo(in(p, "t/pipe"), 0600), 0);
    assert_true(path_remove_tree(in(p, "t"), &p->error));
    assert_int_equal(path_kind(in(p, "t")), PATH_ABSENT);
    assert_true(path_remove_tree(in(p, "t"), &p->error)); /* it is gone: fine */
    write_file(in(p, "file"));
    assert_true(path_remove_tree(in(p, "file"), &p->error));
    assert_int_equal(path_kind(in(p, "file")), PATH_ABSENT);
}

/* What a link leads to is somebody else's. */
static void links_are_not_followed(void **state)
{
    struct place *p = *state;
    assert_true(path_make_directories(in(p, "kept/inner"), &p->error));
    write_file(in(p, "kept/file"));
    assert_true(path_make_directories(in(p, "t"), &p->error));
    assert_int_equal(symlink(in(p, "kept"), in(p, "t/folder")), 0);
    assert_int_equal(symlink(in(p, "kept/file"), in(p, "t/file")), 0);
    assert_int_equal(symlink("nowhere", in(p, "t/dangling")), 0);
    assert_int_equal(symlink("..", in(p, "t/up")), 0);
    assert_true(path_remove_tree(in(p, "t"), &p->error));
    assert_int_equal(path_kind(in(p, "kept/inner")), PATH_DIRECTORY);
    assert_int_equal(path_kind(in(p, "kept/file")), PATH_FILE);
    assert_int_equal(symlink(in(p, "kept"), in(p, "link")), 0);
    assert_true(path_remove_tree(in(p, "link"), &p->error));
    assert_int_equal(path_kind(in(p, "kept/file")), PATH_FILE);
}

static void what_cannot_be_removed(void **state)
{
    struct place *p = *state;
    if (geteuid() == 0)
        skip(); /* nothing is forbidden */
    assert_true(path_make_directories(in(p, "t/locked/x"), &p->error));
    assert_int_equal(chmod(in(p, "t/locked"), 0500), 0);
    assert_false(path_remove_tree(in(p, "t"), &p->error));
    assert_string_equal(p->error.path, in(p, "t/locked/x"));
    assert_int_equal(chmod(in(p, "t/locked"), 0700), 0);
}

/* Nothing that is there is replaced. */
static void another_name(void **state)
{
    struct place *place = *state;
    const char *from = in(place, "from"), *to = in(place, "to");
    write_file(from);
    assert_true(path_rename(from, to, &place->error));
    assert_int_equal(path_kind(from), PATH_ABSENT);
    assert_int_equal(path_kind(to), PATH_FILE);
    write_file(from);
    assert_false(path_rename(from, to, &place->error));
    assert_string_equal(place->error.path, to);
    assert_non_null(strstr(place->error.text, "of this name already"));
    assert_int_equal(path_kind(from), PATH_FILE);
    assert_false(path_rename(in(place, "absent"), in(place, "new"), &place->error));
    assert_non_null(strstr(place->error.text, "cannot be given"));
    assert_true(path_make_directories(in(place, "folder/below"), &place->error));
    assert_true(path_rename(in(place, "folder"), in(place, "moved"), &place->error));
    assert_int_equal(path_kind(in(place, "moved/below")), PATH_DIRECTORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(folders_on_the_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_relative_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_in_the_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_for_a_while, set_up, tear_down),
        cmocka_unit_test_setup_teardown(where_the_system_wants_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_tree_is_removed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_are_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_removed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
