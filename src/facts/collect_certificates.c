/* Certificates and the bindings of http.sys as facts; see collect_answers.h. */
#include "base/text.h"
#include "facts/collect_answers.h"
#include <string.h>

#define HASH_SIZE 20

static const char *hexadecimal(struct arena *arena, const unsigned char *bytes, size_t length)
{
    static const char digits[] = "0123456789ABCDEF";
    char *text = arena_alloc(arena, length * 2 + 1);
    for (size_t i = 0; i < length; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    return text;
}

/* ---- time -------------------------------------------------------------------------------------------- */

/* Days since 1 January 1601 as year, month and day: that year begins a cycle of 400, in which March comes
 * first here, so that the leap day is the last. */
static void split_days(uint64_t days, unsigned *year, unsigned *month, unsigned *day)
{
    days += 306; /* since 1 March 1600 */
    uint64_t cycle = days / 146097, rest = days % 146097;
    uint64_t of_cycle = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    rest -= of_cycle * 365 + of_cycle / 4 - of_cycle / 100;
    uint64_t march_month = (5 * rest + 2) / 153;
    *day = (unsigned)(rest - (153 * march_month + 2) / 5 + 1);
    *month = (unsigned)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (unsigned)(1600 + cycle * 400 + of_cycle + (*month <= 2));
}

char *collect_instant(struct arena *arena, uint64_t file_time)
{
    uint64_t seconds = file_time / 10000000, of_day = seconds % 86400;
    unsigned year, month, day;
    split_days(seconds / 86400, &year, &month, &day);
    if (year > 9999)
        return NULL;
    return arena_printf(arena, "%04u-%02u-%02uT%02u:%02u:%02uZ", year, month, day,
                        (unsigned)(of_day / 3600), (unsigned)(of_day / 60 % 60),
                        (unsigned)(of_day % 60));
}

/* ---- certificates ------------------------------------------------------------------------------------ */

void collect_add_certificate(struct collecting *collecting,
                             const struct certificate_answer *certificate)
{
    struct collect_item *item = &collecting->item;
    struct arena *arena = collecting->arena;
    collect_item_open(item, "certificate");
    collect_item_set(item, "store", certificate->store);
    collect_item_set(item, "thumbprint", hexadecimal(arena, certificate->sha1, HASH_SIZE));
    collect_item_set(item, "subject", certificate->subject);
    collect_item_set(item, "issuer", certificate->issuer);
    collect_item_set(item, "notBefore", collect_instant(arena, certificate->not_before));
    collect_item_set(item, "notAfter", collect_instant(arena, certificate->not_after));
    collect_item_set_flag(item, "privateKey", certificate->has_private_key);
    for (size_t i = 0; i < certificate->dns_names.count; i++) {
        const char *name = certificate->dns_names.items[i];
        if (*name != '\0')
            collect_item_child_text(item, "dnsName", name);
    }
    collect_add(collecting);
}

/* ---- bindings of http.sys ----------------------------------------------------------------------------- */

/* The longest run of two or more zero groups, which is written "::"; its length, 0 when there is none. */
static unsigned longest_zeros(const unsigned groups[8], unsigned *start)
{
    unsigned best = 0;
    for (unsigned i = 0; i < 8; i++) {
        unsigned length = 0;
        while (i + length < 8 && groups[i + length] == 0)
            length++;
        if (length > best && length > 1) {
            best = length;
            *start = i;
        }
    }
    return best;
}

char *collect_ipv6(struct arena *arena, const unsigned char bytes[16])
{
    unsigned groups[8], start = 8;
    for (unsigned i = 0; i < 8; i++)
        groups[i] = (unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];
    unsigned zeros = longest_zeros(groups, &start);
    struct text text = {0};
    for (unsigned i = 0; i < 8; i++) {
        if (i == start) {
            text_add(&text, "::");
            i += zeros - 1;
        } else {
            text_printf(&text, i == 0 || i == start + zeros ? "%x" : ":%x", groups[i]);
        }
    }
    char *result = arena_strdup(arena, text_string(&text));
    text_fini(&text);
    return result;
}

/* SOCKADDR: the family in this machine's order, the port in the network's; AF_INET is 2 and AF_INET6 is 23
 * on Windows. The port is at the same place in both. */
static const char *endpoint(struct arena *arena, const struct tls_binding_answer *binding)
{
    const unsigned char *bytes = binding->address;
    uint16_t family = 0;
    if (binding->address_length < 16)
        return NULL;
    memcpy(&family, bytes, sizeof family);
    unsigned port = (unsigned)bytes[2] << 8 | bytes[3];
    if (binding->host != NULL && *binding->host != '\0')
        return arena_printf(arena, "%s:%u", binding->host, port);
    if (family == 2)
        return arena_printf(arena, "%u.%u.%u.%u:%u", bytes[4], bytes[5], bytes[6], bytes[7], port);
    if (family == 23 && binding->address_length >= 28)
        return arena_printf(arena, "[%s]:%u", collect_ipv6(arena, bytes + 8), port);
    return NULL;
}

void collect_add_tls_binding(struct collecting *collecting,
                             const struct tls_binding_answer *binding)
{
    struct collect_item *item = &collecting->item;
    const char *where = endpoint(collecting->arena, binding);
    if (where == NULL)
        return;
    collect_item_open(item, "sslBinding");
    collect_item_set(item, "endpoint", where);
    if (binding->hash != NULL && binding->hash_length == HASH_SIZE)
        collect_item_set(item, "thumbprint",
                         hexadecimal(collecting->arena, binding->hash, HASH_SIZE));
    collect_item_set(item, "store",
                     binding->store == NULL || *binding->store == '\0' ? "MY" : binding->store);
    collect_add(collecting);
}
