#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/options.h"
#include "cli/prepare.h"

#include <string.h>

/* More files than a reader wants to see one by one. */
#define FILES_SHOWN 40

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* "  applicationHost.config: 2 passwords, 1 key", a line a file. */
static void write_files(struct output *out, const struct iislint_snapshot *snapshot)
{
    const char *path = NULL;
    size_t files = 0;
    for (size_t i = 0; i < snapshot->replacement_count; i++) {
        const struct iislint_replacement *item = snapshot->replacements[i];
        bool is_new = path == NULL || strcmp(path, item->path) != 0;
        files += is_new;
        path = item->path;
        if (files > FILES_SHOWN)
            continue;
        if (is_new)
            output_printf(out, "%s  %s: ", i == 0 ? "" : "\n", path);
        output_printf(out, "%s%zu %s%s", is_new ? "" : ", ", item->count, item->kind,
                      plural(item->count));
    }
    if (files > FILES_SHOWN)
        output_printf(out, "\n  and in %zu more files", files - FILES_SHOWN);
    if (files > 0)
        output_text(out, "\n");
}

static bool write_summary(const struct options *options, const struct iislint_snapshot *snapshot)
{
    struct output out;
    for (size_t i = 0; i < snapshot->omission_count; i++)
        complain("not in the snapshot: %s: %s", snapshot->omissions[i]->path,
                 snapshot->omissions[i]->message);
    if (options->quiet)
        return true;
    output_init_stream(&out, stdout);
    output_printf(&out, "%s: %zu file%s; %zu secret%s replaced%s\n", options->output,
                  snapshot->files, plural(snapshot->files), snapshot->secrets,
                  plural(snapshot->secrets), snapshot->secrets > 0 ? ":" : "");
    write_files(&out, snapshot);
    return destination_finish_stdout(&out);
}

/* No operand is the machine itself. */
static bool add_input(struct iislint *run, const struct options *options,
                      struct iislint_error *error)
{
    const char *operand = options->operands.count > 0 ? options->operands.items[0] : NULL;
    if (options->iis_express)
        return iislint_add_iis_express(run, operand, error);
    return operand == NULL ? iislint_add_this_server(run, error)
                           : iislint_add_input(run, operand, error);
}

static enum exit_status take_snapshot(struct iislint *run, const struct options *options)
{
    struct iislint_error error = {0};
    struct iislint_snapshot snapshot = {0};
    if (!add_input(run, options, &error) ||
        !iislint_write_snapshot(run, options->output, &snapshot, &error)) {
        complain_library_error(&error);
        return EXIT_INCOMPLETE;
    }
    bool is_written = write_summary(options, &snapshot);
    return is_written && snapshot.omission_count == 0 ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

enum exit_status command_snapshot(const struct options *options)
{
    if (options->output == NULL || options->output[0] == '\0' ||
        strcmp(options->output, "-") == 0) {
        complain("snapshot needs a name: -o NAME for a folder, -o NAME.zip for a zip");
        return EXIT_USAGE;
    }
    if (options->operands.count > 1 ||
        (options->operands.count == 0 && !options->iis_express && !iislint_is_on_server())) {
        complain("snapshot takes one server image or applicationHost.config");
        return EXIT_USAGE;
    }
    enum exit_status status;
    struct iislint *run = prepare_run(options, &status);
    if (run == NULL)
        return status;
    status = take_snapshot(run, options);
    iislint_free(run);
    return status;
}
