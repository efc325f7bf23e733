/*
 * Modules and handlers for the Classic pipeline in a pool that runs the Integrated one (IIS1609), and
 * sections that IIS would look at there and cannot, because they are encrypted (IIS1503).
 * Which sections those are, and what guards against them, the schema says.
 */
#include "base/text.h"
#include "config/check_context.h"
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

static bool is_integrated(const xmlNode *pool)
{
    const char *mode = pool ? node_attribute(pool, "managedPipelineMode") : NULL;
    return !mode || text_equals_nocase(mode, "Integrated");
}

/* The pool and the guard are asked last: few applications have such sections. */
static void check_encrypted(const struct check *check, const struct section *guard,
                            const struct scope *application, const struct definition *definition)
{
    const struct section *section = definition->section;
    const xmlAttr *provider =
        section->schema && section->schema->validated && !definition->file->assumed
            ? node_find_attribute(definition->written, "configProtectionProvider")
            : NULL;
    const xmlNode *pool = server_pool(check->server, application);
    if (!provider || !is_integrated(pool) || !is_guarded(guard, application))
        return;
    bool certain = check->application_host && pool;
    check_report(check, NULL, (const xmlNode *)provider,
                 (struct problem){.rule = "IIS1503",
                                  .template = "validation",
                                  .arguments = {node_value(provider), section->path},
                                  .level = certain ? PROBLEM_BY_RULE : PROBLEM_WARNING,
                                  .scope = application});
}

static void check_application(const struct check *check, const struct section *guard,
                              const struct scope *application)
{
    for (size_t i = 0; i < application->definitions.count; i++) {
        const struct definition *definition = application->definitions.items[i];
        const struct schema_section *schema = definition->section->schema;
        check_encrypted(check, guard, application, definition);
        if (!schema || !schema->classic || definition->location || definition->file->assumed ||
            definition->file->server_level || !node_element(definition->element->children))
            continue;
        const xmlNode *pool = server_pool(check->server, application);
        if (!is_integrated(pool) || !is_guarded(guard, application))
            continue;
        bool certain = check->application_host && pool;
        check_report(
            check, NULL, definition->written,
            (struct problem){.rule = "IIS1609",
                             .template = certain ? "pool" : "assumed",
                             .arguments = {definition->section->path, schema->classic,
                                           application->pool, guard->path, guard->schema->guard},
                             .level = certain ? PROBLEM_BY_RULE : PROBLEM_WARNING,
                             .scope = application});
    }
}

void check_classic(struct check *check)
{
    const struct section *guard = find_guard(check->server->sections);
    for (size_t s = 0; s < check->server->sites.count; s++) {
        const struct site *site = check->server->sites.items[s];
        for (size_t i = 0; i < site->applications.count; i++)
            check_application(check, guard, site->applications.items[i]);
    }
}
