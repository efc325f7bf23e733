/*
 * The certificates of the machine that sites can use, and which of them http.sys uses where.
 */
#include "facts/collect_windows.h"

#include <http.h>
#include <wincrypt.h>
#include <ws2tcpip.h>

/* ---- certificates ------------------------------------------------------------------------------------ */

/* With the most special part first, as Windows shows it. */
static const char *name_of(struct arena *arena, CERT_NAME_BLOB *name)
{
    wchar_t text[1024];
    return CertNameToStrW(X509_ASN_ENCODING, name, CERT_X500_NAME_STR | CERT_NAME_STR_REVERSE_FLAG,
                          text, 1024) > 1
               ? collect_utf8(arena, text)
               : NULL;
}

static void find_dns_names(struct arena *arena, const CERT_INFO *info, struct list *found)
{
    CERT_ALT_NAME_INFO *names = NULL;
    DWORD size = 0;
    CERT_EXTENSION *extension =
        CertFindExtension(szOID_SUBJECT_ALT_NAME2, info->cExtension, info->rgExtension);
    if (extension == NULL ||
        !CryptDecodeObjectEx(X509_ASN_ENCODING, X509_ALTERNATE_NAME, extension->Value.pbData,
                             extension->Value.cbData, CRYPT_DECODE_ALLOC_FLAG, NULL, &names, &size))
        return;
    for (DWORD i = 0; i < names->cAltEntry; i++) {
        const CERT_ALT_NAME_ENTRY *entry = &names->rgAltEntry[i];
        if (entry->dwAltNameChoice == CERT_ALT_NAME_DNS_NAME)
            list_add(found, arena, collect_utf8(arena, entry->pwszDNSName));
    }
    LocalFree(names);
}

static void add_certificate(struct collecting *collecting, const char *store,
                            const CERT_CONTEXT *certificate)
{
    BYTE hash[20];
    DWORD size = sizeof hash, key_size = 0;
    CERT_INFO *info = certificate->pCertInfo;
    if (!CertGetCertificateContextProperty(certificate, CERT_SHA1_HASH_PROP_ID, hash, &size)) {
        collect_fail_code(collecting, "a certificate without thumbprint", GetLastError());
        return;
    }
    struct certificate_answer answer = {
        .store = store,
        .sha1 = hash,
        .subject = name_of(collecting->arena, &info->Subject),
        .issuer = name_of(collecting->arena, &info->Issuer),
        .not_before = collect_file_time(&info->NotBefore),
        .not_after = collect_file_time(&info->NotAfter),
        .has_private_key = CertGetCertificateContextProperty(
                               certificate, CERT_KEY_PROV_INFO_PROP_ID, NULL, &key_size) != 0};
    find_dns_names(collecting->arena, info, &answer.dns_names);
    collect_add_certificate(collecting, &answer);
}

static void add_store(struct collecting *collecting, const char *name)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0,
                                     CERT_SYSTEM_STORE_LOCAL_MACHINE | CERT_STORE_READONLY_FLAG |
                                         CERT_STORE_OPEN_EXISTING_FLAG,
                                     collect_wide(collecting->arena, name));
    if (store == NULL) {
        if (GetLastError() != ERROR_FILE_NOT_FOUND)
            collect_fail_code(collecting, name, GetLastError());
        return;
    }
    const CERT_CONTEXT *certificate = NULL;
    while ((certificate = CertEnumCertificatesInStore(store, certificate)) != NULL)
        add_certificate(collecting, name, certificate);
    CertCloseStore(store, 0);
}

void collect_certificates(struct collecting *collecting)
{
    add_store(collecting, "MY");
    add_store(collecting, "WebHosting");
    collect_complete(collecting);
}

/* ---- bindings of http.sys ---------------------------------------------------------------------------- */

static void add_binding(struct collecting *collecting, const SOCKADDR *address, const wchar_t *host,
                        const HTTP_SERVICE_CONFIG_SSL_PARAM *parameters)
{
    struct tls_binding_answer answer = {
        .address = (const void *)address,
        .address_length =
            address->sa_family == AF_INET6 ? sizeof(SOCKADDR_IN6) : sizeof(SOCKADDR_IN),
        .host = collect_utf8(collecting->arena, host),
        .hash = parameters->pSslHash,
        .hash_length = parameters->SslHashLength,
        .store = collect_utf8(collecting->arena, parameters->pSslCertStoreName)};
    collect_add_tls_binding(collecting, &answer);
}

/* One more binding, or the code that ends them. */
static ULONG query(struct collecting *collecting, HTTP_SERVICE_CONFIG_ID id, void *wanted,
                   ULONG wanted_size, void **found)
{
    ULONG size = 0;
    ULONG code = HttpQueryServiceConfiguration(NULL, id, wanted, wanted_size, NULL, 0, &size, NULL);
    if (code != ERROR_INSUFFICIENT_BUFFER)
        return code == NO_ERROR ? ERROR_NO_MORE_ITEMS : code;
    *found = arena_alloc(collecting->arena, size);
    return HttpQueryServiceConfiguration(NULL, id, wanted, wanted_size, *found, size, &size, NULL);
}

static ULONG add_by_address(struct collecting *collecting)
{
    HTTP_SERVICE_CONFIG_SSL_QUERY wanted = {.QueryDesc = HttpServiceConfigQueryNext};
    void *found = NULL;
    ULONG code;
    while ((code = query(collecting, HttpServiceConfigSSLCertInfo, &wanted, sizeof wanted,
                         &found)) == NO_ERROR) {
        const HTTP_SERVICE_CONFIG_SSL_SET *binding = found;
        add_binding(collecting, binding->KeyDesc.pIpPort, NULL, &binding->ParamDesc);
        wanted.dwToken++;
    }
    return code;
}

/* Bindings with Server Name Indication are kept by host name: as http.h has them since Windows 8. */
#define BY_NAME ((HTTP_SERVICE_CONFIG_ID)5) /* HttpServiceConfigSslSniCertInfo */

struct name_key {
    SOCKADDR_STORAGE address;
    wchar_t *host;
};

struct name_query {
    HTTP_SERVICE_CONFIG_QUERY_TYPE kind;
    struct name_key key;
    DWORD token;
};

struct name_set {
    struct name_key key;
    HTTP_SERVICE_CONFIG_SSL_PARAM parameters;
};

static ULONG add_by_name(struct collecting *collecting)
{
    struct name_query wanted = {.kind = HttpServiceConfigQueryNext};
    void *found = NULL;
    ULONG code;
    while ((code = query(collecting, BY_NAME, &wanted, sizeof wanted, &found)) == NO_ERROR) {
        const struct name_set *binding = found;
        add_binding(collecting, (const void *)&binding->key.address, binding->key.host,
                    &binding->parameters);
        wanted.token++;
    }
    return code;
}

static bool is_end(ULONG code)
{
    return code == ERROR_NO_MORE_ITEMS || code == ERROR_FILE_NOT_FOUND;
}

void collect_ssl_bindings(struct collecting *collecting)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    ULONG code = HttpInitialize(version, HTTP_INITIALIZE_CONFIG, NULL);
    if (code != NO_ERROR) {
        collect_fail_code(collecting, "http.sys", code);
        return;
    }
    code = add_by_address(collecting);
    ULONG by_name = is_end(code) ? add_by_name(collecting) : code;
    /* before Windows Server 2012 there are none by name */
    if (is_end(code) && (is_end(by_name) || by_name == ERROR_INVALID_PARAMETER))
        collect_complete(collecting);
    else
        collect_fail_code(collecting, "http.sys", is_end(code) ? by_name : code);
    HttpTerminate(HTTP_INITIALIZE_CONFIG, NULL);
}
