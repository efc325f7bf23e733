#include "config/framework.h"

#include "base/text.h"
#include "config/content.h"
#include "config/node.h"
#include "config/server_load.h"
#include <string.h>

static const char *const names[] = {"machine.config", "web.config"};

#define NAME_COUNT (sizeof names / sizeof *names)

/* ---- the server's --------------------------------------------------------------------------------- */

/* The folder that has the server's pair, and what messages call it; NULL when there is none. */
static const char *find_own(struct server *server, const char **shown)
{
    const char *directory = server->options->framework_directory;
    *shown = directory;
    if (directory || !server->image)
        return directory;
    *shown = path_join(server->arena, server->image_shown, "framework");
    return path_finder_resolve(server->finder, server->image, "framework");
}

static struct config_file *open_one(struct server *server, const char *directory, const char *shown,
                                    const char *name)
{
    const char *local = path_finder_resolve(server->finder, directory, name);
    return local ? server_open(server, local, path_join(server->arena, shown, name)) : NULL;
}

void framework_load(struct server *server)
{
    const char *shown, *directory = find_own(server, &shown);
    bool any = false;
    for (size_t i = 0; directory && i < NAME_COUNT; i++) {
        struct config_file *file = open_one(server, directory, shown, names[i]);
        if (!file)
            continue;
        any = true;
        file->framework = true;
        config_file_declare(file, server->sections);
        content_apply(server, file, server->root);
    }
    struct config_file *assumed = any ? NULL : server_open_assumed(server, "stock/framework.xml");
    if (assumed) {
        assumed->framework = true;
        config_file_declare(assumed, server->sections);
    }
}

/* ---- those of other runtimes ------------------------------------------------------------------------ */

struct loading {
    struct server *server;
    const char *directory, *shown; /* that has Framework and Framework64 */
    struct map *runtimes;          /* "Framework64/v2.0" -> struct found */
};

struct found {
    const struct runtime *runtime; /* NULL: the server's own is it, or stands in */
};

struct version_search {
    struct arena *arena;
    const char *version, *found;
};

/* v2.0 is in v2.0.50727, v4.0 in v4.0.30319. */
static bool match_version(void *context, const char *name)
{
    struct version_search *search = context;
    size_t length = strlen(search->version);
    if (text_starts_with_nocase(name, search->version) &&
        (name[length] == '.' || name[length] == '\0'))
        search->found = arena_strdup(search->arena, name);
    return true;
}

/* "Framework64/v2.0.50727", or NULL. */
static const char *find_runtime(const struct loading *loading, const char *family,
                                const char *version)
{
    struct arena *arena = loading->server->arena;
    struct version_search search = {arena, version, NULL};
    struct error error = {0};
    const char *directory =
        path_finder_resolve(loading->server->finder, loading->directory, family);
    if (!directory || !path_each_entry(directory, match_version, &search, &error) || !search.found)
        return NULL;
    return path_join(arena, family, search.found);
}

/* Its own definitions come into force where a pool runs it; locations with a path in these files are the
 * business of nobody that was ever met. */
static void apply(struct server *server, struct config_file *file, struct runtime *runtime)
{
    file->framework = true;
    file->server_level = true;
    file->scope = server->root;
    file->runtime = runtime->name;
    config_file_declare(file, server->sections);
    content_read(server, file);
    for (size_t i = 0; i < file->locations.count; i++) {
        const struct config_location *location = file->locations.items[i];
        for (size_t k = 0; !*location->path && k < location->definitions.count; k++)
            list_add(&runtime->definitions, server->arena, location->definitions.items[k]);
    }
}

/* NULL when there are no files, or they are those of the server. */
static const struct runtime *load(const struct loading *loading, const char *name, bool *exists)
{
    struct server *server = loading->server;
    struct runtime *runtime = arena_alloc(server->arena, sizeof *runtime);
    const char *relative = path_join(server->arena, name, "Config");
    const char *directory = path_finder_resolve(server->finder, loading->directory, relative);
    *exists = false;
    runtime->name = name;
    for (size_t i = 0; directory && i < NAME_COUNT; i++) {
        struct config_file *file = open_one(
            server, directory, path_join(server->arena, loading->shown, relative), names[i]);
        if (!file)
            continue;
        *exists = true;
        if (file->framework)
            return NULL;
        apply(server, file, runtime);
    }
    return *exists ? runtime : NULL;
}

static void note_missing(const struct loading *loading, const struct scope *application,
                         const char *family, const char *version)
{
    struct server *server = loading->server;
    if (!server->options->runtimes_directory || !server->options->framework_directory)
        return;
    server_add_assumption(server, NULL,
                          arena_printf(server->arena,
                                       "Pool '%s' runs .NET %s, which has no configuration in "
                                       "'%s/%s': its sites were checked with that in '%s'.",
                                       application->pool, version, loading->shown, family,
                                       server->options->framework_directory));
}

static const struct runtime *runtime_of(const struct loading *loading,
                                        const struct scope *application)
{
    struct arena *arena = loading->server->arena;
    const xmlNode *pool = server_pool(loading->server, application);
    const char *version = pool ? node_attribute(pool, "managedRuntimeVersion") : NULL;
    if (!version || !*version || strpbrk(version, "/\\"))
        return NULL;
    const char *family =
        node_flag(pool, "enable32BitAppOnWin64", false) ? "Framework" : "Framework64";
    const char *key = path_join(arena, family, version);
    struct found *found = map_find(loading->runtimes, key);
    if (!found) {
        bool exists = false;
        const char *name = find_runtime(loading, family, version);
        found = arena_alloc(arena, sizeof *found);
        found->runtime = name ? load(loading, name, &exists) : NULL;
        map_set(loading->runtimes, key, found);
        if (!exists)
            note_missing(loading, application, family, version);
    }
    return found->runtime;
}

void framework_load_runtimes(struct server *server)
{
    struct loading loading = {.server = server,
                              .directory = server->options->runtimes_directory,
                              .shown = server->options->runtimes_directory};
    if (!loading.directory && server->image) {
        loading.directory = path_finder_resolve(server->finder, server->image, "framework");
        loading.shown = path_join(server->arena, server->image_shown, "framework");
    }
    if (!loading.directory)
        return;
    loading.runtimes = map_new(server->arena, MAP_CASE_INSENSITIVE);
    for (size_t i = 0; i < server->sites.count; i++) {
        const struct site *site = server->sites.items[i];
        for (size_t k = 0; k < site->applications.count; k++) {
            struct scope *application = site->applications.items[k];
            application->runtime = runtime_of(&loading, application);
        }
    }
}
