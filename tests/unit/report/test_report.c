/* The table of formats, and what they share. */
#include "report/report.h"

#include "unit/report/text_log.h"

static void formats(void **state)
{
    size_t count;
    const struct report_format *all = report_formats(&count);
    (void)state;
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(report_format_find(all[i].name), &all[i]);
        assert_true(all[i].description[0] != '\0' && strchr(all[i].mime_type, '/') != NULL);
    }
    assert_null(report_format_find("Text"));
    assert_null(report_format_find(""));
    assert_null(report_format_find("xml"));
}

static void levels(void **state)
{
    struct report_context context = {.show = IISLINT_WARNING};
    struct iislint_finding finding = {.level = IISLINT_NOTE};
    (void)state;
    assert_false(report_shows(&context, &finding));
    finding.level = IISLINT_WARNING;
    assert_true(report_shows(&context, &finding));
    context.show = IISLINT_ERROR;
    assert_false(report_shows(&context, &finding));
    assert_string_equal(report_level_name(IISLINT_NOTE), "note");
    assert_string_equal(report_level_name(IISLINT_WARNING), "warning");
    assert_string_equal(report_level_name(IISLINT_ERROR), "error");
}

/* Wherever the disk is full, also when only the last bytes do not fit: they are still in a buffer. */
static void reports_a_failed_write(void **state)
{
    static const char *const names[] = {"text", "sarif"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct report_context context = {.run = &fake};
        struct memory_output memory;
        memory_init(&memory);
        assert_true(report_write(report_format_find(names[i]), &context, &memory.out));
        size_t length = memory.text.length;
        memory_fini(&memory);
        for (size_t room = 0; room < length;
             room = room < 20 ? 20 : length - 1 - (room == length - 1)) {
            memory_init(&memory);
            memory.room = room;
            assert_false(report_write(report_format_find(names[i]), &context, &memory.out));
            memory_fini(&memory);
            if (room == length - 1)
                break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEXT_TEST(formats), TEXT_TEST(levels),
                                       TEXT_TEST(reports_a_failed_write)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
