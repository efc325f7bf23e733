/* Accounts as facts; see collect_answers.h. */
#include "base/text.h"
#include "facts/collect_answers.h"
#include <string.h>

/* USER_INFO_3: https://learn.microsoft.com/windows/win32/api/lmaccess/ns-lmaccess-user_info_3 */
#define FLAG_DISABLED 0x0002u
#define FLAG_LOCKED 0x0010u

/* ---- names ------------------------------------------------------------------------------------------ */

const char *collect_account_name(struct arena *arena, const char *asked, const char *computer)
{
    return text_starts_with(asked, ".\\") ? arena_printf(arena, "%s\\%s", computer, asked + 2)
                                          : asked;
}

static bool is_prefix(const char *text, size_t length, const char *whole)
{
    return strlen(whole) == length && text_starts_with_nocase(text, whole);
}

bool collect_account_is_here(const char *asked, const char *computer)
{
    const char *slash = strchr(asked, '\\');
    if (slash == NULL)
        return strchr(asked, '@') == NULL;
    size_t length = (size_t)(slash - asked);
    return is_prefix(asked, length, ".") || is_prefix(asked, length, computer);
}

/* ---- what it is ------------------------------------------------------------------------------------- */

const char *collect_account_kind(const struct account_answer *account)
{
    size_t length = strlen(account->name);
    if (text_equals_nocase(account->domain, "IIS APPPOOL") ||
        text_equals_nocase(account->domain, "NT SERVICE"))
        return "virtual";
    if (text_equals_nocase(account->domain, "NT AUTHORITY") ||
        account->use == SID_USE_WELL_KNOWN_GROUP)
        return "builtin";
    if (account->use == SID_USE_GROUP)
        return "group";
    if (length > 0 && account->name[length - 1] == '$')
        return "managed";
    return account->is_local ? "local" : "domain";
}

bool collect_account_is_user(const struct account_answer *account)
{
    const char *kind = collect_account_kind(account);
    return strcmp(kind, "local") == 0 || strcmp(kind, "domain") == 0;
}

/* ---- writing ---------------------------------------------------------------------------------------- */

/* "SeBatchLogonRight": what rules/facts.rng takes for a right. */
static bool is_right(const char *name)
{
    if (!text_starts_with(name, "Se") || name[2] == '\0')
        return false;
    for (const char *c = name; *c != '\0'; c++) {
        if (!((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z')))
            return false;
    }
    return true;
}

static bool is_new(const struct list *rights, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(rights->items[i], rights->items[index]) == 0)
            return false;
    }
    return true;
}

static void add_rights(struct collect_item *item, const struct list *rights)
{
    for (size_t i = 0; i < rights->count; i++) {
        if (!is_right(rights->items[i]) || !is_new(rights, i))
            continue;
        collect_item_child(item, "right");
        collect_item_set(item, "name", rights->items[i]);
    }
}

/* What an administrator puts accounts into. The rest of a token (Everyone, NETWORK, ...) depends on how the
 * account logs on, which is not asked here. */
static bool is_membership(const struct account_group *group)
{
    return group->sid == NULL || text_starts_with(group->sid, "S-1-5-21-") ||
           text_starts_with(group->sid, "S-1-5-32-");
}

void collect_add_account(struct collecting *collecting, const struct account_answer *account)
{
    struct collect_item *item = &collecting->item;
    collect_item_open(item, "account");
    collect_item_set(item, "name", account->asked);
    collect_item_set(item, "sid", account->sid);
    collect_item_set(item, "kind", collect_account_kind(account));
    if (account->has_state) {
        collect_item_set_flag(item, "enabled", (account->flags & FLAG_DISABLED) == 0);
        collect_item_set_flag(item, "locked", (account->flags & FLAG_LOCKED) != 0);
        collect_item_set_flag(item, "passwordExpired", account->password_expired);
    }
    for (size_t i = 0; i < account->groups.count; i++) {
        const struct account_group *group = account->groups.items[i];
        if (!is_membership(group))
            continue;
        collect_item_child(item, "memberOf");
        collect_item_set(item, "name", group->name);
        collect_item_set(item, "sid", group->sid);
    }
    add_rights(item, &account->rights);
    collect_add(collecting);
}
