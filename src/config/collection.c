#include "config/collection.h"

#include "base/text.h"
#include "config/node.h"
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * An entry under way. A removed one stays as a tombstone until its layer ends: an add of its key
 * revives it. Entries with equal keys (where duplicates are allowed) hang in a list from the first,
 * so that neither a look-up nor a removal walks over them twice, however hostile the file.
 */
struct item {
    struct collection_entry entry;
    uint32_t hash;
    bool removed;
    bool revived; /* prepending: removed and added again by the layer at hand */
    size_t same;  /* index + 1 of the next item with an equal key; 0: none */
};

/* Open addressing over the first item of each key, kept at most half full. */
struct index {
    size_t *slots; /* index + 1, 0: free */
    size_t size, used;
};

struct resolving {
    const struct schema_element *parent;
    const struct schema_collection *schema;
    struct item *items; /* inherited ones first, then those of the layer at hand */
    size_t count, capacity;
    size_t fresh;     /* index of the first item of the layer at hand */
    bool any_removed; /* by the layer at hand */
    struct index index;
};

static const char *key_value(const struct schema_attribute *key, const xmlNode *entry)
{
    const char *value = node_attribute(entry, key->name);
    if (!value)
        value = key->default_value;
    return value ? value : "";
}

static uint32_t key_hash(const struct schema_collection *schema, const xmlNode *entry)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < schema->key_count; i++) {
        for (const char *c = key_value(schema->keys[i], entry); *c; c++)
            hash = (hash ^ (unsigned char)tolower((unsigned char)*c)) * 16777619u;
        hash = (hash ^ 0x1f) * 16777619u;
    }
    return hash;
}

bool collection_same_key(const struct schema_collection *schema, const xmlNode *a, const xmlNode *b)
{
    for (size_t i = 0; i < schema->key_count; i++) {
        const struct schema_attribute *key = schema->keys[i];
        const char *x = key_value(key, a), *y = key_value(key, b);
        if (key->case_sensitive ? strcmp(x, y) != 0 : !text_equals_nocase(x, y))
            return false;
    }
    return true;
}

static void *grown(void *array, size_t count, size_t size)
{
    void *larger = realloc(array, count * size);
    if (!larger)
        abort();
    return larger;
}

static bool has_index(const struct resolving *resolving)
{
    return resolving->schema->key_count > 0;
}

/* The slot of the key's first item, or the free slot where it would go. */
static size_t *slot_of(struct resolving *resolving, const xmlNode *entry, uint32_t hash)
{
    struct index *index = &resolving->index;
    size_t i = hash & (index->size - 1);
    for (; index->slots[i]; i = (i + 1) & (index->size - 1)) {
        const struct item *item = &resolving->items[index->slots[i] - 1];
        if (item->hash == hash &&
            collection_same_key(resolving->schema, item->entry.element, entry))
            break;
    }
    return &index->slots[i];
}

static void index_item(struct resolving *resolving, size_t number)
{
    struct item *item = &resolving->items[number];
    size_t *slot = slot_of(resolving, item->entry.element, item->hash);
    if (*slot) {
        struct item *first = &resolving->items[*slot - 1];
        item->same = first->same;
        first->same = number + 1;
    } else {
        item->same = 0;
        *slot = number + 1;
        resolving->index.used++;
    }
}

static void index_rebuild(struct resolving *resolving)
{
    struct index *index = &resolving->index;
    size_t size = 32;
    while (size < 4 * resolving->count)
        size *= 2;
    free(index->slots);
    index->slots = calloc(size, sizeof *index->slots);
    if (!index->slots)
        abort();
    index->size = size;
    index->used = 0;
    for (size_t i = 0; i < resolving->count; i++)
        index_item(resolving, i);
}

static void append(struct resolving *resolving, struct item item)
{
    if (resolving->count == resolving->capacity) {
        resolving->capacity = resolving->capacity ? 2 * resolving->capacity : 16;
        resolving->items = grown(resolving->items, resolving->capacity, sizeof *resolving->items);
    }
    resolving->items[resolving->count++] = item;
    if (!has_index(resolving))
        return;
    if (2 * resolving->index.used >= resolving->index.size)
        index_rebuild(resolving);
    else
        index_item(resolving, resolving->count - 1);
}

static void clear(struct resolving *resolving)
{
    resolving->count = resolving->fresh = 0;
    if (has_index(resolving) && resolving->index.used > 0)
        index_rebuild(resolving);
}

static void remove_entry(struct resolving *resolving, const xmlNode *directive)
{
    if (!has_index(resolving))
        return;
    size_t first = *slot_of(resolving, directive, key_hash(resolving->schema, directive));
    for (size_t number = first, next; number; number = next) {
        struct item *item = &resolving->items[number - 1];
        next = item->same;
        item->removed = true;
        resolving->any_removed = true;
        item->same = 0;
    }
}

static void add_entry(struct resolving *resolving, const xmlNode *element, size_t layer)
{
    struct item added = {{element, layer}, key_hash(resolving->schema, element), false, false, 0};
    if (has_index(resolving) && !resolving->schema->allow_duplicates) {
        size_t number = *slot_of(resolving, element, added.hash);
        if (number) {
            struct item *found = &resolving->items[number - 1];
            if (found->removed) {
                added.revived = resolving->schema->prepend && number - 1 < resolving->fresh;
                *found = added;
            } else if (resolving->schema->replaces) {
                found->entry = added.entry;
            }
            return;
        }
    }
    append(resolving, added);
}

/* Prepending: the layer's fresh entries go first, then those it revived, then the inherited. */
static void settle_prepended(struct resolving *resolving)
{
    struct item *settled = grown(NULL, resolving->count + 1, sizeof *settled);
    size_t count = 0;
    for (size_t i = resolving->fresh; i < resolving->count; i++)
        settled[count++] = resolving->items[i];
    for (int revived = 1; revived >= 0; revived--)
        for (size_t i = 0; i < resolving->fresh; i++)
            if (resolving->items[i].revived == (revived != 0))
                settled[count++] = resolving->items[i];
    for (size_t i = 0; i < count; i++)
        settled[i].revived = false;
    free(resolving->items);
    resolving->items = settled;
    resolving->capacity = resolving->count + 1;
    if (has_index(resolving))
        index_rebuild(resolving);
}

/* What a layer removed and did not add again is gone: a deeper layer that adds it adds a new one. */
static void drop_removed(struct resolving *resolving)
{
    size_t count = 0;
    for (size_t i = 0; i < resolving->count; i++)
        if (!resolving->items[i].removed)
            resolving->items[count++] = resolving->items[i];
    resolving->count = count;
    resolving->any_removed = false;
    index_rebuild(resolving);
}

static void resolve_layer(struct resolving *resolving, const xmlNode *container, size_t layer)
{
    bool touched = false;
    resolving->fresh = resolving->count;
    for (const xmlNode *child = node_element(container->children); child;
         child = node_element(child->next)) {
        const struct schema_collection *found;
        enum directive directive =
            schema_directive(resolving->parent, (const char *)child->name, &found);
        if (directive == DIRECTIVE_NONE || found != resolving->schema)
            continue;
        touched = true;
        if (directive == DIRECTIVE_CLEAR)
            clear(resolving);
        else if (directive == DIRECTIVE_REMOVE)
            remove_entry(resolving, child);
        else
            add_entry(resolving, child, layer);
    }
    if (touched && resolving->schema->prepend && resolving->fresh > 0)
        settle_prepended(resolving);
    if (resolving->any_removed)
        drop_removed(resolving);
}

void collection_init(struct collection *collection, const struct schema_element *parent,
                     const struct schema_collection *schema, const struct layers *layers)
{
    struct resolving resolving = {.parent = parent, .schema = schema};
    if (has_index(&resolving))
        index_rebuild(&resolving);
    for (size_t i = 0; i < layers->count; i++)
        resolve_layer(&resolving, layers->elements[i], i);
    collection->count = 0;
    collection->entries = grown(NULL, resolving.count + 1, sizeof *collection->entries);
    for (size_t i = 0; i < resolving.count; i++)
        collection->entries[collection->count++] = resolving.items[i].entry;
    free(resolving.items);
    free(resolving.index.slots);
}

void collection_fini(struct collection *collection)
{
    free(collection->entries);
    *collection = (struct collection){0};
}
