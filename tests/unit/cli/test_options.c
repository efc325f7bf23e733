#include "cli/options.h"

#include "iislint.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;
static struct options options;
static struct error error;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    error = (struct error){0};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Parses words separated by one blank. */
static bool parse(const char *line)
{
    char *words[32];
    size_t count = 0;
    for (char *word = arena_strdup(arena, line); word != NULL && count < 32; count++) {
        words[count] = word;
        word = strchr(word, ' ');
        if (word != NULL)
            *word++ = '\0';
    }
    return options_parse(&options, arena, line[0] != '\0' ? count : 0, words, &error);
}

static void assert_refused(const char *line, const char *reason)
{
    assert_false(parse(line));
    assert_string_equal(error.text, reason);
}

static void check_is_the_default_command(void **state)
{
    (void)state;
    assert_true(parse(""));
    assert_string_equal(options.command->name, "check");
    assert_int_equal(options.fail_on, IISLINT_ERROR);
    assert_int_equal(options.show, IISLINT_NOTE);
    assert_true(parse("a.config check"));
    assert_string_equal(options.command->name, "check");
    assert_int_equal(options.operands.count, 2);
    assert_true(parse("-- rules"));
    assert_string_equal(options.command->name, "check");
    assert_string_equal(options.operands.items[0], "rules");
    assert_true(parse("--help rules list"));
    assert_string_equal(options.command->name, "rules");
}

static void values_are_attached_or_follow(void **state)
{
    (void)state;
    assert_true(
        parse("--facts=a.xml --map C:\\x=./y --map D:=z --level warning --fail-on never -"));
    assert_string_equal(options.facts, "a.xml");
    assert_int_equal(options.mappings.count, 2);
    assert_string_equal(options.mappings.items[1], "D:=z");
    assert_int_equal(options.show, IISLINT_WARNING);
    assert_int_equal(options.fail_on, FAIL_NEVER);
    assert_string_equal(options.operands.items[0], "-");
    assert_true(parse("rules docs -oREADME.md"));
    assert_string_equal(options.output, "README.md");
    assert_true(parse("rules docs -o README.md"));
    assert_string_equal(options.output, "README.md");
}

static void numbers(void **state)
{
    (void)state;
    assert_true(parse("a"));
    assert_int_equal(options.jobs, 0);
    assert_int_equal(options.max_results, 0);
    assert_true(parse("--jobs 3 --max-results=25000 a"));
    assert_int_equal(options.jobs, 3);
    assert_int_equal(options.max_results, 25000);
    assert_true(parse("-j16 a"));
    assert_int_equal(options.jobs, 16);
}

static void switches_keep_their_order(void **state)
{
    (void)state;
    assert_true(parse("--disable all --enable IIS24 x"));
    const struct rule_switch *first = options.switches.items[0];
    const struct rule_switch *second = options.switches.items[1];
    assert_false(first->enable);
    assert_string_equal(first->ids, "all");
    assert_true(second->enable);
    assert_string_equal(second->ids, "IIS24");
}

static void mistakes_are_told(void **state)
{
    (void)state;
    assert_refused("--fact x", "unknown option '--fact'; did you mean '--facts'?");
    assert_refused("--xyzzy-plugh", "unknown option '--xyzzy-plugh'");
    assert_refused("-x", "unknown option '-x'");
    assert_refused("--facts", "--facts needs a value: --facts FILE");
    assert_refused("--quiet=yes", "--quiet takes no value");
    assert_refused("--level high", "--level: 'high' is none of note|warning|error");
    assert_refused("--max-results many", "--max-results: 'many' is no number from 1 to 999999999");
    assert_refused("--jobs 0", "--jobs: '0' is no number from 1 to 999999999");
    assert_refused("-j -1", "--jobs: '-1' is no number from 1 to 999999999");
    assert_refused("-j 4294967297", "--jobs: '4294967297' is no number from 1 to 999999999");
    assert_refused("--jobs=2x", "--jobs: '2x' is no number from 1 to 999999999");
    assert_refused("--jobs=", "--jobs: '' is no number from 1 to 999999999");
    assert_refused("explain 401 --jobs 2", "--jobs is no option of 'explain'");
    assert_refused("rules list --facts x", "--facts is no option of 'rules'");
}

static void secrets_are_not_kept_for_reports(void **state)
{
    (void)state;
    assert_true(parse("check --env DB=geheim --env=X=geheim a"));
    assert_int_equal(options.arguments.count, 5);
    assert_string_equal(options.arguments.items[0], "check");
    assert_string_equal(options.arguments.items[1], "--env");
    assert_string_equal(options.arguments.items[2], "DB=•••");
    assert_string_equal(options.arguments.items[3], "--env=X=•••");
    assert_string_equal(options.variables.items[0], "DB=geheim");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(check_is_the_default_command),     TEST(values_are_attached_or_follow),
        TEST(switches_keep_their_order),        TEST(mistakes_are_told),
        TEST(secrets_are_not_kept_for_reports), TEST(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
