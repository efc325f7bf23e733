#include "cli/fill.h"

#include "base/text.h"
#include "report/display.h"

#include <string.h>

#define WIDTH 80

static unsigned width_of(const char *word, size_t length)
{
    unsigned width = 0;
    for (const char *cursor = word; cursor < word + length;)
        width += display_width(text_utf8_next(&cursor));
    return width;
}

void fill_write(struct output *out, const char *paragraph, size_t column, size_t indent)
{
    struct text line = {0};
    display_add_line(&line, paragraph);
    size_t at = column;
    bool is_first = true;
    const char *cursor = text_string(&line);
    const char *word;
    size_t length;
    while ((word = text_next_item(&cursor, " ", &length)) != NULL) {
        size_t width = width_of(word, length);
        if (!is_first && at + 1 + width > WIDTH) {
            output_printf(out, "\n%*s", (int)indent, "");
            at = indent;
        } else if (!is_first) {
            output_text(out, " ");
            at++;
        }
        output_bytes(out, word, length);
        at += width;
        is_first = false;
    }
    output_text(out, "\n");
    text_fini(&line);
}

void fill_each_paragraph(const char *text, void (*each)(struct output *, const char *),
                         struct output *out)
{
    struct arena *arena = arena_new();
    while (*text != '\0') {
        const char *end = strstr(text, "\n\n");
        size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
        each(out, arena_strndup(arena, text, length));
        text += length;
        text += strspn(text, "\n");
    }
    arena_free(arena);
}

void fill_write_all(struct output *out, const char *text, size_t indent)
{
    struct arena *arena = arena_new();
    bool is_first = true;
    while (*text != '\0') {
        const char *end = strstr(text, "\n\n");
        size_t length = end != NULL ? (size_t)(end - text) : strlen(text);
        output_printf(out, "%s%*s", is_first ? "" : "\n", (int)indent, "");
        fill_write(out, arena_strndup(arena, text, length), indent, indent);
        text += length;
        text += strspn(text, "\n");
        is_first = false;
    }
    arena_free(arena);
}

void fill_write_remedy(struct output *out, const char *text, size_t indent)
{
    struct arena *arena = arena_new();
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *line = arena_strndup(arena, text, length);
        if (display_is_code(line, length)) {
            struct text code = {0};
            display_add_block(&code, line, (unsigned)indent + 2);
            output_text(out, text_string(&code));
            text_fini(&code);
        } else if (length == 0) {
            output_text(out, "\n");
        } else {
            output_printf(out, "%*s", (int)indent, "");
            fill_write(out, line, indent, indent);
        }
        text += length + (text[length] == '\n');
    }
    arena_free(arena);
}
