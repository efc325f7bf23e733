#include "report/text_report.h"
#include "unit/report/text_log.h"

static void says_where_what_and_why(void **state)
{
    (void)state;
    struct report_context context = {0};
    const char *text = text_log(&context);
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

static void shows_what_it_is_asked_for(void **state)
{
    (void)state;
    struct report_context context = {.show_undecided = true, .show_suppressed = true};
    const char *text = text_log(&context);
    assert_contains(text, "[IIS2401] (suppressed: accepted until spring)\n");
    assert_contains(text, "Undecided for want of facts:\n  IIS2402 SpnMissing: A service principal "
                          "name is missing\n      would be decided by: the fact group spns\n"
                          "      at applicationHost.config:11:41\n");
    context = (struct report_context){.show = IISLINT_ERROR};
    text = text_log(&context);
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
    assert_contains(text_log(&context), "nothing found in 2 files\n");
    fake.is_incomplete = true;
    assert_contains(text_log(&context),
                    "nothing found in 2 files; not everything could be checked\n");
    context.quiet = true;
    assert_lacks(text_log(&context), "nothing found");
}

static void colours_only_when_asked(void **state)
{
    (void)state;
    struct report_context context = {.colour = true};
    assert_contains(text_log(&context), "\x1b[1;31merror:\x1b[0m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_where_what_and_why, text_log_set_up,
                                        text_log_tear_down),

        cmocka_unit_test_setup_teardown(shows_what_it_is_asked_for, text_log_set_up,
                                        text_log_tear_down),
        cmocka_unit_test_setup_teardown(never_calls_an_incomplete_run_clean, text_log_set_up,
                                        text_log_tear_down),
        cmocka_unit_test_setup_teardown(colours_only_when_asked, text_log_set_up,
                                        text_log_tear_down),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
