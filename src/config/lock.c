#include "config/lock.h"

#include "base/text.h"
#include "config/assumed.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* ---- whole sections --------------------------------------------------------------------------- */

/* .NET does not see applicationHost.config: what that says of .NET's sections locks nothing. */
static bool can_lock(const struct section *section, const struct config_file *file)
{
    const struct declaration *declaration = section->declaration;
    return !(declaration && declaration->framework && file->server_level && !file->framework);
}

static struct section_lock lock_by_default(const struct section *section)
{
    const struct declaration *declaration = section->declaration;
    struct section_lock lock = {false, false, NULL};
    if (declaration && declaration->override_mode_default == OVERRIDE_DENY)
        lock = (struct section_lock){true, declaration->assumed, declaration->element};
    return lock;
}

static void apply_lock(struct section_lock *lock, const struct definition *definition)
{
    if (definition->override_mode == OVERRIDE_INHERIT ||
        !can_lock(definition->section, definition->file))
        return;
    lock->locked = definition->override_mode == OVERRIDE_DENY;
    lock->assumed = definition->file->assumed;
    lock->place = definition->location;
}

/* The state that files other than `file` leave a section in, as one goes down the chain. */
static struct section_lock lock_before(const struct lock_chain *chain, size_t index,
                                       const struct config_file *file)
{
    struct section_lock lock = lock_by_default(chain->section);
    if (lock.locked && (file->server_level || source_of(lock.place) == file->source))
        lock.locked = false;
    for (size_t i = 0; i < index; i++)
        if (chain->definitions[i]->file != file)
            apply_lock(&lock, chain->definitions[i]);
    return lock;
}

static bool is_own_file(const struct scope *scope, const struct config_file *file)
{
    for (size_t i = 0; i < scope->files.count; i++)
        if (scope->files.items[i] == file)
            return !file->server_level;
    return false;
}

struct section_lock lock_of_section(const struct server *server, const struct scope *scope,
                                    const struct section *section)
{
    struct definition *definitions[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, section, definitions, EFFECTIVE_CHAIN_MAX);
    struct section_lock lock = lock_by_default(section);
    (void)server;
    for (size_t i = 0; i < count; i++)
        if (!is_own_file(scope, definitions[i]->file))
            apply_lock(&lock, definitions[i]);
    return lock;
}

static const xmlAttr *mode_attribute(const xmlNode *location)
{
    const xmlAttr *mode = node_find_attribute(location, "overrideMode");
    return mode ? mode : node_find_attribute(location, "allowOverride");
}

const char *lock_means(const struct section_lock *lock)
{
    if (!lock->place || node_is(lock->place, "section"))
        return "overrideModeDefault=\"Deny\"";
    return node_find_attribute(lock->place, "overrideMode") ? "overrideMode=\"Deny\""
                                                            : "allowOverride=\"false\"";
}

bool lock_says_something(const struct definition *definition)
{
    return definition->written->properties || node_element(definition->written->children);
}

/*
 * How sure it is. What a location of a server's file says for a folder, below a file of that site
 * which locks: that it breaks is documented for unlocking only. And in a folder that is no
 * application IIS passes over sections that belong to applications.
 */
static enum problem_level level_of(const struct lock_chain *chain,
                                   const struct definition *definition,
                                   const struct section_lock *lock)
{
    const struct declaration *declaration = chain->section->declaration;
    bool unlocks = definition->override_mode == OVERRIDE_ALLOW;
    bool folder = declaration && declaration->allow_definition == ALLOW_MACHINE_TO_APPLICATION &&
                  chain->scope->kind != SCOPE_APPLICATION;
    if (lock->assumed || folder || (definition->file->server_level && !unlocks))
        return PROBLEM_WARNING;
    return PROBLEM_BY_RULE;
}

static void report_section(const struct lock_chain *chain, const struct definition *definition,
                           const struct section_lock *lock)
{
    bool unlocks = definition->override_mode == OVERRIDE_ALLOW;
    const xmlNode *node = definition->written;
    struct span span = span_of_start_tag(node);
    if (unlocks) {
        const xmlAttr *mode = mode_attribute(definition->location);
        node = (const xmlNode *)mode;
        span = span_of_attribute(mode);
    }
    struct problem problem = {.rule = unlocks ? "IIS1407" : "IIS1401",
                              .template = lock->assumed                    ? "assumed"
                                          : definition->file->server_level ? "conflict"
                                                                           : NULL,
                              .arguments = {chain->section->path, chain->scope->path,
                                            lock_means(lock), assumed_name(chain->server)},
                              .level = level_of(chain, definition, lock),
                              .reach = section_reach(chain->section),
                              .source = source_of(node),
                              .span = span,
                              .node = node,
                              .scope = chain->scope};
    if (!lock->assumed)
        problem.other =
            (struct problem_party){source_of(lock->place), span_of_start_tag(lock->place),
                                   lock->place, "The section is locked here."};
    server_add_problem(chain->server, &problem);
}

static void check_definition(const struct lock_chain *chain, size_t index)
{
    const struct definition *definition = chain->definitions[index];
    if (lock_check_place(chain, definition))
        return;
    struct section_lock lock = lock_before(chain, index, definition->file);
    if (lock.locked && can_lock(chain->section, definition->file) &&
        (lock_says_something(definition) || definition->override_mode == OVERRIDE_ALLOW)) {
        report_section(chain, definition, &lock);
        return; /* nothing in it is read: no more about it */
    }
    lock_check_items(chain, index);
}

/* ---- every scope ------------------------------------------------------------------------------ */

/* Locks in a section that only the server's own files may have bind nobody. */
static bool is_only_for_server(const struct section *section)
{
    const struct declaration *declaration = section->declaration;
    return declaration && (declaration->allow_definition == ALLOW_APP_HOST_ONLY ||
                           declaration->allow_definition == ALLOW_MACHINE_ONLY);
}

static void find_locks(const xmlNode *element, struct definition *definition)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (a->name[0] == 'l' && strncmp((const char *)a->name, "lock", 4) == 0) {
            if (strcmp((const char *)a->name, "lockItem") == 0)
                definition->locks |= LOCKS_ITEMS;
            else
                definition->locks |= LOCKS_NAMES;
        }
    for (const xmlNode *child = element->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            find_locks(child, definition);
}

static void check_names(struct server *server, struct definition *definition)
{
    if ((definition->locks & LOCKS_CHECKED) || is_only_for_server(definition->section))
        return;
    if (!(definition->locks & LOCKS_KNOWN)) /* nobody came by */
        find_locks(definition->element, definition);
    definition->locks |= LOCKS_KNOWN | LOCKS_CHECKED;
    if ((definition->locks & LOCKS_NAMES) && !definition->file->assumed)
        lock_check_names(server, definition);
}

/* How many of the chain's definitions, at its end, are the scope's own. */
static size_t count_own(const struct lock_chain *chain)
{
    size_t own = 0;
    for (size_t i = 0; i < chain->scope->definitions.count && own < chain->count; i++)
        own += ((const struct definition *)chain->scope->definitions.items[i])->section ==
               chain->section;
    return own;
}

static void check_section(struct server *server, const struct scope *scope,
                          const struct section *section)
{
    struct definition *definitions[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, section, definitions, EFFECTIVE_CHAIN_MAX);
    struct lock_chain chain = {server, scope, section, definitions, count};
    for (size_t i = count - count_own(&chain); i < count; i++)
        if (!definitions[i]->file->assumed)
            check_definition(&chain, i);
}

/* A file of the server's own level is bound by nothing but what a deeper file locked before it. */
static bool has_web_config(const struct scope *scope)
{
    for (; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->files.count; i++)
            if (!((const struct config_file *)scope->files.items[i])->server_level)
                return true;
    return false;
}

static void check_scope(struct server *server, const struct scope *scope)
{
    bool bound = scope->kind != SCOPE_SERVER && has_web_config(scope);
    for (size_t i = 0; i < scope->definitions.count; i++) {
        struct definition *definition = scope->definitions.items[i];
        check_names(server, definition);
        if (!bound && definition->file->server_level)
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
