/*
 * collect_answers.h - private to the collectors: what Windows answers, and how it becomes facts.
 *
 * A collector's file for Windows asks and copies the answer into one of these; what the answer means is
 * found out here, the same on every platform, so that answers which were recorded on a server can be
 * tested anywhere. Text is UTF-8, numbers are in the byte order of this machine unless it says otherwise.
 */
#ifndef IISLINT_FACTS_COLLECT_ANSWERS_H
#define IISLINT_FACTS_COLLECT_ANSWERS_H

#include "facts/collecting.h"
#include <stdint.h>

/* "2026-11-21T09:00:00Z" of a FILETIME (100 ns since 1601, UTC), in the arena; NULL for one behind the
 * year 9999, which stands for never. */
char *collect_instant(struct arena *arena, uint64_t file_time);

/* ---- events (collect_events.c) ----------------------------------------------------------------------- */

/* Events that are alike (source, number, pool or site) are counted as one. */
struct collect_events *collect_events_new(struct arena *arena);

/* One event as Windows renders it in XML (namespace .../win/2004/08/events/event). False when it is none;
 * nothing is counted then. */
bool collect_events_count(struct collect_events *events, const char *xml, size_t length);

/* The <event> items, in the order in which they were met first. */
void collect_events_write(const struct collect_events *events, struct collecting *collecting);

/* ---- accounts (collect_accounts.c) ------------------------------------------------------------------- */

/* What a SID is used for, as LookupAccountName tells it. */
enum sid_use { SID_USE_USER, SID_USE_GROUP, SID_USE_WELL_KNOWN_GROUP, SID_USE_OTHER };

/* A group that is in the token of an account. */
struct account_group {
    const char *name; /* "BUILTIN\Users"; the SID when nobody knows its name */
    const char *sid;  /* may be NULL */
};

/* An account that exists. */
struct account_answer {
    const char *asked;  /* as the configuration writes it */
    const char *domain; /* as Windows tells it: that of the machine for a local account */
    const char *name;   /* without domain */
    const char *sid;    /* NULL when it cannot be written */
    enum sid_use use;
    bool is_local;         /* `domain` is this machine */
    bool has_state;        /* the next two were told */
    uint32_t flags;        /* UF_*, of USER_INFO_3 */
    bool password_expired; /* usri3_password_expired */
    struct list groups;    /* struct account_group *: all of its token, through other groups too */
    struct list rights;    /* char *: "SeBatchLogonRight"; what is no logon right is passed over */
};

/* "virtual", "builtin", "group", "managed", "local" or "domain". */
const char *collect_account_kind(const struct account_answer *account);

/* True when the account can be disabled, locked and in groups of its own. */
bool collect_account_is_user(const struct account_answer *account);

/* The name to look up for what the configuration writes: ".\user" is one of `computer`. */
const char *collect_account_name(struct arena *arena, const char *asked, const char *computer);

/* True when nobody but `computer` could know the name, so that unknown means that it does not exist. */
bool collect_account_is_here(const char *asked, const char *computer);

/* The <account> item. */
void collect_add_account(struct collecting *collecting, const struct account_answer *account);

/* ---- service principal names (collect_spns.c) ---------------------------------------------------------- */

/* Where this machine stands in its domain. */
struct spn_place {
    const char *computer;     /* "WEB01" */
    const char *short_domain; /* "CONTOSO"; NULL when unknown */
    const char *dns_domain;   /* "contoso.com"; NULL when unknown */
};

/* The LDAP filter (RFC 4515) that finds who holds names of this machine, of the accounts of its domain and
 * for the hosts of the request. In the arena. */
const char *collect_spn_filter(struct arena *arena, const struct collect_request *request,
                               const struct spn_place *place);

/* An account of the request that another domain keeps, so that the answer says nothing of it; or NULL. */
const char *collect_spn_foreign(const struct collect_request *request,
                                const struct spn_place *place);

/* The <spn> items of one entry: its sAMAccountName, and its names up to NULL. Those that are no
 * service/host are passed over: no client can ask for them. */
void collect_add_spns(struct collecting *collecting, const struct spn_place *place,
                      const char *account, const char *const *names);

/* ---- certificates and TLS bindings (collect_certificates.c) -------------------------------------------- */

struct certificate_answer {
    const char *store;            /* "MY" */
    const unsigned char *sha1;    /* 20 bytes */
    const char *subject, *issuer; /* X.500 names; may be NULL */
    uint64_t not_before, not_after;
    bool has_private_key;
    struct list dns_names; /* char * */
};

/* The <certificate> item. */
void collect_add_certificate(struct collecting *collecting,
                             const struct certificate_answer *certificate);

/* A record of http.sys. */
struct tls_binding_answer {
    const unsigned char *address; /* SOCKADDR_IN or SOCKADDR_IN6 as it lies in memory */
    size_t address_length;
    const char *host;          /* of a binding by name (SNI), which has no IP address; else NULL */
    const unsigned char *hash; /* of the certificate; 20 bytes, or it is not told */
    size_t hash_length;
    const char *store; /* NULL stands for MY */
};

/* The <sslBinding> item; none for an address that is neither IPv4 nor IPv6. */
void collect_add_tls_binding(struct collecting *collecting,
                             const struct tls_binding_answer *binding);

/* An IPv6 address as RFC 5952 writes it, in the arena. */
char *collect_ipv6(struct arena *arena, const unsigned char bytes[16]);

/* ---- files and access lists (collect_files.c) ----------------------------------------------------------- */

/*
 * For which processor a program or library is made, by its first bytes (4 KiB are enough): "x64", "x86",
 * "arm64", or NULL when it is none, or one of .NET that runs on any.
 */
const char *collect_machine(const unsigned char *head, size_t length);

/* The <acl> item: owner, group and access list as SDDL. */
void collect_add_acl(struct collecting *collecting, const char *path, const char *sddl);

/* ---- ports (collect_ports.c) -------------------------------------------------------------------------- */

/* The <excluded> items of what `netsh interface ipv4 show excludedportrange` prints, in any language. False
 * when there is not even the line of hyphens that it prints over the numbers. */
bool collect_add_excluded_ports(struct collecting *collecting, const char *printed);

#endif
