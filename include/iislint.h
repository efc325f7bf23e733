/*
 * iislint.h - check the configuration of a Microsoft IIS server, without the server.
 *
 * A run takes inputs (a server image, an applicationHost.config, web.config files), optional facts
 * about the machine and rule files, and hands each finding to a callback:
 *
 *     struct iislint *run = iislint_new();
 *     struct iislint_error error;
 *     if (!iislint_add_input(run, "corpus/negotiate-401", &error) || !iislint_check(run, &error))
 *         fprintf(stderr, "%s\n", error.text);
 *     iislint_each_finding(run, print, NULL);
 *     iislint_free(run);
 *
 * There is no global state: two runs in one process do not meet. Everything that a function
 * returns is borrowed from the run and valid until iislint_free(). Strings are UTF-8.
 * Secrets (passwords, keys, connection string credentials) never appear in any string: they show
 * as three bullets.
 */
#ifndef IISLINT_H
#define IISLINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IISLINT_VERSION "0.1.0"

struct iislint;

struct iislint_error {
    char path[1024]; /* the file it is about; empty when there is none */
    unsigned line;   /* 1-based; 0 unknown */
    unsigned column; /* 1-based, UTF-16 units; 0 unknown */
    char text[1024]; /* one sentence */
};

/* An error is certain on the evidence, a warning is probable, a note is advice. */
enum iislint_level { IISLINT_NOTE, IISLINT_WARNING, IISLINT_ERROR };

/* ---- what a finding is made of ------------------------------------------------------------- */

struct iislint_file; /* a file that was read, see iislint_file_*() */

/* A region of a file: 1-based lines and UTF-16 columns, the end is exclusive; byte offsets into
 * the file's text. A finding about a whole file has the first line as its region. */
struct iislint_region {
    unsigned start_line, start_column, end_line, end_column;
    size_t start_offset, end_offset;
};

struct iislint_place {
    const struct iislint_file *file;
    struct iislint_region region;
    const char *xpath; /* logical place: /configuration/location[@path='Shop']/...; may be NULL */
    bool is_attribute; /* the logical place is an attribute, else an element */
};

struct iislint_related {
    struct iislint_place place; /* place.file may be NULL: a place outside every file */
    const char *message;        /* "The pool is defined here." */
};

/* A scope of the configuration that a finding affects. */
struct iislint_scope {
    const char *path;   /* configuration path: "Shop/admin"; "" is the server */
    const char *detail; /* what is particular about it ("runs as IIS APPPOOL\Shop"), or NULL */
};

struct iislint_edit {
    struct iislint_region region; /* what is replaced; empty region = insertion */
    const char *text;
};

struct iislint_fix {
    const char *description;
    const struct iislint_file *file;
    const struct iislint_edit *edits; /* in file order, not overlapping */
    size_t edit_count;
};

enum iislint_kind {
    IISLINT_FAIL,     /* a finding */
    IISLINT_UNDECIDED /* the rule needs facts that are unknown */
};

struct iislint_rule; /* see iislint_rule_info() */

struct iislint_finding {
    const struct iislint_rule *rule;
    enum iislint_kind kind;
    enum iislint_level level;
    const char *message;          /* what happens, why here, what to do; plain text */
    const char *message_id;       /* which of the rule's message templates made it */
    const char *const *arguments; /* the values of the template's {0}, {1}, ... */
    size_t argument_count;
    struct iislint_place place;
    const struct iislint_related *related;
    size_t related_count;
    const struct iislint_scope *scopes; /* in configuration order; the cause may hit many */
    size_t scope_count;
    const char *reach;  /* what fails: "every request", ...; NULL when nothing does */
    const char *remedy; /* the change to make: XML and commands, possibly several lines */
    const struct iislint_fix *fixes; /* edits that a tool can apply */
    size_t fix_count;
    const char *needs;         /* undecided: what would decide it */
    bool suppressed;           /* by a comment in the file */
    const char *justification; /* the comment's reason; NULL when not suppressed */
};

/* ---- the catalogue of rules ----------------------------------------------------------------- */

struct iislint_reference {
    const char *title;
    const char *url;
};

struct iislint_mapping {
    const char *standard; /* "CWE", "CIS IIS 10", "DISA STIG" */
    const char *id;       /* "522" */
    const char *title;    /* may be NULL */
};

struct iislint_message_template {
    const char *id;   /* unique in the rule */
    const char *text; /* with {0}, {1}, ... */
};

struct iislint_example {
    const char *title; /* may be NULL */
    bool bad;          /* must be found; a good one must not */
    const char *text;  /* the files of a small server image, as in the rule file */
};

struct iislint_rule_info {
    const char *id;           /* "IIS2401" */
    const char *name;         /* "KernelModeIgnoresPoolAccount" */
    const char *title;        /* one sentence */
    enum iislint_level level; /* the level that it normally has */
    const char *reach;        /* may be NULL */
    const char *topic;        /* title of the rule file: "Windows authentication" */
    bool native;              /* checked by the configuration system itself, not by an expression */
    bool enabled;             /* in this run */
    bool security;            /* an attacker gains by it, rather than the site failing */
    const char *const *needs; /* fact groups */
    size_t need_count;
    const char *const *symptoms; /* "401.1", "0x8009030e", "WAS 5021" */
    size_t symptom_count;
};

/* What a reader wants to know beyond it. */
struct iislint_rule_help {
    const char *why; /* what happens and why, paragraphs separated by an empty line */
    const char *fix; /* what to do */
    const struct iislint_message_template *templates;
    size_t template_count;
    const struct iislint_reference *references;
    size_t reference_count;
    const struct iislint_mapping *mappings;
    size_t mapping_count;
    const struct iislint_example *examples;
    size_t example_count;
};

/* ---- a run ---------------------------------------------------------------------------------- */

/* Creates a run without inputs; never NULL. The caller frees it with iislint_free(). */
struct iislint *iislint_new(void);

/* Frees the run and everything that was borrowed from it. NULL is allowed. */
void iislint_free(struct iislint *run);

/*
 * Adds what to check: a server image (a folder, or a .zip of one), a folder tree of web.config files,
 * a configuration file or any XML file; "-" is standard input, shown as `name` when set by iislint_set_stdin_name().
 */
bool iislint_add_input(struct iislint *run, const char *path, struct iislint_error *error);

/* Adds a file that is in memory (an editor's buffer), shown as `name`; the bytes are copied. */
bool iislint_add_bytes(struct iislint *run, const char *name, const char *bytes, size_t length,
                       struct iislint_error *error);

/*
 * On Windows: adds the configuration of this machine's IIS, or of IIS Express (`file` NULL: that of the
 * solution in the working directory or above, else the user's). Facts about the machine are collected
 * when it is checked, unless a facts file is set. False with an error that says what is missing.
 */
bool iislint_add_this_server(struct iislint *run, struct iislint_error *error);
bool iislint_add_iis_express(struct iislint *run, const char *file, struct iislint_error *error);

/*
 * On Windows: the facts of this machine that rules and the first input (else its own IIS, if it has
 * one) ask for, as a document. Borrowed; NULL with an error.
 */
const char *iislint_collect_facts(struct iislint *run, struct iislint_error *error);

/* True where iislint_add_this_server() and iislint_collect_facts() can work. */
bool iislint_is_on_server(void);

/* The name under which findings in standard input are shown; "stdin" when nobody sets it. */
void iislint_set_stdin_name(struct iislint *run, const char *name);

/* Options, for the check to come. They return false with an error when the value is of no use. */
bool iislint_set_facts(struct iislint *run, const char *path, struct iislint_error *error);
bool iislint_add_rules(struct iislint *run, const char *directory_or_file,
                       struct iislint_error *error);
bool iislint_add_mapping(struct iislint *run, const char *windows_prefix,
                         const char *local_directory, struct iislint_error *error);
bool iislint_set_variable(struct iislint *run, const char *name, const char *value,
                          struct iislint_error *error);
bool iislint_set_schema(struct iislint *run, const char *directory, struct iislint_error *error);
bool iislint_set_iis_version(struct iislint *run, const char *version, struct iislint_error *error);
/* For web.config files without applicationHost.config: the server that is assumed ("iis10-aspnet",
 * "iis10-static", "iis-express"), and a folder of a tree that is an application of its own. */
bool iislint_set_stock(struct iislint *run, const char *name, struct iislint_error *error);
bool iislint_add_application(struct iislint *run, const char *directory,
                             struct iislint_error *error);
bool iislint_set_phase(struct iislint *run, const char *phase, struct iislint_error *error);
/* A comma-separated list of rule ids, id prefixes ("IIS24") or names. */
bool iislint_enable(struct iislint *run, const char *ids, struct iislint_error *error);
bool iislint_disable(struct iislint *run, const char *ids, struct iislint_error *error);
void iislint_ignore_suppressions(struct iislint *run);
/*
 * Checks up to `jobs` inputs at the same time, each in a thread of its own (0: as many as there are
 * processors, at most 8). 1, as long as nobody says otherwise: in turn, in the calling thread. What is
 * found and its order are the same. A server that checks itself is always checked in turn.
 */
void iislint_set_jobs(struct iislint *run, unsigned jobs);
/*
 * Called now and then in the thread that checks: `done` of `total` inputs, or, when there is only
 * one, of its sites.
 */
void iislint_on_progress(struct iislint *run,
                         void (*progress)(void *context, size_t done, size_t total), void *context);

/*
 * Checks; once, for what was found is borrowed until iislint_free(). An input that cannot be checked
 * (it is missing, its facts are invalid, a rule fails on it) keeps no other from being checked, see
 * iislint_each_failure(). False only for a tool error: invalid rules, nothing to check, or no input
 * that could be checked (the error is then the first failure). Trouble with the user's own files
 * becomes findings and notices.
 */
bool iislint_check(struct iislint *run, struct iislint_error *error);

/* Why inputs could not be checked, or not all of them: in the order of the inputs, the same reason
 * once; stops when `each` returns false. With any of these the run is incomplete. */
void iislint_each_failure(const struct iislint *run,
                          bool (*each)(void *context, const struct iislint_error *), void *context);

/* Something could not be checked (an unreadable file): the result is not to be called clean. */
bool iislint_is_incomplete(const struct iislint *run);

/* What the run wants to say about itself: a file that could not be read, an unused suppression, an
 * assumption. */
struct iislint_notice {
    enum iislint_level level;
    struct iislint_place place; /* place.file may be NULL */
    const char *path;           /* set when a file could not even be opened; else NULL */
    const char *id;             /* "UnreadableFile", "UnusedSuppression", "Assumption", ... */
    const char *message;
};

/* Each in its final order (file, line, column, rule, message); stops when `each` returns false. */
void iislint_each_finding(const struct iislint *run,
                          bool (*each)(void *context, const struct iislint_finding *),
                          void *context);
void iislint_each_notice(const struct iislint *run,
                         bool (*each)(void *context, const struct iislint_notice *), void *context);
void iislint_each_rule(const struct iislint *run,
                       bool (*each)(void *context, const struct iislint_rule *), void *context);
void iislint_each_file(const struct iislint *run,
                       bool (*each)(void *context, const struct iislint_file *), void *context);

/* Loads the rule catalogue without checking anything (for `rules list`, `explain`). */
bool iislint_load_rules(struct iislint *run, struct iislint_error *error);

/* What the catalogue says of a rule; never NULL. */
const struct iislint_rule_info *iislint_rule_info(const struct iislint_rule *rule);
/* The same; the first call of a run reads the explanations of all rules. */
const struct iislint_rule_help *iislint_rule_help(const struct iislint_rule *rule);
/* By id or name, without case; NULL when there is none. */
const struct iislint_rule *iislint_find_rule(const struct iislint *run, const char *id_or_name);

/* What was checked, in numbers. */
struct iislint_counts {
    size_t files, sites, applications, pools, rules, errors, warnings, notes, undecided, suppressed;
};
struct iislint_counts iislint_counts(const struct iislint *run);

/* ---- files ---------------------------------------------------------------------------------- */

const char *iislint_file_path(const struct iislint_file *file);   /* as shown, '/' separators */
const char *iislint_file_sha256(const struct iislint_file *file); /* of the bytes on disk */
size_t iislint_file_byte_length(const struct iislint_file *file);
const char *iislint_file_encoding(const struct iislint_file *file); /* "utf-8", "utf-16" */
size_t iislint_file_line_count(const struct iislint_file *file);

/*
 * One line (1-based) without its line end, with secrets masked by bullets: in the run's memory.
 * Masking keeps no column: use iislint_file_excerpt() when places must stay exact.
 */
const char *iislint_file_line(const struct iislint_file *file, size_t line);

/* The text from one offset to another with secrets masked. `*masked` (may be NULL) tells whether
 * anything was. */
const char *iislint_file_excerpt(const struct iislint_file *file, size_t start, size_t end,
                                 bool *masked);

/* The unmasked text, for looking at line ends only; never print it. */
const char *iislint_file_text(const struct iislint_file *file, size_t *length);

/*
 * The whole text, each secret masked by bullets and the line ends inside it, so that lines keep their
 * numbers: the same for a file and its copy in a snapshot. In the run's memory.
 */
const char *iislint_file_masked_text(const struct iislint_file *file, size_t *length);

/* ---- questions ------------------------------------------------------------------------------ */

/*
 * Writes the effective configuration at a configuration path ("Shop/admin", "" for the server);
 * `section` NULL: every section that the scope changes. Format "text" or "xml".
 * False with an error when path or section do not exist.
 */
bool iislint_write_effective(struct iislint *run, const char *configuration_path,
                             const char *section, const char *format, FILE *out,
                             struct iislint_error *error);

/* ---- snapshots ------------------------------------------------------------------------------ */

/* Secrets of one kind that were replaced in one file of a snapshot. */
struct iislint_replacement {
    const char *path; /* in the snapshot */
    const char *kind; /* "password", "key", "encrypted value": a noun that takes an s */
    size_t count;
};

/* Something that the snapshot lacks. */
struct iislint_omission {
    const char *path;
    const char *message;
};

struct iislint_snapshot {
    size_t files, secrets;
    const struct iislint_replacement *const *replacements; /* those of a file follow each other */
    size_t replacement_count;
    const struct iislint_omission *const *omissions;
    size_t omission_count;
};

/*
 * Writes the one input, a server, as a server image: a folder that is not there yet, or a zip when
 * `path` ends in .zip. Secrets are replaced before anything is written; a check of the snapshot finds
 * what a check of the server does. Under its name it is there only when it is whole.
 */
bool iislint_write_snapshot(struct iislint *run, const char *path,
                            struct iislint_snapshot *snapshot, struct iislint_error *error);

#ifdef __cplusplus
}
#endif

#endif
