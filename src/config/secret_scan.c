/*
 * Secrets in the text of a file, found without its tree: a file that is not well-formed, and the
 * old settings that somebody left in a comment, have as many.
 */
#include "base/text.h"
#include "config/secret_data.h"
#include "source/lexical.h"
#include <stdlib.h>
#include <string.h>

#define NEARBY 300         /* bytes of a broken tag in which its parts are looked for */
#define LOOKUPS_MAX 100000 /* how often that is done */

struct scan {
    const struct secrets *secrets;
    const char *text;
    struct secret_list list;
    const char *pending; /* the kind of the text that comes next, when all of it is secret */
    bool comment;
    size_t lookups;
};

/* The tag at hand. */
struct tag {
    struct span name; /* without prefix */
    bool matched[SECRET_KEYED_MAX];
    struct span value[SECRET_KEYED_MAX]; /* of the attribute that is secret when the key matches */
};

/* ---- decoding ------------------------------------------------------------------------------- */

/* A value as its reader sees it, and where each byte of it stands in the text. */
struct decoded {
    struct text text;
    size_t *offsets; /* one more than bytes */
};

static void decoded_fini(struct decoded *decoded)
{
    text_fini(&decoded->text);
    free(decoded->offsets);
}

/* The character that a reference stands for; 0 when it is none. *end is behind it. */
static unsigned long decode_reference(const char *at, const char *limit, const char **end)
{
    static const struct {
        const char *name;
        char character;
    } names[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i].name);
        if ((size_t)(limit - at) >= length && memcmp(at, names[i].name, length) == 0) {
            *end = at + length;
            return (unsigned char)names[i].character;
        }
    }
    if (limit - at < 4 || at[1] != '#')
        return 0;
    int base = at[2] == 'x' ? 16 : 10;
    const char *digits = at + (base == 16 ? 3 : 2);
    unsigned long code = 0;
    for (*end = digits; *end < limit && **end != ';' && code < 0x110000; (*end)++) {
        const char *hex = "0123456789abcdef", *digit;
        char c = **end >= 'A' && **end <= 'F' ? (char)(**end + 32) : **end;
        if (!c || !(digit = strchr(hex, c)) || digit - hex >= base)
            return 0;
        code = code * (unsigned long)base + (unsigned long)(digit - hex);
    }
    if (*end == limit || **end != ';' || *end == digits)
        return 0;
    (*end)++;
    return code;
}

/* Patterns look for ASCII only: any other character may become the same one. */
static char as_byte(unsigned long code)
{
    return code < 0x80 ? (char)code : 'x';
}

static void decode(struct decoded *decoded, const char *text, struct span span)
{
    size_t length = span.end - span.start;
    decoded->offsets = malloc((length + 1) * sizeof *decoded->offsets);
    if (!decoded->offsets)
        arena_out_of_memory();
    const char *at = text + span.start, *limit = text + span.end;
    while (at < limit) {
        const char *end = at + 1;
        unsigned long code = *at == '&' ? decode_reference(at, limit, &end) : 0;
        if (!code)
            end = at + 1;
        decoded->offsets[decoded->text.length] = (size_t)(at - text);
        char c = code ? as_byte(code) : *at == '\n' || *at == '\t' || *at == '\r' ? ' ' : *at;
        text_add_char(&decoded->text, c);
        at = end;
    }
    decoded->offsets[decoded->text.length] = span.end;
}

/* ---- what a value or text holds ------------------------------------------------------------- */

/* Where the secrets of a decoded value stand in the text. */
static void add_decoded(struct scan *scan, const struct decoded *decoded,
                        const struct secret_list *found)
{
    for (size_t i = 0; i < found->count; i++) {
        struct secret secret = found->array[i];
        secret_list_add(
            &scan->list,
            (struct span){decoded->offsets[secret.span.start], decoded->offsets[secret.span.end]},
            secret.kind, secret.is_base64);
    }
}

/* `kind` NULL: only parts of it can be secret. */
static void add_value(struct scan *scan, struct span span, const char *kind)
{
    const char *value = scan->text + span.start;
    size_t length = span.end - span.start;
    if (length == 0 ||
        (!kind && *value != '[' && secret_possible_parts(scan->secrets, value, length) == 0 &&
         !memchr(value, '&', length)))
        return;
    struct decoded decoded = {0};
    struct secret_list found = {0};
    decode(&decoded, scan->text, span);
    if (!secret_encrypted(decoded.text.data, decoded.text.length, &found)) {
        if (kind)
            secret_list_add(&found, (struct span){0, decoded.text.length}, kind, false);
        else
            secret_parts(scan->secrets, decoded.text.data, decoded.text.length, &found);
    }
    add_decoded(scan, &decoded, &found);
    free(found.array);
    decoded_fini(&decoded);
}

/* ---- tags ----------------------------------------------------------------------------------- */

/* Letter case does not count: a name that is miswritten hides as much. */
static bool is_named(const struct scan *scan, struct span name, const char *wanted)
{
    return strlen(wanted) == name.end - name.start &&
           text_starts_with_nocase(scan->text + name.start, wanted);
}

static struct span without_prefix(const struct scan *scan, struct span name)
{
    const char *colon = memchr(scan->text + name.start, ':', name.end - name.start);
    if (colon)
        name.start = (size_t)(colon - scan->text) + 1;
    return name;
}

static bool matches_key(const struct scan *scan, const struct secret_keyed *keyed,
                        struct span value)
{
    const char *text = scan->text + value.start;
    size_t length = value.end - value.start;
    if (!memchr(text, '&', length))
        return secret_keyed_matches(keyed, text, length);
    struct decoded decoded = {0};
    decode(&decoded, scan->text, value);
    bool matches = secret_keyed_matches(keyed, decoded.text.data, decoded.text.length);
    decoded_fini(&decoded);
    return matches;
}

static void note_key(struct scan *scan, struct tag *tag, struct span name, struct span value)
{
    for (size_t i = 0; i < scan->secrets->keyed.count; i++) {
        const struct secret_keyed *keyed = scan->secrets->keyed.items[i];
        if (is_named(scan, name, keyed->value))
            tag->value[i] = value;
        for (size_t k = 0; !tag->matched[i] && k < keyed->keys.count; k++)
            tag->matched[i] =
                is_named(scan, name, keyed->keys.items[k]) && matches_key(scan, keyed, value);
    }
}

static void take_attribute(struct scan *scan, struct tag *tag, struct span name, struct span value)
{
    name = without_prefix(scan, name);
    const struct secret_name *known =
        secret_name_find(scan->secrets, scan->text + name.start, name.end - name.start);
    bool whole =
        known && secret_name_holds(known, scan->text + value.start, value.end - value.start);
    add_value(scan, value, whole ? known->kind : NULL);
    note_key(scan, tag, name, value);
}

/* What stands behind '=': in quotes, or, where nobody closed or opened them, to the next mark. */
static size_t read_value(const struct scan *scan, size_t at, size_t end, struct span *value)
{
    const char *text = scan->text;
    while (at < end && lexical_is(text[at], LEXICAL_SPACE))
        at++;
    char quote = at < end && (text[at] == '"' || text[at] == '\'') ? text[at] : '\0';
    value->start = quote ? ++at : at;
    while (at < end && text[at] != '<' &&
           (quote ? text[at] != quote
                  : text[at] != '>' && text[at] != '"' && !lexical_is(text[at], LEXICAL_SPACE)))
        at++;
    value->end = at;
    return quote && at < end && text[at] == quote ? at + 1 : at;
}

/* Reads name="value" until the tag ends: returns where it does. */
static size_t scan_attributes(struct scan *scan, struct tag *tag, size_t at, size_t end)
{
    const char *text = scan->text;
    while (at < end && text[at] != '>' && text[at] != '<') {
        if (!lexical_is(text[at], LEXICAL_NAME)) {
            at++;
            continue;
        }
        struct span name = {at, at}, value;
        while (name.end < end && lexical_is(text[name.end], LEXICAL_NAME))
            name.end++;
        at = name.end;
        while (at < end && lexical_is(text[at], LEXICAL_SPACE))
            at++;
        if (at < end && text[at] == '=') {
            at = read_value(scan, at + 1, end, &value);
            take_attribute(scan, tag, name, value);
        }
    }
    return at;
}

/* The key says that the value is secret: mask it, or wait for the text. */
static const char *finish_keyed(struct scan *scan, const struct tag *tag)
{
    const char *pending = NULL;
    for (size_t i = 0; i < scan->secrets->keyed.count; i++) {
        const struct secret_keyed *keyed = scan->secrets->keyed.items[i];
        size_t length = tag->name.end - tag->name.start;
        if (!tag->matched[i] ||
            map_find_bytes(keyed->exceptions, scan->text + tag->name.start, length))
            continue;
        if (tag->value[i].end > tag->value[i].start)
            add_value(scan, tag->value[i], keyed->kind);
        else
            pending = keyed->kind;
    }
    return pending;
}

/* The kind of an element's text when its name says that it is secret. */
static const char *kind_of_text(const struct scan *scan, const struct tag *tag)
{
    const char *name = scan->text + tag->name.start;
    size_t length = tag->name.end - tag->name.start;
    const struct secret_name *known = map_find_bytes(scan->secrets->elements, name, length);
    if (!known && length > 0)
        known = secret_name_find(scan->secrets, name, length);
    return known ? known->kind : NULL;
}

/* <setting name="ApiKey"><value>...: the text of <value> is what the key was about. */
static bool is_value_element(const struct scan *scan, const struct tag *tag)
{
    for (size_t i = 0; i < scan->secrets->keyed.count; i++)
        if (is_named(scan, tag->name,
                     ((struct secret_keyed *)scan->secrets->keyed.items[i])->value))
            return true;
    return false;
}

/* `at` is behind '<'. */
static size_t scan_tag(struct scan *scan, size_t at, size_t end)
{
    struct tag tag = {.name = {at, at}};
    while (tag.name.end < end && lexical_is(scan->text[tag.name.end], LEXICAL_NAME))
        tag.name.end++;
    at = scan_attributes(scan, &tag, tag.name.end, end);
    tag.name = without_prefix(scan, tag.name);
    bool is_empty = at > 0 && scan->text[at - 1] == '/';
    const char *pending = finish_keyed(scan, &tag);
    const char *own = kind_of_text(scan, &tag);
    if (own)
        pending = own;
    else if (!pending && is_value_element(scan, &tag))
        pending = scan->pending;
    scan->pending = is_empty ? NULL : pending;
    return at < end && scan->text[at] == '>' ? at + 1 : at;
}

/* ---- everything else ------------------------------------------------------------------------ */

static bool starts_at(const struct scan *scan, size_t at, size_t end, const char *mark)
{
    return end - at >= strlen(mark) && memcmp(scan->text + at, mark, strlen(mark)) == 0;
}

/* Where `mark` stands next, or the end. */
static size_t find(const struct scan *scan, size_t at, size_t end, const char *mark)
{
    while (at < end && !starts_at(scan, at, end, mark)) {
        const char *next = memchr(scan->text + at + 1, *mark, end - at - 1);
        at = next ? (size_t)(next - scan->text) : end;
    }
    return at;
}

static void take_text(struct scan *scan, struct span span)
{
    while (span.start < span.end && lexical_is(scan->text[span.start], LEXICAL_SPACE))
        span.start++;
    while (span.end > span.start && lexical_is(scan->text[span.end - 1], LEXICAL_SPACE))
        span.end--;
    if (span.start == span.end)
        return;
    add_value(scan, span, scan->pending);
    if (scan->comment) { /* validationKey="..." may stand there outside of any tag */
        struct tag tag = {.name = {span.start, span.start}};
        for (size_t at = span.start; at < span.end; at++)
            at = scan_attributes(scan, &tag, at, span.end);
        finish_keyed(scan, &tag);
    }
}

static void scan_markup(struct scan *scan, size_t at, size_t end);

/* Markup in a comment, or the attributes of an instruction. */
static void scan_inside(struct scan *scan, struct span span)
{
    const char *pending = scan->pending;
    scan->comment = true;
    scan->pending = NULL;
    scan_markup(scan, span.start, span.end);
    scan->comment = false;
    scan->pending = pending;
}

/* The markup at '<'; returns what is behind it. */
static size_t scan_item(struct scan *scan, size_t at, size_t end)
{
    static const char *const marks[][2] = {{"<!--", "-->"}, {"<?", "?>"}, {"<![CDATA[", "]]>"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (scan->comment || !starts_at(scan, at, end, marks[i][0]))
            continue;
        size_t start = at + strlen(marks[i][0]), stop = find(scan, start, end, marks[i][1]);
        if (i == 2)
            take_text(scan, (struct span){start, stop});
        else
            scan_inside(scan, (struct span){start, stop});
        return stop < end ? stop + strlen(marks[i][1]) : end;
    }
    if (starts_at(scan, at, end, "</"))
        scan->pending = NULL;
    return scan_tag(scan, at + 1 + starts_at(scan, at, end, "</"), end);
}

static void scan_markup(struct scan *scan, size_t at, size_t end)
{
    while (at < end) {
        const char *next = memchr(scan->text + at, '<', end - at);
        size_t stop = next ? (size_t)(next - scan->text) : end;
        if (stop > at)
            take_text(scan, (struct span){at, stop});
        at = stop < end ? scan_item(scan, stop, end) : end;
    }
}

/* Between one '<' and the next: does anything there look like the key of a secret? */
static const char *kind_nearby(struct scan *scan, struct span name, size_t length)
{
    const struct list *keyed = &scan->secrets->keyed;
    const struct secret_keyed *item = NULL;
    for (size_t i = 0; !item && i < keyed->count; i++)
        if (is_named(scan, name, ((const struct secret_keyed *)keyed->items[i])->value))
            item = keyed->items[i];
    if (!item)
        return NULL;
    if (++scan->lookups > LOOKUPS_MAX)
        return item->kind; /* no more work on a hostile file: hide it */
    size_t start = name.start, end = name.end;
    while (start > 0 && scan->text[start - 1] != '<' && name.start - start < NEARBY)
        start--;
    while (end < length && scan->text[end] != '<' && end - name.end < NEARBY)
        end++;
    return secret_keyed_matches(item, scan->text + start, end - start) ? item->kind : NULL;
}

/* name="value" wherever it stands: a quote that is missing turns the insides of tags out. Returns
 * where to look on: behind a value without quotes, inside of any other. */
static size_t scan_assignment(struct scan *scan, size_t equals, size_t length)
{
    struct tag tag = {.name = {equals, equals}};
    struct span name = {equals, equals}, value;
    while (name.end > 0 && lexical_is(scan->text[name.end - 1], LEXICAL_SPACE))
        name.end--;
    for (name.start = name.end;
         name.start > 0 && lexical_is(scan->text[name.start - 1], LEXICAL_NAME);)
        name.start--;
    if (name.start == name.end)
        return equals + 1;
    read_value(scan, equals + 1, length, &value);
    take_attribute(scan, &tag, name, value);
    const char *kind = kind_nearby(scan, without_prefix(scan, name), length);
    if (kind)
        add_value(scan, value, kind);
    char before = scan->text[value.start - 1];
    return before == '"' || before == '\'' || value.end == value.start ? equals + 1 : value.end;
}

/* What looks like a credential anywhere; never over a quote or tag, so that the fault of the file
 * stays what it is. */
static void scan_everything(struct scan *scan, size_t length)
{
    struct secret_list found = {0};
    secret_parts(scan->secrets, scan->text, length, &found);
    for (size_t i = 0; i < found.count; i++) {
        struct span span = found.array[i].span;
        size_t stop = span.start;
        while (stop < span.end && scan->text[stop] != '"' && scan->text[stop] != '<')
            stop++;
        secret_list_add(&scan->list, (struct span){span.start, stop}, found.array[i].kind, false);
    }
    free(found.array);
    size_t at = 0;
    for (const char *equals; (equals = memchr(scan->text + at, '=', length - at));)
        at = scan_assignment(scan, (size_t)(equals - scan->text), length);
}

const struct secret *secret_find(const struct secrets *secrets, struct arena *arena,
                                 const struct source *source, size_t *count)
{
    struct scan scan = {.secrets = secrets, .text = source->text};
    if (source->text)
        scan_markup(&scan, 0, source->length);
    if (source->text && !source->doc)
        scan_everything(&scan, source->length);
    secret_list_finish(&scan.list);
    *count = scan.list.count;
    struct secret *result = arena_array(arena, *count + 1, sizeof *result);
    if (*count > 0)
        memcpy(result, scan.list.array, *count * sizeof *result);
    free(scan.list.array);
    return result;
}

const struct span *secret_spans(const struct secrets *secrets, struct arena *arena,
                                const struct source *source, size_t *count)
{
    const struct secret *found = secret_find(secrets, arena, source, count);
    struct span *spans = arena_array(arena, *count + 1, sizeof *spans);
    for (size_t i = 0; i < *count; i++)
        spans[i] = found[i].span;
    return spans;
}
