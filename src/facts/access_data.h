/*
 * access_data.h - private to src/facts.
 */
#ifndef IISLINT_FACTS_ACCESS_DATA_H
#define IISLINT_FACTS_ACCESS_DATA_H

#include "facts/access.h"

/* Parses all ACLs of the facts, so that a bad one is an error at its place and not half an answer. */
bool access_validate(struct accounts *accounts, struct error *error);

/* A SID that an SDDL abbreviation (BA, SY, ...) of `length` bytes means, or NULL. */
const char *account_sid_of_sddl(const struct accounts *accounts, const char *text, size_t length);

#endif
