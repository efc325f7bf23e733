#include "config/content.h"

#include "base/text.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define BROWSE "system.webServer/directoryBrowse"
#define DOCUMENTS "system.webServer/defaultDocument"

#define BROWSING(flags)                                                                            \
    "<system.webServer><directoryBrowse showFlags='" flags "'/></system.webServer>"
#define WEB_CONFIG(flags) "<configuration>" BROWSING(flags) "</configuration>"

#define DIRECTORY(path, physical, more)                                                            \
    "<virtualDirectory path='" path "' physicalPath='" physical "' " more "/>"

/* One site "Shop" at C:\shop; `more` goes into its root application, `rest` into the site. */
static void host(struct image *image, const char *root_attributes, const char *more,
                 const char *rest)
{
    image_write(image, "applicationHost.config",
                arena_printf(image->arena,
                             "<configuration><system.applicationHost><applicationPools>"
                             "<add name='Shop'/><add name='Deaf' "
                             "enableConfigurationOverride='false'/></applicationPools><sites>"
                             "<site name='Shop'><application path='/' applicationPool='Shop'>"
                             "<virtualDirectory path='/' physicalPath='C:\\shop' %s/>%s"
                             "</application>%s</site></sites></system.applicationHost>"
                             "</configuration>",
                             root_attributes, more, rest));
}

static const char *flags(struct image *image, const char *scope)
{
    return image_value(image, scope, BROWSE, "", "showFlags");
}

static bool has_scope(struct image *image, const char *path)
{
    return server_find_scope(image->server, path) != NULL;
}

static const struct server_gap *gap(struct image *image, size_t index)
{
    assert_true(index < image->server->gaps.count);
    return image->server->gaps.items[index];
}

static void files_of_folders(void **state)
{
    host(*state, "", "", "");
    image_write(*state, "root/C/shop/web.config", WEB_CONFIG("Date"));
    image_write(*state, "root/C/shop/empty/deep/Web.Config", WEB_CONFIG("Size"));
    image_write(*state, "root/C/shop/other/default.htm", "");
    image_load(*state);
    assert_string_equal(flags(*state, "Shop"), "Date");
    assert_string_equal(flags(*state, "Shop/empty/deep"), "Size");
    assert_string_equal(flags(*state, "Shop/empty"), "Date");
    /* a folder in which nothing changes is no scope */
    assert_false(has_scope(*state, "Shop/other"));
    assert_string_equal(image_origin(*state, "Shop/empty/deep", BROWSE, "", "showFlags"),
                        "image/root/C/shop/empty/deep/Web.Config:1");
    const struct scope *scope =
        server_find_scope(((struct image *)*state)->server, "shop/EMPTY/deep");
    assert_int_equal(scope->kind, SCOPE_DIRECTORY);
    assert_string_equal(scope->physical_path, "C:\\shop\\empty\\deep");
    assert_int_equal(scope->files.count, 1);
}

/* applicationHost.config's location, then the file in the folder: the latter is nearer. */
static void a_location_and_a_file(void **state)
{
    struct image *image = *state;
    image_write(
        image, "applicationHost.config",
        "<configuration><system.applicationHost><sites><site name='Shop'>"
        "<application path='/'>" DIRECTORY(
            "/", "C:\\shop", "") "</application></site>"
                                 "</sites></system.applicationHost>"
                                 "<location path='Shop'>" BROWSING(
                                     "Date") "</location>"
                                             "<location path='Shop/a'>" BROWSING(
                                                 "Size") "</location>"
                                                         "<location path='Shop/b'>" BROWSING(
                                                             "Size") "</location></configuration>");
    image_write(
        image, "root/C/shop/web.config",
        "<configuration>" BROWSING("Time") "<location path='A'>" BROWSING(
            "LongDate") "</location><location path='c/d'>" BROWSING("Extension") "</location>"
                                                                                 "</configuration>");
    image_write(image, "root/C/shop/a/web.config", WEB_CONFIG("None"));
    image_load(image);
    assert_string_equal(flags(image, "Shop"), "Time");
    assert_string_equal(flags(image, "Shop/a"), "None");
    assert_string_equal(flags(image, "Shop/b"), "Size");
    assert_string_equal(flags(image, "Shop/c/d"), "Extension");
    assert_string_equal(flags(image, "Shop/c"), "Time");
    assert_int_equal(effective_section(image->server, server_find_scope(image->server, "Shop/a"),
                                       sections_find(image->server->sections, BROWSE))
                         ->count,
                     5);
}

static void applications_and_virtual_directories(void **state)
{
    host(*state, "", DIRECTORY("/files", "D:\\files", ""),
         "<application path='/app' applicationPool='Shop'>" DIRECTORY("/", "C:\\apps\\one", "")
             DIRECTORY("/inner", "D:\\inner", "") "</application>");
    image_write(*state, "root/C/shop/web.config", WEB_CONFIG("Date"));
    image_write(*state, "root/C/apps/one/web.config", WEB_CONFIG("Size"));
    image_write(*state, "root/D/files/web.config", WEB_CONFIG("Time"));
    image_write(*state, "root/D/inner/sub/web.config", WEB_CONFIG("None"));
    /* folders of that name, but the URLs are mapped elsewhere */
    image_write(*state, "root/C/shop/app/web.config", WEB_CONFIG("Extension"));
    image_write(*state, "root/C/shop/files/x/web.config", WEB_CONFIG("Extension"));
    image_write(*state, "root/C/apps/one/inner/web.config", WEB_CONFIG("Extension"));
    image_load(*state);
    assert_string_equal(flags(*state, "Shop"), "Date");
    assert_string_equal(flags(*state, "Shop/app"), "Size");
    assert_string_equal(flags(*state, "Shop/files"), "Time");
    assert_string_equal(flags(*state, "Shop/app/inner"), "Size");
    assert_string_equal(flags(*state, "Shop/app/inner/sub"), "None");
    assert_false(has_scope(*state, "Shop/files/x"));
}

/* The virtual directory's own file is read, those below are not. */
static void allow_sub_dir_config(void **state)
{
    host(*state, "allowSubDirConfig='false'", DIRECTORY("/files", "C:\\shop\\files", ""), "");
    image_write(*state, "root/C/shop/web.config", WEB_CONFIG("Date"));
    image_write(*state, "root/C/shop/sub/web.config", WEB_CONFIG("Size"));
    image_write(*state, "root/C/shop/files/web.config", WEB_CONFIG("Time"));
    image_write(*state, "root/C/shop/files/sub/web.config", WEB_CONFIG("None"));
    image_load(*state);
    assert_string_equal(flags(*state, "Shop"), "Date");
    assert_false(has_scope(*state, "Shop/sub"));
    assert_string_equal(flags(*state, "Shop/files"), "Time");
    assert_string_equal(flags(*state, "Shop/files/sub"), "None");
}

/* A pool with enableConfigurationOverride="false" ignores every web.config of its applications. */
static void enable_configuration_override(void **state)
{
    host(*state, "", "",
         "<application path='/deaf' applicationPool='DEAF'>" DIRECTORY("/", "C:\\deaf", "")
             DIRECTORY("/v", "C:\\v", "") "</application>");
    image_write(*state, "root/C/shop/web.config", WEB_CONFIG("Date"));
    image_write(*state, "root/C/deaf/web.config", WEB_CONFIG("Size"));
    image_write(*state, "root/C/v/web.config", WEB_CONFIG("Size"));
    image_load(*state);
    assert_string_equal(flags(*state, "Shop"), "Date");
    assert_string_equal(flags(*state, "Shop/deaf"), "Date");
    assert_string_equal(flags(*state, "Shop/deaf/v"), "Date");
}

/* Two virtual directories of one folder: the file counts at both, and is opened once. */
static void overlapping_paths(void **state)
{
    struct image *image = *state;
    host(image, "", DIRECTORY("/again", "C:\\shop", ""), "");
    image_write(image, "root/C/shop/web.config",
                "<configuration><system.webServer><defaultDocument><files><add value='x.htm'/>"
                "</files></defaultDocument></system.webServer></configuration>");
    image_load(image);
    const struct scope *again = server_find_scope(image->server, "Shop/again");
    assert_int_equal(again->definitions.count, 1);
    assert_ptr_equal(again->definitions.items[0],
                     server_find_scope(image->server, "Shop")->definitions.items[0]);
}

static void child_applications_do_not_inherit_a_location(void **state)
{
    host(*state, "", "",
         "<application path='/app'>" DIRECTORY("/", "C:\\app", "") "</application>");
    image_write(*state, "root/C/shop/web.config",
                "<configuration><location path='.' inheritInChildApplications='false'>" BROWSING(
                    "Date") "</location></configuration>");
    image_write(*state, "root/C/shop/sub/web.config", WEB_CONFIG("Size"));
    image_load(*state);
    assert_string_equal(flags(*state, "Shop"), "Date");
    assert_string_not_equal(flags(*state, "Shop/app"), "Date");
    assert_string_equal(flags(*state, "Shop/sub"), "Size");
}

static void mapped_folders(void **state)
{
    struct image *image = *state;
    image_map(image, "E:\\sites", "sites");
    image_map(image, "E:\\sites\\special", "special");
    image_map(image, "\\\\nas\\share", "nas");
    image_write(
        image, "applicationHost.config",
        "<configuration><system.applicationHost><sites>"
        "<site name='A'><application path='/'>" DIRECTORY(
            "/", "E:\\Sites\\a",
            "") "</application></site>"
                "<site name='B'><application path='/'>" DIRECTORY(
                    "/", "e:/sites/SPECIAL/b",
                    "") "</application></site>"
                        "<site name='C'><application path='/'>" DIRECTORY(
                            "/", "\\\\NAS\\share",
                            "") "</application></site>"
                                "<site name='D'><application path='/'>" DIRECTORY(
                                    "/", "E:\\sitesandmore",
                                    "") "</application></site></sites></system.applicationHost></configuration>");
    image_write(image, "sites/A/web.config", WEB_CONFIG("Date"));
    image_write(image, "special/b/web.config", WEB_CONFIG("Size"));
    image_write(image, "nas/web.config", WEB_CONFIG("Time"));
    image_load(image);
    assert_string_equal(flags(image, "A"), "Date");
    assert_string_equal(flags(image, "B"), "Size");
    assert_string_equal(flags(image, "C"), "Time");
    assert_int_equal(server_find_scope(image->server, "D")->files.count, 0);
}

static void config_source(void **state)
{
    struct image *image = *state;
    host(image, "", "", "");
    image_write(image, "root/C/shop/web.config",
                "<configuration><connectionStrings configSource='config\\db.config'/>"
                "<system.webServer><directoryBrowse configSource='gone.config'/>"
                "</system.webServer></configuration>");
    image_write(image, "root/C/shop/Config/db.config",
                "<connectionStrings><add name='Db' connectionString='Server=.'/>"
                "</connectionStrings>");
    image_load(image);
    assert_string_equal(image_entries(image, "Shop", "connectionStrings", "", "name"), "Db");
    /* a file that is not there is for the checks; the element in the file itself says nothing */
    assert_string_equal(image_origin(image, "Shop", BROWSE, "", "enabled"), "default");
    const struct config_file *file = server_find_scope(image->server, "Shop")->files.items[0];
    assert_int_equal(file->locations.count, 1);
}

static void unknown_locations(void **state)
{
    struct image *image = *state;
    image_load_host(image, "<system.applicationHost><sites><site name='Shop'>"
                           "<application path='/'/></site></sites></system.applicationHost>"
                           "<location path='Shop/any/thing.aspx'>" BROWSING(
                               "Size") "</location>"
                                       "<location path='Gone/x'>" BROWSING("Size") "</location>");
    assert_string_equal(flags(image, "Shop/any/thing.aspx"), "Size");
    assert_int_equal(image->server->unknown_locations.count, 1);
    const struct unknown_location *unknown = image->server->unknown_locations.items[0];
    assert_string_equal(unknown->path, "Gone/x");
}

/* Links that lead back, side by side, or nowhere. */
static void links(void **state)
{
    struct image *image = *state;
    host(image, "", "", "");
    image_write(image, "root/C/shop/a/web.config", WEB_CONFIG("Date"));
    image_link(image, "root/C/shop/a/up", "..");
    image_link(image, "root/C/shop/a/self", ".");
    image_link(image, "root/C/shop/nowhere", "/nonexistent/x");
    image_link(image, "root/C/shop/b", "a");
    image_load(image);
    assert_string_equal(flags(image, "Shop/a"), "Date");
    assert_string_equal(flags(image, "Shop/b"), "Date");
    assert_false(has_scope(image, "Shop/a/up"));
    assert_false(has_scope(image, "Shop/a/self"));
    assert_int_equal(image->server->gaps.count, 0);
}

/* As many folders as links can pretend: the search ends, and says so. */
static void too_deep(void **state)
{
    struct image *image = *state;
    host(image, "", "", "");
    struct text path = {0};
    text_add(&path, "root/C/shop");
    for (int i = 0; i < 80; i++)
        text_add(&path, "/d");
    text_add(&path, "/web.config");
    image_write(image, text_string(&path), WEB_CONFIG("Date"));
    text_fini(&path);
    image_load(image);
    assert_int_equal(image->server->gaps.count, 1);
    assert_non_null(strstr(gap(image, 0)->message, "too deep"));
}

static void unreadable_and_broken(void **state)
{
    struct image *image = *state;
    host(image, "", "", "");
    image_write(image, "root/C/shop/web.config", "<configuration><open></configuration>");
    image_write(image, "root/C/shop/sub/web.config", WEB_CONFIG("Size"));
    image_write(image, "root/C/shop/dir/web.config/x", "a folder of that name");
    image_load(image);
    assert_int_equal(image->server->problems.count, 2);
    assert_string_equal(((struct problem *)image->server->problems.items[0])->rule, "IIS1001");
    assert_string_equal(((struct problem *)image->server->problems.items[1])->rule, "IIS1002");
    assert_string_equal(flags(image, "Shop/sub"), "Size");
    assert_int_equal(image->server->gaps.count, 1);
}

static void skipped_folders(void **state)
{
    host(*state, "", "", "");
    image_write(*state, "root/C/shop/node_modules/x/web.config", WEB_CONFIG("Size"));
    image_write(*state, "root/C/shop/.git/web.config", WEB_CONFIG("Size"));
    image_load(*state);
    assert_false(has_scope(*state, "Shop/node_modules"));
    assert_false(has_scope(*state, "Shop/.git"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_of_folders, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_location_and_a_file, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(applications_and_virtual_directories, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(allow_sub_dir_config, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(enable_configuration_override, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(overlapping_paths, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(child_applications_do_not_inherit_a_location, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(mapped_folders, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(config_source, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(unknown_locations, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(links, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(too_deep, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(unreadable_and_broken, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(skipped_folders, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
