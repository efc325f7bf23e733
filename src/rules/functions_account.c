/*
 * Who runs what and may read what. The one place of the rules' C that knows by which attributes a
 * pool says as whom it runs.
 */
#include "base/text.h"
#include "config/node.h"
#include "rules/functions_state.h"
#include <libxml/xpathInternals.h>
#include <string.h>

#define HINT_SIZE 320
#define WORKER_GROUP "BUILTIN\\IIS_IUSRS"
#define POOL_SID_PREFIX "S-1-5-82-"
#define VIRTUAL_POOL_ACCOUNT "IIS APPPOOL\\%s"

/* More pools than this on one account: what their own virtual accounts may do is left unknown. */
#define POOLS_ASKED_MAX 32

/* ---- as whom a pool runs --------------------------------------------------------------------- */

static const char *process_attribute(const xmlNode *pool, const char *name)
{
    const xmlNode *process = node_child(pool, "processModel");
    const char *value = process ? node_attribute(process, name) : NULL;
    return value ? value : "";
}

/* The account's canonical name, in the arena or borrowed; "" when the pool names none. */
static const char *account_of_pool(const struct document *document, const xmlNode *pool)
{
    const char *type = process_attribute(pool, "identityType");
    const char *name = node_attribute(pool, "name");
    const char *builtin = account_of_identity_type(document->accounts, type);
    if (builtin)
        return builtin;
    if (text_equals_nocase(type, "SpecificUser"))
        return account_canonical(document->accounts, process_attribute(pool, "userName"));
    if (text_equals_nocase(type, "ApplicationPoolIdentity"))
        return arena_printf(document->arena, VIRTUAL_POOL_ACCOUNT, name ? name : "");
    return "";
}

/* As whom each pool runs is asked again and again: kept by the pool's name. */
static const char *pool_account(struct document *document, const xmlNode *pool)
{
    struct functions_state *state = functions_state(document);
    const char *name = node_attribute(pool, "name");
    const char *known = map_find(state->accounts_by_pool, name ? name : "");
    if (!known) {
        known = account_of_pool(document, pool);
        map_set(state->accounts_by_pool, name ? name : "", (void *)(uintptr_t)known);
    }
    return known;
}

static void note_pool(struct document *document, struct map *accounts, xmlNode *pool)
{
    const char *name = pool_account(document, pool);
    if (!*name)
        return;
    struct account_pools *pools = map_find(accounts, name);
    if (!pools) {
        pools = arena_alloc(document->arena, sizeof *pools);
        map_set(accounts, name, pools);
    }
    list_add(&pools->pools, document->arena, pool);
    if (!text_equals_nocase(process_attribute(pool, "manualGroupMembership"), "true"))
        pools->in_iis_iusrs = true;
}

/* The pools that run as an account, or NULL. */
static const struct account_pools *pools_of_account(struct document *document, const char *account)
{
    struct functions_state *state = functions_state(document);
    if (!state->account_pools) {
        struct map *accounts = map_new(document->arena, MAP_CASE_INSENSITIVE);
        for (xmlNode *pool = document->server->pools_tree->children; pool; pool = pool->next)
            if (pool->type == XML_ELEMENT_NODE && node_attribute(pool, "name"))
                note_pool(document, accounts, pool);
        state->account_pools = accounts;
    }
    return map_find(state->account_pools, account_canonical(document->accounts, account));
}

void function_account(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    struct document *document = functions_document(call);
    xmlNode *pool = functions_pool_of(document, node);
    xpath_return_text(call, pool ? pool_account(document, pool) : "");
}

/* ---- names ----------------------------------------------------------------------------------- */

static void raise_unknown_account(xmlXPathParserContext *call, const char *format,
                                  const char *account)
{
    char hint[HINT_SIZE];
    snprintf(hint, sizeof hint, format, account);
    xpath_raise_unknown(call, "accounts", hint);
}

void function_account_kind(xmlXPathParserContext *call, int count)
{
    static const char *const names[] = {
        [ACCOUNT_UNKNOWN] = "unknown", [ACCOUNT_VIRTUAL] = "virtual", [ACCOUNT_BUILTIN] = "builtin",
        [ACCOUNT_GROUP] = "group",     [ACCOUNT_LOCAL] = "local",     [ACCOUNT_DOMAIN] = "domain",
        [ACCOUNT_MANAGED] = "managed"};
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *name = xpath_take_text(call);
    if (call->error == 0) {
        enum account_kind kind =
            *name ? account_kind(functions_document(call)->accounts, name) : ACCOUNT_UNKNOWN;
        if (kind == ACCOUNT_UNKNOWN && *name)
            raise_unknown_account(call, "what kind of account '%.200s' is", name);
        xpath_return_text(call, names[kind]);
    }
    xmlFree(name);
}

void function_sid(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *name = xpath_take_text(call);
    if (call->error == 0) {
        const char *sid = *name ? account_sid(functions_document(call)->accounts, name) : NULL;
        if (!sid && *name)
            raise_unknown_account(call, "the SID of '%.200s'", name);
        xpath_return_text(call, sid);
    }
    xmlFree(name);
}

void function_same_account(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *b = xpath_take_text(call);
    char *a = xpath_take_text(call);
    if (call->error == 0)
        xpath_return_boolean(call,
                             *a && *b && account_equals(functions_document(call)->accounts, a, b));
    xmlFree(a);
    xmlFree(b);
}

void function_member(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *group = xpath_take_text(call);
    char *account = xpath_take_text(call);
    if (call->error == 0) {
        struct document *document = functions_document(call);
        const struct account_pools *pools = pools_of_account(document, account);
        enum answer answer =
            account_in_group(document->accounts, account, group, pools && pools->in_iis_iusrs);
        if (answer == ANSWER_UNKNOWN)
            raise_unknown_account(call, "the groups of '%.200s'", account);
        functions_return_answer(call, answer);
    }
    xmlFree(account);
    xmlFree(group);
}

/* ---- ACLs ------------------------------------------------------------------------------------ */

static void raise_unknown_acl(xmlXPathParserContext *call, const char *path)
{
    char hint[HINT_SIZE];
    snprintf(hint, sizeof hint, "the ACL of '%.250s'", path);
    xpath_raise_unknown(call, "acls", hint);
}

static enum answer granted_to(struct document *document, const char *path, const char *account)
{
    return access_granted_to(document->accounts, document->arena, path, account, ACCESS_READ);
}

/* How many of the pools have their own virtual account in the ACL. */
static size_t count_granted(struct document *document, const struct account_pools *pools,
                            const char *path)
{
    size_t granted = 0;
    for (size_t i = 0; i < pools->pools.count; i++) {
        const char *name = node_attribute(pools->pools.items[i], "name");
        const char *own = arena_printf(document->arena, VIRTUAL_POOL_ACCOUNT, name);
        granted += granted_to(document, path, own) == ANSWER_YES;
    }
    return granted;
}

/*
 * A worker process carries the virtual account of its pool beside the account that it runs as, so
 * an ACL for IIS APPPOOL\Shop serves a pool of NETWORK SERVICE too; access_check() does not know
 * the pools and leaves that unknown. The account alone does not say which of its pools is meant:
 * when they differ, nobody can say. `answer` is what access_check() said, not YES.
 */
static enum answer with_pools(struct document *document, const struct account_pools *pools,
                              const char *account, const char *path, enum answer answer)
{
    if (account_kind(document->accounts, account) == ACCOUNT_VIRTUAL)
        return answer; /* it is asked for itself */
    if (pools->pools.count > POOLS_ASKED_MAX)
        return ANSWER_UNKNOWN;
    size_t granted = count_granted(document, pools, path);
    if (granted > 0)
        return granted == pools->pools.count ? ANSWER_YES : ANSWER_UNKNOWN;
    if (answer == ANSWER_NO || !pools->in_iis_iusrs)
        return answer;
    /* accounts of other pools do not matter: without them, and without IIS_IUSRS, is it a no? */
    return granted_to(document, path, WORKER_GROUP) == ANSWER_NO &&
                   access_check(document->accounts, document->arena, account, false, path,
                                ACCESS_READ, NULL) == ANSWER_NO
               ? ANSWER_NO
               : ANSWER_UNKNOWN;
}

static enum answer may_read(xmlXPathParserContext *call, const char *account, const char *path)
{
    struct document *document = functions_document(call);
    const struct account_pools *pools = pools_of_account(document, account);
    xmlNode *deciding = NULL;
    enum answer answer = access_check(document->accounts, document->arena, account,
                                      pools && pools->in_iis_iusrs, path, ACCESS_READ, &deciding);
    if (answer != ANSWER_YES && pools && deciding)
        answer = with_pools(document, pools, account, path, answer);
    if (answer == ANSWER_UNKNOWN && deciding)
        raise_unknown_account(call, "the groups of '%.200s'", account);
    else if (answer == ANSWER_UNKNOWN)
        raise_unknown_acl(call, path);
    return answer;
}

void function_may_read(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *written = xpath_take_text(call);
    char *account = xpath_take_text(call);
    if (call->error == 0) {
        const char *path = server_expand(functions_document(call)->server, written, NULL);
        functions_return_answer(call,
                                *account && *path ? may_read(call, account, path) : ANSWER_UNKNOWN);
    }
    xmlFree(account);
    xmlFree(written);
}

/* The SIDs of this server's pools: the facts need not list the accounts that IIS makes. */
static struct map *pools_by_sid(struct document *document)
{
    struct functions_state *state = functions_state(document);
    if (!state->pools_by_sid) {
        state->pools_by_sid = map_new(document->arena, MAP_CASE_INSENSITIVE);
        for (xmlNode *pool = document->server->pools_tree->children; pool; pool = pool->next) {
            const char *name = pool->type == XML_ELEMENT_NODE ? node_attribute(pool, "name") : NULL;
            const char *sid =
                name ? account_pool_sid(document->arena, document->regexes, name) : NULL;
            if (sid)
                map_set(state->pools_by_sid, sid,
                        arena_printf(document->arena, VIRTUAL_POOL_ACCOUNT, name));
        }
    }
    return state->pools_by_sid;
}

/* A list of accounts with names in the place of pools' SIDs. */
static void return_named(xmlXPathParserContext *call, const char *list)
{
    struct document *document = functions_document(call);
    struct text named = {0};
    for (const char *sid; (sid = strstr(list, POOL_SID_PREFIX)); list = sid) {
        text_add_bytes(&named, list, (size_t)(sid - list));
        size_t length = strspn(sid, "S-0123456789");
        const char *name = map_find_bytes(pools_by_sid(document), sid, length);
        if (name)
            text_add(&named, name);
        else
            text_add_bytes(&named, sid, length);
        sid += length;
    }
    text_add(&named, list);
    xpath_return_text(call, text_string(&named));
    text_fini(&named);
}

void function_grantees(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *written = xpath_take_text(call);
    if (call->error == 0) {
        struct document *document = functions_document(call);
        const char *path = server_expand(document->server, written, NULL);
        const char *names =
            *path ? access_grantees(document->accounts, document->arena, path, ACCESS_READ) : NULL;
        if (!names && *path)
            raise_unknown_acl(call, path);
        return_named(call, names ? names : "");
    }
    xmlFree(written);
}

void function_granted_to(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *account = xpath_take_text(call);
    char *written = xpath_take_text(call);
    if (call->error == 0) {
        struct document *document = functions_document(call);
        const char *path = server_expand(document->server, written, NULL);
        enum answer answer = ANSWER_UNKNOWN;
        if (*account && *path) {
            answer = granted_to(document, path, account);
            if (answer == ANSWER_UNKNOWN)
                raise_unknown_acl(call, path);
        }
        functions_return_answer(call, answer);
    }
    xmlFree(written);
    xmlFree(account);
}
