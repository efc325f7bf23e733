/*
 * file.h - one configuration file: its sections with the location tags that they stand in.
 */
#ifndef IISLINT_CONFIG_FILE_H
#define IISLINT_CONFIG_FILE_H

#include "config/section.h"
#include "source/source.h"

struct config_file;
struct problem;
struct scope;

/* Bits; found out by check_shape.c as it comes by, else by lock.c. */
enum definition_locks {
    LOCKS_UNKNOWN = 0,
    LOCKS_KNOWN = 1,
    LOCKS_NAMES = 2, /* some lockAttributes, lockElements, or one of their "except" forms */
    LOCKS_ITEMS = 4, /* some lockItem */
    LOCKS_CHECKED = 8
};

/* A section's content as one file gives it for one scope. */
struct definition {
    struct section *section;
    xmlNode *element; /* the section element; for configSource the other file's root */
    xmlNode *written; /* the element in the file itself; differs only for configSource */
    xmlNode *merged;  /* root of a file whose content goes behind the element's, or NULL */
    struct config_file *file;
    const xmlNode *location; /* the <location> element, or NULL */
    enum override_mode override_mode;
    bool inherit_in_child_applications;
    unsigned locks; /* what lock attributes are inside: enum definition_locks */
};

/* The definitions of a file under one location path. */
struct config_location {
    const char *path;        /* "" for content outside <location>, "." and path="" */
    const xmlNode *element;  /* the <location> element, or NULL */
    struct list definitions; /* struct definition * */
};

struct config_file {
    struct source *source;
    const char *local_path;     /* NULL: standard input or embedded */
    const char *windows_folder; /* where it lies on the server; NULL: not known */
    xmlNode *root;              /* <configuration>, or NULL when the file is unusable */
    struct list locations;      /* struct config_location *, the one without a tag first */
    struct problem *fault;      /* of a file that gave no tree; see server_note_fault() */
    bool server_level;          /* machine.config, root web.config, applicationHost.config */
    const struct scope *scope;  /* the first scope whose own file it is; NULL: configSource */
    struct map *declares;       /* path -> <section>: what a web.config declares; may be NULL */
    bool framework;             /* machine.config, root web.config: what .NET reads */
    const char *runtime;        /* of these: "Framework64/v2.0.50727"; NULL: the server's */
    bool assumed;               /* part of a stock server that nobody showed: no finding there */
};

/* What another file is to the section that names it. */
enum section_file {
    SECTION_FILE_SOURCE, /* configSource: it holds the section */
    SECTION_FILE_MERGED  /* see schema_section.merged_file */
};

/* Opens the other file that a section names; the root element, or NULL when it cannot. */
typedef xmlNode *section_file_opener(void *context, struct config_file *file,
                                     const xmlNode *section, const char *name,
                                     enum section_file kind);

/* Wraps a parsed source. `root` is set when its root element is <configuration>. */
struct config_file *config_file_new(struct arena *arena, struct source *source,
                                    const char *local_path);

/* Declares the sections of its <configSections>, if any. */
void config_file_declare(struct config_file *file, struct sections *sections);

/*
 * Walks the file and fills `locations`. Elements that are neither a known group nor a known
 * section are passed over here. `open` (may be NULL) finds the other files that sections name.
 */
void config_file_read(struct config_file *file, struct arena *arena,
                      const struct sections *sections, section_file_opener *open, void *context);

#endif
