/*
 * topology.h - sites, applications, virtual directories and pools become scopes.
 *
 * The one place that knows the structure of system.applicationHost: everything else follows the
 * schema.
 */
#ifndef IISLINT_CONFIG_TOPOLOGY_H
#define IISLINT_CONFIG_TOPOLOGY_H

#include "config/server.h"

/* Makes visible what the topology itself reads, whatever rules see. */
void topology_project(struct schema *schema);

/* Makes sites_tree and pools_tree of the server's sections, then the scopes of all sites. */
void topology_build(struct server *server);

/* Adds a site with one application that no file declares: a lone web.config's. */
struct site *topology_assume_site(struct server *server, const char *name, const char *pool);

/* Makes the folder of that path an application that no file declares. NULL when the path leads
 * nowhere or is something else than a folder. */
struct scope *topology_assume_application(struct server *server, const char *path,
                                          const char *pool);

/*
 * The scope of a configuration path; folders on the way that have none yet are made. NULL when the
 * path does not begin with a site of the server, or is absurdly deep.
 */
struct scope *topology_scope(struct server *server, const char *path);

#endif
