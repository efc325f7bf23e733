#include "source/malformed.h"

#include "base/text.h"
#include "source/lexical.h"
#include "source/malformed_walk.h"
#include <string.h>

#define NAME_SHOWN_MAX 60
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

const char *malformed_report(struct malformed_walk *walk, const char *from, const char *to,
                             const char *message)
{
    walk->fault->kind = FAULT_MALFORMED;
    walk->fault->span = (struct span){(size_t)(from - walk->text), (size_t)(to - walk->text)};
    walk->fault->message = message;
    return NULL;
}

const char *malformed_report_related(struct malformed_walk *walk, const char *from, const char *to,
                                     const char *message, const char *related_from,
                                     const char *related_to, const char *related)
{
    walk->fault->related = related;
    walk->fault->related_span =
        (struct span){(size_t)(related_from - walk->text), (size_t)(related_to - walk->text)};
    return malformed_report(walk, from, to, message);
}

const char *malformed_name(struct malformed_walk *walk, const char *at)
{
    const char *end = lexical_skip_name(at);
    if (end - at <= NAME_SHOWN_MAX)
        return arena_strndup(walk->arena, at, (size_t)(end - at));
    end = at + NAME_SHOWN_MAX;
    while (((unsigned char)*end & 0xC0) == 0x80)
        end--;
    return arena_printf(walk->arena, "%.*s...", (int)(end - at), at);
}

const char *malformed_next_character(const char *at)
{
    if (*at != '\0')
        text_utf8_next(&at);
    return at;
}

/* ---- text --------------------------------------------------------------------------------- */

/* The end of the word at `at`: enough to show where the text is. */
static const char *word_end(const char *at)
{
    while (*at != '\0' && *at != '<' && !lexical_is(*at, LEXICAL_SPACE))
        at++;
    return at;
}

/* Only white space may stand beside the root element. */
static const char *walk_outer_text(struct malformed_walk *walk, const char *at)
{
    at = lexical_skip_space(at);
    if (*at == '<' || *at == '\0')
        return at;
    if (walk->root != NULL)
        return malformed_report_related(walk, at, word_end(at),
                                        "text after the end of the root element", walk->root,
                                        lexical_skip_name(walk->root + 1), "the root element");
    if (text_starts_with(at, BYTE_ORDER_MARK))
        return malformed_report(walk, at, at + 3,
                                "a second byte order mark: the file may start with one only");
    return malformed_report(walk, at, word_end(at), "text before the root element");
}

static const char *walk_inner_text(struct malformed_walk *walk, const char *at)
{
    while (at != NULL && *at != '<' && *at != '\0') {
        if (*at == '&')
            at = malformed_reference(walk, at);
        else if (text_starts_with(at, "]]>"))
            return malformed_report(walk, at, at + 3, "`]]>` in text must be written `]]&gt;`");
        else
            at++;
    }
    return at;
}

/* ---- comments and the like ---------------------------------------------------------------- */

static const char *walk_comment(struct malformed_walk *walk, const char *at)
{
    const char *end = strstr(at + 4, "--");
    if (end == NULL)
        return malformed_report(walk, at, at + 4, "this comment is never closed with `-->`");
    if (end[2] != '>')
        return malformed_report_related(walk, end, end + 2,
                                        "`--` may not stand inside a comment; comments do not nest",
                                        at, at + 4, "the comment starts here");
    return end + 3;
}

static const char *walk_declaration(struct malformed_walk *walk, const char *at)
{
    if (text_starts_with(at, "<!--"))
        return walk_comment(walk, at);
    if (!text_starts_with(at, "<![CDATA["))
        return malformed_report(walk, at, at + 2,
                                "`<!` starts neither a comment (`<!--`) nor a CDATA section");
    if (walk->depth == 0)
        return malformed_report(walk, at, at + 9, "a CDATA section outside the root element");
    const char *end = strstr(at + 9, "]]>");
    if (end == NULL)
        return malformed_report(walk, at, at + 9, "this CDATA section is never closed with `]]>`");
    return end + 3;
}

static const char *walk_instruction(struct malformed_walk *walk, const char *at)
{
    const char *name_end = lexical_skip_name(at + 2);
    if (!lexical_is(at[2], LEXICAL_NAME_START))
        return malformed_report(walk, at, at + 2, "`<?` is not followed by a name");
    if (at > walk->text && name_end - at == 5 && memcmp(at, "<?xml", 5) == 0)
        return malformed_report(walk, at, name_end,
                                "an XML declaration may only be the very first thing in the file, "
                                "with not even a space before it");
    const char *end = strstr(name_end, "?>");
    if (end == NULL)
        return malformed_report(walk, at, name_end, "this is never closed with `?>`");
    return end + 2;
}

/* ---- structure ---------------------------------------------------------------------------- */

static bool same_name(const char *a, const char *b)
{
    size_t length = (size_t)(lexical_skip_name(a) - a);
    return length == (size_t)(lexical_skip_name(b) - b) && memcmp(a, b, length) == 0;
}

static bool same_name_nocase(const char *a, const char *b)
{
    while (lexical_is(*a, LEXICAL_NAME) && lexical_is(*b, LEXICAL_NAME)) {
        char one[2] = {*a++, '\0'};
        char other[2] = {*b++, '\0'};
        if (!text_equals_nocase(one, other))
            return false;
    }
    return !lexical_is(*a, LEXICAL_NAME) && !lexical_is(*b, LEXICAL_NAME);
}

static const char *walk_start_tag(struct malformed_walk *walk, const char *at)
{
    if (walk->depth == 0 && walk->root != NULL)
        return malformed_report_related(
            walk, at, lexical_skip_name(at + 1),
            arena_printf(walk->arena, "`%s` is a second root element; there may be only one",
                         malformed_name(walk, at + 1)),
            walk->root, lexical_skip_name(walk->root + 1), "the first one");
    if (walk->depth == 0)
        walk->root = at;
    bool empty;
    const char *end = malformed_start_tag(walk, at, &empty);
    if (end != NULL && !empty) {
        if (walk->depth == SOURCE_DEPTH_MAX)
            return NULL; /* nothing to say: the scan has said it */
        walk->open[walk->depth++] = at;
    }
    return end;
}

/* The end tag at `at` is of an element further out: the one inside it was left open. */
static const char *report_unclosed(struct malformed_walk *walk, const char *open, const char *at)
{
    const char *name = malformed_name(walk, open + 1);
    return malformed_report_related(
        walk, open, lexical_skip_name(open + 1),
        arena_printf(walk->arena, "`%s` is not closed: end it with `/>`, or write `</%s>`", name,
                     name),
        at, lexical_skip_name(at + 2),
        arena_printf(walk->arena, "`%s` ends here", malformed_name(walk, at + 2)));
}

static const char *report_mismatch(struct malformed_walk *walk, const char *open, const char *at)
{
    const char *end = lexical_skip_name(at + 2);
    const char *name = malformed_name(walk, at + 2);
    const char *wanted = malformed_name(walk, open + 1);
    bool only_case = same_name_nocase(open + 1, at + 2);
    return malformed_report_related(
        walk, at, end,
        arena_printf(walk->arena, "`</%s>` does not close `%s`%s", name, wanted,
                     only_case ? ": upper and lower case must be the same" : ""),
        open, lexical_skip_name(open + 1),
        arena_printf(walk->arena, "`%s` was opened here", wanted));
}

static const char *walk_end_tag(struct malformed_walk *walk, const char *at)
{
    const char *name_end = lexical_skip_name(at + 2);
    if (!lexical_is(at[2], LEXICAL_NAME_START))
        return malformed_report(walk, at, at + 2, "`</` is not followed by a name");
    if (walk->depth == 0)
        return malformed_report(
            walk, at, name_end,
            arena_printf(walk->arena, "`</%s>` closes nothing", malformed_name(walk, at + 2)));
    unsigned match = walk->depth;
    while (match > 0 && !same_name(walk->open[match - 1] + 1, at + 2))
        match--;
    if (match == 0)
        return report_mismatch(walk, walk->open[walk->depth - 1], at);
    if (match < walk->depth)
        return report_unclosed(walk, walk->open[match], at);

    const char *end = lexical_skip_space(name_end);
    if (*end != '>')
        return malformed_report(walk, at, name_end,
                                arena_printf(walk->arena,
                                             "the end tag `</%s` must be closed with `>` and "
                                             "hold nothing else",
                                             malformed_name(walk, at + 2)));
    walk->depth--;
    return end + 1;
}

static const char *walk_markup(struct malformed_walk *walk, const char *at)
{
    if (at[1] == '!')
        return walk_declaration(walk, at);
    if (at[1] == '?')
        return walk_instruction(walk, at);
    if (at[1] == '/')
        return walk_end_tag(walk, at);
    if (lexical_is(at[1], LEXICAL_NAME_START))
        return walk_start_tag(walk, at);
    return malformed_report(walk, at, at + 1,
                            lexical_is(at[1], LEXICAL_SPACE)
                                ? "`<` followed by white space: a tag has its name at once, and a "
                                  "plain `<` is written `&lt;`"
                                : "`<` starts no tag here: a plain `<` is written `&lt;`");
}

static void report_end(struct malformed_walk *walk, const char *at)
{
    if (walk->depth > 0) {
        const char *open = walk->open[walk->depth - 1];
        const char *name = malformed_name(walk, open + 1);
        malformed_report_related(
            walk, open, lexical_skip_name(open + 1),
            arena_printf(walk->arena, "`%s` is never closed: `</%s>` is missing", name, name), at,
            at, "the file ends here");
    } else if (walk->root == NULL) {
        bool empty = *lexical_skip_space(walk->text) == '\0';
        malformed_report(walk, walk->text, walk->text,
                         empty ? "the file is empty" : "the file has no root element");
    }
}

bool malformed_find(struct source *source, struct arena *arena)
{
    struct malformed_walk walk = {.arena = arena, .fault = &source->fault, .text = source->text};
    const char *at = walk.text;

    while (at != NULL && *at != '\0') {
        if (*at == '<')
            at = walk_markup(&walk, at);
        else if (walk.depth == 0)
            at = walk_outer_text(&walk, at);
        else
            at = walk_inner_text(&walk, at);
    }
    if (at != NULL)
        report_end(&walk, at);
    return source->fault.kind != FAULT_NONE;
}
