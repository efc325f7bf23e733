#include "cli/symptom.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct symptom parse(const char *text)
{
    struct symptom symptom;
    assert_true(symptom_parse(arena, text, &symptom));
    return symptom;
}

static void reads_statuses(void **state)
{
    (void)state;
    struct symptom symptom = parse("401.1");
    assert_int_equal(symptom.status, 401);
    assert_int_equal(symptom.substatus, 1);
    assert_false(symptom.has_code);
    symptom = parse("500");
    assert_int_equal(symptom.status, 500);
    assert_int_equal(symptom.substatus, -1);
    assert_int_equal(parse("403.501").substatus, 501);
}

static void reads_codes_in_every_notation(void **state)
{
    (void)state;
    assert_int_equal(parse("0x8009030e").code, 0x8009030eu);
    assert_int_equal(parse("0X8009030E").code, 0x8009030eu);
    assert_int_equal(parse("2148074254").code, 0x8009030eu);
    assert_int_equal(parse("-2146893042").code, 0x8009030eu);
    assert_int_equal(parse("1326").code, 0x8007052eu);
    assert_int_equal(parse("5").code, 0x80070005u);
}

static void reads_both_and_lines_of_a_log(void **state)
{
    (void)state;
    static const char *const lines[] = {"401.1/0x8009030e", "401.1 2148074254", "401 1 2148074254"};
    for (size_t i = 0; i < 3; i++) {
        struct symptom symptom = parse(lines[i]);
        assert_int_equal(symptom.status, 401);
        assert_int_equal(symptom.substatus, 1);
        assert_int_equal(symptom.code, 0x8009030eu);
    }
}

static void reads_events(void **state)
{
    (void)state;
    struct symptom symptom = parse("WAS 5021");
    assert_int_equal(symptom.event, 5021);
    assert_string_equal(symptom.source, "WAS");
    assert_false(symptom.has_code);
    symptom = parse("5021");
    assert_int_equal(symptom.event, 5021);
    assert_true(symptom.has_code); /* it could be one */
}

static void refuses_what_is_no_symptom(void **state)
{
    (void)state;
    static const char *const lines[] = {"",        "WAS",         "401.",        "401.x",
                                        "0x",      "0x1ffffffff", "99999999999", "WAS 5021 x",
                                        "IIS2401", "4x",          "WAS -3",      "1 2 3"};
    struct symptom symptom;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_false(symptom_parse(arena, lines[i], &symptom));
}

static unsigned score(const char *question, const char *const *symptoms, size_t count)
{
    struct iislint_rule_info rule = {.symptoms = symptoms, .symptom_count = count};
    struct symptom asked = parse(question);
    return symptom_score(&asked, &rule, arena);
}

static void the_more_fits_the_better(void **state)
{
    (void)state;
    static const char *const together[] = {"401.1/0x8009030e"};
    static const char *const both[] = {"401.1", "0x8009030e"};
    static const char *const status[] = {"401.1"};
    static const char *const code[] = {"0x8009030e"};
    static const char *const general[] = {"401"};
    static const char *const other[] = {"401.1/0x8009030c"};
    const char *question = "401.1/0x8009030e";
    assert_true(score(question, together, 1) > score(question, both, 2));
    assert_true(score(question, both, 2) > score(question, status, 1));
    assert_int_equal(score(question, status, 1), score(question, code, 1));
    assert_true(score(question, status, 1) > score(question, general, 1));
    assert_true(score(question, general, 1) > 0);
    assert_int_equal(score(question, other, 1), 0);
    assert_true(score("401.1", other, 1) > 0);
    assert_true(score("401", status, 1) > 0);
    assert_int_equal(score("401.2", status, 1), 0);
}

static void events_need_the_same_source(void **state)
{
    (void)state;
    static const char *const known[] = {"WAS 5021"};
    assert_true(score("was 5021", known, 1) > 0);
    assert_true(score("5021", known, 1) > 0);
    assert_int_equal(score("W3SVC 5021", known, 1), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_statuses),
        TEST(reads_codes_in_every_notation),
        TEST(reads_both_and_lines_of_a_log),
        TEST(reads_events),
        TEST(refuses_what_is_no_symptom),
        TEST(the_more_fits_the_better),
        TEST(events_need_the_same_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
