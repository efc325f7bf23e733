/* Standards that rules map to. */
#include "report/sarif_taxonomies.h"
#include "unit/report/sarif_log.h"

static void what_rules_refer_to(void **state)
{
    (void)state;
    const cJSON *run = sarif_log_run();
    const cJSON *taxonomies = json_at(run, "taxonomies", NULL);
    assert_int_equal(cJSON_GetArraySize(taxonomies), 3);
    const cJSON *cwe = json_at(taxonomies, "[0]", NULL);
    assert_json_text(json_at(cwe, "name", NULL), "CWE");
    assert_json_text(json_at(cwe, "guid", NULL), "25F72D7E-8A92-459D-AD67-64853F788765");
    assert_int_equal(cJSON_GetArraySize(json_at(cwe, "taxa", NULL)), 1); /* two rules share it */
    assert_json_text(json_at(cwe, "taxa", "[0]", "id", NULL), "522");
    assert_json_text(json_at(cwe, "taxa", "[0]", "helpUri", NULL),
                     "https://cwe.mitre.org/data/definitions/522.html");
    assert_json_text(json_at(cwe, "taxa", "[0]", "shortDescription", "text", NULL),
                     "Insufficiently Protected Credentials.");
    assert_null(json_at(taxonomies, "[1]", "taxa", "[0]", "helpUri", NULL));
    assert_null(json_at(taxonomies, "[1]", "taxa", "[0]", "shortDescription", NULL));
    /* a reference leads to its entry */
    const cJSON *taxon = json_at(run, "results", "[0]", "taxa", "[2]", NULL);
    assert_json_text(json_at(taxon, "toolComponent", "name", NULL), "DISA STIG");
    assert_int_equal(json_at(taxon, "toolComponent", "index", NULL)->valueint, 2);
    assert_json_text(json_at(taxon, "guid", NULL),
                     json_at(taxonomies, "[2]", "taxa", "[0]", "guid", NULL)->valuestring);
    assert_json_text(json_at(run, "tool", "driver", "supportedTaxonomies", "[1]", "name", NULL),
                     "CIS IIS 10");
}

/* Spelt otherwise it is the same; of a title the first one stays. */
static void spellings(void **state)
{
    static const struct iislint_mapping first[] = {{"cwe", "CWE-79", NULL}, {"Ours", "1", NULL}};
    static const struct iislint_mapping second[] = {{"CWE", "79", "Title"},
                                                    {"OURS", "1", "a"},
                                                    {"ours", "1", "b"},
                                                    {"ours", "A", NULL},
                                                    {"ours", "a", NULL}};
    (void)state;
    for (size_t i = 0; i < 3; i++)
        fake.rules[i].help.mapping_count = 0;
    fake.rules[0].help.mappings = first;
    fake.rules[0].help.mapping_count = 2;
    fake.rules[1].help.mappings = second;
    fake.rules[1].help.mapping_count = 5;
    const cJSON *taxonomies = json_at(sarif_log_run(), "taxonomies", NULL);
    assert_int_equal(cJSON_GetArraySize(taxonomies), 2);
    const cJSON *cwe = NULL, *ours = NULL, *found;
    cJSON_ArrayForEach(found, taxonomies)
    {
        if (strcmp(json_at(found, "name", NULL)->valuestring, "CWE") == 0)
            cwe = found;
        else
            ours = found;
    }
    assert_int_equal(cJSON_GetArraySize(json_at(cwe, "taxa", NULL)), 1);
    assert_json_text(json_at(cwe, "taxa", "[0]", "id", NULL), "79");
    assert_json_text(json_at(cwe, "taxa", "[0]", "shortDescription", "text", NULL), "Title.");
    assert_int_equal(cJSON_GetArraySize(json_at(ours, "taxa", NULL)), 3);
    assert_json_text(json_at(ours, "taxa", "[0]", "shortDescription", "text", NULL), "a.");
    assert_null(json_at(ours, "organization", NULL));
    assert_int_equal(strlen(json_at(ours, "guid", NULL)->valuestring), 36);
}

static void none(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        fake.rules[i].help.mapping_count = 0;
    const cJSON *run = sarif_log_run();
    assert_null(json_at(run, "taxonomies", NULL));
    assert_null(json_at(run, "tool", "driver", "supportedTaxonomies", NULL));
}

static void ids(void **state)
{
    static const struct iislint_mapping rows[] = {
        {"CWE", "CWE-79", NULL}, {"CWE", "79", NULL}, {"X", "CWE-79", NULL}};
    (void)state;
    assert_string_equal(sarif_taxonomies_id(&rows[0]), "79");
    assert_string_equal(sarif_taxonomies_id(&rows[1]), "79");
    assert_string_equal(sarif_taxonomies_id(&rows[2]), "CWE-79");
    assert_false(sarif_taxonomies_is_cwe(&rows[2]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {SARIF_TEST(what_rules_refer_to), SARIF_TEST(spellings),
                                       SARIF_TEST(none), SARIF_TEST(ids)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
