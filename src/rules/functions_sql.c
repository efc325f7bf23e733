/* Connection strings: one taken apart, and all that are in force somewhere. */
#include "base/text.h"
#include "config/node.h"
#include "facts/item.h"
#include "rules/functions_state.h"
#include <libxml/xpathInternals.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- parsing once ---------------------------------------------------------------------------- */

static const struct connection_syntax *syntax_of(xmlXPathParserContext *call)
{
    struct document *document = functions_document(call);
    struct functions_state *state = functions_state(document);
    if (!state->connections) {
        struct error error = {.text = ""};
        state->connections = connection_syntax_new(document->arena, document->regexes, &error);
        if (!state->connections)
            xpath_raise_error(call, "%s: %s", error.path, error.text);
    }
    return state->connections;
}

/* Stands in the map for a text that is no connection string. */
static struct connection_string none;

/* The same few strings are asked for at every application: each is parsed once. */
static const struct connection_string *parsed(xmlXPathParserContext *call, const char *text,
                                              const char *provider)
{
    const struct connection_syntax *syntax = syntax_of(call);
    if (!syntax || !strchr(text, '='))
        return NULL;
    struct document *document = functions_document(call);
    struct map *known = functions_state(document)->connection_strings;
    struct text key = {0};
    text_printf(&key, "%s\n%s", provider ? provider : "", text);
    struct connection_string *string = map_find(known, text_string(&key));
    if (!string) {
        struct connection_string result;
        string = &none;
        if (connection_string_parse(syntax, document->arena, text, provider, &result)) {
            string = arena_alloc(document->arena, sizeof *string);
            *string = result;
        }
        map_set(known, text_string(&key), string);
    }
    text_fini(&key);
    return string == &none ? NULL : string;
}

/* ---- connection-string ----------------------------------------------------------------------- */

static void set(xmlNode *element, const char *name, const char *value)
{
    xmlNewProp(element, (const xmlChar *)name, (const xmlChar *)value);
}

static void set_flag(xmlNode *element, const char *name, bool value)
{
    set(element, name, value ? "true" : "false");
}

static void set_default(xmlNode *element, const struct connection_string *string, const char *name)
{
    if (!connection_string_get(string, name))
        set(element, name, "false");
}

static xmlNode *make_element(xmlXPathParserContext *call, const struct connection_string *string)
{
    const xmlNode *os = facts_group(functions_document(call)->facts, "os");
    enum answer local = connection_string_is_local(string, os ? item_get(os, "computer") : NULL);
    xmlNode *element = xpath_make_element(call, "connectionString");
    for (size_t i = 0; i < string->count; i++)
        set(element, string->values[i].name, string->values[i].value);
    set_default(element, string, "IntegratedSecurity");
    set_default(element, string, "UserInstance");
    set(element, "server", string->server);
    set(element, "instance", string->instance);
    set(element, "port", string->port);
    set(element, "isLocal",
        local == ANSWER_YES  ? "true"
        : local == ANSWER_NO ? "false"
                             : "unknown");
    set_flag(element, "isLocalDb", string->is_local_db);
    set_flag(element, "isSqlServer", string->is_sql_server);
    return element;
}

/* The providerName beside an attribute, when the argument is one. */
static const char *provider_beside(const xmlXPathObject *argument)
{
    if (!argument || argument->type != XPATH_NODESET || !argument->nodesetval ||
        argument->nodesetval->nodeNr != 1)
        return NULL;
    const xmlNode *node = argument->nodesetval->nodeTab[0];
    return node->type == XML_ATTRIBUTE_NODE ? node_attribute(node->parent, "providerName") : NULL;
}

void function_connection_string(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    const char *provider = provider_beside(call->value);
    char *text = xpath_take_text(call);
    if (call->error == 0) {
        const struct connection_string *string = parsed(call, text, provider);
        if (call->error == 0)
            xpath_return_node(call, string ? make_element(call, string) : NULL);
    }
    xmlFree(text);
}

/* ---- connection-strings ---------------------------------------------------------------------- */

static void collect(xmlXPathParserContext *call, struct connection_list *list,
                    const char *attribute)
{
    const struct connection_syntax *syntax = syntax_of(call);
    struct arena *arena = functions_document(call)->arena;
    list->entries.count = 0;
    for (xmlNode *entry = node_element(list->effective->root->children); entry;
         entry = node_element(entry->next)) {
        const char *text = node_attribute(entry, attribute);
        const char *name = node_attribute(entry, "name");
        if (text && parsed(call, text, node_attribute(entry, "providerName")) &&
            !(name && connection_string_is_shipped(syntax, name, text)))
            list_add(&list->entries, arena, entry);
    }
    list->encrypted = false;
    for (size_t i = 0; i < list->effective->count; i++)
        list->encrypted |= node_find_attribute(list->effective->chain[i]->written,
                                               "configProtectionProvider") != NULL;
    list->made = list->effective->made;
}

static void raise_encrypted(xmlXPathParserContext *call, const char *section)
{
    char hint[160];
    snprintf(hint, sizeof hint, "the encrypted section '%.80s' (aspnet_regiis -pdf decrypts it)",
             section);
    xpath_raise_unknown(call, "files", hint);
}

static struct connection_list *find_list(struct functions_state *state,
                                         const struct effective *effective)
{
    size_t mask = state->connection_list_size - 1;
    size_t i = ((uintptr_t)effective >> 4) * 2654435761u & mask;
    while (state->connection_lists[i].effective &&
           state->connection_lists[i].effective != effective)
        i = (i + 1) & mask;
    return &state->connection_lists[i];
}

static void grow_lists(struct functions_state *state, struct arena *arena)
{
    struct connection_list *old = state->connection_lists;
    size_t old_size = state->connection_list_size;
    state->connection_list_size = old_size ? 2 * old_size : 64;
    state->connection_lists = arena_array(arena, state->connection_list_size, sizeof *old);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].effective)
            *find_list(state, old[i].effective) = old[i];
}

static void add_entries(xmlXPathParserContext *call, xmlNodeSet *set, const struct scope *scope,
                        const struct connection_section *section)
{
    struct document *document = functions_document(call);
    struct functions_state *state = functions_state(document);
    const struct effective *effective = functions_effective(call, scope, section->path);
    if (!effective)
        return;
    if (2 * state->connection_list_count >= state->connection_list_size)
        grow_lists(state, document->arena);
    struct connection_list *list = find_list(state, effective);
    if (!list->effective)
        state->connection_list_count++;
    if (!list->effective || list->made != effective->made) {
        list->effective = effective;
        collect(call, list, section->text);
    }
    if (list->encrypted)
        raise_encrypted(call, section->path);
    for (size_t i = 0; i < list->entries.count; i++)
        xmlXPathNodeSetAddUnique(set, list->entries.items[i]);
}

/* Without a call: the list of the one section that has any, when all of them are known already. */
size_t direct_connection_strings(void *user, xmlNode *node, xmlNode *const **nodes, bool *known)
{
    struct document *document = user;
    struct functions_state *state = functions_state(document);
    const struct scope *scope = functions_scope_of(document, node);
    const struct connection_section *section;
    size_t count = 0;
    *known = state->connections != NULL && state->connection_list_size > 0;
    for (size_t i = 0; *known && scope && (section = connection_section_at(state->connections, i));
         i++) {
        const struct effective *effective =
            functions_known_effective(document, scope, section->path, known);
        const struct connection_list *list = effective ? find_list(state, effective) : NULL;
        if (!list)
            continue;
        *known = list->effective && list->made == effective->made && !list->encrypted &&
                 (count == 0 || list->entries.count == 0);
        if (*known && list->entries.count > 0) {
            *nodes = (xmlNode *const *)list->entries.items;
            count = list->entries.count;
        }
    }
    return *known ? count : 0;
}

void function_connection_strings(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const struct scope *scope = functions_scope_of(functions_document(call), node);
    const struct connection_syntax *syntax = syntax_of(call);
    const struct connection_section *section;
    xmlNodeSet *set = xmlXPathNodeSetCreate(NULL);
    for (size_t i = 0;
         scope && syntax && call->error == 0 && (section = connection_section_at(syntax, i)); i++)
        add_entries(call, set, scope, section);
    if (call->error == 0)
        valuePush(call, xmlXPathWrapNodeSet(set));
    else
        xmlXPathFreeNodeSet(set);
}
