/* Walking through folders and removing them; see path.h. */
#include "base/path_system.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool path_each_entry(const char *directory, bool (*each)(void *context, const char *name),
                     void *context, struct error *error)
{
    struct arena *arena = arena_new();
    struct list names = {0};
    bool listed = path_system_list(arena, directory, &names, error);
    if (listed && names.count > 1)
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    for (size_t i = 0; listed && i < names.count; i++) {
        if (!each(context, names.items[i]))
            break;
    }
    arena_free(arena);
    return listed;
}

struct removing {
    struct arena *arena;
    const char *directory;
    struct error *error;
    bool ok;
};

static bool remove_entry(void *context, const char *name)
{
    struct removing *removing = context;
    removing->ok =
        path_remove_tree(path_join(removing->arena, removing->directory, name), removing->error);
    return removing->ok;
}

static bool remove_entries(const char *directory, struct error *error)
{
    struct removing removing = {arena_new(), directory, error, true};
    bool ok = path_each_entry(directory, remove_entry, &removing, error) && removing.ok;
    arena_free(removing.arena);
    return ok;
}

bool path_remove_tree(const char *local_path, struct error *error)
{
    enum path_kind kind = path_system_entry_kind(local_path);
    if (kind == PATH_ABSENT)
        return true;
    return (kind != PATH_DIRECTORY || remove_entries(local_path, error)) &&
           path_system_remove(local_path, error);
}
