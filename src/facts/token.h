/*
 * token.h - private to src/facts: what the access token of an account carries, as far as is known.
 */
#ifndef IISLINT_FACTS_TOKEN_H
#define IISLINT_FACTS_TOKEN_H

#include "facts/account.h"

struct token;

/* The token of an account; built once a run. `worker_process`: see account_in_group(). */
const struct token *token_get(const struct accounts *accounts, const char *name,
                              bool worker_process);

/* Does it carry this SID? A SID with '*' (see struct known) means that of any domain. */
enum answer token_has(const struct accounts *accounts, const struct token *token, const char *sid);

#endif
