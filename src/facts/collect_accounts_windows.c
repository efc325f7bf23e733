/*
 * The accounts that the configuration names: whether they exist and may log on, their groups and rights.
 */
#include "facts/collect_windows.h"

#include <authz.h>
#include <dsgetdc.h>
#include <lm.h>
#include <ntsecapi.h>
#include <sddl.h>
#include <string.h>

#define POOL_DOMAIN "IIS APPPOOL\\"

/* What all accounts need. */
struct asking {
    struct collecting *collecting;
    const char *computer;
    LSA_HANDLE policy; /* NULL: rights are not told */
    AUTHZ_RESOURCE_MANAGER_HANDLE authorization;
};

/* ---- names and SIDs --------------------------------------------------------------------------------- */

static const char *computer_name(struct arena *arena)
{
    wchar_t name[512];
    DWORD size = sizeof name / sizeof name[0];
    return GetComputerNameExW(ComputerNamePhysicalNetBIOS, name, &size) ? collect_utf8(arena, name)
                                                                        : "";
}

static enum sid_use use_of(SID_NAME_USE use)
{
    switch (use) {
    case SidTypeUser:
    case SidTypeComputer:
        return SID_USE_USER;
    case SidTypeGroup:
    case SidTypeAlias:
        return SID_USE_GROUP;
    case SidTypeWellKnownGroup:
        return SID_USE_WELL_KNOWN_GROUP;
    default:
        return SID_USE_OTHER;
    }
}

static const char *sid_text(struct arena *arena, PSID sid)
{
    wchar_t *text = NULL;
    if (!ConvertSidToStringSidW(sid, &text))
        return NULL;
    const char *result = collect_utf8(arena, text);
    LocalFree(text);
    return result;
}

/* The name without its domain: what was asked may be svc@contoso.com as well. */
static const char *name_of(struct arena *arena, PSID sid, const char *asked)
{
    wchar_t name[512], domain[512];
    DWORD name_size = 512, domain_size = 512;
    SID_NAME_USE use;
    const char *slash = strrchr(asked, '\\');
    if (LookupAccountSidW(NULL, sid, name, &name_size, domain, &domain_size, &use))
        return collect_utf8(arena, name);
    return slash == NULL ? asked : slash + 1;
}

/* ERROR_SUCCESS, or why the name has no SID. */
static DWORD look_up(const struct asking *asking, struct account_answer *account, PSID sid)
{
    struct arena *arena = asking->collecting->arena;
    DWORD sid_size = SECURITY_MAX_SID_SIZE, domain_size = 512;
    wchar_t domain[512] = L"";
    SID_NAME_USE use;
    const char *name = collect_account_name(arena, account->asked, asking->computer);
    if (!LookupAccountNameW(NULL, collect_wide(arena, name), sid, &sid_size, domain, &domain_size,
                            &use))
        return GetLastError();
    account->domain = collect_utf8(arena, domain);
    account->name = name_of(arena, sid, name);
    account->sid = sid_text(arena, sid);
    account->use = use_of(use);
    account->is_local = text_equals_nocase(account->domain, asking->computer);
    return ERROR_SUCCESS;
}

/* ---- state ------------------------------------------------------------------------------------------- */

static wchar_t *domain_controller(struct arena *arena, const char *domain)
{
    DOMAIN_CONTROLLER_INFOW *info = NULL;
    if (DsGetDcNameW(NULL, collect_wide(arena, domain), NULL, NULL, 0, &info) != ERROR_SUCCESS)
        return NULL;
    wchar_t *name = collect_wide(arena, collect_utf8(arena, info->DomainControllerName));
    NetApiBufferFree(info);
    return name;
}

static void find_state(struct collecting *collecting, struct account_answer *account)
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
    if (status != NERR_Success) {
        collect_fail_code(collecting, account->asked, status);
        return;
    }
    account->has_state = true;
    account->flags = info->usri3_flags;
    account->password_expired = info->usri3_password_expired != 0;
    NetApiBufferFree(info);
}

/* ---- groups and rights ------------------------------------------------------------------------------- */

static void find_rights(const struct asking *asking, PSID sid, struct list *rights)
{
    struct arena *arena = asking->collecting->arena;
    LSA_UNICODE_STRING *found = NULL;
    ULONG count = 0;
    if (asking->policy == NULL ||
        LsaEnumerateAccountRights(asking->policy, sid, &found, &count) != 0)
        return;
    for (ULONG i = 0; i < count; i++) {
        size_t length = found[i].Length / sizeof(wchar_t);
        wchar_t *name = arena_array(arena, length + 1, sizeof *name);
        memcpy(name, found[i].Buffer, length * sizeof *name);
        list_add(rights, arena, collect_utf8(arena, name));
    }
    LsaFreeMemory(found);
}

static void add_group(const struct asking *asking, struct account_answer *account, PSID sid)
{
    struct arena *arena = asking->collecting->arena;
    struct account_group *group = arena_alloc(arena, sizeof *group);
    wchar_t name[512], domain[512];
    DWORD name_size = 512, domain_size = 512;
    SID_NAME_USE use;
    group->sid = sid_text(arena, sid);
    group->name = group->sid;
    if (LookupAccountSidW(NULL, sid, name, &name_size, domain, &domain_size, &use))
        group->name = domain[0] == L'\0'
                          ? collect_utf8(arena, name)
                          : arena_printf(arena, "%s\\%s", collect_utf8(arena, domain),
                                         collect_utf8(arena, name));
    if (group->name != NULL)
        list_add(&account->groups, arena, group);
    find_rights(asking, sid, &account->rights);
}

/* The groups of a token, NULL with GetLastError(). */
static TOKEN_GROUPS *token_groups(struct arena *arena, AUTHZ_CLIENT_CONTEXT_HANDLE context)
{
    DWORD size = 0;
    AuthzGetInformationFromContext(context, AuthzContextInfoGroupsSids, 0, &size, NULL);
    TOKEN_GROUPS *groups = size == 0 ? NULL : arena_alloc(arena, size);
    bool is_told = groups != NULL && AuthzGetInformationFromContext(
                                         context, AuthzContextInfoGroupsSids, size, &size, groups);
    return is_told ? groups : NULL;
}

/*
 * All groups that a token of the account would have: those of the domain and of this machine, through
 * other groups too. Only Windows' own computation gives that; a part of it would make rules say of a
 * member that it is none.
 */
static void find_groups(const struct asking *asking, struct account_answer *account, PSID sid)
{
    AUTHZ_CLIENT_CONTEXT_HANDLE context = NULL;
    LUID none = {0, 0};
    const TOKEN_GROUPS *groups = NULL;
    if (asking->authorization != NULL &&
        AuthzInitializeContextFromSid(0, sid, asking->authorization, NULL, none, NULL, &context))
        groups = token_groups(asking->collecting->arena, context);
    if (groups == NULL)
        collect_fail_code(
            asking->collecting,
            arena_printf(asking->collecting->arena, "the groups of '%s'", account->asked),
            GetLastError());
    for (DWORD i = 0; groups != NULL && i < groups->GroupCount; i++)
        add_group(asking, account, groups->Groups[i].Sid);
    if (context != NULL)
        AuthzFreeContext(context);
}

/* ---- the collector ------------------------------------------------------------------------------------ */

static void add_account(const struct asking *asking, struct account_answer *account, PSID sid)
{
    bool is_user = collect_account_is_user(account);
    find_rights(asking, sid, &account->rights);
    if (is_user)
        find_state(asking->collecting, account);
    if (is_user || strcmp(collect_account_kind(account), "managed") == 0)
        find_groups(asking, account, sid);
    collect_add_account(asking->collecting, account);
}

/* False when it stays open whether there is such an account. */
static bool ask(const struct asking *asking, const char *name)
{
    BYTE sid[SECURITY_MAX_SID_SIZE];
    struct account_answer account = {.asked = name};
    DWORD code = look_up(asking, &account, sid);
    if (code == ERROR_SUCCESS) {
        add_account(asking, &account, sid);
        return true;
    }
    if (code == ERROR_NONE_MAPPED && collect_account_is_here(name, asking->computer))
        return true;
    /* a pool's account is known to Windows once IIS has made it */
    if (!text_starts_with_nocase(name, POOL_DOMAIN))
        collect_fail_code(asking->collecting, name, code);
    return false;
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
    struct asking asking = {collecting, computer_name(collecting->arena), open_policy(), NULL};
    bool all = true;
    if (!AuthzInitializeResourceManager(AUTHZ_RM_FLAG_NO_AUDIT, NULL, NULL, NULL, NULL,
                                        &asking.authorization))
        asking.authorization = NULL;
    for (size_t i = 0; i < names->count; i++)
        all &= ask(&asking, names->items[i]);
    if (asking.authorization != NULL)
        AuthzFreeResourceManager(asking.authorization);
    if (asking.policy != NULL)
        LsaClose(asking.policy);
    if (all)
        collect_complete(collecting);
}
