#include "config/effective.h"

#include "config/merge.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A cached section; the trees of a site can be freed early, the entry then computes it again. */
struct cached {
    struct effective effective;
    uint64_t hash;
    struct cached *next;      /* with the same hash slot */
    struct cached *next_live; /* all entries that have a tree */
};

struct effective_cache {
    struct cached **slots;
    size_t size, count;
    struct cached *live;
    bool keep;
};

struct effective_cache *effective_cache_new(struct server *server)
{
    struct effective_cache *cache = arena_alloc(server->arena, sizeof *cache);
    cache->size = 1024;
    cache->slots = calloc(cache->size, sizeof *cache->slots);
    if (!cache->slots)
        abort();
    return cache;
}

void effective_cache_free(struct effective_cache *cache)
{
    if (!cache)
        return;
    free(cache->slots);
}

static uint64_t chain_hash(const struct section *section, struct definition *const *chain,
                           size_t count)
{
    uint64_t hash = 1469598103934665603u ^ section->index;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ ((uintptr_t)chain[i] >> 4)) * 1099511628211u;
    return hash ^ (hash >> 29);
}

static struct cached *find(const struct effective_cache *cache, const struct section *section,
                           struct definition *const *chain, size_t count, uint64_t hash)
{
    struct cached *entry = cache->slots[hash & (cache->size - 1)];
    for (; entry; entry = entry->next)
        if (entry->hash == hash && entry->effective.section == section &&
            entry->effective.count == count &&
            memcmp(entry->effective.chain, chain, count * sizeof *chain) == 0)
            return entry;
    return NULL;
}

static void grow(struct effective_cache *cache)
{
    size_t size = 2 * cache->size;
    struct cached **slots = calloc(size, sizeof *slots);
    if (!slots)
        abort();
    for (size_t i = 0; i < cache->size; i++)
        for (struct cached *entry = cache->slots[i], *next; entry; entry = next) {
            next = entry->next;
            entry->next = slots[entry->hash & (size - 1)];
            slots[entry->hash & (size - 1)] = entry;
        }
    free(cache->slots);
    cache->slots = slots;
    cache->size = size;
}

/* The scope at which the innermost definition of the chain stands: who else shares the chain is
 * at or below it. */
static const struct scope *chain_scope(const struct scope *scope, struct definition *const *chain,
                                       size_t count)
{
    const struct definition *innermost = count > 0 ? chain[count - 1] : NULL;
    for (; scope->parent; scope = scope->parent)
        for (size_t i = 0; i < scope->definitions.count; i++)
            if (scope->definitions.items[i] == innermost)
                return scope;
    return scope;
}

static struct cached *add(struct server *server, const struct scope *scope,
                          const struct section *section, struct definition *const *chain,
                          size_t count, uint64_t hash)
{
    struct effective_cache *cache = server->effective;
    if (cache->count++ >= cache->size)
        grow(cache);
    struct cached *entry = arena_alloc(server->arena, sizeof *entry);
    struct definition **copy = arena_array(server->arena, count, sizeof *copy);
    if (count > 0)
        memcpy(copy, chain, count * sizeof *copy);
    entry->hash = hash;
    entry->effective.section = section;
    entry->effective.scope = chain_scope(scope, chain, count);
    entry->effective.chain = copy;
    entry->effective.count = count;
    entry->next = cache->slots[hash & (cache->size - 1)];
    cache->slots[hash & (cache->size - 1)] = entry;
    return entry;
}

static xmlNode *merge_chain(struct server *server, const struct section *section,
                            struct definition *const *chain, size_t count, size_t own,
                            bool for_rules, xmlNode *parent)
{
    const xmlNode *elements[2 * EFFECTIVE_CHAIN_MAX];
    struct layers layers = {.elements = elements};
    for (size_t i = 0; i < count; i++) {
        if (i == own)
            layers.own = layers.count;
        elements[layers.count++] = chain[i]->element;
        if (chain[i]->merged)
            elements[layers.count++] = chain[i]->merged;
    }
    if (own >= count)
        layers.own = layers.count;
    struct merge merge = {.made = server->made,
                          .secrets = server->secrets,
                          .projected = for_rules,
                          .own_entries = for_rules};
    xmlNode *root = merge_element(&merge, parent, section->name,
                                  section->schema ? schema_root(section->schema) : NULL, &layers);
    origin_set_section(root, section);
    return root;
}

const struct effective *effective_section(struct server *server, const struct scope *scope,
                                          const struct section *section)
{
    struct definition *chain[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, section, chain, EFFECTIVE_CHAIN_MAX);
    uint64_t hash = chain_hash(section, chain, count);
    struct cached *entry = find(server->effective, section, chain, count, hash);
    if (!entry)
        entry = add(server, scope, section, chain, count, hash);
    if (!entry->effective.root) {
        entry->effective.root = merge_chain(server, section, chain, count, 0, false, NULL);
        entry->effective.made++;
        origin_set_scope(entry->effective.root, entry->effective.scope);
        entry->next_live = server->effective->live;
        server->effective->live = entry;
    }
    return &entry->effective;
}

static bool is_within(const struct scope *scope, const struct scope *ancestor)
{
    while (scope && scope != ancestor)
        scope = scope->parent;
    return scope != NULL;
}

void effective_keep(struct server *server)
{
    server->effective->keep = true;
}

void effective_release(struct server *server, const struct scope *scope)
{
    if (server->effective->keep)
        return;
    struct cached **link = &server->effective->live;
    while (*link) {
        struct cached *entry = *link;
        if (is_within(entry->effective.scope, scope)) {
            *link = entry->next_live;
            origin_release(server->made, entry->effective.root);
            entry->effective.root = NULL;
        } else {
            link = &entry->next_live;
        }
    }
}

xmlNode *effective_own(struct server *server, const struct scope *scope,
                       const struct section *section, xmlNode *parent)
{
    struct definition *chain[EFFECTIVE_CHAIN_MAX];
    size_t count = scope_chain(scope, section, chain, EFFECTIVE_CHAIN_MAX);
    size_t own = count;
    while (own > 0) {
        bool here = false;
        for (size_t i = 0; !here && i < scope->definitions.count; i++)
            here = scope->definitions.items[i] == chain[own - 1];
        if (!here)
            break;
        own--;
    }
    return merge_chain(server, section, chain, count, own, true, parent);
}
