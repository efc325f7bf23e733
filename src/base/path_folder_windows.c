/* Making and removing folders; see path.h and path_system.h. */
#include "base/path_system.h"
#include "base/path_wide_windows.h"

#include <string.h>

static bool make_one(const char *path, struct error *error)
{
    wchar_t *wide = path_wide(path);
    bool ok = CreateDirectoryW(wide, NULL) ||
              (GetLastError() == ERROR_ALREADY_EXISTS && path_kind(path) == PATH_DIRECTORY);
    free(wide);
    return ok || error_set(error, path, 0, 0, "This folder cannot be made.");
}

bool path_make_directories(const char *local_path, struct error *error)
{
    struct arena *arena = arena_new();
    char *copy = arena_strdup(arena, local_path);
    bool ok = true;
    for (char *c = copy; ok && *c; c++)
        if ((*c == '/' || *c == '\\') && c > copy && c[-1] != ':' && c[-1] != '\\' &&
            c[-1] != '/') {
            char separator = *c;
            *c = '\0';
            ok = make_one(copy, error);
            *c = separator;
        }
    ok = ok && make_one(local_path, error);
    arena_free(arena);
    return ok;
}

char *path_temporary_directory(struct arena *arena, struct error *error)
{
    wchar_t parent[MAX_PATH + 1];
    DWORD length = GetTempPathW(MAX_PATH + 1, parent);
    char *folder = length > 0 && length <= MAX_PATH ? path_narrow(arena, parent) : NULL;
    for (char *c = folder; c && *c; c++)
        if (*c == '\\')
            *c = '/';
    for (unsigned attempt = 0; folder && attempt < 100; attempt++) {
        char *path = arena_printf(arena, "%siislint-%lu-%lu-%u", folder,
                                  (unsigned long)GetCurrentProcessId(),
                                  (unsigned long)GetTickCount(), attempt);
        wchar_t *wide = path_wide(path);
        bool made = CreateDirectoryW(wide, NULL);
        free(wide);
        if (made)
            return path;
    }
    error_set(error, folder, 0, 0, "A temporary folder cannot be made.");
    return NULL;
}

bool path_rename(const char *from, const char *to, struct error *error)
{
    wchar_t *wide_from = path_wide(from), *wide_to = path_wide(to);
    bool ok = MoveFileExW(wide_from, wide_to, MOVEFILE_WRITE_THROUGH);
    DWORD code = GetLastError();
    free(wide_from);
    free(wide_to);
    if (ok)
        return true;
    bool taken = code == ERROR_ALREADY_EXISTS || code == ERROR_FILE_EXISTS;
    return error_set(error, to, 0, 0,
                     taken ? "There is a file or folder of this name already."
                           : "This name cannot be given.");
}

static DWORD attributes_of(const char *path)
{
    wchar_t *wide = path_wide(path);
    DWORD attributes = GetFileAttributesW(wide);
    free(wide);
    return attributes;
}

enum path_kind path_system_entry_kind(const char *local_path)
{
    DWORD attributes = attributes_of(local_path);
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return PATH_ABSENT;
    bool is_link = (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
    return (attributes & FILE_ATTRIBUTE_DIRECTORY) && !is_link ? PATH_DIRECTORY : PATH_FILE;
}

bool path_system_remove(const char *local_path, struct error *error)
{
    bool is_directory = (attributes_of(local_path) & FILE_ATTRIBUTE_DIRECTORY) != 0;
    wchar_t *wide = path_wide(local_path);
    bool ok = is_directory ? RemoveDirectoryW(wide) : DeleteFileW(wide);
    free(wide);
    return ok || error_set(error, local_path, 0, 0, "This cannot be removed.");
}
