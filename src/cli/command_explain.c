#include "base/text.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/explain_rule.h"
#include "cli/fill.h"
#include "cli/options.h"
#include "cli/prepare.h"
#include "cli/status.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A rule that can be the cause of what was asked for. */
struct candidate {
    const struct iislint_rule_info *rule;
    unsigned score;
};

struct explanation {
    const struct iislint *run;
    struct arena *arena;
    struct output *out;
    struct symptom symptom;
    struct list candidates; /* of struct candidate */
    const char *question;
    const char *nearest; /* the rule's id or name that is most like the question */
    unsigned distance;
};

/* ---- statuses, codes and events -------------------------------------------------------------- */

static void write_entry(struct explanation *explanation, const struct status_entry *entry)
{
    struct output *out = explanation->out;
    output_printf(out, "%s  %s", entry->code, entry->name);
    if (entry->symptom.has_code && entry->symptom.source == NULL)
        output_printf(out, "  (%" PRIu32 ")", entry->symptom.code);
    output_text(out, "\n");
    fill_write_all(out, entry->meaning, 4);
    if (entry->causes.count > 0)
        output_text(out, "    Usual causes:\n");
    for (size_t i = 0; i < entry->causes.count; i++) {
        output_text(out, "      - ");
        fill_write(out, entry->causes.items[i], 8, 8);
    }
    output_text(out, "\n");
}

static bool collect_candidate(void *target, const struct iislint_rule *rule)
{
    struct explanation *explanation = target;
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    unsigned score = symptom_score(&explanation->symptom, info, explanation->arena);
    if (score > 0) {
        struct candidate *candidate = arena_alloc(explanation->arena, sizeof *candidate);
        candidate->rule = info;
        candidate->score = score;
        list_add(&explanation->candidates, explanation->arena, candidate);
    }
    return true;
}

/* Better fit first; then the rule that explains fewer things; then the more certain one. */
static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *left = *(void *const *)a;
    const struct candidate *right = *(void *const *)b;
    if (left->score != right->score)
        return left->score > right->score ? -1 : 1;
    if (left->rule->symptom_count != right->rule->symptom_count)
        return left->rule->symptom_count < right->rule->symptom_count ? -1 : 1;
    if (left->rule->level != right->rule->level)
        return left->rule->level > right->rule->level ? -1 : 1;
    return strcmp(left->rule->id, right->rule->id);
}

static void write_candidates(struct explanation *explanation)
{
    struct list *candidates = &explanation->candidates;
    struct output *out = explanation->out;
    iislint_each_rule(explanation->run, collect_candidate, explanation);
    if (candidates->count == 0) {
        output_text(out, "No rule looks for a cause of it.\n");
        return;
    }
    qsort(candidates->items, candidates->count, sizeof *candidates->items, compare_candidates);
    output_text(out, "Rules that can find its cause, the most specific first:\n");
    for (size_t i = 0; i < candidates->count; i++) {
        const struct iislint_rule_info *rule = ((struct candidate *)candidates->items[i])->rule;
        output_printf(out, "  %s %s (%s)\n      ", rule->id, rule->name,
                      report_level_name(rule->level));
        fill_write(out, rule->title, 6, 6);
    }
    output_text(out, "\n'iislint explain ID' tells more of a rule.\n");
}

static enum exit_status explain_symptom(struct explanation *explanation)
{
    struct list entries = {0};
    struct list found = {0};
    struct error error = {0};
    if (!status_load(explanation->arena, &entries, &error)) {
        complain_error(&error);
        return EXIT_INCOMPLETE;
    }
    status_find(&entries, &explanation->symptom, &found, explanation->arena);
    for (size_t i = 0; i < found.count; i++)
        write_entry(explanation, found.items[i]);
    if (found.count == 0)
        output_printf(explanation->out, "%s is not in the catalogue.\n\n", explanation->question);
    write_candidates(explanation);
    return EXIT_CLEAN;
}

/* ---- the command ----------------------------------------------------------------------------- */

static bool compare_rule(void *target, const struct iislint_rule *rule)
{
    struct explanation *explanation = target;
    const struct iislint_rule_info *info = iislint_rule_info(rule);
    const char *const names[] = {info->id, info->name};
    for (size_t i = 0; i < 2; i++) {
        unsigned distance = text_distance(explanation->question, names[i], explanation->distance);
        if (distance < explanation->distance) {
            explanation->distance = distance;
            explanation->nearest = names[i];
        }
    }
    return true;
}

static enum exit_status fail_unknown(struct explanation *explanation)
{
    explanation->distance = 6;
    iislint_each_rule(explanation->run, compare_rule, explanation);
    if (explanation->nearest != NULL)
        complain("'%s' is no rule, status, code or event; did you mean '%s'?",
                 explanation->question, explanation->nearest);
    else
        complain("'%s' is no rule, status, code or event", explanation->question);
    return EXIT_USAGE;
}

static const char *join_operands(const struct options *options)
{
    struct text text = {0};
    for (size_t i = 0; i < options->operands.count; i++) {
        if (i > 0)
            text_add_char(&text, ' ');
        text_add(&text, options->operands.items[i]);
    }
    const char *result = arena_strdup(options->arena, text_string(&text));
    text_fini(&text);
    return result;
}

static enum exit_status explain(struct explanation *explanation)
{
    const struct iislint_rule *rule = iislint_find_rule(explanation->run, explanation->question);
    if (rule != NULL) {
        explain_rule_write(explanation->out, rule);
        return EXIT_CLEAN;
    }
    if (symptom_parse(explanation->arena, explanation->question, &explanation->symptom))
        return explain_symptom(explanation);
    return fail_unknown(explanation);
}

enum exit_status command_explain(const struct options *options)
{
    enum exit_status status;
    if (options->operands.count == 0) {
        complain("explain what? A rule, a status (401.1), an error code or an event (WAS 5021)");
        return EXIT_USAGE;
    }
    struct iislint *run = prepare_catalogue(options, &status);
    if (run == NULL)
        return status;
    struct output out;
    output_init_stream(&out, stdout);
    struct explanation explanation = {
        .run = run, .arena = options->arena, .out = &out, .question = join_operands(options)};
    status = explain(&explanation);
    if (!destination_finish_stdout(&out))
        status = EXIT_INCOMPLETE;
    iislint_free(run);
    return status;
}
