/*
 * collect.h - the platform door of the facts: a facts document of the machine that iislint runs on.
 *
 * One implementation a platform: collect_windows.c asks the live server, collect_none.c says that
 * this can only be done there. What is written is exactly what rules/facts.rng allows, no secret.
 */
#ifndef IISLINT_FACTS_COLLECT_H
#define IISLINT_FACTS_COLLECT_H

#include "base/error.h"
#include "base/text.h"
#include <stdbool.h>

/* True when this program can collect facts on this machine. */
bool collect_available(void);

/*
 * Adds a whole facts document (XML, UTF-8) to `document`. What cannot be found out is left out and
 * therefore unknown. False with an error when nothing could be collected; `document` is then as it
 * was.
 */
bool collect_facts(struct text *document, struct error *error);

#endif
