/*
 * prepare.h - from options to a run of the library.
 */
#ifndef IISLINT_CLI_PREPARE_H
#define IISLINT_CLI_PREPARE_H

#include "cli/command.h"
#include "cli/options.h"
#include "iislint.h"

/*
 * Creates a run with everything set but its inputs. NULL after an error message; then `*status`
 * tells whether the command line was wrong or a file could not be used.
 */
struct iislint *prepare_run(const struct options *options, enum exit_status *status);

/* Creates a run whose rules are loaded and that checks nothing. NULL as above. */
struct iislint *prepare_catalogue(const struct options *options, enum exit_status *status);

#endif
