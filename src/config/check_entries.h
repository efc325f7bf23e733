/*
 * check_entries.h - private to check*.c: the keys of a collection, as directives change them.
 */
#ifndef IISLINT_CONFIG_CHECK_ENTRIES_H
#define IISLINT_CONFIG_CHECK_ENTRIES_H

#include "config/schema.h"
#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

/* Unique keys are each compared alone, combined ones together: one index for each. */
#define ENTRY_KEYS_MAX 4

struct entry {
    const xmlNode *element;
    bool removed; /* a tombstone: what an outer file added is gone */
};

/* Most collections have a few entries: those are compared one by one, without an index. */
#define ENTRIES_FEW 6

struct entries {
    const struct schema_collection *schema;
    struct entry few[ENTRIES_FEW];
    struct entry *items; /* `few`, then on the heap */
    size_t count, capacity;
    bool cleared; /* entries_clear() was called: what an outer file added is gone */
    size_t key_count;
    struct entry_index {
        uint32_t *hashes; /* by slot; heap */
        uint32_t *slots;  /* item + 1, 0: free; heap */
        size_t size, used;
    } indexes[ENTRY_KEYS_MAX];
};

/* Initialised entries must stay where they are. */
void entries_init(struct entries *entries, const struct schema_collection *schema);
void entries_clear(struct entries *entries);
void entries_fini(struct entries *entries);

/* The entry, living or removed, that has a key of `element`, or NULL; `*key` (may be NULL) says
 * which index it was found in. */
struct entry *entries_find(const struct entries *entries, const xmlNode *element, size_t *key);

/* True when a living entry has this value as its only key; `*removed` when a removed one has. */
bool entries_has(const struct entries *entries, const char *value, bool *removed);

void entries_add(struct entries *entries, const xmlNode *element, bool removed);

/* The attributes of one index of keys: the nth unique key, or all combined ones. NULL at the end. */
const struct schema_attribute *entries_key(const struct schema_collection *schema, size_t key,
                                           size_t number);

/* What an attribute of a key is, defaults included; never NULL. */
const char *entries_value(const struct schema_attribute *key, const xmlNode *element);

#endif
