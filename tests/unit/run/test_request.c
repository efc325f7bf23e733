/* What a machine is asked for the rules and the configuration at hand. */
#include "run/live.h"

#include "base/text.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SITE(bindings)                                                                             \
    "<system.applicationHost><applicationPools><add name='Shop'/></applicationPools><sites>"       \
    "<site name='Shop' id='1'><application path='/'>"                                              \
    "<virtualDirectory path='/' physicalPath='C:\\shop'/>"                                         \
    "<virtualDirectory path='/unknown' physicalPath='%NONE%\\x'/></application>"                   \
    "<bindings>" bindings "</bindings></site></sites></system.applicationHost>"

/* The request for what was added to the run, one server or none. */
static const struct collect_request *request(struct linting *l)
{
    struct error error = {.text = ""};
    struct server *server = NULL;
    if (!run_load_rules(l->run, &error))
        fail_msg("%s", error.text);
    if (l->run->inputs.count > 0)
        assert_true(run_load_input(l->run, l->run->inputs.items[0], &server, &error));
    return request_make(l->run, server);
}

static const char *all(struct linting *l, const struct list *list)
{
    const char *text = "";
    for (size_t i = 0; i < list->count; i++)
        text = arena_printf(l->arena, "%s%s\n", text, (const char *)list->items[i]);
    return text;
}

/* Each value once; what a rule computes of a node cannot be asked for. */
static void registry_values(void **state)
{
    struct linting *l = *state;
    linting_rule(l, "<sch:let name='k' value=\"concat('HKLM\\', 'C')\"/>"
                    "<sch:rule context='site'>"
                    "<sch:report role='note' test=\"registry('HKLM\\A', 'One') = 1\">x</sch:report>"
                    "<sch:report role='note' test=\"registry('HKLM\\A', 'Two') = 1\">x</sch:report>"
                    "<sch:report role='note' test=\"registry('hklm\\a', 'ONE') = 2\">x</sch:report>"
                    "<sch:report role='note' test=\"registry($k, 'Three') = 2\">x</sch:report>"
                    "<sch:report role='note' test=\"registry(@name, 'Four') = 2\">x</sch:report>"
                    "</sch:rule>");
    const struct collect_request *made = request(l);
    const char *text = "";
    for (size_t i = 0; i < made->registry.count; i++) {
        const struct collect_value *value = made->registry.items[i];
        text = arena_printf(l->arena, "%s%s %s\n", text, value->key, value->name);
    }
    assert_non_null(strstr(text, "HKLM\\A One\nHKLM\\A Two\n"));
    assert_null(strstr(text, "hklm\\a"));
    assert_non_null(strstr(text, "HKLM\\C Three\n"));
    assert_null(strstr(text, "Four"));
    assert_int_equal(made->paths.count + made->accounts.count + made->hosts.count, 0);
    assert_null(made->group);
}

static void hosts_of_bindings(void **state)
{
    struct linting *l = *state;
    linting_host(l, SITE("<binding protocol='http' bindingInformation='*:80:www.contoso.com'/>"
                         "<binding protocol='https' bindingInformation='*:443:WWW.contoso.com'/>"
                         "<binding protocol='http' bindingInformation='*:80:'/>"
                         "<binding protocol='http' bindingInformation='*:80:*.contoso.com'/>"
                         "<binding protocol='http' bindingInformation='[fe80::1]'/>"
                         "<binding protocol='http' bindingInformation='[::1]:80:shop'/>"
                         "<binding protocol='net.pipe' bindingInformation='localhost'/>"));
    assert_string_equal(all(l, &request(l)->hosts), "www.contoso.com\nshop\n");
}

static void accounts(void **state)
{
    struct linting *l = *state;
    linting_host(l, SITE("") "<system.webServer><security><authentication>"
                             "<anonymousAuthentication userName='CONTOSO\\svc' password='hush'/>"
                             "</authentication></security></system.webServer>"
                             "<location path='Shop'><system.webServer><security><authentication>"
                             "<anonymousAuthentication userName='contoso\\SVC'/>"
                             "</authentication></security></system.webServer></location>"
                             "<location path='Shop/x'><system.webServer><security><authentication>"
                             "<anonymousAuthentication userName=''/>"
                             "</authentication></security></system.webServer></location>");
    const struct collect_request *made = request(l);
    assert_string_equal(all(l, &made->accounts), "CONTOSO\\svc\nIIS APPPOOL\\Shop\n");
    assert_null(strstr(all(l, &made->paths), "hush"));
}

/* A path is what looks like one: with quotes, arguments behind a bar, or relative to its file. */
static void paths_in_values(void **state)
{
    struct linting *l = *state;
    linting_write(
        l, "server/applicationHost.config",
        "<configuration>" SITE(
            "") "<system.webServer><globalModules>"
                "<add name='a' image='%windir%\\a.dll'/><add name='b' image='C:/x/../b.dll'/>"
                "<add name='c' image='%NONE%\\c.dll'/><add name='d' image='d.dll'/>"
                "<add name='e' image='&quot;C:\\Program Files\\e.dll&quot; -x'/>"
                "</globalModules></system.webServer></configuration>");
    linting_write(l, "server/root/C/shop/web.config",
                  "<configuration><system.webServer><handlers>"
                  "<add name='p' path='*.php' verb='*' scriptProcessor='C:\\php\\php.exe|-d x'/>"
                  "<add name='q' path='*.q' verb='*' scriptProcessor='.\\bin\\q.exe'/>"
                  "<add name='r' path='*.r' verb='*' scriptProcessor='..\\r.exe'/>"
                  "</handlers><aspNetCore processPath='dotnet'/></system.webServer>"
                  "<appSettings><add key='ApiKey' value='C:\\secret\\hush'/></appSettings>"
                  "<connectionStrings><add name='d' connectionString='C:\\x;Password=hush'/>"
                  "</connectionStrings></configuration>");
    assert_true(iislint_set_variable(l->run, "windir", "C:\\Windows", &l->error));
    linting_add(l, "server");
    const struct collect_request *made = request(l);
    assert_string_equal(all(l, &made->paths), "C:\\shop\n"
                                              "C:\\Windows\\a.dll\n"
                                              "C:\\b.dll\n"
                                              "C:\\Program Files\\e.dll\n"
                                              "C:\\php\\php.exe\n"
                                              "C:\\shop\\bin\\q.exe\n"
                                              "C:\\r.exe\n");
    assert_string_equal(all(l, &made->acls), "C:\\shop\n"
                                             "C:\\shop\\web.config\n");
}

/* A path as long as a file cannot have is nobody's. */
static void absurd_paths(void **state)
{
    struct linting *l = *state;
    char *name = arena_alloc(l->arena, 6001);
    memset(name, 'a', 6000);
    linting_host(l, arena_printf(l->arena,
                                 "<system.webServer><globalModules><add name='a' image='C:\\%s'/>"
                                 "</globalModules></system.webServer>",
                                 name));
    assert_int_equal(request(l)->paths.count, 0);
}

/* What is assumed is not on the machine. */
static void a_lone_file(void **state)
{
    struct linting *l = *state;
    linting_text(l, "web.config", "<configuration/>");
    const struct collect_request *made = request(l);
    assert_int_equal(made->paths.count + made->hosts.count + made->acls.count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, linting_set_up, linting_tear_down)
    const struct CMUnitTest tests[] = {TEST(registry_values), TEST(hosts_of_bindings),
                                       TEST(accounts),        TEST(paths_in_values),
                                       TEST(absurd_paths),    TEST(a_lone_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
