/*
 * Modules and handlers for the Classic pipeline in a pool that runs the Integrated one (IIS1609), and
 * sections that IIS would look at there and cannot, because they are encrypted (IIS1503).
 * Which sections those are, and what guards against them, the schema says.
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/check_inherited.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* The section whose attribute asks for it. */
static const struct section *find_guard(const struct sections *sections)
{
    for (size_t i = 0; i < sections_count(sections); i++) {
        const struct section *section = sections_at(sections, i);
        if (section->schema && section->schema->guard)
            return section;
    }
    return NULL;
}

/* The innermost value in force at the scope, else the schema's. */
static bool is_guarded(const struct section *guard, const struct scope *scope)
{
    struct definition *chain[EFFECTIVE_CHAIN_MAX];
    if (!guard)
        return false;
    const char *name = guard->schema->guard;
    size_t count = scope_chain(scope, guard, chain, EFFECTIVE_CHAIN_MAX);
    while (count-- > 0) {
        const char *value = node_attribute(chain[count]->element, name);
        if (value)
            return text_equals_nocase(value, "true");
    }
    const struct schema_attribute *attribute = schema_attribute(schema_root(guard->schema), name);
    return attribute && text_equals_nocase(attribute->default_value, "true");
}

/* The module that enforces the guard is one of the application's, as far as these are known. */
static bool is_enforced(const struct check *check, struct inherited *inherited,
                        const struct section *guard, const struct scope *application)
{
    const char *enforcer = guard->schema->guard_module;
    const char *name = enforcer ? strrchr(enforcer, '/') : NULL;
    const struct section *section =
        name ? sections_find(check->server->sections,
                             arena_strndup(check->arena, enforcer, (size_t)(name - enforcer)))
             : NULL;
    if (!section || !section->schema || schema_root(section->schema)->collections.count == 0)
        return true;
    struct definition *chain[EFFECTIVE_CHAIN_MAX];
    const struct schema_element *root = schema_root(section->schema);
    struct collection_place place = {.parent = root, .collection = root->collections.items[0]};
    size_t count = scope_chain(application, section, chain, EFFECTIVE_CHAIN_MAX);
    bool any;
    return inherited_has(inherited, &place, chain, count, name + 1, &any) || !any;
}

static bool is_integrated(const xmlNode *pool)
{
    const char *mode = pool ? node_attribute(pool, "managedPipelineMode") : NULL;
    return !mode || text_equals_nocase(mode, "Integrated");
}

/* What all checks of one application need. */
struct classic {
    struct check *check;
    const struct section *guard;
    struct inherited *inherited;
    const struct scope *application;
};

/* Asked last: few applications have such sections. */
static bool is_refused(const struct classic *classic)
{
    return is_integrated(server_pool(classic->check->server, classic->application)) &&
           is_guarded(classic->guard, classic->application) &&
           is_enforced(classic->check, classic->inherited, classic->guard, classic->application);
}

/* In a pool without .NET nobody has seen it. */
static bool is_certain(const struct classic *classic)
{
    const struct server *server = classic->check->server;
    return classic->check->application_host && server_pool(server, classic->application) &&
           server_runs_dotnet(server, classic->application);
}

static void check_encrypted(const struct classic *classic, const struct definition *definition)
{
    const struct section *section = definition->section;
    const xmlAttr *provider =
        section->schema && section->schema->validated && !definition->file->assumed
            ? node_find_attribute(definition->written, "configProtectionProvider")
            : NULL;
    if (!provider || !is_refused(classic))
        return;
    check_report(classic->check, NULL, (const xmlNode *)provider,
                 (struct problem){.rule = "IIS1503",
                                  .template = "validation",
                                  .arguments = {node_value(provider), section->path},
                                  .level = is_certain(classic) ? PROBLEM_BY_RULE : PROBLEM_WARNING,
                                  .scope = classic->application});
}

static const char *template_of(const struct classic *classic)
{
    const struct check *check = classic->check;
    if (is_certain(classic))
        return "pool";
    return check->application_host && server_pool(check->server, classic->application) ? "unmanaged"
                                                                                       : "assumed";
}

static void check_entries(const struct classic *classic, const struct definition *definition)
{
    const struct schema_section *schema = definition->section->schema;
    if (!schema || !schema->classic || definition->location || definition->file->assumed ||
        definition->file->server_level || !node_element(definition->element->children) ||
        !is_refused(classic))
        return;
    check_report(classic->check, NULL, definition->written,
                 (struct problem){.rule = "IIS1609",
                                  .template = template_of(classic),
                                  .arguments = {definition->section->path, schema->classic,
                                                classic->application->pool, classic->guard->path,
                                                classic->guard->schema->guard},
                                  .level = is_certain(classic) ? PROBLEM_BY_RULE : PROBLEM_WARNING,
                                  .scope = classic->application});
}

static void check_application(const struct classic *classic)
{
    const struct list *definitions = &classic->application->definitions;
    for (size_t i = 0; i < definitions->count; i++) {
        check_encrypted(classic, definitions->items[i]);
        check_entries(classic, definitions->items[i]);
    }
}

void check_classic(struct check *check)
{
    struct classic classic = {.check = check,
                              .guard = find_guard(check->server->sections),
                              .inherited = inherited_new(check->arena)};
    for (size_t s = 0; s < check->server->sites.count; s++) {
        const struct site *site = check->server->sites.items[s];
        for (size_t i = 0; i < site->applications.count; i++) {
            classic.application = site->applications.items[i];
            check_application(&classic);
        }
    }
    inherited_free(classic.inherited);
}
