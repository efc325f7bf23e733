/*
 * terminal.h - what the command line needs of the system: the terminal and its surroundings.
 *
 * One implementation a platform (terminal_posix.c, terminal_windows.c), so that no other file of
 * the command line knows the platform.
 */
#ifndef IISLINT_CLI_TERMINAL_H
#define IISLINT_CLI_TERMINAL_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Prepares standard output for UTF-8 and makes a reader that goes away (`iislint | head`) a
 * failed write instead of the end of the process: other outputs are still to be written.
 */
void terminal_prepare(void);

/* The arguments of the process as UTF-8: on most platforms those of main(). */
void terminal_arguments(struct arena *arena, int *argc, char ***argv);

/* True when the stream is a terminal that somebody looks at. */
bool terminal_is_interactive(FILE *stream);

/* True when the stream is a terminal that understands escape sequences. */
bool terminal_has_colour(FILE *stream);

/* True for the errno of a write to a reader that has gone away. */
bool terminal_is_closed_pipe(int error_number);

/* The absolute working directory with '/' separators, or NULL when it is unknown. */
const char *terminal_working_directory(struct arena *arena);

/* Milliseconds since 1970, UTC. */
int64_t terminal_clock(void);

#endif
