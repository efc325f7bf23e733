#include "run/fix.h"

#include "base/text.h"
#include "config/assumed.h"
#include "config/node.h"
#include "config/origin.h"
#include "source/span.h"
#include <string.h>

struct raw_edit {
    struct source *source;
    struct span span;
    const char *text;
};

static const char *escaped(struct arena *arena, const char *value, char quote)
{
    struct text text = {0};
    for (const char *c = value; *c; c++) {
        if (*c == '&')
            text_add(&text, "&amp;");
        else if (*c == '<')
            text_add(&text, "&lt;");
        else if (*c == quote)
            text_add(&text, quote == '"' ? "&quot;" : "&apos;");
        else
            text_add_char(&text, *c);
    }
    char *result = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return result;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* With the white space before it, so that nothing is left behind. */
static struct span with_space_before(const struct source *source, struct span span)
{
    while (span.start > 0 && is_space(source->text[span.start - 1]))
        span.start--;
    return span;
}

static bool set_attribute(struct arena *arena, const xmlNode *element, const char *name,
                          const char *value, struct raw_edit *edit)
{
    const xmlAttr *existing = node_find_attribute(element, name);
    edit->source = source_of(element);
    if (!edit->source)
        return false;
    if (existing) {
        edit->span = span_of_attribute_value(existing);
        char quote = edit->source->text[edit->span.end];
        edit->text = escaped(arena, value, quote);
        return quote == '"' || quote == '\'';
    }
    const xmlAttr *last = element->properties;
    while (last && last->next)
        last = last->next;
    struct span before = last ? span_of_attribute(last) : span_of_name(element);
    edit->span = (struct span){before.end, before.end};
    edit->text = arena_printf(arena, " %s=\"%s\"", name, escaped(arena, value, '"'));
    return before.end > 0;
}

static bool delete_node(const xmlNode *node, struct raw_edit *edit)
{
    edit->source = source_of(node);
    if (!edit->source)
        return false;
    struct span span = node->type == XML_ATTRIBUTE_NODE ? span_of_attribute((const xmlAttr *)node)
                       : node->type == XML_ELEMENT_NODE ? span_of_element(node)
                                                        : span_of_text(node);
    edit->span = with_space_before(edit->source, span);
    edit->text = "";
    return span.end > span.start;
}

static bool add_content(const struct outcome_operation *operation, const xmlNode *target,
                        struct raw_edit *edit)
{
    edit->source = source_of(target);
    if (!edit->source || target->type != XML_ELEMENT_NODE)
        return false;
    struct span tag = span_of_start_tag(target), whole = span_of_element(target);
    bool is_empty = tag.end == whole.end;
    size_t at;
    if (operation->position == OUTCOME_BEFORE)
        at = whole.start;
    else if (operation->position == OUTCOME_AFTER)
        at = whole.end;
    else if (is_empty)
        return false; /* <x/> has no inside; such a fix replaces the element */
    else if (operation->position == OUTCOME_FIRST_CHILD)
        at = tag.end;
    else {
        at = whole.end;
        while (at > tag.end && edit->source->text[at - 1] != '<')
            at--;
        at -= at > tag.end ? 1 : 0;
    }
    edit->span = (struct span){at, at};
    edit->text = operation->text ? operation->text : "";
    return true;
}

/* The node of a file that a made one stands for, or NULL: what nobody wrote stands for nothing. */
static const xmlNode *written(const xmlNode *target)
{
    const xmlNode *node = origin_source(target);
    if (node == target || (node && target->type == XML_ATTRIBUTE_NODE && target->_private))
        return node;
    const struct origin *origin = origin_of(target);
    return origin && origin->source ? node : NULL;
}

/* An attribute that nobody wrote can be written all the same, when its element is there. */
static const xmlNode *file_target(const struct outcome_operation *operation)
{
    const xmlNode *target = operation->target, *node = written(target);
    if (!node && target->type == XML_ATTRIBUTE_NODE && operation->action == OUTCOME_REPLACE)
        node = written(target->parent);
    return node && source_of(node) ? node : NULL;
}

static bool make_edit(struct arena *arena, const struct outcome_operation *operation,
                      struct raw_edit *edit)
{
    const xmlNode *node = file_target(operation);
    bool is_attribute = operation->type == XML_ATTRIBUTE_NODE;
    if (!node)
        return false;
    if (operation->action == OUTCOME_DELETE)
        return delete_node(node, edit);
    if (is_attribute) {
        const xmlNode *element = node->type == XML_ATTRIBUTE_NODE ? node->parent : node;
        const char *name =
            operation->name ? operation->name : (const char *)operation->target->name;
        return set_attribute(arena, element, name, operation->text ? operation->text : "", edit);
    }
    if (operation->action == OUTCOME_ADD)
        return add_content(operation, node, edit);
    if (!delete_node(node, edit))
        return false;
    edit->span = node->type == XML_ELEMENT_NODE ? span_of_element(node) : span_of_text(node);
    edit->text = operation->text ? operation->text : "";
    return true;
}

/* In file order; what begins at one place stays as it is. They are few. */
static void sort_edits(struct iislint_edit *edits, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct iislint_edit edit = edits[i];
        size_t at = i;
        for (; at > 0 && edits[at - 1].region.start_offset > edit.region.start_offset; at--)
            edits[at] = edits[at - 1];
        edits[at] = edit;
    }
}

static bool overlap(const struct iislint_edit *edits, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (edits[i].region.start_offset < edits[i - 1].region.end_offset)
            return true;
    return false;
}

static struct iislint_region edit_region(const struct source *source, struct span span)
{
    struct position start = source_position(source, span.start);
    struct position end = source_position(source, span.end);
    return (struct iislint_region){start.line, start.column, end.line,
                                   end.column, span.start,   span.end};
}

static bool make_fix(const struct finding_context *context, const struct outcome_fix *fix,
                     struct iislint_fix *into)
{
    struct iislint *run = context->run;
    struct iislint_edit *edits = arena_array(run->arena, fix->operation_count, sizeof *edits);
    struct source *source = NULL;
    for (size_t i = 0; i < fix->operation_count; i++) {
        struct raw_edit edit;
        if (!make_edit(run->arena, &fix->operations[i], &edit) || (source && edit.source != source))
            return false;
        source = edit.source;
        edits[i].region = edit_region(source, edit.span);
        edits[i].text = arena_strdup(run->arena, edit.text);
    }
    if (!source || (context->document && assumed_has(context->document->server, source)))
        return false;
    sort_edits(edits, fix->operation_count);
    into->description = arena_strdup(run->arena, fix->title);
    into->file = run_file(run, source);
    into->edits = edits;
    into->edit_count = fix->operation_count;
    return into->description && !overlap(edits, into->edit_count);
}

const struct iislint_fix *fix_make(const struct finding_context *context,
                                   const struct outcome *outcome, size_t *count)
{
    struct iislint_fix *fixes = arena_array(context->run->arena, outcome->fix_count, sizeof *fixes);
    *count = 0;
    for (size_t i = 0; i < outcome->fix_count; i++)
        if (make_fix(context, &outcome->fixes[i], &fixes[*count]))
            ++*count;
    return fixes;
}
