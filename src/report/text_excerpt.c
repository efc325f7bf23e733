#include "report/text_excerpt.h"

#include "report/display.h"

#include <string.h>

/* What is shown of a line, in bytes: all of it when it is short, else a window. */
#define BEFORE_MAX 120
#define MARKED_MAX 160
#define AFTER_MAX 80

struct window {
    size_t start;        /* first byte shown */
    size_t marked_start; /* the span, cut to the first line and to the window */
    size_t marked_end;
    size_t end;
    bool cut_before, cut_after;
};

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/*
 * Finds the part of the line that is shown. Looks at the unmasked text for line ends only, so
 * that a line of a megabyte is never copied.
 */
static struct window find_window(const char *text, size_t length,
                                 const struct iislint_region *region)
{
    struct window window;
    size_t start = region->start_offset < length ? region->start_offset : length;
    window.start = start;
    while (window.start > 0 && !is_line_end(text[window.start - 1]) &&
           start - window.start < BEFORE_MAX)
        window.start--;
    window.cut_before = window.start > 0 && !is_line_end(text[window.start - 1]);
    while (window.cut_before && window.start < start && is_continuation(text[window.start]))
        window.start++;
    window.marked_start = start;
    size_t stop = region->end_offset < length ? region->end_offset : length;
    size_t end = start;
    while (end < stop && !is_line_end(text[end]) && end - start < MARKED_MAX)
        end++;
    while (end < length && end > start && is_continuation(text[end]))
        end++;
    window.marked_end = end;
    while (end < length && !is_line_end(text[end]) && end - window.marked_end < AFTER_MAX)
        end++;
    while (end < length && is_continuation(text[end]))
        end++;
    window.end = end;
    window.cut_after = end < length && !is_line_end(text[end]);
    return window;
}

static void add_gutter(struct text *text, const struct text_style *style, unsigned line)
{
    text_add(text, style->faint);
    if (line > 0)
        text_printf(text, "%6u |", line);
    else
        text_add(text, "       |");
    text_add(text, style->off);
    text_add_char(text, ' ');
}

static void add_underline(struct text *text, const struct text_style *style, unsigned from,
                          unsigned to)
{
    add_gutter(text, style, 0);
    for (unsigned i = 0; i < from; i++)
        text_add_char(text, ' ');
    text_add(text, style->mark);
    text_add_char(text, '^');
    for (unsigned i = from + 1; i < to; i++)
        text_add_char(text, '~');
    text_add(text, style->off);
    text_add_char(text, '\n');
}

void text_excerpt_write(struct output *out, const struct iislint_place *place,
                        const struct text_style *style)
{
    if (place->file == NULL || place->region.start_line == 0)
        return;
    size_t length;
    const char *bytes = iislint_file_text(place->file, &length);
    struct window window = find_window(bytes, length, &place->region);
    const char *before = iislint_file_excerpt(place->file, window.start, window.marked_start, NULL);
    const char *marked =
        iislint_file_excerpt(place->file, window.marked_start, window.marked_end, NULL);
    const char *after = iislint_file_excerpt(place->file, window.marked_end, window.end, NULL);

    struct text text = {0};
    add_gutter(&text, style, place->region.start_line);
    unsigned from = display_add_source(&text, window.cut_before ? "…" : "", 0);
    from = display_add_source(&text, before, from);
    text_add(&text, style->mark);
    unsigned to = display_add_source(&text, marked, from);
    text_add(&text, style->off);
    display_add_source(&text, after, to);
    text_add(&text, window.cut_after ? "…\n" : "\n");
    add_underline(&text, style, from, to);
    output_bytes(out, text.data, text.length);
    text_fini(&text);
}
