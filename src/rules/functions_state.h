/*
 * functions_state.h - private to functions*.c: what they remember of a document, and its helpers.
 */
#ifndef IISLINT_RULES_FUNCTIONS_STATE_H
#define IISLINT_RULES_FUNCTIONS_STATE_H

#include "config/effective.h"
#include "rules/connection_string.h"
#include "rules/document.h"
#include "rules/functions.h"

/* What effective() answered last for a scope and a section: the rules of one node ask again. */
struct effective_slot {
    const struct scope *scope;
    const struct section *section;
    const struct effective *effective;
};

#define EFFECTIVE_SLOTS 512

/* The section of a path that a rule holds: the same text is the same pointer. */
struct path_slot {
    const char *path;
    const struct section *section;
};

#define PATH_SLOTS 128

/* Applications in document order, and their distinct sites. */
struct application_set {
    xmlNode **applications;
    size_t application_count;
    xmlNode **sites;
    size_t site_count;
};

/* The pools that run as one account. */
struct account_pools {
    struct list pools; /* xmlNode *: <applicationPool> */
    bool in_iis_iusrs; /* of one at least without manualGroupMembership */
};

/* The connection strings of an effective section; made again when its tree was. */
struct connection_list {
    const struct effective *effective;
    size_t made;
    struct list entries; /* xmlNode * */
    bool encrypted;      /* some file has more, which only .NET on that server can read */
};

struct functions_state {
    struct map
        *sections; /* path -> struct section, or &no_section: known, but not to this server */
    struct path_slot paths[PATH_SLOTS];
    struct effective_slot effective[EFFECTIVE_SLOTS];
    struct application_set **server_sets; /* by section index + 1; [0]: all applications */
    struct map *pool_sets;                /* pool name -> struct application_set */
    struct map *fact_indexes;             /* "group\nattribute" -> map of value -> struct list */
    struct map *accounts_by_pool;         /* pool name -> account name */
    struct map *account_pools; /* account name -> struct account_pools; NULL: not built */
    struct map *pools_by_sid;  /* SID -> "IIS APPPOOL\\name"; NULL: not built */
    const struct connection_syntax *connections;
    struct map *connection_strings; /* provider, line end, text -> struct connection_string */
    struct connection_list *connection_lists; /* hash table over the effective section */
    size_t connection_list_size, connection_list_count;
};

/* The document that the rule looks at, and what is remembered of it. */
struct document *functions_document(const xmlXPathParserContext *call);
struct functions_state *functions_state(struct document *document);

/* ---- functions_scope.c ----------------------------------------------------------------------- */

/* The scope of a node of the document or of an effective section; NULL for NULL and foreign nodes. */
const struct scope *functions_scope_of(const struct document *document, const xmlNode *node);

/* The <applicationPool> of the document that a node is or stands in, also one of an effective
 * section; NULL for all others. */
xmlNode *functions_pool_around(const struct document *document, const xmlNode *node);

/* The same, or else the pool of the application that the node belongs to. */
xmlNode *functions_pool_of(const struct document *document, const xmlNode *node);

/* The effective section of a path, or NULL after an error or when this server has no such section. */
const struct effective *functions_effective(xmlXPathParserContext *call, const struct scope *scope,
                                            const char *path);

/* The same without a call; *known is false when this path has not been asked for yet. It is told by
 * its pointer from then on, so it must live as long as the document. */
const struct effective *functions_known_effective(struct document *document,
                                                  const struct scope *scope, const char *path,
                                                  bool *known);

/* ---- arguments ------------------------------------------------------------------------------- */

/* Takes a node-set argument of a function with one; false when the function has to return. */
bool functions_take_one_node(xmlXPathParserContext *call, int count, xmlNode **node);

/* Returns nodes that are distinct and in document order at the cost of copying pointers. */
void functions_return_nodes(xmlXPathParserContext *call, xmlNode *const *nodes, size_t count);

/* "yes", "no", "unknown" */
void functions_return_answer(xmlXPathParserContext *call, enum answer answer);

/* ---- the functions --------------------------------------------------------------------------- */

/* functions_scope.c; the direct forms are those of struct xpath_direct */
xmlNode *direct_effective(void *user, xmlNode *node, const char *path, bool *known);
xmlNode *direct_application(void *user, xmlNode *node, const char *literal, bool *known);
xmlNode *direct_site(void *user, xmlNode *node, const char *literal, bool *known);
xmlNode *direct_pool(void *user, xmlNode *node, const char *literal, bool *known);
/* functions_sql.c */
size_t direct_connection_strings(void *user, xmlNode *node, xmlNode *const **nodes, bool *known);
/* functions_scope.c */
void function_effective(xmlXPathParserContext *call, int count);
void function_changes(xmlXPathParserContext *call, int count);
void function_application(xmlXPathParserContext *call, int count);
void function_site(xmlXPathParserContext *call, int count);
void function_pool(xmlXPathParserContext *call, int count);
void function_pool_named(xmlXPathParserContext *call, int count);
void function_physical_path(xmlXPathParserContext *call, int count);
void function_scope_path(xmlXPathParserContext *call, int count);
void function_at_server(xmlXPathParserContext *call, int count);
void function_in_location(xmlXPathParserContext *call, int count);
void function_is_set(xmlXPathParserContext *call, int count);
void function_origin(xmlXPathParserContext *call, int count);

/* functions_settled.c */
void function_settled(xmlXPathParserContext *call, int count);

/* functions_applications.c */
void function_applications(xmlXPathParserContext *call, int count);
void function_sites(xmlXPathParserContext *call, int count);

/* functions_binding.c */
void function_bindings(xmlXPathParserContext *call, int count);
void function_binding(xmlXPathParserContext *call, int count);
void function_host_names(xmlXPathParserContext *call, int count);

/* functions_facts.c */
void function_fact(xmlXPathParserContext *call, int count);
void function_known(xmlXPathParserContext *call, int count);
void function_unknown(xmlXPathParserContext *call, int count);
void function_service(xmlXPathParserContext *call, int count);
void function_service_start(xmlXPathParserContext *call, int count);
void function_registry(xmlXPathParserContext *call, int count);
void function_expand(xmlXPathParserContext *call, int count);
void function_is_unc(xmlXPathParserContext *call, int count);

/* functions_account.c */
void function_account(xmlXPathParserContext *call, int count);
void function_account_kind(xmlXPathParserContext *call, int count);
void function_sid(xmlXPathParserContext *call, int count);
void function_same_account(xmlXPathParserContext *call, int count);
void function_member(xmlXPathParserContext *call, int count);
void function_may_read(xmlXPathParserContext *call, int count);
void function_grantees(xmlXPathParserContext *call, int count);
void function_granted_to(xmlXPathParserContext *call, int count);

/* functions_sql.c */
void function_connection_string(xmlXPathParserContext *call, int count);
void function_connection_strings(xmlXPathParserContext *call, int count);

#endif
