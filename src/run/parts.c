#include "run/parts.h"

#include "run/crew.h"
#include "run/findings.h"
#include <string.h>

/* ---- making them ------------------------------------------------------------------------------ */

/* What was asked for; nothing of it changes while inputs are checked. */
static void share_settings(struct iislint *to, const struct iislint *from)
{
    to->server = from->server;
    to->variables = from->variables;
    to->facts_path = from->facts_path;
    to->live_environment = from->live_environment;
    to->phase = from->phase;
    to->stdin_name = from->stdin_name;
    to->rule_paths = from->rule_paths;
    to->switches = from->switches;
    to->ignore_suppressions = from->ignore_suppressions;
}

struct iislint *parts_new(const struct iislint *tools)
{
    struct iislint *part = arena_alloc(tools->arena, sizeof *part);
    share_settings(part, tools);
    part->arena = tools->arena;
    part->regexes = tools->regexes;
    part->rulebook = tools->rulebook;
    part->secrets = tools->secrets;
    part->default_environment = tools->default_environment;
    part->files_by_source = map_new(part->arena, MAP_CASE_SENSITIVE);
    part->finding_index = map_new(part->arena, MAP_CASE_SENSITIVE);
    return part;
}

struct iislint *parts_new_worker(const struct iislint *run)
{
    struct iislint *worker = iislint_new();
    share_settings(worker, run);
    return worker;
}

void parts_fail(struct iislint *part, const struct error *error)
{
    struct iislint_error *failure = arena_alloc(part->arena, sizeof *failure);
    run_fail(failure, error);
    list_add(&part->failures, part->arena, failure);
    part->incomplete = true;
}

/* ---- merging them ----------------------------------------------------------------------------- */

static void take_all(struct iislint *run, struct list *into, const struct list *items)
{
    for (size_t i = 0; i < items->count; i++)
        list_add(into, run->arena, items->items[i]);
}

static bool is_known(const struct iislint *run, const struct iislint_error *failure)
{
    for (size_t i = 0; i < run->failures.count; i++) {
        const struct iislint_error *known = run->failures.items[i];
        if (known->line == failure->line && known->column == failure->column &&
            strcmp(known->path, failure->path) == 0 && strcmp(known->text, failure->text) == 0)
            return true;
    }
    return false;
}

/* What ails all inputs (a damaged facts file for all of them) is told once. */
static void take_failures(struct iislint *run, const struct iislint *part)
{
    for (size_t i = 0; i < part->failures.count; i++)
        if (!is_known(run, part->failures.items[i]))
            list_add(&run->failures, run->arena, part->failures.items[i]);
}

static void add_counts(struct iislint_counts *counts, const struct iislint_counts *more)
{
    counts->sites += more->sites;
    counts->applications += more->applications;
    counts->pools += more->pools;
}

static void merge(struct iislint *run, const struct iislint *part)
{
    take_all(run, &run->servers, &part->servers);
    take_all(run, &run->plain_sources, &part->plain_sources);
    take_all(run, &run->facts, &part->facts);
    take_all(run, &run->files, &part->files);
    take_all(run, &run->notices, &part->notices);
    take_failures(run, part);
    findings_merge(run, part);
    add_counts(&run->counts, &part->counts);
    run->incomplete |= part->incomplete;
    run->current_facts = part->current_facts;
    if (part->live_document)
        run->live_document = part->live_document;
}

/* ---- checking them ---------------------------------------------------------------------------- */

static void check_in_turn(struct iislint *run, struct iislint **parts, part_check *check)
{
    bool is_alone = run->inputs.count == 1;
    for (size_t i = 0; i < run->inputs.count; i++) {
        parts[i] = parts_new(run);
        if (is_alone) {
            parts[i]->progress = run->progress;
            parts[i]->progress_context = run->progress_context;
        }
        check(parts[i], run->inputs.items[i]);
        if (!is_alone && run->progress)
            run->progress(run->progress_context, i + 1, run->inputs.count);
    }
}

/* The collectors of facts were not made for several threads, and one machine needs no second one. */
static bool has_live_input(const struct iislint *run)
{
    for (size_t i = 0; i < run->inputs.count; i++)
        if (((const struct input *)run->inputs.items[i])->live)
            return true;
    return false;
}

bool parts_check(struct iislint *run, part_check *check)
{
    struct iislint **parts = arena_array(run->arena, run->inputs.count, sizeof *parts);
    bool in_turn = run->jobs == 1 || run->inputs.count == 1 || has_live_input(run);
    if (in_turn || !crew_check(run, parts, check))
        check_in_turn(run, parts, check);
    bool any = false;
    for (size_t i = 0; i < run->inputs.count; i++) {
        any = any || parts[i]->failures.count == 0;
        merge(run, parts[i]);
    }
    return any;
}
