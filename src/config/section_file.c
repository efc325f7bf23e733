#include "config/section_file.h"

#include "config/node.h"
#include <string.h>

/* .NET takes `\\x` for a path from the root of the current drive: nobody knows which that is. */
static bool is_rooted(const char *name)
{
    return *name == '/' || *name == '\\';
}

static const char *merged_path(struct server *server, const struct config_file *file,
                               const char *name)
{
    struct arena *arena = server->arena;
    if (path_is_absolute_windows(name))
        return server_local_path(server, path_normalize_windows(arena, name));
    if (is_rooted(name))
        return NULL;
    const char *beside =
        path_finder_resolve(server->finder, path_dirname(arena, file->local_path), name);
    if (beside || !file->windows_folder)
        return beside;
    const char *windows = arena_printf(arena, "%s\\%s", file->windows_folder, name);
    return server_local_path(server, path_normalize_windows(arena, windows));
}

const char *section_file_path(struct server *server, const struct config_file *file,
                              const char *name, enum section_file kind)
{
    if (kind == SECTION_FILE_SOURCE)
        return path_finder_resolve(server->finder, path_dirname(server->arena, file->local_path),
                                   name);
    const char *path = merged_path(server, file, name);
    return path && path_kind(path) == PATH_FILE ? path : NULL;
}

const struct config_file *section_file_of(const struct server *server,
                                          const struct config_file *file, const xmlNode *element)
{
    const struct source *source = source_of(element);
    for (size_t i = 0; file->source != source && i < server->files.count; i++)
        if (((const struct config_file *)server->files.items[i])->source == source)
            return server->files.items[i];
    return file;
}

/* Below the file that names it, as that is shown; elsewhere as anything of the server is. */
static const char *shown_path(const struct server *server, const struct config_file *file,
                              const char *local)
{
    const char *folder = path_dirname(server->arena, file->local_path);
    size_t length = strlen(folder);
    if (strncmp(local, folder, length) != 0 || (local[length] != '/' && local[length] != '\\'))
        return server_shown_path(server, local);
    return path_join(server->arena, path_dirname(server->arena, file->source->path),
                     local + length + 1);
}

xmlNode *section_file_open(void *opaque, struct config_file *named_in, const xmlNode *section,
                           const char *name, enum section_file kind)
{
    struct server *server = opaque;
    const struct config_file *file = section_file_of(server, named_in, section);
    const char *local = file->local_path ? section_file_path(server, file, name, kind) : NULL;
    struct config_file *other =
        local ? server_open(server, local, shown_path(server, file, local)) : NULL;
    xmlNode *root = other && other->source->doc ? xmlDocGetRootElement(other->source->doc) : NULL;
    return root && node_is(root, (const char *)section->name) ? root : NULL;
}
