#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/terminal.h"

static enum exit_status write_information(const struct options *options)
{
    struct output out;
    output_init_stream(&out, stdout);
    if (options->help)
        help_write(&out, options->command);
    else if (options->man)
        help_write_man(&out);
    else
        output_printf(&out, "iislint %s\n", IISLINT_VERSION);
    return destination_finish_stdout(&out) ? EXIT_CLEAN : EXIT_INCOMPLETE;
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    struct options options;
    struct error error = {0};
    enum exit_status status;
    terminal_prepare();
    terminal_arguments(arena, &argc, &argv);
    if (!options_parse(&options, arena, argc > 0 ? (size_t)argc - 1 : 0, argv + 1, &error)) {
        complain_error(&error);
        complain("try 'iislint --help'");
        status = EXIT_USAGE;
    } else if (options.help || options.man || options.version) {
        status = write_information(&options);
    } else {
        status = options.command->run(&options);
    }
    arena_free(arena);
    return (int)status;
}
