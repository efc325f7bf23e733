/*
 * The instances of SQL Server that setup has registered, 64-bit and 32-bit ones, and LocalDB.
 */
#include "facts/collect_windows.h"

#define SQL_SERVER "SOFTWARE\\Microsoft\\Microsoft SQL Server"

struct instances {
    struct collecting *collecting;
    HKEY key;
    bool of_32_bit;
    const char *local_db; /* the newest version */
};

static bool add_instance(void *context, const char *name)
{
    struct instances *instances = context;
    struct collecting *collecting = instances->collecting;
    struct arena *arena = collecting->arena;
    const char *id = collect_key_text(arena, instances->key, name);
    HKEY setup = id == NULL || *name == '\0'
                     ? NULL
                     : collect_open_key(HKEY_LOCAL_MACHINE,
                                        arena_printf(arena, SQL_SERVER "\\%s\\Setup", id),
                                        instances->of_32_bit);
    if (id == NULL || *name == '\0')
        return true;
    collect_item_open(&collecting->item, "sqlInstance");
    collect_item_set(&collecting->item, "name", name);
    if (setup != NULL) {
        const char *version = collect_key_text(arena, setup, "PatchLevel");
        collect_item_set(&collecting->item, "edition", collect_key_text(arena, setup, "Edition"));
        collect_item_set(&collecting->item, "version",
                         version != NULL ? version : collect_key_text(arena, setup, "Version"));
        RegCloseKey(setup);
    }
    collect_item_set(
        &collecting->item, "service",
        text_equals_nocase(name, "MSSQLSERVER") ? name : arena_printf(arena, "MSSQL$%s", name));
    collect_add(collecting);
    return true;
}

static bool note_local_db(void *context, const char *version)
{
    struct instances *instances = context;
    if (instances->local_db == NULL || text_compare_nocase(version, instances->local_db) > 0)
        instances->local_db = version;
    return true;
}

/* LocalDB has no service: each user has instances, of which one is there by itself. */
static void add_local_db(struct collecting *collecting)
{
    struct instances instances = {.collecting = collecting};
    HKEY key = collect_open_key(
        HKEY_LOCAL_MACHINE,
        "SOFTWARE\\Microsoft\\Microsoft SQL Server Local DB\\Installed Versions", false);
    if (key == NULL)
        return;
    collect_each_subkey(collecting->arena, key, note_local_db, &instances);
    RegCloseKey(key);
    if (instances.local_db == NULL)
        return;
    collect_item_open(&collecting->item, "sqlInstance");
    collect_item_set(&collecting->item, "name", "(localdb)\\MSSQLLocalDB");
    collect_item_set(&collecting->item, "edition", "Express Edition LocalDB");
    collect_item_set(&collecting->item, "version", instances.local_db);
    collect_add(collecting);
}

void collect_sql_instances(struct collecting *collecting)
{
    for (unsigned of_32_bit = 0; of_32_bit < 2; of_32_bit++) {
        struct instances instances = {collecting, NULL, of_32_bit == 1, NULL};
        instances.key = collect_open_key(HKEY_LOCAL_MACHINE, SQL_SERVER "\\Instance Names\\SQL",
                                         instances.of_32_bit);
        if (instances.key == NULL && GetLastError() != ERROR_FILE_NOT_FOUND)
            collect_fail_code(collecting, "the list of SQL Server instances", GetLastError());
        if (instances.key == NULL)
            continue;
        collect_each_value(collecting->arena, instances.key, add_instance, &instances);
        RegCloseKey(instances.key);
    }
    add_local_db(collecting);
    collect_complete(collecting);
}
