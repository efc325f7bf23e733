/*
 * lock.h - what a file may not change because a file above it says so (IIS1401 to IIS1407).
 *
 * A lock takes effect below the level where it is written: the file that locks may change what it
 * locks, in its location tags too. Sources: iis-semantics, section 3.
 */
#ifndef IISLINT_CONFIG_LOCK_H
#define IISLINT_CONFIG_LOCK_H

#include "config/server.h"

/* Reports every breach of a lock, and locks that name what does not exist. */
void lock_check(struct server *server);

/* What locks a section, as a whole. */
struct section_lock {
    bool locked;          /* a file at this scope may not use the section */
    bool assumed;         /* by a file of an assumed server */
    const xmlNode *place; /* the <location> or <section> element that decides; NULL: default */
};

/* What holds for a web.config in the scope's folder (at the server: for those below it). */
struct section_lock lock_of_section(const struct server *server, const struct scope *scope,
                                    const struct section *section);

/* How it locks, for messages: overrideModeDefault="Deny" or a location tag's attribute. */
const char *lock_means(const struct section_lock *lock);

/* ---- private to lock*.c ----------------------------------------------------------------------- */

/* The definitions of one section that are in force at a scope, see scope_chain(). */
struct lock_chain {
    struct server *server;
    const struct scope *scope;
    const struct section *section;
    struct definition *const *definitions; /* outermost first */
    size_t count;
};

/* Checks the chain's definition number `index` against the locked attributes, elements and entries
 * of other files before it (lock_items.c). */
void lock_check_items(const struct lock_chain *chain, size_t index);

/* Reports names in lock attributes that the schema does not know (lock_names.c). */
void lock_check_names(struct server *server, const struct definition *definition);

/* Reports a section that may not stand at this level at all (lock_definition.c): true when it was,
 * and when it makes no difference then whether the section is locked too. */
bool lock_check_place(const struct lock_chain *chain, const struct definition *definition);

/* Naming a section without saying anything about it is no breach. */
bool lock_says_something(const struct definition *definition);

#endif
