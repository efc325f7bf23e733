/*
 * Locks inside a section: lockAttributes, lockElements, their "all except" forms, and lockItem on
 * elements and entries of collections.
 */
#include "config/collection.h"
#include "config/lock.h"

#include "base/text.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* The elements of other files, outermost first, that lie above the one being checked. */
struct above {
    const xmlNode *elements[EFFECTIVE_CHAIN_MAX];
    size_t count;
};

struct checking {
    const struct lock_chain *chain;
    const struct definition *definition;
};

static void report(const struct checking *checking, const char *rule, const xmlNode *node,
                   struct span span, const char *name, const xmlNode *lock)
{
    const struct lock_chain *chain = checking->chain;
    const char *list = node_is(lock, "clear") ? "" : (const char *)lock->name;
    struct problem problem = {.rule = rule,
                              .arguments = {name, chain->section->path, chain->scope->path, list},
                              .source = source_of(node),
                              .span = span,
                              .node = node,
                              .scope = chain->scope,
                              .other = {source_of(lock), span_of_start_tag(lock), lock,
                                        "It is locked here."}};
    for (size_t i = 0; i < chain->server->files.count; i++) {
        const struct config_file *file = chain->server->files.items[i];
        if (file->source == problem.other.source && file->assumed) {
            problem.level = PROBLEM_WARNING;
            problem.template = "assumed";
            problem.other.source = NULL;
        }
    }
    server_add_problem(chain->server, &problem);
}

static bool list_has(const char *list, const char *name)
{
    size_t length;
    const char *item;
    while (list && (item = text_next_item(&list, ",", &length)))
        if ((length == 1 && *item == '*') ||
            (strlen(name) == length && strncmp(item, name, length) == 0))
            return true;
    return false;
}

static bool locks_name(const xmlNode *element, const char *only, const char *all_except,
                       const char *name)
{
    const char *except = node_attribute(element, all_except);
    return list_has(node_attribute(element, only), name) || (except && !list_has(except, name));
}

static bool is_lock_attribute(const xmlAttr *attribute)
{
    return attribute->ns || strncmp((const char *)attribute->name, "lock", 4) == 0;
}

static void check_attributes(const struct checking *checking, const xmlNode *element,
                             const xmlNode *locker)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (!is_lock_attribute(a) && locks_name(locker, "lockAttributes",
                                                "lockAllAttributesExcept", (const char *)a->name))
            report(checking, "IIS1402", (const xmlNode *)a, span_of_attribute(a),
                   (const char *)a->name, locker);
}

static void check_elements(const struct checking *checking, const xmlNode *element,
                           const xmlNode *locker)
{
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next))
        if (locks_name(locker, "lockElements", "lockAllElementsExcept",
                       (const char *)child->name))
            report(checking, "IIS1403", child, span_of_start_tag(child),
                   (const char *)child->name, locker);
}

/* ---- entries ---------------------------------------------------------------------------------- */

static const char *entry_name(const struct schema_collection *schema, const xmlNode *entry)
{
    const char *key = schema->key_count > 0 ? node_attribute(entry, schema->keys[0]->name) : NULL;
    return key ? key : (const char *)entry->name;
}

static const xmlNode *find_locked(const struct collection *inherited,
                                  const struct schema_collection *schema, const xmlNode *entry)
{
    for (size_t i = 0; i < inherited->count; i++) {
        const xmlNode *other = inherited->entries[i].element;
        if (node_flag(other, "lockItem", false) &&
            (!entry || collection_same_key(schema, other, entry)))
            return other;
    }
    return NULL;
}

static void check_entries(const struct checking *checking, const struct schema_element *schema,
                          const struct schema_collection *collection, const xmlNode *element,
                          const struct above *above)
{
    struct layers layers = {above->elements, above->count, 0};
    struct collection inherited;
    collection_init(&inherited, schema, collection, &layers);
    for (xmlNode *child = node_element(element->children); child && inherited.count > 0;
         child = node_element(child->next)) {
        const struct schema_collection *found;
        enum directive directive = schema_directive(schema, (const char *)child->name, &found);
        if (directive == DIRECTIVE_NONE || found != collection)
            continue;
        const xmlNode *locked =
            find_locked(&inherited, collection, directive == DIRECTIVE_CLEAR ? NULL : child);
        if (locked)
            report(checking, "IIS1404", child, span_of_start_tag(child),
                   entry_name(collection, locked), locked);
    }
    collection_fini(&inherited);
}

/* ---- the walk --------------------------------------------------------------------------------- */

static void collect_children(const struct above *above, const char *name, struct above *into)
{
    into->count = 0;
    for (size_t i = 0; i < above->count; i++)
        for (xmlNode *child = node_element(above->elements[i]->children); child;
             child = node_element(child->next))
            if (node_is(child, name) && into->count < EFFECTIVE_CHAIN_MAX)
                into->elements[into->count++] = child;
}

static void check_element(const struct checking *checking, const struct schema_element *schema,
                          const xmlNode *element, const struct above *above)
{
    for (size_t i = 0; i < above->count; i++) {
        const xmlNode *locker = above->elements[i];
        if (node_flag(locker, "lockItem", false)) {
            report(checking, "IIS1404", element, span_of_start_tag(element),
                   (const char *)element->name, locker);
            return;
        }
        check_attributes(checking, element, locker);
        check_elements(checking, element, locker);
    }
    for (size_t i = 0; i < schema->collections.count; i++)
        check_entries(checking, schema, schema->collections.items[i], element, above);
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        const struct schema_element *known = schema_child(schema, (const char *)child->name);
        struct above inner;
        if (!known)
            continue;
        collect_children(above, (const char *)child->name, &inner);
        if (inner.count > 0)
            check_element(checking, known, child, &inner);
    }
}

void lock_check_items(const struct lock_chain *chain, size_t index)
{
    const struct definition *definition = chain->definitions[index];
    struct checking checking = {chain, definition};
    struct above above = {.count = 0};
    bool any = false;
    for (size_t i = 0; i < index; i++) {
        const struct definition *outer = chain->definitions[i];
        if (outer->file == definition->file)
            continue;
        above.elements[above.count++] = outer->element;
        any |= outer->locks == LOCKS_SOME;
    }
    if (any && chain->section->schema)
        check_element(&checking, chain->section->schema->root, definition->element, &above);
}
