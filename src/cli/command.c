#include "cli/command.h"

#include <string.h>

static const struct command commands[] = {
    {"check", COMMAND_CHECK, "[PATH...]", "check configuration (the default command)",
     "PATH is a server image (a folder with applicationHost.config, or a zip of one), an "
     "applicationHost.config, a web.config, a folder tree of them, or - for standard input.\n\n"
     "A finding can be switched off where it stands, with a reason: "
     "<!-- iislint-disable-next-line IIS2101: reason -->",
     command_check},
    {"effective", COMMAND_EFFECTIVE, "CONFIGPATH [SECTION]",
     "show what is in force at a place, and where each value comes from",
     "CONFIGPATH is a site (Shop), an application or folder (Shop/admin), or / for the server. "
     "SECTION is a section's path, such as system.webServer/handlers; without it, every section "
     "that the place changes is shown. --format is text or xml.",
     command_effective},
    {"explain", COMMAND_EXPLAIN, "ID | STATUS | CODE | EVENT",
     "explain a rule, an HTTP status, an HRESULT or an event",
     "A rule by id or name (IIS2401), a status (401.1), an error code in hexadecimal or decimal "
     "(0x8009030e, 2148074254), both (401.1/0x8009030e), the three numbers of a log line "
     "(401 1 2148074254), or an event (WAS 5021).",
     command_explain},
    {"rules", COMMAND_RULES, "list | test | docs | compare-schema",
     "list, test or document the rules; compare the built-in section schemas",
     "list: a table of all rules (--format text or json).\n\n"
     "test: run the examples of every rule.\n\n"
     "docs: write the catalogue of all rules in Markdown.\n\n"
     "compare-schema: what the built-in section schemas for --iis say otherwise than those of a "
     "server (--schema), one difference a line; the exit status is 1 when there is one. \"Ours\" "
     "is built in, \"theirs\" the server's. An add-on that the server lacks is no difference.",
     command_rules},
    {"collect", COMMAND_COLLECT, "", "write the facts of this Windows server to a file",
     "What is collected can be read in the file; secrets are never collected.", command_collect},
    {"snapshot", COMMAND_SNAPSHOT, "[PATH]", "write a server as an image without secrets",
     "Writes the configuration, schema and facts of a server image or applicationHost.config (on "
     "Windows without PATH: of this server) to the folder or zip that -o names, to be checked "
     "elsewhere. Passwords, keys, credentials in "
     "connection strings and encrypted values are replaced before anything is written; what was "
     "replaced is said at the end.",
     command_snapshot},
};

const struct command *command_table(size_t *count)
{
    *count = sizeof commands / sizeof commands[0];
    return commands;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

const char *command_exit_description(enum exit_status status)
{
    switch (status) {
    case EXIT_CLEAN:
        return "Nothing was found at or above the level of --fail-on.";
    case EXIT_FINDINGS:
        return "Something was found at or above the level of --fail-on.";
    case EXIT_USAGE:
        return "The command line makes no sense.";
    case EXIT_INCOMPLETE:
        break;
    }
    return "Something could not be checked or written: the result is not to be called clean.";
}
