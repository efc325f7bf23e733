/*
 * server.h - the configuration of one server, from the files to the tree of scopes.
 *
 * Everything that is known without facts and rules: files, declarations, sites, pools, scopes with
 * their definitions. Effective sections are computed on demand (effective.h).
 */
#ifndef IISLINT_CONFIG_SERVER_H
#define IISLINT_CONFIG_SERVER_H

#include "base/path.h"
#include "config/problem.h"
#include "config/scope.h"
#include "config/secret.h"

/* A Windows path prefix that lies somewhere else on this machine. */
struct path_mapping {
    const char *windows; /* normalized */
    const char *local;
};

/* What a run asks for; borrowed, must outlive the server. */
struct server_options {
    const char *iis_version;      /* "10" */
    const char *schema_directory; /* NULL: the image's own, else the built-in one */
    const char
        *framework_directory; /* of machine.config and root web.config, or NULL: the image's */
    const char *runtimes_directory; /* of Framework and Framework64, or NULL: the image's */
    bool reads_shares;              /* UNC paths lead where they say */
    struct list mappings;           /* struct path_mapping * */
    const char *stock;              /* the server assumed for a lone web.config; may be NULL */
    struct list applications;       /* char *: folders of a tree that are applications */
    struct secrets *secrets;        /* NULL: made for the server */
    path_variable_lookup *variable; /* environment of the server; may be NULL */
    void *variable_context;
    /* Which element and attribute names rules can see, see schema_project(); NULL: all. */
    bool (*wanted)(void *context, const char *name);
    /* Which names they look for anywhere, not only below what they name; NULL: all. */
    bool (*entered)(void *context, const char *name);
    void *wanted_context;
};

/* Something that could not be read: what depends on it has not been checked. */
struct server_gap {
    const char *path; /* as shown */
    const char *message;
};

/* The problems of one rule in one file: those over a thousand are counted and not kept. */
struct server_problems {
    const char *rule;
    struct source *source;
    size_t count, left_out;
};

/* An assumption that the reader should know of ("the folder is taken for a site's root"). */
struct server_assumption {
    const struct source *source; /* may be NULL */
    const char *message;
};

struct effective_cache;
struct stock_server;

struct server {
    struct arena *arena;
    const struct server_options *options;
    struct regex_cache *regexes;
    struct secrets *secrets;
    struct schema *schema;
    bool own_schema;             /* it was read from the server's own files */
    const struct schema *newest; /* see server_newest_schema() */
    struct sections *sections;
    struct path_finder *finder;
    const char *image;             /* the server image's folder, or NULL */
    const char *image_shown;       /* what messages call it */
    struct list sources;           /* struct source *, owned: every file that was opened */
    struct map *files_by_path;     /* local path -> struct config_file */
    struct list files;             /* struct config_file *, in load order */
    struct scope *root;            /* the scope of the server */
    struct list sites;             /* struct site *, in file order */
    struct map *scopes;            /* configuration path without case -> struct scope */
    struct list unknown_locations; /* struct unknown_location * */
    struct made *made;             /* the document of made trees; owned */
    xmlNode *sites_tree;           /* made <sites>: each entry with its defaults; owned by `made` */
    xmlNode *pools_tree;           /* made <applicationPools> */
    struct map *pools;             /* name without case -> made pool element */
    const struct stock_server *stock; /* the server that is assumed, or NULL */
    struct effective_cache *effective;
    struct list problems;      /* struct problem * */
    struct map *problems_of;   /* rule and file -> struct server_problems */
    struct list gaps;          /* struct server_gap * */
    struct list assumptions;   /* struct server_assumption * */
    bool has_application_host; /* false: lone web.config files, the rest is assumed */
    size_t folder_scopes;      /* made for web.config files and locations in folders */
    size_t folders_listed;     /* while looking for web.config files */
    bool folder_gap;           /* and there were too many of them */
};

/* A <location> whose path names no site, application or folder of a site that exists. */
struct unknown_location {
    struct config_file *file;
    const xmlNode *element;
    const char *path;
};

/* Creates an empty server; the regex cache is borrowed. NULL with an error when the embedded data
 * or the schema directory is unusable. */
struct server *server_new(struct arena *arena, const struct server_options *options,
                          struct regex_cache *regexes, struct error *error);
void server_free(struct server *server);

/*
 * Loads a server image, an applicationHost.config, a web.config or a tree of them. `shown` is what
 * messages call it. False only when nothing could be read at all; files that are wrong become
 * problems and files that cannot be read become gaps.
 */
bool server_load(struct server *server, const char *local_path, const char *shown,
                 struct error *error);

/* Takes a source that was parsed already; `local_path` NULL: standard input. Now the server's own. */
bool server_load_source(struct server *server, struct source *source, const char *local_path,
                        struct error *error);

/* The pool of an application scope: the made element, or NULL when there is no such pool. */
xmlNode *server_pool(const struct server *server, const struct scope *application);

/* False when the pool of the scope's application runs no managed code: then nobody reads what is
 * for .NET. True when the pool is not known, and when no file sets the version: setup always does, in
 * applicationPoolDefaults, so the file is an excerpt. */
bool server_runs_dotnet(const struct server *server, const struct scope *scope);

/* The scope of a configuration path (without case), or NULL. */
struct scope *server_find_scope(const struct server *server, const char *path);

/* Opens a configuration file once; one that cannot be read is an empty one, noted as a problem and a
 * gap. */
struct config_file *server_open(struct server *server, const char *local_path, const char *shown);

/* Expands %VAR% of the server's environment. `*complete` may be NULL. */
const char *server_expand(const struct server *server, const char *path, bool *complete);

/* Where a Windows path lies on this machine, or NULL when it is not there. */
const char *server_local_path(struct server *server, const char *windows_path);

/* The built-in schema of the newest IIS with all add-ons: what an unknown name may be, and what only
 * our annotations say. Read when first asked for. */
const struct schema *server_newest_schema(struct server *server);

/* What messages call a file or folder: as the user would write it, from the image's own name. */
const char *server_shown_path(const struct server *server, const char *local);

/* A configuration file from the program itself (rules/stock), marked as assumed. */
struct config_file *server_open_assumed(struct server *server, const char *embedded_name);

/* The configuration file of a parsed source, which the server now owns. */
struct config_file *server_adopt(struct server *server, struct source *source,
                                 const char *local_path);

/* Notes a scope that a file without tree hits: when the file was opened and its problem found, the
 * scopes were not known yet. Nothing for a file that can be read. */
void server_note_fault(struct server *server, struct config_file *file, const struct scope *scope);

void server_add_problem(struct server *server, const struct problem *problem);
void server_add_gap(struct server *server, const char *shown, const char *message);
void server_add_assumption(struct server *server, const struct source *source, const char *message);

#endif
