#include "run/findings.h"

#include "base/text.h"
#include "config/node.h"
#include "config/origin.h"
#include "run/fix.h"
#include "run/related.h"
#include <stdlib.h>
#include <string.h>

/* A finding under construction: the public part first, so that one pointer serves as both. */
struct collected {
    struct iislint_finding finding;
    struct list scopes;  /* struct iislint_scope * */
    struct map *seen;    /* scope path and detail, once there are several */
    struct list related; /* struct iislint_related * */
    struct list hints;   /* char *: those in `needs` */
};

#define NEEDS_MAX 5    /* hints that an undecided rule lists; more would not help */
#define RELATED_MAX 50 /* places that explain one finding, however many scopes it affects */

/* ---- where ----------------------------------------------------------------------------------- */

/* The file behind the scope when nothing in a file stands for it: the nearest web.config. */
static const xmlNode *node_of_scope(const struct document *document, const struct scope *scope)
{
    for (; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->files.count; i++) {
            const struct config_file *file = scope->files.items[i];
            if (file->root && !related_is_assumed(document, file->source))
                return file->root;
        }
    return NULL;
}

static bool is_in_assumed_file(const struct finding_context *context, const xmlNode *node)
{
    const struct source *source = node ? source_of(node) : NULL;
    return source && related_is_assumed(context->document, source);
}

/*
 * The node of a file to report, or NULL when it would stand nowhere. What would have to change in a
 * server that is only assumed is reported where the user's own files need it: a stock server has
 * nothing at warning or above by itself. Its notes are nobody's concern.
 */
static const xmlNode *place_of(const struct finding_context *context, const struct outcome *outcome)
{
    const xmlNode *node = origin_source(outcome->subject);
    bool assumed = is_in_assumed_file(context, node);
    if (assumed && (outcome->kind == OUTCOME_UNDECIDED || outcome->level == IISLINT_NOTE))
        return NULL;
    if (!node || assumed)
        node = origin_source(outcome->node);
    if (is_in_assumed_file(context, node))
        node = NULL;
    if (!node)
        node = related_in_configuration(context, outcome);
    if (!node && context->document)
        return node_of_scope(context->document, origin_scope(outcome->node));
    return node && source_of(node) ? node : NULL;
}

/* ---- collecting ------------------------------------------------------------------------------ */

static const char *joined(struct arena *arena, const char *const *texts, size_t count)
{
    struct text all = {0};
    for (size_t i = 0; i < count; i++) {
        if (!texts[i] || !*texts[i])
            continue;
        if (all.length > 0)
            text_add(&all, "; ");
        text_add(&all, texts[i]);
    }
    char *result = all.length > 0 ? arena_strdup(arena, text_string(&all)) : NULL;
    text_fini(&all);
    return result;
}

static void add_scope(struct iislint *run, struct collected *collected, const char *path,
                      const char *detail)
{
    const char *key = detail ? arena_printf(run->arena, "%s\n%s", path, detail) : path;
    if (!collected->seen)
        collected->seen = map_new(run->arena, MAP_CASE_SENSITIVE);
    if (map_set(collected->seen, key, collected))
        return;
    struct iislint_scope *scope = arena_alloc(run->arena, sizeof *scope);
    scope->path = arena_strdup(run->arena, path);
    scope->detail = detail;
    list_add(&collected->scopes, run->arena, scope);
}

static void add_related(struct iislint *run, struct collected *collected,
                        struct iislint_place place, const char *message)
{
    struct iislint_related *related = arena_alloc(run->arena, sizeof *related);
    related->place = place;
    related->message = message;
    list_add(&collected->related, run->arena, related);
}

static const char *const *copy_texts(struct iislint *run, const char *const *texts, size_t count)
{
    const char **copy = arena_array(run->arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(run->arena, texts[i]);
    return copy;
}

static void describe(const struct finding_context *context, struct iislint_finding *finding,
                     const struct outcome *outcome)
{
    struct iislint *run = context->run;
    finding->level = outcome->level;
    finding->message = arena_strdup(run->arena, outcome->message);
    finding->message_id = outcome->template_id;
    finding->arguments = copy_texts(run, outcome->arguments, outcome->argument_count);
    finding->argument_count = outcome->argument_count;
    finding->remedy = arena_strdup(run->arena, outcome->remedy);
    finding->fixes = fix_make(context, outcome, &finding->fix_count);
}

/* What is certain only under a condition is no error, and says what the condition is. */
static void weaken(struct iislint *run, struct iislint_finding *finding, const char *condition)
{
    if (finding->level == IISLINT_ERROR)
        finding->level = IISLINT_WARNING;
    finding->message = arena_printf(run->arena, "%s %s", finding->message, condition);
    finding->message_id = NULL;
    finding->arguments = NULL;
    finding->argument_count = 0;
}

static const char on_assumed_server[] =
    "This is so on the stock server that is assumed: no applicationHost.config was given.";
static const char once_started[] =
    "At present the site does not start by itself (serverAutoStart=\"false\").";

/* Nobody can ask for anything of a site that is stopped. */
static bool is_stopped(const struct outcome *outcome)
{
    const struct scope *scope = origin_scope(outcome->node);
    const xmlNode *site = scope && scope->site ? scope->site->element : NULL;
    return site && !node_flag(site, "serverAutoStart", true);
}

/* Of several places that share a finding the one with the highest level describes it. */
static void take_level(const struct finding_context *context, struct collected *collected,
                       const struct outcome *outcome, bool is_new)
{
    struct iislint_finding *finding = &collected->finding;
    bool stopped = context->document && outcome->level == IISLINT_ERROR && is_stopped(outcome);
    enum iislint_level level = stopped ? IISLINT_WARNING : outcome->level;
    if (!is_new && level <= finding->level)
        return;
    describe(context, finding, outcome);
    if (context->document && !context->document->server->has_application_host)
        weaken(context->run, finding, on_assumed_server);
    else if (stopped)
        weaken(context->run, finding, once_started);
}

static struct collected *collect(struct iislint *run, const struct iislint_rule *rule,
                                 const char *key, bool *is_new)
{
    struct collected *collected = map_find(run->finding_index, key);
    *is_new = collected == NULL;
    if (collected)
        return collected;
    collected = arena_alloc(run->arena, sizeof *collected);
    collected->finding.rule = rule;
    collected->finding.reach = rule->info.reach;
    map_set(run->finding_index, key, collected);
    list_add(&run->findings, run->arena, collected);
    return collected;
}

static bool is_same_line(const struct iislint_place *a, const struct iislint_place *b)
{
    return a->file == b->file && a->region.start_line == b->region.start_line;
}

/* A line is shown once, for what is said of it first. */
static void relate(struct iislint *run, struct collected *collected, const xmlNode *node,
                   const char *message)
{
    struct iislint_place place = run_place_of_node(run, node);
    bool is_shown = is_same_line(&place, &collected->finding.place);
    for (size_t i = 0; i < collected->related.count && !is_shown; i++) {
        const struct iislint_related *other = collected->related.items[i];
        is_shown = is_same_line(&place, &other->place);
    }
    if (!is_shown && collected->related.count < RELATED_MAX)
        add_related(run, collected, place, message);
}

/* The places that the rule names. */
static void relate_named(const struct finding_context *context, struct collected *collected,
                         const struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->related_count; i++) {
        const xmlNode *node = related_node(context, outcome->related[i]->node);
        if (node)
            relate(context->run, collected, node,
                   related_message(context, outcome, outcome->related[i]));
    }
}

/* Where the rule looked, when that is not where the finding stands. */
static void relate_context(const struct finding_context *context, struct collected *collected,
                           const struct outcome *outcome)
{
    const xmlNode *node = origin_source(outcome->node);
    const char *message = related_scope_message(context, outcome);
    if (node && source_of(node) && message && !is_in_assumed_file(context, node))
        relate(context->run, collected, node, message);
}

static void take_fired(const struct finding_context *context, const struct outcome *outcome,
                       const xmlNode *node)
{
    struct iislint *run = context->run;
    const char *key = arena_printf(run->arena, "%s@%p", outcome->rule->info.id, (const void *)node);
    bool is_new;
    struct collected *collected = collect(run, outcome->rule, key, &is_new);
    if (is_new)
        collected->finding.place = run_place_of_node(run, node);
    take_level(context, collected, outcome, is_new);
    relate_named(context, collected, outcome);
    if (is_new && context->document)
        relate_context(context, collected, outcome);
    const struct scope *scope = origin_scope(outcome->node);
    if (context->document)
        add_scope(run, collected, scope ? scope->path : "",
                  joined(run->arena, outcome->diagnostics, outcome->diagnostic_count));
}

static void add_hint(struct iislint *run, struct collected *collected, const char *text)
{
    const char **needs = &collected->finding.needs;
    if (collected->hints.count == NEEDS_MAX || (*needs && strstr(*needs, text)))
        return;
    text = arena_strdup(run->arena, text);
    *needs = *needs ? arena_printf(run->arena, "%s; %s", *needs, text) : text;
    list_add(&collected->hints, run->arena, (char *)(uintptr_t)text);
}

static const char *undecided_key(struct iislint *run, const struct iislint_rule *rule)
{
    return arena_printf(run->arena, "?%s", rule->info.id);
}

/* More scopes of an undecided rule help nobody. */
#define UNDECIDED_SCOPES_MAX 200

/* Undecided is a rule, not each of ten thousand places: what would decide one decides all. */
static void take_undecided(const struct finding_context *context, const struct outcome *outcome,
                           const xmlNode *node)
{
    struct iislint *run = context->run;
    bool is_new;
    struct collected *collected =
        collect(run, outcome->rule, undecided_key(run, outcome->rule), &is_new);
    struct iislint_finding *finding = &collected->finding;
    if (is_new) {
        finding->kind = IISLINT_UNDECIDED;
        finding->level = outcome->level;
        finding->place = run_place_of_node(run, node);
        finding->message = arena_printf(run->arena, "Undecided: %s", outcome->rule->info.title);
    }
    for (size_t i = 0; i < outcome->hint_count; i++) {
        const struct xpath_hint *hint = outcome->hints[i];
        add_hint(run, collected, hint->text ? hint->text : facts_group_hint(hint->group));
    }
    const struct scope *scope = origin_scope(outcome->node);
    if (context->document)
        add_scope(run, collected, scope ? scope->path : "", NULL);
    if (collected->scopes.count >= UNDECIDED_SCOPES_MAX)
        *outcome->reply = OUTCOME_ENOUGH;
}

bool findings_take_outcome(void *opaque, const struct outcome *outcome)
{
    const struct finding_context *context = opaque;
    const xmlNode *node = place_of(context, outcome);
    if (node && outcome->kind == OUTCOME_FIRED)
        take_fired(context, outcome, node);
    else if (node)
        take_undecided(context, outcome, node);
    else if (outcome->kind == OUTCOME_UNDECIDED)
        *outcome->reply = OUTCOME_DECLINED; /* nobody's own place: the next one tells it */
    return true;
}

/* ---- problems -------------------------------------------------------------------------------- */

static enum iislint_level level_of(const struct problem *problem, const struct iislint_rule *rule)
{
    switch (problem->level) {
    case PROBLEM_NOTE:
        return IISLINT_NOTE;
    case PROBLEM_WARNING:
        return IISLINT_WARNING;
    case PROBLEM_ERROR:
        return IISLINT_ERROR;
    case PROBLEM_BY_RULE:
        break;
    }
    return rule->info.level;
}

static void describe_problem(struct iislint *run, struct iislint_finding *finding,
                             const struct problem *problem, const struct iislint_rule *rule)
{
    const struct iislint_rule_help *help = rulebook_help(rule);
    size_t count = 0;
    while (count < PROBLEM_ARGUMENTS_MAX && problem->arguments[count])
        count++;
    finding->level = level_of(problem, rule);
    finding->message = problem->message;
    if (!finding->message) {
        finding->message =
            rule_message(rule, problem->template, problem->arguments, count, run->arena);
        finding->message_id = problem->template ? problem->template : help->templates[0].id;
        finding->arguments = copy_texts(run, problem->arguments, count);
        finding->argument_count = count;
    }
    if (problem->reach)
        finding->reach = problem->reach;
    finding->remedy = help->fix;
    finding->place = run_place(run, problem->source, problem->span, problem->node);
}

static void take_problem(struct iislint *run, const struct problem *problem,
                         const struct iislint_rule *rule)
{
    const char *key = arena_printf(run->arena, "%s@%p:%zu", rule->info.id, (void *)problem->source,
                                   problem->span.start);
    bool is_new;
    struct collected *collected = collect(run, rule, key, &is_new);
    if (is_new) {
        describe_problem(run, &collected->finding, problem, rule);
        const struct problem_party *other = &problem->other;
        if (other->source)
            add_related(run, collected, run_place(run, other->source, other->span, other->node),
                        other->message);
    }
    if (problem->scope)
        add_scope(run, collected, problem->scope->path, NULL);
}

void findings_take_problems(struct iislint *run, const struct server *server)
{
    for (size_t i = 0; i < server->problems.count; i++) {
        const struct problem *problem = server->problems.items[i];
        const struct iislint_rule *rule = rulebook_find(run->rulebook, problem->rule);
        if (rule && rulebook_is_active(run->rulebook, rule))
            take_problem(run, problem, rule);
    }
}

/* ---- parts of a run -------------------------------------------------------------------------- */

static void merge_undecided(struct iislint *run, struct collected *into,
                            const struct collected *from)
{
    for (size_t i = 0; i < from->hints.count; i++)
        add_hint(run, into, from->hints.items[i]);
    for (size_t i = 0; i < from->scopes.count; i++) {
        const struct iislint_scope *scope = from->scopes.items[i];
        add_scope(run, into, scope->path, scope->detail);
    }
}

static void merge_one(struct iislint *run, struct collected *collected)
{
    struct iislint_finding *finding = &collected->finding;
    const struct iislint_rule *rule = rulebook_find(run->rulebook, finding->rule->info.id);
    if (rule)
        finding->rule = rule;
    if (finding->kind == IISLINT_UNDECIDED) {
        const char *key = undecided_key(run, finding->rule);
        struct collected *first = map_find(run->finding_index, key);
        if (first) {
            merge_undecided(run, first, collected);
            return;
        }
        map_set(run->finding_index, key, collected);
    }
    list_add(&run->findings, run->arena, collected);
}

void findings_merge(struct iislint *run, const struct iislint *part)
{
    for (size_t i = 0; i < part->findings.count; i++)
        merge_one(run, part->findings.items[i]);
}

/* ---- finishing ------------------------------------------------------------------------------- */

static void flatten(struct iislint *run, struct collected *collected)
{
    struct iislint_finding *finding = &collected->finding;
    struct iislint_scope *scopes = arena_array(run->arena, collected->scopes.count, sizeof *scopes);
    for (size_t i = 0; i < collected->scopes.count; i++)
        scopes[i] = *(struct iislint_scope *)collected->scopes.items[i];
    finding->scopes = scopes;
    finding->scope_count = collected->scopes.count;
    struct iislint_related *related =
        arena_array(run->arena, collected->related.count, sizeof *related);
    for (size_t i = 0; i < collected->related.count; i++)
        related[i] = *(struct iislint_related *)collected->related.items[i];
    finding->related = related;
    finding->related_count = collected->related.count;
}

static int compare_findings(const void *a, const void *b)
{
    const struct iislint_finding *x = *(void *const *)a, *y = *(void *const *)b;
    int order = strcmp(iislint_file_path(x->place.file), iislint_file_path(y->place.file));
    if (order == 0 && x->place.region.start_line != y->place.region.start_line)
        order = x->place.region.start_line < y->place.region.start_line ? -1 : 1;
    if (order == 0 && x->place.region.start_column != y->place.region.start_column)
        order = x->place.region.start_column < y->place.region.start_column ? -1 : 1;
    if (order == 0)
        order = strcmp(x->rule->info.id, y->rule->info.id);
    return order ? order : strcmp(x->message, y->message);
}

static void count(struct iislint_counts *counts, const struct iislint_finding *finding)
{
    if (finding->kind == IISLINT_UNDECIDED)
        counts->undecided++;
    else if (finding->suppressed)
        counts->suppressed++;
    else if (finding->level == IISLINT_ERROR)
        counts->errors++;
    else if (finding->level == IISLINT_WARNING)
        counts->warnings++;
    else
        counts->notes++;
}

void findings_finish(struct iislint *run)
{
    for (size_t i = 0; i < run->findings.count; i++)
        flatten(run, run->findings.items[i]);
    if (run->findings.count > 1)
        qsort(run->findings.items, run->findings.count, sizeof *run->findings.items,
              compare_findings);
    for (size_t i = 0; i < run->findings.count; i++)
        count(&run->counts, run->findings.items[i]);
}
