#include "config/server.h"

#include "base/text.h"
#include "config/effective.h"
#include "config/node.h"
#include "config/server_load.h"
#include "config/topology.h"
#include <stdio.h>
#include <string.h>

struct server *server_new(struct arena *arena, const struct server_options *options,
                          struct regex_cache *regexes, struct error *error)
{
    struct secrets *secrets =
        options->secrets ? options->secrets : secrets_new(arena, regexes, error);
    if (!secrets)
        return NULL;
    struct server *server = arena_alloc(arena, sizeof *server);
    server->arena = arena;
    server->options = options;
    server->regexes = regexes;
    server->secrets = secrets;
    server->finder = path_finder_new(arena);
    server->files_by_path = map_new(arena, MAP_CASE_SENSITIVE);
    server->problems_of = map_new(arena, MAP_CASE_SENSITIVE);
    server->scopes = map_new(arena, MAP_CASE_INSENSITIVE);
    server->pools = map_new(arena, MAP_CASE_INSENSITIVE);
    server->root = scope_new_server(arena);
    server->made = origin_made_new(arena);
    server->effective = effective_cache_new(server);
    return server;
}

void server_free(struct server *server)
{
    if (!server)
        return;
    effective_cache_free(server->effective);
    origin_made_free(server->made);
    for (size_t i = 0; i < server->sources.count; i++)
        source_free(server->sources.items[i]);
}

/* Above every version there is. */
#define NEWEST_IIS "999"

const struct schema *server_newest_schema(struct server *server)
{
    if (!server->newest) {
        struct schema *newest = schema_new(server->arena, NEWEST_IIS);
        schema_add_builtin(newest, NULL);
        server->newest = newest;
    }
    return server->newest;
}

bool server_load_schema(struct server *server, struct error *error)
{
    const struct server_options *options = server->options;
    server->schema = schema_new(server->arena, options->iis_version);
    const char *directory = options->schema_directory;
    if (!directory && server->image) {
        directory = path_finder_resolve(server->finder, server->image, "schema");
        if (directory && path_kind(directory) != PATH_DIRECTORY)
            directory = NULL;
    }
    bool ok = directory ? schema_add_directory(server->schema, directory, error)
                        : schema_add_builtin(server->schema, error);
    if (!ok)
        return false;
    server->own_schema = directory != NULL;
    if (directory) /* annotations are ours: its sections get those of the same name */
        schema_annotate(server->schema, server_newest_schema(server));
    schema_project(server->schema, NULL, options->wanted, options->wanted_context);
    topology_project(server->schema);
    schema_intern(server->schema, server->made);
    server->sections = sections_new(server->arena, server->schema);
    return true;
}

/* ---- problems -------------------------------------------------------------------------------- */

/* A file with a million unknown elements has a million problems, and a reader for a few of them. */
#define PROBLEMS_MAX 1000

static bool has_room(struct server *server, const struct problem *problem)
{
    char key[64];
    snprintf(key, sizeof key, "%s@%p", problem->rule, (const void *)problem->source);
    struct server_problems *known = map_find(server->problems_of, key);
    if (!known) {
        known = arena_alloc(server->arena, sizeof *known);
        known->rule = problem->rule;
        known->source = problem->source;
        map_set(server->problems_of, key, known);
    }
    if (known->count == PROBLEMS_MAX) {
        known->left_out++;
        return false;
    }
    known->count++;
    return true;
}

/* The copy that is kept; NULL when there are too many already. */
static struct problem *keep_problem(struct server *server, const struct problem *problem)
{
    if (!has_room(server, problem))
        return NULL;
    struct problem *copy = arena_alloc(server->arena, sizeof *copy);
    *copy = *problem;
    list_add(&server->problems, server->arena, copy);
    return copy;
}

/* ---- files --------------------------------------------------------------------------------- */

/* What is wrong with a file that gave no tree, by kind: the rule and its meaning. */
static const char *fault_rule(enum source_fault_kind kind)
{
    switch (kind) {
    case FAULT_ENCODING:
        return "IIS1003";
    case FAULT_TOO_LARGE:
        return "IIS1004";
    case FAULT_DOCTYPE:
        return "IIS1006";
    case FAULT_UNREADABLE:
        return "IIS1002";
    case FAULT_NONE:
    case FAULT_MALFORMED:
    case FAULT_TOO_DEEP:
    case FAULT_TOO_MANY_ATTRIBUTES:
        break;
    }
    return "IIS1001";
}

static void add_fault(struct server *server, struct config_file *file, const struct scope *scope)
{
    struct source *source = file->source;
    const struct source_fault *fault = &source->fault;
    struct problem problem = {.rule = fault_rule(fault->kind),
                              .source = source,
                              .span = fault->span,
                              .scope = scope,
                              .message = fault->message};
    const char *local_path = file->local_path ? file->local_path : "";
    /* that we may not read it does not say that IIS may not; a folder in its place says it */
    if (fault->kind == FAULT_UNREADABLE && path_kind(local_path) != PATH_DIRECTORY)
        problem.level = PROBLEM_WARNING;
    if (fault->related)
        problem.other = (struct problem_party){source, fault->related_span, NULL, fault->related};
    file->fault = keep_problem(server, &problem);
}

struct config_file *server_adopt(struct server *server, struct source *source,
                                 const char *local_path)
{
    list_add(&server->sources, server->arena, source);
    struct config_file *file = config_file_new(server->arena, source, local_path);
    list_add(&server->files, server->arena, file);
    if (!source->doc)
        add_fault(server, file, NULL);
    return file;
}

void server_note_fault(struct server *server, struct config_file *file, const struct scope *scope)
{
    if (file->source->doc)
        return;
    if (file->fault && !file->fault->scope)
        file->fault->scope = scope;
    else
        add_fault(server, file, scope);
}

/*
 * A file that is there and cannot be read: an empty source with that fault. What it holds has not
 * been checked, so it is a gap as well.
 */
static struct source *unreadable(struct server *server, const char *shown, const char *reason)
{
    struct source *source = source_parse(server->arena, shown, "", 0);
    source->fault = (struct source_fault){.kind = FAULT_UNREADABLE,
                                          .message = arena_strdup(server->arena, reason)};
    server_add_gap(server, shown, reason);
    return source;
}

struct config_file *server_open(struct server *server, const char *local_path, const char *shown)
{
    struct config_file *file = map_find(server->files_by_path, local_path);
    if (file)
        return file;
    struct error error = {0};
    struct source *source = source_load(server->arena, local_path, shown, &error);
    if (!source)
        source = unreadable(server, shown ? shown : local_path, error.text);
    file = server_adopt(server, source, local_path);
    map_set(server->files_by_path, local_path, file);
    return file;
}

struct config_file *server_open_assumed(struct server *server, const char *embedded_name)
{
    struct source *source = source_embedded(server->arena, embedded_name, NULL);
    if (!source)
        return NULL;
    struct config_file *file = server_adopt(server, source, NULL);
    file->assumed = true;
    return file;
}

/* ---- questions ------------------------------------------------------------------------------ */

xmlNode *server_pool(const struct server *server, const struct scope *application)
{
    return application->pool ? map_find(server->pools, application->pool) : NULL;
}

bool server_runs_dotnet(const struct server *server, const struct scope *scope)
{
    const xmlNode *pool = scope->application ? server_pool(server, scope->application) : NULL;
    const xmlAttr *version = pool ? node_find_attribute(pool, "managedRuntimeVersion") : NULL;
    return !version || *node_value(version) || !version->_private;
}

struct scope *server_find_scope(const struct server *server, const char *path)
{
    while (*path == '/')
        path++;
    if (!*path)
        return server->root;
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        length--;
    return map_find_bytes(server->scopes, path, length);
}

const char *server_expand(const struct server *server, const char *path, bool *complete)
{
    if (complete)
        *complete = true;
    if (!strchr(path, '%'))
        return path;
    const struct server_options *options = server->options;
    if (!options->variable) {
        if (complete)
            *complete = false;
        return path;
    }
    return path_expand(server->arena, path, options->variable, options->variable_context, complete);
}

/* C:\inetpub\wwwroot lies at root/C/inetpub/wwwroot of an image, \\nas\web at root/UNC/nas/web. */
static const char *image_path(struct server *server, const char *windows_path)
{
    if (server->image && path_is_unc(windows_path))
        return path_finder_resolve(server->finder, server->image,
                                   arena_printf(server->arena, "root/UNC/%s", windows_path + 2));
    if (!server->image || !windows_path[0] || windows_path[1] != ':')
        return NULL;
    const char *relative =
        arena_printf(server->arena, "root/%c%s", windows_path[0], windows_path + 2);
    return path_finder_resolve(server->finder, server->image, relative);
}

/* \\nas\web\shop is //nas/web/shop where shares can be opened as they are. */
static const char *share_path(struct server *server, const char *windows_path)
{
    const char *rest = strchr(windows_path + 2, '\\');
    rest = rest ? strchr(rest + 1, '\\') : NULL;
    size_t length = rest ? (size_t)(rest - windows_path) : strlen(windows_path);
    char *share = arena_strndup(server->arena, windows_path, length);
    for (char *c = share; *c; c++)
        if (*c == '\\')
            *c = '/';
    return rest ? path_finder_resolve(server->finder, share, rest + 1) : share;
}

const char *server_local_path(struct server *server, const char *windows_path)
{
    const struct path_mapping *best = NULL;
    for (size_t i = 0; i < server->options->mappings.count; i++) {
        const struct path_mapping *mapping = server->options->mappings.items[i];
        if (path_is_within_windows(windows_path, mapping->windows) &&
            (!best || strlen(mapping->windows) > strlen(best->windows)))
            best = mapping;
    }
    if (!best && server->options->reads_shares && path_is_unc(windows_path))
        return share_path(server, windows_path);
    if (!best)
        return image_path(server, windows_path);
    const char *rest = windows_path + strlen(best->windows);
    while (*rest == '\\')
        rest++;
    return *rest ? path_finder_resolve(server->finder, best->local, rest) : best->local;
}

const char *server_shown_path(const struct server *server, const char *local)
{
    size_t length = server->image ? strlen(server->image) : 0;
    if (length > 0 && strncmp(local, server->image, length) == 0 && server->image_shown)
        return arena_printf(server->arena, "%s%s", server->image_shown, local + length);
    return local;
}

/* ---- notes ---------------------------------------------------------------------------------- */

void server_add_problem(struct server *server, const struct problem *problem)
{
    keep_problem(server, problem);
}

void server_add_gap(struct server *server, const char *shown, const char *message)
{
    struct server_gap *gap = arena_alloc(server->arena, sizeof *gap);
    gap->path = arena_strdup(server->arena, shown);
    gap->message = arena_strdup(server->arena, message);
    list_add(&server->gaps, server->arena, gap);
}

void server_add_assumption(struct server *server, const struct source *source, const char *message)
{
    struct server_assumption *assumption = arena_alloc(server->arena, sizeof *assumption);
    assumption->source = source;
    assumption->message = arena_strdup(server->arena, message);
    list_add(&server->assumptions, server->arena, assumption);
}
