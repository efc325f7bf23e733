/*
 * account_data.h - private to src/facts: the account data of rules/accounts.xml in memory.
 */
#ifndef IISLINT_FACTS_ACCOUNT_DATA_H
#define IISLINT_FACTS_ACCOUNT_DATA_H

#include "base/map.h"
#include "facts/account.h"
#include "facts/sid.h"

/* What a token carries and what it certainly does not: lists of struct known. */
struct token_rule {
    struct list in;
    struct list out;
};

/* One <account>: it exists on every machine. */
struct known {
    const char *name;
    const char *sid; /* with '*' for an account of some domain or machine */
    enum account_kind kind;
    bool placeholder;
    bool unprivileged;
    struct token_rule rule;
};

/* One <family>: virtual accounts NAME\x. */
struct family {
    const char *name;
    const char *sid;
    enum sid_case hash;
    bool unprivileged;
    struct token_rule rule;
};

/* What rules/accounts.xml says. */
struct account_data {
    struct map *by_name; /* canonical names, aliases and names without authority -> struct known */
    struct map *by_sid;
    struct map *by_sddl;
    struct map *by_identity_type;
    struct list families;
    struct token_rule kinds[ACCOUNT_MANAGED + 1];
    struct token_rule unprivileged;
    struct token_rule worker_process;
};

struct accounts {
    struct arena *arena;
    const struct facts *facts;
    struct regex_cache *regexes;
    const char *computer;      /* NULL when no fact tells it */
    struct account_data *data; /* NULL until asked for: see account_data() */
    struct map *tokens;        /* built when first asked for: see token.c */
    struct map *sddls;         /* SDDL text -> struct sddl: see access.c */
};

/* Reads the file when it is first asked for: many a web.config is checked without an account. */
const struct account_data *account_data(const struct accounts *accounts);

/* The same of a file of that form; NULL with an error. In the arena. */
struct account_data *account_data_parse(struct arena *arena, const struct source *source,
                                        struct error *error);

/* The well-known account of this name in any spelling, or NULL. */
const struct known *account_known(const struct accounts *accounts, const char *name);

/* The well-known account of this SID; S-1-5-21-x-512 finds the one of S-1-5-21-*-512. */
const struct known *account_known_sid(const struct accounts *accounts, const char *sid);

/* The family of NAME\x; *rest becomes x. NULL when it is in none. */
const struct family *account_family(const struct accounts *accounts, const char *name,
                                    const char **rest);

/* The family of a SID (S-1-5-82-...), or NULL. */
const struct family *account_family_of_sid(const struct accounts *accounts, const char *sid);

/* The <account> of the facts for a name in any spelling or a SID, or NULL. */
xmlNode *account_fact(const struct accounts *accounts, const char *name);

#endif
