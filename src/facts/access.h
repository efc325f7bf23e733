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
    bool inherit_only, object_inherit, container_inherit, inherited, no_propagate;
    uint32_t mask;        /* file access mask, generic rights already mapped */
    const char *sid;      /* SID string; abbreviations (BA, SY, ...) are resolved */
};

struct sddl {
    const char *owner, *group; /* SID strings or NULL */
    bool has_dacl;             /* false: no DACL, everybody may do everything */
    struct sddl_ace *aces;
    size_t count;
};

/* Parses an SDDL string; NULL and an error that names the offset when it is invalid. */
struct sddl *sddl_parse(const struct accounts *accounts, struct arena *arena, const char *text,
                        struct error *error);

/*
 * May the account do this to the Windows path? The ACL of the path itself decides; without one the
 * nearest ancestor's ACL in the facts decides by what is inherited from it (a child may have its
 * own ACL, so a denial or grant seen only through an ancestor is UNKNOWN unless the ancestor is
 * the content directory itself; see access.c). `worker_process`: see account_in_group().
 * *deciding (may be NULL) becomes the <acl> element that decided.
 */
enum answer access_check(const struct accounts *accounts, struct arena *arena, const char *name,
                         bool worker_process, const char *windows_path, enum access_right right,
                         xmlNode **deciding);

/* The accounts that an ACL grants a right to, as names where known; for messages. In the arena. */
const char *access_grantees(const struct accounts *accounts, struct arena *arena,
                            const char *windows_path, enum access_right right);

/* True when one of the ACEs allows the right to exactly this account or group. */
enum answer access_granted_to(const struct accounts *accounts, struct arena *arena,
                              const char *windows_path, const char *name, enum access_right right);

#endif
