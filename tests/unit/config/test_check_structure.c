/* Sites, bindings, paths, modules, the Classic pipeline (IIS1601 to IIS1609). */
#include "unit/config/check_fixture.h"

#define SITE(content)                                                                              \
    "<system.applicationHost><sites><site name='Shop' id='1'>\n" content                           \
    "</site></sites></system.applicationHost>"
#define APPLICATION(path, content) "<application path='" path "'>" content "</application>\n"
#define DIRECTORY(path, physical) "<virtualDirectory path='" path "' physicalPath='" physical "'/>"
#define ROOT APPLICATION("/", DIRECTORY("/", "C:\\shop"))
#define BINDING(protocol, information)                                                             \
    SITE(ROOT "<bindings><binding protocol='" protocol "' bindingInformation='" information        \
              "'/></bindings>")
#define IN_SERVER(content) "<system.webServer>\n" content "\n</system.webServer>"

static void test_roots(void **state)
{
    (void)state;
    check_says_host(SITE(ROOT), "");
    check_says_host(SITE(APPLICATION("/api", DIRECTORY("/", "C:\\a"))),
                    "IIS1601 applicationHost.config:2:32-57 'Shop' Shop\n");
    check_says_host(SITE(APPLICATION("/api", DIRECTORY("/", "C:\\a")) ROOT), "");
    check_says_host(SITE(APPLICATION("/", DIRECTORY("/x", "C:\\a"))),
                    "IIS1602 applicationHost.config:3:1-23 'Shop' Shop\n");
}

static void test_physical_paths(void **state)
{
    (void)state;
    static const struct {
        const char *path, *expected;
    } rows[] = {
        {"C:\\shop", ""},
        {"C:/shop", ""},
        {"%SystemDrive%\\shop", ""},
        {"\\\\server\\share", ""},
        {"\\\\?\\C:\\shop", ""},
        {"C:\\a*b", "IIS1604/character applicationHost.config:3:50-71 'Shop' C:\\a*b, *\n"},
        {"C:\\a:b", "IIS1604/character applicationHost.config:3:50-71 'Shop' C:\\a:b, :\n"},
        {"shop", "IIS1604/relative [warning] applicationHost.config:3:50-69 'Shop' shop\n"},
        {"", "IIS1604/empty [warning] applicationHost.config:3:50-65 'Shop' \n"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says_host(
            arena_printf(arena, SITE(APPLICATION("/", DIRECTORY("/", "%s"))), rows[i].path),
            rows[i].expected);
    arena_free(arena);
}

static void test_bindings(void **state)
{
    (void)state;
    static const struct {
        const char *protocol, *information, *template;
    } rows[] = {
        {"http", "*:80:", NULL},
        {"http", ":80:", NULL},
        {"http", "10.0.0.7:8080:www.contoso.com", NULL},
        {"https", "[::1]:443:", NULL},
        {"https", "[fe80::1%4]:443:", NULL},
        {"https", "[::ffff:10.0.0.7]:443:", NULL},
        {"https", "*:443:*.contoso.com", NULL},
        {"http", "*:80:sh\xC3\xB6p.contoso.com", NULL},
        {"http", "*:80:my_host", NULL},
        {"ftp", "*:21:", NULL},
        {"net.tcp", "808:*", NULL},
        {"net.pipe", "*", NULL},
        {"msmq.formatname", "localhost", NULL},
        {"contoso", "anything", NULL},
        {"http", "*:80", "parts"},
        {"http", "80", "parts"},
        {"http", "[::1:80:", "parts"},
        {"http", "www.contoso.com:80:", "address"},
        {"http", "10.0.0.256:80:", "address"},
        {"http", "10.0.0:80:", "address"},
        {"http", "::1:80:", "port"},
        {"http", "[1]:80:", "address"},
        {"http", "*:0:", "port"},
        {"http", "*:65536:", "port"},
        {"http", "*:x:", "port"},
        {"http", "*::", "port"},
        {"http", "*:80:http://a/", "host"},
        {"http", "*:80:a b", "host"},
        {"http", "*:80:a:b", "host"},
        {"http", "*:80:www.*.com", "wildcard"},
        {"net.tcp", "*", "port-host"},
        {"net.tcp", "99999:*", "port"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct image image;
        image_init(&image);
        image_load_host(&image, arena_printf(image.arena, BINDING("%s", "%s"), rows[i].protocol,
                                             rows[i].information));
        check_server(image.server);
        if (image.server->problems.count != (rows[i].template ? 1 : 0))
            fail_msg("%s: %zu problems", rows[i].information, image.server->problems.count);
        const struct problem *problem = rows[i].template ? image.server->problems.items[0] : NULL;
        if (problem) {
            assert_string_equal(problem->rule, "IIS1603");
            assert_string_equal(problem->template, rows[i].template);
        }
        image_fini(&image);
    }
    check_says_host(BINDING("http", "*:70000:"),
                    "IIS1603/port applicationHost.config:4:56-64 'Shop' *:70000:, http, Shop, "
                    "70000\n");
}

#define MODULES(condition)                                                                         \
    IN_SERVER("<modules><add name='M' type='T' preCondition='" condition "'/></modules>")

static void test_conditions(void **state)
{
    (void)state;
    static const struct {
        const char *web, *expected;
    } rows[] = {
        {MODULES("managedHandler, runtimeVersionv4.0,bitness64"), ""},
        {MODULES(""), ""},
        {MODULES("ISAPIMode"), ""},
        {MODULES("ManagedHandler"),
         "IIS1605/near web.config:3:33-62 'Shop' ManagedHandler, managedHandler, M\n"},
        {MODULES("always"), "IIS1605/unknown web.config:3:33-54 'Shop' always, , M\n"},
        {MODULES("bitness32,bitness64"),
         "IIS1606 web.config:3:33-67 'Shop' bitness32, bitness64, M\n"},
        {MODULES("classicMode,integratedMode"),
         "IIS1606 web.config:3:33-74 'Shop' classicMode, integratedMode, M\n"},
        {MODULES("bitness32,bitness32"), ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says("", rows[i].web, rows[i].expected);
    /* a rewrite rule has an attribute of that name for something else */
    check_says("",
               IN_SERVER("<rewrite><outboundRules><rule name='a' preCondition='html'>"
                         "<match pattern='a'/><action type='Rewrite' value='b'/></rule>"
                         "</outboundRules></rewrite>"),
               "");
}

static void test_modules_below_application(void **state)
{
    (void)state;
    static const char modules[] = IN_SERVER("<modules><add name='M' type='T'/></modules>");
    struct arena *arena = arena_new();
    static const struct {
        const char *path, *expected;
    } rows[] = {
        {"admin", "IIS1607/folder [warning] web.config:3:1-10 'Shop/admin' "
                  "system.webServer/modules, Shop/admin\n"},
        {"vdir", "IIS1607/folder [warning] web.config:3:1-10 'Shop/vdir' "
                 "system.webServer/modules, Shop/vdir\n"},
        {"app", ""},
        {".", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says("",
                   arena_printf(arena, "<location path='%s'>%s</location>", rows[i].path, modules),
                   rows[i].expected);
    arena_free(arena);
}

static void test_module_of_handler(void **state)
{
    (void)state;
    static const char host[] = IN_SERVER("<modules><add name='A'/><add name='B'/></modules>");
    check_says(host,
               IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='A,B'/></handlers>"),
               "");
    check_says(host,
               IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='A,b'/></handlers>"),
               "IIS1608/missing [warning] web.config:3:43-56 'Shop' h, b, "
               "system.webServer/modules\n");
    check_says(host,
               IN_SERVER("<modules><remove name='B'/></modules>"
                         "<handlers><add name='h' path='*' verb='*' modules='B'/></handlers>"),
               "IIS1608/missing [warning] web.config:3:80-91 'Shop' h, B, "
               "system.webServer/modules\n");
    check_says(host, IN_SERVER("<handlers><add name='h' path='*' verb='*' type='T'/></handlers>"),
               "");
    check_says("", IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='X'/></handlers>"),
               "");
    check_says_lone(IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='X'/></handlers>"),
                    "IIS1608/assumed [note] web.config:3:43-54 'site' h, X, "
                    "system.webServer/modules\n");
}

#define CLASSIC "<system.web><httpModules><remove name='x'/></httpModules></system.web>"

static void test_classic(void **state)
{
    (void)state;
    static const char guard[] =
        IN_SERVER("<validation validateIntegratedModeConfiguration='false'/>");
    struct arena *arena = arena_new();
    check_says("", CLASSIC,
               "IIS1609/pool web.config:2:13-26 'Shop' system.web/httpModules, 500.22, Shop, "
               "system.webServer/validation, validateIntegratedModeConfiguration\n");
    check_says("", "<system.web><httpHandlers><clear/></httpHandlers></system.web>",
               "IIS1609/pool web.config:2:13-27 'Shop' system.web/httpHandlers, 500.23, Shop, "
               "system.webServer/validation, validateIntegratedModeConfiguration\n");
    check_says("", "<system.web><httpModules/></system.web>", "");
    check_says("", arena_printf(arena, "%s%s", CLASSIC, guard), "");
    check_says(guard, CLASSIC, "");
    check_says("", "<location path='.'>" CLASSIC "</location>", "");
    check_says_lone(CLASSIC,
                    "IIS1609/assumed [warning] web.config:2:13-26 'site' system.web/httpModules, "
                    "500.22, DefaultAppPool, system.webServer/validation, "
                    "validateIntegratedModeConfiguration\n");
    arena_free(arena);
}

static void test_classic_pool(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_write(&image, "applicationHost.config",
                "<configuration><system.applicationHost><applicationPools>"
                "<add name='Shop'/><applicationPoolDefaults managedPipelineMode='Classic'/>"
                "</applicationPools><sites><site name='Shop' id='1'>"
                "<application path='/' applicationPool='shop'>"
                "<virtualDirectory path='/' physicalPath='C:\\shop'/></application>"
                "</site></sites></system.applicationHost></configuration>");
    image_write(&image, "root/C/shop/web.config", "<configuration>" CLASSIC "</configuration>");
    check_says_image(&image, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_roots),
                                       cmocka_unit_test(test_physical_paths),
                                       cmocka_unit_test(test_bindings),
                                       cmocka_unit_test(test_conditions),
                                       cmocka_unit_test(test_modules_below_application),
                                       cmocka_unit_test(test_module_of_handler),
                                       cmocka_unit_test(test_classic),
                                       cmocka_unit_test(test_classic_pool)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
