/*
 * sarif_run.h - what the parts of a SARIF file share while it is written.
 *
 * A first pass over the findings collects what stands before the results or concerns all of them
 * (rules with their messages, taxonomies, artifacts); then the file is written front to back,
 * one result at a time.
 */
#ifndef IISLINT_REPORT_SARIF_RUN_H
#define IISLINT_REPORT_SARIF_RUN_H

#include "base/map.h"
#include "report/json.h"
#include "report/report.h"
#include "report/sarif_provenance.h"

/* Results link to at most so many related places in their message. */
#define SARIF_LINKS_MAX 3

/* A file of the run as SARIF names it. */
struct sarif_artifact {
    const struct iislint_file *file;
    size_t index;
    const char *uri;
    bool is_relative; /* to SRCROOT */
    bool has_result;
};

/* A rule that was active, or that has a result. */
struct sarif_rule {
    const struct iislint_rule_info *info;
    const struct iislint_rule_help *help;
    size_t index;
    bool is_listed;
    unsigned *links;  /* for each template: bit n is set when a result has n links */
    size_t undecided; /* places that could not be decided */
    bool is_undecided_written;
};

/* A logical location and its place in run.logicalLocations. */
struct sarif_logical {
    const char *name;
    bool is_attribute;
    size_t index;
};

struct sarif_fingerprints; /* see sarif_fingerprint.h */

struct sarif {
    const struct report_context *context;
    struct arena *arena;
    struct json_stream stream;
    struct sarif_checkout checkout;
    const char *root;          /* absolute folder that SRCROOT stands for, or NULL */
    struct map *artifacts;     /* shown path -> struct sarif_artifact */
    struct map *rules;         /* id -> struct sarif_rule */
    struct list rule_order;    /* of struct sarif_rule, those listed, by id */
    struct list taxonomies;    /* of struct sarif_taxonomy */
    struct map *logical;       /* XPath -> struct sarif_logical */
    struct map *notifications; /* id -> anything; the order is that of driver.notifications */
    struct sarif_fingerprints *fingerprints;
    size_t quota[IISLINT_ERROR + 1]; /* how many results of a level are written */
    size_t left_out;                 /* results over --max-results */
    bool is_too_much;                /* more results than GitHub takes */
    bool has_suppressed;
    bool has_masked;  /* the redaction token occurs */
    bool has_lone_cr; /* some file has CR as a line end */
};

/* The token that stands for a secret. */
#define SARIF_REDACTED "•••"

/* Remembers when a text holds the redaction token; returns the text. */
const char *sarif_note_masked(struct sarif *sarif, const char *text);

/* True when a finding becomes a result: not below the level asked for. */
bool sarif_shows(const struct sarif *sarif, const struct iislint_finding *finding);

/* {"text": text} */
struct json *sarif_text(const char *text);

/* The text with a period at its end. In the arena. */
const char *sarif_sentence(struct arena *arena, const char *text);

/* A version 4 shaped UUID that is always the same for the same name. In the arena. */
const char *sarif_guid(struct arena *arena, const char *kind, const char *name);

#endif
