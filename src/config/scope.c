#include "config/scope.h"

#include <string.h>

struct scope *scope_new_server(struct arena *arena)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    scope->kind = SCOPE_SERVER;
    scope->path = "";
    return scope;
}

struct scope *scope_add(struct arena *arena, struct scope *parent, enum scope_kind kind,
                        const char *path)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    scope->kind = kind;
    scope->path = arena_strdup(arena, path);
    scope->parent = parent;
    scope->application = kind == SCOPE_APPLICATION ? scope : parent->application;
    scope->site = parent->site;
    if (parent->last_child)
        parent->last_child->next = scope;
    else
        parent->children = scope;
    parent->last_child = scope;
    return scope;
}

void scope_define(struct scope *scope, struct arena *arena, struct definition *definition)
{
    list_add(&scope->definitions, arena, definition);
    scope->keeps_own |= !definition->inherit_in_child_applications;
}

static bool has_own(const struct scope *scope, const struct section *section)
{
    for (size_t i = 0; i < scope->definitions.count; i++)
        if (((const struct definition *)scope->definitions.items[i])->section == section)
            return true;
    return false;
}

static const struct runtime *runtime_of(const struct scope *scope)
{
    return scope->application ? scope->application->runtime : NULL;
}

const struct scope *scope_alike(const struct scope *scope, const struct section *section)
{
    const struct scope *found = scope;
    while (found->parent && !has_own(found, section))
        found = found->parent;
    if (runtime_of(found) != runtime_of(scope))
        return scope;
    if (found->application == scope->application)
        return found;
    for (const struct scope *at = found; at && at->application == found->application;
         at = at->parent)
        if (at->keeps_own)
            return scope;
    return found;
}

static bool is_in_chain(const struct scope *scope, const struct section *section,
                        const struct scope *at, const struct definition *definition)
{
    if (definition->section != section)
        return false;
    if (!definition->inherit_in_child_applications && at->application != scope->application)
        return false;
    bool has_runtime = scope->application && scope->application->runtime;
    return !has_runtime || !definition->file->framework;
}

size_t scope_chain(const struct scope *scope, const struct section *section,
                   struct definition **chain, size_t capacity)
{
    /* innermost scopes are met first: fill from the end, then move to the front */
    const struct runtime *runtime = scope->application ? scope->application->runtime : NULL;
    size_t start = capacity;
    for (const struct scope *at = scope; at; at = at->parent)
        for (size_t i = at->definitions.count; i-- > 0;) {
            if (!is_in_chain(scope, section, at, at->definitions.items[i]))
                continue;
            if (start == 0)
                return capacity;
            chain[--start] = at->definitions.items[i];
        }
    for (size_t i = runtime ? runtime->definitions.count : 0; i-- > 0;) {
        struct definition *definition = runtime->definitions.items[i];
        if (definition->section != section)
            continue;
        if (start == 0)
            return capacity;
        chain[--start] = definition;
    }
    memmove(chain, chain + start, (capacity - start) * sizeof *chain);
    return capacity - start;
}

static bool is_inside(const xmlNode *node, const xmlNode *element)
{
    while (node && node != element)
        node = node->parent;
    return node != NULL;
}

bool scope_inherits(const struct scope *scope, const struct section *section, const xmlNode *node)
{
    for (size_t i = 0; i < scope->definitions.count; i++) {
        const struct definition *definition = scope->definitions.items[i];
        if (definition->section == section &&
            (is_inside(node, definition->element) ||
             (definition->merged && is_inside(node, definition->merged))))
            return false;
    }
    return true;
}

struct scope *scope_next(const struct scope *root, struct scope *scope)
{
    if (scope->children)
        return scope->children;
    while (scope != root && !scope->next)
        scope = scope->parent;
    return scope == root ? NULL : scope->next;
}
