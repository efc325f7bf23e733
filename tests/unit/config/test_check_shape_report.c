/* What is said of an unknown name, a wrong value, a missing attribute (IIS1201 to IIS1207). */
#include "unit/config/check_fixture.h"

#define FILTER(content)                                                                            \
    IN_SERVER("<security><requestFiltering>\n" content "\n</requestFiltering></security>")

static void test_elements(void **state)
{
    (void)state;
    CHECK_LONE({FILTER("<requestLimits/>"), ""},
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
    CHECK_LONE(
        {IN_SERVER("<directoryBrowse Enabled='true'/>"),
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

static void test_values(void **state)
{
    (void)state;
    CHECK_LONE(
        {IN_SERVER("<directoryBrowse enabled='yes'/>"),
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

static void test_directives(void **state)
{
    (void)state;
    check_says_host("<system.applicationHost><applicationPools>\n<clear/><add name='A'/>"
                    "</applicationPools></system.applicationHost>",
                    "IIS1205 applicationHost.config:3:1-9 '' clear, applicationPools, add\n");
    check_says_host("<system.applicationHost><applicationPools>\n<remove name='A'/>"
                    "</applicationPools></system.applicationHost>",
                    "IIS1205 applicationHost.config:3:1-19 '' remove, applicationPools, add\n");
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

/* A section of a made-up schema: what is written is put into the section's element <test>. */
static void check_test(const char *schema, const char *attributes, const char *expected)
{
    struct image image;
    image_init(&image);
    image_write(&image, "schema/a.xml",
                arena_printf(image.arena,
                             "<configSchema><sectionSchema name='system.webServer/test'>"
                             "<attribute name='a' %s/></sectionSchema></configSchema>",
                             schema));
    image_write(&image, "applicationHost.config",
                arena_printf(image.arena,
                             "<configuration><system.webServer>\n<test a='%s'/>"
                             "</system.webServer></configuration>",
                             attributes));
    check_says_image(&image, expected);
}

/* Bounds are told in the unit in which the value is written. */
static void test_details(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *value, *expected;
    } rows[] = {
        {"type='timeSpan' timeSpanFormat='minutes'", "00:20:00",
         "IIS1203/amount [warning] applicationHost.config:2:7-19 '' a, test, 00:20:00, minutes\n"},
        {"type='timeSpan' timeSpanFormat='seconds'", "99999999999",
         "IIS1203/amount applicationHost.config:2:7-22 '' a, test, 99999999999, seconds\n"},
        {"type='timeSpan' timeSpanFormat='minutes' validationType='timeSpanRange' validationParameter='60,7200,60'",
         "121", "IIS1203/range applicationHost.config:2:7-14 '' a, test, 121, 1, 120\n"},
        {"type='timeSpan' timeSpanFormat='seconds' validationType='timeSpanRange' validationParameter='60,7200,60'",
         "59", "IIS1203/range applicationHost.config:2:7-13 '' a, test, 59, 60, 7200\n"},
        {"type='timeSpan' validationType='timeSpanRange' validationParameter='60,7200,60'",
         "1.00:00:00",
         "IIS1203/range applicationHost.config:2:7-21 '' a, test, 1.00:00:00, 00:01:00, 02:00:00\n"},
        {"type='timeSpan' validationType='timeSpanRange' validationParameter='0,60,1,exclude'",
         "00:00:30",
         "IIS1203/excluded applicationHost.config:2:7-19 '' a, test, 00:00:30, 00:00:00, 00:01:00\n"},
        {"type='int' validationType='integerRange' validationParameter='0,0,exclude'", "0",
         "IIS1203/excluded applicationHost.config:2:7-12 '' a, test, 0, 0, 0\n"},
        {"type='timeSpan'", "20",
         "IIS1203/time [warning] applicationHost.config:2:7-13 '' a, test, 20, \n"},
        {"type='string' validationType='requireTrimmedString'", " x",
         "IIS1203/untrimmed applicationHost.config:2:7-13 '' a, test,  x, \n"},
        {"type='string' validationType='applicationPath'", "shop",
         "IIS1203/path applicationHost.config:2:7-15 '' a, test, shop, \n"},
        {"type='string' validationType='siteName'", "a\\b",
         "IIS1203/character [warning] applicationHost.config:2:7-14 '' a, test, a\\b, \\\n"},
        {"type='string' validationType='applicationPoolName'",
         "0123456789012345678901234567890123456789012345678901234567890123456789",
         "IIS1203/long [warning] applicationHost.config:2:7-81 '' a, test, 0123456789012345678901234567890123456789012345678901234567890123456789, 64\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_test(rows[i].schema, rows[i].value, rows[i].expected);
}

/* The nearest of several; an attribute that is there already is not what was meant. */
static void test_which_name_is_near(void **state)
{
    (void)state;
    CHECK_LONE(
        {IN_SERVER("<defaultDocument><files><remve value='a'/></files></defaultDocument>"),
         "IIS1201/near web.config:3:26-31 'site' remve, files, remove\n"},
        {IN_SERVER("<defaultDocument><files><claer/></files></defaultDocument>"),
         "IIS1201/near web.config:3:26-31 'site' claer, files, clear\n"},
        {IN_SERVER("<staticContent><mimeMaps/></staticContent>"),
         "IIS1201/near web.config:3:17-25 'site' mimeMaps, staticContent, mimeMap\n"},
        {FILTER("<requestLimits maxUr='1'/>"),
         "IIS1202/near web.config:4:16-21 'site' maxUr, requestLimits, maxUrl\n"},
        {FILTER("<hiddenSegment/>"),
         "IIS1201/near web.config:4:2-15 'site' hiddenSegment, requestFiltering, hiddenSegments\n"});
    CHECK_LONE({FILTER("<requestLimits maxUrl='1' maxUrll='4'/>"),
                "IIS1202/unknown web.config:4:27-34 'site' maxUrll, requestLimits\n"},
               {FILTER("<requestLimits MAXURL='4'/>"),
                "IIS1202/case web.config:4:16-22 'site' MAXURL, requestLimits, maxUrl\n"},
               {IN_SERVER("<directoryBrowse x='1'/>"),
                "IIS1202/unknown web.config:3:18-19 'site' x, directoryBrowse\n"},
               {IN_SERVER("<directoryBrowse enabled='true' Enabled='false'/>"),
                "IIS1202/unknown web.config:3:33-40 'site' Enabled, directoryBrowse\n"});
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_elements),
                                       cmocka_unit_test(test_attributes),
                                       cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_values_of_server),
                                       cmocka_unit_test(test_no_secret_is_told),
                                       cmocka_unit_test(test_directives),
                                       cmocka_unit_test(test_versions),
                                       cmocka_unit_test(test_details),
                                       cmocka_unit_test(test_which_name_is_near)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
