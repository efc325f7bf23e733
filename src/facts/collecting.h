/*
 * collecting.h - private to the collectors: one group of facts while it is being found out.
 *
 * What a collector has found when its time is over counts; what it finds later does not. So what it
 * works with (struct collecting) and what its waiter takes (struct collected) are apart, and the latter
 * is shared under a lock. Nothing here asks the machine anything.
 */
#ifndef IISLINT_FACTS_COLLECTING_H
#define IISLINT_FACTS_COLLECTING_H

#include "facts/collect.h"
#include "facts/collect_item.h"

/* One group as far as it is known. Zero-initialise it, collected_fini() frees what is inside. */
struct collected {
    const char *group;    /* "services" */
    const char *needs;    /* what may be missing when an answer is refused or late; NULL: nothing */
    void (*lock)(void *); /* NULL: only one thread comes here */
    void (*unlock)(void *); /* and its counterpart */
    void *lock_context;
    struct text attributes; /* of the group's element */
    struct text items;
    char reason[500]; /* why it is unknown, or not whole: one sentence without its full stop */
    bool is_complete;
    bool is_over; /* nobody waits any more: nothing is added */
};

/* What a collector works with. */
struct collecting {
    const struct collect_request *request;
    struct arena *arena;      /* the collector's own, freed behind it */
    struct collect_item item; /* that it is writing */
    struct collected *result;
};

/* Ends the item that is being written and hands it over. */
void collect_add(struct collecting *collecting);

/* An attribute of the group itself: <os name="..."/>; NULL and "" add none. */
void collect_group_set(struct collecting *collecting, const char *name, const char *value);

/* Everything is listed: what is not there does not exist. A reason, whenever it comes, undoes it. */
void collect_complete(struct collecting *collecting);

/* The group, or a part of it, cannot be found out; the first reason counts. */
void collect_fail(struct collecting *collecting, const char *format, ...) PRINTF_LIKE(2, 3);

/* The same for a question that Windows refuses with an error code, and what it says of that code
 * (NULL: nothing). When `is_denied`, what the collector needs is told too. */
void collect_refused(struct collecting *collecting, const char *question, const char *says,
                     unsigned long code, bool is_denied);

/* The collector's time is over; `seconds` is how long it was waited for, 0 when it came to its end. */
void collected_end(struct collected *collected, unsigned seconds);

/*
 * Adds the group's element to a facts document, and to `gaps` what is missing (struct collect_gap, in the
 * arena). Text that the grammar of facts refuses becomes a gap: it would make the whole document useless.
 */
void collected_write(struct collected *collected, struct arena *arena, struct text *document,
                     struct list *gaps);

void collected_fini(struct collected *collected);

#endif
