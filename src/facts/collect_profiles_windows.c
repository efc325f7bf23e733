/*
 * User profiles as Windows keeps them: the registry key ProfileList, and whether each folder is there.
 */
#include "facts/collect_windows.h"

#include "base/path.h"
#include <string.h>

#define PROFILE_LIST "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"

static bool add_profile(void *context, const char *name)
{
    struct collecting *collecting = context;
    struct collect_item *item = &collecting->item;
    HKEY key = collect_open_key(HKEY_LOCAL_MACHINE,
                                arena_printf(collecting->arena, PROFILE_LIST "\\%s", name), false);
    if (key == NULL) {
        collect_fail_code(collecting, name, GetLastError());
        return true;
    }
    const char *path = collect_key_text(collecting->arena, key, "ProfileImagePath");
    const char *state = collect_key_text(collecting->arena, key, "State");
    size_t length = strlen(name);
    bool is_backup = text_ends_with_nocase(name, ".bak");
    collect_item_open(item, "profile");
    collect_item_set(item, "key", name);
    if (text_starts_with(name, "S-1-"))
        collect_item_set(item, "sid",
                         arena_strndup(collecting->arena, name, length - (is_backup ? 4 : 0)));
    if (path != NULL && *path != '\0') {
        enum path_kind kind = path_kind(path);
        collect_item_set(item, "path", path);
        if (kind != PATH_UNREADABLE)
            collect_item_set_flag(item, "exists", kind == PATH_DIRECTORY);
    }
    collect_item_set(item, "state", state);
    collect_add(collecting);
    RegCloseKey(key);
    return true;
}

void collect_profiles(struct collecting *collecting)
{
    HKEY key = collect_open_key(HKEY_LOCAL_MACHINE, PROFILE_LIST, false);
    if (key == NULL) {
        collect_fail_code(collecting, "the list of profiles", GetLastError());
        return;
    }
    collect_each_subkey(collecting->arena, key, add_profile, collecting);
    collect_complete(collecting);
    RegCloseKey(key);
}
