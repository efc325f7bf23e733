/*
 * The files that the configuration names: whether they exist, for which processor they are made, which
 * version they tell. And the access lists of what sites use.
 */
#include "facts/collect_windows.h"

#include "base/path.h"
#include <aclapi.h>
#include <sddl.h>
#include <stdlib.h>
#include <string.h>

/* ---- files ------------------------------------------------------------------------------------------- */

/* The processor of a program or library, NULL when it is none. */
static const char *machine_of(const wchar_t *path)
{
    unsigned char head[4096] = {0};
    DWORD length = 0;
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    BOOL is_read = ReadFile(file, head, sizeof head, &length, NULL);
    CloseHandle(file);
    if (!is_read || length < 64 || head[0] != 'M' || head[1] != 'Z')
        return NULL;
    size_t at = head[60] | (size_t)head[61] << 8 | (size_t)head[62] << 16 | (size_t)head[63] << 24;
    if (at > length - 6 || memcmp(head + at, "PE\0\0", 4) != 0)
        return NULL;
    switch (head[at + 4] | head[at + 5] << 8) {
    case IMAGE_FILE_MACHINE_AMD64:
        return "x64";
    case IMAGE_FILE_MACHINE_I386:
        return "x86";
    case 0xAA64:
        return "arm64";
    default:
        return NULL;
    }
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
        const wchar_t *wide = collect_wide(collecting->arena, path);
        const char *machine = machine_of(wide);
        collect_item_set(&collecting->item, "machine", machine);
        if (machine != NULL)
            collect_item_set(&collecting->item, "version", version_of(collecting->arena, wide));
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
    DWORD code = GetNamedSecurityInfoW(collect_wide(collecting->arena, path), SE_FILE_OBJECT,
                                       wanted, NULL, NULL, NULL, NULL, &descriptor);
    if (code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND)
        return;
    if (code == ERROR_SUCCESS && !ConvertSecurityDescriptorToStringSecurityDescriptorW(
                                     descriptor, SDDL_REVISION_1, wanted, &sddl, NULL))
        code = GetLastError();
    if (code != ERROR_SUCCESS) {
        collect_fail_code(collecting, path, code);
    } else {
        collect_item_open(&collecting->item, "acl");
        collect_item_set(&collecting->item, "path", path);
        collect_set_wide(collecting, "sddl", sddl);
        collect_add(collecting);
    }
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
