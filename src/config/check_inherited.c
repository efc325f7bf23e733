#include "config/check_inherited.h"

#include "config/node.h"
#include <string.h>

#define SLOTS 4096

struct layer {
    struct layer *next;
    const struct schema_collection *collection;
    const struct definition *definition;
    bool empty;
    struct entries entries;
};

struct inherited {
    struct arena *arena;
    struct layer *slots[SLOTS];
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
        for (struct layer *layer = inherited->slots[i]; layer; layer = layer->next)
            entries_fini(&layer->entries);
}

/* ---- what one definition does ----------------------------------------------------------------- */

static void remove_entry(struct entries *entries, const xmlNode *element)
{
    struct entry *found = entries_find(entries, element, NULL);
    if (found)
        found->removed = true;
    else
        entries_add(entries, element, true);
}

static void apply(struct layer *layer, const struct collection_place *place,
                  const xmlNode *container)
{
    const struct schema_collection *found;
    for (const xmlNode *child = node_element(container->children); child;
         child = node_element(child->next)) {
        enum directive directive =
            schema_directive(place->parent, (const char *)child->name, &found);
        if (found != place->collection)
            continue;
        layer->empty = false;
        if (directive == DIRECTIVE_CLEAR)
            entries_clear(&layer->entries);
        else if (directive == DIRECTIVE_REMOVE)
            remove_entry(&layer->entries, child);
        else if (directive == DIRECTIVE_ADD)
            entries_add(&layer->entries, child, false);
    }
}

/* Every element at the place; a file may have several of one name. */
static void apply_below(struct layer *layer, const struct collection_place *place,
                        const xmlNode *element, size_t depth)
{
    if (depth == place->depth) {
        apply(layer, place, element);
        return;
    }
    for (const xmlNode *child = node_element(element->children); child;
         child = node_element(child->next))
        if (node_is(child, place->path[depth]))
            apply_below(layer, place, child, depth + 1);
}

static size_t slot_of(const struct collection_place *place, const struct definition *definition)
{
    uint64_t hash = ((uintptr_t)place->collection >> 4) * 1099511628211u;
    hash = (hash ^ ((uintptr_t)definition >> 4)) * 1099511628211u;
    return (size_t)((hash ^ (hash >> 31)) % SLOTS);
}

const struct entries *inherited_layer(struct inherited *inherited,
                                      const struct collection_place *place,
                                      const struct definition *definition)
{
    struct layer **slot = &inherited->slots[slot_of(place, definition)];
    struct layer *layer = *slot;
    while (layer && (layer->collection != place->collection || layer->definition != definition))
        layer = layer->next;
    if (!layer) {
        layer = arena_alloc(inherited->arena, sizeof *layer);
        layer->collection = place->collection;
        layer->definition = definition;
        layer->empty = true;
        entries_init(&layer->entries, place->collection);
        apply_below(layer, place, definition->element, 0);
        layer->next = *slot;
        *slot = layer;
    }
    return layer->empty ? NULL : &layer->entries;
}

/* ---- look-ups --------------------------------------------------------------------------------- */

const xmlNode *inherited_find(struct inherited *inherited, const struct collection_place *place,
                              struct definition *const *definitions, size_t count,
                              const xmlNode *element, size_t *key)
{
    while (count-- > 0) {
        const struct entries *entries = inherited_layer(inherited, place, definitions[count]);
        const struct entry *found = entries ? entries_find(entries, element, key) : NULL;
        if (found)
            return found->removed ? NULL : found->element;
        if (entries && entries->cleared)
            return NULL;
    }
    return NULL;
}

bool inherited_has(struct inherited *inherited, const struct collection_place *place,
                   struct definition *const *definitions, size_t count, const char *value,
                   bool *any)
{
    *any = false;
    while (count-- > 0) {
        const struct entries *entries = inherited_layer(inherited, place, definitions[count]);
        bool removed = false;
        *any |= entries && entries->count > 0;
        if (entries && entries_has(entries, value, &removed))
            return true;
        if (removed || (entries && entries->cleared))
            return false;
    }
    return false;
}
