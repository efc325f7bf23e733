/*
 * related.h - the other places that explain a finding: those that its rule names, and where the scope
 * that it affects stands.
 */
#ifndef IISLINT_RUN_RELATED_H
#define IISLINT_RUN_RELATED_H

#include "run/findings.h"

/* True when the source is part of a server that nobody showed. `document` may be NULL. */
bool related_is_assumed(const struct document *document, const struct source *source);

/*
 * The node of a user's file where a related node of an outcome was written: a file of the
 * configuration, or the facts when they were read from a file. NULL when it was written nowhere that
 * can be shown: a schema's default, a stock server, facts that were collected just now.
 */
const xmlNode *related_node(const struct finding_context *context, const xmlNode *node);

/* The first of an outcome's related nodes that stands in the user's configuration; NULL when none does. */
const xmlNode *related_in_configuration(const struct finding_context *context,
                                        const struct outcome *outcome);

/* What is said there, in the arena: that the outcome's scope inherits it is told as well. */
const char *related_message(const struct finding_context *context, const struct outcome *outcome,
                            const struct outcome_related *related);

/* What is said where the outcome's scope stands; NULL for the server, which every file is about. */
const char *related_scope_message(const struct finding_context *context,
                                  const struct outcome *outcome);

#endif
