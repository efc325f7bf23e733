/*
 * grammar.h - validation against an embedded RELAX NG grammar, with located errors.
 */
#ifndef IISLINT_SOURCE_GRAMMAR_H
#define IISLINT_SOURCE_GRAMMAR_H

#include "source/source.h"

/*
 * Validates a parsed source against the RELAX NG grammar text. Returns true when it is valid;
 * else false and `error` says what is wrong at the first place, with line and column.
 * libxml2's own wording is used as the reason, never printed by libxml2 itself.
 */
bool grammar_validate(const struct source *source, const char *grammar, size_t grammar_length,
                      struct error *error);

/*
 * To be called before several threads read XML: libxml2 makes its tables of grammars and data types
 * when they are first used, and (at least in 2.9) without a lock.
 */
void grammar_prepare(void);

#endif
