/* Places: files, regions with what is around them, logical places. */
#include "report/sarif_location.h"
#include "unit/report/sarif_log.h"

static void places_have_four_numbers_and_their_text(void **state)
{
    (void)state;
    const cJSON *run = sarif_log_run();
    const cJSON *physical =
        json_at(run, "results", "[0]", "locations", "[0]", "physicalLocation", NULL);
    assert_int_equal(json_at(physical, "region", "startLine", NULL)->valueint, 11);
    assert_int_equal(json_at(physical, "region", "startColumn", NULL)->valueint, 41);
    assert_int_equal(json_at(physical, "region", "endLine", NULL)->valueint, 11);
    assert_int_equal(json_at(physical, "region", "endColumn", NULL)->valueint, 61);
    assert_json_text(json_at(physical, "region", "snippet", "text", NULL),
                     "useKernelMode=\"true\"");
    assert_json_text(json_at(physical, "contextRegion", "snippet", "text", NULL),
                     "\t<system.webServer>\n"
                     "\t\t<windowsAuthentication\tenabled=\"true\" useKernelMode=\"true\" />\n"
                     "\t</system.webServer>\n");
    assert_json_text(json_at(run, "results", "[0]", "locations", "[0]", "logicalLocations", "[0]",
                             "fullyQualifiedName", NULL),
                     "/configuration/system.webServer/windowsAuthentication/@useKernelMode");
}

/* The first result at `needle` in a file of this text alone. */
static const cJSON *physical_of(const char *text, const char *needle)
{
    fake.file_count = 0;
    fake.finding_count = 0;
    fake.notice_count = 0;
    const struct iislint_file *file = fake_file(&fake, "x.config", false, text);
    fake_finding(&fake, 0, IISLINT_ERROR, fake_place(file, needle, NULL, false), "m");
    return json_at(sarif_log_run(), "results", "[0]", "locations", "[0]", "physicalLocation", NULL);
}

/* One line more on either side, as far as there is one and six lines are not full. */
static void the_lines_around(void **state)
{
    static const struct {
        const char *text, *needle, *context;
        int first, last;
    } rows[] = {
        {"a\nb\nc\n", "b", "a\nb\nc\n", 1, 3},
        {"a\r\nb\r\nc", "b", "a\r\nb\r\nc", 1, 3},
        {"a\nb", "a", "a\nb", 1, 2},
        {"a\nb", "b", "a\nb", 1, 2},
        {"a b", "b", "a b", 1, 1},
        {"b c", "b", "b c", 1, 1},
        {"b", "b", NULL, 0, 0},
        {"b\n", "b", NULL, 0, 0},
        {"1\n2\n3\n4\n5\n6\n7\n8\n", "2\n3\n4\n5\n6", "1\n2\n3\n4\n5\n6\n", 1, 6},
        {"1\n2\n3\n4\n5\n6\n7\n8\n", "2\n3\n4\n5\n6\n7", NULL, 0, 0},
        {"1\n2\n3\n4\n5\n6\n7\n8\n", "2\n3\n4\n5\n6\n7\n8", NULL, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cJSON *context_region =
            json_at(physical_of(rows[i].text, rows[i].needle), "contextRegion", NULL);
        if ((context_region != NULL) != (rows[i].context != NULL))
            fail_msg("row %zu", i);
        if (context_region == NULL)
            continue;
        assert_json_text(json_at(context_region, "snippet", "text", NULL), rows[i].context);
        assert_int_equal(json_at(context_region, "startLine", NULL)->valueint, rows[i].first);
        assert_int_equal(json_at(context_region, "endLine", NULL)->valueint, rows[i].last);
    }
}

/* A region of a damaged file can be all of it. */
static void large_regions_have_no_snippet(void **state)
{
    (void)state;
    char *text = arena_alloc(fake.arena, 70001);
    memset(text, 'x', 70000);
    const cJSON *physical = physical_of(text, text);
    assert_null(json_at(physical, "region", "snippet", NULL));
    assert_null(json_at(physical, "contextRegion", NULL));
    assert_int_equal(json_at(physical, "region", "endColumn", NULL)->valueint, 70001);
    text[65536] = '\0';
    assert_int_equal(
        strlen(json_at(physical_of(text, text), "region", "snippet", "text", NULL)->valuestring),
        65536);
}

/* CR alone ends a line too, which SARIF readers have to be told. */
static void lone_carriage_returns(void **state)
{
    (void)state;
    physical_of("a\rb", "b");
    const char *text = sarif_log_text();
    assert_non_null(strstr(text, "\"newlineSequences\""));
    const cJSON *sequences = json_at(sarif_log_run(), "newlineSequences", NULL);
    bool has_lone = false;
    const cJSON *sequence;
    cJSON_ArrayForEach(sequence, sequences) has_lone =
        has_lone || strcmp(sequence->valuestring, "\r") == 0;
    assert_true(has_lone);
    physical_of("a\r\nb\r", "b");
    cJSON_ArrayForEach(sequence, json_at(sarif_log_run(), "newlineSequences", NULL)) has_lone =
        has_lone && strcmp(sequence->valuestring, "\r") == 0;
}

/* The name of a logical place is its last step: a slash in a predicate is none. */
static void logical_places(void **state)
{
    static const char *const rows[][2] = {
        {"/a/b", "b"},
        {"/a/b[@path='/x/y']", "b[@path='/x/y']"},
        {"/a/b[@path=\"a]/'b\"]/@c", "@c"},
        {"/a/b[c[1]/d]/e", "e"},
        {"plain", "plain"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fake.finding_count = 1;
        fake.findings[0].related_count = 0;
        fake.findings[0].place.xpath = rows[i][0];
        fake.findings[0].place.is_attribute = i == 2;
        const cJSON *logical = json_at(sarif_log_run(), "logicalLocations", "[0]", NULL);
        assert_json_text(json_at(logical, "name", NULL), rows[i][1]);
        assert_json_text(json_at(logical, "fullyQualifiedName", NULL), rows[i][0]);
        assert_json_text(json_at(logical, "kind", NULL), i == 2 ? "attribute" : "element");
    }
    fake.findings[0].place.xpath = NULL;
    assert_null(json_at(sarif_log_run(), "logicalLocations", NULL));
    /* two results at one place share it */
    fake.findings[0].place.xpath = "/a";
    fake.findings[1] = fake.findings[0];
    fake.finding_count = 2;
    assert_int_equal(cJSON_GetArraySize(json_at(sarif_log_run(), "logicalLocations", NULL)), 1);
}

static void artifacts(void **state)
{
    (void)state;
    context.working_directory = "/srv";
    const cJSON *run = sarif_log_run();
    const cJSON *list = json_at(run, "artifacts", NULL);
    assert_int_equal(cJSON_GetArraySize(list), 2);
    const cJSON *web = json_at(list, "[1]", NULL);
    assert_json_text(json_at(web, "location", "uri", NULL), "sites/B%C3%BCro%20%5B1%5D/web.config");
    assert_json_text(json_at(web, "location", "uriBaseId", NULL), "SRCROOT");
    assert_json_text(json_at(web, "roles", "[0]", NULL), "analysisTarget");
    assert_json_text(json_at(web, "roles", "[1]", NULL), "resultFile");
    assert_int_equal(strlen(json_at(web, "hashes", "sha-256", NULL)->valuestring), 64);
    assert_int_equal(json_at(web, "length", NULL)->valueint, (int)strlen(FAKE_WEB) + 3);
    /* a file without a finding was looked at all the same */
    fake.finding_count = 0;
    assert_int_equal(
        cJSON_GetArraySize(json_at(sarif_log_run(), "artifacts", "[0]", "roles", NULL)), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {SARIF_TEST(places_have_four_numbers_and_their_text),
                                       SARIF_TEST(the_lines_around),
                                       SARIF_TEST(large_regions_have_no_snippet),
                                       SARIF_TEST(lone_carriage_returns),
                                       SARIF_TEST(logical_places),
                                       SARIF_TEST(artifacts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
