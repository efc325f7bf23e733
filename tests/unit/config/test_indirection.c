/* configSource and protected sections. */
#include "unit/config/lock_fixture.h"

#define DECLARED                                                                                      \
    "<configSections><section name='configProtectedData'/><sectionGroup name='system.webServer'>"     \
    "<section name='httpErrors'/><sectionGroup name='rewrite'><section name='rules'/></sectionGroup>" \
    "<sectionGroup name='security'><sectionGroup name='authentication'>"                              \
    "<section name='anonymousAuthentication'/></sectionGroup></sectionGroup>"                         \
    "</sectionGroup></configSections>\n"
#define WEB(content) "<system.webServer>" content "</system.webServer>"

static void check_with(const char *web_config, const char *name, const char *content,
                       const char *expected)
{
    struct lock_server server;
    lock_server_init(&server, DECLARED);
    lock_server_file(&server, "web.config", web_config);
    if (name)
        lock_server_file(&server, name, content);
    lock_server_check(&server, expected);
}

static void test_absent_file(void **state)
{
    (void)state;
    check_with(WEB("<httpErrors configSource='errors.config'/>"), NULL, NULL,
               "IIS1501 web.config:2:31 'Shop' errors.config\n");
    check_with("<connectionStrings configSource='c.config'/>", NULL, NULL,
               "IIS1501 web.config:2:20 'Shop' c.config\n");
    check_with("<location path='a'><connectionStrings configSource='c.config'/></location>", NULL,
               NULL, "IIS1501 web.config:2:39 'Shop/a' c.config\n");
    check_with(WEB("<httpErrors configSource='Sub\\Errors.config'/>"), "sub/errors.config",
               "!<httpErrors errorMode='Custom'/>", "");
    check_with(WEB("<httpErrors configSource=''/>"), NULL, NULL, "");
}

static void test_wrong_root(void **state)
{
    (void)state;
    check_with(WEB("<httpErrors configSource='e.config'/>"), "e.config",
               "!<configuration><httpErrors/></configuration>",
               "IIS1501/root web.config:2:31 'Shop' e.config < e.config:1\n");
    /* no XML at all is reported in that file */
    check_with(WEB("<httpErrors configSource='e.config'/>"), "e.config", "!<httpErrors>",
               "IIS1001 e.config:1:1 'Shop' - < e.config:1\n");
}

/* A merged file may be missing; what is there has to be the section. */
static void test_merged_file(void **state)
{
    (void)state;
    check_with("<appSettings file='s.config'/>", NULL, NULL, "");
    check_with("<appSettings file=''/>", NULL, NULL, "");
    check_with("<appSettings file='s.config'/>", "s.config", "!<appSettings/>", "");
    check_with("<appSettings file='..\\shop\\s.config'/>", "s.config", "!<configuration/>",
               "IIS1501/merged-root web.config:2:14 'Shop' ..\\shop\\s.config < s.config:1\n");
    check_with("<appSettings file='s.config'/>", "s.config", "!{}",
               "IIS1001 s.config:1:1 'Shop' -\n");
    /* a section of which that is not known */
    check_with("<connectionStrings file='s.config'/>", "s.config", "!<configuration/>", "");
}

/* Applications without managed code do not read what is for .NET. */
static void test_without_dotnet(void **state)
{
    (void)state;
    struct lock_server server;
    lock_server_init(&server, DECLARED);
    lock_server_file(
        &server, "core/web.config",
        "<connectionStrings configSource='c.config'/>" WEB("<httpErrors configSource='e'/>"));
    lock_server_check(&server, "IIS1501 core/web.config:2:75 'Shop/core' e\n");
}

static void test_lone_file(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_write(&image, "web.config",
                "<configuration><connectionStrings configSource='c.config'/></configuration>");
    image_load(&image);
    indirection_check(image.server);
    assert_int_equal(image.server->problems.count, 1);
    const struct problem *problem = image.server->problems.items[0];
    assert_string_equal(problem->rule, "IIS1501");
    assert_string_equal(problem->template, "assumed");
    assert_int_equal(problem->level, PROBLEM_WARNING);
    assert_string_equal(problem->reach, "requests handled by ASP.NET");
    image_fini(&image);
    /* in memory nothing stands beside it */
    check_lone(NULL, "<connectionStrings configSource='c.config'/>", "");
}

static void test_not_allowed(void **state)
{
    (void)state;
    check_with(WEB("<rewrite configSource='r.config'/>"), NULL, NULL,
               "IIS1502/group web.config:2:28 'Shop' r.config\n");
    check_with("<location path='a'>" WEB("<rewrite configSource='r.config'/>") "</location>", NULL,
               NULL, "IIS1502/group web.config:2:47 'Shop' r.config\n");
    check_with("<appSettings configSource='a.config'><add key='a' value='b'/></appSettings>",
               "a.config", "!<appSettings/>", "IIS1502/content web.config:2:14 'Shop' a.config\n");
    check_with("<appSettings file='x' configSource='a.config'/>", "a.config", "!<appSettings/>",
               "IIS1502/content web.config:2:23 'Shop' a.config\n");
    check_with("<appSettings configSource='..\\a.config'/>", NULL, NULL,
               "IIS1502/parent web.config:2:14 'Shop' ..\\a.config\n");
    check_with("<appSettings configSource='C:\\a.config'/>", NULL, NULL,
               "IIS1502/absolute web.config:2:14 'Shop' C:\\a.config\n");
    check_with("<appSettings configSource='/a.config'/>", NULL, NULL,
               "IIS1502/absolute web.config:2:14 'Shop' /a.config\n");
    /* of IIS it is not known for sure */
    check_with(WEB("<httpErrors configSource='../a.config'/>"), NULL, NULL,
               "IIS1502/parent (warning) web.config:2:31 'Shop' ../a.config\n");
    check_with(WEB("<httpErrors configSource='e' lockItem='true'><!-- --></httpErrors>"), "e",
               "!<httpErrors/>", "");
    check_with("<appSettings configSource='a..b.config'/>", "a..b.config", "!<appSettings/>", "");
}

static void test_protected_sections(void **state)
{
    (void)state;
    check_with(WEB("<httpErrors configProtectionProvider='Rsa'><EncryptedData/></httpErrors>"),
               NULL, NULL, "IIS1503 web.config:2:31 'Shop' Rsa\n");
    check_with(
        "<connectionStrings configProtectionProvider='Rsa'><EncryptedData/></connectionStrings>"
        "<system.web><sessionState configProtectionProvider='Rsa'/></system.web>",
        NULL, NULL, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent_file),        cmocka_unit_test(test_wrong_root),
        cmocka_unit_test(test_merged_file),        cmocka_unit_test(test_without_dotnet),
        cmocka_unit_test(test_lone_file),          cmocka_unit_test(test_not_allowed),
        cmocka_unit_test(test_protected_sections),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
