#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include <string.h>

/* A name is one entry, so `a/b`, `.` and `..` are none. */
static bool is_entry_name(const char *name)
{
    return name[0] != '\0' && strpbrk(name, "/\\") == NULL && strcmp(name, ".") != 0 &&
           strcmp(name, "..") != 0;
}

/* A directory may be closed to listing and still open to those who know the name. */
static bool entry_exists(struct arena *arena, const char *directory, const char *name)
{
    return path_kind(path_join(arena, directory, name)) != PATH_ABSENT;
}

/* ---- one look-up -------------------------------------------------------------------------- */

struct name_search {
    struct arena *arena;
    const char *wanted;
    char *found;
};

/* Keeps the first name that is equal but for case, and ends at one that is equal. */
static bool compare_entry(void *context, const char *name)
{
    struct name_search *search = context;
    bool exact = strcmp(name, search->wanted) == 0;
    if (exact || (search->found == NULL && text_equals_nocase(name, search->wanted)))
        search->found = arena_strdup(search->arena, name);
    return !exact;
}

char *path_find_nocase(struct arena *arena, const char *directory, const char *name)
{
    if (!is_entry_name(name))
        return NULL;
    struct name_search search = {.arena = arena, .wanted = name};
    bool listed = path_each_entry(directory, compare_entry, &search, NULL);
    if (!listed && entry_exists(arena, directory, name))
        return arena_strdup(arena, name);
    return search.found;
}

/* ---- many look-ups ------------------------------------------------------------------------ */

struct listing {
    struct arena *arena;
    bool readable;
    struct map *exact;  /* name -> name */
    struct map *nocase; /* the first in byte order of the names that differ only in case */
};

struct path_finder {
    struct arena *arena;
    struct map *listings; /* local directory -> struct listing */
};

struct path_finder *path_finder_new(struct arena *arena)
{
    struct path_finder *finder = arena_alloc(arena, sizeof *finder);
    finder->arena = arena;
    finder->listings = map_new(arena, MAP_CASE_SENSITIVE);
    return finder;
}

static bool add_to_listing(void *context, const char *name)
{
    struct listing *listing = context;
    char *copy = arena_strdup(listing->arena, name);
    map_set(listing->exact, copy, copy);
    if (map_find(listing->nocase, copy) == NULL)
        map_set(listing->nocase, copy, copy);
    return true;
}

static const struct listing *get_listing(struct path_finder *finder, const char *directory)
{
    struct listing *listing = map_find(finder->listings, directory);
    if (listing != NULL)
        return listing;

    listing = arena_alloc(finder->arena, sizeof *listing);
    listing->arena = finder->arena;
    listing->exact = map_new(finder->arena, MAP_CASE_SENSITIVE);
    listing->nocase = map_new(finder->arena, MAP_CASE_INSENSITIVE);
    listing->readable = path_each_entry(directory, add_to_listing, listing, NULL);
    map_set(finder->listings, directory, listing);
    return listing;
}

static const char *find_entry(struct path_finder *finder, const char *directory, const char *name)
{
    const struct listing *listing = get_listing(finder, directory);
    const char *found = map_find(listing->exact, name);
    if (found == NULL)
        found = map_find(listing->nocase, name);
    if (found == NULL && !listing->readable && entry_exists(finder->arena, directory, name))
        found = name;
    return found;
}

const char *path_finder_resolve(struct path_finder *finder, const char *directory,
                                const char *relative)
{
    const char *path = directory;
    while (*relative != '\0') {
        size_t length = strcspn(relative, "/\\");
        char *name = arena_strndup(finder->arena, relative, length);
        relative += length + (relative[length] != '\0');
        if (length == 0 || strcmp(name, ".") == 0)
            continue;
        /* `..` could leave the directory: callers normalize first. */
        const char *entry = is_entry_name(name) ? find_entry(finder, path, name) : NULL;
        if (entry == NULL)
            return NULL;
        path = path_join(finder->arena, path, entry);
    }
    return path_kind(path) == PATH_ABSENT ? NULL : path;
}
