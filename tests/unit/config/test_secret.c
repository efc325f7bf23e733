#include "config/secret.h"

#include "config/node.h"
#include "unit/config/secrets_fixture.h"

#define M SECRET_MASK

/* What is shown of the attribute `name` of <add ...>. */
static void check_value(struct secrets_fixture *fixture, const char *attributes, const char *name,
                        const char *expected)
{
    const struct source *source =
        secrets_parse(fixture, arena_printf(fixture->arena, "<add %s/>", attributes));
    assert_non_null(source->doc);
    const xmlAttr *attribute = node_find_attribute(xmlDocGetRootElement(source->doc), name);
    assert_string_equal(secret_value(fixture->secrets, fixture->arena, attribute), expected);
}

static void whole_values(void **state)
{
    check_value(*state, "password='hush'", "password", M);
    check_value(*state, "PassWord='hush'", "PassWord", M);
    check_value(*state, "decryptionKey='ABC'", "decryptionKey", M);
    check_value(*state, "validationKey='AutoGenerate,IsolateApps'", "validationKey",
                "AutoGenerate,IsolateApps");
    check_value(*state, "smtpPassword='hush'", "smtpPassword", M);
    check_value(*state, "clientSecret='hush'", "clientSecret", M);
    check_value(*state, "api-key='hush'", "api-key", M);
    check_value(*state, "rememberPassword='true'", "rememberPassword", "true");
    check_value(*state, "passwordFormat='Clear'", "passwordFormat", "Clear");
    check_value(*state, "publicKeyToken='b77a5c561934e089'", "publicKeyToken", "b77a5c561934e089");
    check_value(*state, "userName='CONTOSO\\x'", "userName", "CONTOSO\\x");
    /* that there is none is no secret */
    check_value(*state, "password=''", "password", "");
    check_value(*state, "password='[enc:AesProvider::enc]'", "password", "");
    check_value(*state, "password='[enc:AesProvider:AbC=:enc]'", "password", M);
    check_value(*state, "x='[enc:AesProvider:AbC=:enc]'", "x", "[enc:AesProvider:" M ":enc]");
}

static void keyed_values(void **state)
{
    check_value(*state, "key='SmtpPassword' value='hush'", "value", M);
    check_value(*state, "key='Api-Key' value='hush'", "value", M);
    check_value(*state, "name='CLIENT_SECRET' value='hush'", "value", M);
    check_value(*state, "key='PasswordLength' value=''", "value", "");
    check_value(*state, "key='Title' value='Shop'", "value", "Shop");
    check_value(*state, "key='SmtpPassword' value='hush'", "key", "SmtpPassword");
    /* miswritten: .NET would refuse it, but it is shown for that very reason */
    check_value(*state, "Key='SmtpPassword' VALUE='hush'", "VALUE", M);
}

static void parts(void **state)
{
    static const char *const cases[][2] = {
        {"Server=.;User ID=u;Password=hush;Database=d",
         "Server=.;User ID=u;Password=" M ";Database=d"},
        {"Server=.;pwd = hush", "Server=.;pwd = " M},
        {"Server=.;Password=&quot;a;b&quot;;X=1", "Server=.;Password=\"" M "\";X=1"},
        {"Password=", "Password="},
        {"Server=.;Password=;Database=d", "Server=.;Password=;Database=d"},
        {"AccountName=x;AccountKey=k==;EndpointSuffix=y",
         "AccountName=x;AccountKey=" M ";EndpointSuffix=y"},
        {"https://user:hush@host/path", "https://user:" M "@host/path"},
        {"mongodb://u:hush@h:27017/d", "mongodb://u:" M "@h:27017/d"},
        {"https://host:8080/path", "https://host:8080/path"},
        {"Password=a;x;PWD=b", "Password=" M ";x;PWD=" M},
        {"Password='it''s';X=1", "Password='" M "';X=1"},
        {"Password='open", "Password='" M},
        {"Password='';X=1", "Password='';X=1"},
        {"Password=a&amp;b;X=1", "Password=" M ";X=1"},
        {"Password=&amp;a;X=1", "Password=" M ";X=1"},
        {"Password=a'b;X=1", "Password=" M ";X=1"},
        {"https://h/?sig=abc%2B&amp;se=1", "https://h/?sig=" M "&se=1"},
        {"PasswordFormat=Hashed", "PasswordFormat=Hashed"},
        {"DbPassword=hush;X=1", "DbPassword=" M ";X=1"},
        {"mongodb://u:h@sh@h:27017/d", "mongodb://u:" M "@h:27017/d"},
        {"redis://:hush@host", "redis://:" M "@host"},
        {"--user u --password hush --x", "--user u --password " M " --x"},
        {"run.js --api-key=hush -v", "run.js --api-key=" M " -v"},
        {"/p:1 /password:&quot;h sh&quot; /q", "/p:1 /password:\"" M "\" /q"},
        {"{&quot;db&quot;: {&quot;password&quot;: &quot;hush&quot;}}",
         "{\"db\": {\"password\": \"" M "\"}}"},
        {"Authorization: Basic aHVzaA==", "Authorization: Basic " M},
        {"[enc:My-Provider:aHVzaA==:enc]", "[enc:My-Provider:" M ":enc]"},
        {"[enc:P:hush", "[enc:" M},
        {"a - b / c", "a - b / c"},
        {"plain text", "plain text"},
    };
    struct secrets_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_value(fixture, arena_printf(fixture->arena, "v=\"%s\"", cases[i][0]), "v",
                    cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole_values, secrets_set_up, secrets_tear_down),
        cmocka_unit_test_setup_teardown(keyed_values, secrets_set_up, secrets_tear_down),
        cmocka_unit_test_setup_teardown(parts, secrets_set_up, secrets_tear_down),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
