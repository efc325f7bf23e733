/*
 * access.h - may an account read a path? Answered from security descriptors (SDDL) in the facts.
 *
 * The rules are those of Windows' AccessCheck for a file: ACEs in order, a deny that matches before
 * all asked rights are granted refuses, object-inherit and container-inherit flags decide what a
 * file below a directory receives, generic rights map to file rights.
 */
#ifndef IISLINT_FACTS_ACCESS_H
#define IISLINT_FACTS_ACCESS_H

#include "facts/account.h"
#include <stdint.h>

enum access_right { ACCESS_READ, ACCESS_WRITE, ACCESS_EXECUTE, ACCESS_LIST };

struct sddl_ace {
    bool allow;
    bool conditional; /* counts only under a condition that is not evaluated here */
    bool inherit_only, object_inherit, container_inherit, inherited, no_propagate;
    uint32_t mask;   /* file access mask, generic rights already mapped */
    const char *sid; /* SID string; abbreviations (BA, SY, ...) are resolved */
};

struct sddl {
    const char *owner, *group; /* SID strings or NULL */
    bool dacl_given;           /* false: the text says nothing about the DACL */
    bool has_dacl;             /* false: no DACL, everybody may do everything */
    bool is_protected;         /* nothing is inherited from the directory above */
    struct sddl_ace *aces;
    size_t count;
};

#define SDDL_LENGTH_MAX ((size_t)1024 * 1024)
#define SDDL_ACES_MAX 4096 /* an ACL has at most 64 KiB, an ACE at least 16 bytes */

/*
 * Parses an SDDL string; NULL and an error that names the offset (of a byte, from 0) when it is
 * invalid or larger than an ACL can be. `arena` keeps the result; `text` is not kept.
 */
struct sddl *sddl_parse(const struct accounts *accounts, struct arena *arena, const char *text,
                        struct error *error);

/*
 * May the account do this to the Windows path? The ACL of the path itself decides. Without one
 * the nearest ancestor's ACL in the facts decides by what is inherited from it, but only when the
 * acls group is complete: a path that such a group does not list has no ACL of its own. Else a
 * path may break inheritance and the answer is UNKNOWN. Whether a path is a file or a directory
 * is not known either; where the inherited rights of the two differ, the answer is UNKNOWN. So it is
 * for ACCESS_READ when the ACL of a directory refuses it there and allows it in the files below.
 * `worker_process`: see account_in_group().
 * *deciding (may be NULL) becomes the <acl> element that was asked, NULL when there is none.
 */
enum answer access_check(const struct accounts *accounts, struct arena *arena, const char *name,
                         bool worker_process, const char *windows_path, enum access_right right,
                         xmlNode **deciding);

/*
 * The accounts that an ACL grants a right to, as names where known, "A, B and C"; for messages.
 * In the arena; NULL when the ACL is unknown, "nobody" when it grants the right to nobody.
 */
const char *access_grantees(const struct accounts *accounts, struct arena *arena,
                            const char *windows_path, enum access_right right);

/*
 * YES when one of the ACEs allows the right to exactly this account or group (memberships do not
 * count, nor does what other ACEs deny). Ancestors count as in access_check().
 */
enum answer access_granted_to(const struct accounts *accounts, struct arena *arena,
                              const char *windows_path, const char *name, enum access_right right);

#endif
