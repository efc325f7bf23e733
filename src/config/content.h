/*
 * content.h - the web.config files in the physical folders of sites, and what they contribute.
 */
#ifndef IISLINT_CONFIG_CONTENT_H
#define IISLINT_CONFIG_CONTENT_H

#include "config/server.h"

/*
 * Gives the definitions of a file that is in force at `scope` to the scopes that they are for: its
 * own content to `scope`, each location below it to that scope. A location that leads nowhere goes
 * to server->unknown_locations.
 */
void content_apply(struct server *server, struct config_file *file, struct scope *scope);

/*
 * Finds and applies the web.config files of every application and virtual directory whose physical
 * path lies on this machine, and of the folders below. Honours allowSubDirConfig="false" and pools
 * with enableConfigurationOverride="false". Folders are listed once, links that lead back to a
 * folder above are not followed, and the number of folders is bounded: what is not read is a gap.
 */
void content_load(struct server *server);

/* True when every web.config from the site down to the scope was read or is certainly not there: no
 * folder on the way is out of reach (a variable without value, a share, content that was not given). */
bool content_is_known(struct server *server, const struct scope *scope);

/* The web.config files of one folder and those below it, for a scope that nobody maps. */
void content_load_folder(struct server *server, struct scope *scope, const char *local_directory,
                         const char *shown);

#endif
