#include "config/check_entries.h"

#include "base/arena.h"
#include "base/text.h"
#include "config/node.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HASH_START 2166136261u

const char *entries_value(const struct schema_attribute *key, const xmlNode *element)
{
    const char *value = node_attribute(element, key->name);
    if (!value)
        value = key->default_value;
    return value ? value : "";
}

static size_t unique_count(const struct schema_collection *schema)
{
    size_t count = 0;
    for (size_t i = 0; i < schema->key_count; i++)
        count += schema->keys[i]->unique_key;
    return count;
}

const struct schema_attribute *entries_key(const struct schema_collection *schema, size_t key,
                                           size_t number)
{
    bool combined = key >= unique_count(schema);
    size_t wanted = combined ? number : key;
    if (!combined && number > 0)
        return NULL;
    for (size_t i = 0; i < schema->key_count; i++)
        if (schema->keys[i]->unique_key != combined && wanted-- == 0)
            return schema->keys[i];
    return NULL;
}

static size_t count_keys(const struct schema_collection *schema)
{
    size_t unique = unique_count(schema);
    size_t count = unique + (schema->key_count > unique);
    return count < ENTRY_KEYS_MAX ? count : ENTRY_KEYS_MAX;
}

void entries_init(struct entries *entries, const struct schema_collection *schema)
{
    entries->schema = schema;
    entries->items = entries->few;
    entries->count = 0;
    entries->cleared = false;
    entries->capacity = ENTRIES_FEW;
    entries->key_count = count_keys(schema);
    memset(entries->indexes, 0, sizeof entries->indexes);
}

void entries_clear(struct entries *entries)
{
    entries->cleared = true;
    entries->count = 0;
    for (size_t k = 0; k < entries->key_count; k++) {
        struct entry_index *index = &entries->indexes[k];
        if (index->used > 0)
            memset(index->slots, 0, index->size * sizeof *index->slots);
        index->used = 0;
    }
}

void entries_fini(struct entries *entries)
{
    if (entries->items != entries->few)
        free(entries->items);
    for (size_t k = 0; k < entries->key_count; k++) {
        free(entries->indexes[k].slots);
        free(entries->indexes[k].hashes);
    }
}

/* FNV-1a over the letters without case, closed so that "a" "b" is not "ab" "". */
static uint32_t hash_more(uint32_t hash, const char *value)
{
    for (const char *c = value; *c; c++)
        hash = (hash ^ (unsigned char)tolower((unsigned char)*c)) * 16777619u;
    return (hash ^ 0x1f) * 16777619u;
}

/* A key that must be there and is not: another problem, which equals nothing. */
static bool hash_key(const struct schema_collection *schema, size_t key, const xmlNode *element,
                     uint32_t *hash)
{
    const struct schema_attribute *part;
    *hash = HASH_START;
    for (size_t n = 0; (part = entries_key(schema, key, n)); n++) {
        const char *value = node_attribute(element, part->name);
        if (!value && part->required)
            return false;
        *hash = hash_more(*hash, entries_value(part, element));
    }
    return true;
}

static bool same_key(const struct schema_collection *schema, size_t key, const xmlNode *a,
                     const xmlNode *b)
{
    const struct schema_attribute *part;
    for (size_t n = 0; (part = entries_key(schema, key, n)); n++) {
        const char *x = entries_value(part, a), *y = entries_value(part, b);
        if (part->case_sensitive ? strcmp(x, y) != 0 : !text_equals_nocase(x, y))
            return false;
    }
    return true;
}

/* The slot of the key, or the free one where it would go. */
static size_t slot_of(const struct entries *entries, size_t key, const xmlNode *element,
                      uint32_t hash)
{
    const struct entry_index *index = &entries->indexes[key];
    size_t i = hash & (index->size - 1);
    for (; index->slots[i]; i = (i + 1) & (index->size - 1))
        if (index->hashes[i] == hash &&
            same_key(entries->schema, key, entries->items[index->slots[i] - 1].element, element))
            break;
    return i;
}

static bool lacks_key(const struct schema_collection *schema, size_t key, const xmlNode *element)
{
    const struct schema_attribute *part;
    for (size_t n = 0; (part = entries_key(schema, key, n)); n++)
        if (part->required && !node_attribute(element, part->name))
            return true;
    return false;
}

/* Of a key: the last entry that has it, by comparing with each. */
static struct entry *find_among_few(const struct entries *entries, size_t key,
                                    const xmlNode *element)
{
    for (size_t i = entries->count; i-- > 0;)
        if (same_key(entries->schema, key, entries->items[i].element, element) &&
            !lacks_key(entries->schema, key, element))
            return (struct entry *)(uintptr_t)&entries->items[i];
    return NULL;
}

static struct entry *find_by_index(const struct entries *entries, size_t key,
                                   const xmlNode *element)
{
    uint32_t hash;
    const struct entry_index *index = &entries->indexes[key];
    if (index->used == 0 || !hash_key(entries->schema, key, element, &hash))
        return NULL;
    size_t slot = slot_of(entries, key, element, hash);
    return index->slots[slot] ? &entries->items[index->slots[slot] - 1] : NULL;
}

struct entry *entries_find(const struct entries *entries, const xmlNode *element, size_t *key)
{
    struct entry *removed = NULL;
    for (size_t k = 0; k < entries->key_count; k++) {
        struct entry *found = entries->count <= ENTRIES_FEW ? find_among_few(entries, k, element)
                                                            : find_by_index(entries, k, element);
        if (!found)
            continue;
        if (key)
            *key = k;
        if (!found->removed)
            return found;
        removed = found;
    }
    return removed;
}

bool entries_has(const struct entries *entries, const char *value, bool *removed)
{
    const struct schema_attribute *key = entries_key(entries->schema, 0, 0);
    for (size_t i = entries->count; key && i-- > 0;) {
        const char *found = entries_value(key, entries->items[i].element);
        if (key->case_sensitive ? strcmp(found, value) != 0 : !text_equals_nocase(found, value))
            continue;
        *removed = entries->items[i].removed;
        return !*removed;
    }
    return false;
}

static void *checked(void *memory)
{
    if (!memory)
        arena_out_of_memory();
    return memory;
}

static void grow_index(struct entries *entries, size_t key)
{
    struct entry_index *index = &entries->indexes[key];
    struct entry_index old = *index;
    index->size = old.size ? 2 * old.size : 16;
    index->slots = checked(calloc(index->size, sizeof *index->slots));
    index->hashes = checked(calloc(index->size, sizeof *index->hashes));
    for (size_t i = 0; i < old.size; i++) {
        if (!old.slots[i])
            continue;
        size_t slot = old.hashes[i] & (index->size - 1);
        while (index->slots[slot])
            slot = (slot + 1) & (index->size - 1);
        index->slots[slot] = old.slots[i];
        index->hashes[slot] = old.hashes[i];
    }
    free(old.slots);
    free(old.hashes);
}

static void index_entry(struct entries *entries, size_t number)
{
    for (size_t k = 0; k < entries->key_count; k++) {
        uint32_t hash;
        struct entry_index *index = &entries->indexes[k];
        const xmlNode *element = entries->items[number].element;
        if (!hash_key(entries->schema, k, element, &hash))
            continue;
        if (2 * (index->used + 1) > index->size)
            grow_index(entries, k);
        size_t slot = slot_of(entries, k, element, hash);
        index->used += index->slots[slot] == 0;
        index->slots[slot] = (uint32_t)number + 1; /* a later one takes a tombstone's place */
        index->hashes[slot] = hash;
    }
}

static void grow_items(struct entries *entries)
{
    struct entry *few = entries->items == entries->few ? entries->few : NULL;
    entries->capacity *= 4;
    entries->items =
        checked(realloc(few ? NULL : entries->items, entries->capacity * sizeof *entries->items));
    if (few)
        memcpy(entries->items, few, entries->count * sizeof *few);
}

void entries_add(struct entries *entries, const xmlNode *element, bool removed)
{
    if (entries->count == entries->capacity)
        grow_items(entries);
    entries->items[entries->count++] = (struct entry){element, removed};
    if (entries->count <= ENTRIES_FEW)
        return;
    for (size_t i = entries->count == ENTRIES_FEW + 1 ? 0 : entries->count - 1; i < entries->count;
         i++)
        index_entry(entries, i);
}
