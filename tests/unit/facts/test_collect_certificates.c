/* Certificates and records of http.sys as Windows hands them out become facts. */
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define HASH_TEXT "0102030405060708090A0B0C0D0E0FF011121314"

static const unsigned char hash[20] = {1,  2,  3,  4,  5,    6,    7,  8,  9,  10,
                                       11, 12, 13, 14, 0x0F, 0xF0, 17, 18, 19, 20};

static void instants(void **state)
{
    (void)state;
    static const struct {
        uint64_t file_time;
        const char *instant;
    } cases[] = {{0, "1601-01-01T00:00:00Z"},
                 {116444736000000000u, "1970-01-01T00:00:00Z"},
                 {125911584000000000u, "2000-01-01T00:00:00Z"},
                 {125962559999999999u, "2000-02-28T23:59:59Z"},
                 {125962560000000000u, "2000-02-29T00:00:00Z"},
                 {125963424000000000u, "2000-03-01T00:00:00Z"},
                 {134252172450000000u, "2026-06-06T11:00:45Z"},
                 {157766400000000000u, "2100-12-11T00:00:00Z"},
                 {2650467743999999999u, "9999-12-31T23:59:59Z"},
                 {2650467744000000000u, NULL},
                 {UINT64_MAX, NULL}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *instant = collect_instant(arena, cases[i].file_time);
        if (cases[i].instant == NULL)
            assert_null(instant);
        else
            assert_string_equal(instant, cases[i].instant);
    }
    arena_free(arena);
}

static void certificates(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "certificates", NULL);
    struct certificate_answer answer = {.store = "MY",
                                        .sha1 = hash,
                                        .subject = "CN=www.contoso.com, O=\"Contoso, Ltd\"",
                                        .issuer = "CN=Contoso CA",
                                        .not_before = 125911584000000000u,
                                        .not_after = 116444736000000000u,
                                        .has_private_key = true};
    static const char *const names[] = {"www.contoso.com", "", "*.contoso.com"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        list_add(&answer.dns_names, recorded.arena, (void *)(uintptr_t)names[i]);
    collect_add_certificate(&recorded.collecting, &answer);
    struct certificate_answer bare = {.store = "WebHosting", .sha1 = hash, .not_after = UINT64_MAX};
    collect_add_certificate(&recorded.collecting, &bare);
    assert_string_equal(
        recorded_items(&recorded),
        "<certificate store=\"MY\" thumbprint=\"" HASH_TEXT "\" "
        "subject=\"CN=www.contoso.com, O=&quot;Contoso, Ltd&quot;\" issuer=\"CN=Contoso CA\" "
        "notBefore=\"2000-01-01T00:00:00Z\" notAfter=\"1970-01-01T00:00:00Z\" "
        "privateKey=\"true\"><dnsName>www.contoso.com</dnsName>"
        "<dnsName>*.contoso.com</dnsName></certificate>\n"
        "<certificate store=\"WebHosting\" thumbprint=\"" HASH_TEXT "\" "
        "notBefore=\"1601-01-01T00:00:00Z\" privateKey=\"false\"/>\n");
    recorded_end(&recorded, 0);
    assert_non_null(recorded_find(&recorded, "store", "WebHosting"));
    recorded_fini(&recorded);
}

/* RFC 5952, sections 4.1 to 4.3. */
static void ipv6(void **state)
{
    (void)state;
    static const struct {
        unsigned char bytes[16];
        const char *text;
    } cases[] = {
        {{0}, "::"},
        {{[15] = 1}, "::1"},
        {{0xFE, 0x80}, "fe80::"},
        {{0x20, 1, 0x0D, 0xB8, [15] = 1}, "2001:db8::1"},
        {{0x20, 1, 0x0D, 0xB8, [6] = 0, 0, [8] = 0, 1, [14] = 0, 1}, "2001:db8::1:0:0:1"},
        {{0x20, 1, [4] = 0, 1, [12] = 0, 1, [14] = 0, 1}, "2001:0:1::1:1"},
        {{0, 1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 6, 0, 7, 0, 8}, "1:2:3:4:0:6:7:8"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(collect_ipv6(arena, cases[i].bytes), cases[i].text);
    arena_free(arena);
}

/* SOCKADDR_IN, SOCKADDR_IN6 and that of a binding by name, as http.sys keeps them. */
static void bindings(void **state)
{
    (void)state;
    static const unsigned char four[16] = {2, 0, 0x01, 0xBB, 192, 168, 1, 10},
                               any[16] = {2, 0, 0x20, 0xFB},
                               six[28] = {23, 0, 0x01, 0xBB, 0, 0, 0, 0, 0xFE, 0x80, [23] = 1},
                               odd[28] = {17, 0, 0x01, 0xBB};
    const struct tls_binding_answer answers[] = {
        {four, sizeof four, NULL, hash, 20, "MY"},
        {any, sizeof any, NULL, hash, 20, NULL},
        {any, sizeof any, "", NULL, 0, ""},
        {six, sizeof six, NULL, hash, 20, "WebHosting"},
        {any, sizeof any, "www.contoso.com", hash, 16, "My"},
        {odd, sizeof odd, NULL, hash, 20, "MY"},
        {six, 16, NULL, hash, 20, "MY"},
        {four, 4, NULL, hash, 20, "MY"},
    };
    struct recorded recorded;
    recorded_begin(&recorded, "sslBindings", NULL);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        collect_add_tls_binding(&recorded.collecting, &answers[i]);
    assert_string_equal(
        recorded_items(&recorded),
        "<sslBinding endpoint=\"192.168.1.10:443\" thumbprint=\"" HASH_TEXT "\" store=\"MY\"/>\n"
        "<sslBinding endpoint=\"0.0.0.0:8443\" thumbprint=\"" HASH_TEXT "\" store=\"MY\"/>\n"
        "<sslBinding endpoint=\"0.0.0.0:8443\" store=\"MY\"/>\n"
        "<sslBinding endpoint=\"[fe80::1]:443\" thumbprint=\"" HASH_TEXT
        "\" store=\"WebHosting\"/>\n"
        "<sslBinding endpoint=\"www.contoso.com:8443\" store=\"My\"/>\n");
    recorded_end(&recorded, 0);
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants),
        cmocka_unit_test(certificates),
        cmocka_unit_test(ipv6),
        cmocka_unit_test(bindings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
