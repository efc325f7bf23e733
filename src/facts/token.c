#include "facts/token.h"

#include "base/text.h"
#include "facts/account_data.h"
#include "facts/item.h"
#include <string.h>

/*
 * Three sources say what is in a token: the data (in, out), the facts (memberOf) and the name
 * itself. What none of them says is unknown, with two exceptions: a complete accounts group lists
 * all memberships that an administrator can make (S-1-5-32-*, S-1-5-21-*), and an account that is
 * no group is in nobody else's token.
 */
struct token {
    const char *sid; /* NULL when unknown */
    enum account_kind kind;
    bool worker_process;
    bool complete;     /* the facts list all its groups */
    bool foreign;      /* in a group of which nothing more is known, so it may be in others by it */
    struct map *sids;  /* SIDs as keys, in the order of finding */
    struct map *names; /* groups that the facts name without SID */
    struct map *out;   /* SID -> struct known: certainly not in it */
};

struct builder {
    const struct accounts *accounts;
    struct token *token;
};

static void add_sid(const struct builder *builder, const char *sid)
{
    if (map_find(builder->token->sids, sid) == NULL)
        map_set(builder->token->sids, sid, builder->token);
}

static void add_rule(const struct builder *builder, const struct token_rule *rule);

/* A group and the groups that it is in itself. */
static void add_known(const struct builder *builder, const struct known *known)
{
    if (map_find(builder->token->sids, known->sid) != NULL)
        return;
    add_sid(builder, known->sid);
    add_rule(builder, &known->rule);
}

static void add_out(const struct builder *builder, const struct token_rule *rule)
{
    for (size_t i = 0; i < rule->out.count; i++) {
        struct known *known = rule->out.items[i];
        map_set(builder->token->out, known->sid, known);
    }
}

/* Recursion ends because add_known() enters a group once, and the data is a small fixed file. */
static void add_rule(const struct builder *builder, const struct token_rule *rule)
{
    add_out(builder, rule);
    for (size_t i = 0; i < rule->in.count; i++)
        add_known(builder, rule->in.items[i]);
}

/*
 * Memberships that the facts tell, and those of the groups that the facts list themselves. A list
 * of work instead of recursion: the nesting is the file's, not ours.
 */
static void add_facts(const struct builder *builder, const char *name)
{
    const struct accounts *accounts = builder->accounts;
    struct arena *arena = accounts->arena;
    struct list work = {0};
    xmlNode *fact = account_fact(accounts, name);
    if (fact == NULL)
        return;
    builder->token->complete = facts_group_complete(accounts->facts, "accounts");
    list_add(&work, arena, fact);
    for (size_t i = 0; i < work.count; i++) {
        xmlNode *account = work.items[i];
        for (xmlNode *m = item_next(account->children, "memberOf"); m != NULL;
             m = item_next(m->next, "memberOf")) {
            const char *group = account_canonical(accounts, item_get(m, "name"));
            if (map_set(builder->token->names, group, m) != NULL)
                continue;
            const struct known *known = account_known(accounts, group);
            xmlNode *nested = account_fact(accounts, group);
            const char *sid = item_get(m, "sid");
            if (sid == NULL)
                sid = account_sid(accounts, group);
            if (known != NULL && strchr(known->sid, '*') == NULL)
                add_known(builder, known);
            else if (sid != NULL)
                add_sid(builder, sid);
            if (nested != NULL)
                list_add(&work, arena, nested);
            else if (known == NULL)
                builder->token->foreign = true;
        }
    }
}

static void build(const struct builder *builder, const char *name)
{
    const struct accounts *accounts = builder->accounts;
    const struct account_data *data = account_data(accounts);
    struct token *token = builder->token;
    bool is_sid = sid_is(name);
    const struct known *known =
        is_sid ? map_find(data->by_sid, name) : account_known(accounts, name);
    const char *rest;
    const struct family *family =
        is_sid ? account_family_of_sid(accounts, name) : account_family(accounts, name, &rest);
    bool unprivileged = false;
    token->kind = account_kind(accounts, name);
    token->sid = account_sid(accounts, name);
    if (token->sid != NULL)
        add_sid(builder, token->sid);
    if (known != NULL) {
        add_rule(builder, &known->rule);
        unprivileged = known->unprivileged;
    } else {
        add_rule(builder, &data->kinds[token->kind]);
    }
    if (family != NULL && known == NULL) {
        add_rule(builder, &family->rule);
        unprivileged = family->unprivileged;
    }
    if (unprivileged)
        add_out(builder, &data->unprivileged);
    if (token->worker_process)
        add_rule(builder, &data->worker_process);
    add_facts(builder, name);
}

const struct token *token_get(const struct accounts *accounts, const char *name,
                              bool worker_process)
{
    const char *canonical = account_canonical(accounts, name);
    char *key = arena_printf(accounts->arena, "%c%s", worker_process ? 'w' : '-', canonical);
    struct token *token = map_find(accounts->tokens, key);
    if (token != NULL)
        return token;
    token = arena_alloc(accounts->arena, sizeof *token);
    token->worker_process = worker_process;
    token->sids = map_new(accounts->arena, MAP_CASE_INSENSITIVE);
    token->names = map_new(accounts->arena, MAP_CASE_INSENSITIVE);
    token->out = map_new(accounts->arena, MAP_CASE_INSENSITIVE);
    map_set(accounts->tokens, key, token);
    const struct builder builder = {accounts, token};
    build(&builder, canonical);
    return token;
}

/* ---- asking ------------------------------------------------------------------------------- */

/* S-1-5-21-*-512 against the SIDs of the token. */
static bool has_relative(const struct token *token, const char *pattern)
{
    size_t cursor = 0;
    const char *sid;
    void *unused;
    while (map_next(token->sids, &cursor, &sid, &unused)) {
        if (text_starts_with_nocase(sid, "S-1-5-21-") &&
            strcmp(sid_relative(sid), sid_relative(pattern)) == 0)
            return true;
    }
    return false;
}

/* Memberships of these groups are made by an administrator and can be enumerated. */
static bool is_managed_group(const char *sid)
{
    return text_starts_with_nocase(sid, "S-1-5-32-") || text_starts_with_nocase(sid, "S-1-5-21-");
}

/*
 * `sid` is an account, not a group. Nobody but itself carries it, except that IIS adds the SID of
 * the pool to its worker processes whatever they run as.
 */
static enum answer has_single(const struct accounts *accounts, const struct token *token,
                              const char *sid)
{
    if (token->kind == ACCOUNT_GROUP || token->kind == ACCOUNT_UNKNOWN)
        return ANSWER_UNKNOWN; /* anybody in the group; anybody at all */
    if (account_family_of_sid(accounts, sid) != NULL)
        return token->worker_process && token->kind != ACCOUNT_VIRTUAL ? ANSWER_UNKNOWN : ANSWER_NO;
    if (token->sid == NULL && text_starts_with_nocase(sid, "S-1-5-21-"))
        return ANSWER_UNKNOWN; /* it may be its own */
    return ANSWER_NO;
}

static bool is_single(const struct accounts *accounts, const char *sid)
{
    const struct known *known = account_known_sid(accounts, sid);
    if (known != NULL)
        return known->kind != ACCOUNT_GROUP;
    if (account_family_of_sid(accounts, sid) != NULL)
        return true;
    const xmlNode *fact = account_fact(accounts, sid);
    const char *kind = fact == NULL ? NULL : item_get(fact, "kind");
    return kind != NULL && strcmp(kind, "group") != 0;
}

enum answer token_has(const struct accounts *accounts, const struct token *token, const char *sid)
{
    bool pattern = strchr(sid, '*') != NULL;
    if (pattern ? has_relative(token, sid) : map_find(token->sids, sid) != NULL)
        return ANSWER_YES;
    const struct known *known = account_known_sid(accounts, sid);
    if (known != NULL && known->placeholder)
        return ANSWER_NO;
    if (is_single(accounts, sid))
        return has_single(accounts, token, sid);
    if (known != NULL && map_find(token->out, known->sid) != NULL)
        return token->foreign && is_managed_group(sid) && !token->complete ? ANSWER_UNKNOWN
                                                                           : ANSWER_NO;
    return token->complete && is_managed_group(sid) ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer account_in_group(const struct accounts *accounts, const char *name, const char *group,
                             bool worker_process)
{
    if (name == NULL || *name == '\0' || group == NULL || *group == '\0')
        return ANSWER_UNKNOWN;
    const struct token *token = token_get(accounts, name, worker_process);
    const char *sid = account_sid(accounts, group);
    if (sid == NULL) {
        const struct known *known = account_known(accounts, group);
        if (known != NULL)
            sid = known->sid;
    }
    if (sid != NULL) {
        enum answer answer = token_has(accounts, token, sid);
        if (answer != ANSWER_UNKNOWN)
            return answer;
    }
    if (map_find(token->names, account_canonical(accounts, group)) != NULL)
        return ANSWER_YES;
    return sid == NULL && token->complete ? ANSWER_NO : ANSWER_UNKNOWN;
}

const char **account_token(const struct accounts *accounts, struct arena *arena, const char *name,
                           bool worker_process, size_t *count, bool *complete)
{
    const struct token *token = token_get(accounts, name, worker_process);
    const char **sids = arena_array(arena, map_count(token->sids) + 1, sizeof *sids);
    size_t cursor = 0;
    void *unused;
    *count = 0;
    while (map_next(token->sids, &cursor, &sids[*count], &unused)) {
        if (strchr(sids[*count], '*') == NULL)
            ++*count;
    }
    sids[*count] = NULL;
    if (complete != NULL)
        *complete = token->complete;
    return sids;
}
