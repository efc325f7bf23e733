/*
 * Service principal names: of this machine, of the accounts that the configuration names, and whoever
 * holds one for a host name that sites answer to. Asked of the directory when the machine is joined.
 */
#include "facts/collect_windows.h"

#include <lm.h>
#include <winldap.h>

#define ASK_SECONDS 10

static const char *computer_name(struct arena *arena, COMPUTER_NAME_FORMAT format)
{
    wchar_t name[512];
    DWORD size = sizeof name / sizeof name[0];
    return GetComputerNameExW(format, name, &size) && size > 0 ? collect_utf8(arena, name) : NULL;
}

/* False for a machine of no domain. */
static bool find_place(struct arena *arena, struct spn_place *place)
{
    wchar_t *name = NULL;
    NETSETUP_JOIN_STATUS status = NetSetupUnknownStatus;
    *place = (struct spn_place){.computer = computer_name(arena, ComputerNamePhysicalNetBIOS),
                                .dns_domain = computer_name(arena, ComputerNameDnsDomain)};
    if (place->computer == NULL)
        place->computer = "";
    if (NetGetJoinInformation(NULL, &name, &status) != NERR_Success)
        return true;
    if (status == NetSetupDomainName)
        place->short_domain = collect_utf8(arena, name);
    NetApiBufferFree(name);
    return status == NetSetupDomainName;
}

static void add_entry(struct collecting *collecting, LDAP *directory, LDAPMessage *entry,
                      const struct spn_place *place)
{
    struct arena *arena = collecting->arena;
    wchar_t **account = ldap_get_valuesW(directory, entry, L"sAMAccountName");
    wchar_t **values = ldap_get_valuesW(directory, entry, L"servicePrincipalName");
    ULONG count = values == NULL ? 0 : ldap_count_valuesW(values);
    const char **names = arena_array(arena, (size_t)count + 1, sizeof *names);
    for (ULONG i = 0; i < count; i++)
        names[i] = collect_utf8(arena, values[i]);
    if (account != NULL && account[0] != NULL)
        collect_add_spns(collecting, place, collect_utf8(arena, account[0]), names);
    if (account != NULL)
        ldap_value_freeW(account);
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

static ULONG ask(struct collecting *collecting, LDAP *directory, const struct spn_place *place)
{
    wchar_t *wanted[] = {L"sAMAccountName", L"servicePrincipalName", NULL};
    struct l_timeval limit = {ASK_SECONDS, 0};
    LDAPMessage *answer = NULL;
    const wchar_t *base = naming_context(collecting, directory);
    wchar_t *filter = collect_wide(
        collecting->arena, collect_spn_filter(collecting->arena, collecting->request, place));
    if (base == NULL)
        return LDAP_NO_SUCH_OBJECT;
    ULONG status = ldap_search_stW(directory, (wchar_t *)(uintptr_t)base, LDAP_SCOPE_SUBTREE,
                                   filter, wanted, 0, &limit, &answer);
    for (LDAPMessage *entry = answer == NULL ? NULL : ldap_first_entry(directory, answer);
         entry != NULL; entry = ldap_next_entry(directory, entry))
        add_entry(collecting, directory, entry, place);
    if (answer != NULL)
        ldap_msgfree(answer);
    return status;
}

void collect_spns(struct collecting *collecting)
{
    struct spn_place place;
    if (!find_place(collecting->arena, &place)) {
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
            status = ask(collecting, directory, &place);
        ldap_unbind(directory);
    }
    const char *foreign = collect_spn_foreign(collecting->request, &place);
    if (status != LDAP_SUCCESS)
        collect_fail(collecting, "the directory gives no answer: %s (LDAP %lu)",
                     collect_utf8(collecting->arena, ldap_err2stringW(status)),
                     (unsigned long)status);
    else if (foreign != NULL)
        collect_fail(collecting, "'%s' is of another domain than this machine, which was not asked",
                     foreign);
    else
        collect_complete(collecting);
}
