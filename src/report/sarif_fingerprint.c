#include "report/sarif_fingerprint.h"

#include "base/text.h"
#include "source/digest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW 100
#define MULTIPLIER 37u
#define END_OF_TEXT 0xFFFFu

struct line_hash {
    uint64_t hash;
    uint32_t occurrence; /* 1-based: how often the hash was seen up to this line */
    uint32_t line;
};

struct sarif_fingerprints {
    const struct iislint_file *file;
    struct line_hash *lines; /* index 0 is line 1 */
    size_t count;
    size_t capacity;
};

/* The rolling hash while it runs over the characters. */
struct roller {
    struct sarif_fingerprints *result;
    uint64_t leaving; /* MULTIPLIER to the power of WINDOW */
    uint64_t hash;
    uint32_t window[WINDOW];
    uint32_t starts[WINDOW]; /* the line that starts with that character, or 0 */
    size_t at;
    uint32_t line;
    bool is_line_start;
    bool is_after_cr;
};

static void emit(struct roller *roller)
{
    struct sarif_fingerprints *result = roller->result;
    if (result->count == result->capacity) {
        result->capacity = result->capacity == 0 ? 256 : result->capacity * 2;
        result->lines = realloc(result->lines, result->capacity * sizeof *result->lines);
        if (result->lines == NULL)
            abort();
    }
    result->lines[result->count].hash = roller->hash;
    result->lines[result->count].line = roller->starts[roller->at];
    result->count++;
    roller->starts[roller->at] = 0;
}

static void shift(struct roller *roller, uint32_t unit)
{
    uint64_t old = roller->window[roller->at];
    roller->hash = roller->hash * MULTIPLIER + unit - roller->leaving * old;
    roller->window[roller->at] = unit;
    roller->at = (roller->at + 1) % WINDOW;
}

/* Takes one UTF-16 code unit; blanks do not count, and all line ends are alike. */
static void take(struct roller *roller, uint32_t unit)
{
    if (unit == ' ' || unit == '\t' || (roller->is_after_cr && unit == '\n')) {
        roller->is_after_cr = false;
        return;
    }
    roller->is_after_cr = unit == '\r';
    if (unit == '\r')
        unit = '\n';
    if (roller->starts[roller->at] != 0)
        emit(roller);
    if (roller->is_line_start) {
        roller->line++;
        roller->starts[roller->at] = roller->line;
    }
    roller->is_line_start = unit == '\n';
    shift(roller, unit);
}

static void take_text(struct roller *roller, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        uint32_t code_point = text_utf8_next(&text);
        if (code_point > 0xFFFF) {
            take(roller, 0xD800 + ((code_point - 0x10000) >> 10));
            take(roller, 0xDC00 + ((code_point - 0x10000) & 0x3FF));
        } else {
            take(roller, code_point);
        }
    }
    take(roller, END_OF_TEXT);
    for (size_t i = 0; i < WINDOW; i++) {
        if (roller->starts[roller->at] != 0)
            emit(roller);
        shift(roller, 0);
    }
}

static int compare_hashes(const void *a, const void *b)
{
    const struct line_hash *left = a;
    const struct line_hash *right = b;
    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return left->line < right->line ? -1 : left->line > right->line;
}

static int compare_lines(const void *a, const void *b)
{
    const struct line_hash *left = a;
    const struct line_hash *right = b;
    return left->line < right->line ? -1 : left->line > right->line;
}

static void count_occurrences(struct sarif_fingerprints *result)
{
    if (result->count == 0)
        return;
    qsort(result->lines, result->count, sizeof *result->lines, compare_hashes);
    for (size_t i = 0; i < result->count; i++) {
        bool is_again = i > 0 && result->lines[i].hash == result->lines[i - 1].hash;
        result->lines[i].occurrence = is_again ? result->lines[i - 1].occurrence + 1 : 1;
    }
    qsort(result->lines, result->count, sizeof *result->lines, compare_lines);
}

struct sarif_fingerprints *sarif_fingerprints_new(const char *text, size_t length, bool has_mark)
{
    struct sarif_fingerprints *result = calloc(1, sizeof *result);
    if (result == NULL)
        abort();
    struct roller roller = {.result = result, .leaving = 1, .is_line_start = true};
    for (size_t i = 0; i < WINDOW; i++)
        roller.leaving *= MULTIPLIER;
    if (has_mark)
        take(&roller, 0xFEFF);
    take_text(&roller, text, length);
    count_occurrences(result);
    return result;
}

struct sarif_fingerprints *sarif_fingerprints_of_file(const struct iislint_file *file)
{
    size_t length;
    iislint_file_text(file, &length);
    bool has_mark = strcmp(iislint_file_encoding(file), "utf-8") == 0 &&
                    iislint_file_byte_length(file) == length + 3;
    const char *text = iislint_file_masked_text(file, &length);
    struct sarif_fingerprints *result = sarif_fingerprints_new(text, length, has_mark);
    result->file = file;
    return result;
}

void sarif_fingerprints_free(struct sarif_fingerprints *fingerprints)
{
    if (fingerprints != NULL)
        free(fingerprints->lines);
    free(fingerprints);
}

const struct iislint_file *sarif_fingerprints_file(const struct sarif_fingerprints *fingerprints)
{
    return fingerprints != NULL ? fingerprints->file : NULL;
}

char *sarif_fingerprints_line(const struct sarif_fingerprints *fingerprints, size_t line,
                              struct arena *arena)
{
    if (line == 0 || line > fingerprints->count)
        return NULL;
    const struct line_hash *item = &fingerprints->lines[line - 1];
    return arena_printf(arena, "%llx:%u", (unsigned long long)item->hash,
                        (unsigned)item->occurrence);
}

/* Adds text without its blanks, so that a change of layout changes nothing. */
static void add_normalized(struct text *text, const char *string)
{
    for (; *string != '\0'; string++) {
        if (strchr(" \t\r\n", *string) == NULL)
            text_add_char(text, *string);
    }
}

char *sarif_fingerprint_own(const struct iislint_finding *finding, const char *uri,
                            struct arena *arena)
{
    const struct iislint_place *place = &finding->place;
    struct text key = {0};
    text_printf(&key, "%s\n%s\n", iislint_rule_info(finding->rule)->id, uri);
    text_printf(&key, "%s\n", place->xpath != NULL ? place->xpath : "");
    text_printf(&key, "%s\n", finding->message_id != NULL ? finding->message_id : "");
    if (place->file != NULL)
        add_normalized(&key, iislint_file_excerpt(place->file, place->region.start_offset,
                                                  place->region.end_offset, NULL));
    uint8_t digest[32];
    char hex[65];
    digest_sha256(key.data, key.length, digest);
    digest_hex(digest, 16, hex);
    text_fini(&key);
    return arena_strdup(arena, hex);
}
