/*
 * recorded.h - a collector without its machine: what recorded answers of Windows become as facts.
 */
#ifndef IISLINT_TESTS_FACTS_RECORDED_H
#define IISLINT_TESTS_FACTS_RECORDED_H

#include "facts/collect_answers.h"
#include "facts/facts.h"

struct recorded {
    struct arena *arena;
    struct collect_request request;
    struct collected collected;
    struct collecting collecting;
    struct list gaps; /* struct collect_gap *, after recorded_end() */
    struct text document;
    struct facts *facts;
};

/* Begins to collect a group. `needs`: see struct collected. */
void recorded_begin(struct recorded *recorded, const char *group, const char *needs);

/* The items until now, each on a line of its own without the space before it. */
const char *recorded_items(struct recorded *recorded);

/* Ends it as collect_windows.c does, and reads the document. A bad one fails the test. */
void recorded_end(struct recorded *recorded, unsigned seconds);

/* The first item of the group with that attribute, or NULL; after recorded_end(). */
const xmlNode *recorded_find(const struct recorded *recorded, const char *attribute,
                             const char *value);

/* The reason of the only gap, NULL when there is none; after recorded_end(). */
const char *recorded_reason(const struct recorded *recorded);

void recorded_fini(struct recorded *recorded);

#endif
