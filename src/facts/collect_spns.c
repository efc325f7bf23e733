/* Service principal names: the question to the directory, and its answer as facts; see collect_answers.h. */
#include "base/text.h"
#include "facts/collect_answers.h"
#include <string.h>

/* ---- whose account is it ------------------------------------------------------------------------------ */

enum owner { OWNER_MACHINE, OWNER_DOMAIN, OWNER_FOREIGN };

static bool is_named(const char *text, size_t length, const char *whole)
{
    return whole != NULL && strlen(whole) == length && text_starts_with_nocase(text, whole);
}

/* Built-in and virtual accounts: their names are those of the machine's own account in the directory. */
static bool is_of_windows(const char *account)
{
    return text_starts_with_nocase(account, "IIS APPPOOL\\") ||
           text_starts_with_nocase(account, "NT ") || text_starts_with_nocase(account, "BUILTIN\\");
}

/* *name and *length become the name without its domain when the account is one of the domain. */
static enum owner owner_of(const char *account, const struct spn_place *place, const char **name,
                           size_t *length)
{
    const char *slash = strchr(account, '\\'), *at = strchr(account, '@');
    *name = account;
    *length = strlen(account);
    if (is_of_windows(account))
        return OWNER_MACHINE;
    if (slash == NULL && at == NULL)
        return OWNER_DOMAIN; /* or of the machine, if that has one of the name */
    size_t domain_length = slash == NULL ? strlen(at + 1) : (size_t)(slash - account);
    const char *domain = slash == NULL ? at + 1 : account;
    if (slash == NULL) {
        *length = (size_t)(at - account);
    } else {
        *name = slash + 1;
        *length = strlen(slash + 1);
    }
    if (is_named(domain, domain_length, ".") || is_named(domain, domain_length, place->computer))
        return OWNER_MACHINE;
    bool is_ours = is_named(domain, domain_length, place->short_domain) ||
                   is_named(domain, domain_length, place->dns_domain);
    return is_ours ? OWNER_DOMAIN : OWNER_FOREIGN;
}

const char *collect_spn_foreign(const struct collect_request *request,
                                const struct spn_place *place)
{
    const char *name;
    size_t length;
    for (size_t i = 0; i < request->accounts.count; i++) {
        if (owner_of(request->accounts.items[i], place, &name, &length) == OWNER_FOREIGN)
            return request->accounts.items[i];
    }
    return NULL;
}

/* ---- the question ------------------------------------------------------------------------------------ */

static void add_test(struct text *filter, const char *attribute, const char *prefix,
                     const char *value, size_t length, const char *suffix)
{
    text_printf(filter, "(%s=%s", attribute, prefix);
    for (size_t i = 0; i < length; i++) {
        if (strchr("*()\\", value[i]) != NULL)
            text_printf(filter, "\\%02x", (unsigned)(unsigned char)value[i]);
        else
            text_add_char(filter, value[i]);
    }
    text_printf(filter, "%s)", suffix);
}

static void add_accounts(struct text *filter, const struct collect_request *request,
                         const struct spn_place *place)
{
    const char *name;
    size_t length;
    for (size_t i = 0; i < request->accounts.count; i++) {
        if (owner_of(request->accounts.items[i], place, &name, &length) == OWNER_DOMAIN)
            add_test(filter, "sAMAccountName", "", name, length, "");
    }
}

const char *collect_spn_filter(struct arena *arena, const struct collect_request *request,
                               const struct spn_place *place)
{
    struct text filter = {0};
    text_add(&filter, "(&(servicePrincipalName=*)(|");
    add_test(&filter, "sAMAccountName", "", place->computer, strlen(place->computer), "$");
    add_accounts(&filter, request, place);
    for (size_t i = 0; i < request->hosts.count; i++) {
        const char *host = request->hosts.items[i];
        add_test(&filter, "servicePrincipalName", "HTTP/", host, strlen(host), "");
        add_test(&filter, "servicePrincipalName", "HTTP/", host, strlen(host), ":*");
        add_test(&filter, "servicePrincipalName", "HOST/", host, strlen(host), "");
    }
    text_add(&filter, "))");
    const char *result = arena_strdup(arena, text_string(&filter));
    text_fini(&filter);
    return result;
}

/* ---- the answer -------------------------------------------------------------------------------------- */

/* service/host, as rules/facts.rng takes it. */
static bool is_name(const char *value)
{
    size_t service = strcspn(value, "/ \t\r\n");
    const char *host = value + service + 1;
    return service > 0 && value[service] == '/' && *host != '\0' &&
           strcspn(host, " \t\r\n") == strlen(host);
}

void collect_add_spns(struct collecting *collecting, const struct spn_place *place,
                      const char *account, const char *const *names)
{
    const char *whole = place->short_domain == NULL ? account
                                                    : arena_printf(collecting->arena, "%s\\%s",
                                                                   place->short_domain, account);
    for (; *names != NULL; names++) {
        if (!is_name(*names))
            continue;
        collect_item_open(&collecting->item, "spn");
        collect_item_set(&collecting->item, "account", whole);
        collect_item_set(&collecting->item, "value", *names);
        collect_add(collecting);
    }
}
