/*
 * schema.h - section schemas: shape, types, defaults and keys of every section.
 *
 * Read from the dialect of a server's own config\schema\*.xml files. Several files may extend one
 * section (rscaext and FTP do), so sections are merged by name. The built-in schema (rules/schema)
 * is in the same dialect with version annotations in the namespace urn:iislint:schema:1.
 */
#ifndef IISLINT_CONFIG_SCHEMA_H
#define IISLINT_CONFIG_SCHEMA_H

#include "base/map.h"
#include "source/source.h"
#include <stdbool.h>
#include <stdint.h>

enum value_type {
    VALUE_STRING,
    VALUE_BOOL,
    VALUE_ENUM,
    VALUE_FLAGS,
    VALUE_UINT,
    VALUE_INT,
    VALUE_INT64,
    VALUE_TIMESPAN
};

struct schema_name {
    const char *name;
    const char *value;
    const char *brought_by; /* see schema_attribute */
};

struct schema_attribute {
    const char *name;
    enum value_type type;
    const char *default_value; /* as the schema writes it; NULL: no default */
    xmlNode *default_text;     /* what made attributes share: see schema_intern() */
    bool required, unique_key, combined_key, case_sensitive, encrypted, expanded, allow_infinite;
    const char *timespan_format; /* "seconds", "minutes" or NULL for hh:mm:ss */
    const char *validation_type, *validation_parameter;
    struct schema_name *names; /* of an enum or flags */
    size_t name_count;
    bool runtime;           /* computed by the server (an extension): never written in a file */
    const char *since;      /* the first IIS version that knows it, NULL: all */
    const char *tokens;     /* the words that its comma-separated value may hold, or NULL: any */
    const char *refers;     /* its words are keys of this section's entries, or NULL */
    const char *brought_by; /* the add-on or optional feature without which it is absent, or NULL */
    bool visible;           /* some rule can see it: see schema_project() */
    const struct secret_name *secret; /* what is said of its name, once it was asked: see merge.c */
    bool secret_known;
    const void *met; /* the interned name it was last met by in a file: quick to compare */
};

struct schema_element;
struct made;

/* A collection in an element: entries by their add-names, with the directives it supports. */
struct schema_collection {
    const char **add_names;
    size_t add_count;
    const char *remove_name, *clear_name; /* NULL: directive unsupported */
    const char *default_name;             /* the element that holds defaults for entries, or NULL */
    bool prepend;                         /* mergeAppend="false": a child's entries go first */
    bool allow_duplicates, allow_unrecognized;
    bool replaces;                  /* a later entry takes the place of an earlier one of its key */
    struct schema_element *entry;   /* the shape of an entry */
    struct schema_attribute **keys; /* the unique key alone, or the combined keys */
    size_t key_count;
};

struct schema_element {
    const char *name;
    struct list attributes;  /* struct schema_attribute * in schema order */
    size_t required_count;   /* of its attributes */
    struct list children;    /* struct schema_element * : fixed child elements */
    struct list collections; /* struct schema_collection * */
    bool allow_unrecognized;
    bool collection_default; /* holds defaults for the entries of a collection */
    bool runtime;
    const char *brought_by; /* see schema_attribute */
    const char *since;
    const void *met; /* see schema_attribute; of an entry: by its first add-name */
    bool named;      /* some rule names it: see schema_project() */
    bool visible;    /* it, or something in it, can be seen by some rule */
};

struct schema;

struct schema_section {
    const char *path; /* "system.webServer/handlers" */
    struct schema *schema;
    struct schema_element *root; /* ask schema_root(): it may not have been read yet */
    struct list parts;           /* struct schema_part * that are yet to be read */
    const char *add_on;          /* "URL Rewrite", or NULL for what ships with IIS */
    const char *add_on_url;      /* where it is, or NULL */
    const char *feature;         /* the Windows feature that brings it: "Web-Ftp-Server", or NULL */
    const char *reach;           /* what fails when the section is wrong, NULL: every request */
    const char *classic;         /* "500.22": the answer to it in an Integrated pool, or NULL */
    const char *guard;           /* its attribute that asks for that answer while true, or NULL */
    const char *guard_module;    /* the entry ("section/key") that gives it then, or NULL: IIS */
    const char *merged_file; /* the attribute that names a file whose content is merged behind the
                                  * section's own, or NULL */
    bool validated;          /* of .NET, and read by IIS for Integrated pools */
    bool ignored_in_folders; /* has no effect in a folder that is no application */
};

/* An empty schema for an IIS version ("10", "8.5", ...): newer parts of annotated files are left out. */
struct schema *schema_new(struct arena *arena, const char *iis_version);

/* Adds every sectionSchema of one parsed file. Names are copied; the source may be freed. */
bool schema_add(struct schema *schema, const struct source *source, struct error *error);

/* Adds the built-in schema that is embedded in the program. */
bool schema_add_builtin(struct schema *schema, struct error *error);

/* Adds every *.xml of a directory (a server's own config\schema). */
bool schema_add_directory(struct schema *schema, const char *directory, struct error *error);

/* A section's schema by path (case-sensitive as XML is), or NULL. */
const struct schema_section *schema_section(const struct schema *schema, const char *path);

/* The section's own element with all that may stand in it; reads the built-in schema on demand. */
const struct schema_element *schema_root(const struct schema_section *section);

/* Steps through all sections in the order they were added. `*cursor` starts at 0. */
const struct schema_section *schema_next(const struct schema *schema, size_t *cursor);

/* Copies what only annotations say (add-on, reach, tokens ...) from a schema that has them to one
 * that was read from a server's own files. */
void schema_annotate(struct schema *schema, const struct schema *annotated);

/* Look-ups by exact name; NULL when the schema does not know it. */
const struct schema_attribute *schema_attribute(const struct schema_element *element,
                                                const char *name);
const struct schema_element *schema_child(const struct schema_element *element, const char *name);

enum directive { DIRECTIVE_NONE, DIRECTIVE_ADD, DIRECTIVE_REMOVE, DIRECTIVE_CLEAR };

/* What a child element's name means in the element's collections. `*collection` receives which. */
enum directive schema_directive(const struct schema_element *element, const char *name,
                                const struct schema_collection **collection);

/*
 * Marks what is visible: an attribute whose name `wanted` accepts, and an element whose name or any
 * descendant's name it accepts; an element that nobody wrote is only made when its own name is. A tree made for rules holds only what is visible, so that ten
 * thousand pools do not carry fifty defaults each that no rule looks at. `wanted` NULL: all is
 * visible; `section` NULL: in all sections. A later call adds to an earlier one.
 */
void schema_project(struct schema *schema, const char *section,
                    bool (*wanted)(void *context, const char *name), void *context);

/* Replaces names by their copies in the dictionary of a document, and makes the texts of defaults
 * there, so that trees made in it share them. It must outlive the schema's use. */
void schema_intern(struct schema *schema, struct made *made);

/* "timeSpan": a type as schema files write it. */
const char *schema_type_name(enum value_type type);

/* The schema's name of a version as people write it: "8" is 8.0, and 10 what is current. NULL when
 * there is no such version. */
const char *schema_version_named(const char *version);

/* True when `version` ("8.5") is at least `since`; a NULL `since` is always true. */
bool schema_version_at_least(const char *version, const char *since);

#endif
