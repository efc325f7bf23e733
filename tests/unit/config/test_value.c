/* Values as IIS reads them: types, ranges, validators. */
#include "config/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *value;
    enum value_fault fault;
    bool doubtful;
};

static void check_rows(const struct schema_attribute *attribute, const struct row *rows,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct value_problem problem;
        bool fine = value_check(attribute, rows[i].value, &problem);
        if (problem.fault != rows[i].fault || fine != (rows[i].fault == VALUE_FINE) ||
            problem.doubtful != rows[i].doubtful)
            fail_msg("'%s': fault %d, expected %d", rows[i].value, (int)problem.fault,
                     (int)rows[i].fault);
    }
}

#define CHECK(attribute, ...)                                                                      \
    do {                                                                                           \
        const struct row rows_[] = {__VA_ARGS__};                                                  \
        check_rows(attribute, rows_, sizeof rows_ / sizeof *rows_);                                \
    } while (false)

static void test_bool(void **state)
{
    (void)state;
    struct schema_attribute a = {.name = "enabled", .type = VALUE_BOOL};
    CHECK(&a, {"true", VALUE_FINE, false}, {"FALSE", VALUE_FINE, false},
          {"", VALUE_NOT_BOOL, false}, {"yes", VALUE_NOT_BOOL, false}, {"1", VALUE_NOT_BOOL, false},
          {" true", VALUE_NOT_BOOL, false});
}

static struct schema_name names[] = {
    {"None", "0", NULL}, {"Read", "1", NULL}, {"Write", "2", NULL}};

static void test_names(void **state)
{
    (void)state;
    struct schema_attribute a = {
        .name = "mode", .type = VALUE_ENUM, .names = names, .name_count = 3};
    CHECK(&a, {"Read", VALUE_FINE, false}, {"read", VALUE_FINE, false}, {"1", VALUE_FINE, false},
          {"", VALUE_NOT_NAME, false}, {"Rea", VALUE_NOT_NAME, false},
          {"Reads", VALUE_NOT_NAME, false}, {"Read,Write", VALUE_NOT_NAME, false});
    a.type = VALUE_FLAGS;
    CHECK(&a, {"Read, write", VALUE_FINE, false}, {"", VALUE_FINE, false},
          {"Read,,Write", VALUE_FINE, false}, {"3", VALUE_FINE, false},
          {"Read, Exec", VALUE_NOT_FLAG, false}, {"Read|Write", VALUE_NOT_FLAG, false});
    struct value_problem problem;
    assert_false(value_check(&a, "Read, Exec", &problem));
    assert_int_equal(problem.part_length, 4);
    assert_memory_equal(problem.part, "Exec", 4);
}

static void test_numbers(void **state)
{
    (void)state;
    struct schema_attribute a = {.name = "n", .type = VALUE_UINT};
    CHECK(&a, {"0", VALUE_FINE, false}, {"4294967295", VALUE_FINE, false},
          {"0x1F", VALUE_FINE, false}, {" 7 ", VALUE_FINE, false},
          {"4294967296", VALUE_OUTSIDE, false}, {"-1", VALUE_OUTSIDE, false},
          {"", VALUE_NOT_NUMBER, false}, {"0x", VALUE_NOT_NUMBER, false},
          {"1.5", VALUE_NOT_NUMBER, false}, {"50MB", VALUE_NOT_NUMBER, false},
          {"1F", VALUE_NOT_NUMBER, false}, {"99999999999999999999", VALUE_NOT_NUMBER, false},
          {"Infinite", VALUE_NOT_NUMBER, false});
    a.allow_infinite = true;
    CHECK(&a, {"infinite", VALUE_FINE, false});
    a.type = VALUE_INT;
    CHECK(&a, {"-1", VALUE_FINE, false}, {"2147483648", VALUE_OUTSIDE, false},
          {"-2147483648", VALUE_FINE, false});
    a.type = VALUE_INT64;
    CHECK(&a, {"4294967296", VALUE_FINE, false});
}

static void test_ranges(void **state)
{
    (void)state;
    struct schema_attribute a = {.name = "n",
                                 .type = VALUE_UINT,
                                 .validation_type = "integerRange",
                                 .validation_parameter = "10,65535"};
    CHECK(&a, {"10", VALUE_FINE, false}, {"65535", VALUE_FINE, false}, {"9", VALUE_OUTSIDE, false},
          {"65536", VALUE_OUTSIDE, false});
    struct value_problem problem;
    assert_false(value_check(&a, "9", &problem));
    assert_int_equal(problem.low, 10);
    assert_int_equal(problem.high, 65535);
    a.validation_parameter = "0,1023,exclude";
    CHECK(&a, {"1024", VALUE_FINE, false}, {"1023", VALUE_EXCLUDED, false},
          {"0", VALUE_EXCLUDED, false});
    a.validation_parameter = "nonsense";
    CHECK(&a, {"1", VALUE_FINE, false});
}

static void test_times(void **state)
{
    (void)state;
    struct schema_attribute a = {.name = "t", .type = VALUE_TIMESPAN};
    CHECK(&a, {"00:20:00", VALUE_FINE, false}, {"29:00:00", VALUE_FINE, false},
          {"1.05:00:00", VALUE_FINE, false}, {"01:05:00:00", VALUE_FINE, false},
          {"10675199.02:48:05.4775807", VALUE_FINE, false}, {"-00:00:01", VALUE_FINE, false},
          {"00:20", VALUE_FINE, false}, {"00:60:00", VALUE_NOT_TIME, false},
          {"00:00:60", VALUE_NOT_TIME, false}, {"", VALUE_NOT_TIME, false},
          {"20", VALUE_NOT_TIME, true}, {"20 min", VALUE_NOT_TIME, false},
          {"1:2:3:4:5", VALUE_NOT_TIME, false}, {"00:20:00 ", VALUE_NOT_TIME, false},
          {"Infinite", VALUE_NOT_TIME, false});
    a.allow_infinite = true;
    CHECK(&a, {"Infinite", VALUE_FINE, false});
    a.validation_type = "timeSpanRange";
    a.validation_parameter = "0,2592000,60";
    CHECK(&a, {"00:20:00", VALUE_FINE, false}, {"30.00:00:00", VALUE_FINE, false},
          {"30.00:01:00", VALUE_TIME_OUTSIDE, false}, {"00:00:30", VALUE_TIME_STEP, false});
    a.validation_parameter = "0,60,1,exclude";
    CHECK(&a, {"00:01:01", VALUE_FINE, false}, {"00:01:00", VALUE_TIME_EXCLUDED, false});
}

static void test_amounts_of_time(void **state)
{
    (void)state;
    struct schema_attribute a = {.name = "t",
                                 .type = VALUE_TIMESPAN,
                                 .timespan_format = "minutes",
                                 .validation_type = "timeSpanRange",
                                 .validation_parameter = "60,7200,60"};
    CHECK(&a, {"1", VALUE_FINE, false}, {"120", VALUE_FINE, false},
          {"0", VALUE_TIME_OUTSIDE, false}, {"121", VALUE_TIME_OUTSIDE, false},
          {"twenty", VALUE_NOT_AMOUNT, false}, {"00:20:00", VALUE_NOT_AMOUNT, true});
    a.timespan_format = "seconds";
    CHECK(&a, {"60", VALUE_FINE, false}, {"1", VALUE_TIME_OUTSIDE, false},
          {"61", VALUE_TIME_STEP, false}, {"9999999999", VALUE_NOT_AMOUNT, false});
}

static void test_strings(void **state)
{
    (void)state;
    struct schema_attribute a = {.name = "s", .type = VALUE_STRING};
    CHECK(&a, {"", VALUE_FINE, false}, {" x ", VALUE_FINE, false});
    a.validation_type = "nonEmptyString";
    CHECK(&a, {"", VALUE_EMPTY, false}, {" ", VALUE_FINE, false});
    a.validation_type = "requireTrimmedString";
    CHECK(&a, {"", VALUE_FINE, false}, {"x y", VALUE_FINE, false}, {" x", VALUE_UNTRIMMED, false},
          {"x\t", VALUE_UNTRIMMED, false});
    a.validation_type = "applicationPoolName";
    CHECK(&a, {".NET v4.5 Classic", VALUE_FINE, false}, {"", VALUE_FINE, false},
          {"a|b", VALUE_CHARACTER, false}, {"a&b", VALUE_CHARACTER, false},
          {"a/b", VALUE_CHARACTER, true},
          {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", VALUE_TOO_LONG,
           true});
    a.validation_type = "siteName";
    CHECK(&a, {"www.contoso.com", VALUE_FINE, false}, {"a/b", VALUE_CHARACTER, false},
          {"a\\b", VALUE_CHARACTER, true});
    a.validation_type = "applicationPath";
    CHECK(&a, {"/", VALUE_FINE, false}, {"/a/b", VALUE_FINE, false}, {"", VALUE_NOT_PATH, false},
          {"a", VALUE_NOT_PATH, false}, {"/a/", VALUE_NOT_PATH, false},
          {"/a/../b", VALUE_NOT_PATH, false}, {"/.", VALUE_NOT_PATH, false},
          {"//a", VALUE_NOT_PATH, false}, {"/a..b", VALUE_FINE, false});
    a.validation_type = "somethingNew";
    CHECK(&a, {"", VALUE_FINE, false});
}

static void test_format(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(value_format_time(arena, 1200), "00:20:00");
    assert_string_equal(value_format_time(arena, 104400), "1.05:00:00");
    assert_string_equal(value_format_time(arena, -61), "-00:01:01");
    int64_t seconds;
    assert_true(value_parse_time("1.05:00:00", &seconds));
    assert_int_equal(seconds, 104400);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bool),    cmocka_unit_test(test_names),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_times),   cmocka_unit_test(test_amounts_of_time),
        cmocka_unit_test(test_strings), cmocka_unit_test(test_format)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
