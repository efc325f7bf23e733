/*
 * server_load.h - private to src/config: the steps of loading a server.
 */
#ifndef IISLINT_CONFIG_SERVER_LOAD_H
#define IISLINT_CONFIG_SERVER_LOAD_H

#include "config/server.h"

/* Loads the schema that the options, the image or the program provide; then sections exist. */
bool server_load_schema(struct server *server, struct error *error);

/* Reads a file's sections and locations, once; configSource files are opened. */
void content_read(struct server *server, struct config_file *file);

/* The two halves of content_apply(): what is for the scope itself, and the locations with a path.
 * applicationHost.config needs them apart, for its sites come of the first. */
void content_apply_own(struct server *server, struct config_file *file, struct scope *scope);
void content_apply_locations(struct server *server, struct config_file *file, struct scope *scope);

#endif
