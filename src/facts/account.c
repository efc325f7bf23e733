#include "facts/account.h"

#include "base/text.h"
#include "facts/access_data.h"
#include "facts/account_data.h"
#include "facts/item.h"
#include <stdio.h>
#include <string.h>

#define POOL_AUTHORITY "S-1-5-82"

struct accounts *accounts_new(struct arena *arena, const struct facts *facts,
                              struct regex_cache *regexes, struct error *error)
{
    struct accounts *accounts = arena_alloc(arena, sizeof *accounts);
    accounts->arena = arena;
    accounts->facts = facts;
    accounts->regexes = regexes;
    accounts->tokens = map_new(arena, MAP_CASE_INSENSITIVE);
    accounts->sddls = map_new(arena, MAP_CASE_SENSITIVE);
    const xmlNode *os = facts_group(facts, "os");
    accounts->computer = os == NULL ? NULL : item_get(os, "computer");
    return access_validate(accounts, error) ? accounts : NULL;
}

/* ---- looking up --------------------------------------------------------------------------- */

/* The part behind ".\" or "THISCOMPUTER\", or the name itself. */
static const char *without_computer(const struct accounts *accounts, const char *name)
{
    const char *backslash = strchr(name, '\\');
    if (backslash == NULL)
        return name;
    size_t length = (size_t)(backslash - name);
    if (length == 1 && name[0] == '.')
        return backslash + 1;
    if (accounts->computer != NULL && strlen(accounts->computer) == length &&
        text_starts_with_nocase(name, accounts->computer))
        return backslash + 1;
    return name;
}

const struct known *account_known(const struct accounts *accounts, const char *name)
{
    return map_find(account_data(accounts)->by_name, without_computer(accounts, name));
}

const struct known *account_known_sid(const struct accounts *accounts, const char *sid)
{
    const struct known *known = map_find(account_data(accounts)->by_sid, sid);
    if (known != NULL || !text_starts_with_nocase(sid, "S-1-5-21-"))
        return known;
    char pattern[32];
    int length = snprintf(pattern, sizeof pattern, "S-1-5-21-*-%s", sid_relative(sid));
    if (length < 0 || (size_t)length >= sizeof pattern)
        return NULL;
    return map_find(account_data(accounts)->by_sid, pattern);
}

const struct family *account_family(const struct accounts *accounts, const char *name,
                                    const char **rest)
{
    const struct list *families = &account_data(accounts)->families;
    for (size_t i = 0; i < families->count; i++) {
        const struct family *family = families->items[i];
        size_t length = strlen(family->name);
        if (text_starts_with_nocase(name, family->name) && name[length] == '\\' &&
            name[length + 1] != '\0') {
            *rest = name + length + 1;
            return family;
        }
    }
    return NULL;
}

const struct family *account_family_of_sid(const struct accounts *accounts, const char *sid)
{
    const struct list *families = &account_data(accounts)->families;
    for (size_t i = 0; i < families->count; i++) {
        const struct family *family = families->items[i];
        if (text_starts_with_nocase(sid, family->sid) && sid[strlen(family->sid)] == '-')
            return family;
    }
    return NULL;
}

xmlNode *account_fact(const struct accounts *accounts, const char *name)
{
    xmlNode *item;
    const struct facts *facts = accounts->facts;
    if (facts_group(facts, "accounts") == NULL)
        return NULL;
    if (sid_is(name))
        return facts_find(facts, "accounts", "sid", name, &item) == ANSWER_YES ? item : NULL;
    if (facts_find(facts, "accounts", "name", name, &item) == ANSWER_YES)
        return item;
    const char *bare = without_computer(accounts, name);
    if (strchr(bare, '\\') != NULL || strchr(bare, '@') != NULL)
        return NULL;
    const char *const prefixes[] = {"", ".\\", accounts->computer};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (prefixes[i] == NULL)
            continue;
        const char *spelling = arena_printf(accounts->arena, "%s%s%s", prefixes[i],
                                            prefixes[i] == accounts->computer ? "\\" : "", bare);
        if (facts_find(facts, "accounts", "name", spelling, &item) == ANSWER_YES)
            return item;
    }
    return NULL;
}

/* ---- kinds and names ---------------------------------------------------------------------- */

static bool kind_of_fact(const xmlNode *fact, enum account_kind *kind)
{
    static const struct {
        const char *name;
        enum account_kind kind;
    } kinds[] = {
        {"virtual", ACCOUNT_VIRTUAL}, {"builtin", ACCOUNT_BUILTIN}, {"group", ACCOUNT_GROUP},
        {"local", ACCOUNT_LOCAL},     {"domain", ACCOUNT_DOMAIN},   {"managed", ACCOUNT_MANAGED},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (fact != NULL && item_is(fact, "kind", kinds[i].name)) {
            *kind = kinds[i].kind;
            return true;
        }
    }
    return false;
}

/*
 * By the form of the name alone. Without facts a name X\user could be the machine's own; in a
 * configuration it is a domain's in nearly every case, because a local account is written bare
 * or with ".\".
 */
static enum account_kind kind_of_form(const struct accounts *accounts, const char *name)
{
    const char *bare = without_computer(accounts, name);
    const char *at = strchr(bare, '@');
    const char *backslash = strchr(bare, '\\');
    if (backslash != NULL && (backslash == bare || backslash[1] == '\0'))
        return ACCOUNT_UNKNOWN;
    if (text_starts_with_nocase(bare, "NT AUTHORITY\\") ||
        text_starts_with_nocase(bare, "BUILTIN\\"))
        return ACCOUNT_UNKNOWN;
    size_t length = at != NULL ? (size_t)(at - bare) : strlen(bare);
    if ((at != NULL || backslash != NULL) && length > 0 && bare[length - 1] == '$')
        return ACCOUNT_MANAGED;
    return at != NULL || backslash != NULL ? ACCOUNT_DOMAIN : ACCOUNT_LOCAL;
}

enum account_kind account_kind(const struct accounts *accounts, const char *name)
{
    if (name == NULL || *name == '\0')
        return ACCOUNT_UNKNOWN;
    const char *rest;
    enum account_kind kind;
    bool sid = sid_is(name);
    const struct known *known =
        sid ? account_known_sid(accounts, name) : account_known(accounts, name);
    if (known != NULL)
        return known->kind;
    if (account_family(accounts, name, &rest) != NULL)
        return ACCOUNT_VIRTUAL;
    if (kind_of_fact(account_fact(accounts, name), &kind))
        return kind;
    if (sid)
        return account_family_of_sid(accounts, name) != NULL ? ACCOUNT_VIRTUAL : ACCOUNT_UNKNOWN;
    return kind_of_form(accounts, name);
}

const char *account_canonical(const struct accounts *accounts, const char *name)
{
    if (name == NULL)
        return NULL;
    if (sid_is(name)) {
        const char *found = account_name_of_sid(accounts, name);
        return found != NULL ? found : name;
    }
    const struct known *known = account_known(accounts, name);
    if (known != NULL)
        return known->name;
    const char *rest;
    const struct family *family = account_family(accounts, name, &rest);
    return family == NULL ? name : arena_printf(accounts->arena, "%s\\%s", family->name, rest);
}

/* ---- SIDs --------------------------------------------------------------------------------- */

char *account_pool_sid(struct arena *arena, struct regex_cache *regexes, const char *pool)
{
    return sid_of_name(arena, regexes, POOL_AUTHORITY, pool, SID_LOWER);
}

/* S-1-5-... with a capital S, so that SIDs compare as strings. */
static const char *sid_spelling(const struct accounts *accounts, const char *sid)
{
    if (sid[0] == 'S')
        return sid;
    char *copy = arena_strdup(accounts->arena, sid);
    copy[0] = 'S';
    return copy;
}

const char *account_sid(const struct accounts *accounts, const char *name)
{
    if (name == NULL || *name == '\0')
        return NULL;
    if (sid_is(name))
        return sid_spelling(accounts, name);
    const struct known *known = account_known(accounts, name);
    if (known != NULL && strchr(known->sid, '*') == NULL)
        return known->sid;
    const char *rest;
    const struct family *family = account_family(accounts, name, &rest);
    if (family != NULL)
        return sid_of_name(accounts->arena, accounts->regexes, family->sid, rest, family->hash);
    const xmlNode *fact = account_fact(accounts, name);
    const char *sid = fact == NULL ? NULL : item_get(fact, "sid");
    return sid == NULL ? NULL : sid_spelling(accounts, sid);
}

const char *account_name_of_sid(const struct accounts *accounts, const char *sid)
{
    if (sid == NULL)
        return NULL;
    const struct known *known = map_find(account_data(accounts)->by_sid, sid);
    if (known != NULL)
        return known->name;
    const xmlNode *fact = sid_is(sid) ? account_fact(accounts, sid) : NULL;
    return fact == NULL ? NULL : item_get(fact, "name");
}

bool account_equals(const struct accounts *accounts, const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    const char *sid_a = account_sid(accounts, a);
    const char *sid_b = account_sid(accounts, b);
    if (sid_a != NULL && sid_b != NULL)
        return text_equals_nocase(sid_a, sid_b);
    return regex_equals_nocase(accounts->regexes,
                               without_computer(accounts, account_canonical(accounts, a)),
                               without_computer(accounts, account_canonical(accounts, b)));
}

const char *account_of_identity_type(const struct accounts *accounts, const char *identity_type)
{
    const struct known *known =
        identity_type == NULL ? NULL
                              : map_find(account_data(accounts)->by_identity_type, identity_type);
    return known == NULL ? NULL : known->name;
}

const char *account_sid_of_sddl(const struct accounts *accounts, const char *text, size_t length)
{
    const struct known *known = map_find_bytes(account_data(accounts)->by_sddl, text, length);
    return known == NULL ? NULL : known->sid;
}
