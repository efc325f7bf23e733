#include "rules/connection_syntax.h"

#include "base/text.h"
#include "facts/item.h"
#include "source/source.h"
#include <string.h>

#define DATA_FILE "connection-strings.xml"

struct loading {
    struct connection_syntax *syntax;
    struct arena *arena;
    struct regex_cache *regexes;
};

static const char *value(const xmlNode *node, const char *name)
{
    const char *found = item_get(node, name);
    return found ? found : "";
}

static enum connection_type type_of(const char *name)
{
    static const char *const names[] = {[CONNECTION_TEXT] = "text",
                                        [CONNECTION_BOOL] = "bool",
                                        [CONNECTION_INTEGRATED] = "integrated",
                                        [CONNECTION_SECRET] = "secret"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum connection_type)i;
    return CONNECTION_TEXT;
}

static void load_keyword(struct loading *loading, const xmlNode *node)
{
    struct connection_syntax *syntax = loading->syntax;
    struct connection_keyword *keyword = arena_alloc(loading->arena, sizeof *keyword);
    keyword->name = arena_strdup(loading->arena, value(node, "name"));
    keyword->type = type_of(value(node, "type"));
    keyword->index = syntax->keywords.count;
    list_add(&syntax->keywords, loading->arena, keyword);
    const char *cursor = value(node, "names"), *item;
    size_t length;
    while ((item = text_next_item(&cursor, ",", &length))) {
        struct connection_spelling *spelling = arena_alloc(loading->arena, sizeof *spelling);
        spelling->keyword = keyword;
        map_set(syntax->spellings, arena_strndup(loading->arena, item, length), spelling);
    }
    cursor = value(node, "evidence");
    while ((item = text_next_item(&cursor, ",", &length))) {
        struct connection_spelling *spelling = map_find_bytes(syntax->spellings, item, length);
        if (spelling)
            spelling->evidence = true;
    }
}

static void load_foreign(struct loading *loading, const xmlNode *node)
{
    const char *cursor = value(node, "names"), *item;
    size_t length;
    while ((item = text_next_item(&cursor, ",", &length)))
        map_set(loading->syntax->foreign, arena_strndup(loading->arena, item, length),
                loading->syntax);
}

static void load_provider(struct loading *loading, const xmlNode *node)
{
    enum connection_provider *kind = arena_alloc(loading->arena, sizeof *kind);
    *kind = strcmp(value(node, "kind"), "entity") == 0 ? CONNECTION_ENTITY : CONNECTION_SQL_SERVER;
    map_set(loading->syntax->providers, value(node, "name"), kind);
}

static void load_node(struct loading *loading, const xmlNode *node)
{
    struct connection_syntax *syntax = loading->syntax;
    const char *name = (const char *)node->name;
    if (strcmp(name, "keyword") == 0) {
        load_keyword(loading, node);
    } else if (strcmp(name, "foreign") == 0) {
        load_foreign(loading, node);
    } else if (strcmp(name, "provider") == 0) {
        load_provider(loading, node);
    } else if (strcmp(name, "entity") == 0) {
        syntax->entity_string = arena_strdup(loading->arena, value(node, "string"));
        syntax->entity_provider = arena_strdup(loading->arena, value(node, "provider"));
        syntax->entity_marker = arena_strdup(loading->arena, value(node, "marker"));
    } else if (strcmp(name, "section") == 0) {
        struct connection_section *section = arena_alloc(loading->arena, sizeof *section);
        section->path = arena_strdup(loading->arena, value(node, "path"));
        section->text = arena_strdup(loading->arena, value(node, "text"));
        list_add(&syntax->sections, loading->arena, section);
    } else if (strcmp(name, "shipped") == 0) {
        map_set(syntax->shipped, value(node, "name"),
                arena_strdup(loading->arena, value(node, "connectionString")));
    } else if (strcmp(name, "source") == 0) {
        list_add(&syntax->sources, loading->arena,
                 regex_trusted(loading->regexes, value(node, "pattern"), REGEX_NONE));
    }
}

struct connection_syntax *connection_syntax_new(struct arena *arena, struct regex_cache *regexes,
                                                struct error *error)
{
    struct source *source = source_embedded(arena, DATA_FILE, NULL);
    if (!source) {
        error_set(error, DATA_FILE, 0, 0, "The program lacks its list of connection keywords.");
        return NULL;
    }
    struct connection_syntax *syntax = arena_alloc(arena, sizeof *syntax);
    syntax->spellings = map_new(arena, MAP_CASE_INSENSITIVE);
    syntax->foreign = map_new(arena, MAP_CASE_INSENSITIVE);
    syntax->providers = map_new(arena, MAP_CASE_INSENSITIVE);
    syntax->shipped = map_new(arena, MAP_CASE_INSENSITIVE);
    syntax->entity_string = syntax->entity_provider = syntax->entity_marker = "";
    struct loading loading = {syntax, arena, regexes};
    const xmlNode *root = source->doc ? xmlDocGetRootElement(source->doc) : NULL;
    bool ok = root || error_set(error, DATA_FILE, 0, 0, "This file is not well-formed.");
    for (xmlNode *node = root ? item_next(root->children, NULL) : NULL; node;
         node = item_next(node->next, NULL))
        load_node(&loading, node);
    source_free(source);
    return ok ? syntax : NULL;
}

enum connection_provider connection_provider_kind(const struct connection_syntax *syntax,
                                                  const char *name)
{
    if (!name || !*name)
        return CONNECTION_NO_PROVIDER;
    const enum connection_provider *kind = map_find(syntax->providers, name);
    return kind ? *kind : CONNECTION_OTHER;
}

const struct connection_section *connection_section_at(const struct connection_syntax *syntax,
                                                       size_t index)
{
    return index < syntax->sections.count ? syntax->sections.items[index] : NULL;
}

bool connection_string_is_shipped(const struct connection_syntax *syntax, const char *name,
                                  const char *text)
{
    const char *shipped = map_find(syntax->shipped, name);
    return shipped && text_equals_nocase(shipped, text);
}
