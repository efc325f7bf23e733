#include "source/encoding.h"

#include "base/text.h"
#include "source/lexical.h"
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT 0xFFFDu
#define REPLACEMENT_BYTES "\xEF\xBF\xBD"

static void set_fault(struct source *source, enum source_fault_kind kind, size_t start, size_t end,
                      const char *message)
{
    source->fault.kind = kind;
    source->fault.span = (struct span){start, end};
    source->fault.message = message;
}

/* Makes the content of `text` the source's own; an allocation even when nothing is in it. */
static void take_text(struct source *source, struct text *text)
{
    text_add_bytes(text, "", 0);
    source->text = text->data;
    source->length = text->length;
}

/* ---- which encoding ----------------------------------------------------------------------- */

static bool starts_with(const struct source *source, const char *bytes, size_t length)
{
    return source->byte_length >= length && memcmp(source->bytes, bytes, length) == 0;
}

/* A '<' or white space with a zero byte at one side: UTF-16 whose byte order mark was lost. */
static bool looks_like_utf16(const struct source *source, size_t letter)
{
    if (source->byte_length < 2 || source->bytes[1 - letter] != '\0')
        return false;
    char c = source->bytes[letter];
    return c == '<' || lexical_is(c, LEXICAL_SPACE);
}

/* The encoding, and in `*skip` the length of the byte order mark; false for UTF-32. */
static bool recognize(struct source *source, size_t *skip)
{
    *skip = 0;
    if (starts_with(source, "\xFF\xFE\0\0", 4) || starts_with(source, "\0\0\xFE\xFF", 4) ||
        starts_with(source, "<\0\0\0", 4) || starts_with(source, "\0\0\0<", 4))
        return false;
    if (starts_with(source, "\xEF\xBB\xBF", 3)) {
        source->encoding = SOURCE_UTF8_BOM;
        *skip = 3;
    } else if (starts_with(source, "\xFF\xFE", 2)) {
        source->encoding = SOURCE_UTF16LE;
        *skip = 2;
    } else if (starts_with(source, "\xFE\xFF", 2)) {
        source->encoding = SOURCE_UTF16BE;
        *skip = 2;
    } else if (looks_like_utf16(source, 0)) {
        source->encoding = SOURCE_UTF16LE;
    } else if (looks_like_utf16(source, 1)) {
        source->encoding = SOURCE_UTF16BE;
    } else {
        source->encoding = SOURCE_UTF8;
    }
    return true;
}

/* ---- UTF-16 ------------------------------------------------------------------------------- */

static uint32_t unit_at(const struct source *source, size_t at)
{
    const unsigned char *s = (const unsigned char *)source->bytes + at;
    return source->encoding == SOURCE_UTF16LE ? s[0] | (uint32_t)s[1] << 8
                                              : s[1] | (uint32_t)s[0] << 8;
}

static size_t put_utf8(char *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | code >> 12);
        to[1] = (char)(0x80 | (code >> 6 & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | code >> 18);
    to[1] = (char)(0x80 | (code >> 12 & 0x3F));
    to[2] = (char)(0x80 | (code >> 6 & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* The code point at `*at`, which moves behind it; REPLACEMENT and `*bad` for half a pair. */
static uint32_t next_code(const struct source *source, size_t *at, bool *bad)
{
    uint32_t unit = unit_at(source, *at);
    *at += 2;
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit;
    if (unit < 0xDC00 && source->byte_length - *at >= 2) {
        uint32_t low = unit_at(source, *at);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *at += 2;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    *bad = true;
    return REPLACEMENT;
}

static void decode_utf16(struct source *source, size_t at)
{
    struct text text = {0};
    char buffer[4096];
    size_t used = 0;

    while (source->byte_length - at >= 2) {
        bool bad = false;
        uint32_t code = next_code(source, &at, &bad);
        if (bad && source->fault.kind == FAULT_NONE) {
            size_t start = text.length + used;
            set_fault(source, FAULT_ENCODING, start, start + 3,
                      "half of a UTF-16 surrogate pair; the file is damaged");
        }
        used += put_utf8(buffer + used, code);
        if (used > sizeof buffer - 4) {
            text_add_bytes(&text, buffer, used);
            used = 0;
        }
    }
    text_add_bytes(&text, buffer, used);
    if (at < source->byte_length) {
        if (source->fault.kind == FAULT_NONE)
            set_fault(source, FAULT_ENCODING, text.length, text.length + 3,
                      "the UTF-16 file ends in the middle of a character: its last byte is lost");
        text_add(&text, REPLACEMENT_BYTES);
    }
    take_text(source, &text);
}

/* ---- UTF-8 -------------------------------------------------------------------------------- */

/* The encoding that the XML declaration names, with its length, or NULL. */
static const char *declared_encoding(const char *text, size_t length, size_t *name_length)
{
    static const char key[] = "encoding";
    if (length < 5 || memcmp(text, "<?xml", 5) != 0)
        return NULL;
    const char *end = memchr(text, '>', length);
    if (end == NULL)
        return NULL;
    for (const char *at = text + 5; (size_t)(end - at) >= sizeof key; at++) {
        if (memcmp(at, key, sizeof key - 1) != 0)
            continue;
        at = lexical_skip_space(at + sizeof key - 1);
        if (*at != '=')
            return NULL;
        at = lexical_skip_space(at + 1);
        if (*at != '"' && *at != '\'')
            return NULL;
        const char *name_end = lexical_skip_name(at + 1);
        *name_length = (size_t)(name_end - (at + 1));
        return *name_end == *at && *name_length <= 40 ? at + 1 : NULL;
    }
    return NULL;
}

/* Says what the byte at `bad` means; `text` may still hold it, so nothing of it is quoted. */
static void report_bad_byte(struct source *source, struct arena *arena, const char *text,
                            size_t length, size_t bad)
{
    unsigned byte = (unsigned char)text[bad];
    size_t name_length;
    const char *name = declared_encoding(text, length, &name_length);
    bool ascii = name != NULL && text_utf8_check(name, name_length) == name_length;
    bool other = ascii && !(name_length == 5 && text_starts_with_nocase(name, "utf-8"));
    const char *message =
        other ? arena_printf(arena,
                             "byte 0x%02X is not UTF-8: the file declares `%.*s`, but only UTF-8 "
                             "and UTF-16 are read; save it as UTF-8",
                             byte, (int)name_length, name)
              : arena_printf(arena,
                             "byte 0x%02X is not valid UTF-8; the file was probably saved in an "
                             "ANSI code page: save it as UTF-8",
                             byte);
    set_fault(source, FAULT_ENCODING, bad, bad + 3, message);
}

static void report_nul(struct source *source, size_t bad)
{
    set_fault(source, FAULT_MALFORMED, bad, bad + 3,
              "a NUL byte: the file is damaged, as by a write that was interrupted, or it is "
              "not a text file");
}

/* A copy of `text` with U+FFFD for each byte that is not UTF-8 and each NUL. */
static void take_repaired(struct source *source, const char *text, size_t length)
{
    struct text repaired = {0};
    size_t at = 0;
    while (at < length) {
        size_t valid = text_utf8_check(text + at, length - at);
        const char *nul = memchr(text + at, '\0', valid);
        if (nul != NULL)
            valid = (size_t)(nul - (text + at));
        text_add_bytes(&repaired, text + at, valid);
        at += valid;
        if (at < length) {
            text_add(&repaired, REPLACEMENT_BYTES);
            at++;
        }
    }
    take_text(source, &repaired);
}

static void decode_utf8(struct source *source, struct arena *arena, size_t skip)
{
    const char *text = source->bytes + skip;
    size_t length = source->byte_length - skip;
    size_t valid = text_utf8_check(text, length);
    const char *nul = memchr(text, '\0', valid);
    if (nul == NULL && valid == length) {
        source->text = text;
        source->length = length;
        return;
    }
    if (nul != NULL)
        report_nul(source, (size_t)(nul - text));
    else
        report_bad_byte(source, arena, text, length, valid);
    take_repaired(source, text, length);
}

void encoding_decode(struct source *source, struct arena *arena)
{
    size_t skip;
    if (!recognize(source, &skip)) {
        struct text nothing = {0};
        take_text(source, &nothing);
        set_fault(source, FAULT_ENCODING, 0, 0,
                  "the file is UTF-32, which is not read: save it as UTF-8");
    } else if (source->encoding == SOURCE_UTF16LE || source->encoding == SOURCE_UTF16BE) {
        decode_utf16(source, skip);
        const char *nul = memchr(source->text, '\0', source->length);
        if (nul != NULL) {
            char *decoded = (char *)source->text;
            size_t length = source->length;
            if (source->fault.kind == FAULT_NONE)
                report_nul(source, (size_t)(nul - decoded));
            take_repaired(source, decoded, length);
            free(decoded);
        }
    } else {
        decode_utf8(source, arena, skip);
    }
}

bool encoding_owns_text(const struct source *source)
{
    uintptr_t text = (uintptr_t)source->text;
    uintptr_t bytes = (uintptr_t)source->bytes;
    return source->text != NULL &&
           !(source->bytes != NULL && text >= bytes && text <= bytes + source->byte_length);
}
