#include "cli/complain.h"

#include "report/display.h"

#include <stdarg.h>
#include <stdio.h>

void complain(const char *format, ...)
{
    struct arena *arena = arena_new();
    va_list arguments;
    va_start(arguments, format);
    struct text line = {0};
    text_add(&line, "iislint: ");
    display_add_line(&line, arena_vprintf(arena, format, arguments));
    text_add_char(&line, '\n');
    va_end(arguments);
    fflush(stdout);
    fputs(text_string(&line), stderr);
    text_fini(&line);
    arena_free(arena);
}

static char *located(struct arena *arena, const char *path, unsigned line, unsigned column,
                     const char *text)
{
    if (path[0] == '\0')
        return arena_strdup(arena, text);
    if (line == 0)
        return arena_printf(arena, "%s: %s", path, text);
    if (column == 0)
        return arena_printf(arena, "%s:%u: %s", path, line, text);
    return arena_printf(arena, "%s:%u:%u: %s", path, line, column, text);
}

char *complain_text(struct arena *arena, const struct iislint_error *error)
{
    return located(arena, error->path, error->line, error->column, error->text);
}

void complain_library_error(const struct iislint_error *error)
{
    struct arena *arena = arena_new();
    complain("%s", complain_text(arena, error));
    arena_free(arena);
}

void complain_error(const struct error *error)
{
    struct arena *arena = arena_new();
    complain("%s", error_format(error, arena));
    arena_free(arena);
}
