/* Elements, attributes, values and text against the schema: what is looked at (IIS1201 to IIS1207). */
#include "base/text.h"
#include "unit/config/check_fixture.h"

static void test_sections_of_framework(void **state)
{
    (void)state;
    CHECK_LONE(
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

static void test_required(void **state)
{
    (void)state;
    CHECK_LONE({IN_SERVER("<staticContent>\n<mimeMap fileExtension='.a'/></staticContent>"),
                "IIS1204 web.config:4:1-30 'site' mimeMap, mimeType\n"},
               {IN_SERVER("<staticContent>\n<remove/></staticContent>"),
                "IIS1204 [warning] web.config:4:1-10 'site' remove, fileExtension\n"},
               {IN_SERVER("<httpErrors><remove statusCode='404'/></httpErrors>"), ""});
    check_says_host("<system.applicationHost><applicationPools>\n<applicationPoolDefaults/>"
                    "</applicationPools></system.applicationHost>",
                    "");
}

static void test_text(void **state)
{
    (void)state;
    CHECK_LONE(
        {IN_SERVER("<defaultDocument><files>\n<add value='x'/>&gt;\n</files></defaultDocument>"),
         "IIS1206 web.config:4:17-21 'site' files\n"},
        {IN_SERVER("<defaultDocument><!-- > --></defaultDocument>"), ""});
}

/* What any section or element may carry besides its own attributes. */
static void test_common_words(void **state)
{
    (void)state;
    CHECK_LONE(
        {IN_SERVER("<directoryBrowse overrideMode='Allow' inheritInChildApplications='true'/>"),
         ""},
        {IN_SERVER("<defaultDocument><files configSource='x'/></defaultDocument>"),
         "IIS1202/unknown web.config:3:25-37 'site' configSource, files\n"},
        {IN_SERVER(
             "<defaultDocument><files lockElements='add' lockItems='true'/></defaultDocument>"),
         "IIS1202/unknown web.config:3:44-53 'site' lockItems, files\n"},
        {IN_SERVER("<staticContent><remove fileExtension='.a' lockItem='true'/></staticContent>"),
         ""});
}

/* More attributes than are remembered: what is there is never missed for it. */
static void test_many_attributes(void **state)
{
    struct image image;
    struct text schema = {0}, file = {0};
    (void)state;
    text_add(&schema, "<configSchema><sectionSchema name='system.webServer/test'>");
    text_add(&file, "<configuration><system.webServer>\n<test");
    for (int i = 0; i < 200; i++) {
        text_printf(&schema, "<attribute name='a%d' type='bool' required='true'/>", i);
        if (i != 100 && i != 199)
            text_printf(&file, " a%d='true'", i);
    }
    text_add(&schema, "</sectionSchema></configSchema>");
    text_add(&file, "/></system.webServer></configuration>");
    image_init(&image);
    image_write(&image, "schema/a.xml", text_string(&schema));
    image_write(&image, "applicationHost.config", text_string(&file));
    check_says_image(&image, "IIS1204 [warning] applicationHost.config:2:1-2274 '' test, a100\n");
    text_fini(&schema);
    text_fini(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {

        cmocka_unit_test(test_sections_of_framework),

        cmocka_unit_test(test_common_words),
        cmocka_unit_test(test_many_attributes),
        cmocka_unit_test(test_required),

        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
