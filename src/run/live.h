/*
 * live.h - the server that iislint runs on: where its configuration lies, and what is known of it.
 *
 * Found by the machine's own variables, so nothing here is Windows' own but the names; the facts come
 * through facts/collect.h. Private to src/run.
 */
#ifndef IISLINT_RUN_LIVE_H
#define IISLINT_RUN_LIVE_H

#include "facts/collect.h"
#include "run/run.h"

/* Before the configuration is read: the variables of the machine become the facts at hand. */
bool live_begin(struct iislint *run, struct error *error);

/* Behind it: collects what rules and configuration ask for; these become the facts at hand, and their
 * text run->live_document. What could not be found out becomes a notice. `server` may be NULL. */
bool live_collect(struct iislint *run, struct server *server, struct error *error);

/* The questions that rules and a server's configuration have; `server` may be NULL. In the run's
 * arena (request.c). */
struct collect_request *request_make(struct iislint *run, struct server *server);

#endif
