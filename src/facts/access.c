#include "facts/access.h"

#include "base/path.h"
#include "base/text.h"
#include "facts/access_data.h"
#include "facts/account_data.h"
#include "facts/item.h"
#include "facts/token.h"
#include "source/span.h"
#include <assert.h>
#include <string.h>

/*
 * What is asked for: the generic rights of a file, as in
 * learn.microsoft.com/windows/win32/fileio/file-security-and-access-rights. Listing asks for less.
 */
static uint32_t asked_mask(enum access_right right)
{
    switch (right) {
    case ACCESS_WRITE:
        return 0x120116u; /* FILE_GENERIC_WRITE */
    case ACCESS_EXECUTE:
        return 0x1200A0u; /* FILE_GENERIC_EXECUTE */
    case ACCESS_LIST:
        return 0x100001u; /* FILE_LIST_DIRECTORY, SYNCHRONIZE */
    case ACCESS_READ:
    default:
        return 0x120089u; /* FILE_GENERIC_READ */
    }
}

#define READ_CONTROL_WRITE_DAC 0x60000u
#define SID_CREATOR_OWNER "S-1-3-0"
#define SID_CREATOR_GROUP "S-1-3-1"
#define SID_OWNER_RIGHTS "S-1-3-4"

/* ---- finding the ACL ---------------------------------------------------------------------- */

/* The ACL that speaks for a path: its own (distance 0) or that of an ancestor. */
struct acl {
    xmlNode *item; /* NULL: none is known */
    const struct sddl *sddl;
    unsigned distance; /* directories between */
};

static const struct sddl *get_sddl(const struct accounts *accounts, const xmlNode *item,
                                   struct error *error)
{
    const char *text = item_get(item, "sddl");
    struct sddl *sddl = map_find(accounts->sddls, text);
    if (sddl != NULL)
        return sddl;
    sddl = sddl_parse(accounts, accounts->arena, text, error);
    if (sddl != NULL)
        map_set(accounts->sddls, text, sddl);
    return sddl;
}

static const xmlAttr *find_attribute(const xmlNode *item, const char *name)
{
    const xmlAttr *a = item->properties;
    while (a != NULL && strcmp((const char *)a->name, name) != 0)
        a = a->next;
    return a;
}

bool access_validate(struct accounts *accounts, struct error *error)
{
    const xmlNode *group = facts_group(accounts->facts, "acls");
    xmlNode *item = group == NULL ? NULL : item_next(group->children, "acl");
    for (; item != NULL; item = item_next(item->next, "acl")) {
        struct error inner = {.line = 0};
        if (get_sddl(accounts, item, &inner) != NULL)
            continue;
        const struct source *source = source_of(item);
        if (source == NULL)
            return error_set(error, NULL, 0, 0, "%s", inner.text);
        struct position at =
            source_position(source, span_of_attribute_value(find_attribute(item, "sddl")).start);
        return error_set(error, source->path, at.line, at.column, "%s", inner.text);
    }
    return true;
}

/* Shortens a normalized path to the directory above; false at the top. */
static bool to_parent(char *path)
{
    char *slash = strrchr(path, '\\');
    if (slash == NULL || slash == path)
        return false;
    if (path[0] == '\\' && path[1] == '\\') {
        const char *share = strchr(path + 2, '\\');
        if (share == NULL || share == slash)
            return false; /* \\server\share is the top */
    } else if (slash == path + 2 && path[1] == ':') {
        if (slash[1] == '\0')
            return false;
        slash++; /* C:\ keeps its separator */
    }
    *slash = '\0';
    return true;
}

static struct acl find_acl(const struct accounts *accounts, const char *windows_path)
{
    struct acl acl = {0};
    if (facts_group(accounts->facts, "acls") == NULL)
        return acl;
    char *path = path_normalize_windows(accounts->arena, windows_path);
    do {
        if (facts_find(accounts->facts, "acls", "path", path, &acl.item) == ANSWER_YES) {
            acl.sddl = get_sddl(accounts, acl.item, NULL);
            assert(acl.sddl != NULL); /* access_validate() parsed it */
            return acl;
        }
        acl.distance++;
    } while (to_parent(path));
    return (struct acl){0};
}

/* False when this ACL says nothing of the path that was asked for. */
static bool speaks(const struct accounts *accounts, const struct acl *acl)
{
    if (acl->item == NULL || !acl->sddl->dacl_given)
        return false;
    if (acl->distance == 0)
        return true;
    /* What a child of a directory without DACL gets depends on who created it. */
    return facts_group_complete(accounts->facts, "acls") && acl->sddl->has_dacl;
}

/* Does the entry count at this distance, for a directory or a file there? */
static bool applies(const struct sddl_ace *ace, unsigned distance, bool directory)
{
    if (distance == 0)
        return !ace->inherit_only;
    if (ace->no_propagate && distance > 1)
        return false;
    return directory ? ace->container_inherit : ace->object_inherit;
}

/* ---- AccessCheck with unknown memberships -------------------------------------------------- */

struct check {
    const struct accounts *accounts;
    const struct token *token;
    const struct acl *acl;
    bool directory;
};

/* Is this entry about the account? */
static enum answer matches(const struct check *check, const struct sddl_ace *ace)
{
    const char *sid = ace->sid;
    bool inherited = check->acl->distance > 0;
    if (strcmp(sid, SID_OWNER_RIGHTS) == 0) {
        if (inherited || check->acl->sddl->owner == NULL)
            return ANSWER_UNKNOWN;
        sid = check->acl->sddl->owner;
    } else if (inherited &&
               (strcmp(sid, SID_CREATOR_OWNER) == 0 || strcmp(sid, SID_CREATOR_GROUP) == 0)) {
        return ANSWER_UNKNOWN; /* becomes who created the child */
    }
    enum answer answer = token_has(check->accounts, check->token, sid);
    return ace->conditional && answer == ANSWER_YES ? ANSWER_UNKNOWN : answer;
}

/* The owner may read and change the ACL, unless an entry for OWNER RIGHTS says what he may. */
static uint32_t owner_rights(const struct check *check)
{
    const struct sddl *sddl = check->acl->sddl;
    if (check->acl->distance > 0 || sddl->owner == NULL)
        return 0;
    for (size_t i = 0; i < sddl->count; i++) {
        if (!sddl->aces[i].inherit_only && strcmp(sddl->aces[i].sid, SID_OWNER_RIGHTS) == 0)
            return 0;
    }
    return token_has(check->accounts, check->token, sddl->owner) == ANSWER_YES
               ? READ_CONTROL_WRITE_DAC
               : 0;
}

/*
 * Each bit that is asked for is decided by the first entry that matches and has it ([MS-DTYP]
 * 2.5.3.2). An entry that may or may not match leaves the bit open and remembers what it could do.
 * Granted when no bit could be denied, refused when some bit could not be granted.
 */
static enum answer check_entries(const struct check *check, uint32_t asked)
{
    const struct sddl *sddl = check->acl->sddl;
    uint32_t open = asked & ~owner_rights(check);
    uint32_t can_grant = asked & ~open;
    uint32_t can_deny = 0;
    for (size_t i = 0; i < sddl->count && open != 0; i++) {
        const struct sddl_ace *ace = &sddl->aces[i];
        uint32_t bits = ace->mask & open;
        if (bits == 0 || !applies(ace, check->acl->distance, check->directory))
            continue;
        enum answer match = matches(check, ace);
        if (match == ANSWER_NO)
            continue;
        if (ace->allow)
            can_grant |= bits;
        else
            can_deny |= bits;
        if (match == ANSWER_YES)
            open &= ~bits;
    }
    can_deny |= open;
    if (can_deny == 0)
        return ANSWER_YES;
    return (asked & ~can_grant) != 0 ? ANSWER_NO : ANSWER_UNKNOWN;
}

enum answer access_check(const struct accounts *accounts, struct arena *arena, const char *name,
                         bool worker_process, const char *windows_path, enum access_right right,
                         xmlNode **deciding)
{
    (void)arena; /* tokens and ACLs are kept with the accounts */
    struct acl acl = find_acl(accounts, windows_path);
    if (deciding != NULL)
        *deciding = acl.item;
    if (!speaks(accounts, &acl) || name == NULL || *name == '\0')
        return ANSWER_UNKNOWN;
    if (!acl.sddl->has_dacl)
        return ANSWER_YES;
    struct check check = {accounts, token_get(accounts, name, worker_process), &acl, true};
    enum answer answer = check_entries(&check, asked_mask(right));
    if (right == ACCESS_LIST ||
        (acl.distance == 0 && (answer != ANSWER_NO || right != ACCESS_READ)))
        return answer;
    /* a folder that may not be listed can hold files that may be read */
    acl.distance += acl.distance == 0;
    check.directory = false;
    return check_entries(&check, asked_mask(right)) == answer ? answer : ANSWER_UNKNOWN;
}

/* ---- who is granted something ------------------------------------------------------------- */

static bool grants(const struct sddl_ace *ace, const struct acl *acl, uint32_t asked)
{
    return ace->allow && (ace->mask & asked) == asked &&
           (applies(ace, acl->distance, true) || applies(ace, acl->distance, false));
}

/* Joins "A", "B", "C" to "A, B and C". */
static const char *join(struct arena *arena, const struct list *names)
{
    const char *text = names->count == 0 ? "nobody" : names->items[0];
    for (size_t i = 1; i < names->count; i++)
        text = arena_printf(arena, "%s%s%s", text, i + 1 == names->count ? " and " : ", ",
                            (const char *)names->items[i]);
    return text;
}

enum { GRANTEES_MAX = 16 };

const char *access_grantees(const struct accounts *accounts, struct arena *arena,
                            const char *windows_path, enum access_right right)
{
    struct acl acl = find_acl(accounts, windows_path);
    if (!speaks(accounts, &acl))
        return NULL;
    if (!acl.sddl->has_dacl)
        return "everybody (no DACL)";
    struct map *seen = map_new(arena, MAP_CASE_INSENSITIVE);
    struct list names = {0};
    for (size_t i = 0; i < acl.sddl->count && names.count < GRANTEES_MAX; i++) {
        const struct sddl_ace *ace = &acl.sddl->aces[i];
        if (!grants(ace, &acl, asked_mask(right)) || map_set(seen, ace->sid, &names) != NULL)
            continue;
        const char *name = account_name_of_sid(accounts, ace->sid);
        list_add(&names, arena, (void *)(uintptr_t)(name != NULL ? name : ace->sid));
    }
    if (names.count == GRANTEES_MAX)
        names.items[GRANTEES_MAX - 1] = arena_strdup(arena, "others");
    return join(arena, &names);
}

enum answer access_granted_to(const struct accounts *accounts, struct arena *arena,
                              const char *windows_path, const char *name, enum access_right right)
{
    (void)arena;
    struct acl acl = find_acl(accounts, windows_path);
    const char *sid = account_sid(accounts, name);
    if (!speaks(accounts, &acl) || sid == NULL)
        return ANSWER_UNKNOWN;
    if (!acl.sddl->has_dacl)
        return ANSWER_NO;
    enum answer answer = ANSWER_NO;
    for (size_t i = 0; i < acl.sddl->count; i++) {
        const struct sddl_ace *ace = &acl.sddl->aces[i];
        if (!text_equals_nocase(ace->sid, sid) || !grants(ace, &acl, asked_mask(right)))
            continue;
        if (!ace->conditional)
            return ANSWER_YES;
        answer = ANSWER_UNKNOWN;
    }
    return answer;
}
