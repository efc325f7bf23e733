/* Encrypted values of attributes (IIS1504). */
#include "unit/config/lock_fixture.h"

#define DECLARED                                                                                      \
    "<configSections><section name='configProtectedData'/><sectionGroup name='system.webServer'>"     \
    "<section name='httpErrors'/><sectionGroup name='rewrite'><section name='rules'/></sectionGroup>" \
    "<sectionGroup name='security'><sectionGroup name='authentication'>"                              \
    "<section name='anonymousAuthentication'/></sectionGroup></sectionGroup>"                         \
    "</sectionGroup></configSections>\n"
#define WEB(content) "<system.webServer>" content "</system.webServer>"

#define PROVIDERS                                                                                  \
    "<configProtectedData><providers><add name='Aes' type=''/></providers></configProtectedData>"

static const char *anonymous(const char *password)
{
    return locks_join(locks_join("<system.webServer><security><authentication>\n"
                                 "<anonymousAuthentication password='",
                                 password),
                      "'/></authentication></security></system.webServer>");
}

static void check_password(const char *host, const char *password, const char *expected)
{
    check_locks(locks_join(host, anonymous(password)), "", expected);
}

static void test_encrypted_values(void **state)
{
    (void)state;
    static const char host[] = DECLARED PROVIDERS;
    check_password(host, "[enc:Aes:QUJD:enc]", "");
    check_password(host, "[enc:aes:QUI=:enc]", "");
    check_password(host, "[enc:Aes:QUJD\nQUJD:enc]", "");
    check_password(host, "[enc:Other::enc]", ""); /* an empty value */
    check_password(host, "secret", "");
    check_password(host, "a[enc:x", "");
    check_password(host, "[enc:Cng:QUJD:enc]",
                   "IIS1504/provider applicationHost.config:4:26 '' password\n");
    check_password(host, "[enc:Aes:QUJ:enc]",
                   "IIS1504/value applicationHost.config:4:26 '' password\n");
    check_password(host, "[enc:Aes:QU=J:enc]",
                   "IIS1504/value applicationHost.config:4:26 '' password\n");
    check_password(host, "[enc:Aes:Q!JD:enc]",
                   "IIS1504/value applicationHost.config:4:26 '' password\n");
    check_password(host, "[enc:Aes:QUJD",
                   "IIS1504/cut (warning) applicationHost.config:4:26 '' password\n");
    check_password(host,
                   "[enc:", "IIS1504/cut (warning) applicationHost.config:4:26 '' password\n");
    check_password(host, "[enc::enc]", "");
    /* a file that lists no provider at all had them taken out */
    check_password(DECLARED, "[enc:Aes:QUJD:enc]",
                   "IIS1504/provider (warning) applicationHost.config:4:26 '' password\n");
}

static void test_where_values_are_encrypted(void **state)
{
    (void)state;
    check_locks(
        DECLARED PROVIDERS
        "<system.applicationHost><applicationPools><applicationPoolDefaults>\n"
        "<processModel password='[enc:No:QUJD:enc]'/></applicationPoolDefaults>\n"
        "<add name='x'><processModel password='[enc:No:QUJD:enc]'/></add></applicationPools>"
        "</system.applicationHost>",
        "",
        "IIS1504/provider applicationHost.config:4:15 '' password\n"
        "IIS1504/provider applicationHost.config:5:29 '' password\n");
    /* in a location, and an attribute that IIS does not decrypt */
    check_locks(locks_join(locks_join(DECLARED PROVIDERS "<location path='Shop'>",
                                      anonymous("[enc:No:QUJD:enc]")),
                           "</location>" WEB("<httpErrors defaultPath='[enc:No:QUJD:enc]'/>")),
                "", "IIS1504/provider applicationHost.config:4:26 'Shop' password\n");
    check_lone(NULL, anonymous("[enc:No:QUJD:enc]"),
               "IIS1401/assumed (warning) web.config:3:1 'site' overrideModeDefault=\"Deny\"\n");
    check_lone("iis-express", anonymous("[enc:No:QUJ:enc]"),
               "IIS1401/assumed (warning) web.config:3:1 'site' overrideModeDefault=\"Deny\"\n"
               "IIS1504/value web.config:3:26 'site' password\n");
}

/* A value that begins like one: what it holds is never told. */
static void test_odd_values(void **state)
{
    (void)state;
    static const char host[] = DECLARED PROVIDERS;
    check_password(host, "[enc:Aes:QUJD:enc]x",
                   "IIS1504/cut (warning) applicationHost.config:4:26 '' password\n");
    check_password(host, "[[enc:Aes:QUJ:enc]", "");
    check_password(host, "[enc:Aes: :enc]", "");
    check_password(host, "[enc:Aes:====:enc]",
                   "IIS1504/value applicationHost.config:4:26 '' password\n");
    check_password(host, "[enc::QUJD:enc]",
                   "IIS1504/provider applicationHost.config:4:26 '' password\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_encrypted_values),
                                       cmocka_unit_test(test_where_values_are_encrypted),
                                       cmocka_unit_test(test_odd_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
