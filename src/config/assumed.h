/*
 * assumed.h - web.config files without applicationHost.config: a stock server, and what in a tree of
 * files is a site or an application.
 */
#ifndef IISLINT_CONFIG_ASSUMED_H
#define IISLINT_CONFIG_ASSUMED_H

#include "config/server.h"

/* A server that can be assumed; its file is rules/stock. */
struct stock_server {
    const char *name; /* "iis10-aspnet" */
    const char *file;
    const char *title; /* "a stock IIS 10 server with ASP.NET" */
};

/* By name without case, NULL for the usual one; NULL when there is none of that name. */
const struct stock_server *stock_server_find(const char *name);

/* The name of the server that is assumed, "" when it is real. */
const char *assumed_name(const struct server *server);

/* True when the source is part of the server that is assumed, and no file of the user's. */
bool assumed_has(const struct server *server, const struct source *source);

/* Loads one web.config as the root of a site. */
bool assumed_load_file(struct server *server, struct config_file *file, struct error *error);

/* Loads a tree: each topmost folder with a web.config is the root of a site. */
bool assumed_load_tree(struct server *server, const char *local, const char *shown,
                       struct error *error);

/*
 * The application that a folder of a tree is, made now; NULL when it is a mere folder of `owner`.
 * One it is when the options name it, or when it looks like one: it has a Global.asax, which ASP.NET
 * reads at the root of an application only.
 */
struct scope *assumed_application(struct server *server, struct scope *owner, const char *path,
                                  const char *local, const char *shown, bool looks_like_one);

#endif
