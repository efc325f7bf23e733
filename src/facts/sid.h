/*
 * sid.h - security identifiers in their string form, S-1-5-32-544.
 */
#ifndef IISLINT_FACTS_SID_H
#define IISLINT_FACTS_SID_H

#include "base/arena.h"
#include "source/regex.h"
#include <stdbool.h>
#include <stddef.h>

/* Length of the SID that `text` starts with, 0 when it starts with none. */
size_t sid_scan(const char *text);

/* True when the whole of `text` is a SID. */
bool sid_is(const char *text);

/* Text behind the last '-': the relative identifier. `sid` is a SID. */
const char *sid_relative(const char *sid);

enum sid_case { SID_LOWER, SID_UPPER };

/*
 * The SID of a virtual account: `authority` ("S-1-5-82"), then the five little-endian words of
 * SHA-1 over the name in UTF-16LE, written in one letter case. NULL when the name is not valid
 * UTF-8, or is to be upper case and not ASCII.
 */
char *sid_of_name(struct arena *arena, struct regex_cache *regexes, const char *authority,
                  const char *name, enum sid_case letter_case);

#endif
