/*
 * options.h - the command line's options: one table feeds the parser, --help and the man page.
 */
#ifndef IISLINT_CLI_OPTIONS_H
#define IISLINT_CLI_OPTIONS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/map.h"
#include "cli/command.h"
#include <stdbool.h>
#include <stddef.h>

/* Values of --fail-on behind the levels note, warning, error. */
enum { FAIL_NEVER = 3 };

/* Values of --color. */
enum { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* An --enable or --disable; their order counts. */
struct rule_switch {
    bool enable;
    const char *ids;
};

/* What the user asked for. Everything is borrowed from argv or lives in the arena. */
struct options {
    struct arena *arena;
    const struct command *command;
    struct list operands;  /* of strings, without the command's name */
    struct list arguments; /* of strings: as given, values that can be secrets masked */

    struct list servers; /* effective: --server */
    bool iis_express;
    const char *facts;
    struct list mappings;  /* WIN=LOCAL */
    struct list variables; /* NAME=VALUE */
    const char *schema;
    const char *iis_version;
    const char *stock;
    struct list applications; /* folders */
    struct list rules;
    struct list switches; /* of struct rule_switch */
    const char *phase;
    const char *stdin_name;
    bool no_suppressions;

    struct list formats; /* FORMAT or FORMAT=FILE */
    const char *output;  /* -o FILE */
    int show;            /* --level, an enum iislint_level */
    int fail_on;         /* an enum iislint_level, or FAIL_NEVER */
    int colour;
    bool show_undecided;
    bool show_suppressed;
    bool quiet;
    const char *category;
    unsigned jobs;        /* 0: not given */
    unsigned max_results; /* 0: not given */

    bool help;
    bool version;
    bool man;
};

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_STRING, /* const char *; the last one wins */
    OPTION_LIST,   /* struct list; repeatable */
    OPTION_CHOICE, /* int: which word of `argument` */
    OPTION_NUMBER, /* unsigned: from 1 on */
    OPTION_ENABLE, /* struct list of struct rule_switch */
    OPTION_DISABLE
};

struct option_spec {
    const char *name;     /* "--facts" */
    char letter;          /* 'q' for -q, or 0 */
    const char *argument; /* "FILE", "note|warning|error", or NULL for a flag */
    enum option_kind kind;
    size_t offset;     /* of the member of struct options */
    unsigned commands; /* enum command_bit, or'ed */
    bool is_secret;    /* its value is not to be repeated in a report */
    const char *help;
};

const struct option_spec *options_table(size_t *count);

/*
 * Parses the arguments without the program's name. False with an error that says what is wrong,
 * with the nearest option when one is unknown.
 */
bool options_parse(struct options *options, struct arena *arena, size_t count,
                   char *const *arguments, struct error *error);

#endif
