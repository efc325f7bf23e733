#include "config/lock.h"

#include "base/text.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* ---- whole sections --------------------------------------------------------------------------- */

/* The state that files other than `file` leave a section in, as one goes down the chain. */
static struct section_lock lock_before(const struct lock_chain *chain, size_t index,
                                       const struct config_file *file)
{
    const struct declaration *declaration = chain->section->declaration;
    struct section_lock lock = {false, NULL};
    if (declaration && declaration->override_mode_default == OVERRIDE_DENY &&
        !(file && (file->server_level || source_of(declaration->element) == file->source))) {
        lock.locked = true;
        lock.place = declaration->element;
    }
    for (size_t i = 0; i < index; i++) {
        const struct definition *outer = chain->definitions[i];
        if (outer->file == file || outer->override_mode == OVERRIDE_INHERIT)
            continue;
        lock.locked = outer->override_mode == OVERRIDE_DENY;
        lock.place = outer->location;
    }
    return lock;
}

struct section_lock lock_of_section(const struct server *server, const struct scope *scope,
                                    const struct section *section)
{
    struct definition *definitions[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, section, definitions, EFFECTIVE_CHAIN_MAX);
    struct lock_chain chain = {(struct server *)(uintptr_t)server, scope, section, definitions,
                               count};
    return lock_before(&chain, count, NULL);
}

/* Naming a section without saying anything about it is no breach. */
static bool says_something(const struct definition *definition)
{
    return definition->written->properties || node_element(definition->written->children);
}

static bool is_assumed_place(const struct server *server, const xmlNode *place)
{
    const struct source *source = source_of(place);
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        if (file->source == source)
            return file->assumed;
    }
    return false;
}

static void report_section(const struct lock_chain *chain, const struct definition *definition,
                           const struct section_lock *lock)
{
    bool unlocks = definition->override_mode == OVERRIDE_ALLOW;
    bool assumed = is_assumed_place(chain->server, lock->place);
    const xmlNode *node = unlocks ? definition->location : definition->written;
    struct source *source = source_of(node);
    struct problem problem = {
        .rule = unlocks ? "IIS1407" : "IIS1401",
        .template = assumed ? "assumed" : NULL,
        .arguments = {chain->section->path, chain->scope->path,
                      node_is(lock->place, "section") ? "overrideModeDefault=\"Deny\""
                                                      : "a <location> with overrideMode=\"Deny\""},
        .level = assumed ? PROBLEM_WARNING : PROBLEM_BY_RULE,
        .source = source,
        .span = span_of_start_tag(node),
        .node = node,
        .scope = chain->scope};
    if (!assumed)
        problem.other = (struct problem_party){source_of(lock->place),
                                               span_of_start_tag(lock->place), lock->place,
                                               "The section is locked here."};
    server_add_problem(chain->server, &problem);
}

static void check_definition(const struct lock_chain *chain, size_t index)
{
    const struct definition *definition = chain->definitions[index];
    struct section_lock lock = lock_before(chain, index, definition->file);
    if (lock.locked && lock.place &&
        (says_something(definition) || definition->override_mode == OVERRIDE_ALLOW)) {
        report_section(chain, definition, &lock);
        return; /* nothing in it is read: no more about it */
    }
    lock_check_items(chain, index);
}

/* ---- every scope ------------------------------------------------------------------------------ */

static bool has_lock_attribute(const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (strncmp((const char *)a->name, "lock", 4) == 0)
            return true;
    return false;
}

static bool has_locks(const xmlNode *element)
{
    if (has_lock_attribute(element))
        return true;
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next))
        if (has_locks(child))
            return true;
    return false;
}

static void check_names(struct server *server, struct definition *definition)
{
    if (definition->locks != LOCKS_UNKNOWN)
        return;
    definition->locks = has_locks(definition->element) ? LOCKS_SOME : LOCKS_NONE;
    if (definition->locks == LOCKS_SOME && !definition->file->assumed)
        lock_check_names(server, definition);
}

/* A definition that the scope itself has, and where in the chain it stands. */
static bool is_own(const struct scope *scope, const struct definition *definition)
{
    for (size_t i = 0; i < scope->definitions.count; i++)
        if (scope->definitions.items[i] == definition)
            return true;
    return false;
}

static void check_section(struct server *server, const struct scope *scope,
                          const struct section *section)
{
    struct definition *definitions[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, section, definitions, EFFECTIVE_CHAIN_MAX);
    struct lock_chain chain = {server, scope, section, definitions, count};
    for (size_t i = count; i-- > 0 && is_own(scope, definitions[i]);)
        if (!definitions[i]->file->assumed)
            check_definition(&chain, i);
}

/* A file of the server's own level is bound by nothing but what a deeper file locked before it. */
static bool needs_check(const struct scope *scope, const struct definition *definition)
{
    if (!definition->file->server_level)
        return true;
    for (const struct scope *above = scope; above; above = above->parent)
        for (size_t i = 0; i < above->files.count; i++)
            if (!((const struct config_file *)above->files.items[i])->server_level)
                return true;
    return false;
}

static void check_scope(struct server *server, const struct scope *scope)
{
    for (size_t i = 0; i < scope->definitions.count; i++) {
        struct definition *definition = scope->definitions.items[i];
        check_names(server, definition);
        if (scope->kind == SCOPE_SERVER || !needs_check(scope, definition))
            continue;
        bool again = false; /* several definitions of one section are checked together */
        for (size_t earlier = 0; !again && earlier < i && i < EFFECTIVE_CHAIN_MAX; earlier++)
            again = ((const struct definition *)scope->definitions.items[earlier])->section ==
                    definition->section;
        if (!again && i < EFFECTIVE_CHAIN_MAX)
            check_section(server, scope, definition->section);
    }
}

void lock_check(struct server *server)
{
    for (struct scope *scope = server->root; scope; scope = scope_next(server->root, scope))
        check_scope(server, scope);
}
