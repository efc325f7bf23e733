/*
 * The files that the configuration names: whether they exist, for which processor they are made, which
 * version they tell. And the access lists of what sites use.
 */
#include "facts/collect_windows.h"

#include "base/path.h"
#include "base/path_wide_windows.h"
#include <aclapi.h>
#include <sddl.h>
#include <stdlib.h>

/* ---- files ------------------------------------------------------------------------------------------- */

static const char *machine_of(const char *path)
{
    unsigned char head[4096];
    DWORD length = 0;
    wchar_t *wide = path_wide(path);
    HANDLE file = CreateFileW(wide, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    free(wide);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    BOOL is_read = ReadFile(file, head, sizeof head, &length, NULL);
    CloseHandle(file);
    return is_read ? collect_machine(head, length) : NULL;
}

static const char *version_of(struct arena *arena, const wchar_t *path)
{
    VS_FIXEDFILEINFO *info = NULL;
    UINT length = 0;
    DWORD handle, size = GetFileVersionInfoSizeW(path, &handle);
    void *data = size == 0 ? NULL : arena_alloc(arena, size);
    if (data == NULL || !GetFileVersionInfoW(path, 0, size, data) ||
        !VerQueryValueW(data, L"\\", (void **)&info, &length) || length < sizeof *info)
        return NULL;
    return arena_printf(arena, "%u.%u.%u.%u", HIWORD(info->dwFileVersionMS),
                        LOWORD(info->dwFileVersionMS), HIWORD(info->dwFileVersionLS),
                        LOWORD(info->dwFileVersionLS));
}

static void add_file(struct collecting *collecting, const char *path)
{
    enum path_kind kind = path_kind(path);
    if (kind == PATH_UNREADABLE) {
        collect_fail_code(collecting, path, ERROR_ACCESS_DENIED);
        return;
    }
    collect_item_open(&collecting->item, "file");
    collect_item_set(&collecting->item, "path", path);
    collect_item_set_flag(&collecting->item, "exists", kind != PATH_ABSENT);
    if (kind == PATH_FILE) {
        collect_item_set(&collecting->item, "machine", machine_of(path));
        collect_item_set(&collecting->item, "version",
                         version_of(collecting->arena, collect_wide(collecting->arena, path)));
    }
    collect_add(collecting);
}

void collect_files(struct collecting *collecting)
{
    const struct list *paths = &collecting->request->paths;
    for (size_t i = 0; i < paths->count; i++)
        add_file(collecting, paths->items[i]);
}

/* ---- access lists ------------------------------------------------------------------------------------ */

static void add_acl(struct collecting *collecting, const char *path)
{
    const SECURITY_INFORMATION wanted =
        OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    wchar_t *sddl = NULL;
    wchar_t *wide = path_wide(path);
    DWORD code =
        GetNamedSecurityInfoW(wide, SE_FILE_OBJECT, wanted, NULL, NULL, NULL, NULL, &descriptor);
    free(wide);
    if (code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND)
        return;
    if (code == ERROR_SUCCESS && !ConvertSecurityDescriptorToStringSecurityDescriptorW(
                                     descriptor, SDDL_REVISION_1, wanted, &sddl, NULL))
        code = GetLastError();
    if (code != ERROR_SUCCESS)
        collect_fail_code(collecting, path, code);
    else
        collect_add_acl(collecting, path, collect_utf8(collecting->arena, sddl));
    LocalFree(sddl);
    LocalFree(descriptor);
}

void collect_acls(struct collecting *collecting)
{
    const struct list *paths = &collecting->request->acls;
    for (size_t i = 0; i < paths->count; i++)
        add_acl(collecting, paths->items[i]);
    paths = &collecting->request->paths;
    for (size_t i = 0; i < paths->count; i++) {
        if (path_kind(paths->items[i]) == PATH_DIRECTORY)
            add_acl(collecting, paths->items[i]);
    }
}
