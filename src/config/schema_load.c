/*
 * Reads the schema dialect. Unknown attributes of the dialect are passed over: the server's own
 * files contain misprints (a mis-cased defaultvalue, a mergeElement) and IIS loads them.
 */
#include "config/schema_load.h"

#include "base/path.h"
#include "base/text.h"
#include "config/node.h"
#include <stdlib.h>
#include <string.h>

#define ANNOTATION_NAMESPACE "urn:iislint:schema:1"

static const char *annotation(const xmlNode *node, const char *name)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (a->ns && strcmp((const char *)a->ns->href, ANNOTATION_NAMESPACE) == 0 &&
            strcmp((const char *)a->name, name) == 0 && a->children)
            return (const char *)a->children->content;
    return NULL;
}

/* The part exists in the version of IIS that the schema is built for. */
static bool applies(const struct schema *schema, const xmlNode *node)
{
    const char *until = annotation(node, "until");
    if (until && !schema_version_at_least(until, schema->iis_version))
        return false;
    return schema_version_at_least(schema->iis_version, annotation(node, "since"));
}

/*
 * A declaration as the version has it: of several <v:was until="7.5" name="..."/> the first one
 * whose version is not below the asked one holds; an empty value there means that there was none.
 */
static const char *declared(const struct schema *schema, const xmlNode *node, const char *name)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (!node_is(child, "was") || !child->ns)
            continue;
        const char *until = node_attribute(child, "until");
        if (!until || !schema_version_at_least(until, schema->iis_version))
            continue;
        const char *was = node_attribute(child, name);
        if (was)
            return *was ? was : NULL;
        break;
    }
    return node_attribute(node, name);
}

static bool declared_flag(const struct schema *schema, const xmlNode *node, const char *name)
{
    return text_equals_nocase(declared(schema, node, name), "true");
}

static const char *const type_names[] = {
    [VALUE_STRING] = "string", [VALUE_BOOL] = "bool",         [VALUE_ENUM] = "enum",
    [VALUE_FLAGS] = "flags",   [VALUE_UINT] = "uint",         [VALUE_INT] = "int",
    [VALUE_INT64] = "int64",   [VALUE_TIMESPAN] = "timeSpan",
};

const char *schema_type_name(enum value_type type)
{
    return type_names[type];
}

static enum value_type type_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof type_names / sizeof *type_names; i++)
        if (strcmp(type_names[i], name) == 0)
            return (enum value_type)i;
    return VALUE_STRING;
}

/* The add-on or optional feature that a declaration names, else what brings the whole it is in. */
static const char *bringer(const xmlNode *node, const char *of_whole)
{
    const char *add_on = annotation(node, "add-on");
    const char *feature = add_on ? NULL : annotation(node, "feature");
    return add_on ? add_on : feature ? feature : of_whole;
}

/* Declared again: what any server's own file declares needs nobody to bring it. */
static const char *bringer_again(const struct schema *schema, const char *before)
{
    return schema->brought_by ? before : NULL;
}

/* A default that an older IIS had: <v:default until="7.5" value="..."/>, the oldest match wins. */
static const char *default_of(const struct schema *schema, const xmlNode *node)
{
    const char *chosen = NULL, *chosen_until = NULL;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (!node_is(child, "default") || !child->ns)
            continue;
        const char *until = node_attribute(child, "until");
        if (until && schema_version_at_least(until, schema->iis_version) &&
            (!chosen_until || schema_version_at_least(chosen_until, until))) {
            chosen = node_attribute(child, "value");
            chosen_until = until;
        }
    }
    return chosen_until ? chosen : node_attribute(node, "defaultValue");
}

/* A value of an enum, or of flags, that the version has. */
static bool is_name(const struct schema *schema, const xmlNode *node)
{
    return (node_is(node, "enum") || node_is(node, "flag")) && node_attribute(node, "name") &&
           applies(schema, node);
}

static void load_names(struct schema *schema, const xmlNode *node, struct schema_attribute *into)
{
    size_t count = 0;
    for (const xmlNode *child = node->children; child; child = child->next)
        count += is_name(schema, child);
    into->names = arena_array(schema->arena, count, sizeof *into->names);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_name(schema, child)) {
            struct schema_name *name = &into->names[into->name_count++];
            name->name = arena_strdup(schema->arena, node_attribute(child, "name"));
            name->value = arena_strdup(schema->arena, node_attribute(child, "value"));
            name->brought_by = arena_strdup(schema->arena, bringer(child, schema->brought_by));
        }
}

static void load_attribute(struct schema *schema, const xmlNode *node, struct schema_element *into)
{
    const char *name = node_attribute(node, "name");
    struct schema_attribute *a =
        name ? (struct schema_attribute *)schema_attribute(into, name) : NULL;
    if (a)
        a->brought_by = bringer_again(schema, a->brought_by);
    if (!name || a)
        return;
    struct arena *arena = schema->arena;
    a = arena_alloc(arena, sizeof *a);
    a->brought_by = arena_strdup(arena, schema->brought_by);
    a->name = arena_strdup(arena, name);
    a->type = type_of(declared(schema, node, "type"));
    a->default_value = arena_strdup(arena, default_of(schema, node));
    a->required = declared_flag(schema, node, "required");
    a->unique_key = declared_flag(schema, node, "isUniqueKey");
    a->combined_key = declared_flag(schema, node, "isCombinedKey");
    a->case_sensitive = declared_flag(schema, node, "caseSensitive");
    a->encrypted = declared_flag(schema, node, "encrypted");
    a->expanded = declared_flag(schema, node, "expanded");
    a->allow_infinite = declared_flag(schema, node, "allowInfinite");
    a->timespan_format = arena_strdup(arena, declared(schema, node, "timeSpanFormat"));
    if (a->timespan_format && strcmp(a->timespan_format, "string") == 0)
        a->timespan_format = NULL;
    a->validation_type = arena_strdup(arena, declared(schema, node, "validationType"));
    a->validation_parameter = arena_strdup(arena, declared(schema, node, "validationParameter"));
    a->runtime = node_attribute(node, "extension") != NULL;
    a->since = arena_strdup(arena, annotation(node, "since"));
    a->tokens = arena_strdup(arena, annotation(node, "tokens"));
    a->refers = arena_strdup(arena, annotation(node, "refers"));
    into->required_count += a->required;
    load_names(schema, node, a);
    list_add(&into->attributes, arena, a);
}

static void load_content(struct schema *schema, const xmlNode *node, struct schema_element *into);

static void load_element(struct schema *schema, const xmlNode *node, struct schema_element *into)
{
    const char *name = node_attribute(node, "name");
    if (!name)
        return;
    struct schema_element *element = (struct schema_element *)schema_child(into, name);
    if (!element) {
        element = arena_alloc(schema->arena, sizeof *element);
        element->name = arena_strdup(schema->arena, name);
        element->brought_by = arena_strdup(schema->arena, schema->brought_by);
        element->collection_default = node_flag(node, "isCollectionDefault", false);
        element->runtime = node_attribute(node, "extension") != NULL;
        element->since = arena_strdup(schema->arena, annotation(node, "since"));
        list_add(&into->children, schema->arena, element);
    }
    element->brought_by = bringer_again(schema, element->brought_by);
    load_content(schema, node, element);
}

static void split_names(struct schema *schema, const char *names, struct schema_collection *into)
{
    struct list list = {0};
    size_t length;
    const char *cursor = names ? names : "", *item;
    while ((item = text_next_item(&cursor, ",", &length)))
        list_add(&list, schema->arena, arena_strndup(schema->arena, item, length));
    into->add_names = (const char **)list.items;
    into->add_count = list.count;
}

static void find_keys(struct schema *schema, struct schema_collection *collection)
{
    const struct list *attributes = &collection->entry->attributes;
    collection->keys = arena_array(schema->arena, attributes->count, sizeof *collection->keys);
    collection->key_count = 0;
    for (size_t i = 0; i < attributes->count; i++) {
        struct schema_attribute *a = attributes->items[i];
        if (a->unique_key || a->combined_key)
            collection->keys[collection->key_count++] = a;
    }
}

/* An extension names the collection again by its add element to give the entries more content. */
static struct schema_collection *find_collection(const struct schema_element *element,
                                                 const char *first_add_name)
{
    for (size_t i = 0; i < element->collections.count; i++) {
        struct schema_collection *collection = element->collections.items[i];
        if (collection->add_count && first_add_name &&
            strcmp(collection->add_names[0], first_add_name) == 0)
            return collection;
    }
    return NULL;
}

static void load_collection(struct schema *schema, const xmlNode *node, struct schema_element *into)
{
    struct schema_collection parsed = {0};
    struct arena *arena = schema->arena;
    split_names(schema, node_attribute(node, "addElement"), &parsed);
    struct schema_collection *c =
        find_collection(into, parsed.add_count ? parsed.add_names[0] : NULL);
    if (!c) {
        c = arena_alloc(arena, sizeof *c);
        *c = parsed;
        c->remove_name = arena_strdup(arena, declared(schema, node, "removeElement"));
        c->clear_name = arena_strdup(arena, declared(schema, node, "clearElement"));
        c->prepend = text_equals_nocase(declared(schema, node, "mergeAppend"), "false");
        c->allow_duplicates = declared_flag(schema, node, "allowDuplicates");
        c->replaces = annotation(node, "replaces") != NULL;
        c->entry = arena_alloc(arena, sizeof *c->entry);
        c->entry->name = parsed.add_count ? parsed.add_names[0] : "";
        c->entry->since = arena_strdup(arena, annotation(node, "since"));
        c->entry->brought_by = arena_strdup(arena, schema->brought_by);
        list_add(&into->collections, arena, c);
    }
    c->entry->brought_by = bringer_again(schema, c->entry->brought_by);
    if (!c->default_name)
        c->default_name = arena_strdup(arena, node_attribute(node, "defaultElement"));
    if (declared_flag(schema, node, "allowUnrecognizedAttributes"))
        c->allow_unrecognized = c->entry->allow_unrecognized = true;
    load_content(schema, node, c->entry);
    find_keys(schema, c);
}

static void load_content(struct schema *schema, const xmlNode *node, struct schema_element *into)
{
    const char *of_whole = schema->brought_by;
    if (declared_flag(schema, node, "allowUnrecognizedAttributes"))
        into->allow_unrecognized = true;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE || !applies(schema, child))
            continue;
        schema->brought_by = bringer(child, of_whole);
        if (node_is(child, "attribute"))
            load_attribute(schema, child, into);
        else if (node_is(child, "element"))
            load_element(schema, child, into);
        else if (node_is(child, "collection"))
            load_collection(schema, child, into);
    }
    schema->brought_by = of_whole;
}

/* An annotation of the section, else of the whole file. */
static const char *section_annotation(struct schema *schema, const xmlNode *node, const char *name)
{
    const char *own = annotation(node, name);
    return arena_strdup(schema->arena, own ? own : annotation(node->parent, name));
}

static struct schema_section *section_made(struct schema *schema, const xmlNode *node,
                                           const char *path)
{
    struct schema_section *section = map_find(schema->sections, path);
    if (section)
        return section;
    section = arena_alloc(schema->arena, sizeof *section);
    section->path = arena_strdup(schema->arena, path);
    section->schema = schema;
    section->root = arena_alloc(schema->arena, sizeof *section->root);
    const char *slash = strrchr(section->path, '/');
    section->root->name = slash ? slash + 1 : section->path;
    section->root->brought_by = arena_strdup(schema->arena, schema->brought_by);
    section->root->since = section_annotation(schema, node, "since");
    section->add_on = section_annotation(schema, node, "add-on");
    section->add_on_url = section_annotation(schema, node, "add-on-url");
    section->feature = section_annotation(schema, node, "feature");
    map_set(schema->sections, section->path, section);
    return section;
}

struct schema_section *schema_declare_section(struct schema *schema, const xmlNode *node)
{
    const char *path = node_attribute(node, "name");
    if (!path || !*path || !applies(schema, node))
        return NULL;
    schema->brought_by = bringer(node, bringer(node->parent, NULL));
    struct schema_section *section = section_made(schema, node, path);
    if (!section->reach)
        section->reach = section_annotation(schema, node, "reach");
    if (!section->classic)
        section->classic = section_annotation(schema, node, "classic");
    if (!section->guard)
        section->guard = arena_strdup(schema->arena, annotation(node, "guards-classic"));
    if (!section->guard_module)
        section->guard_module = arena_strdup(schema->arena, annotation(node, "guarded-by"));
    if (!section->merged_file)
        section->merged_file = section_annotation(schema, node, "merged-file");
    section->root->brought_by = bringer_again(schema, section->root->brought_by);
    section->validated |= annotation(node, "validated") != NULL;
    section->ignored_in_folders |= annotation(node, "ignored-in-folders") != NULL;
    return section;
}

void schema_load_content(struct schema *schema, struct schema_section *section, const xmlNode *node)
{
    schema->brought_by = bringer(node, bringer(node->parent, NULL));
    load_content(schema, node, section->root);
}

bool schema_add(struct schema *schema, const struct source *source, struct error *error)
{
    if (!source->doc) {
        struct position at = source_position(source, source->fault.span.start);
        return error_set(error, source->path, at.line, at.column, "%s", source->fault.message);
    }
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    if (!node_is(root, "configSchema"))
        return error_set(error, source->path, 1, 1,
                         "A schema file starts with <configSchema>, "
                         "not with <%s>.",
                         (const char *)root->name);
    for (const xmlNode *child = root->children; child; child = child->next)
        if (node_is(child, "sectionSchema")) {
            struct schema_section *section = schema_declare_section(schema, child);
            if (section)
                schema_load_content(schema, section, child);
        }
    return true;
}

struct directory_load {
    struct schema *schema;
    const char *directory;
    struct error *error;
    bool ok;
    size_t files;
};

static bool add_file(void *context, const char *name)
{
    struct directory_load *load = context;
    if (!text_ends_with_nocase(name, ".xml"))
        return true;
    const char *path = path_join(load->schema->arena, load->directory, name);
    struct source *source = source_load(load->schema->arena, path, NULL, load->error);
    load->ok = source && schema_add(load->schema, source, load->error);
    load->files++;
    source_free(source);
    return load->ok;
}

bool schema_add_directory(struct schema *schema, const char *directory, struct error *error)
{
    struct directory_load load = {schema, directory, error, true, 0};
    if (!path_each_entry(directory, add_file, &load, error))
        return false;
    if (load.ok && load.files == 0)
        return error_set(error, directory, 0, 0, "There is no schema file (*.xml) in this folder.");
    return load.ok;
}
