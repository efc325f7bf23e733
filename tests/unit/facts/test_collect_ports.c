/* What netsh prints becomes ranges of ports. */
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void in_english(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "ports", NULL);
    assert_true(collect_add_excluded_ports(&recorded.collecting,
                                           "\r\nProtocol tcp Port Exclusion Ranges\r\n\r\n"
                                           "Start Port    End Port      \r\n"
                                           "----------    --------      \r\n"
                                           "        80          80      \r\n"
                                           "      5985        5985      \r\n"
                                           "     50000       50059     *\r\n\r\n"
                                           "* - Administered port exclusions.\r\n\r\n"));
    assert_string_equal(recorded_items(&recorded), "<excluded from=\"80\" to=\"80\"/>\n"
                                                   "<excluded from=\"5985\" to=\"5985\"/>\n"
                                                   "<excluded from=\"50000\" to=\"50059\"/>\n");
    recorded_end(&recorded, 0);
    recorded_fini(&recorded);
}

static void in_another_language(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "ports", NULL);
    /* not UTF-8: netsh writes the code page of the console */
    assert_true(collect_add_excluded_ports(&recorded.collecting, "Protokoll tcp, Portausschlu\xE1"
                                                                 "bereiche\n\n"
                                                                 "1 2 Startport    Endport\n"
                                                                 "----------    --------\n"
                                                                 "49674 49773\n"));
    assert_string_equal(recorded_items(&recorded), "<excluded from=\"49674\" to=\"49773\"/>\n");
    recorded_fini(&recorded);
}

static void what_is_no_table(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "ports", NULL);
    assert_false(collect_add_excluded_ports(&recorded.collecting, ""));
    assert_false(collect_add_excluded_ports(&recorded.collecting, "12 13\n--- \n14 15\n"));
    /* a table without a sound line */
    assert_true(collect_add_excluded_ports(&recorded.collecting,
                                           "-----  ----\n0 5\n9 8\n7\n65535 65536\n-1 5\nx 1 2\n"));
    assert_string_equal(recorded_items(&recorded), "");
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_english),
        cmocka_unit_test(in_another_language),
        cmocka_unit_test(what_is_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
