#include "config/topology.h"

#include "base/text.h"
#include "config/merge.h"
#include "config/node.h"
#include <stdlib.h>
#include <string.h>

#define POOLS_SECTION "system.applicationHost/applicationPools"
#define SITES_SECTION "system.applicationHost/sites"

/* Windows limits a path to 32,767 characters; a URL of IIS to 260 a segment by default. */
#define SEGMENTS_MAX 128

static bool is_needed(void *context, const char *name)
{
    static const char *const names[] = {"sites",
                                        "site",
                                        "name",
                                        "id",
                                        "application",
                                        "path",
                                        "applicationPool",
                                        "virtualDirectory",
                                        "physicalPath",
                                        "allowSubDirConfig",
                                        "applicationPools",
                                        "add",
                                        "enableConfigurationOverride",
                                        "managedRuntimeVersion",
                                        "enable32BitAppOnWin64",
                                        "managedPipelineMode",
                                        "bindings",
                                        "binding"};
    (void)context;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

void topology_project(struct schema *schema)
{
    schema_project(schema, POOLS_SECTION, is_needed, NULL);
    schema_project(schema, SITES_SECTION, is_needed, NULL);
}

static const char *value(const xmlNode *made, const char *name)
{
    const char *found = node_attribute(made, name);
    return found ? found : "";
}

/* The section of the server itself, made with what rules can see. */
static xmlNode *make_section(struct server *server, const char *path)
{
    const struct section *section = sections_find(server->sections, path);
    struct list elements = {0};
    for (size_t i = 0; section && i < server->root->definitions.count; i++) {
        struct definition *definition = server->root->definitions.items[i];
        if (definition->section == section)
            list_add(&elements, server->arena, definition->element);
    }
    struct layers layers = {(const xmlNode *const *)elements.items, elements.count, 0};
    struct merge merge = {.made = server->made, .secrets = server->secrets, .projected = true};
    const char *name = strrchr(path, '/') + 1;
    return merge_element(&merge, NULL, name,
                         section && section->schema ? schema_root(section->schema) : NULL, &layers);
}

static void index_pools(struct server *server)
{
    for (xmlNode *pool = node_element(server->pools_tree->children); pool;
         pool = node_element(pool->next))
        if (node_is(pool, "add") && !map_find(server->pools, value(pool, "name")))
            map_set(server->pools, value(pool, "name"), pool);
}

/* ---- paths --------------------------------------------------------------------------------- */

static char *path_below(struct arena *arena, const char *parent, const char *segment, size_t length)
{
    return *parent ? arena_printf(arena, "%s/%.*s", parent, (int)length, segment)
                   : arena_strndup(arena, segment, length);
}

/* A folder without an own entry: its physical path follows from the folder above. */
static struct scope *make_folder(struct server *server, struct scope *parent, const char *path,
                                 const char *segment, size_t length)
{
    struct scope *folder = scope_add(server->arena, parent, SCOPE_DIRECTORY, path);
    folder->physical_path_complete = parent->physical_path_complete;
    if (parent->physical_path)
        folder->physical_path = path_join_windows(server->arena, parent->physical_path,
                                                  arena_strndup(server->arena, segment, length));
    map_set(server->scopes, path, folder);
    server->folder_scopes++;
    return folder;
}

static size_t count_segments(const char *path)
{
    size_t count = 1;
    for (; *path; path++)
        count += *path == '/';
    return count;
}

/* Walks down from `scope` along "a/b/c", making folders; the last one is not made when
 * `stop_before_last`, and `*last` receives it. */
static struct scope *descend(struct server *server, struct scope *scope, const char *relative,
                             bool stop_before_last, const char **last)
{
    const char *cursor = relative, *segment;
    size_t length;
    while ((segment = text_next_item(&cursor, "/", &length))) {
        const char *rest = segment + length;
        while (*rest == '/')
            rest++;
        if (stop_before_last && !*rest) {
            *last = arena_strndup(server->arena, segment, length);
            return scope;
        }
        const char *path = path_below(server->arena, scope->path, segment, length);
        struct scope *child = map_find(server->scopes, path);
        scope = child ? child : make_folder(server, scope, path, segment, length);
    }
    return scope;
}

struct scope *topology_scope(struct server *server, const char *path)
{
    struct scope *known = map_find(server->scopes, path);
    if (known || count_segments(path) > SEGMENTS_MAX)
        return known;
    size_t length;
    const char *cursor = path, *site = text_next_item(&cursor, "/", &length);
    struct scope *root = site ? map_find_bytes(server->scopes, site, length) : NULL;
    return root && root->site ? descend(server, root, site + length, false, NULL) : NULL;
}

/* ---- sites --------------------------------------------------------------------------------- */

static void set_physical_path(struct server *server, struct scope *scope, const xmlNode *directory)
{
    const char *written = value(directory, "physicalPath");
    if (!*written)
        return;
    const char *expanded = server_expand(server, written, &scope->physical_path_complete);
    scope->physical_path = path_normalize_windows(server->arena, expanded);
}

static xmlNode *root_directory(const xmlNode *application)
{
    for (xmlNode *child = application->children; child; child = child->next)
        if (node_is(child, "virtualDirectory") && strcmp(value(child, "path"), "/") == 0)
            return child;
    return NULL;
}

static void init_application(struct server *server, struct scope *scope, xmlNode *application)
{
    scope->element = application;
    scope->pool = value(application, "applicationPool");
    xmlNode *root = root_directory(application);
    if (root)
        set_physical_path(server, scope, root);
    origin_set_scope(application, scope);
    list_add(&scope->site->applications, server->arena, scope);
}

/* One entry of a site under construction, sorted so that parents come before what is below. */
struct entry {
    xmlNode *element;
    xmlNode *application; /* of a virtual directory: the application it belongs to */
    const char *path;     /* below the site: "admin", "admin/images" */
    size_t segments, order;
};

static int compare_entries(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->segments != y->segments)
        return x->segments < y->segments ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static const char *trimmed_path(struct arena *arena, const char *path)
{
    while (*path == '/')
        path++;
    char *copy = arena_strdup(arena, path);
    size_t length = strlen(copy);
    while (length > 0 && copy[length - 1] == '/')
        copy[--length] = '\0';
    return copy;
}

static void collect(struct server *server, struct list *entries, xmlNode *element,
                    xmlNode *application, const char *prefix)
{
    const char *own = trimmed_path(server->arena, value(element, "path"));
    struct entry *entry = arena_alloc(server->arena, sizeof *entry);
    entry->element = element;
    entry->application = application;
    entry->path = *prefix && *own ? arena_printf(server->arena, "%s/%s", prefix, own)
                  : *own          ? own
                                  : prefix;
    entry->segments = *entry->path ? count_segments(entry->path) : 0;
    entry->order = entries->count;
    if (entry->segments < SEGMENTS_MAX)
        list_add(entries, server->arena, entry);
}

static void collect_site(struct server *server, struct list *entries, const xmlNode *site)
{
    for (xmlNode *app = node_element(site->children); app; app = node_element(app->next)) {
        if (!node_is(app, "application"))
            continue;
        collect(server, entries, app, NULL, "");
        const char *prefix = trimmed_path(server->arena, value(app, "path"));
        for (xmlNode *dir = node_element(app->children); dir; dir = node_element(dir->next))
            if (node_is(dir, "virtualDirectory") && strcmp(value(dir, "path"), "/") != 0)
                collect(server, entries, dir, app, prefix);
    }
}

static void place_entry(struct server *server, struct scope *root, const struct entry *entry)
{
    bool is_application = entry->application == NULL;
    if (entry->segments == 0) {
        if (is_application && !root->element)
            init_application(server, root, entry->element);
        return;
    }
    const char *last = NULL;
    struct scope *parent = descend(server, root, entry->path, true, &last);
    const char *path = path_below(server->arena, parent->path, last, strlen(last));
    if (map_find(server->scopes, path))
        return; /* declared twice, or a folder of that name: reported by the checks */
    struct scope *scope = scope_add(
        server->arena, parent, is_application ? SCOPE_APPLICATION : SCOPE_VIRTUAL_DIRECTORY, path);
    map_set(server->scopes, path, scope);
    if (is_application) {
        init_application(server, scope, entry->element);
    } else {
        scope->element = entry->element;
        origin_set_scope(entry->element, scope);
        set_physical_path(server, scope, entry->element);
    }
}

static int compare_pointers(const void *a, const void *b)
{
    return compare_entries(*(void *const *)a, *(void *const *)b);
}

static struct site *add_site(struct server *server, const char *name, xmlNode *element)
{
    struct site *site = arena_alloc(server->arena, sizeof *site);
    site->name = arena_strdup(server->arena, name);
    site->element = element;
    site->root = scope_add(server->arena, server->root, SCOPE_APPLICATION, site->name);
    site->root->site = site;
    list_add(&server->sites, server->arena, site);
    if (!map_find(server->scopes, site->name))
        map_set(server->scopes, site->name, site->root);
    return site;
}

static void build_site(struct server *server, xmlNode *element)
{
    struct site *site = add_site(server, value(element, "name"), element);
    origin_set_scope(element, site->root);
    struct list entries = {0};
    collect_site(server, &entries, element);
    if (entries.count > 1)
        qsort(entries.items, entries.count, sizeof *entries.items, compare_pointers);
    for (size_t i = 0; i < entries.count; i++)
        place_entry(server, site->root, entries.items[i]);
}

void topology_build(struct server *server)
{
    server->pools_tree = make_section(server, POOLS_SECTION);
    /* an assumed server has no sites of its own, and their schema is the largest of all */
    server->sites_tree = server->stock ? origin_new_element(server->made, NULL, "sites", NULL)
                                       : make_section(server, SITES_SECTION);
    origin_set_section(server->pools_tree, sections_find(server->sections, POOLS_SECTION));
    origin_set_section(server->sites_tree, sections_find(server->sections, SITES_SECTION));
    origin_set_scope(server->pools_tree, server->root);
    origin_set_scope(server->sites_tree, server->root);
    index_pools(server);
    for (xmlNode *site = node_element(server->sites_tree->children); site;
         site = node_element(site->next))
        if (node_is(site, "site"))
            build_site(server, site);
}

static xmlNode *add_application_element(struct server *server, xmlNode *site, const char *path,
                                        const char *pool)
{
    xmlAttr *last = NULL;
    xmlNode *application = origin_new_element(server->made, site, "application", NULL);
    origin_add_attribute(server->made, application, &last, "path", path, NULL);
    origin_add_attribute(server->made, application, &last, "applicationPool", pool, NULL);
    return application;
}

/* The made elements of an assumed site, so that rules see it as any other. */
struct site *topology_assume_site(struct server *server, const char *name, const char *pool)
{
    xmlAttr *last = NULL;
    xmlNode *element = origin_new_element(server->made, server->sites_tree, "site", NULL);
    origin_add_attribute(server->made, element, &last, "name", name, NULL);
    add_application_element(server, element, "/", pool);
    build_site(server, element);
    return server->sites.items[server->sites.count - 1];
}

struct scope *topology_assume_application(struct server *server, const char *path, const char *pool)
{
    struct scope *scope = topology_scope(server, path);
    if (!scope || scope->kind != SCOPE_DIRECTORY)
        return NULL;
    const struct scope *above = scope->application;
    const struct site *site = scope->site;
    for (struct scope *at = scope; at; at = scope_next(scope, at))
        if (at->application == above)
            at->application = scope;
    scope->kind = SCOPE_APPLICATION;
    init_application(server, scope,
                     add_application_element(server, (xmlNode *)(uintptr_t)site->element,
                                             scope->path + strlen(site->name), pool));
    return scope;
}
