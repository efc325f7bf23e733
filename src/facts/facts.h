/*
 * facts.h - what is known of the machine, in three states.
 *
 * A facts document (namespace urn:iislint:facts:1, grammar rules/facts.rng) has one element per
 * group. A group that is absent is unknown; a group with complete="true" lists everything, so an
 * item that it does not list does not exist; in another group an absent item is unknown as well.
 */
#ifndef IISLINT_FACTS_FACTS_H
#define IISLINT_FACTS_FACTS_H

#include "base/arena.h"
#include "base/error.h"
#include "source/source.h"
#include <stdbool.h>

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNKNOWN };

struct facts;

/* Facts about nothing: every group is unknown. */
struct facts *facts_new(struct arena *arena);

/*
 * Loads and validates a facts file. A file that is unreadable, malformed or does not fit the
 * grammar gives NULL and an error with its line; it is never half-used.
 */
struct facts *facts_load(struct arena *arena, const char *local_path, const char *shown_path,
                         struct error *error);

/* The same from memory (examples of rules, the live machine). */
struct facts *facts_parse(struct arena *arena, const char *shown_path, const char *bytes,
                          size_t length, struct error *error);

/* Those of a file inside the program; the tests have validated it, so it is not done again. */
struct facts *facts_embedded(struct arena *arena, const char *name, struct error *error);

void facts_free(struct facts *facts);

/* The <facts> root element (never NULL; an empty one for facts_new()); owned by the facts. */
xmlNode *facts_root(const struct facts *facts);

/* The element of a group, or NULL when the group is unknown. */
xmlNode *facts_group(const struct facts *facts, const char *group);

/* True when the group is there and lists everything. */
bool facts_group_complete(const struct facts *facts, const char *group);

/*
 * Finds the first item of a group whose attribute equals `value` without case.
 * YES: *item is it. NO: the group is complete and has none. UNKNOWN: otherwise.
 */
enum answer facts_find(const struct facts *facts, const char *group, const char *attribute,
                       const char *value, xmlNode **item);

/*
 * A registry value. YES: *item is the <value> element; NO: listed as <absent>, or the group is
 * complete and does not list it; UNKNOWN otherwise. `key` compares without case.
 */
enum answer facts_registry(const struct facts *facts, const char *key, const char *name,
                           xmlNode **item);

/* An environment variable of the machine; fits path_variable_lookup (context: struct facts *). */
const char *facts_variable(void *facts, const char *name, size_t length);

/* The text that says what would decide a question about this group, e.g. for --show-undecided. */
const char *facts_group_hint(const char *group);

#endif
