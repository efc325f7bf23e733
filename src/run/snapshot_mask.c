#include "run/snapshot_mask.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define UTF8_BOM "\xEF\xBB\xBF"
#define UTF32_BOM "\xFF\xFE\0\0"

/* Stands for what is encrypted: base64, as the check of such values wants it. */
#define ENCRYPTED "AAAA"

/* A walk through the text; when it was repaired, also through the bytes that it came from. */
struct masking {
    const struct source *source;
    struct text *out;
    size_t at;         /* in the text */
    const char *bytes; /* the byte of UTF-8 that the text at `at` came from; NULL: it is the text */
};

static bool is_utf16(const struct source *source)
{
    return source->encoding == SOURCE_UTF16LE || source->encoding == SOURCE_UTF16BE;
}

/* The byte for a character that the reader put in place of what it could not read. */
static char bad_byte(struct masking *masking, bool *any)
{
    const struct source *source = masking->source;
    size_t left =
        masking->bytes ? (size_t)(source->bytes + source->byte_length - masking->bytes) : 0;
    *any = masking->bytes ? left > 0 && (left < 3 || memcmp(masking->bytes, REPLACEMENT, 3) != 0)
                          : is_utf16(source) && masking->at == source->fault.span.start;
    if (masking->bytes)
        return left > 0 ? *masking->bytes : '\0';
    return source->fault.kind == FAULT_ENCODING ? '\xFF' : '\0';
}

/* Goes on to `end`; what is passed over is written, or not. */
static void advance(struct masking *masking, size_t end, bool write)
{
    const char *text = masking->source->text;
    if (masking->source->fault.kind == FAULT_NONE) {
        if (write)
            text_add_bytes(masking->out, text + masking->at, end - masking->at);
        masking->at = end;
    }
    while (masking->at < end) {
        bool bad = false;
        bool replacement =
            end - masking->at >= 3 && memcmp(text + masking->at, REPLACEMENT, 3) == 0;
        char byte = replacement ? bad_byte(masking, &bad) : '\0';
        if (write)
            text_add_char(masking->out, bad ? byte : text[masking->at]);
        masking->at += bad ? 3 : 1;
        if (masking->bytes)
            masking->bytes++;
    }
}

/* <?xml encoding="utf-16"?> would be a lie in UTF-8. */
static void write_declaration(struct masking *masking)
{
    const char *text = masking->source->text, *end = strstr(text, "?>");
    if (!is_utf16(masking->source) || !text_starts_with(text, "<?xml") || !end)
        return;
    const char *name = text_find_nocase(text, "encoding");
    if (!name || name > end)
        return;
    const char *value = name + strcspn(name, "\"'");
    size_t length = value < end ? strcspn(value + 1, "\"'") : 0;
    if (length == 0 || value + 1 + length > end)
        return;
    advance(masking, (size_t)(value + 1 - text), true);
    text_add(masking->out, "utf-8");
    advance(masking, (size_t)(value + 1 + length - text), false);
}

static void write_mask(struct masking *masking, const struct secret *secret)
{
    const char *text = masking->source->text;
    text_add(masking->out, secret->is_base64 ? ENCRYPTED : SECRET_MASK);
    for (size_t i = secret->span.start; i < secret->span.end; i++)
        if (text[i] == '\r' || text[i] == '\n')
            text_add_char(masking->out, text[i]);
}

/* A snapshot of a snapshot replaces nothing. */
static bool is_masked(const struct source *source, const struct secret *secret)
{
    const char *mask = secret->is_base64 ? ENCRYPTED : SECRET_MASK;
    const char *at = source->text + secret->span.start;
    size_t length = strlen(mask), left = secret->span.end - secret->span.start;
    if (left < length || memcmp(at, mask, length) != 0)
        return false;
    while (length < left && (at[length] == '\r' || at[length] == '\n'))
        length++;
    return length == left;
}

void snapshot_mask(const struct secrets *secrets, struct arena *arena, const struct source *source,
                   struct text *out, snapshot_replaced *replaced, void *context)
{
    struct masking masking = {.source = source, .out = out};
    if (source->encoding == SOURCE_UTF8_BOM)
        text_add(out, UTF8_BOM);
    if (source->length == 0 && source->fault.kind == FAULT_ENCODING && source->byte_length > 0)
        text_add_bytes(out, UTF32_BOM, 4); /* UTF-32 stays what nobody reads */
    if (source->fault.kind != FAULT_NONE && !is_utf16(source))
        masking.bytes = source->bytes + (source->encoding == SOURCE_UTF8_BOM ? 3 : 0);
    write_declaration(&masking);
    size_t count;
    const struct secret *found = secret_find(secrets, arena, source, &count);
    for (size_t i = 0; i < count; i++) {
        if (found[i].span.start < masking.at || is_masked(source, &found[i]))
            continue;
        advance(&masking, found[i].span.start, true);
        write_mask(&masking, &found[i]);
        advance(&masking, found[i].span.end, false);
        replaced(context, found[i].kind);
    }
    advance(&masking, source->length, true);
}
