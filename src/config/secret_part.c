/*
 * Secrets that are part of a value: credentials in a text, what is encrypted.
 */
#include "base/text.h"
#include "config/secret_data.h"
#include <stdlib.h>
#include <string.h>

#define GROUPS 8 /* a part pattern has up to seven alternatives for the secret */
#define ENCRYPTED_BEGIN "[enc:"
#define ENCRYPTED_END ":enc]"

/* ---- the list ------------------------------------------------------------------------------- */

void secret_list_add(struct secret_list *list, struct span span, const char *kind, bool is_base64)
{
    if (span.end <= span.start)
        return;
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? 2 * list->capacity : 16;
        list->array = realloc(list->array, list->capacity * sizeof *list->array);
        if (!list->array)
            arena_out_of_memory();
    }
    list->array[list->count++] = (struct secret){span, kind, is_base64};
}

static int compare(const void *a, const void *b)
{
    const struct secret *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return x->span.end < y->span.end ? 1 : x->span.end > y->span.end ? -1 : 0;
}

void secret_list_finish(struct secret_list *list)
{
    size_t count = 0;
    if (list->count > 1)
        qsort(list->array, list->count, sizeof *list->array, compare);
    for (size_t i = 0; i < list->count; i++) {
        struct secret *last = count > 0 ? &list->array[count - 1] : NULL;
        if (!last || list->array[i].span.start >= last->span.end) {
            list->array[count++] = list->array[i];
        } else if (list->array[i].span.end > last->span.end) {
            last->span.end = list->array[i].span.end;
            last->is_base64 = false;
        }
    }
    list->count = count;
}

/* ---- credentials in a text ------------------------------------------------------------------ */

uint32_t secret_possible_parts(const struct secrets *secrets, const char *value, size_t length)
{
    uint32_t parts = 0;
    for (size_t i = 0; i < length; i++)
        parts |= secrets->hints[(unsigned char)value[i]];
    return parts;
}

/* The next secret part at or behind `offset`; false when there is none. */
static bool next_part(const struct regex *regex, const char *text, size_t length, size_t offset,
                      struct span *part)
{
    struct regex_group groups[GROUPS];
    enum regex_answer answer = regex_search(regex, text, length, offset, groups, GROUPS);
    if (answer == REGEX_GAVE_UP) { /* cannot tell: hide the rest */
        *part = (struct span){offset, length};
        return offset < length;
    }
    if (answer != REGEX_MATCH)
        return false;
    for (size_t i = 1; i < GROUPS; i++)
        if (groups[i].start != SIZE_MAX && groups[i].end > groups[i].start) {
            *part = (struct span){groups[i].start, groups[i].end};
            return true;
        }
    return false;
}

void secret_parts(const struct secrets *secrets, const char *value, size_t length,
                  struct secret_list *list)
{
    uint32_t possible = secret_possible_parts(secrets, value, length);
    for (size_t i = 0; i < secrets->parts.count; i++) {
        if ((possible >> i & 1) == 0)
            continue;
        const struct secret_part *part = secrets->parts.items[i];
        struct span span;
        for (size_t done = 0; done < length; done = span.end) {
            if (!next_part(part->pattern, value, length, done, &span))
                break;
            secret_list_add(list, span, part->kind, false);
        }
    }
}

/* ---- what is encrypted ---------------------------------------------------------------------- */

bool secret_is_base64(const char *text, size_t length)
{
    size_t count = 0, padding = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '+' || c == '/';
        padding += c == '=';
        if ((!letter && c != '=') || (letter && padding > 0))
            return false;
        count++;
    }
    return count % 4 == 0 && padding <= 2;
}

bool secret_is_empty(const char *value)
{
    if (!text_starts_with(value, ENCRYPTED_BEGIN))
        return !*value;
    const char *colon = strchr(value + strlen(ENCRYPTED_BEGIN), ':');
    return colon && strcmp(colon, ":" ENCRYPTED_END) == 0;
}

bool secret_encrypted(const char *value, size_t length, struct secret_list *list)
{
    static const char kind[] = "encrypted value";
    size_t begin = strlen(ENCRYPTED_BEGIN), end = strlen(ENCRYPTED_END);
    if (length < begin || memcmp(value, ENCRYPTED_BEGIN, begin) != 0)
        return false;
    const char *colon = memchr(value + begin, ':', length - begin);
    size_t start = colon ? (size_t)(colon - value) + 1 : begin;
    size_t last = length >= end ? length - end : 0;
    bool whole = colon && last + 1 >= start && memcmp(value + last, ENCRYPTED_END, end) == 0;
    if (!whole) { /* cut, or a strange password */
        secret_list_add(list, (struct span){begin, length}, kind, false);
        return true;
    }
    bool valid = last > start && secret_is_base64(value + start, last - start);
    secret_list_add(list, (struct span){start, last}, kind, valid);
    return true;
}
