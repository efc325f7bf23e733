/*
 * What the user points at: a server image, an applicationHost.config, a web.config, a tree of them.
 */
#include "base/text.h"
#include "config/content.h"
#include "config/node.h"
#include "config/server_load.h"
#include "config/topology.h"
#include <string.h>

#define TRANSFORM_NAMESPACE "http://schemas.microsoft.com/XML-Document-Transform"

/* ---- a server's own files ------------------------------------------------------------------- */

static struct config_file *open_in_image(struct server *server, const char *relative)
{
    const char *local =
        server->image ? path_finder_resolve(server->finder, server->image, relative) : NULL;
    return local ? server_open(server, local,
                               path_join(server->arena, server->image_shown, relative))
                 : NULL;
}

/* The .NET Framework's machine.config and root web.config: the image's, else what stock ones
 * declare, so that system.web and connectionStrings are known sections. */
static void load_framework(struct server *server)
{
    static const char *const names[] = {"framework/machine.config", "framework/web.config"};
    bool any = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct config_file *file = open_in_image(server, names[i]);
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

static void note_shared_configuration(struct server *server)
{
    struct config_file *file = open_in_image(server, "redirection.config");
    xmlNode *section = file && file->root ? node_child(file->root, "configurationRedirection")
                                          : NULL;
    if (!section || !node_flag(section, "enabled", false))
        return;
    const char *path = node_attribute(section, "path");
    server_add_gap(server, file->source->path,
                   arena_printf(server->arena, "This server reads its configuration from '%s' "
                                "(shared configuration): the applicationHost.config beside this "
                                "file is not in force there.", path ? path : ""));
}

static bool load_application_host(struct server *server, struct config_file *file,
                                  struct error *error)
{
    if (!server_load_schema(server, error))
        return false;
    server->has_application_host = true;
    load_framework(server);
    note_shared_configuration(server);
    config_file_declare(file, server->sections);
    /* its own content first: sites must be known before its locations can find them */
    content_read(server, file);
    content_apply_own(server, file, server->root);
    topology_build(server);
    content_apply_locations(server, file, server->root);
    content_load(server);
    return true;
}

/* ---- web.config files without a server ------------------------------------------------------ */

static bool load_assumed_server(struct server *server, struct error *error)
{
    if (!server_load_schema(server, error))
        return false;
    static const char *const names[] = {"stock/framework.xml", "stock/iis10-aspnet.xml",
                                        "stock/add-ons.xml"};
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

/* A site's name has no slash: the folder's own name, and its path with dots when that is taken. */
static struct site *assume_site(struct server *server, const char *folder)
{
    const char *name = path_basename(folder);
    if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        name = "site";
    if (map_find(server->scopes, name)) {
        char *dotted = arena_strdup(server->arena, folder);
        for (char *c = dotted; *c; c++)
            if (*c == '/')
                *c = '.';
        name = dotted;
    }
    return topology_assume_site(server, name, "DefaultAppPool");
}

static void assume(struct server *server, const struct source *source, const char *what)
{
    server_add_assumption(server, source,
                          arena_printf(server->arena, "%s is taken for the root of a site on a "
                                       "stock IIS 10 server with ASP.NET: no "
                                       "applicationHost.config was given.", what));
}

static bool is_transform(const struct config_file *file)
{
    for (const xmlNs *ns = file->root ? file->root->nsDef : NULL; ns; ns = ns->next)
        if (strcmp((const char *)ns->href, TRANSFORM_NAMESPACE) == 0)
            return true;
    return false;
}

static bool load_web_config(struct server *server, struct config_file *file, struct error *error)
{
    if (is_transform(file)) {
        server_add_assumption(server, file->source, "This file transforms a configuration when it "
                              "is published; it is none itself and was not checked.");
        return server_load_schema(server, error);
    }
    if (!load_assumed_server(server, error))
        return false;
    struct site *site = 
        assume_site(server, path_dirname(server->arena, file->source->path));
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
        server_add_gap(server, shown, depth > SEARCH_DEPTH_MAX
                                          ? "The folders from here on are nested too deep."
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

static bool load_tree(struct server *server, const char *local, const char *shown,
                      struct error *error)
{
    if (!load_assumed_server(server, error))
        return false;
    search_sites(server, local, shown, 0);
    if (server->sites.count == 0 && server->gaps.count == 0)
        return error_set(error, shown, 0, 0, "There is no applicationHost.config and no web.config "
                         "in this folder.");
    return true;
}

/* ---- which is it ---------------------------------------------------------------------------- */

static bool is_application_host(const struct config_file *file)
{
    return (file->root && node_child(file->root, "system.applicationHost")) ||
           text_equals_nocase(path_basename(file->source->path), "applicationHost.config");
}

static bool load_file(struct server *server, struct config_file *file, struct error *error)
{
    return is_application_host(file) ? load_application_host(server, file, error)
                                     : load_web_config(server, file, error);
}

bool server_load_source(struct server *server, struct source *source, const char *local_path,
                        struct error *error)
{
    struct config_file *file = server_adopt(server, source, local_path);
    if (local_path)
        map_set(server->files_by_path, local_path, file);
    return load_file(server, file, error);
}

bool server_load(struct server *server, const char *local_path, const char *shown,
                 struct error *error)
{
    enum path_kind kind = path_kind(local_path);
    if (kind == PATH_ABSENT)
        return error_set(error, shown, 0, 0, "There is no such file or folder.");
    if (kind != PATH_DIRECTORY) {
        struct config_file *file = server_open(server, local_path, shown);
        return file ? load_file(server, file, error)
                    : error_set(error, shown, 0, 0, "%s",
                                ((struct server_gap *)server->gaps.items[0])->message);
    }
    const char *application_host =
        path_finder_resolve(server->finder, local_path, "applicationHost.config");
    if (!application_host)
        return load_tree(server, local_path, shown, error);
    server->image = arena_strdup(server->arena, local_path);
    server->image_shown = arena_strdup(server->arena, shown);
    struct config_file *file =
        server_open(server, application_host,
                    path_join(server->arena, shown, path_basename(application_host)));
    return file ? load_application_host(server, file, error) : server_load_schema(server, error);
}
