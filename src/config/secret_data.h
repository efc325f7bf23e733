/*
 * secret_data.h - private to secret*.c: what rules/secrets.xml says, and secrets inside a value.
 */
#ifndef IISLINT_CONFIG_SECRET_DATA_H
#define IISLINT_CONFIG_SECRET_DATA_H

#include "base/map.h"
#include "config/secret.h"
#include <stdint.h>

/* Attributes of a name, or of names that a pattern matches. */
struct secret_name {
    const char *kind;
    const struct regex *pattern; /* NULL: the name itself is the key of the map */
    const struct regex *except;  /* values that are none; may be NULL */
};

/* Entries whose key tells that their value is secret. */
struct secret_keyed {
    const char *kind;
    const struct regex *pattern;
    const char *value;      /* the attribute that is secret then */
    struct list keys;       /* char *: attributes that may be the key */
    struct map *exceptions; /* names of elements that are no such entries */
};

struct secret_part {
    const char *kind;
    const struct regex *pattern;
};

#define SECRET_KEYED_MAX 8
#define SECRET_PARTS_MAX 32

struct secrets {
    struct arena *arena;
    struct map *names;    /* attribute name -> struct secret_name; also remembers other names */
    struct list patterns; /* struct secret_name * */
    struct map *elements; /* name -> struct secret_name */
    struct list keyed;    /* struct secret_keyed * */
    struct list parts;    /* struct secret_part * */
    uint32_t hints[256];  /* by byte: the parts (bits by index) that need it or one of its like */
};

/* True unless the value is one of the exceptions. */
bool secret_name_holds(const struct secret_name *name, const char *value, size_t length);

bool secret_keyed_matches(const struct secret_keyed *keyed, const char *key, size_t length);

/* Secrets on the heap, in the order they were found. Zero-initialise it. */
struct secret_list {
    struct secret *array;
    size_t count, capacity;
};

void secret_list_add(struct secret_list *list, struct span span, const char *kind, bool is_base64);

/* Sorts, and joins what overlaps. */
void secret_list_finish(struct secret_list *list);

/* The parts (bits by index) that a value may hold: most values need no pattern. */
uint32_t secret_possible_parts(const struct secrets *secrets, const char *value, size_t length);

/* Adds the secret parts of a text that an attribute or element holds; spans are offsets in it. */
void secret_parts(const struct secrets *secrets, const char *value, size_t length,
                  struct secret_list *list);

/* For a value that begins as an encrypted one: adds what it holds. False for other values. */
bool secret_encrypted(const char *value, size_t length, struct secret_list *list);

#endif
