/*
 * Locks inside a section: lockAttributes, lockElements, their "all except" forms, and lockItem on
 * sections and entries of collections. (On other elements lockItem means nothing to IIS, and what
 * an entry says of its own attributes neither.)
 */
#include "config/collection.h"
#include "config/lock.h"

#include "base/text.h"
#include "config/assumed.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* The elements of other files, outermost first, that lie above the one being checked. */
struct above {
    const xmlNode *elements[EFFECTIVE_CHAIN_MAX];
    const struct definition *from[EFFECTIVE_CHAIN_MAX];
    size_t count;
    bool items; /* lockItem stands somewhere in what they come from */
};

static void add_above(struct above *above, const xmlNode *element,
                      const struct definition *definition)
{
    if (above->count == EFFECTIVE_CHAIN_MAX)
        return;
    above->elements[above->count] = element;
    above->from[above->count++] = definition;
    above->items |= (definition->locks & LOCKS_ITEMS) != 0;
}

/* Who locks: an element, and the definition that it belongs to. */
struct locker {
    const xmlNode *element;
    const struct definition *from;
};

static void report(const struct lock_chain *chain, const char *rule, const xmlNode *node,
                   struct span span, const char *name, struct locker locker)
{
    bool assumed = locker.from->file->assumed;
    struct problem problem = {.rule = rule,
                              .template = assumed ? "assumed" : NULL,
                              .arguments = {name, chain->section->path, chain->scope->path,
                                            (const char *)locker.element->name,
                                            assumed_name(chain->server)},
                              .level = assumed ? PROBLEM_WARNING : PROBLEM_BY_RULE,
                              .reach = section_reach(chain->section),
                              .source = source_of(node),
                              .span = span,
                              .node = node,
                              .scope = chain->scope};
    if (!assumed)
        problem.other =
            (struct problem_party){source_of(locker.element), span_of_start_tag(locker.element),
                                   locker.element, "It is locked here."};
    server_add_problem(chain->server, &problem);
}

/* ---- lists of names --------------------------------------------------------------------------- */

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

/* A location further down in the same file says it anew: then that counts. */
static bool is_said_again(const struct above *above, size_t index, const char *attribute)
{
    for (size_t i = index + 1; i < above->count; i++)
        if (above->from[i]->file == above->from[index]->file &&
            node_find_attribute(above->elements[i], attribute))
            return true;
    return false;
}

/* The list in force of the element above number `index`; NULL when it has none. */
static const char *list_of(const struct above *above, size_t index, const char *attribute)
{
    const char *list = node_attribute(above->elements[index], attribute);
    return list && !is_said_again(above, index, attribute) ? list : NULL;
}

static bool locks_name(const struct above *above, size_t index, const char *only,
                       const char *all_except, const char *name)
{
    const char *except = list_of(above, index, all_except);
    return list_has(list_of(above, index, only), name) || (except && !list_has(except, name));
}

/* Names that the schema does not know are an error of another kind, lock attributes are no
 * settings, and configSource is none either. */
static bool is_setting(const struct schema_element *schema, const xmlAttr *attribute)
{
    return !attribute->ns && schema_attribute(schema, (const char *)attribute->name);
}

static void check_attributes(const struct lock_chain *chain, const struct schema_element *schema,
                             const xmlNode *element, const struct above *above)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        for (size_t i = 0; i < above->count && is_setting(schema, a); i++)
            if (locks_name(above, i, "lockAttributes", "lockAllAttributesExcept",
                           (const char *)a->name)) {
                report(chain, "IIS1402", (const xmlNode *)a, span_of_attribute(a),
                       (const char *)a->name, (struct locker){above->elements[i], above->from[i]});
                break;
            }
}

/* An element that is known and does something: <clear/> does, an empty <providers/> does not. */
static bool is_use(const struct schema_element *schema, const xmlNode *child)
{
    const struct schema_collection *collection;
    if (schema_child(schema, (const char *)child->name))
        return child->properties || node_element(child->children);
    return schema_directive(schema, (const char *)child->name, &collection) != DIRECTIVE_NONE;
}

static bool check_child(const struct lock_chain *chain, const struct schema_element *schema,
                        const xmlNode *child, const struct above *above)
{
    for (size_t i = 0; i < above->count && is_use(schema, child); i++)
        if (locks_name(above, i, "lockElements", "lockAllElementsExcept",
                       (const char *)child->name)) {
            report(chain, "IIS1403", child, span_of_start_tag(child), (const char *)child->name,
                   (struct locker){above->elements[i], above->from[i]});
            return false;
        }
    return true;
}

/* ---- entries ---------------------------------------------------------------------------------- */

static const char *entry_name(const struct schema_collection *schema, const xmlNode *entry)
{
    const char *key = schema->key_count > 0 ? node_attribute(entry, schema->keys[0]->name) : NULL;
    return key ? key : (const char *)entry->name;
}

/* The first locked entry that a directive would take away; `remove` NULL: any. */
static const struct collection_entry *find_locked(const struct collection *inherited,
                                                  const struct schema_collection *schema,
                                                  const xmlNode *remove)
{
    for (size_t i = 0; i < inherited->count; i++) {
        const struct collection_entry *entry = &inherited->entries[i];
        if (node_flag(entry->element, "lockItem", false) &&
            (!remove ||
             (schema->key_count > 0 && collection_same_key(schema, entry->element, remove))))
            return entry;
    }
    return NULL;
}

/* Only <remove> and <clear> take entries away; adding one that is there is a duplicate. */
static bool takes_away(const struct schema_element *schema,
                       const struct schema_collection *collection, const xmlNode *child,
                       enum directive *directive)
{
    const struct schema_collection *found;
    *directive = schema_directive(schema, (const char *)child->name, &found);
    return found == collection && (*directive == DIRECTIVE_REMOVE || *directive == DIRECTIVE_CLEAR);
}

static void check_entries(const struct lock_chain *chain, const struct schema_element *schema,
                          const struct schema_collection *collection, const xmlNode *element,
                          const struct above *above)
{
    struct layers layers = {above->elements, above->count, 0};
    struct collection inherited;
    bool made = false;
    enum directive directive;
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        if (!takes_away(schema, collection, child, &directive))
            continue;
        if (!made)
            collection_init(&inherited, schema, collection, &layers);
        made = true;
        const struct collection_entry *locked =
            find_locked(&inherited, collection, directive == DIRECTIVE_CLEAR ? NULL : child);
        if (locked)
            report(chain, "IIS1404", child, span_of_start_tag(child),
                   entry_name(collection, locked->element),
                   (struct locker){locked->element, above->from[locked->layer]});
    }
    if (made)
        collection_fini(&inherited);
}

/* ---- the walk --------------------------------------------------------------------------------- */

static void collect_children(const struct above *above, const char *name, struct above *into)
{
    into->count = 0;
    into->items = false;
    for (size_t i = 0; i < above->count; i++)
        for (xmlNode *child = node_element(above->elements[i]->children); child;
             child = node_element(child->next))
            if (node_is(child, name))
                add_above(into, child, above->from[i]);
}

static void check_element(const struct lock_chain *chain, const struct schema_element *schema,
                          const xmlNode *element, const struct above *above)
{
    check_attributes(chain, schema, element, above);
    for (size_t i = 0; above->items && i < schema->collections.count; i++)
        check_entries(chain, schema, schema->collections.items[i], element, above);
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        if (!check_child(chain, schema, child, above))
            continue;
        const struct schema_element *known = schema_child(schema, (const char *)child->name);
        if (!known)
            continue;
        struct above inner;
        collect_children(above, (const char *)child->name, &inner);
        if (inner.count > 0)
            check_element(chain, known, child, &inner);
    }
}

/* A section that a file above locks with lockItem="true". */
static bool check_whole(const struct lock_chain *chain, const struct definition *definition,
                        const struct above *above)
{
    for (size_t i = 0; above->items && i < above->count; i++)
        if (node_flag(above->elements[i], "lockItem", false) &&
            !is_said_again(above, i, "lockItem") && lock_says_something(definition)) {
            report(chain, "IIS1404", definition->written, span_of_start_tag(definition->written),
                   chain->section->name, (struct locker){above->elements[i], above->from[i]});
            return false;
        }
    return true;
}

void lock_check_items(const struct lock_chain *chain, size_t index)
{
    const struct definition *definition = chain->definitions[index];
    struct above above = {.count = 0, .items = false};
    bool any = false;
    for (size_t i = 0; i < index; i++) {
        const struct definition *outer = chain->definitions[i];
        if (outer->file == definition->file)
            continue;
        add_above(&above, outer->element, outer);
        any |= (outer->locks & (LOCKS_NAMES | LOCKS_ITEMS)) != 0;
    }
    if (any && chain->section->schema && check_whole(chain, definition, &above))
        check_element(chain, schema_root(chain->section->schema), definition->element, &above);
}
