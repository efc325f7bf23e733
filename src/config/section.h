/*
 * section.h - the sections that a server knows, by declaration (<configSections>) and schema.
 */
#ifndef IISLINT_CONFIG_SECTION_H
#define IISLINT_CONFIG_SECTION_H

#include "config/schema.h"

enum allow_definition {
    ALLOW_EVERYWHERE,
    ALLOW_MACHINE_ONLY,
    ALLOW_MACHINE_TO_ROOT_WEB,
    ALLOW_APP_HOST_ONLY,
    ALLOW_MACHINE_TO_APPLICATION
};

enum override_mode { OVERRIDE_INHERIT, OVERRIDE_ALLOW, OVERRIDE_DENY };

/* A <section> in <configSections>. */
struct declaration {
    const xmlNode *element;
    enum allow_definition allow_definition;
    enum override_mode override_mode_default; /* never INHERIT: absent means Allow */
    bool allow_location;
    bool framework; /* in machine.config or the root web.config: for .NET, not for IIS */
    bool assumed;   /* in a file of an assumed server */
};

struct section {
    const char *path;                      /* "system.webServer/handlers" */
    const char *name;                      /* "handlers": borrowed from path */
    size_t index;                          /* 0, 1, 2 ... among the sections of the server */
    const struct schema_section *schema;   /* NULL: declared without schema (log4net): harmless */
    const struct declaration *declaration; /* NULL: known by schema only */
};

/* A step of the tree of section groups: an inner node is a group, a leaf is a section. */
struct section_node {
    const char *name;
    struct section *section; /* NULL for a group */
    struct map *children;    /* name -> struct section_node */
};

struct sections;

/* All sections of the schema, none declared yet. */
struct sections *sections_new(struct arena *arena, const struct schema *schema);

/* Reads the <configSections> of a file; a section may be declared again in another file: the first
 * declaration stays. What has sections below it is a group, even if declared as a section, as
 * machine.config does with system.webServer to have .NET ignore it. `like` says what kind of file
 * it is: its `framework` and `assumed` are copied. */
void sections_declare(struct sections *sections, const xmlNode *config_sections,
                      const struct declaration *like);

/* By full path, or NULL. */
struct section *sections_find(const struct sections *sections, const char *path);

/* The root of the group tree, and a child by exact name (NULL when there is none). */
const struct section_node *sections_root(const struct sections *sections);
const struct section_node *section_child(const struct section_node *group, const char *name);

/* What fails when something in the section is wrong; NULL: whatever the rule says. */
const char *section_reach(const struct section *section);

size_t sections_count(const struct sections *sections);
struct section *sections_at(const struct sections *sections, size_t index);

#endif
