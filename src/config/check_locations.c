/*
 * Each section once a file and path, and location tags that lead somewhere (IIS1105 to IIS1107).
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* Look-ups of a similar site name, all in all: a hostile file cannot buy more. */
#define SIMILAR_MAX 1000000

/* ---- a section twice -------------------------------------------------------------------------- */

/* The locations of one path. `sections` once there are two of them. */
struct same_path {
    const struct config_location *first;
    struct map *sections; /* section path -> struct definition */
};

static void report_conflict(const struct check *check, const struct config_location *location,
                            const struct definition *definition, const struct definition *first)
{
    bool one_tag = definition->location == first->location;
    const char *path = location->path;
    check_report(check, definition->section, definition->written,
                 (struct problem){.rule = one_tag ? "IIS1105" : "IIS1106",
                                  .template = one_tag ? NULL
                                              : *path ? "path"
                                                      : "here",
                                  .arguments = {definition->section->path, path},
                                  .scope = check_scope(check, definition->file, location),
                                  .other = check_party(check, first->written,
                                                       "The section stands here first.")});
}

/* Within one location tag, or outside of all; `seen` holds one slot a section. */
static void check_repeated(const struct check *check, const struct config_location *location,
                           const struct definition **seen)
{
    for (size_t i = 0; i < location->definitions.count; i++) {
        const struct definition *definition = location->definitions.items[i];
        const struct definition *first = seen[definition->section->index];
        if (first)
            report_conflict(check, location, definition, first);
        else
            seen[definition->section->index] = definition;
    }
    for (size_t i = 0; i < location->definitions.count; i++) {
        const struct definition *definition = location->definitions.items[i];
        seen[definition->section->index] = NULL;
    }
}

static void enter(const struct check *check, struct same_path *same,
                  const struct config_location *location, bool report)
{
    for (size_t i = 0; i < location->definitions.count; i++) {
        struct definition *definition = location->definitions.items[i];
        const struct definition *first = map_find(same->sections, definition->section->path);
        if (!first)
            map_set(same->sections, definition->section->path, definition);
        else if (report && first->location != definition->location)
            report_conflict(check, location, definition, first);
    }
}

static void check_same_path(const struct check *check, struct map *paths,
                            const struct config_location *location)
{
    struct same_path *same = map_find(paths, location->path);
    if (!same) {
        same = arena_alloc(check->arena, sizeof *same);
        same->first = location;
        map_set(paths, location->path, same);
        return;
    }
    if (!same->sections) {
        same->sections = map_new(check->arena, MAP_CASE_SENSITIVE);
        enter(check, same, same->first, false);
    }
    enter(check, same, location, true);
}

/* ---- the tag itself --------------------------------------------------------------------------- */

static void check_tag(const struct check *check, const struct config_file *file,
                      const struct config_location *location)
{
    const xmlNode *element = location->element;
    xmlAttr *legacy = element ? node_find_attribute(element, "allowOverride") : NULL;
    const xmlAttr *mode = legacy ? node_find_attribute(element, "overrideMode") : NULL;
    if (!mode)
        return;
    check_report(check, NULL, (const xmlNode *)legacy,
                 (struct problem){.rule = "IIS1106",
                                  .template = "both",
                                  .arguments = {node_value(mode), node_value(legacy)},
                                  .scope = check_scope(check, file, location)});
}

static void check_file(const struct check *check, const struct config_file *file,
                       const struct definition **seen)
{
    struct map *paths = map_new(check->arena, MAP_CASE_INSENSITIVE);
    for (size_t i = 0; i < file->locations.count; i++) {
        const struct config_location *location = file->locations.items[i];
        check_tag(check, file, location);
        check_repeated(check, location, seen);
        check_same_path(check, paths, location);
    }
}

/* ---- paths that lead nowhere ------------------------------------------------------------------ */

/* The site whose name is most like the first part of the path, or NULL. */
static const char *similar_site(const struct check *check, const char *path, size_t *budget)
{
    const struct list *sites = &check->server->sites;
    const char *nearest = NULL;
    unsigned distance = 3;
    if (sites->count > *budget)
        return NULL;
    *budget -= sites->count;
    const char *name = arena_strndup(check->arena, path, strcspn(path, "/"));
    for (size_t i = 0; i < sites->count; i++) {
        const struct site *site = sites->items[i];
        unsigned found = text_distance(site->name, name, distance);
        if (found < distance && found < strlen(name)) {
            distance = found;
            nearest = site->name;
        }
    }
    return nearest;
}

static void check_unknown(const struct check *check)
{
    size_t budget = SIMILAR_MAX;
    const struct list *all = &check->server->unknown_locations;
    for (size_t i = 0; i < all->count; i++) {
        const struct unknown_location *unknown = all->items[i];
        const xmlAttr *path = node_find_attribute(unknown->element, "path");
        const char *similar = similar_site(check, unknown->path, &budget);
        check_report(check, NULL, path ? (const xmlNode *)path : unknown->element,
                     (struct problem){.rule = "IIS1107",
                                      .template = similar ? "similar" : "none",
                                      .arguments = {unknown->path, similar},
                                      .scope = unknown->file->scope});
    }
}

void check_locations(struct check *check)
{
    const struct definition **seen =
        arena_array(check->arena, sections_count(check->server->sections), sizeof *seen);
    for (size_t i = 0; i < check->server->files.count; i++) {
        const struct config_file *file = check->server->files.items[i];
        if (!file->assumed)
            check_file(check, file, seen);
    }
    check_unknown(check);
}
