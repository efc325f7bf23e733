#include "run/suppression.h"

#include "base/text.h"
#include "config/node.h"
#include "source/span.h"
#include <stdint.h>
#include <string.h>

#define DIRECTIVE "iislint-disable-next-line"

struct suppression {
    struct span comment;
    unsigned first_line, last_line; /* that it covers */
    const char *ids, *reason;
    struct list rules; /* const struct iislint_rule *: those of the ids that exist */
    bool used;
};

/* The lines of the start tag that follows the comment; the next line when none does. */
static void cover(const struct source *source, const xmlNode *comment,
                  struct suppression *suppression)
{
    xmlNode *element = node_element(comment->next);
    suppression->first_line = source_position(source, suppression->comment.end).line + 1;
    suppression->last_line = suppression->first_line;
    if (!element)
        return;
    struct span tag = span_of_start_tag(element);
    suppression->first_line = source_position(source, tag.start).line;
    suppression->last_line = source_position(source, tag.end).line;
}

static void read_comment(struct iislint *run, const struct source *source, const xmlNode *comment,
                         struct list *into)
{
    const char *text = text_trim(run->arena, (const char *)comment->content);
    if (!text_starts_with(text, DIRECTIVE))
        return;
    text += strlen(DIRECTIVE);
    struct suppression *suppression = arena_alloc(run->arena, sizeof *suppression);
    suppression->comment = span_of_text(comment);
    const char *colon = strchr(text, ':');
    suppression->ids = text_trim(
        run->arena, colon ? arena_strndup(run->arena, text, (size_t)(colon - text)) : text);
    suppression->reason = colon ? text_trim(run->arena, colon + 1) : "";
    cover(source, comment, suppression);
    list_add(into, run->arena, suppression);
}

static void read_source(struct iislint *run, const struct source *source, struct list *into)
{
    if (!source->doc || !strstr(source->text, DIRECTIVE))
        return;
    const xmlNode *node = source->doc->children;
    while (node) {
        if (node->type == XML_COMMENT_NODE)
            read_comment(run, source, node, into);
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        while (node && !node->next)
            node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
        node = node ? node->next : NULL;
    }
}

/* Looks the rules up; a name that has a typing mistake would silently accept nothing. */
static void find_rules(struct iislint *run, struct source *source, struct suppression *suppression)
{
    size_t length;
    const char *ids = suppression->ids, *item;
    while ((item = text_next_item(&ids, ", \t\r\n", &length))) {
        const char *name = arena_strndup(run->arena, item, length);
        const struct iislint_rule *rule = rulebook_find(run->rulebook, name);
        if (rule)
            list_add(&suppression->rules, run->arena, (void *)(uintptr_t)rule);
        else
            run_notice(run, IISLINT_WARNING, "UnknownSuppression", source, suppression->comment,
                       NULL, arena_printf(run->arena, "There is no rule '%s'.", name));
    }
}

static bool lists(const struct suppression *suppression, const struct iislint_rule *rule)
{
    for (size_t i = 0; i < suppression->rules.count; i++)
        if (suppression->rules.items[i] == rule)
            return true;
    return false;
}

/* A rule that is switched off, or could not be decided, might find what the comment is about. */
static bool may_be_used(const struct iislint *run, const struct suppression *suppression)
{
    for (size_t i = 0; i < suppression->rules.count; i++)
        if (!rulebook_is_active(run->rulebook, suppression->rules.items[i]))
            return true;
    for (size_t i = 0; i < run->findings.count; i++) {
        const struct iislint_finding *finding = run->findings.items[i];
        if (finding->kind == IISLINT_UNDECIDED && lists(suppression, finding->rule))
            return true;
    }
    return false;
}

static void apply_to_findings(struct iislint *run, const struct source *source,
                              struct suppression *suppression)
{
    for (size_t i = 0; i < run->findings.count; i++) {
        struct iislint_finding *finding = run->findings.items[i];
        unsigned line = finding->place.region.start_line;
        if (finding->kind != IISLINT_FAIL || finding->place.file->source != source ||
            line < suppression->first_line || line > suppression->last_line ||
            !lists(suppression, finding->rule))
            continue;
        suppression->used = true;
        finding->suppressed = true;
        finding->justification = suppression->reason;
    }
}

static void apply(struct iislint *run, struct source *source, struct suppression *suppression)
{
    if (!*suppression->ids || !*suppression->reason) {
        run_notice(run, IISLINT_WARNING, "SuppressionWithoutReason", source, suppression->comment,
                   NULL,
                   "A suppression names rules and a reason, '" DIRECTIVE
                   " IIS2101: why this is accepted'; this one is ignored.");
        return;
    }
    find_rules(run, source, suppression);
    apply_to_findings(run, source, suppression);
    if (suppression->rules.count > 0 && !suppression->used && !may_be_used(run, suppression))
        run_notice(run, IISLINT_NOTE, "UnusedSuppression", source, suppression->comment, NULL,
                   arena_printf(run->arena,
                                "Nothing of '%s' is found at the next element: this "
                                "suppression can go.",
                                suppression->ids));
}

void suppression_apply(struct iislint *run)
{
    for (size_t i = 0; i < run->files.count; i++) {
        struct source *source = ((struct iislint_file *)run->files.items[i])->source;
        struct list suppressions = {0};
        read_source(run, source, &suppressions);
        for (size_t s = 0; s < suppressions.count; s++)
            apply(run, source, suppressions.items[s]);
    }
}
