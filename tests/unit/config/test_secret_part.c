/* Secrets that are part of a value, and lists of them. */
#include "config/secret_data.h"
#include "unit/config/secrets_fixture.h"

#include <stdlib.h>
#include <string.h>

/* "start-end kind" of each. */
static const char *written(struct arena *arena, const struct secret_list *list)
{
    const char *all = "";
    for (size_t i = 0; i < list->count; i++)
        all = arena_printf(arena, "%s%zu-%zu %s%s;", all, list->array[i].span.start,
                           list->array[i].span.end, list->array[i].kind,
                           list->array[i].is_base64 ? "+" : "");
    return all;
}

/* In order, joined where they overlap, none of them empty. */
static void lists(void **state)
{
    struct arena *arena = ((struct secrets_fixture *)*state)->arena;
    struct secret_list list = {0};
    secret_list_finish(&list);
    assert_int_equal(list.count, 0);
    secret_list_add(&list, (struct span){20, 25}, "late", false);
    secret_list_add(&list, (struct span){7, 7}, "empty", false);
    secret_list_add(&list, (struct span){9, 8}, "backwards", false);
    secret_list_add(&list, (struct span){3, 6}, "inside", true);
    secret_list_add(&list, (struct span){2, 8}, "whole", true);
    secret_list_add(&list, (struct span){8, 10}, "beside", true);
    secret_list_add(&list, (struct span){9, 12}, "over", true);
    secret_list_finish(&list);
    assert_string_equal(written(arena, &list), "2-8 whole+;8-12 beside;20-25 late;");
    /* many grow the list */
    for (size_t i = 0; i < 100; i++)
        secret_list_add(&list, (struct span){1000 - 2 * i, 1001 - 2 * i}, "x", false);
    secret_list_finish(&list);
    assert_int_equal(list.count, 103);
    assert_int_equal(list.array[3].span.start, 802);
    free(list.array);
}

/* Every part of the program's list says truly what it needs: a value that holds one is searched. */
static void values_that_may_hold_one(void **state)
{
    static const struct {
        const char *value;
        bool may;
    } rows[] = {{"", false},
                {"plain", false},
                {"two words", false},
                {"%SystemDrive%\\x.y", false},
                {"run -x y", true},
                {"a /b", true},
                {"a=b", true},
                {"say: 'x'", true},
                {"a@b", true},
                {"authorization: basic Y", true},
                {"[enc:x:y:enc]", true}};
    struct secrets_fixture *fixture = *state;
    const struct secrets *secrets = fixture->secrets;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((secret_possible_parts(secrets, rows[i].value, strlen(rows[i].value)) != 0) !=
            rows[i].may)
            fail_msg("%s", rows[i].value);
    /* no further than its length */
    assert_int_equal(secret_possible_parts(secrets, "ab=c", 2), 0);
}

/* A pattern that takes the group that took part, at each place. */
static void parts_by_pattern(void **state)
{
    struct secrets_fixture *fixture = *state;
    struct secret_part part = {.kind = "x"};
    struct secrets secrets = {.arena = fixture->arena};
    memset(secrets.hints, 0xFF, sizeof secrets.hints);
    struct secret_list list = {0};
    list_add(&secrets.parts, fixture->arena, &part);
    part.pattern = regex_get(fixture->regexes, "a=(?:\"([^\"]*)\"|([a-z]+))", REGEX_NONE, NULL);
    secret_parts(&secrets, "a=b;a=\"c d\";a=\"\";a=", 20, &list);
    assert_string_equal(written(fixture->arena, &list), "2-3 x;7-10 x;");
    free(list.array);
    /* one that gives up cannot tell: all behind that place is hidden */
    list = (struct secret_list){0};
    const char *hostile = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!";
    part.pattern = regex_get(fixture->regexes, "^((?:a+)+)$", REGEX_NONE, NULL);
    secret_parts(&secrets, hostile, strlen(hostile), &list);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.array[0].span.start, 0);
    assert_int_equal(list.array[0].span.end, strlen(hostile));
    free(list.array);
}

static void base64(void **state)
{
    static const struct {
        const char *text;
        bool is;
    } rows[] = {
        {"AZaz", true},  {"09+/", true},  {"A:BC", false},       {"A@BC", false}, {"A[BC", false},
        {"A`BC", false}, {"A{BC", false}, {"A.BC", false},       {"", true},      {"QUJD", true},
        {"QUI=", true},  {"QQ==", true},  {"QU JD\r\n\t", true}, {"+/+/", true},  {"QUJ", false},
        {"Q===", false}, {"QU=D", false}, {"QUJ-", false},       {"====", false}, {"QUJDQ", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (secret_is_base64(rows[i].text, strlen(rows[i].text)) != rows[i].is)
            fail_msg("%s", rows[i].text);
}

static void empty_ones(void **state)
{
    (void)state;
    assert_true(secret_is_empty(""));
    assert_true(secret_is_empty("[enc:IISWASOnlyAesProvider::enc]"));
    assert_false(secret_is_empty("[enc:P:x:enc]"));
    assert_false(secret_is_empty("[enc:]"));
    assert_false(secret_is_empty("[enc::enc]"));
    assert_false(secret_is_empty("x"));
}

/* What is not whole hides to its end. */
static void encrypted_values(void **state)
{
    static const struct {
        const char *value;
        bool begins;
        const char *spans;
    } rows[] = {{"plain", false, ""},
                {"x[enc:P:QUJD:enc]", false, ""},
                {"[enc:P:QUJD:enc]", true, "7-11 encrypted value+;"},
                {"[enc:P:QUJ:enc]", true, "7-10 encrypted value;"},
                {"[enc:P::enc]", true, ""},
                {"[enc::enc]", true, ""},
                {"[enc:P:QUJD", true, "5-11 encrypted value;"},
                {"[enc:QUJD", true, "5-9 encrypted value;"},
                {"[enc:", true, ""},
                {"[enc:P:QUJD:enc]x", true, "5-17 encrypted value;"}};
    struct secrets_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct secret_list list = {0};
        assert_int_equal(secret_encrypted(rows[i].value, strlen(rows[i].value), &list),
                         rows[i].begins);
        assert_string_equal(written(fixture->arena, &list), rows[i].spans);
        free(list.array);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, secrets_set_up, secrets_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(lists),      TEST(values_that_may_hold_one), TEST(parts_by_pattern), TEST(base64),
        TEST(empty_ones), TEST(encrypted_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
