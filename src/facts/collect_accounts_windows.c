/*
 * The accounts that the configuration names: whether they exist and may log on, their groups and rights.
 */
#include "facts/collect_windows.h"

#include <dsgetdc.h>
#include <lm.h>
#include <ntsecapi.h>
#include <sddl.h>
#include <string.h>

#define POOL_DOMAIN "IIS APPPOOL\\"
#define RIGHT_COUNT_MAX 64

struct account {
    const char *asked;  /* as the configuration writes it */
    const char *domain; /* as Windows tells it */
    const char *name;
    PSID sid;
    SID_NAME_USE use;
    bool is_local;
};

/* Rights that were written already, of the account itself and of its groups. */
struct rights {
    char names[RIGHT_COUNT_MAX][64];
    size_t count;
};

/* ---- who is it ----------------------------------------------------------------------------------------- */

static bool is_computer(struct arena *arena, const char *domain)
{
    wchar_t name[512];
    DWORD size = sizeof name / sizeof name[0];
    return GetComputerNameExW(ComputerNamePhysicalNetBIOS, name, &size) &&
           text_equals_nocase(domain, collect_utf8(arena, name));
}

/* .\user is a name to IIS, but none that can be looked up. */
static const char *lookup_name(struct arena *arena, const char *asked)
{
    wchar_t computer[512];
    DWORD size = sizeof computer / sizeof computer[0];
    if (!text_starts_with(asked, ".\\") ||
        !GetComputerNameExW(ComputerNamePhysicalNetBIOS, computer, &size))
        return asked;
    return arena_printf(arena, "%s\\%s", collect_utf8(arena, computer), asked + 2);
}

/* ERROR_SUCCESS, or why the name has no SID. */
static DWORD look_up(struct arena *arena, struct account *account)
{
    const wchar_t *name = collect_wide(arena, lookup_name(arena, account->asked));
    DWORD sid_size = SECURITY_MAX_SID_SIZE, domain_size = 512;
    wchar_t domain[512] = L"";
    account->sid = arena_alloc(arena, sid_size);
    if (!LookupAccountNameW(NULL, name, account->sid, &sid_size, domain, &domain_size,
                            &account->use))
        return GetLastError();
    const char *bare = strrchr(account->asked, '\\');
    account->domain = collect_utf8(arena, domain);
    account->name = bare == NULL ? account->asked : bare + 1;
    account->is_local = is_computer(arena, account->domain);
    return ERROR_SUCCESS;
}

/* Whether only this machine could know the name: then not found means not there. */
static bool is_of_this_machine(struct arena *arena, const char *asked)
{
    const char *slash = strchr(asked, '\\');
    if (slash == NULL)
        return strchr(asked, '@') == NULL;
    const char *domain = arena_strndup(arena, asked, (size_t)(slash - asked));
    return strcmp(domain, ".") == 0 || is_computer(arena, domain);
}

static const char *kind_of(const struct account *account)
{
    size_t length = strlen(account->name);
    if (text_equals_nocase(account->domain, "IIS APPPOOL") ||
        text_equals_nocase(account->domain, "NT SERVICE"))
        return "virtual";
    if (text_equals_nocase(account->domain, "NT AUTHORITY") ||
        account->use == SidTypeWellKnownGroup)
        return "builtin";
    if (account->use == SidTypeGroup || account->use == SidTypeAlias)
        return "group";
    if (length > 0 && account->name[length - 1] == '$')
        return "managed";
    return account->is_local ? "local" : "domain";
}

/* ---- state --------------------------------------------------------------------------------------------- */

static wchar_t *domain_controller(struct arena *arena, const char *domain)
{
    DOMAIN_CONTROLLER_INFOW *info = NULL;
    if (DsGetDcNameW(NULL, collect_wide(arena, domain), NULL, NULL, 0, &info) != ERROR_SUCCESS)
        return NULL;
    wchar_t *name = collect_wide(arena, collect_utf8(arena, info->DomainControllerName));
    NetApiBufferFree(info);
    return name;
}

static void set_state(struct collecting *collecting, const struct account *account)
{
    struct arena *arena = collecting->arena;
    USER_INFO_3 *info = NULL;
    const wchar_t *server = account->is_local ? NULL : domain_controller(arena, account->domain);
    if (!account->is_local && server == NULL) {
        collect_fail(collecting, "no domain controller of '%s' answers: whether '%s' is enabled",
                     account->domain, account->asked);
        return;
    }
    NET_API_STATUS status =
        NetUserGetInfo(server, collect_wide(arena, account->name), 3, (LPBYTE *)&info);
    if (status == NERR_Success) {
        collect_item_set_flag(&collecting->item, "enabled",
                              (info->usri3_flags & UF_ACCOUNTDISABLE) == 0);
        collect_item_set_flag(&collecting->item, "locked", (info->usri3_flags & UF_LOCKOUT) != 0);
        collect_item_set_flag(&collecting->item, "passwordExpired",
                              info->usri3_password_expired != 0);
        NetApiBufferFree(info);
    } else {
        collect_fail_code(collecting, account->asked, status);
    }
}

/* ---- groups and rights ----------------------------------------------------------------------------------- */

static void add_rights(LSA_HANDLE policy, PSID sid, struct rights *rights)
{
    LSA_UNICODE_STRING *found = NULL;
    ULONG count = 0;
    if (policy == NULL || LsaEnumerateAccountRights(policy, sid, &found, &count) != 0)
        return;
    for (ULONG i = 0; i < count && rights->count < RIGHT_COUNT_MAX; i++) {
        char *name = rights->names[rights->count];
        size_t length = found[i].Length / sizeof(wchar_t), at = 0;
        while (at < length && at < 63 && found[i].Buffer[at] < 0x80) {
            name[at] = (char)found[i].Buffer[at];
            at++;
        }
        name[at] = '\0';
        bool is_new = text_starts_with(name, "Se");
        for (size_t k = 0; k < rights->count; k++)
            is_new = is_new && strcmp(rights->names[k], name) != 0;
        rights->count += is_new;
    }
    LsaFreeMemory(found);
}

static void add_group(struct collecting *collecting, const wchar_t *name, LSA_HANDLE policy,
                      struct rights *rights)
{
    BYTE sid[SECURITY_MAX_SID_SIZE];
    DWORD sid_size = sizeof sid, domain_size = 512;
    wchar_t domain[512] = L"", *text = NULL;
    SID_NAME_USE use;
    bool has_sid = LookupAccountNameW(NULL, name, sid, &sid_size, domain, &domain_size, &use) &&
                   ConvertSidToStringSidW(sid, &text);
    const char *bare = collect_utf8(collecting->arena, name);
    collect_item_child(&collecting->item, "memberOf");
    collect_item_set(&collecting->item, "name",
                     has_sid && domain[0] != L'\0'
                         ? arena_printf(collecting->arena, "%s\\%s",
                                        collect_utf8(collecting->arena, domain), bare)
                         : bare);
    if (has_sid) {
        collect_set_wide(collecting, "sid", text);
        LocalFree(text);
        add_rights(policy, sid, rights);
    }
}

/* Groups of this machine, those through other groups too. */
static void add_groups(struct collecting *collecting, const struct account *account,
                       LSA_HANDLE policy, struct rights *rights)
{
    LOCALGROUP_USERS_INFO_0 *groups = NULL;
    DWORD count = 0, total = 0;
    const char *name = account->is_local ? account->name
                                         : arena_printf(collecting->arena, "%s\\%s",
                                                        account->domain, account->name);
    NET_API_STATUS status =
        NetUserGetLocalGroups(NULL, collect_wide(collecting->arena, name), 0, LG_INCLUDE_INDIRECT,
                              (LPBYTE *)&groups, MAX_PREFERRED_LENGTH, &count, &total);
    if (status != NERR_Success) {
        collect_fail_code(collecting, "the groups of an account", status);
        return;
    }
    for (DWORD i = 0; i < count; i++)
        add_group(collecting, groups[i].lgrui0_name, policy, rights);
    NetApiBufferFree(groups);
}

/* ---- the collector ----------------------------------------------------------------------------------------- */

static void add_account(struct collecting *collecting, const struct account *account,
                        LSA_HANDLE policy)
{
    struct rights rights = {.count = 0};
    const char *kind = kind_of(account);
    wchar_t *sid = NULL;
    bool is_user = strcmp(kind, "local") == 0 || strcmp(kind, "domain") == 0;
    collect_item_open(&collecting->item, "account");
    collect_item_set(&collecting->item, "name", account->asked);
    if (ConvertSidToStringSidW(account->sid, &sid)) {
        collect_set_wide(collecting, "sid", sid);
        LocalFree(sid);
    }
    collect_item_set(&collecting->item, "kind", kind);
    if (is_user)
        set_state(collecting, account);
    add_rights(policy, account->sid, &rights);
    if (is_user || strcmp(kind, "managed") == 0)
        add_groups(collecting, account, policy, &rights);
    for (size_t i = 0; i < rights.count; i++) {
        collect_item_child(&collecting->item, "right");
        collect_item_set(&collecting->item, "name", rights.names[i]);
    }
    collect_add(collecting);
}

static LSA_HANDLE open_policy(void)
{
    LSA_OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes};
    LSA_HANDLE policy = NULL;
    ACCESS_MASK access = POLICY_LOOKUP_NAMES | POLICY_VIEW_LOCAL_INFORMATION;
    return LsaOpenPolicy(NULL, &attributes, access, &policy) == 0 ? policy : NULL;
}

void collect_accounts(struct collecting *collecting)
{
    const struct list *names = &collecting->request->accounts;
    LSA_HANDLE policy = open_policy();
    bool all = true;
    for (size_t i = 0; i < names->count; i++) {
        struct account account = {.asked = names->items[i]};
        DWORD code = look_up(collecting->arena, &account);
        if (code == ERROR_SUCCESS) {
            add_account(collecting, &account, policy);
        } else if (code != ERROR_NONE_MAPPED ||
                   !is_of_this_machine(collecting->arena, account.asked)) {
            all = false;
            if (!text_starts_with_nocase(account.asked, POOL_DOMAIN))
                collect_fail_code(collecting, account.asked, code);
        }
    }
    if (policy != NULL)
        LsaClose(policy);
    if (all)
        collect_complete(collecting);
}
