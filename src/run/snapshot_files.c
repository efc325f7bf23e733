#include "run/snapshot_files.h"

#include "base/text.h"
#include <string.h>

#define HOST_FILE "applicationHost.config"

/* ---- places --------------------------------------------------------------------------------- */

char *snapshot_windows_place(struct arena *arena, const char *windows_path)
{
    if (!path_is_absolute_windows(windows_path))
        return NULL;
    char *path = path_normalize_windows(arena, windows_path);
    for (char *c = path; *c; c++)
        if (*c == '\\')
            *c = '/';
    if (path_is_unc(windows_path))
        return arena_printf(arena, "root/UNC/%s", path + strspn(path, "/"));
    char drive = path[0] >= 'a' && path[0] <= 'z' ? (char)(path[0] - 32) : path[0];
    path += 2 + strspn(path + 2, "/");
    return arena_printf(arena, *path ? "root/%c/%s" : "root/%c", drive, path);
}

static bool is_downward(const char *path)
{
    bool leads_up =
        path[0] == '.' && path[1] == '.' && (!path[2] || path[2] == '/' || path[2] == '\\');
    return path[0] != '/' && !leads_up && !path_is_absolute_windows(path);
}

/* What of `path` is below `directory`, or NULL. */
static const char *below(const char *path, const char *directory)
{
    size_t length = strlen(directory);
    if (strcmp(directory, ".") == 0) /* paths below it are written without it */
        return is_downward(path) ? path : NULL;
    while (length > 0 && (directory[length - 1] == '/' || directory[length - 1] == '\\'))
        length--;
    if (strncmp(path, directory, length) != 0 || (path[length] != '/' && path[length] != '\\'))
        return NULL;
    return path + length + 1;
}

/* Where a mapped folder's file belongs: as if the folder were where Windows has it. */
static const char *mapped_place(const struct snapshot_files *files, const char *local)
{
    const struct list *mappings = &files->server->options->mappings;
    struct arena *arena = files->run->arena;
    const char *place = NULL;
    size_t best = 0;
    for (size_t i = 0; i < mappings->count; i++) {
        const struct path_mapping *mapping = mappings->items[i];
        const char *rest = below(local, mapping->local);
        if (!rest || (place && strlen(mapping->local) < best))
            continue;
        best = strlen(mapping->local);
        place = arena_printf(arena, "%s/%s", snapshot_windows_place(arena, mapping->windows), rest);
    }
    return place;
}

/* NULL when the image has no place for it. */
static const char *place_of(const struct snapshot_files *files, const struct config_file *file)
{
    const char *local = file->local_path, *place;
    struct arena *arena = files->run->arena;
    if (files->server->image && (place = below(local, files->server->image)))
        return place;
    if (file->runtime)
        return arena_printf(arena, "framework/%s/Config/%s", file->runtime, path_basename(local));
    if (file->framework)
        return arena_printf(arena, "framework/%s", path_basename(local));
    if ((place = mapped_place(files, local)) || (place = below(local, files->main_directory)))
        return place;
    return snapshot_windows_place(arena, local);
}

/* ---- the list ------------------------------------------------------------------------------- */

void snapshot_files_omit(struct snapshot_files *files, const char *path, const char *message)
{
    struct arena *arena = files->run->arena;
    struct iislint_omission *omission = arena_alloc(arena, sizeof *omission);
    omission->path = arena_strdup(arena, path);
    omission->message = arena_strdup(arena, message);
    list_add(&files->omissions, arena, omission);
}

static void add(struct snapshot_files *files, const char *place, const struct source *source)
{
    struct arena *arena = files->run->arena;
    char *copy = arena_strdup(arena, place);
    for (char *c = copy; *c; c++)
        if (*c == '\\')
            *c = '/';
    if (map_find(files->places, copy))
        return;
    struct snapshot_file *file = arena_alloc(arena, sizeof *file);
    *file = (struct snapshot_file){copy, source};
    map_set(files->places, copy, file);
    list_add(&files->files, arena, file);
}

/* A file that the check does not read itself. */
static void add_file(struct snapshot_files *files, const char *place, const char *local)
{
    struct error error = {0};
    if (map_find(files->places, place))
        return;
    struct source *source = source_load(files->run->arena, local, place, &error);
    if (!source) {
        snapshot_files_omit(files, place, error.text);
        return;
    }
    list_add(&files->opened, files->run->arena, source);
    add(files, place, source);
}

static void add_beside(struct snapshot_files *files, const char *name)
{
    const char *local = path_finder_resolve(files->server->finder, files->main_directory, name);
    if (local && path_kind(local) == PATH_FILE)
        add_file(files, name, local);
}

struct schema_folder {
    struct snapshot_files *files;
    const char *directory;
};

static bool add_schema(void *context, const char *name)
{
    const struct schema_folder *folder = context;
    struct arena *arena = folder->files->run->arena;
    if (text_ends_with_nocase(name, ".xml"))
        add_file(folder->files, arena_printf(arena, "schema/%s", name),
                 path_join(arena, folder->directory, name));
    return true;
}

/* The schema that the check uses, unless it is the one in the program. */
static bool add_schemas(struct snapshot_files *files, struct error *error)
{
    const struct server *server = files->server;
    const char *directory = server->options->schema_directory;
    if (!directory)
        directory = path_finder_resolve(server->finder, files->main_directory, "schema");
    if (!directory || path_kind(directory) != PATH_DIRECTORY ||
        (!server->options->schema_directory && !server->image))
        return true;
    struct schema_folder folder = {files, directory};
    return path_each_entry(directory, add_schema, &folder, error);
}

static void add_facts(struct snapshot_files *files)
{
    xmlNode *root = files->run->current_facts ? facts_root(files->run->current_facts) : NULL;
    struct source *source = source_of(root);
    if (source && root->children)
        add(files, "facts.xml", source);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static const struct config_file *find_main(const struct server *server)
{
    for (size_t i = 0; server->has_application_host && i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        if (!file->assumed && file->local_path)
            return file;
    }
    return NULL;
}

static void add_configuration(struct snapshot_files *files, const struct config_file *main_file)
{
    const struct server *server = files->server;
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        if (file->assumed || !file->local_path || file == main_file)
            continue;
        const char *place = place_of(files, file);
        if (!place)
            snapshot_files_omit(files, file->source->path,
                                "This file has no place in a server image.");
        else if (file->source->fault.kind == FAULT_UNREADABLE)
            continue; /* it is one of the gaps: an empty file would be another fault */
        else if (file->source->fault.kind == FAULT_TOO_LARGE)
            snapshot_files_omit(files, file->source->path, file->source->fault.message);
        else
            add(files, place, file->source);
    }
    for (size_t i = 0; i < server->gaps.count; i++) {
        const struct server_gap *gap = server->gaps.items[i];
        snapshot_files_omit(files, gap->path, gap->message);
    }
}

bool snapshot_files_collect(struct snapshot_files *files, struct error *error)
{
    const struct config_file *main_file = find_main(files->server);
    struct arena *arena = files->run->arena;
    if (!main_file)
        return error_set(error, NULL, 0, 0,
                         "A snapshot is one of a whole server: there is no " HOST_FILE " here.");
    const struct source_fault *fault = &main_file->source->fault;
    if (fault->kind == FAULT_UNREADABLE || fault->kind == FAULT_TOO_LARGE)
        return error_set(error, main_file->source->path, 0, 0, "%s", fault->message);
    files->places = map_new(arena, MAP_CASE_INSENSITIVE);
    files->main_directory = path_dirname(arena, main_file->local_path);
    add(files, HOST_FILE, main_file->source);
    add_configuration(files, main_file);
    add_beside(files, "redirection.config");
    add_beside(files, "administration.config");
    add_facts(files);
    return add_schemas(files, error);
}

void snapshot_files_fini(struct snapshot_files *files)
{
    for (size_t i = 0; i < files->opened.count; i++)
        source_free(files->opened.items[i]);
    files->opened.count = 0;
}
