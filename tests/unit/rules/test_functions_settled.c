#include "rules/functions.h"

#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define DECLARED                                                                                   \
    "<configSections><sectionGroup name='system.webServer'>"                                       \
    "<section name='asp' overrideModeDefault='Deny'/>"                                             \
    "<section name='urlCompression' overrideModeDefault='Allow'/>"                                 \
    "</sectionGroup></configSections>"
#define SITE(name, id, pool, path)                                                                 \
    "<site name='" name "' id='" id "'><application path='/' applicationPool='" pool               \
    "'><virtualDirectory path='/' physicalPath='" path "'/></application></site>"
#define HOST                                                                                                 \
    DECLARED                                                                                                 \
    "<system.applicationHost><applicationPools><add name='P'/>"                                              \
    "<add name='Closed' enableConfigurationOverride='false'/></applicationPools><sites>" SITE(               \
        "Here", "1", "P", "C:\\here") SITE("Empty", "2", "P", "C:\\empty")                                   \
        SITE("Share", "3", "P", "\\\\nas\\web") SITE("Variable", "4", "P", "%NOPE%\\x") SITE(                \
            "Closed", "5", "Closed",                                                                         \
            "%NOPE%\\x") "</sites></system.applicationHost>"                                                 \
                         "<location path='Variable' overrideMode='Deny'><system.webServer><urlCompression/>" \
                         "</system.webServer></location>"

#define OPEN "settled(., 'system.webServer/urlCompression')"
#define LOCKED "settled(., 'system.webServer/asp')"
#define UNDECLARED "settled(., 'system.webServer/caching')"
#define AT(name) "//site[@name='" name "']/application"

static void assert_unread(struct server_fixture *fixture, const char *at, const char *hint)
{
    assert_server(fixture, at, OPEN, "false");
    assert_string_equal(server_unknown(fixture), hint);
}

static void assert_settled(struct server_fixture *fixture, const char *at, const char *expression)
{
    assert_server(fixture, at, expression, "true");
    assert_string_equal(server_unknown(fixture), "");
}

/* An image with content: what is not there is not there, but for shares and open variables. */
static void with_content(void **state)
{
    struct server_fixture fixture;
    (void)state;
    server_fixture_init(&fixture);
    image_write(&fixture.image, "applicationHost.config",
                "<configuration>" HOST "</configuration>");
    image_write(&fixture.image, "root/C/here/web.config", "<configuration/>");
    server_fixture_load(&fixture, NULL, NULL);
    assert_settled(&fixture, AT("Here"), OPEN);
    assert_settled(&fixture, AT("Empty"), OPEN);
    assert_unread(&fixture, AT("Share"),
                  "files: the web.config of 'Share' and of what is above it (\\\\nas\\web, --map)");
    assert_settled(&fixture, AT("Closed"), OPEN);
    assert_settled(&fixture, AT("Share"), LOCKED);
    assert_settled(&fixture, AT("Variable"), OPEN);
    assert_settled(&fixture, "/server", OPEN);
    server_fixture_fini(&fixture);
}

/* An applicationHost.config alone: nobody looked into any folder. */
static void without_content(void **state)
{
    struct server_fixture fixture;
    (void)state;
    server_fixture_start(&fixture, HOST, NULL);
    assert_unread(&fixture, AT("Here"),
                  "files: the web.config of 'Here' and of what is above it (C:\\here, --map)");
    assert_settled(&fixture, AT("Here"), LOCKED);
    assert_settled(&fixture, AT("Here"), UNDECLARED);
    server_fixture_fini(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_content),
        cmocka_unit_test(without_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
