/*
 * sarif_uri.h - paths as SARIF's artifact locations want them.
 */
#ifndef IISLINT_REPORT_SARIF_URI_H
#define IISLINT_REPORT_SARIF_URI_H

#include "base/arena.h"
#include <stdbool.h>

/* Percent-encodes what a URI path cannot hold; '/' stays. In the arena. */
char *sarif_uri_encode(struct arena *arena, const char *path);

/* file:///C:/x, file:///x or file://server/share for an absolute path with '/' separators. */
char *sarif_uri_of_absolute(struct arena *arena, const char *path);

/* The same for a folder, ending in '/'. */
char *sarif_uri_of_folder(struct arena *arena, const char *path);

/*
 * The URI of a path as it is shown: relative to `root` when it lies there (`*is_relative`), else
 * absolute. `working_directory` is what a relative path starts from. Either may be NULL when it
 * is unknown; then a relative path is taken as relative to the root.
 */
char *sarif_uri_of_path(struct arena *arena, const char *path, const char *working_directory,
                        const char *root, bool *is_relative);

#endif
