#include "config/merge.h"

#include "config/collection.h"
#include "config/node.h"
#include <stdlib.h>
#include <string.h>

/* Layers of one element under construction: a few as a rule, so no allocation then. */
#define LAYERS_INLINE 16

struct layer_list {
    const xmlNode *few[LAYERS_INLINE];
    const xmlNode **items;
    size_t count, capacity, own;
};

static void layer_list_init(struct layer_list *list)
{
    list->items = list->few;
    list->count = 0;
    list->capacity = LAYERS_INLINE;
    list->own = 0;
}

static void layer_list_add(struct layer_list *list, const xmlNode *element)
{
    if (list->count == list->capacity) {
        size_t capacity = 2 * list->capacity;
        const xmlNode **items = malloc(capacity * sizeof *items);
        if (!items)
            abort();
        memcpy(items, list->items, list->count * sizeof *items);
        if (list->items != list->few)
            free(list->items);
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = element;
}

static void layer_list_fini(struct layer_list *list)
{
    if (list->items != list->few)
        free(list->items);
}

/* The child elements of that name in all layers; `own` starts where the parent's own layers do. */
static void collect_children(struct layer_list *list, const struct layers *layers, const char *name)
{
    layer_list_init(list);
    for (size_t i = 0; i < layers->count; i++) {
        if (i == layers->own)
            list->own = list->count;
        for (const xmlNode *child = layers->elements[i]->children; child; child = child->next)
            if (node_is(child, name))
                layer_list_add(list, child);
    }
    if (layers->own >= layers->count)
        list->own = list->count;
}

static struct layers layers_of(const struct layer_list *list)
{
    return (struct layers){list->items, list->count, list->own};
}

static const xmlAttr *innermost_attribute(const struct layers *layers, const char *name)
{
    for (size_t i = layers->count; i-- > 0;) {
        const xmlAttr *attribute = node_find_attribute(layers->elements[i], name);
        if (attribute)
            return attribute;
    }
    return NULL;
}

static void add_attribute(const struct merge *merge, xmlNode *element, xmlAttr **last,
                          const char *name, const xmlAttr *source)
{
    origin_add_attribute(merge->made, element, last, name,
                         secret_value(merge->secrets, merge->made->arena, source), source);
}

static void add_known(const struct merge *merge, xmlNode *element, xmlAttr **last,
                      struct schema_attribute *known, const xmlAttr *source)
{
    if (!known->secret_known) {
        known->secret = secret_name_find(merge->secrets, known->name, strlen(known->name));
        known->secret_known = true;
    }
    origin_add_attribute(
        merge->made, element, last, known->name,
        secret_value_named(merge->secrets, merge->made->arena, source, known->secret), source);
}

static void merge_attributes(const struct merge *merge, xmlNode *element,
                             const struct schema_element *schema, const struct layers *layers)
{
    xmlAttr *last = NULL;
    for (size_t i = 0; i < schema->attributes.count; i++) {
        struct schema_attribute *known = schema->attributes.items[i];
        if (merge->projected && !known->visible)
            continue;
        const xmlAttr *set = innermost_attribute(layers, known->name);
        if (set)
            add_known(merge, element, &last, known, set);
        else if (known->default_text && !known->runtime)
            origin_add_default(merge->made, element, &last, known->name, known->default_text);
    }
}

/* Attributes that the schema does not name, where it says that there may be some. */
static void merge_unrecognized(const struct merge *merge, xmlNode *made,
                               const struct schema_element *schema, const struct layers *layers)
{
    xmlAttr *last = made->properties;
    while (last && last->next)
        last = last->next;
    for (size_t i = layers->count; i-- > 0;)
        for (const xmlAttr *a = layers->elements[i]->properties; a; a = a->next)
            if (!a->ns && !schema_attribute(schema, (const char *)a->name) &&
                !node_find_attribute(made, (const char *)a->name))
                add_attribute(merge, made, &last, (const char *)a->name, a);
}

/*
 * The elements that the one being merged stands in. Defaults elements are looked up here once a
 * container and not once an entry: a server has ten thousand <site> elements beside siteDefaults.
 */
#define FRAME_DEFAULTS 4

struct frame {
    struct frame *outer;
    const struct layers *layers;
    struct frame_defaults {
        const char *name;
        struct layer_list list;
    } defaults[FRAME_DEFAULTS];
    size_t default_count;
};

static void frame_fini(struct frame *frame)
{
    for (size_t i = 0; i < frame->default_count; i++)
        layer_list_fini(&frame->defaults[i].list);
}

static const struct layer_list *frame_defaults(struct frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->default_count; i++)
        if (strcmp(frame->defaults[i].name, name) == 0)
            return &frame->defaults[i].list;
    /* IIS has four such names; a foreign schema with more gives up a remembered one */
    size_t slot = frame->default_count < FRAME_DEFAULTS ? frame->default_count++ : 0;
    struct frame_defaults *defaults = &frame->defaults[slot];
    if (defaults->name)
        layer_list_fini(&defaults->list);
    defaults->name = name;
    collect_children(&defaults->list, frame->layers, name);
    return &defaults->list;
}

/* The nearest container's defaults are the innermost: outer ones (sites/virtualDirectoryDefaults
 * for a virtual directory) go below. */
static void add_defaults(struct layer_list *list, struct frame *frame, const char *name)
{
    if (!frame)
        return;
    add_defaults(list, frame->outer, name);
    const struct layer_list *defaults = frame_defaults(frame, name);
    for (size_t i = 0; i < defaults->count; i++)
        layer_list_add(list, defaults->items[i]);
}

static xmlNode *merge_in_frame(const struct merge *merge, xmlNode *parent, const char *name,
                               const struct schema_element *schema, const struct layers *layers,
                               struct frame *outer);

static void merge_children(const struct merge *merge, xmlNode *made,
                           const struct schema_element *schema, struct frame *frame)
{
    for (size_t i = 0; i < schema->children.count; i++) {
        const struct schema_element *child = schema->children.items[i];
        /* defaults elements already took part in the entries: rules see those */
        if (child->runtime || (merge->projected && (!child->visible || child->collection_default)))
            continue;
        struct layer_list list;
        collect_children(&list, frame->layers, child->name);
        struct layers inner = layers_of(&list);
        bool is_needed =
            list.count > 0 || (merge->projected ? child->named : !child->collection_default);
        if (is_needed)
            merge_in_frame(merge, made, child->name, child, &inner, frame);
        layer_list_fini(&list);
    }
}

static void merge_entry(const struct merge *merge, xmlNode *made,
                        const struct schema_collection *schema,
                        const struct collection_entry *entry, struct frame *frame)
{
    struct layer_list list;
    layer_list_init(&list);
    if (schema->default_name)
        add_defaults(&list, frame, schema->default_name);
    layer_list_add(&list, entry->element);
    list.own = entry->layer >= frame->layers->own ? 0 : list.count;
    struct layers inner = layers_of(&list);
    merge_in_frame(merge, made, (const char *)entry->element->name, schema->entry, &inner, frame);
    layer_list_fini(&list);
}

/* Nothing stands in the layers of the scope itself: then no entry is its own. */
static bool has_own_content(const struct layers *layers)
{
    for (size_t i = layers->own; i < layers->count; i++)
        if (node_element(layers->elements[i]->children))
            return true;
    return false;
}

static void merge_collection(const struct merge *merge, xmlNode *made,
                             const struct schema_element *schema,
                             const struct schema_collection *collection_schema, struct frame *frame)
{
    struct collection collection;
    if (merge->own_entries && !has_own_content(frame->layers))
        return;
    collection_init(&collection, schema, collection_schema, frame->layers);
    for (size_t i = 0; i < collection.count; i++)
        if (!merge->own_entries || collection.entries[i].layer >= frame->layers->own)
            merge_entry(merge, made, collection_schema, &collection.entries[i], frame);
    collection_fini(&collection);
}

/* A section without schema: nothing is known of its merging, the innermost content stands. */
static void copy_content(const struct merge *merge, xmlNode *made, const xmlNode *source)
{
    xmlAttr *last = NULL;
    for (const xmlAttr *a = source->properties; a; a = a->next)
        if (!a->ns)
            add_attribute(merge, made, &last, (const char *)a->name, a);
    for (const xmlNode *child = source->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            copy_content(merge,
                         origin_new_element(merge->made, made, (const char *)child->name, child),
                         child);
}

static xmlNode *merge_in_frame(const struct merge *merge, xmlNode *parent, const char *name,
                               const struct schema_element *schema, const struct layers *layers,
                               struct frame *outer)
{
    const xmlNode *source = layers->count > 0 ? layers->elements[layers->count - 1] : NULL;
    xmlNode *made = origin_new_element(merge->made, parent, name, source);
    if (!schema) {
        if (source)
            copy_content(merge, made, source);
        return made;
    }
    merge_attributes(merge, made, schema, layers);
    if (schema->allow_unrecognized)
        merge_unrecognized(merge, made, schema, layers);
    struct frame frame = {.outer = outer, .layers = layers};
    merge_children(merge, made, schema, &frame);
    for (size_t i = 0; i < schema->collections.count; i++) {
        const struct schema_collection *collection = schema->collections.items[i];
        if (!merge->projected || collection->entry->visible)
            merge_collection(merge, made, schema, collection, &frame);
    }
    frame_fini(&frame);
    return made;
}

xmlNode *merge_element(const struct merge *merge, xmlNode *parent, const char *name,
                       const struct schema_element *schema, const struct layers *layers)
{
    return merge_in_frame(merge, parent, name, schema, layers, NULL);
}
