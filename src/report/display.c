#include "report/display.h"

#include <stdio.h>
#include <string.h>

#define TAB_STOP 4

struct range {
    uint32_t first, last;
};

/* Enough of Unicode's tables for names and comments in configuration files. */
static const struct range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200D}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

static const struct range double_width[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

/* Controls, line separators, and the marks that reorder a line for the reader. */
static const struct range unsafe[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C}, {0x200E, 0x200F},
    {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE007F},
};

static bool is_in(const struct range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count; i++) {
        if (code_point >= ranges[i].first && code_point <= ranges[i].last)
            return true;
    }
    return false;
}

unsigned display_width(uint32_t code_point)
{
    if (code_point < 0x0300)
        return 1;
    if (is_in(zero_width, sizeof zero_width / sizeof zero_width[0], code_point))
        return 0;
    return is_in(double_width, sizeof double_width / sizeof double_width[0], code_point) ? 2 : 1;
}

bool display_is_unsafe(uint32_t code_point)
{
    if (code_point >= 0x20 && code_point < 0x7F)
        return false;
    return is_in(unsafe, sizeof unsafe / sizeof unsafe[0], code_point);
}

/* Adds one character and returns the columns it takes. */
static unsigned add_safe(struct text *text, const char **cursor)
{
    const char *start = *cursor;
    uint32_t code_point = text_utf8_next(cursor);
    if (display_is_unsafe(code_point)) {
        text_add(text, "\xEF\xBF\xBD");
        return 1;
    }
    text_add_bytes(text, start, (size_t)(*cursor - start));
    return display_width(code_point);
}

void display_add_line(struct text *text, const char *string)
{
    for (const char *cursor = string; *cursor != '\0';) {
        if (*cursor == '\n' || *cursor == '\r' || *cursor == '\t') {
            text_add_char(text, ' ');
            cursor++;
        } else {
            add_safe(text, &cursor);
        }
    }
}

/* Adds the bytes up to `end` with tabs expanded; returns the column behind them. */
static unsigned add_source(struct text *text, const char *cursor, const char *end, unsigned column)
{
    while (cursor < end) {
        if (*cursor == '\t') {
            do {
                text_add_char(text, ' ');
            } while (++column % TAB_STOP != 0);
            cursor++;
        } else {
            column += add_safe(text, &cursor);
        }
    }
    return column;
}

unsigned display_add_source(struct text *text, const char *string, unsigned column)
{
    return add_source(text, string, string + strlen(string), column);
}

void display_add_block(struct text *text, const char *string, unsigned indent)
{
    for (const char *cursor = string; *cursor != '\0';) {
        size_t length = strcspn(cursor, "\r\n");
        for (unsigned i = 0; i < indent && length > 0; i++)
            text_add_char(text, ' ');
        add_source(text, cursor, cursor + length, 0);
        text_add_char(text, '\n');
        cursor += length;
        if (*cursor == '\r')
            cursor++;
        if (*cursor == '\n')
            cursor++;
    }
}

bool display_is_code(const char *line, size_t length)
{
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\r'))
        length--;
    size_t blanks = strspn(line, " \t");
    if (blanks >= length)
        return false;
    return line[blanks] == '<' || strchr(".:!?", line[length - 1]) == NULL;
}

void display_add_count(struct text *text, size_t count)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%zu", count);
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text_add_char(text, ',');
        text_add_char(text, digits[i]);
    }
}

void display_add_plural(struct text *text, size_t count, const char *singular)
{
    display_add_count(text, count);
    text_add_char(text, ' ');
    text_add(text, singular);
    if (count != 1)
        text_add_char(text, 's');
}
