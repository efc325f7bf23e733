#include "report/output.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static bool write_stream(void *target, const char *bytes, size_t length)
{
    FILE *stream = target;
    if (bytes == NULL)
        return fflush(stream) == 0 && !ferror(stream);
    return fwrite(bytes, 1, length, stream) == length;
}

static bool write_path(void *target, const char *bytes, size_t length)
{
    struct path_writer *writer = target;
    return bytes == NULL || path_writer_write(writer, bytes, length);
}

void output_init(struct output *output, output_function *function, void *target)
{
    output->function = function;
    output->target = target;
    output->failed = false;
    output->error_number = 0;
    output->length = 0;
}

void output_init_stream(struct output *output, FILE *stream)
{
    output_init(output, write_stream, stream);
}

void output_init_path(struct output *output, struct path_writer *writer)
{
    output_init(output, write_path, writer);
}

static void write_through(struct output *output, const char *bytes, size_t length)
{
    if (output->failed)
        return;
    errno = 0;
    if (!output->function(output->target, bytes, length)) {
        output->failed = true;
        output->error_number = errno != 0 ? errno : EIO;
    }
}

void output_bytes(struct output *output, const char *bytes, size_t length)
{
    if (length > sizeof output->buffer - output->length && output->length > 0) {
        write_through(output, output->buffer, output->length);
        output->length = 0;
    }
    if (length > sizeof output->buffer) {
        write_through(output, bytes, length);
        return;
    }
    if (length > 0)
        memcpy(output->buffer + output->length, bytes, length);
    output->length += length;
}

void output_text(struct output *output, const char *string)
{
    output_bytes(output, string, strlen(string));
}

void output_printf(struct output *output, const char *format, ...)
{
    char fixed[512];
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(fixed, sizeof fixed, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof fixed) {
        output_bytes(output, fixed, (size_t)length);
    } else if (length >= 0) {
        struct arena *arena = arena_new();
        output_text(output, arena_vprintf(arena, format, again));
        arena_free(arena);
    }
    va_end(again);
}

bool output_finish(struct output *output)
{
    if (output->length > 0)
        write_through(output, output->buffer, output->length);
    output->length = 0;
    write_through(output, NULL, 0);
    return !output->failed;
}
