/*
 * The operating system, its domain, and which IIS is installed with which components.
 */
#include "facts/collect_windows.h"

#include "base/embedded.h"
#include "facts/item.h"
#include "source/source.h"
#include <lm.h>
#include <string.h>

#define INETSTP "SOFTWARE\\Microsoft\\InetStp"

/* ---- os ---------------------------------------------------------------------------------------------- */

static const char *computer_name(struct arena *arena, COMPUTER_NAME_FORMAT format)
{
    wchar_t name[512];
    DWORD size = sizeof name / sizeof name[0];
    return GetComputerNameExW(format, name, &size) ? collect_utf8(arena, name) : NULL;
}

/* Older Windows tells its version as one text. */
static const char *os_version(struct arena *arena, HKEY key)
{
    const char *major = collect_key_text(arena, key, "CurrentMajorVersionNumber");
    const char *minor = collect_key_text(arena, key, "CurrentMinorVersionNumber");
    const char *build = collect_key_text(arena, key, "CurrentBuild");
    const char *version = collect_key_text(arena, key, "CurrentVersion");
    if (major != NULL && minor != NULL && build != NULL)
        return arena_printf(arena, "%s.%s.%s", major, minor, build);
    return version == NULL || build == NULL ? version
                                            : arena_printf(arena, "%s.%s", version, build);
}

static void set_domain(struct collecting *collecting)
{
    wchar_t *name = NULL;
    NETSETUP_JOIN_STATUS status = NetSetupUnknownStatus;
    if (NetGetJoinInformation(NULL, &name, &status) != NERR_Success)
        return;
    if (status == NetSetupDomainName) {
        const char *domain = computer_name(collecting->arena, ComputerNameDnsDomain);
        if (domain == NULL || *domain == '\0')
            domain = collect_utf8(collecting->arena, name);
        collect_group_set(collecting, "domain", domain);
    }
    NetApiBufferFree(name);
}

void collect_os(struct collecting *collecting)
{
    HKEY key = collect_open_key(HKEY_LOCAL_MACHINE,
                                "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", false);
    if (key != NULL) {
        collect_group_set(collecting, "name",
                          collect_key_text(collecting->arena, key, "ProductName"));
        collect_group_set(collecting, "version", os_version(collecting->arena, key));
        RegCloseKey(key);
    }
    collect_group_set(collecting, "computer",
                      computer_name(collecting->arena, ComputerNamePhysicalNetBIOS));
    set_domain(collecting);
}

/* ---- iis --------------------------------------------------------------------------------------------- */

void collect_iis(struct collecting *collecting)
{
    HKEY key = collect_open_key(HKEY_LOCAL_MACHINE, INETSTP, false);
    if (key == NULL) {
        collect_fail(collecting, "IIS is not installed: there is no registry key HKLM\\" INETSTP);
        return;
    }
    const char *major = collect_key_text(collecting->arena, key, "MajorVersion");
    const char *minor = collect_key_text(collecting->arena, key, "MinorVersion");
    if (major == NULL || minor == NULL)
        collect_fail(collecting, "HKLM\\" INETSTP " tells no version");
    else
        collect_group_set(collecting, "version",
                          arena_printf(collecting->arena, "%s.%s", major, minor));
    RegCloseKey(key);
}

/* ---- features ---------------------------------------------------------------------------------------- */

/* The components that setup lists by their own names, as role services are called (rules/features.xml). */
static void add_features(struct collecting *collecting, HKEY key, const xmlNode *root)
{
    for (xmlNode *feature = item_next(root->children, "feature"); feature != NULL;
         feature = item_next(feature->next, "feature")) {
        const char *value =
            collect_key_text(collecting->arena, key, item_get(feature, "component"));
        collect_item_open(&collecting->item, "feature");
        collect_item_set(&collecting->item, "name", item_get(feature, "name"));
        collect_item_set_flag(&collecting->item, "installed",
                              value != NULL && strcmp(value, "0") != 0);
        collect_add(collecting);
    }
}

void collect_features(struct collecting *collecting)
{
    const struct embedded_file *file = embedded_find("features.xml");
    HKEY key = collect_open_key(HKEY_LOCAL_MACHINE, INETSTP "\\Components", false);
    if (file == NULL || key == NULL) {
        collect_fail(collecting,
                     "there is no list of installed components (HKLM\\" INETSTP "\\Components)");
        return;
    }
    struct source *source =
        source_parse(collecting->arena, file->name, (const char *)file->data, file->size);
    if (source->doc != NULL)
        add_features(collecting, key, xmlDocGetRootElement(source->doc));
    source_free(source);
    RegCloseKey(key);
}
