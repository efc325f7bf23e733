/* The source line of a place with its span underlined. */
#include "report/text_excerpt.h"

#include "unit/report/text_log.h"

static void underlines_wide_characters_and_masks_secrets(void **state)
{
    (void)state;
    struct report_context context = {0};
    const char *text = text_log(&context);
    assert_contains(text, "     3 |     <add name=\"日本\" connectionString=\"Server=.\\SQLEXPRESS;"
                          "Pwd=•••;User Instance=true\" />\n"
                          "       |                                                            "
                          "^~~~~~~~~~~~~~~~~~~~~~~~~~\n");
    assert_lacks(text, "S3cr3t");
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
    const char *text = text_log(&context);
    assert_in_range(strlen(text), 200, 1500);
    assert_contains(text, "…");
    assert_contains(text, "^~~~~~\n");
}

/* The two lines of a span in a file of this text alone. */
static const char *excerpt(const char *text, size_t start, size_t end)
{
    struct memory_output memory;
    fake.file_count = 0;
    const struct iislint_file *file = fake_file(&fake, "x.config", false, text);
    struct iislint_place place = {
        .file = file,
        .region = {.start_line = 7, .start_column = 1, .start_offset = start, .end_offset = end}};
    memory_init(&memory);
    text_excerpt_write(&memory.out, &place, text_style_get(false));
    const char *written = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return written;
}

#define LINE "     7 | "
#define MARK "       | "

static void which_part_is_marked(void **state)
{
    (void)state;
    assert_string_equal(excerpt("abc", 1, 2), LINE "abc\n" MARK " ^\n");
    assert_string_equal(excerpt("a\nbcd\ne", 3, 5), LINE "bcd\n" MARK " ^~\n");
    assert_string_equal(excerpt("a\r\nbcd\r\ne", 3, 6), LINE "bcd\n" MARK "^~~\n");
    /* of several lines the first one */
    assert_string_equal(excerpt("abc\ndef\n", 1, 6), LINE "abc\n" MARK " ^~\n");
    /* an empty span, at the end of the line and of the file */
    assert_string_equal(excerpt("abc\n", 1, 1), LINE "abc\n" MARK " ^\n");
    assert_string_equal(excerpt("abc\ndef", 3, 3), LINE "abc\n" MARK "   ^\n");
    assert_string_equal(excerpt("abc", 3, 3), LINE "abc\n" MARK "   ^\n");
    assert_string_equal(excerpt("", 0, 0), LINE "\n" MARK "^\n");
    /* a place that the file has not */
    assert_string_equal(excerpt("abc", 90, 99), LINE "abc\n" MARK "   ^\n");
}

/* Columns are those of the terminal: tabs go to their stop, and what drives it is shown. */
static void columns(void **state)
{
    (void)state;
    const char *text = excerpt("\tab\tc", 4, 5);
    const char *line = strchr(text, '|') + 2, *mark = strrchr(text, '|') + 2;
    assert_int_equal(strchr(line, 'c') - line, strchr(mark, '^') - mark);
    text = excerpt("a\x1B[2Jb", 5, 6);
    assert_null(strchr(text, '\x1B'));
}

/* A line is cut between characters, never in one. */
static void cuts_between_characters(void **state)
{
    struct text text = {0};
    (void)state;
    for (int i = 0; i < 300; i++)
        text_add(&text, "\xE2\x82\xAC");
    for (size_t at = 300; at < 312; at += 3) {
        const char *shown = excerpt(text_string(&text), at, at + 300);
        assert_int_equal(text_utf8_check(shown, strlen(shown)), strlen(shown));
        assert_contains(shown, "| …\xE2\x82\xAC");
        assert_contains(shown, "\xE2\x82\xAC…\n");
    }
    text_fini(&text);
}

static void nothing_without_a_place(void **state)
{
    struct memory_output memory;
    struct iislint_place place = {.region = {.start_line = 3}};
    (void)state;
    memory_init(&memory);
    text_excerpt_write(&memory.out, &place, text_style_get(true));
    place = (struct iislint_place){.file = &fake.files[0]}; /* the file as a whole */
    text_excerpt_write(&memory.out, &place, text_style_get(true));
    assert_string_equal(memory_finish(&memory), "");
    memory_fini(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEXT_TEST(underlines_wide_characters_and_masks_secrets),
                                       TEXT_TEST(cuts_a_very_long_line),
                                       TEXT_TEST(which_part_is_marked),
                                       TEXT_TEST(columns),
                                       TEXT_TEST(cuts_between_characters),
                                       TEXT_TEST(nothing_without_a_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
