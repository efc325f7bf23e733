#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the growing buffer ------------------------------------------------------------------- */

static void reserve(struct text *text, size_t extra)
{
    size_t needed = text->length + extra + 1;
    if (needed <= text->capacity)
        return;
    size_t capacity = text->capacity < 64 ? 64 : text->capacity;
    while (capacity < needed && capacity <= SIZE_MAX / 2)
        capacity *= 2;
    char *data = needed <= text->length || capacity < needed ? NULL : realloc(text->data, capacity);
    if (data == NULL)
        arena_out_of_memory();
    text->data = data;
    text->capacity = capacity;
}

void text_fini(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

void text_clear(struct text *text)
{
    text->length = 0;
    if (text->data != NULL)
        text->data[0] = '\0';
}

void text_add(struct text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
    reserve(text, length);
    if (length > 0)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void text_add_char(struct text *text, char c)
{
    text_add_bytes(text, &c, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(length >= 0);
    reserve(text, (size_t)length);
    va_start(arguments, format);
    vsnprintf(text->data + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

const char *text_string(const struct text *text)
{
    return text->data == NULL ? "" : text->data;
}

/* ---- ASCII case --------------------------------------------------------------------------- */

static unsigned char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : (unsigned char)c;
}

bool text_equals_nocase(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return text_compare_nocase(a, b) == 0;
}

int text_compare_nocase(const char *a, const char *b)
{
    while (*a != '\0' && fold(*a) == fold(*b)) {
        a++;
        b++;
    }
    return (int)fold(*a) - (int)fold(*b);
}

bool text_starts_with(const char *string, const char *prefix)
{
    return strncmp(string, prefix, strlen(prefix)) == 0;
}

bool text_starts_with_nocase(const char *string, const char *prefix)
{
    while (*prefix != '\0' && fold(*string) == fold(*prefix)) {
        string++;
        prefix++;
    }
    return *prefix == '\0';
}

bool text_ends_with_nocase(const char *string, const char *suffix)
{
    size_t length = strlen(string);
    size_t wanted = strlen(suffix);
    return length >= wanted && text_equals_nocase(string + (length - wanted), suffix);
}

const char *text_find_nocase(const char *haystack, const char *needle)
{
    for (const char *start = haystack;; start++) {
        if (text_starts_with_nocase(start, needle))
            return start;
        if (*start == '\0')
            return NULL;
    }
}

char *text_lower_ascii(struct arena *arena, const char *string)
{
    char *copy = arena_strdup(arena, string);
    for (char *c = copy; *c != '\0'; c++)
        *c = (char)fold(*c);
    return copy;
}

/* ---- words -------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Narrows [start, end) to what is left without white space at both ends. */
static void trim_range(const char **start, const char **end)
{
    while (*start < *end && is_space(**start))
        (*start)++;
    while (*end > *start && is_space((*end)[-1]))
        (*end)--;
}

char *text_trim(struct arena *arena, const char *string)
{
    const char *end = string + strlen(string);
    trim_range(&string, &end);
    return arena_strndup(arena, string, (size_t)(end - string));
}

const char *text_next_item(const char **cursor, const char *separators, size_t *length)
{
    while (**cursor != '\0') {
        const char *start = *cursor;
        const char *end = start + strcspn(start, separators);
        *cursor = *end == '\0' ? end : end + 1;
        trim_range(&start, &end);
        if (start < end) {
            *length = (size_t)(end - start);
            return start;
        }
    }
    return NULL;
}

/* Words longer than this are never a typing mistake of each other; it bounds the row below. */
#define DISTANCE_LENGTH_MAX 128

unsigned text_distance(const char *a, const char *b, unsigned limit)
{
    size_t a_length = strlen(a);
    size_t b_length = strlen(b);
    size_t difference = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (difference > limit || a_length > DISTANCE_LENGTH_MAX || b_length > DISTANCE_LENGTH_MAX)
        return text_equals_nocase(a, b) ? 0 : limit + 1;

    unsigned row[DISTANCE_LENGTH_MAX + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = (unsigned)j;
    for (size_t i = 1; i <= a_length; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_length; j++) {
            unsigned best = diagonal + (fold(a[i - 1]) != fold(b[j - 1]));
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b_length] > limit ? limit + 1 : row[b_length];
}

/* ---- UTF-8 -------------------------------------------------------------------------------- */

static bool is_continuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Length of the valid sequence at `s` (`left` bytes to the end), 0 when it is not valid. */
static size_t sequence_length(const unsigned char *s, size_t left)
{
    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    if (left < 2 || !is_continuation(s[1]))
        return 0;
    if (s[0] < 0xE0)
        return 2;
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F))
        return 0; /* overlong; surrogate */
    if (left < 3 || !is_continuation(s[2]))
        return 0;
    if (s[0] < 0xF0)
        return 3;
    if ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0; /* overlong; above U+10FFFF */
    return left >= 4 && is_continuation(s[3]) ? 4 : 0;
}

size_t text_utf8_check(const char *bytes, size_t length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < length) {
        /* Configuration is ASCII nearly everywhere: eight bytes at a time. */
        uint64_t word;
        while (length - i >= sizeof word) {
            memcpy(&word, s + i, sizeof word);
            if ((word & 0x8080808080808080u) != 0)
                break;
            i += sizeof word;
        }
        if (i == length)
            break;
        size_t step = sequence_length(s + i, length - i);
        if (step == 0)
            return i;
        i += step;
    }
    return length;
}

size_t text_utf16_length(const char *bytes, size_t length)
{
    size_t units = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (!is_continuation(c))
            units += c >= 0xF0 ? 2 : 1;
    }
    return units;
}

uint32_t text_utf8_next(const char **cursor)
{
    const unsigned char *s = (const unsigned char *)*cursor;
    if (s[0] < 0x80) {
        *cursor += 1;
        return s[0];
    }
    size_t length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    uint32_t code = s[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        code = (code << 6) | (s[i] & 0x3Fu);
    *cursor += length;
    return code;
}
