/*
 * regex.h - the only door to PCRE2: compiled patterns kept by text, Unicode case, .
 *
 * A pattern is compiled once for a cache and matched with bounded work, so a hostile subject or
 * a pattern with catastrophic backtracking ends in "no match, gave up", not in a hang.
 */
#ifndef IISLINT_SOURCE_REGEX_H
#define IISLINT_SOURCE_REGEX_H

#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

struct regex_cache;
struct regex;

enum regex_option { REGEX_NONE = 0, REGEX_IGNORE_CASE = 1 };

struct regex_cache *regex_cache_new(struct arena *arena);
void regex_cache_free(struct regex_cache *cache);

/* The compiled pattern, from the cache when seen before. NULL with `error` when it is invalid. */
struct regex *regex_get(struct regex_cache *cache, const char *pattern, unsigned options,
                        struct error *error);

/* A pattern of the program's own, proven by the tests: compiled when it is first searched with. */
struct regex *regex_trusted(struct regex_cache *cache, const char *pattern, unsigned options);

enum regex_answer { REGEX_NO_MATCH, REGEX_MATCH, REGEX_GAVE_UP /* limit on work reached */ };

struct regex_group {
    size_t start;
    size_t end; /* start == end == SIZE_MAX: the group took no part */
};

/*
 * Searches `subject` (UTF-8) from `offset`. `groups` (may be NULL) receives up to `group_count`
 * groups, number 0 being the whole match.
 */
enum regex_answer regex_search(const struct regex *regex, const char *subject, size_t length,
                               size_t offset, struct regex_group *groups, size_t group_count);

/* Lower-case copy of UTF-8 text by Unicode's simple mapping (as Windows folds names). */
char *regex_lowercase(struct regex_cache *cache, struct arena *arena, const char *text);

/* Equality without case for any UTF-8 name: ASCII fast path, else by regex_lowercase(). */
bool regex_equals_nocase(struct regex_cache *cache, const char *a, const char *b);

#endif
