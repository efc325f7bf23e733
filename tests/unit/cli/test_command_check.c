#include "base/path.h"
#include "cli/command.h"
#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The whole command on small files; what it prints is the matter of other tests. */

static struct arena *arena;
static char *folder;
static int saved_stdout, saved_stderr;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    folder = arena_strdup(arena, "/tmp/iislint-check-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return 1;
    fflush(stdout);
    fflush(stderr);
    saved_stdout = dup(1);
    saved_stderr = dup(2);
    return freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL;
}

static int teardown(void **state)
{
    static const char *const names[] = {"good.config", "bad.config", "out.sarif", "out.txt", ""};
    (void)state;
    fflush(stdout);
    fflush(stderr);
    dup2(saved_stdout, 1);
    dup2(saved_stderr, 2);
    close(saved_stdout);
    close(saved_stderr);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        remove(arena_printf(arena, "%s/%s", folder, names[i]));
    arena_free(arena);
    return 0;
}

static char *in_folder(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

static char *make_file(const char *name, const char *content)
{
    FILE *file = fopen(in_folder(name), "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    return in_folder(name);
}

/* Runs the command with up to eight arguments; NULL ends them. */
static enum exit_status run(char *first, ...)
{
    char *arguments[8];
    size_t count = 0;
    va_list rest;
    va_start(rest, first);
    for (char *argument = first; argument != NULL; argument = va_arg(rest, char *))
        arguments[count++] = argument;
    va_end(rest);
    struct options options;
    struct error error;
    assert_true(options_parse(&options, arena, count, arguments, &error));
    return options.command->run(&options);
}

#define GOOD "<configuration>\n  <system.webServer />\n</configuration>\n"
#define BAD "<configuration>\n  <system.webServer>\n</configuration>\n"

static void a_good_file_is_clean(void **state)
{
    (void)state;
    assert_int_equal(run(make_file("good.config", GOOD), NULL), EXIT_CLEAN);
}

static void a_bad_file_is_not(void **state)
{
    (void)state;
    enum exit_status status = run(make_file("bad.config", BAD), NULL);
    assert_true(status == EXIT_FINDINGS || status == EXIT_INCOMPLETE);
}

static void what_cannot_be_checked_is_never_clean(void **state)
{
    (void)state;
    char *good = make_file("good.config", GOOD);
    assert_int_equal(run(in_folder("absent"), NULL), EXIT_INCOMPLETE);
    assert_int_equal(run(good, in_folder("absent"), NULL), EXIT_INCOMPLETE);
    assert_int_equal(run("--facts", in_folder("absent"), good, NULL), EXIT_INCOMPLETE);
    assert_int_equal(run("--rules", in_folder("absent"), good, NULL), EXIT_INCOMPLETE);
}

static void senseless_command_lines_are_told(void **state)
{
    (void)state;
    char *good = make_file("good.config", GOOD);
    assert_int_equal(run("check", NULL), EXIT_USAGE);
    assert_int_equal(run("--format", "nonsense", good, NULL), EXIT_USAGE);
    assert_int_equal(run("--format", "text", "--format", "sarif", good, NULL), EXIT_USAGE);
    assert_int_equal(run("--enable", "no-such-rule", good, NULL), EXIT_USAGE);
    assert_int_equal(run("--iis", "4.0", good, NULL), EXIT_USAGE);
    assert_int_equal(run("--env", "novalue", good, NULL), EXIT_USAGE);
}

static void one_failing_report_does_not_lose_the_other(void **state)
{
    (void)state;
    char *good = make_file("good.config", GOOD);
    char *sarif = arena_printf(arena, "sarif=%s", in_folder("out.sarif"));
    char *nowhere = arena_printf(arena, "text=%s", in_folder("absent/out.txt"));
    assert_int_equal(run("--format", nowhere, "--format", sarif, good, NULL), EXIT_INCOMPLETE);
    assert_int_equal(path_kind(in_folder("out.sarif")), PATH_FILE);
    assert_int_equal(path_kind(in_folder("absent/out.txt")), PATH_ABSENT);
}

static void a_failed_run_still_writes_its_reports(void **state)
{
    (void)state;
    char *sarif = arena_printf(arena, "sarif=%s", in_folder("out.sarif"));
    assert_int_equal(run("--format", sarif, in_folder("absent"), NULL), EXIT_INCOMPLETE);
    size_t length;
    char *log = path_read(in_folder("out.sarif"), 10000000, &length, NULL);
    assert_non_null(log);
    assert_non_null(strstr(log, "\"executionSuccessful\":false"));
    free(log);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_file_is_clean),
        TEST(a_bad_file_is_not),
        TEST(what_cannot_be_checked_is_never_clean),
        TEST(senseless_command_lines_are_told),
        TEST(one_failing_report_does_not_lose_the_other),
        TEST(a_failed_run_still_writes_its_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
