/*
 * required.h - private to src/facts: says where a facts file does not fit its grammar.
 *
 * When a required attribute is missing or wrong beside optional ones, libxml2's RELAX NG names neither
 * the attribute nor the place. For optional attributes it names both. So the missing ones are looked
 * for here, and the wrong ones are found by a copy of the grammar in which all are optional.
 */
#ifndef IISLINT_FACTS_REQUIRED_H
#define IISLINT_FACTS_REQUIRED_H

#include "source/source.h"

/*
 * True when an element of `source` lacks an attribute that the grammar wants; `error` then names
 * both at the element. Element names must have one definition in the grammar.
 */
bool required_missing(const struct source *source, const char *grammar, size_t grammar_length,
                      struct error *error);

/* Like grammar_validate(), as if no attribute were required. */
bool required_ignored(const struct source *source, const char *grammar, size_t grammar_length,
                      struct error *error);

#endif
