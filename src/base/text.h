/*
 * text.h - strings: a growing buffer, comparison as IIS compares names, lists of words.
 *
 * All strings are UTF-8. IIS compares most names without regard to case; the functions here do
 * so for ASCII letters, and source/regex.h has the full Unicode form for the rare other names.
 */
#ifndef IISLINT_BASE_TEXT_H
#define IISLINT_BASE_TEXT_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A growing, always NUL-terminated buffer on the heap. Zero-initialise it; text_fini() frees. */
struct text {
    char *data;
    size_t length;
    size_t capacity;
};

void text_fini(struct text *text);
void text_clear(struct text *text);
void text_add(struct text *text, const char *string);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
void text_add_char(struct text *text, char c);
void text_printf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/* The content as a C string; never NULL, valid until the next change. */
const char *text_string(const struct text *text);

/* Equality of names that seldom are equal: most differ in the first letter, which costs no call. */
static inline bool text_is(const char *a, const char *b)
{
    return *a == *b && strcmp(a, b) == 0;
}

/* Equality without regard to the case of ASCII letters. NULL equals only NULL. */
bool text_equals_nocase(const char *a, const char *b);

/* Order without regard to the case of ASCII letters: <0, 0, >0. */
int text_compare_nocase(const char *a, const char *b);

bool text_starts_with(const char *string, const char *prefix);
bool text_starts_with_nocase(const char *string, const char *prefix);
bool text_ends_with_nocase(const char *string, const char *suffix);

/* First place of `needle` in `haystack` without ASCII case, or NULL. */
const char *text_find_nocase(const char *haystack, const char *needle);

/* ASCII lower-case copy. */
char *text_lower_ascii(struct arena *arena, const char *string);

/* Copy without leading and trailing XML white space. */
char *text_trim(struct arena *arena, const char *string);

/*
 * Steps through a list separated by any byte of `separators`, skipping white space around items
 * and empty items: returns the start of the next item and its length, or NULL at the end.
 * `*cursor` starts at the list.
 */
const char *text_next_item(const char **cursor, const char *separators, size_t *length);

/* Edit distance (Levenshtein, ASCII case ignored), capped at `limit` + 1: for "did you mean". */
unsigned text_distance(const char *a, const char *b, unsigned limit);

/*
 * Checks UTF-8. Returns `length` when all of it is valid, else the offset of the first bad byte.
 * Overlong forms, surrogates and code points above U+10FFFF are bad.
 */
size_t text_utf8_check(const char *bytes, size_t length);

/* Number of UTF-16 code units that these valid UTF-8 bytes take. */
size_t text_utf16_length(const char *bytes, size_t length);

/* Decodes one code point at `*cursor` of valid UTF-8 and moves the cursor behind it. */
uint32_t text_utf8_next(const char **cursor);

#endif
