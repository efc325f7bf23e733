/* The catalogue of a log: descriptions, help, messages, tags. */
#include "report/sarif.h"
#include "report/sarif_rules.h"
#include "unit/report/sarif_log.h"

static void rules_are_sorted_and_results_point_at_them(void **state)
{
    (void)state;
    const cJSON *run = sarif_log_run();
    const cJSON *rules = json_at(run, "tool", "driver", "rules", NULL);
    assert_int_equal(cJSON_GetArraySize(rules), 3);
    const cJSON *result;
    cJSON_ArrayForEach(result, json_at(run, "results", NULL))
    {
        int index = json_at(result, "ruleIndex", NULL)->valueint;
        assert_json_text(json_at(result, "ruleId", NULL),
                         json_at(cJSON_GetArrayItem(rules, index), "id", NULL)->valuestring);
    }
    assert_json_text(json_at(rules, "[0]", "id", NULL), "IIS2201");
    assert_json_text(json_at(rules, "[0]", "properties", "security-severity", NULL), "8.0");
    assert_null(json_at(rules, "[1]", "properties", "security-severity", NULL));
    const char *guid = json_at(rules, "[0]", "guid", NULL)->valuestring;
    assert_int_equal(strlen(guid), 36);
    assert_int_equal(guid[14], '4');
    assert_non_null(strchr("89ab", guid[19]));
}

static struct iislint_rule_info *info(size_t number)
{
    return &fake.rules[number].info;
}

static struct iislint_rule_help *help_of(size_t number)
{
    return &fake.rules[number].help;
}

/* The rule of that id in a fresh log. */
static const cJSON *rule(const char *id)
{
    const cJSON *found;
    cJSON_ArrayForEach(found, json_at(sarif_log_run(), "tool", "driver", "rules",
                                      NULL)) if (strcmp(json_at(found, "id", NULL)->valuestring,
                                                        id) == 0) return found;
    return NULL;
}

/* A rule that is off stands there only when it has results all the same. */
static void rules_that_are_off(void **state)
{
    (void)state;
    info(2)->enabled = false;
    assert_non_null(rule("IIS2402"));
    fake.findings[1] = fake.findings[0];
    assert_null(rule("IIS2402"));
}

/* GitHub cuts a description at 1,000 letters: ours ends with a sentence, else with a word. */
static void long_descriptions_are_cut(void **state)
{
    static const struct {
        const char *unit;
        size_t length;
        const char *end;
    } rows[] = {{"It is so. ", 999, "It is so."}, {"word ", 1003, "word ..."}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text why = {0};
        while (why.length < 3000)
            text_add(&why, rows[i].unit);
        text_add(&why, "\n\nSecond.");
        help_of(0)->why = arena_strdup(fake.arena, text_string(&why));
        text_fini(&why);
        const char *text = json_at(rule("IIS2401"), "fullDescription", "text", NULL)->valuestring;
        size_t length = strlen(text);
        assert_int_equal(length, rows[i].length);
        assert_string_equal(text + length - strlen(rows[i].end), rows[i].end);
    }
    /* a short one is its first paragraph, whole */
    help_of(0)->why = "Short\n\nlonger";
    assert_json_text(json_at(rule("IIS2401"), "fullDescription", "text", NULL), "Short.");
    help_of(0)->why = NULL;
    info(0)->title = "Only a title";
    assert_json_text(json_at(rule("IIS2401"), "fullDescription", "text", NULL), "Only a title.");
    assert_null(strstr(json_at(rule("IIS2401"), "help", "text", NULL)->valuestring, "(null)"));
}

static void help_with_examples_and_references(void **state)
{
    (void)state;
    const char *help = json_at(rule("IIS2401"), "help", "markdown", NULL)->valuestring;
    assert_non_null(strstr(help, "**What to do**\n\nSet"));
    assert_non_null(strstr(help, "**Found**: kernel mode\n\n```xml\n<windowsAuthentication "
                                 "useKernelMode=\"true\" />\n```"));
    assert_non_null(strstr(help, "**Not found**\n\n````xml\n")); /* it holds three back ticks */
    assert_non_null(strstr(help, "- [Kerberos failures](https://learn.microsoft.com/"));
    assert_json_text(json_at(rule("IIS2401"), "helpUri", NULL),
                     "https://learn.microsoft.com/troubleshoot/iis/kerberos");
    help_of(0)->reference_count = 0;
    assert_json_text(json_at(rule("IIS2401"), "helpUri", NULL), SARIF_INFORMATION_URI);
    help_of(0)->fix = NULL;
    assert_non_null(
        strstr(json_at(rule("IIS2401"), "help", "text", NULL)->valuestring, info(0)->title));
    static const struct iislint_reference bare[] = {{NULL, "https://x.test/"}};
    help_of(0)->references = bare;
    help_of(0)->reference_count = 1;
    help = json_at(rule("IIS2401"), "help", "markdown", NULL)->valuestring;
    assert_non_null(strstr(help, "](https://x.test/)"));
}

/* GitHub takes ten tags; of mappings only CWE are tags, with three digits. */
static void tags(void **state)
{
    static struct iislint_mapping mappings[20];
    (void)state;
    for (size_t i = 0; i < 20; i++)
        mappings[i] =
            (struct iislint_mapping){"cwe", arena_printf(fake.arena, "CWE-%zu", i * 7 + 3), NULL};
    mappings[1] = (struct iislint_mapping){"CIS IIS 10", "2.1", NULL};
    help_of(1)->mappings = mappings;
    help_of(1)->mapping_count = 20;
    const cJSON *all = json_at(rule("IIS2201"), "properties", "tags", NULL);
    assert_int_equal(cJSON_GetArraySize(all), 10);
    assert_json_text(json_at(all, "[0]", NULL), "security");
    assert_json_text(json_at(all, "[1]", NULL), "sql-server-express");
    assert_json_text(json_at(all, "[2]", NULL), "external/cwe/cwe-003");
    assert_json_text(json_at(all, "[3]", NULL), "external/cwe/cwe-017");
    assert_json_text(json_at(all, "[9]", NULL), "external/cwe/cwe-059");
    assert_int_equal(cJSON_GetArraySize(json_at(rule("IIS2201"), "relationships", NULL)), 20);
    help_of(1)->mapping_count = 0;
    info(1)->topic = NULL;
    info(1)->security = false;
    assert_int_equal(cJSON_GetArraySize(json_at(rule("IIS2201"), "properties", "tags", NULL)), 0);
    assert_null(json_at(rule("IIS2201"), "relationships", NULL));
}

static void levels(void **state)
{
    static const struct {
        enum iislint_level level;
        const char *name, *precision, *severity;
        int rank;
    } rows[] = {{IISLINT_ERROR, "error", "very-high", "error", 90},
                {IISLINT_WARNING, "warning", "high", "warning", 60},
                {IISLINT_NOTE, "note", "medium", "recommendation", 30}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        info(2)->level = rows[i].level;
        const cJSON *found = rule("IIS2402");
        assert_json_text(json_at(found, "defaultConfiguration", "level", NULL), rows[i].name);
        assert_int_equal(json_at(found, "defaultConfiguration", "rank", NULL)->valueint,
                         rows[i].rank);
        assert_json_text(json_at(found, "properties", "precision", NULL), rows[i].precision);
        assert_json_text(json_at(found, "properties", "problem.severity", NULL), rows[i].severity);
        assert_int_equal(sarif_rules_rank(rows[i].level), rows[i].rank);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {SARIF_TEST(rules_are_sorted_and_results_point_at_them),
                                       SARIF_TEST(rules_that_are_off),
                                       SARIF_TEST(long_descriptions_are_cut),
                                       SARIF_TEST(help_with_examples_and_references),
                                       SARIF_TEST(tags),
                                       SARIF_TEST(levels)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
