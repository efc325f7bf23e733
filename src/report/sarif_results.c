#include "report/sarif_results.h"

#include "report/sarif_fingerprint.h"
#include "report/sarif_location.h"
#include "report/sarif_message.h"
#include "report/sarif_rules.h"
#include "report/sarif_taxonomies.h"

#include <stdint.h>
#include <string.h>

/* A cause can hit ten thousand scopes; the properties of a result name some and count all. */
#define SCOPES_MAX 100
#define RELATED_MAX 50

/* GitHub refuses a log with more. */
#define GITHUB_RESULTS_MAX 25000

/* ---- first pass ------------------------------------------------------------------------------ */

/* What the pass over the findings counts. */
struct collection {
    struct sarif *sarif;
    size_t levels[IISLINT_ERROR + 1];
};

static void collect_files(struct sarif *sarif, const struct iislint_finding *finding)
{
    if (finding->place.file != NULL)
        sarif_location_artifact(sarif, finding->place.file)->has_result = true;
    for (size_t i = 0; i < finding->related_count && i < RELATED_MAX; i++) {
        if (finding->related[i].place.file != NULL)
            sarif_location_artifact(sarif, finding->related[i].place.file);
    }
    for (size_t i = 0; i < finding->fix_count; i++)
        sarif_location_artifact(sarif, finding->fixes[i].file);
}

static bool collect_finding(void *target, const struct iislint_finding *finding)
{
    struct collection *collection = target;
    struct sarif *sarif = collection->sarif;
    if (!sarif_shows(sarif, finding))
        return true;
    struct sarif_rule *rule = sarif_rules_find(sarif, finding->rule);
    collect_files(sarif, finding);
    if (finding->kind == IISLINT_UNDECIDED) {
        rule->undecided++;
        return true;
    }
    rule->links[sarif_message_template(finding)] |= 1u << sarif_message_links(finding);
    collection->levels[finding->level]++;
    sarif->has_suppressed = sarif->has_suppressed || finding->suppressed;
    return true;
}

/* Errors first: a service that takes so many results only is to get those that matter most. */
static void set_quotas(struct sarif *sarif, const struct collection *collection)
{
    size_t written = 0;
    size_t room = sarif->context->max_results > 0 ? sarif->context->max_results : SIZE_MAX;
    for (int level = IISLINT_ERROR; level >= IISLINT_NOTE; level--) {
        size_t count = collection->levels[level];
        sarif->quota[level] = count < room ? count : room;
        sarif->left_out += count - sarif->quota[level];
        room -= sarif->quota[level];
        written += sarif->quota[level];
    }
    sarif->is_too_much = written > GITHUB_RESULTS_MAX;
}

void sarif_results_collect(struct sarif *sarif)
{
    struct collection collection = {.sarif = sarif};
    iislint_each_finding(sarif->context->run, collect_finding, &collection);
    set_quotas(sarif, &collection);
}

/* ---- parts of a result ----------------------------------------------------------------------- */

/* Nobody shows a result without a place: one outside every file stands at the first file. */
static struct iislint_place place_of(struct sarif *sarif, const struct iislint_finding *finding)
{
    struct iislint_place place = finding->place;
    size_t cursor = 0;
    const char *path;
    void *artifact;
    if (place.file != NULL || !map_next(sarif->artifacts, &cursor, &path, &artifact))
        return place;
    size_t length;
    place.file = ((struct sarif_artifact *)artifact)->file;
    const char *text = iislint_file_text(place.file, &length);
    size_t end = strcspn(text, "\r\n");
    unsigned columns = 1;
    for (size_t i = 0; i < end; i++) {
        unsigned char c = (unsigned char)text[i];
        columns += (c & 0xC0) != 0x80 ? 1u : 0u;
        columns += c >= 0xF0 ? 1u : 0u; /* two UTF-16 units */
    }
    place.region = (struct iislint_region){1, 1, 1, columns, 0, end};
    place.xpath = NULL;
    return place;
}

static void add_related(struct sarif *sarif, struct json *result,
                        const struct iislint_finding *finding)
{
    if (finding->related_count == 0)
        return;
    struct json *list = json_add(result, "relatedLocations", json_array());
    int64_t id = 1;
    for (size_t i = 0; i < finding->related_count && i < RELATED_MAX; i++) {
        const struct iislint_related *related = &finding->related[i];
        bool has_place = related->place.file != NULL;
        struct json *location = has_place ? sarif_location(sarif, &related->place) : json_object();
        if (has_place)
            json_add_number(location, "id", id++);
        json_add(
            location, "message",
            sarif_text(sarif_note_masked(sarif, sarif_sentence(sarif->arena, related->message))));
        json_append(list, location);
    }
}

static void add_fingerprints(struct sarif *sarif, struct json *result,
                             const struct iislint_finding *finding,
                             const struct iislint_place *place)
{
    /* Results come file by file, so the lines of one file at a time are enough. */
    if (sarif_fingerprints_file(sarif->fingerprints) != place->file) {
        sarif_fingerprints_free(sarif->fingerprints);
        sarif->fingerprints = sarif_fingerprints_of_file(place->file);
    }
    struct json *object = json_add(result, "partialFingerprints", json_object());
    json_add_text(
        object, "primaryLocationLineHash",
        sarif_fingerprints_line(sarif->fingerprints, place->region.start_line, sarif->arena));
    const char *uri = sarif_location_artifact(sarif, place->file)->uri;
    json_add_text(object, "iislint/v1", sarif_fingerprint_own(finding, uri, sarif->arena));
}

static struct json *make_fix(struct sarif *sarif, const struct iislint_fix *fix)
{
    struct json *object = json_object();
    json_add(object, "description",
             sarif_text(sarif_note_masked(sarif, sarif_sentence(sarif->arena, fix->description))));
    struct json *change =
        json_append(json_add(object, "artifactChanges", json_array()), json_object());
    json_add(change, "artifactLocation",
             sarif_location_of_artifact(sarif_location_artifact(sarif, fix->file)));
    struct json *replacements = json_add(change, "replacements", json_array());
    for (size_t i = 0; i < fix->edit_count; i++) {
        struct json *replacement = json_append(replacements, json_object());
        json_add(replacement, "deletedRegion", sarif_location_region(&fix->edits[i].region));
        json_add(replacement, "insertedContent", sarif_text(fix->edits[i].text));
    }
    return object;
}

static void add_fixes(struct sarif *sarif, struct json *result,
                      const struct iislint_finding *finding)
{
    if (finding->fix_count == 0)
        return;
    struct json *list = json_add(result, "fixes", json_array());
    for (size_t i = 0; i < finding->fix_count; i++)
        json_append(list, make_fix(sarif, &finding->fixes[i]));
}

/* All results of a run have suppressions, or none has (SARIF 3.27.23): empty means not suppressed. */
static void add_suppressions(struct sarif *sarif, struct json *result,
                             const struct iislint_finding *finding)
{
    if (!sarif->has_suppressed)
        return;
    struct json *list = json_add(result, "suppressions", json_array());
    if (!finding->suppressed)
        return;
    struct json *suppression = json_append(list, json_object());
    json_add_text(suppression, "kind", "inSource");
    json_add_text(suppression, "status", "accepted");
    json_add_text(suppression, "justification", finding->justification);
}

static void add_taxa(struct sarif *sarif, struct json *result, const struct iislint_rule_help *rule)
{
    if (rule->mapping_count == 0)
        return;
    struct json *list = json_add(result, "taxa", json_array());
    for (size_t i = 0; i < rule->mapping_count; i++)
        json_append(list, sarif_taxonomies_reference(sarif, &rule->mappings[i]));
}

static void add_scopes(struct sarif *sarif, struct json *properties,
                       const struct iislint_finding *finding)
{
    if (finding->scope_count == 0)
        return;
    struct json *list = json_add(properties, "scopes", json_array());
    for (size_t i = 0; i < finding->scope_count && i < SCOPES_MAX; i++) {
        const struct iislint_scope *scope = &finding->scopes[i];
        const char *path = scope->path[0] != '\0' ? scope->path : "/";
        if (scope->detail != NULL)
            path = arena_printf(sarif->arena, "%s: %s", path, scope->detail);
        json_append_text(list, sarif_note_masked(sarif, path));
    }
    json_add_number(properties, "scopeCount", (int64_t)finding->scope_count);
}

/* VS Code lists the properties of a result: where it hits, what fails, what one sees of it. */
static void add_properties(struct sarif *sarif, struct json *result,
                           const struct iislint_finding *finding,
                           const struct iislint_rule_info *rule)
{
    struct json *properties = json_object();
    add_scopes(sarif, properties, finding);
    json_add_text(properties, "reach", finding->reach);
    if (rule->symptom_count > 0) {
        struct json *symptoms = json_add(properties, "symptoms", json_array());
        for (size_t i = 0; i < rule->symptom_count; i++)
            json_append_text(symptoms, rule->symptoms[i]);
    }
    if (finding->remedy != NULL)
        json_add_text(properties, "remedy", sarif_note_masked(sarif, finding->remedy));
    if (json_is_empty(properties))
        json_free(properties);
    else
        json_add(result, "properties", properties);
}

/* ---- results --------------------------------------------------------------------------------- */

static struct json *make_result(struct sarif *sarif, const struct iislint_finding *finding,
                                const struct sarif_rule *rule)
{
    bool is_undecided = finding->kind == IISLINT_UNDECIDED;
    struct sarif_message message = is_undecided ? sarif_message_undecided(sarif->arena, finding)
                                                : sarif_message_make(sarif->arena, finding);
    struct iislint_place place = place_of(sarif, finding);
    struct json *result = json_object();
    json_add_text(result, "ruleId", rule->info->id);
    json_add_number(result, "ruleIndex", (int64_t)rule->index);
    json_add_text(result, "kind", is_undecided ? "open" : "fail");
    json_add_text(result, "level", is_undecided ? "none" : report_level_name(finding->level));
    json_add(result, "message", sarif_message_json(sarif, &message));
    if (place.file != NULL) {
        json_append(json_add(result, "locations", json_array()), sarif_location(sarif, &place));
        add_fingerprints(sarif, result, finding, &place);
    }
    add_related(sarif, result, finding);
    if (!is_undecided)
        json_add_number(result, "rank", sarif_rules_rank(finding->level));
    add_fixes(sarif, result, finding);
    add_suppressions(sarif, result, finding);
    add_taxa(sarif, result, rule->help);
    add_properties(sarif, result, finding, rule->info);
    return result;
}

static bool write_result(void *target, const struct iislint_finding *finding)
{
    struct sarif *sarif = target;
    if (!sarif_shows(sarif, finding))
        return true;
    struct sarif_rule *rule = sarif_rules_find(sarif, finding->rule);
    if (finding->kind == IISLINT_UNDECIDED) {
        /* One for the rule, at its first place: it stands for all of them. */
        if (rule->is_undecided_written)
            return true;
        rule->is_undecided_written = true;
    } else {
        if (sarif->quota[finding->level] == 0)
            return true;
        sarif->quota[finding->level]--;
    }
    json_stream_value(&sarif->stream, NULL, make_result(sarif, finding, rule));
    return !sarif->stream.out->failed;
}

void sarif_results_write(struct sarif *sarif)
{
    json_stream_begin_array(&sarif->stream, "results");
    iislint_each_finding(sarif->context->run, write_result, sarif);
    json_stream_end(&sarif->stream);
}
