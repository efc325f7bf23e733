/* Results: which are written, and what each has. */
#include "report/sarif_results.h"
#include "unit/report/sarif_log.h"

static void suppressions_are_on_all_results_or_none(void **state)
{
    (void)state;
    const cJSON *result;
    cJSON_ArrayForEach(result, json_at(sarif_log_run(), "results", NULL))
        assert_true(cJSON_IsArray(json_at(result, "suppressions", NULL)));
    assert_json_text(json_at(sarif_log_tree, "runs", "[0]", "results", "[3]", "suppressions", "[0]",
                             "justification", NULL),
                     "accepted until spring");
    fake.findings[3].suppressed = false;
    cJSON_ArrayForEach(result, json_at(sarif_log_run(), "results", NULL))
        assert_null(json_at(result, "suppressions", NULL));
}

static void an_undecided_rule_is_one_open_result(void **state)
{
    (void)state;
    fake.findings[fake.finding_count++] = fake.findings[1];
    const cJSON *run = sarif_log_run();
    assert_int_equal(cJSON_GetArraySize(json_at(run, "results", NULL)), 4);
    assert_json_text(json_at(run, "results", "[1]", "kind", NULL), "open");
    assert_json_text(json_at(run, "results", "[1]", "level", NULL), "none");
}

static void a_cap_keeps_errors_and_says_so(void **state)
{
    (void)state;
    fake.findings[1].kind = IISLINT_FAIL;
    context.max_results = 1;
    const cJSON *run = sarif_log_run();
    assert_int_equal(cJSON_GetArraySize(json_at(run, "results", NULL)), 1);
    assert_json_text(json_at(run, "results", "[0]", "level", NULL), "error");
    assert_json_text(json_at(run, "invocations", "[0]", "toolExecutionNotifications", "[0]",
                             "descriptor", "id", NULL),
                     "notice-too-many-results");
}

static void only_what_is_at_the_level_is_written(void **state)
{
    (void)state;
    context.show = IISLINT_ERROR;
    const cJSON *run = sarif_log_run();
    assert_int_equal(cJSON_GetArraySize(json_at(run, "results", NULL)), 1);
    assert_int_equal(cJSON_GetArraySize(json_at(run, "tool", "driver", "rules", NULL)), 3);
}

static void a_finding_outside_every_file_has_a_place(void **state)
{
    (void)state;
    fake.findings[0].place = (struct iislint_place){0};
    const cJSON *physical =
        json_at(sarif_log_run(), "results", "[0]", "locations", "[0]", "physicalLocation", NULL);
    assert_int_equal(json_at(physical, "region", "endColumn", NULL)->valueint, 39);
    fake.file_count = 0;
    fake.findings[0].related_count = 0;
    fake.findings[0].fix_count = 0;
    fake.finding_count = 1;
    fake.notice_count = 0;
    assert_null(json_at(sarif_log_run(), "results", "[0]", "locations", NULL));
}

/* A cause can hit ten thousand scopes and places: some are named, the scopes counted. */
static void what_is_bounded(void **state)
{
    static struct iislint_related related[80];
    static struct iislint_scope scopes[150];
    (void)state;
    for (size_t i = 0; i < 80; i++)
        related[i] = (struct iislint_related){
            i % 2 ? fake.findings[0].place : (struct iislint_place){0}, "here"};
    for (size_t i = 0; i < 150; i++)
        scopes[i] = (struct iislint_scope){i == 0 ? "" : "Shop", i == 1 ? "why" : NULL};
    fake.findings[0].related = related;
    fake.findings[0].related_count = 80;
    fake.findings[0].scopes = scopes;
    fake.findings[0].scope_count = 150;
    const cJSON *result = json_at(sarif_log_run(), "results", "[0]", NULL);
    const cJSON *locations = json_at(result, "relatedLocations", NULL);
    assert_int_equal(cJSON_GetArraySize(locations), 50);
    /* only a place has an id, which messages link to */
    assert_null(json_at(locations, "[0]", "id", NULL));
    assert_int_equal(json_at(locations, "[1]", "id", NULL)->valueint, 1);
    assert_int_equal(json_at(locations, "[3]", "id", NULL)->valueint, 2);
    assert_json_text(json_at(locations, "[0]", "message", "text", NULL), "here.");
    const cJSON *properties = json_at(result, "properties", NULL);
    assert_int_equal(cJSON_GetArraySize(json_at(properties, "scopes", NULL)), 100);
    assert_json_text(json_at(properties, "scopes", "[0]", NULL), "/");
    assert_json_text(json_at(properties, "scopes", "[1]", NULL), "Shop: why");
    assert_int_equal(json_at(properties, "scopeCount", NULL)->valueint, 150);
}

static void fixes(void **state)
{
    (void)state;
    const cJSON *fix = json_at(sarif_log_run(), "results", "[0]", "fixes", "[0]", NULL);
    assert_json_text(json_at(fix, "description", "text", NULL), "Switch kernel mode off.");
    const cJSON *change = json_at(fix, "artifactChanges", "[0]", NULL);
    assert_int_equal(json_at(change, "artifactLocation", "index", NULL)->valueint, 0);
    const cJSON *replacement = json_at(change, "replacements", "[0]", NULL);
    assert_int_equal(json_at(replacement, "deletedRegion", "startColumn", NULL)->valueint, 41);
    assert_json_text(json_at(replacement, "insertedContent", "text", NULL),
                     "useKernelMode=\"false\"");
    assert_null(json_at(sarif_log_tree, "runs", "[0]", "results", "[2]", "fixes", NULL));
}

static void a_result_without_properties_has_none(void **state)
{
    (void)state;
    struct iislint_finding *finding = &fake.findings[2];
    assert_non_null(json_at(sarif_log_run(), "results", "[2]", "properties", NULL));
    finding->scope_count = 0;
    finding->reach = NULL;
    finding->remedy = NULL;
    assert_null(json_at(sarif_log_run(), "results", "[2]", "properties", NULL));
    assert_json_text(
        json_at(sarif_log_tree, "runs", "[0]", "results", "[2]", "taxa", "[0]", "id", NULL), "522");
    assert_null(json_at(sarif_log_tree, "runs", "[0]", "results", "[1]", "taxa", NULL));
}

/* With the first pass alone: 25,000 results are as many as GitHub takes. */
static void more_than_github_takes(void **state)
{
    static const struct {
        size_t times, max, quota, left_out;
        bool is_too_much;
    } rows[] = {{25000, 0, 25000, 0, false},
                {25001, 0, 25001, 0, true},
                {25001, 25000, 25000, 1, false},
                {30000, 26000, 26000, 4000, true}};
    (void)state;
    fake.finding_count = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sarif sarif = {.context = &context, .arena = fake.arena};
        sarif.artifacts = map_new(fake.arena, MAP_CASE_SENSITIVE);
        sarif.rules = map_new(fake.arena, MAP_CASE_SENSITIVE);
        fake.repeat = rows[i].times;
        context.max_results = rows[i].max;
        sarif_results_collect(&sarif);
        assert_int_equal(sarif.quota[IISLINT_WARNING], rows[i].quota);
        assert_int_equal(sarif.left_out, rows[i].left_out);
        assert_int_equal(sarif.is_too_much, rows[i].is_too_much);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SARIF_TEST(suppressions_are_on_all_results_or_none),
                                       SARIF_TEST(an_undecided_rule_is_one_open_result),
                                       SARIF_TEST(a_cap_keeps_errors_and_says_so),
                                       SARIF_TEST(only_what_is_at_the_level_is_written),
                                       SARIF_TEST(a_finding_outside_every_file_has_a_place),
                                       SARIF_TEST(what_is_bounded),
                                       SARIF_TEST(fixes),
                                       SARIF_TEST(a_result_without_properties_has_none),
                                       SARIF_TEST(more_than_github_takes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
