/*
 * The check: every input becomes a server and its resolved document, rules run, findings remain.
 */
#include "run/findings.h"

#include "config/assumed.h"
#include "config/check.h"
#include "config/effective.h"
#include "config/indirection.h"
#include "config/lock.h"
#include "run/parts.h"
#include "run/suppression.h"
#include <string.h>

void run_notice(struct iislint *run, enum iislint_level level, const char *id,
                struct source *source, struct span span, const char *path, const char *message)
{
    struct iislint_notice *notice = arena_alloc(run->arena, sizeof *notice);
    notice->level = level;
    notice->id = id;
    notice->path = arena_strdup(run->arena, path);
    notice->message = arena_strdup(run->arena, message);
    if (source)
        notice->place = run_place(run, source, span, NULL);
    list_add(&run->notices, run->arena, notice);
}

static void note_gaps(struct iislint *run, const struct server *server)
{
    struct span whole = {0, 0};
    for (size_t i = 0; i < server->gaps.count; i++) {
        const struct server_gap *gap = server->gaps.items[i];
        run_notice(run, IISLINT_WARNING, "NotChecked", NULL, whole, gap->path, gap->message);
        run->incomplete = true;
    }
    for (size_t i = 0; i < server->assumptions.count; i++) {
        const struct server_assumption *assumption = server->assumptions.items[i];
        run_notice(run, IISLINT_NOTE, "Assumption", (struct source *)(uintptr_t)assumption->source,
                   whole, NULL, assumption->message);
    }
}

/* What was found and is not told: the run is complete, its report is not. */
static void note_left_out(struct iislint *run, const struct server *server)
{
    size_t cursor = 0;
    void *value;
    while (map_next(server->problems_of, &cursor, NULL, &value)) {
        const struct server_problems *problems = value;
        const struct iislint_rule *rule = rulebook_find(run->rulebook, problems->rule);
        if (problems->left_out == 0 || !rule || !rulebook_is_active(run->rulebook, rule))
            continue;
        run_notice(run, IISLINT_WARNING, "NotListed", problems->source, (struct span){0, 0}, NULL,
                   arena_printf(run->arena,
                                "%s: only the first %zu findings of this rule in this "
                                "file are listed; there are %zu more.",
                                problems->rule, problems->count, problems->left_out));
    }
}

/* Every file that was read is listed, also those without findings: that shows what was covered. */
static void list_files(struct iislint *run, const struct server *server)
{
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        if (!file->assumed)
            run_file(run, file->source);
    }
    for (size_t i = 0; i < server->sites.count; i++)
        run->counts.applications +=
            ((const struct site *)server->sites.items[i])->applications.count;
    run->counts.sites += server->sites.count;
    run->counts.pools += server->pools ? map_count(server->pools) : 0;
}

static bool evaluate_plain(struct iislint *run, struct evaluator *evaluator,
                           const struct source *source, struct error *error)
{
    struct finding_context context = {run, NULL};
    return !source->doc || evaluate_document(evaluator, source->doc, RULE_PLAIN,
                                             findings_take_outcome, &context, error);
}

/* Plain Schematron looks at each file as it is; at those of the user. `server` NULL: no server. */
static bool check_plain(struct iislint *run, const struct server *server,
                        const struct list *sources, struct error *error)
{
    if (!rulebook_has(run->rulebook, RULE_PLAIN))
        return true;
    struct evaluator *evaluator = evaluator_new(run->rulebook, run->arena, run->regexes, NULL);
    bool ok = true;
    for (size_t i = 0; ok && i < sources->count; i++)
        if (!server || !assumed_has(server, sources->items[i]))
            ok = evaluate_plain(run, evaluator, sources->items[i], error);
    evaluator_free(evaluator);
    return ok;
}

/* What IIS itself would refuse. */
static void find_problems(struct server *server)
{
    check_server(server);
    lock_check(server);
    indirection_check(server);
}

static bool is_known(void *facts, const char *group)
{
    return facts_group(facts, group) != NULL;
}

struct walk {
    struct iislint *run;
    struct server *server;
    size_t done;
};

/* A site is done: its effective sections can go, so that memory does not grow with the sites. */
static void leave_element(void *context, xmlNode *element)
{
    struct walk *walk = context;
    const struct origin *origin = origin_of(element);
    const struct scope *scope = origin ? origin->scope : NULL;
    if (!scope || !scope->site || scope->site->element != element)
        return;
    effective_release(walk->server, scope);
    walk->done++;
    if (walk->run->progress)
        walk->run->progress(walk->run->progress_context, walk->done, walk->server->sites.count);
}

static bool check_loaded(struct iislint *run, struct server *server, struct error *error)
{
    find_problems(server);
    run_remove_unpacked(run); /* rules need no file */
    findings_take_problems(run, server);
    note_gaps(run, server);
    note_left_out(run, server);
    list_files(run, server);
    if (!check_plain(run, server, &server->sources, error))
        return false;
    struct accounts *accounts = accounts_new(run->arena, run->current_facts, run->regexes, error);
    if (!accounts)
        return false;
    if (!server->sites_tree) /* its main file is no XML: there is nothing to look at */
        return true;
    struct document *document =
        document_new(run->arena, server, run->current_facts, accounts, run->regexes);
    struct finding_context context = {run, document};
    struct evaluator *evaluator = evaluator_new(run->rulebook, run->arena, run->regexes, document);
    struct walk walk = {run, server, 0};
    evaluator_on_leave(evaluator, leave_element, &walk);
    evaluator_on_needs(evaluator, is_known, run->current_facts);
    bool ok = evaluate_document(evaluator, document->doc, RULE_RESOLVED, findings_take_outcome,
                                &context, error);
    evaluator_free(evaluator);
    return ok;
}

static bool check_input(struct iislint *run, const struct input *input, struct error *error)
{
    struct server *server = NULL;
    if (!run_load_input(run, input, &server, error))
        return false;
    if (server)
        return check_loaded(run, server, error);
    struct source *source = run->plain_sources.items[run->plain_sources.count - 1];
    struct list one = {0};
    list_add(&one, run->arena, source);
    run_file(run, source);
    return check_plain(run, NULL, &one, error);
}

/* What was found before something failed is still true. */
static void check_part(struct iislint *part, const struct input *input)
{
    struct error trouble = {0};
    if (!check_input(part, input, &trouble))
        parts_fail(part, &trouble);
    run_remove_unpacked(part);
    if (!part->ignore_suppressions)
        suppression_apply(part);
}

bool iislint_check(struct iislint *run, struct iislint_error *error)
{
    struct error trouble = {0};
    if (run->checked) {
        error_set(&trouble, NULL, 0, 0, "A run checks once: make another one.");
        return run_fail(error, &trouble);
    }
    if (run->inputs.count == 0) {
        error_set(&trouble, NULL, 0, 0,
                  "There is nothing to check: name a server image, an "
                  "applicationHost.config or a web.config.");
        return run_fail(error, &trouble);
    }
    if (!run_load_rules(run, &trouble) || !run_load_environment(run, &trouble))
        return run_fail(error, &trouble);
    run->checked = true;
    bool any = parts_check(run, check_part);
    findings_finish(run);
    run->counts.files = run_count_files(run);
    run->counts.rules = rulebook_count(run->rulebook);
    if (!any && error)
        *error = *(const struct iislint_error *)run->failures.items[0];
    return any;
}
