#include "cli/rules_compare.h"

#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/prepare.h"
#include "config/schema_compare.h"

struct printing {
    struct output *out;
    bool any;
};

static void print(void *context, const char *line)
{
    struct printing *printing = context;
    printing->any = true;
    output_printf(printing->out, "%s\n", line);
}

static enum exit_status compare(const struct options *options)
{
    const char *version =
        schema_version_named(options->iis_version != NULL ? options->iis_version : "10");
    struct schema *ours = schema_new(options->arena, version);
    struct schema *theirs = schema_new(options->arena, version);
    struct error error = {0};
    if (!schema_add_builtin(ours, &error) ||
        !schema_add_directory(theirs, options->schema, &error)) {
        complain_error(&error);
        return EXIT_INCOMPLETE;
    }
    struct output out;
    struct printing printing = {&out, false};
    output_init_stream(&out, stdout);
    schema_compare(ours, theirs, options->arena, print, &printing);
    if (!destination_finish_stdout(&out))
        return EXIT_INCOMPLETE;
    return printing.any ? EXIT_FINDINGS : EXIT_CLEAN;
}

enum exit_status rules_compare(const struct options *options)
{
    enum exit_status status;
    if (options->schema == NULL) {
        complain("rules compare-schema: with which server? Name its schema folder "
                 "(inetsrv\\config\\schema) with --schema");
        return EXIT_USAGE;
    }
    struct iislint *run = prepare_run(options, &status); /* says what is wrong with the options */
    if (run == NULL)
        return status;
    iislint_free(run);
    return compare(options);
}
