#include "rules/document.h"

#include "base/text.h"
#include "config/effective.h"
#include "config/node.h"
#include <string.h>

struct building {
    struct document *document;
    size_t *stamps; /* by section index: number of the last scope that got the section */
    size_t stamp;
    enum reach { REACH_NOT_ASKED, REACHABLE, OUT_OF_REACH } * reaches; /* by section index */
};

static bool is_wanted(const struct server *server, const char *name)
{
    const struct server_options *options = server->options;
    return !options->wanted || options->wanted(options->wanted_context, name);
}

static bool has_entered(const struct server_options *options, const struct schema_element *element)
{
    bool found = options->entered(options->wanted_context, element->name);
    for (size_t i = 0; !found && i < element->attributes.count; i++) {
        const struct schema_attribute *attribute = element->attributes.items[i];
        found = options->entered(options->wanted_context, attribute->name);
    }
    for (size_t i = 0; !found && i < element->children.count; i++)
        found = has_entered(options, element->children.items[i]);
    for (size_t i = 0; !found && i < element->collections.count; i++) {
        const struct schema_collection *collection = element->collections.items[i];
        found = has_entered(options, collection->entry);
        for (size_t n = 1; !found && n < collection->add_count; n++)
            found = options->entered(options->wanted_context, collection->add_names[n]);
    }
    return found;
}

/* Some rule names the section, or looks anywhere for something that may stand in it. */
static bool is_reachable(const struct server *server, const struct section *section)
{
    const struct server_options *options = server->options;
    if (!section->schema)
        return is_wanted(server, section->name);
    const struct schema_element *root = schema_root(section->schema);
    return root->named || (options->entered ? has_entered(options, root) : root->visible);
}

static bool is_visible(struct building *building, const struct section *section)
{
    enum reach *reach = &building->reaches[section->index];
    if (*reach == REACH_NOT_ASKED)
        *reach = is_reachable(building->document->server, section) ? REACHABLE : OUT_OF_REACH;
    return *reach == REACHABLE;
}

/* ---- sections ------------------------------------------------------------------------------- */

/* The group element below `parent` for all steps of a section's path but the last. */
static xmlNode *group_of(struct document *document, xmlNode *parent, const char *path)
{
    const char *slash;
    while ((slash = strchr(path, '/'))) {
        char *name = arena_strndup(document->arena, path, (size_t)(slash - path));
        xmlNode *group = node_child(parent, name);
        parent = group ? group : origin_new_element(document->server->made, parent, name, NULL);
        path = slash + 1;
    }
    return parent;
}

/* Sites and pools stand in the document in a form of their own. */
static bool is_topology(const struct document *document, const struct section *section)
{
    const struct server *server = document->server;
    return section == origin_section(server->sites_tree) ||
           section == origin_section(server->pools_tree);
}

static void add_sections(struct building *building, const struct scope *scope, xmlNode *element)
{
    struct document *document = building->document;
    building->stamp++;
    for (size_t i = 0; i < scope->definitions.count; i++) {
        const struct definition *definition = scope->definitions.items[i];
        const struct section *section = definition->section;
        if (building->stamps[section->index] == building->stamp)
            continue;
        building->stamps[section->index] = building->stamp;
        if (is_visible(building, section) && !is_topology(document, section))
            list_add(&document->own_sections[section->index], document->arena,
                     effective_own(document->server, scope, section,
                                   group_of(document, element, section->path)));
    }
}

const struct list *document_own_sections(const struct document *document,
                                         const struct section *section)
{
    return &document->own_sections[section->index];
}

/* ---- the skeleton ---------------------------------------------------------------------------- */

static void rename_element(const struct document *document, xmlNode *element, const char *name)
{
    element->name = xmlDictLookup(document->doc->dict, (const xmlChar *)name, -1);
}

static void add_pools(struct document *document)
{
    xmlNode *pools = document->server->pools_tree;
    for (xmlNode *pool = pools->children; pool; pool = pool->next)
        if (node_is(pool, "add"))
            rename_element(document, pool, "applicationPool");
    xmlAddChild(document->root, pools);
}

/* site/bindings/binding becomes site/binding. */
static void flatten_bindings(struct made *made, xmlNode *site)
{
    xmlNode *bindings = node_child(site, "bindings");
    if (!bindings)
        return;
    xmlNode *place = bindings;
    for (xmlNode *binding = bindings->children, *next; binding; binding = next) {
        next = binding->next;
        xmlUnlinkNode(binding);
        xmlAddNextSibling(place, binding);
        place = binding;
    }
    xmlUnlinkNode(bindings);
    origin_release(made, bindings);
}

static void add_sites(struct document *document)
{
    xmlNode *sites = document->server->sites_tree;
    for (xmlNode *site = sites->children; site; site = site->next)
        if (node_is(site, "site"))
            flatten_bindings(document->server->made, site);
    xmlAddChild(document->root, sites);
}

static const char *last_segment(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static xmlNode *make_directory(struct document *document, struct scope *scope)
{
    xmlNode *parent = document_scope_element(document, scope->parent);
    struct made *made = document->server->made;
    xmlNode *element = origin_new_element(made, parent, "directory", NULL);
    xmlAttr *last = NULL;
    origin_add_attribute(made, element, &last, "path", last_segment(scope->path), NULL);
    origin_set_scope(element, scope);
    scope->element = element;
    return element;
}

xmlNode *document_scope_element(const struct document *document, const struct scope *scope)
{
    if (scope->kind == SCOPE_SERVER)
        return document->root;
    if (scope->element)
        return (xmlNode *)(uintptr_t)scope->element;
    /* a site without root application: its own element stands for it */
    return scope->site ? (xmlNode *)(uintptr_t)scope->site->element : document->root;
}

static void note_pool(struct document *document, struct scope *application)
{
    struct list *applications = map_find(document->pool_applications, application->pool);
    if (!applications) {
        applications = arena_alloc(document->arena, sizeof *applications);
        map_set(document->pool_applications, application->pool, applications);
    }
    list_add(applications, document->arena, application);
}

const struct list *document_pool_applications(const struct document *document, const char *pool)
{
    return map_find(document->pool_applications, pool);
}

static void add_facts(struct document *document)
{
    if (!document->facts || !is_wanted(document->server, "facts"))
        return;
    xmlNode *copy = xmlDocCopyNode(facts_root(document->facts), document->doc, 1);
    if (copy)
        origin_adopt(document->server->made, document->root, copy);
}

struct document *document_new(struct arena *arena, struct server *server, const struct facts *facts,
                              const struct accounts *accounts, struct regex_cache *regexes)
{
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.arena = arena,
                                  .server = server,
                                  .facts = facts,
                                  .accounts = accounts,
                                  .regexes = regexes,
                                  .doc = server->made->doc,
                                  .pool_applications = map_new(arena, MAP_CASE_INSENSITIVE)};
    document->root = origin_new_element(server->made, NULL, "server", NULL);
    origin_set_scope(document->root, server->root);
    xmlDocSetRootElement(document->doc, document->root);
    size_t count = sections_count(server->sections);
    document->own_sections = arena_array(arena, count, sizeof *document->own_sections);
    struct building building = {document, arena_array(arena, count, sizeof(size_t)), 0,
                                arena_array(arena, count, sizeof *building.reaches)};
    if (!server->stock) /* an assumed server's own sections are nobody's to change */
        add_sections(&building, server->root, document->root);
    add_pools(document);
    add_sites(document);
    for (struct scope *scope = server->root; scope; scope = scope_next(server->root, scope)) {
        if (scope->kind == SCOPE_DIRECTORY && !scope->element)
            make_directory(document, scope);
        if (scope->kind == SCOPE_APPLICATION && scope->pool)
            note_pool(document, scope);
        if (scope->kind != SCOPE_SERVER)
            add_sections(&building, scope, document_scope_element(document, scope));
    }
    add_facts(document);
    return document;
}
