#include "facts/collecting.h"

#include "facts/facts.h"
#include <stdio.h>
#include <string.h>

static void enter(const struct collected *collected)
{
    if (collected->lock != NULL)
        collected->lock(collected->lock_context);
}

static void leave(const struct collected *collected)
{
    if (collected->unlock != NULL)
        collected->unlock(collected->lock_context);
}

/* A text that was cut to fit may end within a character. */
static void mend_end(char *text)
{
    text[text_utf8_check(text, strlen(text))] = '\0';
}

/* ---- the collector's side --------------------------------------------------------------------------- */

void collect_add(struct collecting *collecting)
{
    struct collected *result = collecting->result;
    collect_item_close(&collecting->item);
    enter(result);
    if (!result->is_over) {
        text_add(&result->items, "    ");
        text_add(&result->items, text_string(&collecting->item.xml));
        text_add_char(&result->items, '\n');
    }
    leave(result);
}

void collect_group_set(struct collecting *collecting, const char *name, const char *value)
{
    struct collected *result = collecting->result;
    if (value == NULL || *value == '\0')
        return;
    enter(result);
    if (!result->is_over) {
        text_printf(&result->attributes, " %s=\"", name);
        collect_escape(&result->attributes, value);
        text_add_char(&result->attributes, '"');
    }
    leave(result);
}

void collect_complete(struct collecting *collecting)
{
    enter(collecting->result);
    if (!collecting->result->is_over)
        collecting->result->is_complete = true;
    leave(collecting->result);
}

void collect_fail(struct collecting *collecting, const char *format, ...)
{
    struct collected *result = collecting->result;
    va_list arguments;
    va_start(arguments, format);
    enter(result);
    if (result->reason[0] == '\0' && !result->is_over) {
        vsnprintf(result->reason, sizeof result->reason, format, arguments);
        mend_end(result->reason);
    }
    leave(result);
    va_end(arguments);
}

void collect_refused(struct collecting *collecting, const char *question, const char *says,
                     unsigned long code, bool is_denied)
{
    const char *needs = is_denied ? collecting->result->needs : NULL;
    bool is_silent = says == NULL || *says == '\0';
    if (code == 0)
        collect_fail(collecting, "%s: Windows gives no answer", question);
    else
        collect_fail(collecting, "%s: %s%serror %lu%s%s%s", question, is_silent ? "" : says,
                     is_silent ? "" : " (", code, is_silent ? "" : ")",
                     needs == NULL ? "" : "; needs ", needs == NULL ? "" : needs);
}

/* ---- the waiter's side ------------------------------------------------------------------------------ */

void collected_end(struct collected *collected, unsigned seconds)
{
    enter(collected);
    if (seconds > 0) {
        collected->is_complete = false;
        snprintf(collected->reason, sizeof collected->reason, "no answer within %u s%s%s", seconds,
                 collected->needs == NULL ? "" : "; needs ",
                 collected->needs == NULL ? "" : collected->needs);
    }
    collected->is_over = true;
    leave(collected);
}

static bool has_content(const struct collected *collected)
{
    return collected->items.length > 0 || collected->attributes.length > 0;
}

static void write_group(const struct collected *collected, struct text *document)
{
    const char *group = collected->group;
    if (collected->reason[0] != '\0' && !has_content(collected))
        return;
    bool is_complete = collected->is_complete && collected->reason[0] == '\0';
    text_printf(document, "  <%s%s%s", group, is_complete ? " complete=\"true\"" : "",
                text_string(&collected->attributes));
    if (collected->items.length > 0)
        text_printf(document, ">\n%s  </%s>\n", text_string(&collected->items), group);
    else
        text_add(document, "/>\n");
}

static bool is_valid(const struct text *group, char *reason, size_t size)
{
    struct arena *arena = arena_new();
    struct text whole = {0};
    struct error error = {0};
    text_printf(&whole, "<facts xmlns=\"urn:iislint:facts:1\">%s</facts>", text_string(group));
    struct facts *facts = facts_parse(arena, "facts", whole.data, whole.length, &error);
    if (facts == NULL) {
        snprintf(reason, size, "what was found is no valid fact: %.400s", error.text);
        mend_end(reason);
    } else {
        facts_free(facts);
    }
    text_fini(&whole);
    arena_free(arena);
    return facts != NULL;
}

static void add_gap(struct arena *arena, struct list *gaps, const struct collected *collected)
{
    struct collect_gap *gap = arena_alloc(arena, sizeof *gap);
    gap->group = collected->group;
    gap->reason = arena_strdup(arena, collected->reason);
    gap->partly = has_content(collected);
    list_add(gaps, arena, gap);
}

/* A comment cannot hold two hyphens, nor what no XML can. */
static void write_reason(struct text *document, const struct collect_gap *gap)
{
    text_printf(document, "  <!-- %s: %s: ", gap->group, gap->partly ? "not all" : "unknown");
    for (const char *c = gap->reason; *c != '\0'; c++) {
        bool is_odd = (*c == '-' && c[1] == '-') || (unsigned char)*c < 0x20;
        text_add_char(document, is_odd ? ' ' : *c);
    }
    text_add(document, " -->\n");
}

void collected_write(struct collected *collected, struct arena *arena, struct text *document,
                     struct list *gaps)
{
    struct text group = {0};
    write_group(collected, &group);
    if (group.length > 0 && !is_valid(&group, collected->reason, sizeof collected->reason)) {
        text_clear(&group);
        text_clear(&collected->items);
        text_clear(&collected->attributes);
    }
    if (collected->reason[0] != '\0') {
        add_gap(arena, gaps, collected);
        write_reason(document, gaps->items[gaps->count - 1]);
    }
    text_add(document, text_string(&group));
    text_fini(&group);
}

void collected_fini(struct collected *collected)
{
    text_fini(&collected->attributes);
    text_fini(&collected->items);
}
