#include "cli/destination.h"

#include "cli/complain.h"
#include "cli/terminal.h"

#include <string.h>

static bool add(const struct options *options, struct list *destinations, const char *value,
                struct error *error)
{
    struct destination *item = arena_alloc(options->arena, sizeof *item);
    size_t length = strcspn(value, "=");
    const char *name = arena_strndup(options->arena, value, length);
    item->format = report_format_find(name);
    if (item->format == NULL)
        return error_set(error, NULL, 0, 0, "--format: there is no format '%s' (see --help)", name);
    if (value[length] == '=' && strcmp(value + length + 1, "-") != 0)
        item->path = value + length + 1;
    if (item->path != NULL && item->path[0] == '\0')
        return error_set(error, NULL, 0, 0, "--format %s: there is no file name", value);
    for (size_t i = 0; i < destinations->count; i++) {
        const struct destination *other = destinations->items[i];
        if (item->path == NULL ? other->path == NULL
                               : other->path != NULL && strcmp(item->path, other->path) == 0)
            return error_set(error, NULL, 0, 0, "two reports go to %s",
                             item->path != NULL ? item->path : "standard output");
    }
    list_add(destinations, options->arena, item);
    return true;
}

bool destination_parse(const struct options *options, struct list *destinations,
                       struct error *error)
{
    if (options->formats.count == 0)
        return options->quiet || add(options, destinations, "text", error);
    for (size_t i = 0; i < options->formats.count; i++) {
        if (!add(options, destinations, options->formats.items[i], error))
            return false;
    }
    return true;
}

bool destination_finish_stdout(struct output *out)
{
    if (output_finish(out))
        return true;
    if (terminal_is_closed_pipe(out->error_number))
        return true; /* whoever read it has seen enough */
    complain("standard output: %s", strerror(out->error_number));
    return false;
}

static bool write_file(const struct destination *destination, const struct report_context *context)
{
    struct error error = {0};
    struct path_writer *writer = path_writer_open(destination->path, &error);
    if (writer == NULL) {
        complain_error(&error);
        return false;
    }
    struct output out;
    output_init_path(&out, writer);
    struct report_context uncoloured = *context;
    uncoloured.colour = false;
    if (!report_write(destination->format, &uncoloured, &out)) {
        complain("%s: %s", destination->path, strerror(out.error_number));
        path_writer_abandon(writer);
        return false;
    }
    if (!path_writer_commit(writer, &error)) {
        complain_error(&error);
        return false;
    }
    return true;
}

static bool write_stdout(const struct destination *destination,
                         const struct report_context *context)
{
    struct output out;
    output_init_stream(&out, stdout);
    report_write(destination->format, context, &out);
    return destination_finish_stdout(&out);
}

bool destination_write_all(const struct list *destinations, const struct report_context *context)
{
    bool is_written = true;
    for (size_t i = 0; i < destinations->count; i++) {
        const struct destination *item = destinations->items[i];
        bool done = item->path != NULL ? write_file(item, context) : write_stdout(item, context);
        is_written = is_written && done;
    }
    return is_written;
}
