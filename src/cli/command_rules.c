#include "base/path.h"
#include "cli/catalogue.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/options.h"
#include "cli/prepare.h"
#include "cli/rules_compare.h"
#include "cli/rules_test.h"

#include <string.h>

typedef void write_catalogue(struct output *out, const struct iislint *run);

static enum exit_status write_to_file(const struct options *options, const struct iislint *run,
                                      write_catalogue *write)
{
    struct error error = {0};
    struct output out;
    struct path_writer *writer = path_writer_open(options->output, &error);
    if (writer == NULL) {
        complain_error(&error);
        return EXIT_INCOMPLETE;
    }
    output_init_path(&out, writer);
    write(&out, run);
    if (!output_finish(&out)) {
        complain("%s: %s", options->output, strerror(out.error_number));
        path_writer_abandon(writer);
        return EXIT_INCOMPLETE;
    }
    if (path_writer_commit(writer, &error))
        return EXIT_CLEAN;
    complain_error(&error);
    return EXIT_INCOMPLETE;
}

static enum exit_status write_out(const struct options *options, write_catalogue *write)
{
    enum exit_status status;
    struct iislint *run = prepare_catalogue(options, &status);
    if (run == NULL)
        return status;
    if (options->output != NULL) {
        status = write_to_file(options, run, write);
    } else {
        struct output out;
        output_init_stream(&out, stdout);
        write(&out, run);
        status = destination_finish_stdout(&out) ? EXIT_CLEAN : EXIT_INCOMPLETE;
    }
    iislint_free(run);
    return status;
}

static enum exit_status list_rules(const struct options *options)
{
    const char *format = options->formats.count > 0 ? options->formats.items[0] : "text";
    if (options->formats.count <= 1 && strcmp(format, "text") == 0)
        return write_out(options, catalogue_write_list);
    if (options->formats.count <= 1 && strcmp(format, "json") == 0)
        return write_out(options, catalogue_write_json);
    complain("rules list: --format is text or json");
    return EXIT_USAGE;
}

enum exit_status command_rules(const struct options *options)
{
    const char *action = options->operands.count == 1 ? options->operands.items[0] : "";
    if (strcmp(action, "list") == 0)
        return list_rules(options);
    if (strcmp(action, "docs") == 0)
        return write_out(options, catalogue_write_page);
    if (strcmp(action, "test") == 0)
        return rules_test(options);
    if (strcmp(action, "compare-schema") == 0)
        return rules_compare(options);
    complain("rules: list, test, docs or compare-schema?");
    return EXIT_USAGE;
}
