#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* Cuts a text that filled its buffer before a UTF-8 sequence that did not fit in whole. */
static void cut_at_character(char *buffer, size_t size)
{
    size_t length = strlen(buffer);
    if (length + 1 < size)
        return;
    size_t start = length;
    while (start > 0 && ((unsigned char)buffer[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)buffer[start - 1];
    size_t wanted = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (length - start < wanted)
        buffer[start - 1] = '\0';
}

bool error_set(struct error *error, const char *path, unsigned line, unsigned column,
               const char *format, ...)
{
    if (error == NULL)
        return false;

    /* An argument may point into `error` itself (adding context to it), so format aside first. */
    struct error made = {.line = line, .column = column};
    snprintf(made.path, sizeof made.path, "%s", path == NULL ? "" : path);
    cut_at_character(made.path, sizeof made.path);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(made.text, sizeof made.text, format, arguments);
    va_end(arguments);
    cut_at_character(made.text, sizeof made.text);
    *error = made;
    return false;
}

char *error_format(const struct error *error, struct arena *arena)
{
    if (error->path[0] == '\0')
        return arena_strdup(arena, error->text);
    if (error->line == 0)
        return arena_printf(arena, "%s: %s", error->path, error->text);
    if (error->column == 0)
        return arena_printf(arena, "%s:%u: %s", error->path, error->line, error->text);
    return arena_printf(arena, "%s:%u:%u: %s", error->path, error->line, error->column,
                        error->text);
}
