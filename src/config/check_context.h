/*
 * check_context.h - private to check*.c: what the checks of one server share.
 */
#ifndef IISLINT_CONFIG_CHECK_CONTEXT_H
#define IISLINT_CONFIG_CHECK_CONTEXT_H

#include "config/check.h"

struct check {
    struct server *server;
    struct arena *arena;
    const struct config_file *application_host; /* NULL: the server is assumed */
    bool excerpt;                               /* it declares nothing: every known section goes */
    size_t near_budget;                         /* comparisons left for near misses */
};

/*
 * Within an entry nothing is inherited: the walk over the shape has the elements at hand, and calls
 * this for each of them that holds a collection. Reports entries that are there twice.
 */
void check_own_entries(struct check *check, const struct config_location *location,
                       const struct definition *definition, const struct schema_element *schema,
                       const xmlNode *element);

/* The checks, in the order of their ids. */
void check_declarations(struct check *check);
void check_locations(struct check *check);
void check_shape(struct check *check);
void check_collections(struct check *check);
void check_topology(struct check *check);
void check_bindings(struct check *check);
void check_modules(struct check *check);
void check_classic(struct check *check);

/* A section of .NET, which IIS reads late or never: declared by the framework's files. */
bool check_is_framework(const struct section *section);

/* True when the section may be used: declared, or of a server that was shown in part. */
bool check_is_declared(const struct check *check, const struct section *section);

/* True when the file that the node stands in is assumed. */
bool check_is_assumed(const struct check *check, const xmlNode *node);

/* The scope that a location of a file is for. */
const struct scope *check_scope(const struct check *check, const struct config_file *file,
                                const struct config_location *location);

/* The value of an attribute as it may be shown. */
const char *check_shown(const struct check *check, const xmlAttr *attribute);

/* The other party of a problem; none when it stands in an assumed file. */
struct problem_party check_party(const struct check *check, const xmlNode *element,
                                 const char *message);

/*
 * Adds a problem at a node: source and node are filled in. Without `problem->span` it is the start
 * tag. With a section, its reach, and a warning at most when the section is .NET's.
 */
void check_report(const struct check *check, const struct section *section, const xmlNode *node,
                  struct problem problem);

#endif
