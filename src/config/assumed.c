/* The server that is assumed when only web.config files are there. */
#include "config/assumed.h"

#include "base/text.h"
#include "config/content.h"
#include "config/node.h"
#include "config/server_load.h"
#include "config/topology.h"
#include <string.h>

#define TRANSFORM_NAMESPACE "http://schemas.microsoft.com/XML-Document-Transform"

/* ---- which one -------------------------------------------------------------------------------- */

static const struct stock_server stocks[] = {
    {"iis10-aspnet", "stock/iis10-aspnet.xml", "a stock IIS 10 server with ASP.NET"},
    {"iis10-static", "stock/iis10-static.xml", "a stock IIS 10 server without ASP.NET"},
    {"iis-express", "stock/iis-express.xml", "IIS Express 10"}};

const struct stock_server *stock_server_find(const char *name)
{
    for (size_t i = 0; i < sizeof stocks / sizeof *stocks; i++)
        if (!name || text_equals_nocase(name, stocks[i].name))
            return &stocks[i];
    return NULL;
}

const char *assumed_name(const struct server *server)
{
    return server->stock ? server->stock->name : "";
}

#define ASSUMED_FILES_MAX 8 /* the assumed files are opened first */

bool assumed_has(const struct server *server, const struct source *source)
{
    for (size_t i = 0; i < server->files.count && i < ASSUMED_FILES_MAX; i++) {
        const struct config_file *file = server->files.items[i];
        if (file->source == source)
            return file->assumed;
    }
    return false;
}

static bool load_assumed_server(struct server *server, struct error *error)
{
    if (!server_load_schema(server, error))
        return false;
    server->stock = stock_server_find(server->options->stock);
    const char *const names[] = {"stock/framework.xml", server->stock->file, "stock/add-ons.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct config_file *file = server_open_assumed(server, names[i]);
        if (!file)
            continue;
        file->framework = i == 0;
        config_file_declare(file, server->sections);
        content_apply(server, file, server->root);
    }
    /* the assumed server has pools and defaults, but no site except the files' own */
    topology_build(server);
    return true;
}

/* A site's name has no slash, and no other site has it, in capitals neither: the folder's own name,
 * its path with dots when that is taken, and with a number behind it when that is taken too. */
static struct site *assume_site(struct server *server, const char *folder)
{
    const char *name = path_basename(folder);
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        name = "site";
    if (map_find(server->scopes, name)) {
        char *dotted = arena_strdup(server->arena, folder + (*folder == '/'));
        for (char *c = dotted; *c; c++)
            if (*c == '/')
                *c = '.';
        name = dotted;
        for (unsigned number = 2; map_find(server->scopes, name); number++)
            name = arena_printf(server->arena, "%s-%u", dotted, number);
    }
    return topology_assume_site(server, name, "DefaultAppPool");
}

static void assume(struct server *server, const struct source *source, const char *what)
{
    server_add_assumption(server, source,
                          arena_printf(server->arena,
                                       "%s is taken for the root of a site on %s: "
                                       "no applicationHost.config was given.",
                                       what, server->stock->title));
}

static bool is_transform(const struct config_file *file)
{
    for (const xmlNs *ns = file->root ? file->root->nsDef : NULL; ns; ns = ns->next)
        if (strcmp((const char *)ns->href, TRANSFORM_NAMESPACE) == 0)
            return true;
    return false;
}

bool assumed_load_file(struct server *server, struct config_file *file, struct error *error)
{
    if (is_transform(file)) {
        server_add_assumption(server, file->source,
                              "This file transforms a configuration when it "
                              "is published; it is none itself and was not checked.");
        return server_load_schema(server, error);
    }
    if (!load_assumed_server(server, error))
        return false;
    struct site *site = assume_site(server, path_dirname(server->arena, file->source->path));
    content_apply(server, file, site->root);
    assume(server, file->source, "This web.config");
    return true;
}

struct search {
    struct server *server;
    const char *local, *shown;
    size_t depth;
    struct list folders;
    bool has_web_config;
};

static bool note_folder(void *context, const char *name)
{
    struct search *search = context;
    struct arena *arena = search->server->arena;
    if (text_equals_nocase(name, "web.config")) {
        search->has_web_config = true;
        return true;
    }
    if (strcmp(name, ".git") != 0 && strcmp(name, "node_modules") != 0 &&
        path_kind(path_join(arena, search->local, name)) == PATH_DIRECTORY)
        list_add(&search->folders, arena, arena_strdup(arena, name));
    return true;
}

#define SEARCH_DEPTH_MAX 32

/* The nearest folder with a web.config at the top is the root of a site; below it are its folders.
 * Several side by side are several sites. */
static void search_sites(struct server *server, const char *local, const char *shown, size_t depth)
{
    struct search search = {server, local, shown, depth, {0}, false};
    struct error error = {0};
    if (depth > SEARCH_DEPTH_MAX || !path_each_entry(local, note_folder, &search, &error)) {
        server_add_gap(server, shown,
                       depth > SEARCH_DEPTH_MAX ? "The folders from here on are nested too deep."
                                                : error.text);
        return;
    }
    if (search.has_web_config) {
        struct site *site = assume_site(server, *shown ? shown : local);
        content_load_folder(server, site->root, local, shown);
        assume(server, NULL, arena_printf(server->arena, "The folder '%s'", *shown ? shown : "."));
        return;
    }
    for (size_t i = 0; i < search.folders.count; i++)
        search_sites(server, path_join(server->arena, local, search.folders.items[i]),
                     *shown ? path_join(server->arena, shown, search.folders.items[i])
                            : search.folders.items[i],
                     depth + 1);
}

bool assumed_load_tree(struct server *server, const char *local, const char *shown,
                       struct error *error)
{
    if (!load_assumed_server(server, error))
        return false;
    search_sites(server, local, shown, 0);
    if (server->sites.count == 0 && server->gaps.count == 0)
        return error_set(error, shown, 0, 0,
                         "There is no applicationHost.config and no web.config "
                         "in this folder.");
    return true;
}

/* ---- applications in it ----------------------------------------------------------------------- */

static bool is_named(const struct server *server, const char *local)
{
    uint64_t identity[2], other[2];
    const struct list *named = &server->options->applications;
    if (named->count == 0 || !path_identity(local, identity))
        return false;
    for (size_t i = 0; i < named->count; i++)
        if (path_identity(named->items[i], other) && other[0] == identity[0] &&
            other[1] == identity[1])
            return true;
    return false;
}

struct scope *assumed_application(struct server *server, struct scope *owner, const char *path,
                                  const char *local, const char *shown, bool looks_like_one)
{
    if (server->has_application_host || strcmp(path, owner->path) == 0)
        return NULL;
    bool named = is_named(server, local);
    if (!named && !looks_like_one)
        return NULL;
    struct scope *scope = topology_assume_application(server, path, owner->pool);
    if (scope && !named)
        server_add_assumption(server, NULL,
                              arena_printf(server->arena,
                                           "The folder '%s' is taken for an "
                                           "application of its own: it has a Global.asax.",
                                           shown));
    return scope;
}
