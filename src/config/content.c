#include "config/content.h"

#include "base/text.h"
#include "config/assumed.h"
#include "config/node.h"
#include "config/section_file.h"
#include "config/server_load.h"
#include "config/topology.h"
#include <string.h>

/* More folders than any server that was met has; a loop of links or an attack ends here. */
#define FOLDERS_MAX 200000
#define FOLDER_DEPTH_MAX 64

/* ---- applying a file ------------------------------------------------------------------------ */

void content_read(struct server *server, struct config_file *file)
{
    if (file->locations.count == 0)
        config_file_read(file, server->arena, server->sections, section_file_open, server);
}

static struct scope *location_scope(struct server *server, const struct scope *scope,
                                    const struct config_location *location)
{
    const char *path = *scope->path
                           ? arena_printf(server->arena, "%s/%s", scope->path, location->path)
                           : location->path;
    return topology_scope(server, path);
}

static void add_unknown_location(struct server *server, struct config_file *file,
                                 const struct config_location *location)
{
    struct unknown_location *unknown = arena_alloc(server->arena, sizeof *unknown);
    unknown->file = file;
    unknown->element = location->element;
    unknown->path = location->path;
    list_add(&server->unknown_locations, server->arena, unknown);
}

static void define_all(struct server *server, struct scope *scope,
                       const struct config_location *location)
{
    for (size_t i = 0; i < location->definitions.count; i++)
        scope_define(scope, server->arena, location->definitions.items[i]);
}

void content_apply_own(struct server *server, struct config_file *file, struct scope *scope)
{
    list_add(&scope->files, server->arena, file);
    file->server_level |= scope->kind == SCOPE_SERVER;
    if (!file->scope)
        file->scope = scope;
    server_note_fault(server, file, scope);
    for (size_t i = 0; i < file->locations.count; i++) {
        const struct config_location *location = file->locations.items[i];
        if (!*location->path)
            define_all(server, scope, location);
    }
}

void content_apply_locations(struct server *server, struct config_file *file, struct scope *scope)
{
    for (size_t i = 0; i < file->locations.count; i++) {
        const struct config_location *location = file->locations.items[i];
        if (!*location->path)
            continue;
        struct scope *target = location_scope(server, scope, location);
        if (target)
            define_all(server, target, location);
        else
            add_unknown_location(server, file, location);
    }
}

void content_apply(struct server *server, struct config_file *file, struct scope *scope)
{
    content_read(server, file);
    content_apply_own(server, file, scope);
    content_apply_locations(server, file, scope);
}

/* ---- finding files -------------------------------------------------------------------------- */

/* A folder on the way down, to see links that lead back. */
struct above {
    const struct above *outer;
    uint64_t identity[2];
    size_t depth;
};

struct listing {
    struct server *server;
    const char *directory;
    struct list folders;    /* char *: names */
    const char *web_config; /* its name, or NULL */
    bool has_global_asax;
};

static bool is_skipped(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0 ||
           strcmp(name, "node_modules") == 0;
}

static bool note_entry(void *context, const char *name)
{
    struct listing *listing = context;
    struct arena *arena = listing->server->arena;
    if (is_skipped(name))
        return true;
    if (text_equals_nocase(name, "web.config")) {
        if (!listing->web_config || strcmp(name, "web.config") == 0)
            listing->web_config = arena_strdup(arena, name);
        return true;
    }
    listing->has_global_asax |= text_equals_nocase(name, "global.asax");
    if (path_kind(path_join(arena, listing->directory, name)) == PATH_DIRECTORY)
        list_add(&listing->folders, arena, arena_strdup(arena, name));
    return true;
}

static bool is_loop(const struct above *above)
{
    for (const struct above *outer = above->outer; outer; outer = outer->outer)
        if (outer->identity[0] == above->identity[0] && outer->identity[1] == above->identity[1])
            return true;
    return false;
}

static void load_below(struct server *server, struct scope *owner, const char *path,
                       const char *local, const char *shown, const struct above *above);

static void apply_found(struct server *server, struct scope *owner, const char *path,
                        const struct listing *listing, const char *shown)
{
    if (!listing->web_config)
        return;
    const char *local = path_join(server->arena, listing->directory, listing->web_config);
    struct config_file *file =
        server_open(server, local, path_join(server->arena, shown, listing->web_config));
    struct scope *scope = file ? topology_scope(server, path) : NULL;
    if (file && owner->physical_path)
        file->windows_folder =
            arena_printf(server->arena, "%s\\%s", owner->physical_path, path + strlen(owner->path));
    if (scope && (scope == owner || scope->kind == SCOPE_DIRECTORY))
        content_apply(server, file, scope);
}

/* The folder's own files belong to another application or virtual directory of that URL. */
static bool is_mapped_elsewhere(const struct server *server, const char *path)
{
    const struct scope *scope = server_find_scope(server, path);
    return scope && scope->kind != SCOPE_DIRECTORY;
}

static bool owner_reads_folders(const struct scope *owner);

static void load_folders(struct server *server, struct scope *owner, const char *path,
                         const struct listing *listing, const char *shown,
                         const struct above *above)
{
    for (size_t i = 0; i < listing->folders.count; i++) {
        const char *name = listing->folders.items[i];
        const char *below = arena_printf(server->arena, "%s/%s", path, name);
        if (!is_mapped_elsewhere(server, below))
            load_below(server, owner, below, path_join(server->arena, listing->directory, name),
                       path_join(server->arena, shown, name), above);
    }
}

static void load_below(struct server *server, struct scope *owner, const char *path,
                       const char *local, const char *shown, const struct above *outer)
{
    struct above above = {outer, {0, 0}, outer ? outer->depth + 1 : 0};
    if (!path_identity(local, above.identity) || is_loop(&above))
        return;
    if (above.depth > FOLDER_DEPTH_MAX || server->folders_listed++ >= FOLDERS_MAX) {
        if (!server->folder_gap)
            server_add_gap(server, shown,
                           "Too many or too deep folders: those from here on were "
                           "not searched for web.config files.");
        server->folder_gap = true;
        return;
    }
    struct listing listing = {.server = server, .directory = local};
    struct error error = {0};
    if (!path_each_entry(local, note_entry, &listing, &error)) {
        server_add_gap(server, shown, error.text);
        return;
    }
    struct scope *application = assumed_application(server, owner, path, local, shown,
                                                    listing.has_global_asax && listing.web_config);
    if (application)
        owner = application;
    apply_found(server, owner, path, &listing, shown);
    if (owner_reads_folders(owner))
        load_folders(server, owner, path, &listing, shown, &above);
}

void content_load_folder(struct server *server, struct scope *scope, const char *local_directory,
                         const char *shown)
{
    load_below(server, scope, scope->path, local_directory, shown, NULL);
}

/* ---- which scopes have content -------------------------------------------------------------- */

/* The <virtualDirectory> whose settings rule the scope: its own, or the application's root one. */
static const xmlNode *directory_of(const struct scope *scope)
{
    if (scope->kind == SCOPE_VIRTUAL_DIRECTORY)
        return scope->element;
    for (xmlNode *child = scope->element ? scope->element->children : NULL; child;
         child = child->next) {
        const char *path =
            node_is(child, "virtualDirectory") ? node_attribute(child, "path") : NULL;
        if (path && strcmp(path, "/") == 0)
            return child;
    }
    return NULL;
}

static bool owner_reads_folders(const struct scope *owner)
{
    const xmlNode *directory = directory_of(owner);
    return !directory || node_flag(directory, "allowSubDirConfig", true);
}

static bool pool_reads_files(const struct server *server, const struct scope *scope)
{
    const xmlNode *pool = scope->application ? server_pool(server, scope->application) : NULL;
    return !pool || node_flag(pool, "enableConfigurationOverride", true);
}

/* An image that has content has all of it: a folder that is not there holds no web.config. A share
 * belongs to another machine, so its absence says nothing. */
static bool was_looked_into(struct server *server, const struct scope *scope)
{
    if (!scope->physical_path || !scope->physical_path_complete)
        return false;
    for (size_t i = 0; i < server->options->mappings.count; i++) {
        const struct path_mapping *mapping = server->options->mappings.items[i];
        if (path_is_within_windows(scope->physical_path, mapping->windows))
            return true;
    }
    if (server_local_path(server, scope->physical_path))
        return true;
    return !path_is_unc(scope->physical_path) && server->image &&
           path_finder_resolve(server->finder, server->image, "root");
}

bool content_is_known(struct server *server, const struct scope *scope)
{
    for (; scope && scope->kind != SCOPE_SERVER; scope = scope->parent)
        if (scope->kind != SCOPE_DIRECTORY && scope->files.count == 0 &&
            pool_reads_files(server, scope) && !was_looked_into(server, scope))
            return false;
    return true;
}

/* A share that is not there for us may be there for IIS, which has another account. */
static bool is_out_of_reach(const struct server *server, const char *physical_path,
                            enum path_kind kind)
{
    return kind == PATH_UNREADABLE ||
           (kind == PATH_ABSENT && server->options->reads_shares && path_is_unc(physical_path));
}

void content_load(struct server *server)
{
    if (server->options->mappings.count == 0 && !server->options->reads_shares &&
        (!server->image || !path_finder_resolve(server->finder, server->image, "root")))
        return;
    for (struct scope *scope = server->root; scope; scope = scope_next(server->root, scope)) {
        if (scope->kind != SCOPE_APPLICATION && scope->kind != SCOPE_VIRTUAL_DIRECTORY)
            continue;
        if (!scope->physical_path || !pool_reads_files(server, scope))
            continue;
        const char *local = server_local_path(server, scope->physical_path);
        enum path_kind kind = local ? path_kind(local) : PATH_ABSENT;
        if (kind == PATH_DIRECTORY)
            content_load_folder(server, scope, local, server_shown_path(server, local));
        else if (is_out_of_reach(server, scope->physical_path, kind))
            server_add_gap(server, scope->physical_path,
                           "This folder cannot be reached from here: web.config files in it were "
                           "not read.");
    }
}
