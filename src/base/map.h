/*
 * map.h - collections in an arena: a hash map from strings to pointers, and a growing list.
 */
#ifndef IISLINT_BASE_MAP_H
#define IISLINT_BASE_MAP_H

#include "base/arena.h"
#include <stdbool.h>

struct map;

enum map_case { MAP_CASE_SENSITIVE, MAP_CASE_INSENSITIVE /* ASCII letters */ };

/* Creates an empty map; keys are copied into the arena, values stay the caller's. */
struct map *map_new(struct arena *arena, enum map_case letter_case);

/* Sets a value (a second time replaces it). Returns the value that was there before, or NULL. */
void *map_set(struct map *map, const char *key, void *value);

/* The value, or NULL when the key is absent. */
void *map_find(const struct map *map, const char *key);

/* Same with a key of `length` bytes that need not end in NUL. */
void *map_find_bytes(const struct map *map, const char *key, size_t length);

size_t map_count(const struct map *map);

/* Steps in insertion order: returns false at the end. `*cursor` starts at 0. */
bool map_next(const struct map *map, size_t *cursor, const char **key, void **value);

/* A growing array of pointers. Zero-initialise it. */
struct list {
    void **items;
    size_t count;
    size_t capacity;
};

void list_add(struct list *list, struct arena *arena, void *item);

#endif
