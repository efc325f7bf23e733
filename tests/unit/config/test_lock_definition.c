/* Sections at levels where their declarations do not allow them. */
#include "unit/config/lock_fixture.h"

#define DECLARED                                                                                       \
    "<configSections><sectionGroup name='system.webServer'>"                                           \
    "<section name='fastCgi' allowDefinition='AppHostOnly' overrideModeDefault='Deny'/>"               \
    "<section name='httpCompression' allowDefinition='AppHostOnly' overrideModeDefault='Allow'/>"      \
    "<section name='modules' allowDefinition='MachineToApplication' overrideModeDefault='Allow'/>"     \
    "<section name='isapiFilters' allowDefinition='MachineToApplication' overrideModeDefault='Deny'/>" \
    "<section name='directoryBrowse' allowLocation='false'/>"                                          \
    "</sectionGroup></configSections>\n"
#define AUTHENTICATION "<system.web><authentication mode='Windows'/></system.web>"
#define WEB(content) "<system.webServer>" content "</system.webServer>"

static void check_at(const char *name, const char *content, const char *expected)
{
    struct lock_server server;
    lock_server_init(&server, DECLARED);
    lock_server_file(&server, name, content);
    lock_server_check(&server, expected);
}

static void test_server_sections(void **state)
{
    (void)state;
    check_at("web.config", WEB("<fastCgi><application fullPath='x'/></fastCgi>"),
             "IIS1406/server web.config:2:19 'Shop' AppHostOnly < applicationHost.config:2\n");
    /* what IIS answers when it is not locked as well nobody says */
    check_at(
        "web.config", WEB("<httpCompression minFileSizeForComp='1'/>"),
        "IIS1406/server (warning) web.config:2:19 'Shop' AppHostOnly < applicationHost.config:2\n");
    check_at("web.config", WEB("<fastCgi/>"), "");
    check_at("web.config", "<system.web><processModel autoConfig='true'/></system.web>",
             "IIS1406/server web.config:2:13 'Shop' MachineOnly\n");
    /* in the server's own file, in a location too */
    check_locks(DECLARED "<location path='Shop'>" WEB("<fastCgi><clear/></fastCgi>") "</location>",
                "", "");
}

static void test_beyond_application(void **state)
{
    (void)state;
    check_at("web.config", AUTHENTICATION, "");
    check_at("app/web.config", AUTHENTICATION, "");
    check_at("admin/web.config", AUTHENTICATION,
             "IIS1406 admin/web.config:2:13 'Shop/admin' MachineToApplication\n");
    check_at("../vdir/web.config", AUTHENTICATION,
             "IIS1406 vdir/web.config:2:13 'Shop/vdir' MachineToApplication\n");
    check_at("app/admin/web.config", AUTHENTICATION,
             "IIS1406 app/admin/web.config:2:13 'Shop/app/admin' MachineToApplication\n");
    check_at("web.config", "<location path='admin'>" AUTHENTICATION "</location>",
             "IIS1406 (warning) web.config:2:36 'Shop/admin' MachineToApplication\n");
    check_at("web.config", "<location path='.'>" AUTHENTICATION "</location>", "");
    check_at("web.config", "<location path='app'>" AUTHENTICATION "</location>", "");
    /* what is allowed everywhere, and a section that says nothing */
    check_at("admin/web.config",
             "<system.web><authorization><deny users='?'/></authorization>"
             "<authentication/></system.web>",
             "");
}

/* Nobody reads .NET's sections where no managed code runs. */
static void test_without_dotnet(void **state)
{
    (void)state;
    check_at("core/admin/web.config", AUTHENTICATION, "");
    check_at("core/web.config", "<system.web><processModel autoConfig='true'/></system.web>", "");
}

/* IIS passes over its own sections there, and that is another rule. Locked ones are doubtful. */
static void test_sections_of_iis_in_folders(void **state)
{
    (void)state;
    check_at("admin/web.config", WEB("<modules><remove name='x'/></modules>"), "");
    check_at(
        "admin/web.config", WEB("<isapiFilters><filter name='x' path='y'/></isapiFilters>"),
        "IIS1401 (warning) admin/web.config:2:19 'Shop/admin' overrideModeDefault=\"Deny\" < applicationHost.config:2\n");
}

static void test_location(void **state)
{
    (void)state;
    check_at(
        "web.config", "<location path='a'>" WEB("<directoryBrowse enabled='true'/>") "</location>",
        "IIS1406/location (warning) web.config:2:38 'Shop/a' Everywhere < applicationHost.config:2\n");
    check_at("web.config", WEB("<directoryBrowse enabled='true'/>"), "");
}

static void test_assumed(void **state)
{
    (void)state;
    check_lone(NULL, AUTHENTICATION, "");
    check_lone(NULL, "<location path='a'>" AUTHENTICATION "</location>",
               "IIS1406/assumed (warning) web.config:2:32 'site/a' MachineToApplication\n");
    check_lone(NULL, WEB("<globalModules><clear/></globalModules>"),
               "IIS1406/server (warning) web.config:2:19 'site' AppHostOnly\n");
}

static void check_tree(const char *application, bool global_asax, const char *expected)
{
    struct image image;
    image_init(&image);
    image_write(&image, "src/web.config", "<configuration/>");
    image_write(&image, "src/admin/web.config",
                "<configuration>" AUTHENTICATION "</configuration>");
    if (global_asax)
        image_write(&image, "src/admin/Global.asax", "<%@ Application %>");
    if (application)
        list_add(&image.options.applications, image.arena,
                 (void *)(uintptr_t)image_path(&image, application));
    image_load(&image);
    lock_check(image.server);
    assert_int_equal(image.server->problems.count, *expected ? 1 : 0);
    if (*expected) {
        const struct problem *problem = image.server->problems.items[0];
        assert_string_equal(problem->rule, expected);
        assert_int_equal(problem->level, PROBLEM_WARNING);
    }
    const struct scope *scope = server_find_scope(image.server, "src/admin");
    assert_int_equal(scope->kind, *expected ? SCOPE_DIRECTORY : SCOPE_APPLICATION);
    assert_string_equal(scope->application->path, *expected ? "src" : "src/admin");
    assert_int_equal(image.server->assumptions.count, global_asax ? 2 : 1);
    image_fini(&image);
}

/* In a tree of files a folder is an application when it is named as one or looks like one. */
static void test_applications_in_trees(void **state)
{
    (void)state;
    check_tree(NULL, false, "IIS1406");
    check_tree("src/admin", false, "");
    check_tree("src", false, "IIS1406");
    check_tree(NULL, true, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server_sections),
        cmocka_unit_test(test_beyond_application),
        cmocka_unit_test(test_without_dotnet),
        cmocka_unit_test(test_sections_of_iis_in_folders),
        cmocka_unit_test(test_location),
        cmocka_unit_test(test_assumed),
        cmocka_unit_test(test_applications_in_trees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
