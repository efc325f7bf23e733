/*
 * prepare.h - from options to a run of the library.
 */
#ifndef IISLINT_CLI_PREPARE_H
#define IISLINT_CLI_PREPARE_H

#include "cli/command.h"
#include "cli/options.h"
#include "iislint.h"

/*
 * Sets everything that the options say but the inputs. EXIT_USAGE when the command line is wrong,
 * EXIT_INCOMPLETE when a file that it names cannot be used; both with an error.
 */
enum exit_status prepare_set(struct iislint *run, const struct options *options,
                             struct iislint_error *error);

/* Creates such a run. NULL after an error message, with the status to exit with. */
struct iislint *prepare_run(const struct options *options, enum exit_status *status);

/* Creates a run whose rules are loaded and that checks nothing. NULL as above. */
struct iislint *prepare_catalogue(const struct options *options, enum exit_status *status);

#endif
