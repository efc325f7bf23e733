/*
 * What a machine is asked: the registry values that rules name, and the paths, accounts and host names
 * that the configuration names. No section is known here: a path is what looks like one.
 */
#include "run/live.h"

#include "base/text.h"
#include "config/node.h"
#include "facts/collect_item.h"
#include <string.h>

struct asking {
    struct iislint *run;
    struct server *server;
    struct collect_request *request;
    struct map *seen; /* "kind:text" */
};

/* Adds a text once. */
static void add_once(struct asking *asking, struct list *list, char kind, const char *text)
{
    struct arena *arena = asking->run->arena;
    char *key = arena_printf(arena, "%c:%s", kind, text);
    if (map_find(asking->seen, key))
        return;
    map_set(asking->seen, key, key);
    list_add(list, arena, key + 2);
}

/* ---- of the rules --------------------------------------------------------------------------------- */

static void add_registry_value(void *context, const char *const *arguments, size_t count)
{
    struct asking *asking = context;
    struct arena *arena = asking->run->arena;
    if (count != 2 || !arguments[0] || !arguments[1])
        return;
    char *key = arena_printf(arena, "registry:%s\n%s", arguments[0], arguments[1]);
    if (map_set(asking->seen, key, key))
        return;
    struct collect_value *value = arena_alloc(arena, sizeof *value);
    value->key = arguments[0];
    value->name = arguments[1];
    list_add(&asking->request->registry, arena, value);
}

/* ---- of the configuration -------------------------------------------------------------------------- */

/* A path may come with quotes, and a handler's with arguments behind a bar. */
static const char *path_in(struct arena *arena, const char *value)
{
    bool is_quoted = *value == '"';
    value += is_quoted;
    return text_trim(arena, arena_strndup(arena, value, strcspn(value, is_quoted ? "\"" : "|")));
}

static void add_path(struct asking *asking, const struct config_file *file, const char *value)
{
    struct arena *arena = asking->run->arena;
    bool complete;
    const char *directory = file->scope ? file->scope->physical_path : NULL;
    const char *path = server_expand(asking->server, path_in(arena, value), &complete);
    if (!complete || strlen(path) > 4096)
        return;
    if (path_is_absolute_windows(path))
        path = path_normalize_windows(arena, path);
    else if (directory && (text_starts_with(path, ".\\") || text_starts_with(path, "..\\")))
        path = path_join_windows(arena, directory, path);
    else
        return;
    add_once(asking, &asking->request->paths, 'p', path);
}

/* The host name of "*:443:www.contoso.com". */
static void add_host(struct asking *asking, const char *binding)
{
    const char *host = strrchr(binding, ':');
    if (host && host[1] && !strchr(host, ']') && !strchr(host, '*'))
        add_once(asking, &asking->request->hosts, 'h', host + 1);
}

static void add_attribute(struct asking *asking, const struct config_file *file,
                          const xmlNode *element, const xmlAttr *attribute)
{
    const char *name = (const char *)attribute->name;
    const char *value = node_attribute(element, name);
    if (!value || !*value || !collect_is_public_name(name) || !collect_is_public_text(value) ||
        secret_value(asking->server->secrets, asking->run->arena, attribute) != value)
        return;
    if (text_equals_nocase(name, "userName"))
        add_once(asking, &asking->request->accounts, 'a', value);
    else if (text_equals_nocase(name, "bindingInformation"))
        add_host(asking, value);
    else
        add_path(asking, file, value);
}

static void add_element(struct asking *asking, const struct config_file *file,
                        const xmlNode *element)
{
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next)
        add_attribute(asking, file, element, attribute);
    for (const xmlNode *child = element->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            add_element(asking, file, child);
}

static void add_scope(struct asking *asking, const struct scope *scope)
{
    struct arena *arena = asking->run->arena;
    if (!scope->physical_path || !scope->physical_path_complete)
        return;
    add_once(asking, &asking->request->acls, 'c', scope->physical_path);
    for (size_t i = 0; i < scope->files.count; i++)
        add_once(asking, &asking->request->acls, 'c',
                 path_join_windows(arena, scope->physical_path, "web.config"));
}

static void add_pools(struct asking *asking)
{
    size_t cursor = 0;
    const char *name;
    void *pool;
    while (asking->server->pools && map_next(asking->server->pools, &cursor, &name, &pool))
        add_once(asking, &asking->request->accounts, 'a',
                 arena_printf(asking->run->arena, "IIS APPPOOL\\%s", name));
}

struct collect_request *request_make(struct iislint *run, struct server *server)
{
    struct asking asking = {run, server, arena_alloc(run->arena, sizeof *asking.request),
                            map_new(run->arena, MAP_CASE_INSENSITIVE)};
    rulebook_each_call(run->rulebook, "registry", add_registry_value, &asking);
    if (!server)
        return asking.request;
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        if (file->root && !file->framework && !file->assumed)
            add_element(&asking, file, file->root);
    }
    add_pools(&asking);
    for (struct scope *scope = server->root; scope; scope = scope_next(server->root, scope))
        add_scope(&asking, scope);
    return asking.request;
}
