#include "base/path.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/options.h"
#include "cli/prepare.h"
#include "cli/terminal.h"

#include <errno.h>
#include <string.h>

#define HOST_FILE "applicationHost.config"

static bool is_server_here(void)
{
    return path_kind(HOST_FILE) == PATH_FILE;
}

static bool add_servers(struct iislint *run, const struct options *options)
{
    struct iislint_error error = {0};
    const struct list *servers = &options->servers;
    bool is_added = true;
    for (size_t i = 0; i < servers->count && is_added; i++)
        is_added = iislint_add_input(run, servers->items[i], &error);
    if (servers->count == 0)
        is_added = is_server_here() ? iislint_add_input(run, ".", &error)
                                    : iislint_add_this_server(run, &error);
    if (!is_added)
        complain_library_error(&error);
    return is_added;
}

/* "/" is the server, "/Shop/" the site Shop: people write paths with slashes round them. */
static const char *configuration_path(const struct options *options)
{
    const char *path = options->operands.items[0];
    path += strspn(path, "/");
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    return arena_strndup(options->arena, path, length);
}

static enum exit_status write_effective(struct iislint *run, const struct options *options,
                                        const char *format)
{
    struct iislint_error error = {0};
    const char *section = options->operands.count > 1 ? options->operands.items[1] : NULL;
    if (!iislint_write_effective(run, configuration_path(options), section, format, stdout,
                                 &error)) {
        complain_library_error(&error);
        return EXIT_INCOMPLETE;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        if (terminal_is_closed_pipe(errno))
            return EXIT_CLEAN;
        complain("standard output: %s", strerror(errno));
        return EXIT_INCOMPLETE;
    }
    return EXIT_CLEAN;
}

enum exit_status command_effective(const struct options *options)
{
    enum exit_status status;
    const char *format = options->formats.count > 0 ? options->formats.items[0] : "text";
    if (options->operands.count < 1 || options->operands.count > 2) {
        complain("effective: which place? For instance 'Shop/admin', and / for the server");
        return EXIT_USAGE;
    }
    if (options->formats.count > 1 || (strcmp(format, "text") != 0 && strcmp(format, "xml") != 0)) {
        complain("effective: --format is text or xml");
        return EXIT_USAGE;
    }
    if (options->servers.count == 0 && !is_server_here() && !iislint_is_on_server()) {
        complain("effective: of which server? There is no " HOST_FILE
                 " here; name a server image with --server");
        return EXIT_USAGE;
    }
    struct iislint *run = prepare_run(options, &status);
    if (run == NULL)
        return status;
    status = add_servers(run, options) ? write_effective(run, options, format) : EXIT_INCOMPLETE;
    iislint_free(run);
    return status;
}
