/*
 * help.h - --help and the manual page, both from the tables of commands, options and formats.
 */
#ifndef IISLINT_CLI_HELP_H
#define IISLINT_CLI_HELP_H

#include "cli/command.h"
#include "report/output.h"

/* Writes the help of a command; of the whole program when it is the default one. */
void help_write(struct output *out, const struct command *command);

/* Writes the manual page in the man macros of roff. */
void help_write_man(struct output *out);

#endif
