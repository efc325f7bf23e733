#include "report/text_report.h"

#include "base/map.h"
#include "report/display.h"
#include "report/text_finding.h"

#define UNDECIDED_PLACES 3

/* A rule that could not be decided, however many places it was tried at. */
struct undecided {
    const struct iislint_rule_info *rule;
    const char *needs;
    struct iislint_place places[UNDECIDED_PLACES];
    size_t count;
};

struct report {
    const struct report_context *context;
    struct output *out;
    const struct text_style *style;
    struct arena *arena;
    struct map *undecided; /* by rule id */
    size_t levels[IISLINT_ERROR + 1];
    size_t hidden;
    size_t suppressed;
    bool has_written;
    bool has_notice;
};

/* Keeps an empty line between paragraphs. */
static void separate(struct report *report)
{
    if (report->has_written)
        output_text(report->out, "\n");
    report->has_written = true;
}

static void note_undecided(struct report *report, const struct iislint_finding *finding)
{
    const struct iislint_rule_info *rule = iislint_rule_info(finding->rule);
    struct undecided *undecided = map_find(report->undecided, rule->id);
    if (undecided == NULL) {
        undecided = arena_alloc(report->arena, sizeof *undecided);
        undecided->rule = rule;
        undecided->needs = finding->needs;
        map_set(report->undecided, rule->id, undecided);
    }
    if (undecided->count < UNDECIDED_PLACES)
        undecided->places[undecided->count] = finding->place;
    undecided->count++;
}

static bool write_finding(void *target, const struct iislint_finding *finding)
{
    struct report *report = target;
    if (finding->kind == IISLINT_UNDECIDED) {
        note_undecided(report, finding);
        return !report->out->failed;
    }
    if (finding->suppressed) {
        report->suppressed++;
        if (!report->context->show_suppressed)
            return !report->out->failed;
    } else {
        report->levels[finding->level]++;
    }
    if (!report_shows(report->context, finding)) {
        report->hidden++;
        return !report->out->failed;
    }
    separate(report);
    text_finding_write(report->out, finding, report->style);
    return !report->out->failed;
}

static bool write_notice(void *target, const struct iislint_notice *notice)
{
    struct report *report = target;
    if (notice->level < report->context->show)
        return true;
    if (!report->has_notice)
        separate(report);
    report->has_notice = true;
    text_finding_write_notice(report->out, notice, report->style);
    return !report->out->failed;
}

static void write_undecided_rule(struct report *report, const struct undecided *undecided)
{
    struct text text = {0};
    text_printf(&text, "  %s %s: ", undecided->rule->id, undecided->rule->name);
    display_add_line(&text, undecided->rule->title);
    text_add_char(&text, '\n');
    if (undecided->needs != NULL) {
        text_add(&text, "      would be decided by: ");
        display_add_line(&text, undecided->needs);
        text_add_char(&text, '\n');
    }
    output_text(report->out, text_string(&text));
    for (size_t i = 0; i < undecided->count && i < UNDECIDED_PLACES; i++) {
        output_text(report->out, "      at ");
        text_finding_write_place(report->out, &undecided->places[i], NULL, report->style);
        output_text(report->out, "\n");
    }
    if (undecided->count > UNDECIDED_PLACES) {
        text_clear(&text);
        text_add(&text, "      and at ");
        display_add_plural(&text, undecided->count - UNDECIDED_PLACES, "more place");
        text_add_char(&text, '\n');
        output_text(report->out, text_string(&text));
    }
    text_fini(&text);
}

static void write_undecided(struct report *report)
{
    separate(report);
    output_printf(report->out, "%sUndecided for want of facts:%s\n", report->style->strong,
                  report->style->off);
    size_t cursor = 0;
    const char *id;
    void *undecided;
    while (map_next(report->undecided, &cursor, &id, &undecided))
        write_undecided_rule(report, undecided);
}

static void add_levels(struct text *text, const struct report *report)
{
    static const enum iislint_level order[] = {IISLINT_ERROR, IISLINT_WARNING, IISLINT_NOTE};
    bool is_first = true;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        if (report->levels[order[i]] == 0)
            continue;
        if (!is_first)
            text_add(text, ", ");
        display_add_plural(text, report->levels[order[i]], report_level_name(order[i]));
        is_first = false;
    }
    if (is_first)
        text_add(text, "nothing found");
}

static void write_summary(struct report *report)
{
    struct iislint_counts counts = iislint_counts(report->context->run);
    size_t undecided = map_count(report->undecided);
    struct text text = {0};
    add_levels(&text, report);
    text_add(&text, " in ");
    display_add_plural(&text, counts.files, "file");
    if (report->hidden > 0) {
        text_add(&text, "; ");
        display_add_count(&text, report->hidden);
        text_printf(&text, " below %s not shown (--level note)",
                    report_level_name(report->context->show));
    }
    if (report->suppressed > 0) {
        text_add(&text, "; ");
        display_add_count(&text, report->suppressed);
        text_add(&text, " suppressed");
        text_add(&text, report->context->show_suppressed ? "" : " (--show-suppressed)");
    }
    if (undecided > 0) {
        text_add(&text, "; ");
        display_add_plural(&text, undecided, "rule");
        text_add(&text, " undecided for want of facts");
        text_add(&text, report->context->show_undecided ? "" : " (--show-undecided)");
    }
    if (report->context->failure_count > 0 || iislint_is_incomplete(report->context->run))
        text_add(&text, "; not everything could be checked");
    text_add_char(&text, '\n');
    separate(report);
    output_text(report->out, text_string(&text));
    text_fini(&text);
}

bool text_report_write(const struct report_context *context, struct output *out)
{
    struct report report = {
        .context = context, .out = out, .style = text_style_get(context->colour)};
    report.arena = arena_new();
    report.undecided = map_new(report.arena, MAP_CASE_SENSITIVE);
    iislint_each_finding(context->run, write_finding, &report);
    iislint_each_notice(context->run, write_notice, &report);
    if (context->show_undecided && map_count(report.undecided) > 0)
        write_undecided(&report);
    if (!context->quiet)
        write_summary(&report);
    arena_free(report.arena);
    return !out->failed;
}
