#include "base/path.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/options.h"
#include "facts/collect.h"

#include <string.h>

static enum exit_status write_document(const struct options *options, const struct text *document)
{
    struct error error = {0};
    if (options->output == NULL || strcmp(options->output, "-") == 0) {
        struct output out;
        output_init_stream(&out, stdout);
        output_bytes(&out, document->data, document->length);
        return destination_finish_stdout(&out) ? EXIT_CLEAN : EXIT_INCOMPLETE;
    }
    struct path_writer *writer = path_writer_open(options->output, &error);
    if (writer != NULL && !path_writer_write(writer, document->data, document->length)) {
        path_writer_abandon(writer);
        complain("%s: cannot be written", options->output);
        return EXIT_INCOMPLETE;
    }
    if (writer != NULL && path_writer_commit(writer, &error))
        return EXIT_CLEAN;
    complain_error(&error);
    return EXIT_INCOMPLETE;
}

enum exit_status command_collect(const struct options *options)
{
    struct error error = {0};
    struct text document = {0};
    if (options->operands.count > 0) {
        complain("collect takes no operands; -o FILE says where to");
        return EXIT_USAGE;
    }
    if (!collect_available()) {
        complain("facts can only be collected on a Windows server; run 'iislint collect -o "
                 "facts.xml' there");
        return EXIT_USAGE;
    }
    enum exit_status status = EXIT_INCOMPLETE;
    if (collect_facts(&document, &error))
        status = write_document(options, &document);
    else
        complain_error(&error);
    text_fini(&document);
    return status;
}
