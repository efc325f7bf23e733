/*
 * Encrypted values of attributes: [enc:Provider:base64:enc]. The providers are those that the
 * server lists; whether their keys are on the machine no file can tell.
 */
#include "config/indirection.h"

#include "base/text.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

#define PROVIDERS_SECTION "configProtectedData"

struct decrypting {
    struct server *server;
    const struct config_file *file;
    const struct section *section;
    const struct scope *scope;
    struct map *providers; /* names without case; NULL: they are not known */
};

static void report(const struct decrypting *decrypting, const xmlAttr *attribute,
                   const char *template, const char *provider, enum problem_level level)
{
    struct problem problem = {
        .rule = "IIS1504",
        .template = template,
        .arguments = {(const char *)attribute->name, decrypting->section->path,
                      decrypting->scope ? decrypting->scope->path : "", provider},
        .level = level,
        .reach = section_reach(decrypting->section),
        .source = source_of((const xmlNode *)attribute),
        .span = span_of_attribute(attribute),
        .node = (const xmlNode *)attribute,
        .scope = decrypting->scope};
    server_add_problem(decrypting->server, &problem);
}

static void check_provider(const struct decrypting *decrypting, const xmlAttr *attribute,
                           const char *provider)
{
    if (!decrypting->providers || map_find(decrypting->providers, provider))
        return;
    /* a file without any provider has had them taken out, which says little about the server */
    bool any = map_count(decrypting->providers) > 0;
    report(decrypting, attribute, "provider", provider, any ? PROBLEM_BY_RULE : PROBLEM_WARNING);
}

static void check_value(const struct decrypting *decrypting, const xmlAttr *attribute)
{
    static const char begin[] = "[enc:", end[] = ":enc]";
    const char *value = node_value(attribute);
    if (!text_starts_with(value, begin))
        return;
    const char *provider = value + strlen(begin), *colon = strchr(provider, ':');
    size_t length = strlen(value);
    const char *last = length >= strlen(end) ? value + length - strlen(end) : value;
    if (!colon || last < colon || strcmp(last, end) != 0) {
        report(decrypting, attribute, "cut", "",
               PROBLEM_WARNING); /* it may be a strange password */
        return;
    }
    if (last <= colon + 1)
        return; /* [enc:AesProvider::enc] is an empty value */
    const char *name =
        arena_strndup(decrypting->server->arena, provider, (size_t)(colon - provider));
    if (secret_is_base64(colon + 1, (size_t)(last - colon - 1)))
        check_provider(decrypting, attribute, name);
    else
        report(decrypting, attribute, "value", name, PROBLEM_BY_RULE);
}

static void check_element(const struct decrypting *decrypting, const struct schema_element *schema,
                          const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next) {
        const struct schema_attribute *known = schema_attribute(schema, (const char *)a->name);
        if (known && known->encrypted)
            check_value(decrypting, a);
    }
    for (xmlNode *child = node_element(element->children); child;
         child = node_element(child->next)) {
        const struct schema_collection *collection;
        const struct schema_element *known = schema_child(schema, (const char *)child->name);
        if (!known &&
            schema_directive(schema, (const char *)child->name, &collection) == DIRECTIVE_ADD)
            known = collection->entry;
        if (known)
            check_element(decrypting, known, child);
    }
}

/* ---- where there are any ---------------------------------------------------------------------- */

/* Few files have an encrypted value, and their trees are large: look at the text first. */
static bool has_encrypted(const struct source *source)
{
    const char *at = source->text, *end = source->text + source->length;
    while ((at = memchr(at, '[', (size_t)(end - at)))) {
        if (text_starts_with(at, "[enc:"))
            return true;
        at++;
    }
    return false;
}

static const struct scope *scope_of(struct server *server, const struct config_file *file,
                                    const struct config_location *location)
{
    const struct scope *scope = file->scope;
    if (!scope || !*location->path)
        return scope;
    const char *path = *scope->path
                           ? arena_printf(server->arena, "%s/%s", scope->path, location->path)
                           : location->path;
    const struct scope *found = server_find_scope(server, path);
    return found ? found : scope;
}

static void check_file(struct decrypting *decrypting)
{
    const struct list *locations = &decrypting->file->locations;
    for (size_t i = 0; i < locations->count; i++) {
        const struct config_location *location = locations->items[i];
        decrypting->scope = scope_of(decrypting->server, decrypting->file, location);
        for (size_t d = 0; d < location->definitions.count; d++) {
            const struct definition *definition = location->definitions.items[d];
            decrypting->section = definition->section;
            if (definition->section->schema)
                check_element(decrypting, schema_root(definition->section->schema),
                              definition->element);
        }
    }
}

/* NULL for an assumed server: which providers the real one has is not known. */
static struct map *find_providers(struct server *server)
{
    const struct section *section = sections_find(server->sections, PROVIDERS_SECTION);
    if (!server->has_application_host || !section)
        return NULL;
    struct map *names = map_new(server->arena, MAP_CASE_INSENSITIVE);
    const xmlNode *root = effective_section(server, server->root, section)->root;
    const xmlNode *providers = node_child(root, "providers");
    for (xmlNode *entry = providers ? node_element(providers->children) : NULL; entry;
         entry = node_element(entry->next)) {
        const char *name = node_attribute(entry, "name");
        if (name)
            map_set(names, name, entry);
    }
    return names;
}

void encryption_check(struct server *server)
{
    struct decrypting decrypting = {.server = server};
    bool asked = false;
    for (size_t i = 0; i < server->files.count; i++) {
        decrypting.file = server->files.items[i];
        if (decrypting.file->assumed || !decrypting.file->root ||
            !has_encrypted(decrypting.file->source))
            continue;
        if (!asked)
            decrypting.providers = find_providers(server);
        asked = true;
        check_file(&decrypting);
    }
}
