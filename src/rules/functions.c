#include "rules/functions.h"

#include "rules/functions_state.h"
#include <libxml/xpathInternals.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is remembered ---------------------------------------------------------------------- */

struct document *functions_document(const xmlXPathParserContext *call)
{
    return xpath_user(call);
}

struct functions_state *functions_state(struct document *document)
{
    if (!document->functions) {
        struct arena *arena = document->arena;
        struct functions_state *state = arena_alloc(arena, sizeof *state);
        state->sections = map_new(arena, MAP_CASE_SENSITIVE);
        state->server_sets =
            arena_array(arena, sections_count(document->server->sections) + 1, sizeof(void *));
        state->pool_sets = map_new(arena, MAP_CASE_INSENSITIVE);
        state->accounts_by_pool = map_new(arena, MAP_CASE_INSENSITIVE);
        state->connection_strings = map_new(arena, MAP_CASE_SENSITIVE);
        state->fact_indexes = map_new(arena, MAP_CASE_SENSITIVE);
        document->functions = state;
    }
    return document->functions;
}

/* ---- arguments and results ------------------------------------------------------------------- */

bool functions_take_one_node(xmlXPathParserContext *call, int count, xmlNode **node)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return false;
    *node = xpath_take_node(call);
    return call->error == 0;
}

void functions_return_nodes(xmlXPathParserContext *call, xmlNode *const *nodes, size_t count)
{
    xmlNodeSet *set = xmlXPathNodeSetCreate(NULL);
    if (set && count > 0) {
        set->nodeTab = xmlMalloc(count * sizeof(xmlNode *));
        if (!set->nodeTab)
            abort(); /* out of memory, as in arena.c */
        memcpy(set->nodeTab, nodes, count * sizeof(xmlNode *));
        set->nodeNr = set->nodeMax = (int)count;
    }
    valuePush(call, xmlXPathWrapNodeSet(set));
}

void functions_return_answer(xmlXPathParserContext *call, enum answer answer)
{
    xpath_return_text(call, answer == ANSWER_YES ? "yes" : answer == ANSWER_NO ? "no" : "unknown");
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct xpath_function table[] = {
    {"account", NULL, function_account, 1, 1, "account(pool)",
     "The account name that the pool's worker process runs as: `IIS APPPOOL\\Shop`, "
     "`NT AUTHORITY\\NETWORK SERVICE`, `CONTOSO\\svc-web`; `''` when there is no such pool."},
    {"account-kind", NULL, function_account_kind, 1, 1, "account-kind(name)",
     "`virtual`, `builtin`, `group`, `local`, `domain`, `managed` or `unknown`."},
    {"application", NULL, function_application, 1, 1, "application(node)",
     "The `application` element that the node belongs to; empty at server level."},
    {"applications", NULL, function_applications, 1, 1, "applications(node)",
     "For an `applicationPool`: the applications that run in it. For a section: the applications "
     "at or below its scope at which this very definition is still in force, and the one that its "
     "folder or virtual directory belongs to. For a scope: the same without overrides; for the "
     "`server`: all."},
    {"at-server", NULL, function_at_server, 1, 1, "at-server(node)",
     "The node belongs to the server level."},
    {"binding", NULL, function_binding, 1, 2, "binding(information[, protocol])",
     "An element with `address`, `port` and `host`; empty when the text is no such binding. A host "
     "name or address that is not given is `''`, brackets of IPv6 addresses are left out."},
    {"bindings", NULL, function_bindings, 1, 1, "bindings(node)",
     "The `binding` elements of the site that the node belongs to."},
    {"changes", NULL, function_changes, 1, 1, "changes('section/path')",
     "The elements of a section in the document: one for each scope that changes it. Those of an "
     "assumed server are not among them. At the cost of a look-up, where `//` walks through it."},
    {"connection-string", NULL, function_connection_string, 1, 1, "connection-string(text)",
     "An element with one attribute for each keyword, by its canonical name (`DataSource`, "
     "`InitialCatalog`, `IntegratedSecurity`, `UserInstance`, ...), and computed ones: `server`, "
     "`instance`, `isLocal`, `isLocalDb`, `isSqlServer`. Empty when the text is no connection "
     "string. Given the attribute itself, it also looks at the entry's providerName."},
    {"connection-strings", NULL, function_connection_strings, 1, 1, "connection-strings(scope)",
     "All elements (`add` of connectionStrings and appSettings) in force at a scope that hold a "
     "connection string, except those that every .NET Framework ships with (LocalSqlServer); "
     "`@connectionString` or `@value` is the text."},
    {"effective", NULL, function_effective, 2, 2, "effective(scope, 'section/path')",
     "The section element in force at a scope (or at the scope that a node belongs to), complete, "
     "with every attribute and every entry; always exactly one node if the server's schema has the "
     "section, else none."},
    {"expand", NULL, function_expand, 1, 1, "expand(text)",
     "The text with `%VAR%` replaced as far as known."},
    {"fact", NULL, function_fact, 1, 3, "fact('group'[, 'attribute', value])",
     "The element of a fact group, empty when unknown; or the items of the group whose attribute "
     "equals the value, without case."},
    {"granted-to", NULL, function_granted_to, 2, 2, "granted-to(windows-path, account)",
     "`yes`, `no` or `unknown`: the ACL names exactly this account or group with a right to read."},
    {"grantees", NULL, function_grantees, 1, 1, "grantees(windows-path)",
     "The accounts that the ACL lets read, as text for messages; `''` when unknown."},
    {"host-names", NULL, function_host_names, 1, 1, "host-names(node)",
     "The distinct host names of the site's http and https bindings, separated by spaces."},
    {"in-location", NULL, function_in_location, 1, 1, "in-location(node)",
     "The element or attribute was written inside a `<location>` tag."},
    {"is-set", NULL, function_is_set, 1, 1, "is-set(attribute)",
     "The value was written in some file: true; a schema default: false."},
    {"is-unc", NULL, function_is_unc, 1, 1, "is-unc(path)", "A `\\\\server\\share` path."},
    {"known", NULL, function_known, 1, 3, "known('group'[, 'attribute', value])",
     "The group was collected; or: it can be said whether such an item exists."},
    {"may-read", NULL, function_may_read, 2, 2, "may-read(account, windows-path)",
     "`yes`, `no` or `unknown`, from the facts' ACLs; the token is a worker process's, IIS_IUSRS "
     "included, when the account is a pool's."},
    {"member", NULL, function_member, 2, 2, "member(account, group)", "`yes`, `no` or `unknown`."},
    {"origin", NULL, function_origin, 1, 1, "origin(node)",
     "Where it comes from, for messages: `web.config:12` or `schema default`."},
    {"physical-path", NULL, function_physical_path, 1, 1, "physical-path(scope)",
     "The expanded Windows path of a scope; `''` when unknown."},
    {"pool", NULL, function_pool, 1, 1, "pool(application)",
     "The `applicationPool` element of an application (or of the application that the node belongs "
     "to); empty when no pool of that name exists."},
    {"pool-named", NULL, function_pool_named, 1, 1, "pool-named(name)",
     "The pool of that name, without case."},
    {"registry", NULL, function_registry, 2, 2, "registry('key', 'name')",
     "The data of a registry value, the items of a list one a line; `''` when absent or unknown."},
    {"same-account", NULL, function_same_account, 2, 2, "same-account(a, b)",
     "Both names mean one account."},
    {"scope-path", NULL, function_scope_path, 1, 1, "scope-path(node)",
     "The configuration path of the scope: `Shop/admin`; `''` for the server."},
    {"service", NULL, function_service, 1, 1, "service('name')",
     "A service's state (`running`, `stopped`, ...); `absent` when certain; `unknown`."},
    {"service-start", NULL, function_service_start, 1, 1, "service-start('name')",
     "`automatic`, `manual`, `disabled`, `absent` or `unknown`."},
    {"settled", NULL, function_settled, 2, 2, "settled(scope, 'section/path')",
     "No file that was not read has a say in the section there: it is locked, or every web.config "
     "on the way down was read or is certainly absent. Otherwise false, and noted as unknown."},
    {"sid", NULL, function_sid, 1, 1, "sid(name)",
     "The SID of an account, computed or from facts; `''` when unknown."},
    {"site", NULL, function_site, 1, 1, "site(node)",
     "The `site` element that the node belongs to; empty at server level."},
    {"sites", NULL, function_sites, 1, 1, "sites(node)",
     "The distinct sites of `applications(node)`."},
    {"unknown", NULL, function_unknown, 2, 2, "unknown('group', 'what would decide it')",
     "False, and notes that the answer rests on something of this fact group that nobody collected. "
     "For what the other functions cannot see: `[@complete = 'true' or unknown(...)]`."},
};

static const struct xpath_direct direct[] = {
    {"application", false, direct_application, NULL},
    {"connection-strings", false, NULL, direct_connection_strings},
    {"effective", true, direct_effective, NULL},
    {"pool", false, direct_pool, NULL},
    {"site", false, direct_site, NULL}};

const struct xpath_vocabulary functions_vocabulary = {table, sizeof table / sizeof *table, direct,
                                                      sizeof direct / sizeof *direct};

bool functions_need(const char *name)
{
    static const char *const names[] = {/* functions_account.c */
                                        "processModel", "identityType", "userName",
                                        "manualGroupMembership",
                                        /* functions_binding.c */
                                        "bindings", "binding", "protocol", "bindingInformation",
                                        /* functions_sql.c */
                                        "providerName",
                                        /* run/findings.c */
                                        "serverAutoStart"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}
