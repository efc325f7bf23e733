/*
 * schema_load.h - private to schema*.c: the schema under construction.
 */
#ifndef IISLINT_CONFIG_SCHEMA_LOAD_H
#define IISLINT_CONFIG_SCHEMA_LOAD_H

#include "config/schema.h"

struct schema {
    struct arena *arena;
    const char *iis_version;
    struct map *sections;    /* path -> struct schema_section */
    const char *brought_by;  /* of what is being loaded: see schema_attribute */
    struct list projections; /* struct schema_projection */
    struct made *made;       /* whose dictionary names are to be in, or NULL */
};

/* The text of a section in a file of the built-in schema: parts of the program. */
struct schema_part {
    const char *file, *opening; /* the file's name, and its root's start tag */
    const char *text;
    size_t length;
};

/* One call of schema_project(). */
struct schema_projection {
    const char *section; /* NULL: all */
    bool (*wanted)(void *context, const char *name);
    void *context;
};

/* Takes what a <sectionSchema> says of the section itself. NULL when this version of IIS lacks it. */
struct schema_section *schema_declare_section(struct schema *schema, const xmlNode *node);

/* Reads what is in the <sectionSchema>. */
void schema_load_content(struct schema *schema, struct schema_section *section,
                         const xmlNode *node);

/* Does for a section that was read late what schema_project() and schema_intern() did before. */
void schema_finish_section(struct schema *schema, struct schema_section *section);

#endif
