#include "report/text_report.h"
#include "unit/report/fake_run.h"
#include "unit/report/memory_output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct iislint fake;

static int setup(void **state)
{
    (void)state;
    fake_rich(&fake);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fake_fini(&fake);
    return 0;
}

/* The report as a string in the arena of the run. */
static const char *report(struct report_context *context)
{
    struct memory_output memory;
    memory_init(&memory);
    context->run = &fake;
    assert_true(text_report_write(context, &memory.out));
    const char *text = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return text;
}

static void assert_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no \"%s\" in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" in:\n%s", part, text);
}

static void says_where_what_and_why(void **state)
{
    (void)state;
    struct report_context context = {0};
    const char *text = report(&context);
    assert_contains(text, "applicationHost.config:11:41: warning: Pool Shop runs as "
                          "CONTOSO\\svc-shop, but tickets are decrypted as the machine [a](b) "
                          "[IIS2401]\n");
    assert_contains(text, "    11 |         <windowsAuthentication  enabled=\"true\" "
                          "useKernelMode=\"true\" />\n"
                          "       |                                                "
                          "^~~~~~~~~~~~~~~~~~~~\n");
    assert_contains(text, "applicationHost.config:5:18: note: the pool is defined here\n");
    assert_contains(text, "  see also: the machine account\n");
    assert_contains(text, "  affects: Shop/, Blog/admin, the server, a/ and 2 more\n");
    assert_contains(text, "  affects:\n      Shop/: runs as CONTOSO\\svc-shop\n");
    assert_contains(text, "  fails: every request\n");
    assert_contains(text, "  remedy:\n      <windowsAuthentication\n          "
                          "useAppPoolCredentials=\"true\" />\n      appcmd set\n");
    assert_contains(text, "1 error, 1 warning in 2 files; 1 suppressed (--show-suppressed); 1 rule "
                          "undecided for want of facts (--show-undecided)\n");
    assert_lacks(text, "accepted until spring");
    assert_lacks(text, "\x1b");
}

static void underlines_wide_characters_and_masks_secrets(void **state)
{
    (void)state;
    struct report_context context = {0};
    const char *text = report(&context);
    assert_contains(text, "     3 |     <add name=\"日本\" connectionString=\"Server=.\\SQLEXPRESS;"
                          "Pwd=•••;User Instance=true\" />\n"
                          "       |                                                            "
                          "^~~~~~~~~~~~~~~~~~~~~~~~~~\n");
    assert_lacks(text, "S3cr3t");
}

static void shows_what_it_is_asked_for(void **state)
{
    (void)state;
    struct report_context context = {.show_undecided = true, .show_suppressed = true};
    const char *text = report(&context);
    assert_contains(text, "[IIS2401] (suppressed: accepted until spring)\n");
    assert_contains(text, "Undecided for want of facts:\n  IIS2402 SpnMissing: A service principal "
                          "name is missing\n      would be decided by: the fact group spns\n"
                          "      at applicationHost.config:11:41\n");
    context = (struct report_context){.show = IISLINT_ERROR};
    text = report(&context);
    assert_lacks(text, "IIS2401");
    assert_lacks(text, "UnusedSuppression");
    assert_contains(text, "[IIS2201]");
    assert_contains(text, "1 error, 1 warning in 2 files; 1 below error not shown (--level note)");
}

static void never_calls_an_incomplete_run_clean(void **state)
{
    (void)state;
    struct report_context context = {0};
    fake.finding_count = 0;
    assert_contains(report(&context), "nothing found in 2 files\n");
    fake.is_incomplete = true;
    assert_contains(report(&context),
                    "nothing found in 2 files; not everything could be checked\n");
    context.quiet = true;
    assert_lacks(report(&context), "nothing found");
}

static void colours_only_when_asked(void **state)
{
    (void)state;
    struct report_context context = {.colour = true};
    assert_contains(report(&context), "\x1b[1;31merror:\x1b[0m");
}

static void cuts_a_very_long_line(void **state)
{
    (void)state;
    char *line = arena_alloc(fake.arena, 100001);
    memset(line, 'x', 100000);
    memcpy(line + 50000, "needle", 6);
    fake.file_count = 0;
    const struct iislint_file *file = fake_file(&fake, "long.config", false, line);
    fake.finding_count = 0;
    fake.notice_count = 0;
    fake_finding(&fake, 0, IISLINT_ERROR, fake_place(file, "needle", NULL, false), "long");
    struct report_context context = {0};
    const char *text = report(&context);
    assert_in_range(strlen(text), 200, 1500);
    assert_contains(text, "…");
    assert_contains(text, "^~~~~~\n");
}

static void reports_a_failed_write(void **state)
{
    (void)state;
    struct memory_output memory;
    struct report_context context = {.run = &fake};
    memory_init(&memory);
    memory.room = 20;
    assert_false(report_write(report_format_find("text"), &context, &memory.out));
    memory_fini(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_where_what_and_why, setup, teardown),
        cmocka_unit_test_setup_teardown(underlines_wide_characters_and_masks_secrets, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(shows_what_it_is_asked_for, setup, teardown),
        cmocka_unit_test_setup_teardown(never_calls_an_incomplete_run_clean, setup, teardown),
        cmocka_unit_test_setup_teardown(colours_only_when_asked, setup, teardown),
        cmocka_unit_test_setup_teardown(cuts_a_very_long_line, setup, teardown),
        cmocka_unit_test_setup_teardown(reports_a_failed_write, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
