#include "facts/sid.h"

#include "base/text.h"
#include "source/digest.h"
#include <stdint.h>
#include <string.h>

enum { SUB_AUTHORITIES_MAX = 15 };
#define AUTHORITY_MAX 0xFFFFFFFFFFFFu /* 48 bits */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits of one number up to `limit`; 0 when there is none or it is larger. */
static size_t scan_number(const char *text, uint64_t limit)
{
    uint64_t value = 0;
    size_t length = 0;
    for (; is_digit(text[length]); length++) {
        value = value * 10 + (uint64_t)(text[length] - '0');
        if (value > limit)
            return 0;
    }
    return length;
}

size_t sid_scan(const char *text)
{
    if ((text[0] != 'S' && text[0] != 's') || strncmp(text + 1, "-1-", 3) != 0)
        return 0;
    size_t number = scan_number(text + 4, AUTHORITY_MAX);
    if (number == 0)
        return 0;
    size_t length = 4 + number;
    unsigned count = 0;
    while (text[length] == '-') {
        number = scan_number(text + length + 1, UINT32_MAX);
        if (number == 0 || ++count > SUB_AUTHORITIES_MAX)
            return 0;
        length += 1 + number;
    }
    return count == 0 ? 0 : length;
}

bool sid_is(const char *text)
{
    size_t length = sid_scan(text);
    return length > 0 && text[length] == '\0';
}

const char *sid_relative(const char *sid)
{
    const char *dash = strrchr(sid, '-');
    return dash != NULL ? dash + 1 : sid;
}

/* ASCII upper case; NULL for other letters, whose upper case nobody here knows. */
static char *upper_ascii(struct arena *arena, const char *name)
{
    char *upper = arena_strdup(arena, name);
    for (char *c = upper; *c != '\0'; c++) {
        if ((unsigned char)*c >= 0x80)
            return NULL;
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    }
    return upper;
}

static void put_utf16(uint8_t *bytes, size_t *length, uint32_t unit)
{
    bytes[(*length)++] = (uint8_t)(unit & 0xFF);
    bytes[(*length)++] = (uint8_t)(unit >> 8 & 0xFF);
}

/* UTF-16LE of valid UTF-8; a UTF-8 byte never gives more than two bytes of UTF-16. */
static uint8_t *utf16le(struct arena *arena, const char *text, size_t *length)
{
    uint8_t *bytes = arena_alloc(arena, strlen(text) * 2 + 1);
    *length = 0;
    while (*text != '\0') {
        uint32_t point = text_utf8_next(&text);
        if (point >= 0x10000) {
            put_utf16(bytes, length, 0xD800 + ((point - 0x10000) >> 10));
            point = 0xDC00 + ((point - 0x10000) & 0x3FF);
        }
        put_utf16(bytes, length, point);
    }
    return bytes;
}

char *sid_of_name(struct arena *arena, struct regex_cache *regexes, const char *authority,
                  const char *name, enum sid_case letter_case)
{
    if (text_utf8_check(name, strlen(name)) != strlen(name))
        return NULL;
    const char *folded =
        letter_case == SID_UPPER ? upper_ascii(arena, name) : regex_lowercase(regexes, arena, name);
    if (folded == NULL)
        return NULL;
    size_t length;
    const uint8_t *bytes = utf16le(arena, folded, &length);
    uint8_t hash[20];
    digest_sha1(bytes, length, hash);
    uint32_t words[5];
    for (size_t i = 0; i < 5; i++) {
        const uint8_t *b = hash + 4 * i;
        words[i] =
            (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    }
    return arena_printf(arena, "%s-%lu-%lu-%lu-%lu-%lu", authority, (unsigned long)words[0],
                        (unsigned long)words[1], (unsigned long)words[2], (unsigned long)words[3],
                        (unsigned long)words[4]);
}
