/*
 * command.h - the subcommands: one table that main() dispatches on and --help prints.
 */
#ifndef IISLINT_CLI_COMMAND_H
#define IISLINT_CLI_COMMAND_H

#include <stddef.h>

struct options;

/* What the process ends with. Not clean wins over clean, and incomplete over everything. */
enum exit_status {
    EXIT_CLEAN = 0,     /* nothing at or above --fail-on */
    EXIT_FINDINGS = 1,  /* a finding at or above --fail-on */
    EXIT_USAGE = 2,     /* the command line makes no sense */
    EXIT_INCOMPLETE = 3 /* something could not be checked or written */
};

/* Bits that say which commands an option belongs to. */
enum command_bit {
    COMMAND_CHECK = 1,
    COMMAND_EFFECTIVE = 2,
    COMMAND_EXPLAIN = 4,
    COMMAND_RULES = 8,
    COMMAND_COLLECT = 16,
    COMMAND_SNAPSHOT = 32
};

struct command {
    const char *name;
    enum command_bit bit;
    const char *operands; /* "[PATH...]" */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs separated by an empty line */
    enum exit_status (*run)(const struct options *options);
};

/* The first one is the default. */
const struct command *command_table(size_t *count);

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* What an exit status means, in one sentence. */
const char *command_exit_description(enum exit_status status);

/* One for each command, in a file of its own. */
enum exit_status command_check(const struct options *options);
enum exit_status command_effective(const struct options *options);
enum exit_status command_explain(const struct options *options);
enum exit_status command_rules(const struct options *options);
enum exit_status command_collect(const struct options *options);
enum exit_status command_snapshot(const struct options *options);

#endif
