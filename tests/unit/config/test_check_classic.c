/* What IIS validates for pools in Integrated mode (IIS1609, IIS1503). */
#include "unit/config/check_fixture.h"

#define CLASSIC "<system.web><httpModules><remove name='x'/></httpModules></system.web>"

#define ENCRYPTED                                                                                  \
    "<system.web><identity configProtectionProvider='Rsa'><EncryptedData/></identity></system.web>"

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
    image_write(&image, "root/C/shop/web.config",
                "<configuration>" CLASSIC ENCRYPTED "</configuration>");
    check_says_image(&image, "");
}

/* Sections of .NET that IIS reads for the Integrated pipeline, and cannot when they are encrypted. */
static void test_encrypted(void **state)
{
    (void)state;
    static const char guard[] =
        IN_SERVER("<validation validateIntegratedModeConfiguration='FALSE'/>");
    static const char said[] = "IIS1503/validation web.config:2:23-53 'Shop' Rsa, "
                               "system.web/identity\n";
    struct arena *arena = arena_new();
    check_says("", ENCRYPTED, said);
    check_says("", arena_printf(arena, "%s%s", ENCRYPTED, guard), "");
    check_says(guard, ENCRYPTED, "");
    /* the innermost value counts */
    check_says(guard,
               arena_printf(arena, "%s%s", ENCRYPTED,
                            IN_SERVER("<validation validateIntegratedModeConfiguration='true'/>")),
               said);
    check_says("", "<system.web><identity impersonate='true'/></system.web>", "");
    /* IIS does not read this one */
    check_says("",
               "<connectionStrings configProtectionProvider='Rsa'><EncryptedData/>"
               "</connectionStrings>",
               "");
    check_says_lone(ENCRYPTED, "IIS1503/validation [warning] web.config:2:23-53 'site' Rsa, "
                               "system.web/identity\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_classic),
                                       cmocka_unit_test(test_classic_pool),
                                       cmocka_unit_test(test_encrypted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
