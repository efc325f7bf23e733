#include "base/map.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/*
 * Entries stand in insertion order in one array; a separate table of slots (open addressing,
 * linear probing) holds entry numbers plus one. Old arrays stay in the arena when the map grows:
 * together they are never larger than the last one.
 */
struct entry {
    const char *key;
    size_t length;
    uint64_t hash;
    void *value;
};

struct map {
    struct arena *arena;
    enum map_case letter_case;
    struct entry *entries;
    size_t count;
    size_t capacity; /* of entries; there are twice as many slots, a power of two */
    size_t *slots;
};

static unsigned char fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20) : c;
}

/* FNV-1a, with a final mix because the low bits choose the slot. */
static uint64_t hash_bytes(const struct map *map, const char *key, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    bool folding = map->letter_case == MAP_CASE_INSENSITIVE;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)key[i];
        hash = (hash ^ (folding ? fold(c) : c)) * 1099511628211u;
    }
    return hash ^ (hash >> 32);
}

static bool same_key(const struct map *map, const struct entry *entry, const char *key,
                     size_t length)
{
    if (entry->length != length)
        return false;
    if (map->letter_case == MAP_CASE_SENSITIVE)
        return memcmp(entry->key, key, length) == 0;
    for (size_t i = 0; i < length; i++) {
        if (fold((unsigned char)entry->key[i]) != fold((unsigned char)key[i]))
            return false;
    }
    return true;
}

/* The slot that holds the key, or the empty slot where it belongs. */
static size_t *find_slot(const struct map *map, const char *key, size_t length, uint64_t hash)
{
    size_t mask = map->capacity * 2 - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        size_t *slot = &map->slots[i];
        if (*slot == 0)
            return slot;
        const struct entry *entry = &map->entries[*slot - 1];
        if (entry->hash == hash && same_key(map, entry, key, length))
            return slot;
    }
}

static void grow(struct map *map)
{
    size_t capacity = map->capacity == 0 ? 8 : map->capacity * 2;
    struct entry *entries = arena_array(map->arena, capacity, sizeof *entries);
    if (map->count > 0)
        memcpy(entries, map->entries, map->count * sizeof *entries);
    map->entries = entries;
    map->capacity = capacity;
    map->slots = arena_array(map->arena, capacity * 2, sizeof *map->slots);
    for (size_t i = 0; i < map->count; i++) {
        const struct entry *entry = &entries[i];
        *find_slot(map, entry->key, entry->length, entry->hash) = i + 1;
    }
}

struct map *map_new(struct arena *arena, enum map_case letter_case)
{
    struct map *map = arena_alloc(arena, sizeof *map);
    map->arena = arena;
    map->letter_case = letter_case;
    return map;
}

void *map_set(struct map *map, const char *key, void *value)
{
    assert(key != NULL);
    if (map->count == map->capacity)
        grow(map);
    size_t length = strlen(key);
    uint64_t hash = hash_bytes(map, key, length);
    size_t *slot = find_slot(map, key, length, hash);
    if (*slot != 0) {
        struct entry *entry = &map->entries[*slot - 1];
        void *before = entry->value;
        entry->value = value;
        return before;
    }
    map->entries[map->count] = (struct entry){
        .key = arena_strndup(map->arena, key, length),
        .length = length,
        .hash = hash,
        .value = value,
    };
    *slot = ++map->count;
    return NULL;
}

void *map_find(const struct map *map, const char *key)
{
    return map_find_bytes(map, key, strlen(key));
}

void *map_find_bytes(const struct map *map, const char *key, size_t length)
{
    if (map->count == 0)
        return NULL;
    size_t slot = *find_slot(map, key, length, hash_bytes(map, key, length));
    return slot == 0 ? NULL : map->entries[slot - 1].value;
}

size_t map_count(const struct map *map)
{
    return map->count;
}

bool map_next(const struct map *map, size_t *cursor, const char **key, void **value)
{
    if (*cursor >= map->count)
        return false;
    const struct entry *entry = &map->entries[(*cursor)++];
    if (key != NULL)
        *key = entry->key;
    if (value != NULL)
        *value = entry->value;
    return true;
}

void list_add(struct list *list, struct arena *arena, void *item)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 8 : list->capacity * 2;
        void **items = arena_array(arena, capacity, sizeof *items);
        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = item;
}
