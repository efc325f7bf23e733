/* A section twice, and locations (IIS1105 to IIS1107). */
#include "unit/config/check_fixture.h"

static void test_location_conflict(void **state)
{
    (void)state;
    check_says_lone("<location path='A'>" BROWSE "</location>\n<location path='a'>" BROWSE
                    "</location>",
                    "IIS1106/path web.config:6:1-34 'site/A' system.webServer/directoryBrowse, a "
                    "< web.config:3\n");
    check_says_lone(BROWSE "\n<location path='.'>" BROWSE "</location>",
                    "IIS1106/here web.config:6:1-34 'site' system.webServer/directoryBrowse,  "
                    "< web.config:3\n");
    check_says_lone(
        "<location path='a'>" BROWSE "</location>\n<location path='b'>" BROWSE "</location>", "");
    check_says_lone("<location path='a'>" BROWSE "</location>\n"
                    "<location path='a'><system.webServer><urlCompression/></system.webServer>"
                    "</location>",
                    "");
    check_says_lone("<location path='a' overrideMode='Deny' allowOverride='true'/>",
                    "IIS1106/both web.config:2:40-60 'site/a' Deny, true\n");
}

static void test_unknown_location(void **state)
{
    (void)state;
    check_says("<location path='Shops/x'/>\n<location path='Blog'/>\n<location path='shop/none'/>",
               "",
               "IIS1107/similar applicationHost.config:2:11-25 '' Shops/x, Shop\n"
               "IIS1107/none applicationHost.config:3:11-22 '' Blog\n");
}

static void test_section_twice(void **state)
{
    (void)state;
    check_says_lone(BROWSE "\n" BROWSE,
                    "IIS1105 web.config:6:1-34 'site' system.webServer/directoryBrowse, "
                    " < web.config:3\n");
    check_says_lone(IN_SERVER("<security/>\n<security/>"), "");
}

/* Three of one path are told of the first; only what they share is. */
static void test_several_of_one_path(void **state)
{
    (void)state;
    check_says_lone(
        "<location path='a'><system.webServer><urlCompression/></system.webServer>"
        "</location>\n<location path='a'>" BROWSE "</location>\n<location path='a'>" BROWSE
        "</location>\n<location path='A'><system.webServer><urlCompression/>"
        "</system.webServer></location>",
        "IIS1106/path web.config:7:1-34 'site/a' system.webServer/directoryBrowse, a < web.config:4\n"
        "IIS1106/path web.config:9:38-55 'site/a' system.webServer/urlCompression, A < web.config:2\n");
    /* a tag that has a section twice and shares it with another is told of both, once each */
    check_says_lone(
        "<location path='a'>" BROWSE "</location>\n<location path='a'>" BROWSE "\n" BROWSE
        "</location>",
        "IIS1105 web.config:9:1-34 'site/a' system.webServer/directoryBrowse, a < web.config:6\n"
        "IIS1106/path web.config:6:1-34 'site/a' system.webServer/directoryBrowse, a < web.config:3\n"
        "IIS1106/path web.config:9:1-34 'site/a' system.webServer/directoryBrowse, a < web.config:3\n");
}

/* A name of one letter is near to any other. */
static void test_similar_sites(void **state)
{
    (void)state;
    static const char sites[] =
        "<system.applicationHost><sites>"
        "<site name='a' id='1'><application path='/'><virtualDirectory path='/' "
        "physicalPath='C:\\a'/></application></site>"
        "<site name='Blog' id='2'><application path='/'><virtualDirectory path='/' "
        "physicalPath='C:\\b'/></application></site>"
        "<site name='Bloog' id='3'><application path='/'><virtualDirectory path='/' "
        "physicalPath='C:\\c'/></application></site></sites></system.applicationHost>\n";
    struct arena *arena = arena_new();
    check_says_host(
        arena_printf(arena, "%s%s", sites,
                     "<location path='b'/>\n"
                     "<location path='Blogg/x'/>\n<location path='Blooog'/>\n<location path='/'/>"),
        "IIS1107/none applicationHost.config:3:11-19 '' b\n"
        "IIS1107/similar applicationHost.config:4:11-25 '' Blogg/x, Blog\n"
        "IIS1107/similar applicationHost.config:5:11-24 '' Blooog, Bloog\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_section_twice), cmocka_unit_test(test_location_conflict),
        cmocka_unit_test(test_unknown_location), cmocka_unit_test(test_several_of_one_path),
        cmocka_unit_test(test_similar_sites)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
