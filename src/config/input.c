/*
 * What the user points at: a server image, an applicationHost.config, a web.config, a tree of them.
 */
#include "base/text.h"
#include "config/assumed.h"
#include "config/content.h"
#include "config/framework.h"
#include "config/node.h"
#include "config/server_load.h"
#include "config/topology.h"
#include <string.h>

/* ---- a server's own files ------------------------------------------------------------------- */

static struct config_file *open_in_image(struct server *server, const char *relative)
{
    const char *local =
        server->image ? path_finder_resolve(server->finder, server->image, relative) : NULL;
    return local
               ? server_open(server, local, path_join(server->arena, server->image_shown, relative))
               : NULL;
}

static void note_shared_configuration(struct server *server)
{
    struct config_file *file = open_in_image(server, "redirection.config");
    xmlNode *section =
        file && file->root ? node_child(file->root, "configurationRedirection") : NULL;
    if (!section || !node_flag(section, "enabled", false))
        return;
    const char *path = node_attribute(section, "path");
    server_add_gap(server, file->source->path,
                   arena_printf(server->arena,
                                "This server reads its configuration from '%s' "
                                "(shared configuration): the applicationHost.config beside this "
                                "file is not in force there.",
                                path ? path : ""));
}

static bool load_application_host(struct server *server, struct config_file *file,
                                  struct error *error)
{
    if (!server_load_schema(server, error))
        return false;
    server->has_application_host = true;
    framework_load(server);
    note_shared_configuration(server);
    config_file_declare(file, server->sections);
    /* its own content first: sites must be known before its locations can find them */
    content_read(server, file);
    content_apply_own(server, file, server->root);
    topology_build(server);
    framework_load_runtimes(server);
    content_apply_locations(server, file, server->root);
    content_load(server);
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
                                     : assumed_load_file(server, file, error);
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
    if (kind != PATH_DIRECTORY)
        return load_file(server, server_open(server, local_path, shown), error);
    const char *application_host =
        path_finder_resolve(server->finder, local_path, "applicationHost.config");
    if (!application_host)
        return assumed_load_tree(server, local_path, shown, error);
    server->image = arena_strdup(server->arena, local_path);
    server->image_shown = arena_strdup(server->arena, shown);
    struct config_file *file = server_open(
        server, application_host, path_join(server->arena, shown, path_basename(application_host)));
    return load_application_host(server, file, error);
}
