#include "source/scan.h"

#include "base/text.h"
#include "source/lexical.h"
#include <string.h>

struct scan {
    const char *text;
    const char *end;
    unsigned depth;
    enum scan_result result;
    struct span place;
};

/* Every step returns where to go on, or what this returns: NULL. */
static const char *stop(struct scan *scan, enum scan_result result, const char *from,
                        const char *to)
{
    scan->result = result;
    scan->place = (struct span){(size_t)(from - scan->text), (size_t)(to - scan->text)};
    return NULL;
}

static const char *stop_malformed(struct scan *scan, const char *at)
{
    return stop(scan, SCAN_MALFORMED, at, at);
}

/* name = "value"; `at` is at the name. */
static inline const char *scan_attribute(struct scan *scan, const char *at)
{
    at = lexical_skip_space(lexical_skip_name(at));
    if (*at != '=')
        return stop_malformed(scan, at);
    at = lexical_skip_space(at + 1);
    char quote = *at;
    if (quote != '"' && quote != '\'')
        return stop_malformed(scan, at);
    at = lexical_skip_value(at + 1, quote);
    return *at == quote ? at + 1 : stop_malformed(scan, at);
}

/* `at` is at the '<'. */
static const char *scan_start_tag(struct scan *scan, const char *at)
{
    const char *tag = at;
    unsigned attributes = 0;

    at = lexical_skip_name(at + 1);
    for (;;) {
        const char *gap = at;
        at = lexical_skip_space(at);
        if (*at == '>')
            break;
        if (*at == '/')
            return at[1] == '>' ? at + 2 : stop_malformed(scan, at);
        if (at == gap || !lexical_is(*at, LEXICAL_NAME_START))
            return stop_malformed(scan, at);
        if (++attributes > SOURCE_ATTRIBUTES_MAX)
            return stop(scan, SCAN_TOO_MANY_ATTRIBUTES, at, lexical_skip_name(at));
        at = scan_attribute(scan, at);
        if (at == NULL)
            return NULL;
    }
    if (++scan->depth > SOURCE_DEPTH_MAX)
        return stop(scan, SCAN_TOO_DEEP, tag, lexical_skip_name(tag + 1));
    return at + 1;
}

static const char *scan_end_tag(struct scan *scan, const char *at)
{
    if (scan->depth == 0 || !lexical_is(at[2], LEXICAL_NAME_START))
        return stop_malformed(scan, at);
    scan->depth--;
    at = lexical_skip_space(lexical_skip_name(at + 2));
    return *at == '>' ? at + 1 : stop_malformed(scan, at);
}

/* Comment, CDATA, or a document type declaration; `at` is at the "<!". */
static const char *scan_declaration(struct scan *scan, const char *at)
{
    if (strncmp(at, "<!--", 4) == 0) {
        const char *end = strstr(at + 4, "--");
        return end != NULL && end[2] == '>' ? end + 3 : stop_malformed(scan, at);
    }
    if (strncmp(at, "<![CDATA[", 9) == 0) {
        const char *end = strstr(at + 9, "]]>");
        return end != NULL ? end + 3 : stop_malformed(scan, at);
    }
    if (text_starts_with_nocase(at, "<!DOCTYPE"))
        return stop(scan, SCAN_DOCTYPE, at, at + 9);
    return stop_malformed(scan, at);
}

static const char *scan_instruction(struct scan *scan, const char *at)
{
    if (!lexical_is(at[2], LEXICAL_NAME_START))
        return stop_malformed(scan, at);
    const char *end = strstr(at + 2, "?>");
    return end != NULL ? end + 2 : stop_malformed(scan, at);
}

static const char *scan_markup(struct scan *scan, const char *at)
{
    switch (at[1]) {
    case '/':
        return scan_end_tag(scan, at);
    case '!':
        return scan_declaration(scan, at);
    case '?':
        return scan_instruction(scan, at);
    default:
        return lexical_is(at[1], LEXICAL_NAME_START) ? scan_start_tag(scan, at)
                                                     : stop_malformed(scan, at);
    }
}

enum scan_result scan_text(const char *text, size_t length, struct span *place)
{
    struct scan scan = {.text = text, .end = text + length, .result = SCAN_CLEAN};
    const char *at = text;

    while (at != NULL) {
        /* Mostly there is only white space up to the next tag, too short for memchr() to pay. */
        at = lexical_skip_space(at);
        if (scan.depth == 0 && *at != '<' && *at != '\0')
            at = stop_malformed(&scan, at); /* the parser would skip a second byte order mark */
        else if (*at != '<')
            at = memchr(at, '<', (size_t)(scan.end - at));
        if (at != NULL)
            at = scan_markup(&scan, at);
    }
    if (scan.result == SCAN_CLEAN && scan.depth > 0)
        stop_malformed(&scan, scan.end);
    *place = scan.place;
    return scan.result;
}
