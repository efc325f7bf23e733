/* Where a node belongs, what is in force there, and where it comes from. */
#include "base/text.h"
#include "config/node.h"
#include "rules/functions_state.h"
#include "source/span.h"
#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

const struct scope *functions_scope_of(const struct document *document, const xmlNode *node)
{
    if (!node)
        return NULL;
    if (node == (const xmlNode *)document->doc)
        return document->server->root;
    while (node->type != XML_ELEMENT_NODE && node->parent)
        node = node->parent;
    return origin_scope(node);
}

/* ---- effective ------------------------------------------------------------------------------- */

/* Stands in the map of paths for a section that IIS has, but not the server at hand. */
static struct section no_section;

/* True when the program's own schema for the current IIS has the section. */
static bool is_known_elsewhere(struct document *document, const char *path)
{
    struct schema *schema = schema_new(document->arena, "10");
    return schema_add_builtin(schema, NULL) && schema_section(schema, path);
}

static const struct section *find_section(xmlXPathParserContext *call, const char *path)
{
    struct document *document = functions_document(call);
    struct functions_state *state = functions_state(document);
    struct section *section = map_find(state->sections, path);
    if (section)
        return section;
    section = sections_find(document->server->sections, path);
    if (!section && is_known_elsewhere(document, path))
        section = &no_section;
    if (section)
        map_set(state->sections, path, section);
    else
        xpath_raise_error(call, "effective(): there is no section '%s'", path);
    return section;
}

static struct effective_slot *slot_of(struct functions_state *state, const struct scope *scope,
                                      const struct section *section)
{
    size_t hash = ((size_t)(uintptr_t)scope >> 4) * 31 + section->index * 7;
    return &state->effective[(hash ^ (hash >> 9)) % EFFECTIVE_SLOTS];
}

static const struct effective *effective_at(struct document *document, const struct scope *scope,
                                            const struct section *section)
{
    scope = scope_alike(scope, section);
    struct effective_slot *slot = slot_of(functions_state(document), scope, section);
    if (slot->scope == scope && slot->section == section && slot->effective->root)
        return slot->effective;
    *slot = (struct effective_slot){scope, section,
                                    effective_section(document->server, scope, section)};
    return slot->effective;
}

const struct effective *functions_effective(xmlXPathParserContext *call, const struct scope *scope,
                                            const char *path)
{
    const struct section *section = find_section(call, path);
    if (!section || section == &no_section)
        return NULL;
    struct document *document = functions_document(call);
    if (xpath_is_lasting(call))
        effective_keep(document->server);
    return effective_at(document, scope, section);
}

void function_effective(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *path = xpath_take_text(call);
    xmlNode *node = xpath_take_node(call);
    if (call->error == 0) {
        const struct scope *scope = functions_scope_of(functions_document(call), node);
        const struct effective *found = scope ? functions_effective(call, scope, path) : NULL;
        if (call->error == 0)
            xpath_return_node(call, found ? found->root : NULL);
    }
    xmlFree(path);
}

void function_changes(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *path = xpath_take_text(call);
    const struct section *section = call->error == 0 ? find_section(call, path) : NULL;
    const struct list *own = section && section != &no_section
                                 ? document_own_sections(functions_document(call), section)
                                 : NULL;
    if (call->error == 0)
        functions_return_nodes(call, own ? (xmlNode *const *)own->items : NULL,
                               own ? own->count : 0);
    xmlFree(path);
}

/* ---- the skeleton ---------------------------------------------------------------------------- */

static xmlNode *mutable_node(const xmlNode *node)
{
    return (xmlNode *)(uintptr_t)node;
}

void function_application(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    bool known = true;
    xpath_return_node(call, direct_application(functions_document(call), node, NULL, &known));
}

void function_site(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    bool known = true;
    xpath_return_node(call, direct_site(functions_document(call), node, NULL, &known));
}

xmlNode *functions_pool_around(const struct document *document, const xmlNode *node)
{
    const struct server *server = document->server;
    const struct section *pools = origin_section(server->pools_tree);
    for (; node && node->parent && node->parent->type == XML_ELEMENT_NODE; node = node->parent) {
        const struct origin *above = origin_of(node->parent);
        if (!above || !above->section || above->section != pools)
            continue;
        const char *name = node_attribute(node, "name");
        return name ? map_find(server->pools, name) : NULL;
    }
    return NULL;
}

xmlNode *functions_pool_of(const struct document *document, const xmlNode *node)
{
    xmlNode *pool = functions_pool_around(document, node);
    if (pool)
        return pool;
    const struct scope *scope = functions_scope_of(document, node);
    return scope && scope->application ? server_pool(document->server, scope->application) : NULL;
}

void function_pool(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (functions_take_one_node(call, count, &node))
        xpath_return_node(call, functions_pool_of(functions_document(call), node));
}

void function_pool_named(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *name = xpath_take_text(call);
    if (call->error == 0)
        xpath_return_node(call, map_find(functions_document(call)->server->pools, name));
    xmlFree(name);
}

void function_scope_path(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const struct scope *scope = functions_scope_of(functions_document(call), node);
    xpath_return_text(call, scope ? scope->path : "");
}

void function_at_server(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const struct scope *scope = functions_scope_of(functions_document(call), node);
    xpath_return_boolean(call, scope && scope->kind == SCOPE_SERVER);
}

/* The first %VAR% that is left in a path, for the hint. */
static void raise_unknown_variable(xmlXPathParserContext *call, const char *path)
{
    const char *start = strchr(path, '%');
    const char *end = start ? strchr(start + 1, '%') : NULL;
    if (!end)
        return;
    char hint[160];
    snprintf(hint, sizeof hint, "the value of %.*s (in the facts, or --env)",
             (int)(end + 1 - start < 100 ? end + 1 - start : 100), start);
    xpath_raise_unknown(call, "environment", hint);
}

void function_physical_path(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const struct scope *scope = functions_scope_of(functions_document(call), node);
    const char *path = scope ? scope->physical_path : NULL;
    if (path && !scope->physical_path_complete) {
        raise_unknown_variable(call, path);
        path = NULL;
    }
    xpath_return_text(call, path);
}

/* ---- where it comes from --------------------------------------------------------------------- */

/* What set this very node in a file, or NULL for what the schema or iislint made up. */
static const xmlNode *written_source(const xmlNode *node)
{
    if (source_of(node))
        return node;
    if (node->type == XML_ATTRIBUTE_NODE)
        return ((const xmlAttr *)node)->_private;
    const struct origin *origin = origin_of(node);
    return origin ? origin->source : NULL;
}

/* In a file, the element or attribute stands within a <location>. */
void function_in_location(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const xmlNode *source = node ? written_source(node) : NULL;
    while (source && !node_is(source, "location"))
        source = source->parent;
    xpath_return_boolean(call, source != NULL);
}

void function_is_set(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (functions_take_one_node(call, count, &node))
        xpath_return_boolean(call, node && written_source(node));
}

static bool is_assumed(const struct server *server, const struct source *source)
{
    if (!text_starts_with(source->path, "stock/"))
        return false;
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        if (file->source == source)
            return file->assumed;
    }
    return false;
}

static void return_place(xmlXPathParserContext *call, const xmlNode *written)
{
    const struct source *source = source_of(written);
    if (!source || is_assumed(functions_document(call)->server, source)) {
        xpath_return_text(call, source ? "the assumed stock server" : "");
        return;
    }
    struct span span = written->type == XML_ATTRIBUTE_NODE
                           ? span_of_attribute((const xmlAttr *)written)
                           : span_of_start_tag(written);
    struct text place = {0};
    text_printf(&place, "%s:%u", source->path, source_position(source, span.start).line);
    xpath_return_text(call, text_string(&place));
    text_fini(&place);
}

void function_origin(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const xmlNode *written = node ? written_source(node) : NULL;
    if (written)
        return_place(call, written);
    else
        xpath_return_text(call, node ? "schema default" : "");
}

/* ---- direct forms, see xpath_direct ----------------------------------------------------------- */

const struct effective *functions_known_effective(struct document *document,
                                                  const struct scope *scope, const char *path,
                                                  bool *known)
{
    struct functions_state *state = functions_state(document);
    struct path_slot *slot = &state->paths[((uintptr_t)path >> 4) % PATH_SLOTS];
    if (slot->path != path || !slot->section)
        *slot = (struct path_slot){path, map_find(state->sections, path)};
    const struct section *section = slot->section;
    *known = section != NULL; /* the first time the function itself looks for it */
    return section && section != &no_section ? effective_at(document, scope, section) : NULL;
}

xmlNode *direct_effective(void *user, xmlNode *node, const char *path, bool *known)
{
    const struct scope *scope = functions_scope_of(user, node);
    const struct effective *effective =
        scope ? functions_known_effective(user, scope, path, known) : NULL;
    return effective ? effective->root : NULL;
}

xmlNode *direct_application(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)literal;
    (void)known;
    const struct scope *scope = functions_scope_of(user, node);
    const struct scope *application = scope ? scope->application : NULL;
    return application ? mutable_node(application->element) : NULL;
}

xmlNode *direct_site(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)literal;
    (void)known;
    const struct scope *scope = functions_scope_of(user, node);
    return scope && scope->site ? mutable_node(scope->site->element) : NULL;
}

xmlNode *direct_pool(void *user, xmlNode *node, const char *literal, bool *known)
{
    (void)literal;
    (void)known;
    return functions_pool_of(user, node);
}
