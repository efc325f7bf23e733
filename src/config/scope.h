/*
 * scope.h - the configuration path as a tree: server, site, application, virtual directory, folder.
 *
 * A site, its root application "/" and that one's root virtual directory "/" are one node of the
 * configuration path ("Shop"), as in IIS: that scope has kind SCOPE_APPLICATION and site != NULL.
 */
#ifndef IISLINT_CONFIG_SCOPE_H
#define IISLINT_CONFIG_SCOPE_H

#include "base/map.h"
#include "config/file.h"

enum scope_kind { SCOPE_SERVER, SCOPE_APPLICATION, SCOPE_VIRTUAL_DIRECTORY, SCOPE_DIRECTORY };

struct site;

/* A version of the .NET Framework other than the server's, that some pools run. */
struct runtime {
    const char *name;        /* "Framework64/v2.0.50727" */
    struct list definitions; /* struct definition *: of its machine.config and root web.config */
};

struct scope {
    enum scope_kind kind;
    const char *path;     /* "" for the server, "Shop", "Shop/admin" */
    struct scope *parent; /* NULL for the server */
    struct scope *children, *last_child, *next;
    struct scope *application;     /* the nearest one, itself included; NULL: server */
    struct site *site;             /* NULL for the server */
    const xmlNode *element;        /* <application> or <virtualDirectory>; NULL: a folder */
    const char *pool;              /* SCOPE_APPLICATION: name of its pool ("" when none is named) */
    const struct runtime *runtime; /* SCOPE_APPLICATION: whose files stand where the server's own of
                                    * the .NET Framework do; NULL: these do */
    const char *physical_path;     /* Windows path, %VAR% expanded, normalized; NULL when unknown */
    bool physical_path_complete;   /* no variable was left unexpanded */
    struct list definitions;       /* struct definition *, in merge order */
    bool keeps_own;                /* one of them stops at child applications */
    struct list files;             /* struct config_file * : web.config files of this very scope */
};

/* An application as the file writes it, with its place in the path. */
struct site {
    const char *name;
    const xmlNode *element;   /* <site>; NULL for an assumed one */
    struct scope *root;       /* of its root application; a bare one when it has none */
    struct list applications; /* struct scope *, in file order */
};

/* Creates the scope of the server. */
struct scope *scope_new_server(struct arena *arena);

/* Adds a child; `path` is its full configuration path and is copied. */
struct scope *scope_add(struct arena *arena, struct scope *parent, enum scope_kind kind,
                        const char *path);

/*
 * A scope at or above this one at which the same definitions of the section are in force, the
 * outermost that is found quickly: nearly every scope of a large server has what the server has.
 */
const struct scope *scope_alike(const struct scope *scope, const struct section *section);

/* Adds a definition behind those that the scope has. */
void scope_define(struct scope *scope, struct arena *arena, struct definition *definition);

/*
 * The definitions of a section that are in force at a scope, outermost first, appended to `chain`
 * (count returned). Those of a location with inheritInChildApplications="false" stop at the roots
 * of child applications. The server's files of the .NET Framework make room for those of the
 * application's runtime.
 */
size_t scope_chain(const struct scope *scope, const struct section *section,
                   struct definition **chain, size_t capacity);

/* True when a node of a file, in the content of a section, is in force at the scope without being
 * given for it: none of the scope's own definitions of the section holds it. */
bool scope_inherits(const struct scope *scope, const struct section *section, const xmlNode *node);

/* The next scope in document order below `root` (itself first); NULL at the end. */
struct scope *scope_next(const struct scope *root, struct scope *scope);

#endif
