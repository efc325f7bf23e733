#include "cli/catalogue.h"

#include "base/embedded.h"
#include "report/display.h"
#include "report/json.h"
#include "report/markdown.h"
#include "report/report.h"
#include "rules/functions.h"
#include "rules/xpath_functions.h"

#include <string.h>

#define INTRODUCTION "README.intro.md"
#define VOCABULARY_MARK "<!-- vocabulary -->\n"

struct page {
    struct output *out;
    const char *topic; /* of the rule before */
};

/* ---- the page -------------------------------------------------------------------------------- */

static void write_functions(struct output *out, const struct xpath_function *functions,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text row = {0};
        text_printf(&row, "| `%s` | ", functions[i].signature);
        markdown_add_cell(&row, functions[i].summary);
        text_add(&row, " |\n");
        output_text(out, text_string(&row));
        text_fini(&row);
    }
}

/* The functions describe themselves, so that the page cannot tell something else. */
static void write_vocabulary(struct output *out)
{
    size_t count;
    const struct xpath_function *general = xpath_general_functions(&count);
    output_text(out, "| function | gives |\n|---|---|\n");
    write_functions(out, functions_vocabulary.functions, functions_vocabulary.count);
    write_functions(out, general, count);
}

static void write_introduction(struct output *out)
{
    const struct embedded_file *file = embedded_find(INTRODUCTION);
    output_text(out, "<!-- Written by `iislint rules docs`; the introduction is in " INTRODUCTION
                     ", the rest in *.sch. -->\n\n");
    if (file == NULL) {
        output_text(out, "# Rules\n\n");
        return;
    }
    const char *text = (const char *)file->data;
    const char *mark = strstr(text, VOCABULARY_MARK);
    size_t before = mark ? (size_t)(mark - text) : file->size;
    output_bytes(out, text, before);
    if (mark) {
        write_vocabulary(out);
        output_text(out, mark + strlen(VOCABULARY_MARK));
    }
    output_text(out, "\n");
}

static void add_words(struct text *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_printf(text, "%s%s", i > 0 ? ", " : "", words[i]);
}

static bool write_row(void *target, const struct iislint_rule *rule)
{
    struct page *page = target;
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    struct text row = {0};
    text_printf(&row, "| [%s](#%s) | %s | %s | ", info->id, info->id, info->name,
                report_level_name(info->level));
    markdown_add_cell(&row, info->title);
    text_add(&row, " | ");
    add_words(&row, info->needs, info->need_count);
    text_add(&row, " | ");
    markdown_add_cell(&row, info->reach != NULL ? info->reach : "");
    text_add(&row, " |\n");
    output_text(page->out, text_string(&row));
    text_fini(&row);
    return true;
}

static void add_paragraph(struct text *text, const char *heading, const char *prose)
{
    if (prose == NULL || prose[0] == '\0')
        return;
    text_printf(text, "**%s** ", heading);
    markdown_add_prose(text, prose);
    text_add(text, "\n\n");
}

static void add_list(struct text *text, const char *heading, const char *const *words, size_t count)
{
    if (count == 0)
        return;
    text_printf(text, "**%s** ", heading);
    add_words(text, words, count);
    text_add(text, "\n\n");
}

static void add_examples(struct text *text, const struct iislint_rule_help *rule)
{
    for (size_t i = 0; i < rule->example_count; i++) {
        const struct iislint_example *example = &rule->examples[i];
        text_add(text, example->bad ? "Found" : "Not found");
        if (example->title != NULL) {
            text_add(text, ": ");
            markdown_add_prose(text, example->title);
        }
        text_add(text, "\n\n");
        markdown_add_code(text, "xml", example->text);
    }
}

static void add_references(struct text *text, const struct iislint_rule_help *rule)
{
    for (size_t i = 0; i < rule->reference_count; i++) {
        const struct iislint_reference *reference = &rule->references[i];
        text_add(text, i == 0 ? "**References** [" : ", [");
        markdown_add_prose(text, reference->title != NULL ? reference->title : reference->url);
        text_printf(text, "](%s)", reference->url);
    }
    text_add(text, rule->reference_count > 0 ? "\n\n" : "");
    for (size_t i = 0; i < rule->mapping_count; i++) {
        const struct iislint_mapping *mapping = &rule->mappings[i];
        text_printf(text, "%s%s %s", i == 0 ? "**Belongs to** " : ", ", mapping->standard,
                    mapping->id);
    }
    text_add(text, rule->mapping_count > 0 ? "\n\n" : "");
}

static bool write_rule(void *target, const struct iislint_rule *rule)
{
    struct page *page = target;
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    const struct iislint_rule_help *help = iislint_rule_help(rule);
    struct text text = {0};
    if (info->topic != NULL && (page->topic == NULL || strcmp(page->topic, info->topic) != 0)) {
        text_add(&text, "## ");
        markdown_add_prose(&text, info->topic);
        text_add(&text, "\n\n");
        page->topic = info->topic;
    }
    text_printf(&text, "<a id=\"%s\"></a>\n\n### %s %s (%s)\n\n", info->id, info->id, info->name,
                report_level_name(info->level));
    markdown_add_prose(&text, info->title);
    text_add(&text, "\n\n");
    add_paragraph(&text, "Why", help->why);
    text_add(&text, "**What to do**\n\n");
    markdown_add_remedy(&text, help->fix != NULL ? help->fix : info->title);
    add_paragraph(&text, "What fails", info->reach);
    add_list(&text, "What is seen of it", info->symptoms, info->symptom_count);
    add_list(&text, "Facts that it needs", info->needs, info->need_count);
    add_examples(&text, help);
    add_references(&text, help);
    output_text(page->out, text_string(&text));
    text_fini(&text);
    return true;
}

void catalogue_write_page(struct output *out, const struct iislint *run)
{
    struct page page = {.out = out};
    write_introduction(out);
    output_text(out, "## All rules\n\n"
                     "| id | name | level | what | needs facts | what fails |\n"
                     "|---|---|---|---|---|---|\n");
    iislint_each_rule(run, write_row, &page);
    output_text(out, "\n");
    iislint_each_rule(run, write_rule, &page);
}

/* ---- the lists ------------------------------------------------------------------------------- */

static bool write_line(void *target, const struct iislint_rule *rule)
{
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    struct text line = {0};
    text_printf(&line, "%-8s %-8s %-36s ", info->id, report_level_name(info->level), info->name);
    display_add_line(&line, info->title);
    text_add_char(&line, '\n');
    output_text(target, text_string(&line));
    text_fini(&line);
    return true;
}

void catalogue_write_list(struct output *out, const struct iislint *run)
{
    iislint_each_rule(run, write_line, out);
}

static void add_array(struct json *object, const char *key, const char *const *words, size_t count)
{
    struct json *array = json_add(object, key, json_array());
    for (size_t i = 0; i < count; i++)
        json_append_text(array, words[i]);
}

static bool write_object(void *target, const struct iislint_rule *rule)
{
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    const struct iislint_rule_help *help = iislint_rule_help(rule);
    struct json *object = json_object();
    json_add_text(object, "id", info->id);
    json_add_text(object, "name", info->name);
    json_add_text(object, "level", report_level_name(info->level));
    json_add_text(object, "title", info->title);
    json_add_text(object, "topic", info->topic);
    json_add_text(object, "why", help->why);
    json_add_text(object, "fix", help->fix);
    json_add_text(object, "reach", info->reach);
    json_add_bool(object, "enabled", info->enabled);
    json_add_bool(object, "native", info->native);
    json_add_bool(object, "security", info->security);
    add_array(object, "needs", info->needs, info->need_count);
    add_array(object, "symptoms", info->symptoms, info->symptom_count);
    struct json *references = json_add(object, "references", json_array());
    for (size_t i = 0; i < help->reference_count; i++) {
        struct json *reference = json_append(references, json_object());
        json_add_text(reference, "title", help->references[i].title);
        json_add_text(reference, "url", help->references[i].url);
    }
    struct json *mappings = json_add(object, "maps", json_array());
    for (size_t i = 0; i < help->mapping_count; i++) {
        struct json *mapping = json_append(mappings, json_object());
        json_add_text(mapping, "standard", help->mappings[i].standard);
        json_add_text(mapping, "id", help->mappings[i].id);
    }
    json_stream_value(target, NULL, object);
    return true;
}

void catalogue_write_json(struct output *out, const struct iislint *run)
{
    struct json_stream stream;
    json_stream_init(&stream, out);
    json_stream_begin_array(&stream, NULL);
    iislint_each_rule(run, write_object, &stream);
    json_stream_end(&stream);
}
