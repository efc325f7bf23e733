/* The applications and sites that a pool, a section or a scope concerns. */
#include "config/node.h"
#include "rules/functions_state.h"
#include <stdlib.h>
#include <string.h>

/* ---- building a set -------------------------------------------------------------------------- */

static void add(struct application_set *set, size_t *capacity, const struct scope *application)
{
    if (set->application_count == *capacity) {
        *capacity = *capacity ? 2 * *capacity : 16;
        set->applications = realloc(set->applications, *capacity * sizeof *set->applications);
        set->sites = realloc(set->sites, *capacity * sizeof *set->sites);
        if (!set->applications || !set->sites)
            abort(); /* out of memory, as in arena.c */
    }
    xmlNode *site = (xmlNode *)(uintptr_t)application->site->element;
    /* a site's applications come together, as the tree of scopes is walked */
    if (site && (set->site_count == 0 || set->sites[set->site_count - 1] != site))
        set->sites[set->site_count++] = site;
    if (application->element)
        set->applications[set->application_count++] = (xmlNode *)(uintptr_t)application->element;
}

static void set_fini(struct application_set *set)
{
    free(set->applications);
    free(set->sites);
}

/* A copy in the arena, for what is asked again and again. */
static struct application_set *keep(struct arena *arena, struct application_set *set)
{
    struct application_set *kept = arena_alloc(arena, sizeof *kept);
    *kept = *set;
    kept->applications = arena_array(arena, set->application_count + 1, sizeof(xmlNode *));
    kept->sites = arena_array(arena, set->site_count + 1, sizeof(xmlNode *));
    if (set->application_count > 0)
        memcpy(kept->applications, set->applications, set->application_count * sizeof(xmlNode *));
    if (set->site_count > 0)
        memcpy(kept->sites, set->sites, set->site_count * sizeof(xmlNode *));
    set_fini(set);
    return kept;
}

/* ---- of a pool ------------------------------------------------------------------------------- */

/* Fills a set from the list of a pool's applications. */
static void collect_pool(struct application_set *set, const struct list *scopes)
{
    size_t capacity = 0;
    for (size_t i = 0; scopes && i < scopes->count; i++)
        add(set, &capacity, scopes->items[i]);
}

static const struct application_set *of_large_pool(struct document *document, const char *name,
                                                   const struct list *scopes)
{
    struct functions_state *state = functions_state(document);
    struct application_set *known = map_find(state->pool_sets, name);
    if (!known) {
        struct application_set set = {0};
        collect_pool(&set, scopes);
        known = keep(document->arena, &set);
        map_set(state->pool_sets, name, known);
    }
    return known;
}

/* ---- of a scope or section ------------------------------------------------------------------- */

static bool has_definition(const struct scope *at, const struct section *section,
                           const struct scope *application)
{
    for (size_t i = 0; i < at->definitions.count; i++) {
        const struct definition *definition = at->definitions.items[i];
        if (definition->section == section &&
            !(application && application->runtime && definition->file->framework) &&
            (definition->inherit_in_child_applications || at->application == application))
            return true;
    }
    return false;
}

/*
 * The innermost definition at an application is one of `scope`'s own. A scope without a definition
 * of its own stands for what it inherits, so that only what lies between counts.
 */
static bool is_in_force(const struct scope *scope, const struct section *section,
                        const struct scope *application)
{
    if (!section)
        return true;
    for (const struct scope *at = application; at && at != scope; at = at->parent)
        if (has_definition(at, section, application))
            return false;
    return application == scope || has_definition(scope, section, application) ||
           !has_definition(scope, section, scope->application);
}

static void collect(struct application_set *set, const struct scope *scope,
                    const struct section *section)
{
    size_t capacity = 0;
    struct scope *root = (struct scope *)(uintptr_t)scope;
    if (scope->kind == SCOPE_DIRECTORY || scope->kind == SCOPE_VIRTUAL_DIRECTORY)
        add(set, &capacity, scope->application);
    for (struct scope *at = root; at; at = scope_next(root, at))
        if (at->kind == SCOPE_APPLICATION && is_in_force(scope, section, at))
            add(set, &capacity, at);
}

/* The section that a node belongs to; the lists of pools and sites count as the skeleton. */
static const struct section *section_of(const struct document *document, const xmlNode *node)
{
    while (node->type != XML_ELEMENT_NODE && node->parent)
        node = node->parent;
    const struct section *section = origin_section(node);
    const struct server *server = document->server;
    return section == origin_section(server->sites_tree) ||
                   section == origin_section(server->pools_tree)
               ? NULL
               : section;
}

static const struct application_set *of_server(struct document *document,
                                               const struct section *section)
{
    struct application_set **known =
        &functions_state(document)->server_sets[section ? section->index + 1 : 0];
    if (!*known) {
        struct application_set set = {0};
        collect(&set, document->server->root, section);
        *known = keep(document->arena, &set);
    }
    return *known;
}

/* ---- the functions --------------------------------------------------------------------------- */

static void return_set(xmlXPathParserContext *call, const struct application_set *set, bool sites)
{
    if (sites)
        functions_return_nodes(call, set->sites, set->site_count);
    else
        functions_return_nodes(call, set->applications, set->application_count);
}

/* Ten thousand pools have an application each, or one has them all: only the latter is kept. */
#define SMALL_POOL 16

static void return_pool(xmlXPathParserContext *call, struct document *document, const xmlNode *pool,
                        bool sites)
{
    const char *name = node_attribute(pool, "name");
    const struct list *scopes = document_pool_applications(document, name);
    if (scopes && scopes->count > SMALL_POOL) {
        return_set(call, of_large_pool(document, name, scopes), sites);
        return;
    }
    struct application_set set = {0};
    collect_pool(&set, scopes);
    return_set(call, &set, sites);
    set_fini(&set);
}

static void applications_or_sites(xmlXPathParserContext *call, int count, bool sites)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    struct document *document = functions_document(call);
    const struct scope *scope = functions_scope_of(document, node);
    struct application_set set = {0};
    if (!scope) {
        return_set(call, &set, sites);
        return;
    }
    xmlNode *pool = functions_pool_around(document, node);
    if (pool) {
        return_pool(call, document, pool, sites);
    } else if (scope->kind == SCOPE_SERVER) {
        return_set(call, of_server(document, section_of(document, node)), sites);
    } else {
        collect(&set, scope, section_of(document, node));
        return_set(call, &set, sites);
        set_fini(&set);
    }
}

void function_applications(xmlXPathParserContext *call, int count)
{
    applications_or_sites(call, count, false);
}

void function_sites(xmlXPathParserContext *call, int count)
{
    applications_or_sites(call, count, true);
}
