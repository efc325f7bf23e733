/*
 * The environment of the machine, not of whoever runs iislint: what services and worker processes get.
 */
#include "facts/collect_windows.h"

#include <string.h>

struct environment {
    struct collecting *collecting;
    HKEY key;
};

static bool add(struct collecting *collecting, const char *name, const char *value)
{
    if (value == NULL || *name == '\0' || !collect_is_public_name(name) ||
        !collect_is_public_text(value))
        return true;
    collect_item_open(&collecting->item, "variable");
    collect_item_set(&collecting->item, "name", name);
    collect_item_set(&collecting->item, "value", value);
    collect_add(collecting);
    return true;
}

/* Those that Windows sets itself for every process and that are the same in all of them. */
static const char *const everywhere[] = {
    "ALLUSERSPROFILE", "CommonProgramFiles", "CommonProgramFiles(x86)", "COMPUTERNAME",
    "ProgramData",     "ProgramFiles",       "ProgramFiles(x86)",       "PUBLIC",
    "SystemDrive",     "SystemRoot"};

static bool is_everywhere(const char *name)
{
    for (size_t i = 0; i < sizeof everywhere / sizeof everywhere[0]; i++) {
        if (text_equals_nocase(name, everywhere[i]))
            return true;
    }
    return false;
}

static bool add_machine_variable(void *context, const char *name)
{
    struct environment *environment = context;
    if (is_everywhere(name))
        return true;
    return add(environment->collecting, name,
               collect_key_text(environment->collecting->arena, environment->key, name));
}

void collect_environment(struct collecting *collecting)
{
    struct environment environment = {collecting, NULL};
    for (size_t i = 0; i < sizeof everywhere / sizeof everywhere[0]; i++)
        add(collecting, everywhere[i], collect_own_variable(collecting->arena, everywhere[i]));
    environment.key =
        collect_open_key(HKEY_LOCAL_MACHINE,
                         "SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment", false);
    if (environment.key == NULL) {
        collect_fail_code(collecting, "the variables of the machine", GetLastError());
        return;
    }
    collect_each_value(collecting->arena, environment.key, add_machine_variable, &environment);
    RegCloseKey(environment.key);
}
