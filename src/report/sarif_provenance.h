/*
 * sarif_provenance.h - which commit of which repository was checked, read from .git itself.
 *
 * GitHub and Azure DevOps link findings to the repository with it. No git program is run: a
 * checker must not start what it finds on somebody's PATH.
 */
#ifndef IISLINT_REPORT_SARIF_PROVENANCE_H
#define IISLINT_REPORT_SARIF_PROVENANCE_H

#include "base/arena.h"
#include "report/json.h"

/* Each member but `root` may be NULL. */
struct sarif_checkout {
    const char *root;       /* the folder that holds .git; NULL: not in a checkout */
    const char *repository; /* https URI without credentials */
    const char *revision;
    const char *branch;
};

/* Looks for a checkout at and above an absolute folder. */
struct sarif_checkout sarif_checkout_find(struct arena *arena, const char *directory);

/*
 * Fills what .git does not tell (no remote, a detached HEAD, no .git at all) from the variables of
 * GitHub Actions, Azure Pipelines and GitLab. `environment` may be NULL.
 */
void sarif_checkout_complete(struct arena *arena, struct sarif_checkout *checkout,
                             const char *(*environment)(const char *name));

/* The https form of a remote's URL without credentials, or NULL when it has none. */
const char *sarif_repository_uri(struct arena *arena, const char *remote);

/* run.versionControlProvenance, or NULL when the repository's URI is unknown. */
struct json *sarif_provenance(const struct sarif_checkout *checkout);

#endif
