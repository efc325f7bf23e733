#include "report/sarif.h"
#include "unit/report/sarif_log.h"

/* What the public validators check is left to tests/sarif; here is what they cannot see. */

static void starts_with_what_readers_look_for(void **state)
{
    (void)state;
    const char *text = sarif_log_text();
    assert_true(text_starts_with(text, "{\n \"$schema\": \"" SARIF_SCHEMA "\",\n \"version\": "
                                       "\"2.1.0\",\n \"runs\": ["));
    assert_int_equal(text[strlen(text) - 1], '\n');
}

static void the_same_run_gives_the_same_bytes(void **state)
{
    (void)state;
    const char *first = sarif_log_text();
    assert_string_equal(first, sarif_log_text());
}

static void secrets_are_bullets_and_said_to_be(void **state)
{
    (void)state;
    const char *text = sarif_log_text();
    assert_null(strstr(text, "S3cr3t"));
    assert_json_text(json_at(sarif_log_run(), "redactionTokens", "[0]", NULL), "•••");
    fake.findings[0].related_count = 0; /* the place beside the password */
    fake.finding_count = 1;
    fake.notice_count = 0;
    assert_null(json_at(sarif_log_run(), "redactionTokens", NULL));
}

static void a_reproducible_log_knows_nothing_of_the_machine(void **state)
{
    (void)state;
    context.working_directory = "/srv/secret-place";
    assert_non_null(strstr(sarif_log_text(), "secret-place"));
    context.reproducible = true;
    assert_null(strstr(sarif_log_text(), "secret-place"));
}

static void a_full_disk_is_noticed_wherever_it_happens(void **state)
{
    (void)state;
    size_t length = strlen(sarif_log_text());
    for (size_t room = 0; room < length; room += 1000) {
        struct memory_output memory;
        memory_init(&memory);
        memory.room = room;
        assert_false(report_write(report_format_find("sarif"), &context, &memory.out));
        memory_fini(&memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SARIF_TEST(starts_with_what_readers_look_for),
        SARIF_TEST(the_same_run_gives_the_same_bytes),
        SARIF_TEST(secrets_are_bullets_and_said_to_be),
        SARIF_TEST(a_reproducible_log_knows_nothing_of_the_machine),
        SARIF_TEST(a_full_disk_is_noticed_wherever_it_happens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
