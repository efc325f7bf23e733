#include "source/lines.h"

#include "base/text.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Where a line is longer than this, the UTF-16 units before every multiple of it are counted in
 * advance. Else ten thousand findings in a file that is one line of 20 MB would each count them.
 */
#define MARK_DISTANCE ((size_t)32 * 1024)

struct line_list {
    size_t *starts;
    size_t count;
    size_t capacity;
    size_t longest;
};

static void measure_line(struct line_list *lines, size_t end)
{
    size_t length = end - (lines->count == 0 ? 0 : lines->starts[lines->count - 1]);
    if (length > lines->longest)
        lines->longest = length;
}

static void add_line(struct line_list *lines, size_t start)
{
    measure_line(lines, start);
    if (lines->count == lines->capacity) {
        lines->capacity = lines->capacity == 0 ? 64 : lines->capacity * 2;
        size_t *starts = realloc(lines->starts, lines->capacity * sizeof *starts);
        if (starts == NULL)
            arena_out_of_memory();
        lines->starts = starts;
    }
    lines->starts[lines->count++] = start;
}

/* True when one of eight bytes is below 0x20 or above 0x7F; a rare false alarm costs nothing. */
static bool needs_a_look(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return ((word | (word - 0x2020202020202020u)) & 0x8080808080808080u) != 0;
}

/* `s` is at a byte below 0x20 or at 0xEF. */
static bool is_forbidden(const unsigned char *s)
{
    if (*s < 0x20)
        return *s != '\t' && *s != '\n' && *s != '\r';
    return s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE;
}

static size_t *mark_columns(const struct source *source)
{
    size_t count = source->length / MARK_DISTANCE + 1;
    size_t *marks = malloc(count * sizeof *marks);
    if (marks == NULL)
        arena_out_of_memory();
    marks[0] = 0;
    for (size_t i = 1; i < count; i++) {
        const char *from = source->text + (i - 1) * MARK_DISTANCE;
        marks[i] = marks[i - 1] + text_utf16_length(from, MARK_DISTANCE);
    }
    return marks;
}

size_t lines_index(struct source *source)
{
    const unsigned char *s = (const unsigned char *)source->text;
    size_t length = source->length;
    size_t forbidden = length;
    struct line_list lines = {0};

    add_line(&lines, 0);
    for (size_t i = 0; i < length;) {
        if (length - i >= 8 && !needs_a_look(source->text + i)) {
            i += 8;
            continue;
        }
        for (size_t end = length - i >= 8 ? i + 8 : length; i < end; i++) {
            if (s[i] >= 0x20 && s[i] != 0xEF)
                continue;
            if (s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n'))
                add_line(&lines, i + 1);
            else if (forbidden == length && is_forbidden(s + i))
                forbidden = i;
        }
    }
    measure_line(&lines, length);
    if (lines.longest > MARK_DISTANCE)
        source->column_marks = mark_columns(source);
    source->line_starts = lines.starts;
    source->line_count = lines.count;
    return forbidden;
}

/* Of a borrowed text only a few places are ever asked for, if any. */
static const struct source *indexed(const struct source *source)
{
    if (source->line_starts == NULL)
        lines_index((struct source *)source);
    return source;
}

/* The number of the line that holds `offset`, from 0. */
static size_t find_line(const struct source *source, size_t offset)
{
    size_t low = 0;
    size_t high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* UTF-16 units from the start of the text; only with marks. A character cut by a mark counts where
 * its first byte is. */
static size_t units_before(const struct source *source, size_t offset)
{
    size_t mark = offset / MARK_DISTANCE;
    size_t start = mark * MARK_DISTANCE;
    return source->column_marks[mark] + text_utf16_length(source->text + start, offset - start);
}

struct position source_position(const struct source *source, size_t offset)
{
    if (offset > source->length)
        offset = source->length;
    size_t line = find_line(indexed(source), offset);
    size_t start = source->line_starts[line];
    size_t column = offset - start <= MARK_DISTANCE
                        ? text_utf16_length(source->text + start, offset - start)
                        : units_before(source, offset) - units_before(source, start);
    return (struct position){(unsigned)line + 1, (unsigned)column + 1};
}

size_t source_line_count(const struct source *source)
{
    return indexed(source)->line_count;
}

struct span source_line(const struct source *source, size_t line)
{
    if (line == 0 || line > source_line_count(source))
        return (struct span){source->length, source->length};
    size_t start = source->line_starts[line - 1];
    size_t end = line < source->line_count ? source->line_starts[line] : source->length;
    if (end > start && source->text[end - 1] == '\n')
        end--;
    if (end > start && source->text[end - 1] == '\r')
        end--;
    return (struct span){start, end};
}
