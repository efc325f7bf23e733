/*
 * lock.h - what a file may not change because a file above it says so (IIS1401 to IIS1407).
 *
 * A lock takes effect below the level where it is written: the file that locks may change what it
 * locks, in its location tags too. Sources: iis-semantics, section 3.
 */
#ifndef IISLINT_CONFIG_LOCK_H
#define IISLINT_CONFIG_LOCK_H

#include "config/server.h"

/* The definitions of one section that are in force at a scope, see scope_chain(). */
struct lock_chain {
    struct server *server;
    const struct scope *scope;
    const struct section *section;
    struct definition *const *definitions; /* outermost first */
    size_t count;
};

/* Reports every breach of a lock, and locks that name what does not exist. */
void lock_check(struct server *server);

/* What locks a section for files at a scope; for iislint effective. */
struct section_lock {
    bool locked;             /* a file at this scope may not use the section */
    const xmlNode *place;    /* the <location> or <section> element that decides; NULL: default */
};
struct section_lock lock_of_section(const struct server *server, const struct scope *scope,
                                    const struct section *section);

/* Part of lock_check(): locked attributes, elements and entries (lock_items.c). Checks the chain's
 * definition number `index` against those of other files before it. */
void lock_check_items(const struct lock_chain *chain, size_t index);

/* Part of lock_check(): names in lock attributes that the schema does not know (lock_names.c). */
void lock_check_names(struct server *server, const struct definition *definition);

#endif
