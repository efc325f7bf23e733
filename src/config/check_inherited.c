#include "config/check_inherited.h"

#include "config/node.h"
#include <string.h>

#define SLOTS 1024

/* The entries of a collection after a chain of definitions. */
struct made {
    struct made *next;
    uint64_t hash;
    const struct schema_collection *collection;
    struct definition **definitions;
    size_t count;
    bool empty;
    struct entries entries;
};

struct inherited {
    struct arena *arena;
    struct made *slots[SLOTS];
};

struct inherited *inherited_new(struct arena *arena)
{
    struct inherited *inherited = arena_alloc(arena, sizeof *inherited);
    inherited->arena = arena;
    return inherited;
}

void inherited_free(struct inherited *inherited)
{
    for (size_t i = 0; i < SLOTS; i++)
        for (struct made *made = inherited->slots[i]; made; made = made->next)
            entries_fini(&made->entries);
}

static void remove_entry(struct entries *entries, const xmlNode *element)
{
    struct entry *found = entries_find(entries, element, NULL);
    if (found)
        found->removed = true;
}

void inherited_apply(struct entries *entries, const struct collection_place *place,
                     const xmlNode *container)
{
    const struct schema_collection *found;
    for (const xmlNode *child = node_element(container->children); child;
         child = node_element(child->next)) {
        enum directive directive =
            schema_directive(place->parent, (const char *)child->name, &found);
        if (found != place->collection)
            continue;
        if (directive == DIRECTIVE_CLEAR)
            entries_clear(entries);
        else if (directive == DIRECTIVE_REMOVE)
            remove_entry(entries, child);
        else if (directive == DIRECTIVE_ADD)
            entries_add(entries, child, false);
    }
}

/* Applies every element at the place; a file may have several of one name. */
static void apply_below(struct made *made, const struct collection_place *place,
                        const xmlNode *element, size_t depth)
{
    if (depth == place->depth) {
        inherited_apply(&made->entries, place, element);
        made->empty = made->empty && made->entries.count == 0;
        return;
    }
    for (const xmlNode *child = node_element(element->children); child;
         child = node_element(child->next))
        if (node_is(child, place->path[depth]))
            apply_below(made, place, child, depth + 1);
}

static uint64_t hash_of(const struct collection_place *place, struct definition *const *definitions,
                        size_t count)
{
    uint64_t hash = 1469598103934665603u ^ ((uintptr_t)place->collection >> 4);
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ ((uintptr_t)definitions[i] >> 4)) * 1099511628211u;
    return hash ^ (hash >> 31);
}

static struct made *find(const struct inherited *inherited, const struct collection_place *place,
                         struct definition *const *definitions, size_t count, uint64_t hash)
{
    struct made *made = inherited->slots[hash % SLOTS];
    for (; made; made = made->next)
        if (made->hash == hash && made->collection == place->collection && made->count == count &&
            memcmp(made->definitions, definitions, count * sizeof(struct definition *)) == 0)
            return made;
    return NULL;
}

static struct made *make(struct inherited *inherited, const struct collection_place *place,
                         struct definition *const *definitions, size_t count, uint64_t hash)
{
    struct made *made = arena_alloc(inherited->arena, sizeof *made);
    *made = (struct made){.hash = hash, .collection = place->collection, .count = count,
                          .empty = true};
    made->definitions = arena_array(inherited->arena, count, sizeof(struct definition *));
    memcpy(made->definitions, definitions, count * sizeof(struct definition *));
    entries_init(&made->entries, place->collection);
    for (size_t i = 0; i < count; i++)
        apply_below(made, place, definitions[i]->element, 0);
    made->next = inherited->slots[hash % SLOTS];
    inherited->slots[hash % SLOTS] = made;
    return made;
}

const struct entries *inherited_entries(struct inherited *inherited,
                                        const struct collection_place *place,
                                        struct definition *const *definitions, size_t count)
{
    if (count == 0 || place->collection->key_count == 0)
        return NULL;
    uint64_t hash = hash_of(place, definitions, count);
    struct made *made = find(inherited, place, definitions, count, hash);
    if (!made)
        made = make(inherited, place, definitions, count, hash);
    return made->empty ? NULL : &made->entries;
}
