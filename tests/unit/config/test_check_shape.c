/* Elements, attributes, values and text against the schema (IIS1201 to IIS1207). */
#include "unit/config/check_fixture.h"

#define IN_SERVER(content) "<system.webServer>\n" content "\n</system.webServer>"
#define FILTER(content)                                                                            \
    IN_SERVER("<security><requestFiltering>\n" content "\n</requestFiltering></security>")

struct row {
    const char *web, *expected;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_says_lone(rows[i].web, rows[i].expected);
}

#define CHECK(...)                                                                                 \
    do {                                                                                           \
        const struct row rows_[] = {__VA_ARGS__};                                                  \
        check_rows(rows_, sizeof rows_ / sizeof *rows_);                                           \
    } while (false)

static void test_elements(void **state)
{
    (void)state;
    CHECK({FILTER("<requestLimits/>"), ""},
          {FILTER("<requestlimits/>"), "IIS1201/case web.config:4:2-15 'site' requestlimits, "
                                       "requestFiltering, requestLimits\n"},
          {FILTER("<requestLimit/>"), "IIS1201/near web.config:4:2-14 'site' requestLimit, "
                                      "requestFiltering, requestLimits\n"},
          {FILTER("<limits/>"), "IIS1201/unknown web.config:4:2-8 'site' limits, "
                                "requestFiltering\n"},
          {IN_SERVER("<defaultDocument><files>\n<Add value='x'/></files></defaultDocument>"),
           "IIS1201/case web.config:4:2-5 'site' Add, files, add\n"},
          {IN_SERVER("<staticContent>\n<x:mimeMap xmlns:x='urn:x'/></staticContent>"), ""});
}

static void test_attributes(void **state)
{
    (void)state;
    CHECK({IN_SERVER("<directoryBrowse Enabled='true'/>"),
           "IIS1202/case web.config:3:18-25 'site' Enabled, directoryBrowse, enabled\n"},
          {IN_SERVER("<directoryBrowse enable='true'/>"),
           "IIS1202/near web.config:3:18-24 'site' enable, directoryBrowse, enabled\n"},
          {IN_SERVER("<directoryBrowse order='1'/>"),
           "IIS1202/unknown web.config:3:18-23 'site' order, directoryBrowse\n"},
          /* the locks, a section's own words, other namespaces */
          {IN_SERVER("<directoryBrowse lockAttributes='enabled' lockItem='false'/>"), ""},
          {IN_SERVER("<directoryBrowse xmlns:xdt='urn:x' xdt:Transform='Replace'/>"), ""},
          {IN_SERVER("<staticContent>\n<remove fileExtension='.a' mimeType='b'/></staticContent>"),
           "IIS1202/remove [warning] web.config:4:28-36 'site' mimeType, remove, fileExtension\n"},
          {IN_SERVER("<staticContent>\n<clear name='a'/></staticContent>"),
           "IIS1202/clear [warning] web.config:4:8-12 'site' name, clear, fileExtension\n"});
}

static void test_sections_of_framework(void **state)
{
    (void)state;
    CHECK(
        {"<system.web><compilation debug='false' targetFramework='4.8' new='x'/></system.web>", ""},
        {"<system.web><compilation debgu='false'/></system.web>",
         "IIS1202/near [warning] web.config:2:26-31 'site' debgu, compilation, debug\n"},
        {"<system.web><compilation debug='ture'/></system.web>",
         "IIS1203/bool [warning] web.config:2:26-38 'site' debug, compilation, ture, \n"},
        {"<system.web><customErrors mode='Of'/></system.web>",
         "IIS1203/enum [warning] web.config:2:27-36 'site' mode, customErrors, Of, "
         "RemoteOnly, On, Off\n"},
        {"<system.web><machineKey validation='HMACSHA256'/></system.web>", ""},
        {"<appSettings><add key='a' value='1'/>text</appSettings>", ""});
}

static void test_values(void **state)
{
    (void)state;
    CHECK({IN_SERVER("<directoryBrowse enabled='yes'/>"),
           "IIS1203/bool web.config:3:18-31 'site' enabled, directoryBrowse, yes, \n"},
          {IN_SERVER("<directoryBrowse showFlags='Date, Tmie'/>"),
           "IIS1203/flag web.config:3:18-40 'site' showFlags, directoryBrowse, Date, Tmie, Tmie, "
           "None, Date, Time, Size, Extension, LongDate\n"},
          {IN_SERVER("<httpErrors errorMode='On'/>"),
           "IIS1203/enum web.config:3:13-27 'site' errorMode, httpErrors, On, "
           "DetailedLocalOnly, Custom, Detailed\n"},
          {FILTER("<requestLimits maxUrl='4k'/>"),
           "IIS1203/number web.config:4:16-27 'site' maxUrl, requestLimits, 4k, \n"},
          {IN_SERVER("<httpErrors><error statusCode='200' path='/x'/></httpErrors>"),
           "IIS1203/range web.config:3:20-36 'site' statusCode, error, 200, 400, 999\n"},
          {IN_SERVER("<staticContent><clientCache cacheControlMaxAge='1 day'/></staticContent>"),
           "IIS1203/time web.config:3:29-55 'site' cacheControlMaxAge, clientCache, 1 day, \n"},
          {IN_SERVER("<httpErrors><error statusCode='499' path=''/></httpErrors>"),
           "IIS1203/empty web.config:3:37-44 'site' path, error, , \n"});
}

static void test_values_of_server(void **state)
{
    (void)state;
    check_says_host("<system.applicationHost><applicationPools>\n"
                    "<add name='a&amp;b' queueLength='5'>\n"
                    "<processModel idleTimeout='00:00:30' userName='x' password='[enc:P::enc]'/>"
                    "</add></applicationPools></system.applicationHost>",
                    "IIS1203/character applicationHost.config:3:6-20 '' name, add, a&b, &\n"
                    "IIS1203/range applicationHost.config:3:21-36 '' queueLength, add, 5, 10, "
                    "65535\n"
                    "IIS1203/step applicationHost.config:4:15-37 '' idleTimeout, processModel, "
                    "00:00:30, 00:01:00\n");
}

static void test_no_secret_is_told(void **state)
{
    (void)state;
    struct image image;
    image_init(&image);
    image_load_text(&image, "site/web.config",
                    "<configuration><system.webServer><odbcLogging passwords='hunter2'/>"
                    "</system.webServer></configuration>");
    check_server(image.server);
    const struct problem *problem = image.server->problems.items[0];
    for (size_t i = 0; i < PROBLEM_ARGUMENTS_MAX && problem->arguments[i]; i++)
        assert_string_not_equal(problem->arguments[i], "hunter2");
    image_fini(&image);
}

static void test_required(void **state)
{
    (void)state;
    CHECK({IN_SERVER("<staticContent>\n<mimeMap fileExtension='.a'/></staticContent>"),
           "IIS1204 web.config:4:1-30 'site' mimeMap, mimeType\n"},
          {IN_SERVER("<staticContent>\n<remove/></staticContent>"),
           "IIS1204 [warning] web.config:4:1-10 'site' remove, fileExtension\n"},
          {IN_SERVER("<httpErrors><remove statusCode='404'/></httpErrors>"), ""});
    check_says_host("<system.applicationHost><applicationPools>\n<applicationPoolDefaults/>"
                    "</applicationPools></system.applicationHost>",
                    "");
}

static void test_directives(void **state)
{
    (void)state;
    check_says_host("<system.applicationHost><applicationPools>\n<clear/><add name='A'/>"
                    "</applicationPools></system.applicationHost>",
                    "IIS1205 applicationHost.config:3:1-9 '' clear, applicationPools, add\n");
}

static void test_text(void **state)
{
    (void)state;
    CHECK({IN_SERVER("<defaultDocument><files>\n<add value='x'/>&gt;\n</files></defaultDocument>"),
           "IIS1206 web.config:4:17-21 'site' files\n"},
          {IN_SERVER("<defaultDocument><!-- > --></defaultDocument>"), ""});
}

static void test_versions(void **state)
{
    (void)state;
    check_says_version("7.5",
                       IN_SERVER("<staticContent><clientCache setEtag='false'/></staticContent>"),
                       "IIS1207/attribute web.config:3:29-44 'site' setEtag, 8.0, 7.5, "
                       "clientCache\n");
    check_says_version(
        "8.0", IN_SERVER("<staticContent><clientCache setEtag='false'/></staticContent>"), "");
    check_says_version("8.5", IN_SERVER("<httpRedirect httpResponseStatus='PermRedirect'/>"),
                       "IIS1207/value web.config:3:15-48 'site' httpResponseStatus, httpRedirect, "
                       "PermRedirect, 8.5\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_elements),
                                       cmocka_unit_test(test_attributes),
                                       cmocka_unit_test(test_sections_of_framework),
                                       cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_values_of_server),
                                       cmocka_unit_test(test_no_secret_is_told),
                                       cmocka_unit_test(test_required),
                                       cmocka_unit_test(test_directives),
                                       cmocka_unit_test(test_text),
                                       cmocka_unit_test(test_versions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
