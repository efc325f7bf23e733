#include "rules/functions.h"

#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char hosting[] =
    "<system.applicationHost><sites><site name='Shop'>"
    "<application path='/'><virtualDirectory path='/' physicalPath='C:\\shop'/></application>"
    "<bindings>"
    "<binding protocol='http' bindingInformation='*:80:'/>"
    "<binding protocol='HTTP' bindingInformation='*:80:shop.contoso.com'/>"
    "<binding protocol='https' bindingInformation='[::1]:443:www.contoso.com'/>"
    "<binding protocol='https' bindingInformation='10.0.0.1:443:WWW.Contoso.com'/>"
    "<binding protocol='net.tcp' bindingInformation='808:tcp.contoso.com'/>"
    "<binding protocol='ftp' bindingInformation='*:21:ftp.contoso.com'/>"
    "<binding protocol='http' bindingInformation='broken'/>"
    "</bindings></site><site name='Bare'/></sites></system.applicationHost>";

static int set_up(void **state)
{
    return server_fixture_set_up(state, hosting, NULL);
}

static void of_a_site(void **state)
{
    assert_server(*state, "//application", "count(bindings(.))", "7");
    assert_server(*state, "//site", "bindings(.)[3]/@bindingInformation",
                  "[::1]:443:www.contoso.com");
    assert_server(*state, "//site[2]", "count(bindings(.))", "0");
    assert_server(*state, "/server", "count(bindings(.))", "0");
    assert_server(*state, "/server", "count(bindings(nothing))", "0");
}

static void host_names(void **state)
{
    assert_server(*state, "//application", "host-names(.)", "shop.contoso.com www.contoso.com");
    assert_server(*state, "//site[2]", "host-names(.)", "");
    assert_server(*state, "/server", "host-names(.)", "");
    assert_server(*state, "/server", "host-names(nothing)", "");
}

static void check(void *state, const char *information, const char *protocol, const char *expected)
{
    struct server_fixture *fixture = state;
    const char *expression =
        arena_printf(fixture->image.arena,
                     "concat(binding('%s', '%s')/@address, '|', binding('%s', '%s')/@port, '|', "
                     "binding('%s', '%s')/@host)",
                     information, protocol, information, protocol, information, protocol);
    assert_server(fixture, "/server", expression, expected);
}

static void taken_apart(void **state)
{
    check(*state, "*:80:", "http", "*|80|");
    check(*state, ":80:", "http", "|80|");
    check(*state, "10.0.0.1:443:www.contoso.com", "https", "10.0.0.1|443|www.contoso.com");
    check(*state, "[fe80::1%12]:80:x", "http", "fe80::1%12|80|x");
    check(*state, "[::1]:80:", "http", "::1|80|");
    check(*state, "*:21:", "ftp", "*|21|");
    check(*state, "*:80:*.contoso.com", "", "*|80|*.contoso.com");
    check(*state, "808:*", "net.tcp", "|808|*");
    check(*state, "localhost", "net.msmq", "||localhost");
    check(*state, "*", "net.pipe", "||*");
    assert_server(*state, "/server", "binding('*:80:x')/@host", "x");
    assert_server(*state, "//binding[2]", "binding(@bindingInformation, @protocol)/@host",
                  "shop.contoso.com");
}

static void not_a_binding(void **state)
{
    assert_server(*state, "/server", "count(binding('80', 'http'))", "0");
    assert_server(*state, "/server", "count(binding('*:80', 'http'))", "0");
    assert_server(*state, "/server", "count(binding('*:80:a:b', 'http'))", "0");
    assert_server(*state, "/server", "count(binding('[::1:80:', 'http'))", "0");
    assert_server(*state, "/server", "count(binding('[::1]80:x', 'http'))", "0");
    assert_server(*state, "/server", "count(binding('808', 'net.tcp'))", "0");
    assert_server(*state, "/server", "count(binding('', 'http'))", "0");
    assert_server(*state, "/server", "count(binding(nothing, nothing))", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_a_site, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(host_names, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(taken_apart, set_up, server_fixture_tear_down),
        cmocka_unit_test_setup_teardown(not_a_binding, set_up, server_fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
