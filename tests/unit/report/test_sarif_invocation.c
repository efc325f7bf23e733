/* How the run was made, and what it has to say besides results. */
#include "report/sarif_invocation.h"
#include "unit/report/sarif_log.h"

static void a_failed_run_is_not_successful(void **state)
{
    (void)state;
    static const char *const failures[] = {"facts.xml:3: not valid"};
    assert_true(
        cJSON_IsTrue(json_at(sarif_log_run(), "invocations", "[0]", "executionSuccessful", NULL)));
    context.failures = failures;
    context.failure_count = 1;
    fake.finding_count = 0;
    const cJSON *run = sarif_log_run();
    assert_true(cJSON_IsFalse(json_at(run, "invocations", "[0]", "executionSuccessful", NULL)));
    assert_json_text(json_at(run, "invocations", "[0]", "toolExecutionNotifications", "[0]",
                             "message", "text", NULL),
                     "facts.xml:3: not valid.");
    assert_true(cJSON_IsArray(json_at(run, "results", NULL)));
}

static void times_are_utc(void **state)
{
    (void)state;
    context.started = 951827696789; /* a leap day */
    context.finished = 4102444799000;
    const cJSON *run = sarif_log_run();
    assert_json_text(json_at(run, "invocations", "[0]", "startTimeUtc", NULL),
                     "2000-02-29T12:34:56.789Z");
    assert_json_text(json_at(run, "invocations", "[0]", "endTimeUtc", NULL),
                     "2099-12-31T23:59:59.000Z");
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
    assert_null(json_at(sarif_log_run(), "automationDetails", NULL));
    context.environment = azure;
    assert_json_text(json_at(sarif_log_run(), "automationDetails", "id", NULL),
                     "azuredevops/pipeline/build/contoso/v/v/v/v/v");
    context.category = "web";
    assert_json_text(json_at(sarif_log_run(), "automationDetails", "id", NULL), "web/");
}

static const char *collection_uri;

static const char *azure_of(const char *name)
{
    if (strcmp(name, "TF_BUILD") == 0)
        return "true";
    return strcmp(name, "SYSTEM_COLLECTIONURI") == 0 ? collection_uri : NULL;
}

static void organizations_of_azure(void **state)
{
    static const char *const rows[][2] = {
        {"https://dev.azure.com/contoso/", "azuredevops/pipeline/build/contoso/////"},
        {"https://contoso.visualstudio.com", "azuredevops/pipeline/build/contoso/////"},
        {"contoso", "azuredevops/pipeline/build/contoso/////"},
        {"///", "azuredevops/pipeline/build//////"},
        {NULL, "azuredevops/pipeline/build//////"}};
    (void)state;
    context.environment = azure_of;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        collection_uri = rows[i][0];
        assert_json_text(json_at(sarif_log_run(), "automationDetails", "id", NULL), rows[i][1]);
    }
    context.category = "web/";
    assert_json_text(json_at(sarif_log_run(), "automationDetails", "id", NULL), "web/");
    context.category = "";
    assert_json_text(json_at(sarif_log_run(), "automationDetails", "id", NULL), "/");
}

/* What is about the set-up stands apart from what is about the files. */
static void two_kinds_of_notices(void **state)
{
    (void)state;
    const cJSON *invocation = json_at(sarif_log_run(), "invocations", "[0]", NULL);
    const cJSON *configuration = json_at(invocation, "toolConfigurationNotifications", NULL);
    const cJSON *execution = json_at(invocation, "toolExecutionNotifications", NULL);
    assert_int_equal(cJSON_GetArraySize(configuration), 1);
    assert_json_text(json_at(configuration, "[0]", "descriptor", "id", NULL),
                     "notice-unused-suppression");
    assert_json_text(json_at(configuration, "[0]", "level", NULL), "warning");
    assert_non_null(
        json_at(configuration, "[0]", "locations", "[0]", "physicalLocation", "region", NULL));
    assert_int_equal(cJSON_GetArraySize(execution), 1);
    assert_json_text(json_at(execution, "[0]", "message", "text", NULL), "permission denied.");
    assert_json_text(json_at(execution, "[0]", "locations", "[0]", "physicalLocation",
                             "artifactLocation", "uri", NULL),
                     "sites/other/web.config");
    /* each is described, in the order of the indexes */
    const cJSON *descriptors =
        json_at(sarif_log_tree, "runs", "[0]", "tool", "driver", "notifications", NULL);
    assert_int_equal(cJSON_GetArraySize(descriptors), 2);
    int index = json_at(execution, "[0]", "descriptor", "index", NULL)->valueint;
    assert_json_text(json_at(cJSON_GetArrayItem(descriptors, index), "name", NULL),
                     "UnreadableFile");
    assert_json_text(
        json_at(cJSON_GetArrayItem(descriptors, index), "shortDescription", "text", NULL),
        "Unreadable file.");
    fake.notice_count = 0;
    assert_null(json_at(sarif_log_run(), "tool", "driver", "notifications", NULL));
    assert_int_equal(cJSON_GetArraySize(json_at(sarif_log_tree, "runs", "[0]", "invocations", "[0]",
                                                "toolExecutionNotifications", NULL)),
                     0);
}

static void the_command_line(void **state)
{
    static const char *const arguments[] = {"check", "a b", "", "C:\\x", "--env=P=•••", "it's"};
    (void)state;
    fake.finding_count = 0;
    context.arguments = arguments;
    context.argument_count = 6;
    context.exit_code = 3;
    const cJSON *invocation = json_at(sarif_log_run(), "invocations", "[0]", NULL);
    assert_json_text(json_at(invocation, "commandLine", NULL),
                     "iislint check 'a b' '' 'C:\\x' --env=P=••• 'it's'");
    assert_json_text(json_at(invocation, "arguments", "[1]", NULL), "a b");
    assert_int_equal(json_at(invocation, "exitCode", NULL)->valueint, 3);
    assert_json_text(json_at(invocation, "exitCodeDescription", NULL), "Found.");
    assert_json_text(json_at(sarif_log_tree, "runs", "[0]", "redactionTokens", "[0]", NULL), "•••");
    assert_null(json_at(invocation, "startTimeUtc", NULL));
    assert_null(json_at(invocation, "workingDirectory", NULL));
}

static void an_incomplete_run_is_not_successful(void **state)
{
    (void)state;
    fake.is_incomplete = true;
    assert_true(
        cJSON_IsFalse(json_at(sarif_log_run(), "invocations", "[0]", "executionSuccessful", NULL)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {SARIF_TEST(a_failed_run_is_not_successful),
                                       SARIF_TEST(times_are_utc),
                                       SARIF_TEST(automation_details_name_the_upload),
                                       SARIF_TEST(organizations_of_azure),
                                       SARIF_TEST(two_kinds_of_notices),
                                       SARIF_TEST(the_command_line),
                                       SARIF_TEST(an_incomplete_run_is_not_successful)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
