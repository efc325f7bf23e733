#include "report/sarif.h"
#include "unit/report/fake_run.h"
#include "unit/report/memory_output.h"

#include <cjson/cJSON.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* What the public validators check is left to tests/sarif; here is what they cannot see. */

static struct iislint fake;
static struct report_context context;
static cJSON *log_tree;

static int setup(void **state)
{
    (void)state;
    fake_rich(&fake);
    context = (struct report_context){.run = &fake, .exit_description = "Found."};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    cJSON_Delete(log_tree);
    log_tree = NULL;
    fake_fini(&fake);
    return 0;
}

static const char *write_log(void)
{
    struct memory_output memory;
    memory_init(&memory);
    assert_true(report_write(report_format_find("sarif"), &context, &memory.out));
    const char *text = arena_strdup(fake.arena, memory_finish(&memory));
    memory_fini(&memory);
    return text;
}

/* The run object of a fresh log. */
static const cJSON *write_run(void)
{
    cJSON_Delete(log_tree);
    log_tree = cJSON_Parse(write_log());
    assert_non_null(log_tree);
    return cJSON_GetArrayItem(cJSON_GetObjectItem(log_tree, "runs"), 0);
}

/* Follows keys and "[n]" steps: at(run, "results", "[0]", "level", NULL). */
static const cJSON *at(const cJSON *node, ...)
{
    va_list steps;
    const char *step;
    va_start(steps, node);
    while (node != NULL && (step = va_arg(steps, const char *)) != NULL)
        node = step[0] == '[' ? cJSON_GetArrayItem(node, (int)strtol(step + 1, NULL, 10))
                              : cJSON_GetObjectItemCaseSensitive(node, step);
    va_end(steps);
    return node;
}

static void assert_text(const cJSON *node, const char *wanted)
{
    assert_non_null(node);
    assert_true(cJSON_IsString(node));
    assert_string_equal(node->valuestring, wanted);
}

static void starts_with_what_readers_look_for(void **state)
{
    (void)state;
    const char *text = write_log();
    assert_true(text_starts_with(text, "{\n \"$schema\": \"" SARIF_SCHEMA "\",\n \"version\": "
                                       "\"2.1.0\",\n \"runs\": ["));
    assert_int_equal(text[strlen(text) - 1], '\n');
}

static void the_same_run_gives_the_same_bytes(void **state)
{
    (void)state;
    const char *first = write_log();
    assert_string_equal(first, write_log());
}

static void rules_are_sorted_and_results_point_at_them(void **state)
{
    (void)state;
    const cJSON *run = write_run();
    const cJSON *rules = at(run, "tool", "driver", "rules", NULL);
    assert_int_equal(cJSON_GetArraySize(rules), 3);
    const cJSON *result;
    cJSON_ArrayForEach(result, at(run, "results", NULL))
    {
        int index = at(result, "ruleIndex", NULL)->valueint;
        assert_text(at(result, "ruleId", NULL),
                    at(cJSON_GetArrayItem(rules, index), "id", NULL)->valuestring);
    }
    assert_text(at(rules, "[0]", "id", NULL), "IIS2201");
    assert_text(at(rules, "[0]", "properties", "security-severity", NULL), "8.0");
    assert_null(at(rules, "[1]", "properties", "security-severity", NULL));
    const char *guid = at(rules, "[0]", "guid", NULL)->valuestring;
    assert_int_equal(strlen(guid), 36);
    assert_int_equal(guid[14], '4');
    assert_non_null(strchr("89ab", guid[19]));
}

static void places_have_four_numbers_and_their_text(void **state)
{
    (void)state;
    const cJSON *run = write_run();
    const cJSON *physical = at(run, "results", "[0]", "locations", "[0]", "physicalLocation", NULL);
    assert_int_equal(at(physical, "region", "startLine", NULL)->valueint, 11);
    assert_int_equal(at(physical, "region", "startColumn", NULL)->valueint, 41);
    assert_int_equal(at(physical, "region", "endLine", NULL)->valueint, 11);
    assert_int_equal(at(physical, "region", "endColumn", NULL)->valueint, 61);
    assert_text(at(physical, "region", "snippet", "text", NULL), "useKernelMode=\"true\"");
    assert_text(at(physical, "contextRegion", "snippet", "text", NULL),
                "\t<system.webServer>\n"
                "\t\t<windowsAuthentication\tenabled=\"true\" useKernelMode=\"true\" />\n"
                "\t</system.webServer>\n");
    assert_text(at(run, "results", "[0]", "locations", "[0]", "logicalLocations", "[0]",
                   "fullyQualifiedName", NULL),
                "/configuration/system.webServer/windowsAuthentication/@useKernelMode");
}

static void secrets_are_bullets_and_said_to_be(void **state)
{
    (void)state;
    const char *text = write_log();
    assert_null(strstr(text, "S3cr3t"));
    assert_text(at(write_run(), "redactionTokens", "[0]", NULL), "•••");
    fake.findings[0].related_count = 0; /* the place beside the password */
    fake.finding_count = 1;
    fake.notice_count = 0;
    assert_null(at(write_run(), "redactionTokens", NULL));
}

static void suppressions_are_on_all_results_or_none(void **state)
{
    (void)state;
    const cJSON *result;
    cJSON_ArrayForEach(result, at(write_run(), "results", NULL))
        assert_true(cJSON_IsArray(at(result, "suppressions", NULL)));
    assert_text(
        at(log_tree, "runs", "[0]", "results", "[3]", "suppressions", "[0]", "justification", NULL),
        "accepted until spring");
    fake.findings[3].suppressed = false;
    cJSON_ArrayForEach(result, at(write_run(), "results", NULL))
        assert_null(at(result, "suppressions", NULL));
}

static void an_undecided_rule_is_one_open_result(void **state)
{
    (void)state;
    fake.findings[fake.finding_count++] = fake.findings[1];
    const cJSON *run = write_run();
    assert_int_equal(cJSON_GetArraySize(at(run, "results", NULL)), 4);
    assert_text(at(run, "results", "[1]", "kind", NULL), "open");
    assert_text(at(run, "results", "[1]", "level", NULL), "none");
}

static void a_cap_keeps_errors_and_says_so(void **state)
{
    (void)state;
    fake.findings[1].kind = IISLINT_FAIL;
    context.max_results = 1;
    const cJSON *run = write_run();
    assert_int_equal(cJSON_GetArraySize(at(run, "results", NULL)), 1);
    assert_text(at(run, "results", "[0]", "level", NULL), "error");
    assert_text(at(run, "invocations", "[0]", "toolExecutionNotifications", "[0]", "descriptor",
                   "id", NULL),
                "notice-too-many-results");
}

static void only_what_is_at_the_level_is_written(void **state)
{
    (void)state;
    context.show = IISLINT_ERROR;
    const cJSON *run = write_run();
    assert_int_equal(cJSON_GetArraySize(at(run, "results", NULL)), 1);
    assert_int_equal(cJSON_GetArraySize(at(run, "tool", "driver", "rules", NULL)), 3);
}

static void a_failed_run_is_not_successful(void **state)
{
    (void)state;
    static const char *const failures[] = {"facts.xml:3: not valid"};
    assert_true(cJSON_IsTrue(at(write_run(), "invocations", "[0]", "executionSuccessful", NULL)));
    context.failures = failures;
    context.failure_count = 1;
    fake.finding_count = 0;
    const cJSON *run = write_run();
    assert_true(cJSON_IsFalse(at(run, "invocations", "[0]", "executionSuccessful", NULL)));
    assert_text(
        at(run, "invocations", "[0]", "toolExecutionNotifications", "[0]", "message", "text", NULL),
        "facts.xml:3: not valid.");
    assert_true(cJSON_IsArray(at(run, "results", NULL)));
}

static void times_are_utc(void **state)
{
    (void)state;
    context.started = 951827696789; /* a leap day */
    context.finished = 4102444799000;
    const cJSON *run = write_run();
    assert_text(at(run, "invocations", "[0]", "startTimeUtc", NULL), "2000-02-29T12:34:56.789Z");
    assert_text(at(run, "invocations", "[0]", "endTimeUtc", NULL), "2099-12-31T23:59:59.000Z");
}

static void a_reproducible_log_knows_nothing_of_the_machine(void **state)
{
    (void)state;
    context.working_directory = "/srv/secret-place";
    assert_non_null(strstr(write_log(), "secret-place"));
    context.reproducible = true;
    assert_null(strstr(write_log(), "secret-place"));
}

static const char *azure(const char *name)
{
    if (strcmp(name, "TF_BUILD") == 0)
        return "True";
    return strcmp(name, "SYSTEM_COLLECTIONURI") == 0 ? "https://dev.azure.com/contoso/" : "v";
}

static void automation_details_name_the_upload(void **state)
{
    (void)state;
    assert_null(at(write_run(), "automationDetails", NULL));
    context.environment = azure;
    assert_text(at(write_run(), "automationDetails", "id", NULL),
                "azuredevops/pipeline/build/contoso/v/v/v/v/v");
    context.category = "web";
    assert_text(at(write_run(), "automationDetails", "id", NULL), "web/");
}

static void a_finding_outside_every_file_has_a_place(void **state)
{
    (void)state;
    fake.findings[0].place = (struct iislint_place){0};
    const cJSON *physical =
        at(write_run(), "results", "[0]", "locations", "[0]", "physicalLocation", NULL);
    assert_int_equal(at(physical, "region", "endColumn", NULL)->valueint, 39);
    fake.file_count = 0;
    fake.findings[0].related_count = 0;
    fake.findings[0].fix_count = 0;
    fake.finding_count = 1;
    fake.notice_count = 0;
    assert_null(at(write_run(), "results", "[0]", "locations", NULL));
}

static void a_full_disk_is_noticed_wherever_it_happens(void **state)
{
    (void)state;
    size_t length = strlen(write_log());
    for (size_t room = 0; room < length; room += 1000) {
        struct memory_output memory;
        memory_init(&memory);
        memory.room = room;
        assert_false(report_write(report_format_find("sarif"), &context, &memory.out));
        memory_fini(&memory);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(starts_with_what_readers_look_for),
        TEST(the_same_run_gives_the_same_bytes),
        TEST(rules_are_sorted_and_results_point_at_them),
        TEST(places_have_four_numbers_and_their_text),
        TEST(secrets_are_bullets_and_said_to_be),
        TEST(suppressions_are_on_all_results_or_none),
        TEST(an_undecided_rule_is_one_open_result),
        TEST(a_cap_keeps_errors_and_says_so),
        TEST(only_what_is_at_the_level_is_written),
        TEST(a_failed_run_is_not_successful),
        TEST(times_are_utc),
        TEST(a_reproducible_log_knows_nothing_of_the_machine),
        TEST(automation_details_name_the_upload),
        TEST(a_finding_outside_every_file_has_a_place),
        TEST(a_full_disk_is_noticed_wherever_it_happens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
