#include "source/malformed_walk.h"

#include "base/text.h"
#include "source/lexical.h"
#include <string.h>

/* ---- references --------------------------------------------------------------------------- */

static bool is_xml_character(uint32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0xD7FF) ||
           (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

/* The value of a digit in base 10 or 16, or -1. */
static int digit_value(char c, uint32_t base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (base == 16 && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (base == 16 && c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* &#10; or &#x0A; */
static const char *character_reference(struct malformed_walk *walk, const char *at)
{
    uint32_t base = at[2] == 'x' ? 16 : 10;
    const char *digits = at + (base == 16 ? 3 : 2);
    const char *digit = digits;
    uint32_t code = 0;

    for (int value; (value = digit_value(*digit, base)) >= 0; digit++) {
        if (code <= 0x10FFFF)
            code = code * base + (uint32_t)value;
    }
    if (digit == digits || *digit != ';')
        return malformed_report(walk, at, digit,
                                "a numeric reference needs digits and a final `;`, as in `&#10;`");
    if (!is_xml_character(code))
        return malformed_report(walk, at, digit + 1,
                                "this numeric reference is no character that XML allows");
    return digit + 1;
}

const char *malformed_reference(struct malformed_walk *walk, const char *at)
{
    static const char *const known[] = {"amp", "lt", "gt", "quot", "apos"};

    if (at[1] == '#')
        return character_reference(walk, at);
    const char *end = lexical_skip_name(at + 1);
    size_t length = (size_t)(end - (at + 1));
    if (length == 0 || !lexical_is(at[1], LEXICAL_NAME_START) || *end != ';')
        return malformed_report(walk, at, at + 1, "a plain `&` must be written `&amp;`");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == length && memcmp(known[i], at + 1, length) == 0)
            return end + 1;
    }
    return malformed_report(walk, at, end + 1,
                            "XML has no such entity: write a plain `&` as `&amp;`, and any other "
                            "character itself or by its number");
}

/* ---- attributes --------------------------------------------------------------------------- */

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/* “ ” ‘ ’ as a word processor makes them. */
static bool is_typographic_quote(const char *at)
{
    static const char *const quotes[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98",
                                         "\xE2\x80\x99"};
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++) {
        if (text_starts_with(at, quotes[i]))
            return true;
    }
    return false;
}

/*
 * A '<' in a value is either meant, and should be &lt;, or the value's end is missing and this is
 * the next tag. It is the latter when the value ran over a '>' or a line's end before, when
 * nothing closes it, or when what follows the "closing" quote is no tag any more.
 */
static bool quote_is_missing(const char *start, const char *less, char quote)
{
    for (const char *c = start; c < less; c++) {
        if (*c == '>' || *c == '\n' || *c == '\r')
            return true;
    }
    const char *close = strchr(less, quote);
    if (close == NULL)
        return true;
    char after = close[1];
    return !lexical_is(after, LEXICAL_SPACE) && after != '/' && after != '>';
}

/* `at` is at the opening quote of the value of the attribute at `name`. */
static const char *attribute_value(struct malformed_walk *walk, const char *name, const char *at)
{
    char quote = *at;
    const char *end = lexical_skip_value(at + 1, quote);
    if (*end != quote && (*end == '\0' || quote_is_missing(at + 1, end, quote)))
        return malformed_report(walk, name, at + 1,
                                arena_printf(walk->arena, "the value of `%s` has no closing quote",
                                             malformed_name(walk, name)));
    if (*end == '<')
        return malformed_report(walk, end, end + 1, "`<` in a value must be written `&lt;`");
    for (const char *c = at + 1; c < end;) {
        c = *c == '&' ? malformed_reference(walk, c) : c + 1;
        if (c == NULL)
            return NULL;
    }
    return end + 1;
}

static const char *attribute(struct malformed_walk *walk, const char *name)
{
    const char *name_end = lexical_skip_name(name);
    const char *at = lexical_skip_space(name_end);
    if (*at != '=')
        return malformed_report(walk, name, name_end,
                                "an attribute without a value: write name=\"value\"");
    at = lexical_skip_space(at + 1);
    if (is_quote(*at))
        return attribute_value(walk, name, at);
    return malformed_report(walk, name, name_end,
                            arena_printf(walk->arena, "the value of `%s` must stand in %squotes",
                                         malformed_name(walk, name),
                                         is_typographic_quote(at) ? "straight " : ""));
}

/* Reports the attribute at `name` when one of the names before it in the tag is the same. */
static const char *check_duplicate(struct malformed_walk *walk, const char *const *names,
                                   size_t count, const char *name)
{
    size_t length = (size_t)(lexical_skip_name(name) - name);
    for (size_t i = 0; i < count; i++) {
        const char *first = names[i];
        if (memcmp(first, name, length) != 0 || lexical_is(first[length], LEXICAL_NAME))
            continue;
        return malformed_report_related(
            walk, name, name + length,
            arena_printf(walk->arena, "`%s` is given twice in one tag", malformed_name(walk, name)),
            first, first + length, "first given here");
    }
    return name;
}

/* What stands in a tag where only an attribute or its end may. */
static const char *report_stray(struct malformed_walk *walk, const char *tag, const char *gap,
                                const char *at)
{
    const char *name = malformed_name(walk, tag + 1);
    if (*at == '\0' || *at == '<')
        return malformed_report_related(
            walk, tag, lexical_skip_name(tag + 1),
            arena_printf(walk->arena, "the tag `%s` is not closed with `>`", name), at, at,
            *at == '<' ? "the next tag starts here" : "the file ends here");
    if (at == gap && is_quote(at[-1]))
        return malformed_report(walk, at, malformed_next_character(at),
                                "white space is missing after a value, or there is a quote inside "
                                "it that must be written `&quot;`");
    if (*at == '/')
        return malformed_report(walk, at, at + 1, "`/` in a tag may only stand before `>`");
    return malformed_report(walk, at, malformed_next_character(at),
                            arena_printf(walk->arena,
                                         "this cannot stand in the tag `%s`: expected an "
                                         "attribute, `>` or `/>`",
                                         name));
}

const char *malformed_start_tag(struct malformed_walk *walk, const char *tag, bool *empty)
{
    const char *names[SOURCE_ATTRIBUTES_MAX];
    size_t count = 0;

    *empty = false;
    for (const char *at = lexical_skip_name(tag + 1); at != NULL;) {
        const char *gap = at;
        at = lexical_skip_space(at);
        if (*at == '>')
            return at + 1;
        if (*at == '/' && at[1] == '>') {
            *empty = true;
            return at + 2;
        }
        if (at == gap || !lexical_is(*at, LEXICAL_NAME_START) || count == SOURCE_ATTRIBUTES_MAX)
            return report_stray(walk, tag, gap, at);
        if (check_duplicate(walk, names, count, at) == NULL)
            return NULL;
        names[count++] = at;
        at = attribute(walk, at);
    }
    return NULL;
}
