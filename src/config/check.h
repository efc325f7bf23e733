/*
 * check.h - what IIS itself would refuse: declarations, shape, values, collections, structure.
 *
 * Locks and configSource are looked at elsewhere (lock.h, indirection.h). What each problem means
 * stands in rules/configuration.sch under its id.
 */
#ifndef IISLINT_CONFIG_CHECK_H
#define IISLINT_CONFIG_CHECK_H

#include "config/server.h"

/* Adds what is wrong to server->problems. The server must have been loaded. */
void check_server(struct server *server);

#endif
