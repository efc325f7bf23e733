/*
 * framework.h - private to src/config: the .NET Framework's own configuration below that of IIS.
 *
 * machine.config and the root web.config stand above applicationHost.config, and which ones do so follows
 * the pool: managedRuntimeVersion chooses the version, enable32BitAppOnWin64 between Framework and
 * Framework64 (https://learn.microsoft.com/iis/configuration/system.applicationhost/applicationpools/add/,
 * https://learn.microsoft.com/previous-versions/aspnet/ms178685(v=vs.100)). One pair stands behind the server; applications whose
 * pool runs another get that one instead. For "No Managed Code" nothing is documented: the server's.
 */
#ifndef IISLINT_CONFIG_FRAMEWORK_H
#define IISLINT_CONFIG_FRAMEWORK_H

#include "config/server.h"

/*
 * The pair of the server: options->framework_directory, else framework/ of the image, else what stock ones
 * declare, so that system.web and connectionStrings are known sections.
 */
void framework_load(struct server *server);

/*
 * The pairs of other runtimes that pools ask for, for the applications in these pools: below
 * options->runtimes_directory, else below framework/ of the image, as Windows keeps them
 * (Framework64/v2.0.50727/Config). The sites must be known. Where the machine has none, the server's
 * pair stands in, and an assumption says so.
 */
void framework_load_runtimes(struct server *server);

#endif
