#include "base/path.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/options.h"
#include "iislint.h"

#include <string.h>

static enum exit_status write_document(const struct options *options, const char *document)
{
    struct error error = {0};
    if (options->output == NULL || strcmp(options->output, "-") == 0) {
        struct output out;
        output_init_stream(&out, stdout);
        output_bytes(&out, document, strlen(document));
        return destination_finish_stdout(&out) ? EXIT_CLEAN : EXIT_INCOMPLETE;
    }
    struct path_writer *writer = path_writer_open(options->output, &error);
    if (writer != NULL && !path_writer_write(writer, document, strlen(document))) {
        path_writer_abandon(writer);
        complain("%s: cannot be written", options->output);
        return EXIT_INCOMPLETE;
    }
    if (writer != NULL && path_writer_commit(writer, &error))
        return EXIT_CLEAN;
    complain_error(&error);
    return EXIT_INCOMPLETE;
}

/* The configuration decides what is asked: the machine's own IIS, or what is named. */
static bool add_configuration(struct iislint *run, const struct options *options,
                              struct iislint_error *error)
{
    const char *operand = options->operands.count > 0 ? options->operands.items[0] : NULL;
    return !options->iis_express || iislint_add_iis_express(run, operand, error);
}

enum exit_status command_collect(const struct options *options)
{
    struct iislint_error error = {0};
    if (options->operands.count > (options->iis_express ? 1u : 0u)) {
        complain("collect takes no operands; -o FILE says where to");
        return EXIT_USAGE;
    }
    if (!iislint_is_on_server()) {
        complain("facts can only be collected on a Windows server; run 'iislint collect -o "
                 "facts.xml' there");
        return EXIT_USAGE;
    }
    struct iislint *run = iislint_new();
    const char *document =
        add_configuration(run, options, &error) ? iislint_collect_facts(run, &error) : NULL;
    enum exit_status status = EXIT_INCOMPLETE;
    if (document != NULL)
        status = write_document(options, document);
    else
        complain_library_error(&error);
    iislint_free(run);
    return status;
}
