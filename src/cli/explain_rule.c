#include "cli/explain_rule.h"

#include "base/text.h"
#include "cli/fill.h"
#include "report/display.h"
#include "report/report.h"

static void write_section(struct output *out, const char *heading, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    output_printf(out, "\n%s\n", heading);
    fill_write_all(out, text, 4);
}

static void write_words(struct output *out, const char *heading, const char *const *words,
                        size_t count)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++)
        text_printf(&text, "%s%s", i > 0 ? ", " : "", words[i]);
    write_section(out, heading, text_string(&text));
    text_fini(&text);
}

/* The first example of a kind. */
static void write_example(struct output *out, const struct iislint_rule_help *rule, bool bad)
{
    for (size_t i = 0; i < rule->example_count; i++) {
        const struct iislint_example *example = &rule->examples[i];
        if (example->bad != bad)
            continue;
        struct text text = {0};
        text_add(&text, bad ? "\nFound" : "\nNot found");
        if (example->title != NULL) {
            text_add(&text, ": ");
            display_add_line(&text, example->title);
        }
        text_add_char(&text, '\n');
        display_add_block(&text, example->text, 4);
        output_text(out, text_string(&text));
        text_fini(&text);
        return;
    }
}

static void write_references(struct output *out, const struct iislint_rule_help *rule)
{
    if (rule->reference_count > 0)
        output_text(out, "\nReferences\n");
    for (size_t i = 0; i < rule->reference_count; i++) {
        const struct iislint_reference *reference = &rule->references[i];
        if (reference->title != NULL)
            output_printf(out, "    %s\n", reference->title);
        output_printf(out, "    %s\n", reference->url);
    }
}

static void write_mappings(struct output *out, const struct iislint_rule_help *rule)
{
    if (rule->mapping_count > 0)
        output_text(out, "\nBelongs to\n");
    for (size_t i = 0; i < rule->mapping_count; i++) {
        const struct iislint_mapping *mapping = &rule->mappings[i];
        output_printf(out, "    %s %s%s%s\n", mapping->standard, mapping->id,
                      mapping->title != NULL ? ": " : "",
                      mapping->title != NULL ? mapping->title : "");
    }
}

void explain_rule_write(struct output *out, const struct iislint_rule *entry)
{
    const struct iislint_rule_info *rule = iislint_rule_info(entry);
    const struct iislint_rule_help *help = iislint_rule_help(entry);
    output_printf(out, "%s %s (%s%s)\n", rule->id, rule->name, report_level_name(rule->level),
                  rule->enabled ? "" : ", switched off");
    fill_write(out, rule->title, 0, 0);
    write_section(out, "Why", help->why);
    if (help->fix != NULL) {
        output_text(out, "\nWhat to do\n");
        fill_write_remedy(out, help->fix, 4);
    }
    write_section(out, "What fails", rule->reach);
    write_words(out, "What is seen of it", rule->symptoms, rule->symptom_count);
    write_words(out, "Facts that it needs", rule->needs, rule->need_count);
    write_example(out, help, true);
    write_example(out, help, false);
    write_references(out, help);
    write_mappings(out, help);
}
