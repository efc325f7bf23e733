/*
 * malformed_walk.h - what malformed.c (structure) and malformed_tag.c (inside one tag) share.
 */
#ifndef IISLINT_SOURCE_MALFORMED_WALK_H
#define IISLINT_SOURCE_MALFORMED_WALK_H

#include "source/source.h"

struct malformed_walk {
    struct arena *arena;
    struct source_fault *fault;
    const char *text;
    unsigned depth;
    const char *open[SOURCE_DEPTH_MAX]; /* the '<' of every open tag */
    const char *root;                   /* the '<' of the root element, once seen */
};

/* All steps return where to go on, or NULL after they have reported a fault. */
const char *malformed_report(struct malformed_walk *walk, const char *from, const char *to,
                             const char *message);

/* The same with a second place. */
const char *malformed_report_related(struct malformed_walk *walk, const char *from, const char *to,
                                     const char *message, const char *related_from,
                                     const char *related_to, const char *related);

/* The name at `at` for a message, cut when it is absurdly long. */
const char *malformed_name(struct malformed_walk *walk, const char *at);

/* `at` is at the '<' of a start tag. `*empty` tells whether it ended in '/>'. */
const char *malformed_start_tag(struct malformed_walk *walk, const char *at, bool *empty);

/* `at` is at a '&'. */
const char *malformed_reference(struct malformed_walk *walk, const char *at);

/* Behind the character at `at`. */
const char *malformed_next_character(const char *at);

#endif
