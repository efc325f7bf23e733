/*
 * Elements, attributes, values and text against the schema of their section (IIS1201 to IIS1207).
 *
 * One walk over the definitions of all files. On the good path nothing is allocated, and an
 * attribute is looked for where the one before it was found.
 */
#include "config/check_shape.h"
#include "base/text.h"
#include "config/check_context.h"
#include "config/node.h"
#include <string.h>

/* Attributes of one element whose presence is remembered; schemas have some thirty. */
#define SEEN_MAX 128

/* Where an element stands: an entry of a collection, in one, or in none. */
enum part { PART_OF_SECTION, ENTRY, PART_OF_ENTRY };

/* ---- attributes ------------------------------------------------------------------------------- */

/* Notes it as well: what is locked is looked at after this walk, which comes by all of them. */
static bool is_lock(const struct shape *shape, const char *name)
{
    static const char *const names[] = {"lockAttributes", "lockAllAttributesExcept", "lockElements",
                                        "lockAllElementsExcept", "lockItem"};
    if (strncmp(name, "lock", 4) != 0)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            shape->definition->locks |= strcmp(name, "lockItem") == 0 ? LOCKS_ITEMS : LOCKS_NAMES;
            return true;
        }
    return false;
}

/* What a section element may carry besides its own attributes. */
static bool is_section_word(const struct shape *shape, const xmlNode *element, const char *name)
{
    static const char *const names[] = {"configSource", "configProtectionProvider", "childSource",
                                        "overrideMode", "inheritInChildApplications"};
    if (element != shape->definition->element && element != shape->definition->written)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

/*
 * Its index, or the count when there is none. Names in a file are interned, so the pointer by which
 * an attribute was last met tells it without comparing letters; and files tend to write attributes
 * in one order, so the search begins behind the one before.
 */
static size_t find_attribute(const struct schema_element *schema, const xmlChar *name, size_t from)
{
    size_t count = schema->attributes.count;
    for (size_t n = 0, i = from < count ? from : 0; n < count; n++, i = i + 1 < count ? i + 1 : 0)
        if (((const struct schema_attribute *)schema->attributes.items[i])->met == name)
            return i;
    for (size_t i = 0; i < count; i++) {
        struct schema_attribute *known = schema->attributes.items[i];
        if (strcmp(known->name, (const char *)name) == 0) {
            known->met = name;
            return i;
        }
    }
    return count;
}

static void check_required(const struct shape *shape, const xmlNode *element,
                           const struct schema_element *schema, const bool *seen, enum part part)
{
    for (size_t i = 0; i < schema->attributes.count && i < SEEN_MAX; i++) {
        const struct schema_attribute *known = schema->attributes.items[i];
        if (known->required && !seen[i] && !known->runtime)
            shape_report_missing(shape, element, known, part == ENTRY);
    }
}

static void check_attributes(const struct shape *shape, const xmlNode *element,
                             const struct schema_element *schema, enum part part)
{
    bool seen[SEEN_MAX] = {false};
    size_t at = 0;
    struct value_problem problem;
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        if (a->ns)
            continue;
        size_t i = find_attribute(schema, a->name, at);
        if (i == schema->attributes.count) {
            if (!is_lock(shape, name) && !schema->allow_unrecognized &&
                !is_section_word(shape, element, name))
                shape_report_attribute(shape, a, schema);
            continue;
        }
        const struct schema_attribute *known = schema->attributes.items[i];
        const char *value = node_value(a);
        if (!value_check(known, value, &problem) &&
            !(known->encrypted && text_starts_with(value, "[enc:")))
            shape_report_value(shape, a, known, &problem);
        if (i < SEEN_MAX)
            seen[i] = true;
        at = i + 1;
    }
    if (schema->required_count > 0 && !schema->collection_default)
        check_required(shape, element, schema, seen, part);
}

/* <remove> takes the keys and nothing else, <clear> nothing. */
static void check_directive(const struct shape *shape, const xmlNode *element,
                            const struct schema_collection *collection, enum directive directive)
{
    bool has_key = directive == DIRECTIVE_CLEAR || collection->key_count == 0;
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        bool key = false;
        for (size_t i = 0; directive == DIRECTIVE_REMOVE && i < collection->key_count; i++)
            key |= strcmp((const char *)a->name, collection->keys[i]->name) == 0;
        has_key |= key;
        if (!key && !a->ns && !is_lock(shape, (const char *)a->name) &&
            !collection->allow_unrecognized)
            shape_report_directive_attribute(shape, a, collection);
    }
    for (size_t i = 0; !has_key && i < collection->key_count; i++)
        if (collection->keys[i]->required) {
            shape_report_missing(shape, element, collection->keys[i], false);
            break;
        }
}

/* ---- elements --------------------------------------------------------------------------------- */

static bool is_blank(const xmlChar *text)
{
    while (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')
        text++;
    return *text == '\0';
}

static void check_element(const struct shape *shape, const xmlNode *element,
                          const struct schema_element *schema, enum part part);

/* By the pointer of its name, as find_attribute() does. False: it was not met before. */
static bool check_met_child(const struct shape *shape, const xmlNode *child,
                            const struct schema_element *schema, enum part part)
{
    for (size_t i = 0; i < schema->collections.count; i++) {
        const struct schema_collection *collection = schema->collections.items[i];
        if (collection->entry->met == child->name) {
            check_element(shape, child, collection->entry, ENTRY);
            return true;
        }
    }
    for (size_t i = 0; i < schema->children.count; i++) {
        const struct schema_element *known = schema->children.items[i];
        if (known->met == child->name) {
            check_element(shape, child, known, part);
            return true;
        }
    }
    return false;
}

static void check_child(const struct shape *shape, const xmlNode *child,
                        const struct schema_element *schema, enum part part)
{
    const char *name = (const char *)child->name;
    const struct schema_collection *collection;
    if (check_met_child(shape, child, schema, part))
        return;
    enum directive directive = schema_directive(schema, name, &collection);
    if (directive == DIRECTIVE_ADD) {
        if (strcmp(collection->add_names[0], name) == 0)
            collection->entry->met = child->name;
        check_element(shape, child, collection->entry, ENTRY);
        return;
    }
    if (directive != DIRECTIVE_NONE) {
        check_directive(shape, child, collection, directive);
        return;
    }
    struct schema_element *known = (struct schema_element *)(uintptr_t)schema_child(schema, name);
    if (!known) {
        shape_report_element(shape, child, schema);
    } else if (!known->runtime) {
        known->met = child->name;
        check_element(shape, child, known, part);
    }
}

static void check_element(const struct shape *shape, const xmlNode *element,
                          const struct schema_element *schema, enum part part)
{
    check_attributes(shape, element, schema, part);
    if (part != PART_OF_SECTION && schema->collections.count > 0)
        check_own_entries(shape->check, shape->location, shape->definition, schema, element);
    enum part inner = part == PART_OF_SECTION ? PART_OF_SECTION : PART_OF_ENTRY;
    for (const xmlNode *child = element->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            if (!child->ns || !child->ns->prefix)
                check_child(shape, child, schema, inner);
        } else if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) &&
                   child->content && !is_blank(child->content)) {
            shape_report_text(shape, child, element);
        }
    }
}

/* .NET encrypts the content of a section: there is no shape to compare. */
static bool is_encrypted(const xmlNode *section)
{
    return section->properties && node_find_attribute(section, "configProtectionProvider");
}

void check_shape(struct check *check)
{
    struct shape shape = {.check = check};
    for (size_t f = 0; f < check->server->files.count; f++) {
        const struct config_file *file = check->server->files.items[f];
        for (size_t l = 0; !file->assumed && l < file->locations.count; l++) {
            shape.location = file->locations.items[l];
            for (size_t d = 0; d < shape.location->definitions.count; d++) {
                shape.definition = shape.location->definitions.items[d];
                const struct section *section = shape.definition->section;
                shape.lenient = check_is_framework(section);
                if (section->schema && check_is_declared(check, section) &&
                    !is_encrypted(shape.definition->written)) {
                    shape.definition->locks |= LOCKS_KNOWN;
                    check_element(&shape, shape.definition->element, schema_root(section->schema),
                                  PART_OF_SECTION);
                }
            }
        }
    }
}
