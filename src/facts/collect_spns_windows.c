/*
 * Service principal names: of this machine, of the accounts that the configuration names, and whoever
 * holds one for a host name that sites answer to. Asked of the directory when the machine is joined.
 */
#include "facts/collect_windows.h"

#include <lm.h>
#include <string.h>
#include <winldap.h>

#define ASK_SECONDS 10

static bool is_joined(void)
{
    wchar_t *name = NULL;
    NETSETUP_JOIN_STATUS status = NetSetupUnknownStatus;
    if (NetGetJoinInformation(NULL, &name, &status) != NERR_Success)
        return true;
    NetApiBufferFree(name);
    return status == NetSetupDomainName;
}

/* A value in a filter: RFC 4515. */
static void add_escaped(struct text *filter, const char *value)
{
    for (; *value != '\0'; value++) {
        if (strchr("*()\\", *value) != NULL)
            text_printf(filter, "\\%02x", (unsigned)(unsigned char)*value);
        else
            text_add_char(filter, *value);
    }
}

static void add_test(struct text *filter, const char *attribute, const char *prefix,
                     const char *value, const char *suffix)
{
    text_printf(filter, "(%s=%s", attribute, prefix);
    add_escaped(filter, value);
    text_printf(filter, "%s)", suffix);
}

/* The name without its domain; NULL for an account that the directory cannot have. */
static const char *directory_name(struct arena *arena, const char *account)
{
    const char *slash = strrchr(account, '\\');
    const char *at = strchr(account, '@');
    if (text_starts_with_nocase(account, "IIS APPPOOL\\") ||
        text_starts_with_nocase(account, "NT ") || text_starts_with(account, ".\\"))
        return NULL;
    if (slash != NULL)
        return slash + 1;
    return at == NULL ? NULL : arena_strndup(arena, account, (size_t)(at - account));
}

static char *make_filter(struct collecting *collecting)
{
    const struct collect_request *request = collecting->request;
    struct text filter = {0};
    wchar_t computer[512];
    DWORD size = sizeof computer / sizeof computer[0];
    text_add(&filter, "(&(servicePrincipalName=*)(|");
    if (GetComputerNameExW(ComputerNamePhysicalNetBIOS, computer, &size))
        add_test(&filter, "sAMAccountName", "", collect_utf8(collecting->arena, computer), "$");
    for (size_t i = 0; i < request->accounts.count; i++) {
        const char *name = directory_name(collecting->arena, request->accounts.items[i]);
        if (name != NULL)
            add_test(&filter, "sAMAccountName", "", name, "");
    }
    for (size_t i = 0; i < request->hosts.count; i++) {
        add_test(&filter, "servicePrincipalName", "HTTP/", request->hosts.items[i], "");
        add_test(&filter, "servicePrincipalName", "HTTP/", request->hosts.items[i], ":*");
        add_test(&filter, "servicePrincipalName", "HOST/", request->hosts.items[i], "");
    }
    text_add(&filter, "))");
    char *result = arena_strdup(collecting->arena, text_string(&filter));
    text_fini(&filter);
    return result;
}

/* CONTOSO\svc-web, of the distinguished name's domain when Windows knows its short name. */
static const char *account_name(struct arena *arena, const char *short_domain, wchar_t **names)
{
    if (names == NULL || names[0] == NULL)
        return NULL;
    const char *name = collect_utf8(arena, names[0]);
    return short_domain == NULL ? name : arena_printf(arena, "%s\\%s", short_domain, name);
}

static void add_entry(struct collecting *collecting, LDAP *directory, LDAPMessage *entry,
                      const char *short_domain)
{
    wchar_t **names = ldap_get_valuesW(directory, entry, L"sAMAccountName");
    wchar_t **values = ldap_get_valuesW(directory, entry, L"servicePrincipalName");
    const char *account = account_name(collecting->arena, short_domain, names);
    for (size_t i = 0; account != NULL && values != NULL && values[i] != NULL; i++) {
        collect_item_open(&collecting->item, "spn");
        collect_item_set(&collecting->item, "account", account);
        collect_set_wide(collecting, "value", values[i]);
        collect_add(collecting);
    }
    if (names != NULL)
        ldap_value_freeW(names);
    if (values != NULL)
        ldap_value_freeW(values);
}

/* DC=contoso,DC=com of the directory that answers. */
static const wchar_t *naming_context(struct collecting *collecting, LDAP *directory)
{
    wchar_t *wanted[] = {L"defaultNamingContext", NULL};
    LDAPMessage *answer = NULL;
    const wchar_t *result = NULL;
    if (ldap_search_sW(directory, NULL, LDAP_SCOPE_BASE, L"(objectClass=*)", wanted, 0, &answer) ==
        LDAP_SUCCESS) {
        LDAPMessage *entry = ldap_first_entry(directory, answer);
        wchar_t **values = entry == NULL ? NULL : ldap_get_valuesW(directory, entry, wanted[0]);
        if (values != NULL && values[0] != NULL)
            result = collect_wide(collecting->arena, collect_utf8(collecting->arena, values[0]));
        if (values != NULL)
            ldap_value_freeW(values);
    }
    if (answer != NULL)
        ldap_msgfree(answer);
    return result;
}

static const char *short_domain(struct arena *arena)
{
    wchar_t *name = NULL;
    NETSETUP_JOIN_STATUS status = NetSetupUnknownStatus;
    if (NetGetJoinInformation(NULL, &name, &status) != NERR_Success)
        return NULL;
    const char *result = status == NetSetupDomainName ? collect_utf8(arena, name) : NULL;
    NetApiBufferFree(name);
    return result;
}

static ULONG ask(struct collecting *collecting, LDAP *directory)
{
    wchar_t *wanted[] = {L"sAMAccountName", L"servicePrincipalName", NULL};
    struct l_timeval limit = {ASK_SECONDS, 0};
    LDAPMessage *answer = NULL;
    const char *domain = short_domain(collecting->arena);
    const wchar_t *base = naming_context(collecting, directory);
    wchar_t *filter = collect_wide(collecting->arena, make_filter(collecting));
    if (base == NULL)
        return LDAP_NO_SUCH_OBJECT;
    ULONG status = ldap_search_stW(directory, (wchar_t *)(uintptr_t)base, LDAP_SCOPE_SUBTREE,
                                   filter, wanted, 0, &limit, &answer);
    for (LDAPMessage *entry = answer == NULL ? NULL : ldap_first_entry(directory, answer);
         entry != NULL; entry = ldap_next_entry(directory, entry))
        add_entry(collecting, directory, entry, domain);
    if (answer != NULL)
        ldap_msgfree(answer);
    return status;
}

void collect_spns(struct collecting *collecting)
{
    if (!is_joined()) {
        collect_complete(collecting);
        return;
    }
    LDAP *directory = ldap_initW(NULL, LDAP_PORT);
    ULONG version = LDAP_VERSION3;
    struct l_timeval limit = {ASK_SECONDS, 0};
    ULONG status = LDAP_SERVER_DOWN;
    if (directory != NULL) {
        ldap_set_optionW(directory, LDAP_OPT_PROTOCOL_VERSION, &version);
        status = ldap_connect(directory, &limit);
        if (status == LDAP_SUCCESS)
            status = ldap_bind_sW(directory, NULL, NULL, LDAP_AUTH_NEGOTIATE);
        if (status == LDAP_SUCCESS)
            status = ask(collecting, directory);
        ldap_unbind(directory);
    }
    if (status == LDAP_SUCCESS)
        collect_complete(collecting);
    else
        collect_fail(collecting, "the directory gives no answer: %s (LDAP %lu)",
                     collect_utf8(collecting->arena, ldap_err2stringW(status)),
                     (unsigned long)status);
}
