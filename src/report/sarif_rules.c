#include "report/sarif_rules.h"

#include "base/text.h"
#include "report/markdown.h"
#include "report/sarif.h"
#include "report/sarif_message.h"
#include "report/sarif_taxonomies.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* GitHub shows no more of a description, and no more tags. */
#define DESCRIPTION_MAX 1000
#define TAGS_MAX 10

struct sarif_rule *sarif_rules_find(struct sarif *sarif, const struct iislint_rule *entry)
{
    const struct iislint_rule_info *info = iislint_rule_info(entry);
    struct sarif_rule *rule = map_find(sarif->rules, info->id);
    if (rule == NULL) {
        rule = arena_alloc(sarif->arena, sizeof *rule);
        rule->info = info;
        rule->help = iislint_rule_help(entry);
        rule->links =
            arena_array(sarif->arena, rule->help->template_count + 1, sizeof *rule->links);
        map_set(sarif->rules, info->id, rule);
        list_add(&sarif->rule_order, sarif->arena, rule);
    }
    return rule;
}

static bool collect_rule(void *target, const struct iislint_rule *rule)
{
    if (iislint_rule_info(rule)->enabled)
        sarif_rules_find(target, rule);
    return true;
}

void sarif_rules_collect(struct sarif *sarif)
{
    iislint_each_rule(sarif->context->run, collect_rule, sarif);
}

static int compare_rules(const void *a, const void *b)
{
    const struct sarif_rule *left = *(void *const *)a;
    const struct sarif_rule *right = *(void *const *)b;
    return strcmp(left->info->id, right->info->id);
}

void sarif_rules_order(struct sarif *sarif)
{
    struct list *order = &sarif->rule_order;
    if (order->count > 0)
        qsort(order->items, order->count, sizeof *order->items, compare_rules);
    for (size_t i = 0; i < order->count; i++)
        ((struct sarif_rule *)order->items[i])->index = i;
}

int sarif_rules_rank(enum iislint_level level)
{
    return level == IISLINT_ERROR ? 90 : level == IISLINT_WARNING ? 60 : 30;
}

/* ---- descriptions ---------------------------------------------------------------------------- */

/* The first paragraph, cut at the end of a sentence when it is long. */
static const char *first_paragraph(struct arena *arena, const char *text, size_t limit)
{
    const char *gap = strstr(text, "\n\n");
    size_t length = gap != NULL ? (size_t)(gap - text) : strlen(text);
    if (length <= limit)
        return arena_strndup(arena, text, length);
    size_t end = limit;
    while (end > limit / 2 && !(text[end - 1] == '.' && text[end] == ' '))
        end--;
    if (end > limit / 2)
        return arena_strndup(arena, text, end);
    for (end = limit; end > 0 && text[end] != ' ';)
        end--;
    return arena_printf(arena, "%.*s ...", (int)end, text);
}

static struct json *full_description(struct sarif *sarif, const struct sarif_rule *rule)
{
    struct text markdown = {0};
    const char *why = rule->help->why;
    const char *plain =
        first_paragraph(sarif->arena, why != NULL ? why : rule->info->title, DESCRIPTION_MAX);
    struct json *object = sarif_text(sarif_sentence(sarif->arena, plain));
    markdown_add_prose(&markdown, sarif_sentence(sarif->arena, plain));
    if (markdown.length <= DESCRIPTION_MAX + 20)
        json_add_text(object, "markdown", text_string(&markdown));
    text_fini(&markdown);
    return object;
}

static void add_example(struct text *text, const struct iislint_rule_help *help, bool bad)
{
    for (size_t i = 0; i < help->example_count; i++) {
        if (help->examples[i].bad != bad)
            continue;
        text_add(text, bad ? "**Found**" : "**Not found**");
        if (help->examples[i].title != NULL) {
            text_add(text, ": ");
            markdown_add_prose(text, help->examples[i].title);
        }
        text_add(text, "\n\n");
        markdown_add_code(text, "xml", help->examples[i].text);
        return;
    }
}

static void add_references(struct text *text, const struct iislint_rule_help *help)
{
    for (size_t i = 0; i < help->reference_count; i++) {
        const struct iislint_reference *reference = &help->references[i];
        text_add(text, "- [");
        markdown_add_prose(text, reference->title != NULL ? reference->title : reference->url);
        text_printf(text, "](%s)\n", reference->url);
    }
}

/* help.text is for consumers without Markdown; GitHub shows help.markdown. */
static struct json *make_help(const struct sarif_rule *rule)
{
    const struct iislint_rule_info *info = rule->info;
    const struct iislint_rule_help *help = rule->help;
    struct text plain = {0};
    struct text markdown = {0};
    if (help->why != NULL) {
        text_printf(&plain, "%s\n\n", help->why);
        markdown_add_prose(&markdown, help->why);
        text_add(&markdown, "\n\n");
    }
    text_add(&plain, help->fix != NULL ? help->fix : info->title);
    text_add(&markdown, "**What to do**\n\n");
    markdown_add_remedy(&markdown, help->fix != NULL ? help->fix : info->title);
    add_example(&markdown, help, true);
    add_example(&markdown, help, false);
    add_references(&markdown, help);
    struct json *object = sarif_text(text_string(&plain));
    json_add_text(object, "markdown", text_string(&markdown));
    text_fini(&plain);
    text_fini(&markdown);
    return object;
}

/* ---- messages -------------------------------------------------------------------------------- */

/* Adds a template: as it is when no result uses it, else in the forms that results use. */
static void add_string(struct sarif *sarif, struct json *object, const char *id,
                       const char *template, unsigned used)
{
    for (unsigned links = 0; links <= SARIF_LINKS_MAX; links++) {
        bool is_wanted = used == 0 ? links == 0 : (used & (1u << links)) != 0;
        if (is_wanted)
            json_add(object, sarif_message_id(sarif->arena, id, links),
                     sarif_text(sarif_message_string(sarif->arena, template, links)));
    }
}

static struct json *message_strings(struct sarif *sarif, const struct sarif_rule *rule)
{
    const struct iislint_rule_help *help = rule->help;
    struct json *object = json_object();
    for (size_t i = 0; i < help->template_count; i++)
        add_string(sarif, object, help->templates[i].id, help->templates[i].text, rule->links[i]);
    if (help->template_count == 0 || rule->links[help->template_count] != 0)
        add_string(sarif, object, SARIF_OTHER_ID, sarif_message_other(sarif->arena, rule->info),
                   rule->links[help->template_count]);
    if (rule->undecided > 0)
        json_add(object, SARIF_UNDECIDED_ID, sarif_text(SARIF_UNDECIDED_TEMPLATE));
    return object;
}

/* ---- properties ------------------------------------------------------------------------------ */

/* "Windows authentication" -> "windows-authentication" */
static const char *slug(struct arena *arena, const char *title)
{
    char *result = arena_strdup(arena, title);
    for (char *c = result; *c != '\0'; c++)
        *c = isalnum((unsigned char)*c) ? (char)tolower((unsigned char)*c) : '-';
    return result;
}

static struct json *tags(struct sarif *sarif, const struct sarif_rule *rule)
{
    const struct iislint_rule_info *info = rule->info;
    const struct iislint_rule_help *help = rule->help;
    struct json *list = json_array();
    size_t count = 0;
    if (info->security) {
        json_append_text(list, "security");
        count++;
    }
    if (info->topic != NULL) {
        json_append_text(list, slug(sarif->arena, info->topic));
        count++;
    }
    for (size_t i = 0; i < help->mapping_count && count < TAGS_MAX; i++) {
        const struct iislint_mapping *mapping = &help->mappings[i];
        if (!sarif_taxonomies_is_cwe(mapping))
            continue;
        const char *number = sarif_taxonomies_id(mapping); /* three digits at least: cwe-079 */
        const char *zeros = strlen(number) == 1 ? "00" : strlen(number) == 2 ? "0" : "";
        json_append_text(list, arena_printf(sarif->arena, "external/cwe/cwe-%s%s", zeros, number));
        count++;
    }
    return list;
}

/*
 * GitHub reads these four. security-severity puts an alert on the security scale, so only rules
 * about security have it; it is a string there.
 */
static struct json *properties(struct sarif *sarif, const struct sarif_rule *rule)
{
    const struct iislint_rule_info *info = rule->info;
    static const char *const precisions[] = {"medium", "high", "very-high"};
    static const char *const severities[] = {"recommendation", "warning", "error"};
    static const char *const scores[] = {"3.0", "5.5", "8.0"};
    struct json *object = json_object();
    json_add(object, "tags", tags(sarif, rule));
    json_add_text(object, "precision", precisions[info->level]);
    json_add_text(object, "problem.severity", severities[info->level]);
    if (info->security)
        json_add_text(object, "security-severity", scores[info->level]);
    json_add_text(object, "reach", info->reach);
    struct json *symptoms = json_array();
    for (size_t i = 0; i < info->symptom_count; i++)
        json_append_text(symptoms, info->symptoms[i]);
    if (info->symptom_count > 0)
        json_add(object, "symptoms", symptoms);
    else
        json_free(symptoms);
    return object;
}

static void add_relationships(struct sarif *sarif, struct json *object,
                              const struct iislint_rule_help *help)
{
    if (help->mapping_count == 0)
        return;
    struct json *list = json_add(object, "relationships", json_array());
    for (size_t i = 0; i < help->mapping_count; i++) {
        struct json *relationship = json_append(list, json_object());
        json_add(relationship, "target", sarif_taxonomies_reference(sarif, &help->mappings[i]));
        json_append_text(json_add(relationship, "kinds", json_array()), "relevant");
    }
}

static struct json *make_rule(struct sarif *sarif, const struct sarif_rule *rule)
{
    const struct iislint_rule_info *info = rule->info;
    struct json *object = json_object();
    json_add_text(object, "id", info->id);
    json_add_text(object, "name", info->name);
    json_add_text(object, "guid", sarif_guid(sarif->arena, "rule", info->id));
    json_add(object, "shortDescription", sarif_text(sarif_sentence(sarif->arena, info->title)));
    json_add(object, "fullDescription", full_description(sarif, rule));
    json_add(object, "help", make_help(rule));
    json_add_text(object, "helpUri",
                  rule->help->reference_count > 0 ? rule->help->references[0].url
                                                  : SARIF_INFORMATION_URI);
    json_add(object, "messageStrings", message_strings(sarif, rule));
    struct json *configuration = json_add(object, "defaultConfiguration", json_object());
    json_add_text(configuration, "level", report_level_name(info->level));
    json_add_number(configuration, "rank", sarif_rules_rank(info->level));
    add_relationships(sarif, object, rule->help);
    json_add(object, "properties", properties(sarif, rule));
    return object;
}

void sarif_rules_write(struct sarif *sarif)
{
    json_stream_begin_array(&sarif->stream, "rules");
    for (size_t i = 0; i < sarif->rule_order.count; i++)
        json_stream_value(&sarif->stream, NULL, make_rule(sarif, sarif->rule_order.items[i]));
    json_stream_end(&sarif->stream);
}
