/* Roots, declarations, undeclared sections, sections twice, locations (IIS1004, IIS1005, IIS11xx). */
#include "unit/config/check_fixture.h"

#include <stdlib.h>
#include <string.h>

#define DECLARE                                                                                    \
    "<configSections><sectionGroup name='system.applicationHost'><section "                        \
    "name='applicationPools'/><section name='sites'/></sectionGroup>"                              \
    "<sectionGroup name='system.webServer'><section name='defaultDocument'/>"                      \
    "<section name='directoryBrowse'/></sectionGroup></configSections>"

static void test_root(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_load_text(&image, "site/web.config", "<Configuration>\n</Configuration>");
    check_server(image.server);
    assert_int_equal(image.server->problems.count, 1);
    const struct problem *problem = image.server->problems.items[0];
    assert_string_equal(problem->rule, "IIS1005");
    assert_string_equal(problem->arguments[0], "Configuration");
    assert_int_equal(problem->span.start, 1);
    assert_int_equal(problem->span.end, 14);
    image_fini(&image);
}

static void test_undeclared(void **state)
{
    (void)state;
    static const struct {
        const char *web, *expected;
    } rows[] = {
        {BROWSE, ""},
        {IN_SERVER("<rewrite><rules/></rewrite>"),
         "IIS1101/add-on web.config:3:1-10 'Shop' system.webServer/rewrite, URL Rewrite, "
         "https://www.iis.net/downloads/microsoft/url-rewrite\n"},
        {IN_SERVER("<webdav><authoring/></webdav>"),
         "IIS1101/feature web.config:3:1-9 'Shop' system.webServer/webdav, Web-DAV-Publishing\n"},
        {IN_SERVER("<directoryBrowsing/>"),
         "IIS1101/unknown web.config:3:1-21 'Shop' system.webServer/directoryBrowsing\n"},
        {IN_SERVER("<directorybrowse/>"),
         "IIS1101/near web.config:3:1-19 'Shop' system.webServer/directorybrowse, "
         "directoryBrowse\n"},
        /* one that may be declared in a machine.config that nobody showed */
        {"<contoso.data/>", "IIS1101/assumed [warning] web.config:2:1-16 'Shop' contoso.data\n"},
        {"<system.web><contoso/></system.web>",
         "IIS1101/assumed [warning] web.config:2:13-23 'Shop' system.web/contoso\n"},
        /* another namespace is none of IIS's business */
        {"<x:section xmlns:x='urn:x'/>", ""},
        {"<runtime><assemblyBinding xmlns='urn:schemas-microsoft-com:asm.v1'><any/>"
         "</assemblyBinding></runtime>",
         ""},
        /* the file declares it */
        {"<configSections><section name='log4net'/></configSections><log4net><root/></log4net>",
         ""},
        {"<configSections><sectionGroup name='a'><section name='b'/></sectionGroup>"
         "</configSections><a><b/></a>",
         ""},
        {"<configSections><sectionGroup name='a'><section name='b'/></sectionGroup>"
         "</configSections><a><c/></a>",
         "IIS1101/assumed [warning] web.config:2:94-98 'Shop' a/c\n"},
        {"<location path='admin'>" BROWSE "</location>", ""},
        {"<location path='admin'><system.webServer><cors/></system.webServer></location>",
         "IIS1101/add-on web.config:2:42-49 'Shop/admin' system.webServer/cors, IIS CORS Module, "
         "https://www.iis.net/downloads/microsoft/iis-cors-module\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says(DECLARE, rows[i].web, rows[i].expected);
    /* a server of which only a part is shown declares nothing: everything known may be used */
    check_says("", IN_SERVER("<rewrite><rules/></rewrite>"), "");
}

static void test_lone_file_needs_add_ons(void **state)
{
    (void)state;
    check_says_lone(
        IN_SERVER("<rewrite><rules/>\n<outboundRules/></rewrite>\n<cors/>"),
        "IIS1101/needs [note] web.config:3:10-18 'site' system.webServer/rewrite/rules, "
        "URL Rewrite, https://www.iis.net/downloads/microsoft/url-rewrite\n"
        "IIS1101/needs [note] web.config:5:1-8 'site' system.webServer/cors, "
        "IIS CORS Module, https://www.iis.net/downloads/microsoft/iis-cors-module\n");
}

static void test_group_has_no_attributes(void **state)
{
    (void)state;
    check_says(DECLARE, "<system.webServer enabled='true'/>",
               "IIS1202/group web.config:2:19-33 'Shop' enabled, system.webServer\n");
}

static void test_declared_twice(void **state)
{
    (void)state;
    check_says(DECLARE, "<configSections><section name='a'/>\n<section name='a'/></configSections>",
               "IIS1103/file web.config:3:1-20 'Shop' a < web.config:2\n");
    check_says(DECLARE,
               "<configSections><sectionGroup name='system.webServer'>\n"
               "<section name='directoryBrowse' overrideModeDefault='Deny'/>"
               "</sectionGroup></configSections>",
               "IIS1103/above web.config:3:1-61 'Shop' system.webServer/directoryBrowse "
               "< applicationHost.config:2\n");
    check_says_lone("<configSections>\n<section name='uri' type='System.Old'/></configSections>",
                    "IIS1103/assumed [warning] web.config:3:1-40 'site' uri\n");
}

static void test_same_declaration_below(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_write(&image, "web.config",
                "<configuration><configSections><section name='a' type='A'/>"
                "<section name='b'/></configSections></configuration>");
    image_write(&image, "views/web.config",
                "<configuration><configSections><section type='A' name='a'/>\n"
                "<section name='b' type='B'/></configSections></configuration>");
    image_load(&image);
    check_server(image.server);
    assert_int_equal(image.server->problems.count, 1);
    const struct problem *problem = image.server->problems.items[0];
    assert_string_equal(problem->rule, "IIS1103");
    assert_int_equal(problem->level, PROBLEM_WARNING);
    assert_string_equal(problem->arguments[0], "b");
    image_fini(&image);
}

static void test_misplaced(void **state)
{
    (void)state;
    check_says_lone("<!-- first --><configSections/><appSettings/>", "");
    check_says_lone("<appSettings/>\n<configSections/>", "IIS1104/late web.config:3:1-18 'site'\n");
    check_says_lone("<configSections/>\n<configSections/>",
                    "IIS1104/twice web.config:3:1-18 'site' < web.config:2\n");
}

static void test_size(void **state)
{
    (void)state;
    size_t size = 251 * 1024;
    char *content = calloc(1, size + 1);
    assert_non_null(content);
    memset(content, ' ', size);
    check_says_lone(content, "IIS1004/web-config [warning] web.config:1:1-16 'site' 252, 250\n");
    content[200 * 1024] = '\0';
    check_says_lone(content, "");
    free(content);
}

static void test_section_without_schema(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_write(&image, "schema/a.xml",
                "<configSchema><sectionSchema name='system.webServer/defaultDocument'/>"
                "</configSchema>");
    image_write(&image, "applicationHost.config",
                "<configuration>" DECLARE "\n"
                "<system.webServer><defaultDocument/>\n<directoryBrowse/></system.webServer>"
                "</configuration>");
    check_says_image(&image, "IIS1102/known [warning] applicationHost.config:3:1-19 '' "
                             "system.webServer/directoryBrowse\n");
}

/* A section that only a later IIS has. */
static void test_section_of_a_later_version(void **state)
{
    (void)state;
    check_says_version(
        "7.5",
        "<configSections><sectionGroup name='system.webServer'><section name='webSocket'/>"
        "</sectionGroup></configSections>" IN_SERVER("<webSocket enabled='true'/>"),
        "IIS1103/assumed [warning] web.config:2:55-82 'site' system.webServer/webSocket\n"
        "IIS1207/section web.config:3:1-28 'site' system.webServer/webSocket, 8.0, 7.5\n");
    check_says_version("8.0", IN_SERVER("<webSocket enabled='true'/>"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_root),
                                       cmocka_unit_test(test_undeclared),
                                       cmocka_unit_test(test_lone_file_needs_add_ons),
                                       cmocka_unit_test(test_group_has_no_attributes),
                                       cmocka_unit_test(test_declared_twice),
                                       cmocka_unit_test(test_same_declaration_below),
                                       cmocka_unit_test(test_misplaced),

                                       cmocka_unit_test(test_size),
                                       cmocka_unit_test(test_section_without_schema),
                                       cmocka_unit_test(test_section_of_a_later_version)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
