/*
 * snapshot_files.h - which files a snapshot holds, and where in the server image each belongs.
 */
#ifndef IISLINT_RUN_SNAPSHOT_FILES_H
#define IISLINT_RUN_SNAPSHOT_FILES_H

#include "run/run.h"

struct snapshot_file {
    const char *place; /* "root/C/inetpub/wwwroot/web.config" */
    const struct source *source;
};

struct snapshot_files {
    struct iislint *run;
    struct server *server;
    const char *main_directory; /* that of applicationHost.config */
    struct map *places;         /* place without case -> struct snapshot_file */
    struct list files;          /* struct snapshot_file * */
    struct list opened;         /* struct source *: read for the snapshot alone */
    struct list omissions;      /* struct iislint_omission * */
};

/* Collects the files of the server, its schema and facts. False when it is no whole server. */
bool snapshot_files_collect(struct snapshot_files *files, struct error *error);

/* Frees what was opened. */
void snapshot_files_fini(struct snapshot_files *files);

/* Notes a file that is not in the snapshot, and why. */
void snapshot_files_omit(struct snapshot_files *files, const char *path, const char *message);

/*
 * Where the image has a Windows path: C:\inetpub is root/C/inetpub, \\server\share is
 * root/UNC/server/share. NULL for any other path.
 */
char *snapshot_windows_place(struct arena *arena, const char *windows_path);

#endif
