/*
 * run.h - private to src/run: what stands behind the opaque types of iislint.h.
 */
#ifndef IISLINT_RUN_RUN_H
#define IISLINT_RUN_RUN_H

#include "base/map.h"
#include "config/server.h"
#include "facts/facts.h"
#include "iislint.h"
#include "rules/document.h"
#include "rules/evaluate.h"
#include "rules/rulebook.h"

/* What the user pointed at. */
struct input {
    const char *path;  /* as given; "-" is standard input */
    const char *shown; /* as messages show it */
    const char *bytes; /* in memory; NULL: to be read from `path` */
    size_t length;
    bool live; /* the configuration of the machine itself: its facts are collected */
};

struct iislint_file {
    struct source *source;
    const struct secrets
        *secrets; /* NULL: a plain XML file of which nothing is known to be secret */
    struct arena *arena;
    const struct span *secret; /* spans to mask; found when first asked for */
    size_t secret_count;
    bool secrets_known;
    const char *masked; /* the masked text, once it was asked for */
    size_t masked_length;
};

struct iislint {
    struct arena *arena;
    struct regex_cache *regexes;
    struct rulebook *rulebook; /* NULL until the rules are loaded */
    struct secrets *secrets;
    /* what was asked for: parts of a run borrow it by share_settings() in parts.c */
    struct server_options server;
    struct map *variables;                   /* name without case -> char * */
    const struct facts *default_environment; /* variables of a stock server, when nobody tells */
    const char *facts_path;
    const struct facts *live_environment; /* of this machine, once somebody asked for it */
    const char *live_document;            /* its facts as text, once they were collected */
    const char *phase;
    const char *stdin_name;
    struct list rule_paths; /* char * */
    struct list switches;   /* struct rule_switch * in the order given */
    struct list inputs;     /* struct input * */
    bool ignore_suppressions;
    unsigned jobs; /* inputs that are checked at the same time */
    bool incomplete;
    bool checked; /* what was found is borrowed: there is no second check */
    void (*progress)(void *context, size_t done, size_t total);
    void *progress_context;
    struct list workers; /* struct iislint *: what other threads checked with (crew.h) */
    struct crew *crew;   /* a part: of the threads that check at the same time, or NULL */
    /* results */
    struct list unpacked;        /* char *: temporary folders, there while zips are read */
    bool holds;                  /* Ctrl-C waits until they are gone */
    struct interrupt *held;      /* by this thread, when there is no crew */
    struct list failures;        /* struct iislint_error *: why an input was not checked */
    struct list servers;         /* struct server * */
    struct list facts;           /* struct facts *: one a server image */
    struct facts *current_facts; /* those of the input at hand */
    struct list plain_sources;   /* struct source *: XML files that are no configuration */
    struct list files;           /* struct iislint_file * */
    struct map *files_by_source; /* source path -> struct iislint_file */
    struct list findings;        /* struct iislint_finding * */
    struct map *finding_index;   /* key -> struct iislint_finding, while collecting */
    struct list notices;         /* struct iislint_notice * */
    struct iislint_counts counts;
};

struct rule_switch {
    bool enable;
    const char *ids;
};

/* Copies a tool error to the public form; returns false, so that a function can end with it. */
bool run_fail(struct iislint_error *into, const struct error *error);

/* Loads the rules when that has not happened yet. */
bool run_load_rules(struct iislint *run, struct error *error);

/* The public file of a source, made when first asked for. */
struct iislint_file *run_file(struct iislint *run, struct source *source);

/* How many files were checked: the facts are not, although findings may point to them. */
size_t run_count_files(const struct iislint *run);

/* Adds a notice. `source` may be NULL (then `path` may say which file); an empty span means the
 * whole file. Strings are copied. */
void run_notice(struct iislint *run, enum iislint_level level, const char *id,
                struct source *source, struct span span, const char *path, const char *message);

/* Loads one input into a new server with its facts; *server is NULL for XML that is no
 * configuration (it was added to plain_sources). */
bool run_load_input(struct iislint *run, const struct input *input, struct server **server,
                    struct error *error);

/* Loads all inputs, for those who only ask. */
bool run_load_all(struct iislint *run, struct error *error);

/* Reads the variables of a stock server when that has not happened yet. */
bool run_load_environment(struct iislint *run, struct error *error);

/* Removes what was unpacked: everything that is needed of it has been read. */
void run_remove_unpacked(struct iislint *run);

/* The place of a node of a parsed file: an attribute, an element's start tag, a text. */
struct iislint_place run_place_of_node(struct iislint *run, const xmlNode *node);

/* The place of a span. `node` (may be NULL) gives the logical place. */
struct iislint_place run_place(struct iislint *run, struct source *source, struct span span,
                               const xmlNode *node);

#endif
