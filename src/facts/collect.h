/*
 * collect.h - the platform door of the facts: a facts document of the machine that iislint runs on.
 *
 * One implementation a platform: collect_windows.c asks the live server, collect_none.c says that
 * this can only be done there. What is written is exactly what rules/facts.rng allows, no secret.
 */
#ifndef IISLINT_FACTS_COLLECT_H
#define IISLINT_FACTS_COLLECT_H

#include "base/error.h"
#include "base/map.h"
#include "base/text.h"
#include <stdbool.h>

/* A registry value that somebody wants to know of: "HKLM\SYSTEM\...", "DisableLoopbackCheck". */
struct collect_value {
    const char *key;
    const char *name;
};

/*
 * What to ask besides what a machine tells anyway: it comes from the rules and the configuration.
 * Everything is borrowed; an empty request is none of anything.
 */
struct collect_request {
    const char *group;    /* only this group, e.g. "environment"; NULL: all */
    struct list registry; /* struct collect_value * */
    struct list accounts; /* char *: as configuration writes them, and IIS APPPOOL\pool */
    struct list hosts;    /* char *: host names that sites answer to */
    struct list paths; /* char *: absolute Windows paths: files for their kind and version, folders
                           * for their access lists */
    struct list acls;  /* char *: more absolute Windows paths whose access lists count */
};

/* A group that could not be found out, or not whole, and why. */
struct collect_gap {
    const char *group;
    const char *reason; /* one sentence */
    bool partly;        /* what was found is in the document all the same */
};

/* An environment variable of this very process, in the arena; NULL when it has none (or is not on
 * Windows: elsewhere no question about a server is answered by it). */
const char *collect_own_variable(struct arena *arena, const char *name);

/* True when this program can collect facts on this machine. */
bool collect_available(void);

/*
 * Adds a whole facts document (XML, UTF-8) to `document`. What cannot be found out is left out and
 * therefore unknown; `gaps` gets a struct collect_gap for it, in the arena. False with an error when
 * nothing could be collected; `document` is then as it was.
 */
bool collect_facts(const struct collect_request *request, struct arena *arena,
                   struct text *document, struct list *gaps, struct error *error);

#endif
