/* Entries that are there already, removals of what is not (IIS1301 to IIS1304). */
#include "unit/config/check_fixture.h"

#include <stdio.h>

#define MIME(content) IN_SERVER("<staticContent>\n" content "</staticContent>")
#define MAP(extension) "<mimeMap fileExtension='" extension "' mimeType='a/b'/>\n"
#define REMOVE(extension) "<remove fileExtension='" extension "'/>\n"

static void test_own(void **state)
{
    (void)state;
    check_says("", MIME(MAP(".a") MAP(".A")),
               "IIS1301/own web.config:5:1-45 'Shop' mimeMap, fileExtension, .A, remove, "
               "staticContent < web.config:4\n");
    check_says("", MIME(MAP(".a") REMOVE(".a") MAP(".a")), "");
    check_says("", MIME(MAP(".a") "<clear/>\n" MAP(".a")), "");
    check_says("", MIME(REMOVE(".a") MAP(".a") MAP(".b") MAP(".a")),
               "IIS1301/own web.config:7:1-45 'Shop' mimeMap, fileExtension, .a, remove, "
               "staticContent < web.config:5\n");
}

static void test_inherited(void **state)
{
    (void)state;
    static const char host[] = MIME(MAP(".a"));
    check_says(host, MIME(MAP(".a")),
               "IIS1301/inherited web.config:4:1-45 'Shop' mimeMap, fileExtension, .a, remove, "
               "staticContent < applicationHost.config:4\n");
    check_says(host, MIME(REMOVE(".a") MAP(".a")), "");
    check_says(host, MIME("<clear/>\n" MAP(".a")), "");
    check_says(host, MIME(REMOVE(".a") MAP(".a") MAP(".a")),
               "IIS1301/own web.config:6:1-45 'Shop' mimeMap, fileExtension, .a, remove, "
               "staticContent < web.config:5\n");
    check_says(host, "<location path='x'>" MIME(MAP(".a")) "</location>",
               "IIS1301/inherited web.config:4:1-45 'Shop/x' mimeMap, fileExtension, .a, remove, "
               "staticContent < applicationHost.config:4\n");
}

static void test_by_location_of_server(void **state)
{
    (void)state;
    check_says(MIME(MAP(".a")) "<location path='Shop'>" MIME(REMOVE(".a")) "</location>",
               MIME(MAP(".a")), "");
    check_says("<location path='Shop'>" MIME(MAP(".a")) "</location>", MIME(MAP(".a")),
               "IIS1301/inherited web.config:4:1-45 'Shop' mimeMap, fileExtension, .a, remove, "
               "staticContent < applicationHost.config:4\n");
    check_says("<location path='Shop/app'>" MIME(MAP(".a")) "</location>", MIME(MAP(".a")),
               "IIS1301/inherited applicationHost.config:4:1-45 'Shop/app' mimeMap, "
               "fileExtension, .a, remove, staticContent < web.config:4\n");
}

static void test_not_in_child_applications(void **state)
{
    (void)state;
    check_says("<location path='Shop/app'>" MIME(MAP(".a")) "</location>",
               "<location inheritInChildApplications='false'>" MIME(MAP(".a")) "</location>", "");
}

static void test_combined_keys(void **state)
{
    (void)state;
    check_says("",
               IN_SERVER("<httpErrors><error statusCode='404' path='/a'/>\n"
                         "<error statusCode='404' subStatusCode='3' path='/b'/>\n"
                         "<error statusCode='404' subStatusCode='-1' path='/c'/></httpErrors>"),
               "IIS1301/own web.config:5:1-55 'Shop' error, statusCode, subStatusCode, 404, -1, "
               "remove, httpErrors < web.config:3\n");
}

static void test_letter_case_counts(void **state)
{
    (void)state;
    check_says("",
               IN_SERVER("<handlers><add name='A' path='*' verb='*'/>"
                         "<add name='a' path='*' verb='*'/></handlers>"),
               "");
}

static void test_content_of_entries(void **state)
{
    (void)state;
    check_says("",
               IN_SERVER("<rewrite><rules><rule name='a'><match url='.'/><serverVariables>"
                         "<set name='X' value='1'/>\n<set name='X' value='2'/></serverVariables>"
                         "</rule><rule name='b'><match url='.'/><serverVariables>"
                         "<set name='X' value='1'/></serverVariables></rule></rules></rewrite>"),
               "IIS1301/own web.config:4:1-26 'Shop' set, name, X, remove, serverVariables "
               "< web.config:3\n");
}

static void test_assumed(void **state)
{
    (void)state;
    check_says_lone(MIME(MAP(".json")),
                    "IIS1301/assumed [warning] web.config:4:1-48 'site' mimeMap, fileExtension, "
                    ".json, remove, staticContent\n");
    check_says_lone(MIME(REMOVE(".json") MAP(".json")), "");
}

static void test_framework(void **state)
{
    (void)state;
    check_says_lone("<appSettings><add key='a' value='1'/>\n<add key='A' value='2'/>"
                    "</appSettings>",
                    "IIS1301/framework [note] web.config:3:1-25 'site' add, key, A, remove, "
                    "appSettings < web.config:2\n");
}

static void test_tree(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_write(&image, "web.config", "<configuration>" MIME(MAP(".a")) "</configuration>");
    image_write(&image, "sub/web.config", "<configuration>" MIME(MAP(".a")) "</configuration>");
    image_load(&image);
    check_server(image.server);
    assert_int_equal(image.server->problems.count, 1);
    const struct problem *problem = image.server->problems.items[0];
    assert_string_equal(problem->template, "tree");
    assert_int_equal(problem->level, PROBLEM_WARNING);
    assert_non_null(problem->other.source);
    image_fini(&image);
}

static const char two_urls[] =
    "<configuration><system.applicationHost><applicationPools><add name='Shop'/>"
    "</applicationPools><sites><site name='Shop' id='1'>"
    "<application path='/' applicationPool='Shop'>\n"
    "<virtualDirectory path='/' physicalPath='C:\\shop'/>\n"
    "<virtualDirectory path='/old' physicalPath='c:\\Shop\\'/></application>"
    "</site></sites></system.applicationHost></configuration>";

static void test_same_folder(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_write(&image, "applicationHost.config", two_urls);
    image_write(&image, "root/C/shop/web.config",
                "<configuration>" MIME(MAP(".a") MAP(".b")) "</configuration>");
    image_load(&image);
    check_server(image.server);
    assert_int_equal(image.server->problems.count, 1);
    const struct problem *problem = image.server->problems.items[0];
    assert_string_equal(problem->rule, "IIS1302");
    assert_string_equal(problem->template, "entry");
    assert_string_equal(problem->scope->path, "Shop/old");
    assert_string_equal(problem->arguments[3], ".a");
    assert_string_equal((const char *)problem->node->name, "physicalPath");
    assert_non_null(problem->other.source);
    image_fini(&image);
    /* harmless when every entry is removed first */
    image_init(&image);
    image_write(&image, "applicationHost.config", two_urls);
    image_write(&image, "root/C/shop/web.config",
                "<configuration>" MIME(REMOVE(".a") MAP(".a")) "</configuration>");
    check_says_image(&image, "");
}

static void test_host(void **state)
{
    (void)state;
    check_says_host("<system.applicationHost><applicationPools><add name='A'/>\n<add name='a'/>"
                    "</applicationPools></system.applicationHost>",
                    "IIS1303 applicationHost.config:3:1-16 '' add, name, a, remove, "
                    "applicationPools < applicationHost.config:2\n");
    check_says_host(
        "<system.applicationHost><sites><site name='A' id='1'><application path='/'>"
        "<virtualDirectory path='/' physicalPath='C:\\a'/></application></site>\n"
        "<site name='B' id='1'><application path='/'><virtualDirectory path='/' "
        "physicalPath='C:\\b'/></application>"
        "<bindings><binding protocol='http' bindingInformation='*:80:'/>\n"
        "<binding protocol='HTTP' bindingInformation='*:80:'/></bindings>"
        "</site></sites></system.applicationHost>",
        "IIS1303 applicationHost.config:4:1-54 '' binding, bindingInformation, protocol, "
        "*:80:, HTTP, remove, bindings < applicationHost.config:3\n"
        "IIS1303 applicationHost.config:3:1-23 '' site, id, 1, remove, sites "
        "< applicationHost.config:2\n");
}

static void test_removal(void **state)
{
    (void)state;
    static const char host[] =
        IN_SERVER("<modules><add name='ShopModule' type='a'/><add name='Page-ISAPI-2.0' type='b'/>"
                  "</modules>");
    check_says(host, IN_SERVER("<modules><remove name='shopModule'/></modules>"),
               "IIS1304 [note] web.config:3:18-35 'Shop' shopModule, ShopModule, name "
               "< applicationHost.config:3\n");
    check_says(host, IN_SERVER("<modules><remove name='ShopModul'/></modules>"),
               "IIS1304 [note] web.config:3:18-34 'Shop' ShopModul, ShopModule, name "
               "< applicationHost.config:3\n");
    check_says(host, IN_SERVER("<modules><remove name='ShopModule'/></modules>"), "");
    check_says(host, IN_SERVER("<modules><remove name='Page-ISAPI-4.0'/></modules>"), "");
    check_says(host, IN_SERVER("<modules><remove name='WebDAVModule'/></modules>"), "");
}

static void test_many(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *content = arena_alloc(arena, 400000);
    char *at = content;
    for (int i = 0; i < 3000; i++)
        at += snprintf(at, 100, "<mimeMap fileExtension='.x%d' mimeType='a/b'/>\n", i);
    snprintf(at, 100, "<mimeMap fileExtension='.X17' mimeType='a/b'/>\n");
    check_says("",
               arena_printf(arena,
                            "<system.webServer><staticContent>\n%s"
                            "</staticContent></system.webServer>",
                            content),
               "IIS1301/own web.config:3003:1-47 'Shop' mimeMap, fileExtension, .X17, remove, "
               "staticContent < web.config:20\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_own),
                                       cmocka_unit_test(test_inherited),
                                       cmocka_unit_test(test_by_location_of_server),
                                       cmocka_unit_test(test_not_in_child_applications),
                                       cmocka_unit_test(test_combined_keys),
                                       cmocka_unit_test(test_letter_case_counts),
                                       cmocka_unit_test(test_content_of_entries),
                                       cmocka_unit_test(test_assumed),
                                       cmocka_unit_test(test_framework),
                                       cmocka_unit_test(test_tree),
                                       cmocka_unit_test(test_same_folder),
                                       cmocka_unit_test(test_host),
                                       cmocka_unit_test(test_removal),
                                       cmocka_unit_test(test_many)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
