/*
 * The registry values that rules ask for, and what other collectors read of the registry.
 */
#include "facts/collect_windows.h"

#include <stdlib.h>
#include <string.h>

/* ---- keys and values ------------------------------------------------------------------------------ */

HKEY collect_open_key(HKEY root, const char *path, bool of_32_bit)
{
    struct arena *arena = arena_new();
    HKEY key = NULL;
    LSTATUS status =
        RegOpenKeyExW(root, collect_wide(arena, path), 0,
                      KEY_READ | (of_32_bit ? KEY_WOW64_32KEY : KEY_WOW64_64KEY), &key);
    arena_free(arena);
    SetLastError((DWORD)status);
    return status == ERROR_SUCCESS ? key : NULL;
}

/* The bytes of a value with two wide NULs behind them, in the arena. */
static wchar_t *read_value(struct arena *arena, HKEY key, const char *name, DWORD *type,
                           DWORD *size, LSTATUS *status)
{
    const wchar_t *wide = collect_wide(arena, name);
    wchar_t *data = NULL;
    for (unsigned attempt = 0; attempt < 5; attempt++) {
        *size = 0;
        *status = RegQueryValueExW(key, wide, NULL, type, NULL, size);
        if (*status != ERROR_SUCCESS)
            return NULL;
        data = arena_array(arena, *size / sizeof *data + 3, sizeof *data);
        *status = RegQueryValueExW(key, wide, NULL, type, (BYTE *)data, size);
        if (*status != ERROR_MORE_DATA)
            break;
    }
    return *status == ERROR_SUCCESS ? data : NULL;
}

static const wchar_t *expanded(struct arena *arena, const wchar_t *text)
{
    DWORD size = ExpandEnvironmentStringsW(text, NULL, 0);
    wchar_t *result = arena_array(arena, (size_t)size + 1, sizeof *result);
    return ExpandEnvironmentStringsW(text, result, size) <= size ? result : text;
}

static unsigned long long number_of(const wchar_t *data, DWORD size)
{
    unsigned long long number = 0;
    memcpy(&number, data, size < sizeof number ? size : sizeof number);
    return number;
}

char *collect_key_text(struct arena *arena, HKEY key, const char *name)
{
    DWORD type = 0, size = 0;
    LSTATUS status;
    const wchar_t *data = read_value(arena, key, name, &type, &size, &status);
    if (data == NULL)
        return NULL;
    if (type == REG_DWORD || type == REG_QWORD)
        return arena_printf(arena, "%llu", number_of(data, size));
    if (type == REG_EXPAND_SZ)
        data = expanded(arena, data);
    return type == REG_SZ || type == REG_EXPAND_SZ ? collect_utf8(arena, data) : NULL;
}

void collect_each_subkey(struct arena *arena, HKEY key, collect_name *each, void *context)
{
    wchar_t name[256];
    DWORD length = 256;
    for (DWORD i = 0; RegEnumKeyExW(key, i, name, &length, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
         i++) {
        if (!each(context, collect_utf8(arena, name)))
            return;
        length = 256;
    }
}

void collect_each_value(struct arena *arena, HKEY key, collect_name *each, void *context)
{
    const DWORD longest = 16384;
    wchar_t *name = arena_array(arena, longest, sizeof *name);
    DWORD length = longest;
    for (DWORD i = 0; RegEnumValueW(key, i, name, &length, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
         i++) {
        if (!each(context, collect_utf8(arena, name)))
            return;
        length = longest;
    }
}

/* ---- the collector -------------------------------------------------------------------------------- */

/* The root of "HKLM\SOFTWARE\..."; *rest is what comes behind it. */
static HKEY root_of(const char *path, const char **rest)
{
    static const struct {
        const char *name;
        size_t root;
    } roots[] = {
        {"HKLM\\", 0}, {"HKEY_LOCAL_MACHINE\\", 0}, {"HKU\\", 1},  {"HKEY_USERS\\", 1},
        {"HKCU\\", 2}, {"HKEY_CURRENT_USER\\", 2},  {"HKCR\\", 3}, {"HKEY_CLASSES_ROOT\\", 3}};
    const HKEY keys[] = {HKEY_LOCAL_MACHINE, HKEY_USERS, HKEY_CURRENT_USER, HKEY_CLASSES_ROOT};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        if (text_starts_with_nocase(path, roots[i].name)) {
            *rest = path + strlen(roots[i].name);
            return keys[roots[i].root];
        }
    }
    return NULL;
}

static void add_absent(struct collecting *collecting, const struct collect_value *value)
{
    collect_item_open(&collecting->item, "absent");
    collect_item_set(&collecting->item, "key", value->key);
    collect_item_set(&collecting->item, "name", value->name);
    collect_add(collecting);
}

static void add_strings(struct collecting *collecting, const wchar_t *data)
{
    for (; *data != L'\0'; data += wcslen(data) + 1) {
        const char *text = collect_utf8(collecting->arena, data);
        if (collect_is_public_text(text))
            collect_item_child_text(&collecting->item, "item", text);
    }
}

static void add_value(struct collecting *collecting, const struct collect_value *value, DWORD type,
                      const wchar_t *data, DWORD size)
{
    static const char *const types[] = {[REG_SZ] = "string",
                                        [REG_EXPAND_SZ] = "expand",
                                        [REG_DWORD] = "dword",
                                        [REG_MULTI_SZ] = "multi",
                                        [REG_QWORD] = "qword"};
    struct collect_item *item = &collecting->item;
    if (type >= sizeof types / sizeof types[0] || types[type] == NULL)
        return;
    bool is_number = type == REG_DWORD || type == REG_QWORD;
    const char *text =
        is_number || type == REG_MULTI_SZ
            ? ""
            : collect_utf8(collecting->arena,
                           type == REG_EXPAND_SZ ? expanded(collecting->arena, data) : data);
    if (!is_number && (!collect_is_public_name(value->name) || !collect_is_public_text(text)))
        return;
    collect_item_open(item, "value");
    collect_item_set(item, "key", value->key);
    collect_item_set(item, "name", value->name);
    collect_item_set(item, "type", types[type]);
    if (is_number)
        collect_item_set_number(item, "data", number_of(data, size));
    else if (type == REG_MULTI_SZ)
        add_strings(collecting, data);
    else
        collect_item_set(item, "data", text);
    collect_add(collecting);
}

static void ask(struct collecting *collecting, const struct collect_value *value)
{
    const char *rest = NULL;
    HKEY root = root_of(value->key, &rest);
    DWORD type = 0, size = 0;
    LSTATUS status = ERROR_SUCCESS;
    if (root == NULL)
        return;
    HKEY key = collect_open_key(root, rest, false);
    if (key == NULL)
        status = (LSTATUS)GetLastError();
    wchar_t *data =
        key == NULL ? NULL : read_value(collecting->arena, key, value->name, &type, &size, &status);
    if (data != NULL)
        add_value(collecting, value, type, data, size);
    else if (status == ERROR_FILE_NOT_FOUND || status == ERROR_PATH_NOT_FOUND)
        add_absent(collecting, value);
    else
        collect_fail_code(collecting, value->key, (DWORD)status);
    if (key != NULL)
        RegCloseKey(key);
}

void collect_registry(struct collecting *collecting)
{
    const struct list *values = &collecting->request->registry;
    for (size_t i = 0; i < values->count; i++)
        ask(collecting, values->items[i]);
}
