/*
 * account.h - Windows accounts by name and SID, and the groups that a token of theirs carries.
 *
 * Names of well-known accounts, their SIDs and their fixed group memberships are data
 * (rules/accounts.xml). The SID of a pool's virtual account is computed: S-1-5-82- and the five
 * little-endian words of SHA-1 over the UTF-16LE lower-case pool name.
 */
#ifndef IISLINT_FACTS_ACCOUNT_H
#define IISLINT_FACTS_ACCOUNT_H

#include "base/arena.h"
#include "facts/facts.h"
#include "source/regex.h"

struct accounts;

enum account_kind {
    ACCOUNT_UNKNOWN, /* a name that nothing is known of */
    ACCOUNT_VIRTUAL, /* IIS APPPOOL\name, NT SERVICE\name */
    ACCOUNT_BUILTIN, /* SYSTEM, NETWORK SERVICE, LOCAL SERVICE, IUSR, ... : no password */
    ACCOUNT_GROUP,   /* Everyone, IIS_IUSRS, ... */
    ACCOUNT_LOCAL,   /* MACHINE\user, .\user */
    ACCOUNT_DOMAIN,  /* DOMAIN\user, user@domain */
    ACCOUNT_MANAGED /* DOMAIN\name$: a (group) managed service account or a computer: no password */
};

/*
 * Reads the account data that is embedded in the program; `facts` and `regexes` are borrowed.
 * An ACL in the facts that is no valid SDDL gives NULL and an error with its place.
 */
struct accounts *accounts_new(struct arena *arena, const struct facts *facts,
                              struct regex_cache *regexes, struct error *error);

/* What kind of account a name is, by its form, the data and the facts (computer and domain). */
enum account_kind account_kind(const struct accounts *accounts, const char *name);

/* The canonical spelling of a well-known name ("network service" -> "NT AUTHORITY\NETWORK SERVICE"),
 * or the name itself. */
const char *account_canonical(const struct accounts *accounts, const char *name);

/* The SID string of a name (or of a SID string itself), or NULL when it is unknown. */
const char *account_sid(const struct accounts *accounts, const char *name);

/* The SID of IIS APPPOOL\<pool>, computed; needs no facts. In the arena; NULL for invalid UTF-8. */
char *account_pool_sid(struct arena *arena, struct regex_cache *regexes, const char *pool);

/* The name for a SID string when data or facts know it, else NULL. */
const char *account_name_of_sid(const struct accounts *accounts, const char *sid);

/* True when both names mean the same account as far as that can be known (SIDs, else names). */
bool account_equals(const struct accounts *accounts, const char *a, const char *b);

/* The account of a processModel identityType ("NetworkService"), or NULL: needs userName or pool. */
const char *account_of_identity_type(const struct accounts *accounts, const char *identity_type);

/*
 * Is the account a member of the group (either by name or SID)? A token's fixed groups are data
 * (Everyone, Users, Authenticated Users, ...); others come from the accounts facts. A worker
 * process's token always carries IIS_IUSRS unless manualGroupMembership: the caller says so with
 * `worker_process`.
 */
enum answer account_in_group(const struct accounts *accounts, const char *name, const char *group,
                             bool worker_process);

/* Every SID that a token of the account is known to carry, its own first; *complete is false when
 * it may carry more (memberships that no fact tells). In the arena. */
const char **account_token(const struct accounts *accounts, struct arena *arena, const char *name,
                           bool worker_process, size_t *count, bool *complete);

#endif
