#include "config/server.h"

#include "base/text.h"
#include "config/node.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ANONYMOUS "system.webServer/security/authentication/anonymousAuthentication"
#define BROWSE "system.webServer/directoryBrowse"

#define HOST                                                                                       \
    "<configuration><system.applicationHost><sites><site name='Shop'><application path='/'>"       \
    "<virtualDirectory path='/' physicalPath='C:\\shop'/></application></site></sites>"            \
    "</system.applicationHost></configuration>"
#define BROWSING                                                                                   \
    "<configuration><system.webServer><directoryBrowse enabled='true'/></system.webServer>"        \
    "</configuration>"

static bool load(struct image *image, const char *name, struct error *error)
{
    image->server = server_new(image->arena, &image->options, image->regexes, error);
    assert_non_null(image->server);
    return server_load(image->server, image_path(image, name), name, error);
}

static void an_image(void **state)
{
    struct image *image = *state;
    image_write(image, "ApplicationHost.config", HOST);
    image_write(image, "root/c/Shop/web.config", BROWSING);
    image_load(image);
    assert_true(image->server->has_application_host);
    assert_string_equal(image_value(image, "Shop", BROWSE, "", "enabled"), "true");
    assert_string_equal(image_origin(image, "Shop", BROWSE, "", "enabled"),
                        "image/root/c/Shop/web.config:1");
    assert_int_equal(image->server->assumptions.count, 0);
    assert_int_equal(image->server->gaps.count, 0);
}

static void one_application_host_config(void **state)
{
    struct image *image = *state;
    struct error error;
    image_write(image, "any-name.xml", HOST);
    image_write(image, "root/C/shop/web.config", BROWSING);
    assert_true(load(image, "any-name.xml", &error));
    assert_true(image->server->has_application_host);
    assert_non_null(server_find_scope(image->server, "Shop"));
    /* a file alone is no image */
    assert_string_equal(image_value(image, "Shop", BROWSE, "", "enabled"), "false");
}

static void one_web_config(void **state)
{
    struct image *image = *state;
    struct error error;
    image_write(image, "shop/web.config", BROWSING);
    assert_true(load(image, "shop/web.config", &error));
    assert_false(image->server->has_application_host);
    assert_int_equal(image->server->sites.count, 1);
    const struct site *site = image->server->sites.items[0];
    assert_string_equal(image_value(image, site->name, BROWSE, "", "enabled"), "true");
    /* below it stands a server with ASP.NET as it is installed */
    assert_string_equal(image_value(image, site->name, ANONYMOUS, "", "userName"), "IUSR");
    assert_non_null(strstr(image_entries(image, site->name, "system.webServer/modules", "", "name"),
                           "StaticFileModule"));
    assert_non_null(server_pool(image->server, site->root));
    assert_int_equal(image->server->assumptions.count, 1);
}

static void a_transformation(void **state)
{
    struct image *image = *state;
    image_load_text(
        image, "web.Release.config",
        "<configuration xmlns:xdt='http://schemas.microsoft.com/XML-Document-Transform'>"
        "<system.webServer><nonsense xdt:Transform='Remove'/></system.webServer>"
        "</configuration>");
    assert_int_equal(image->server->sites.count, 0);
    assert_int_equal(image->server->assumptions.count, 1);
}

static void a_tree(void **state)
{
    struct image *image = *state;
    struct error error;
    image_write(image, "src/shop/web.config", BROWSING);
    image_write(image, "src/shop/admin/web.config", BROWSING);
    image_write(image, "src/blog/Web.config", BROWSING);
    image_write(image, "src/node_modules/x/web.config", BROWSING);
    image_write(image, "readme.txt", "");
    assert_true(load(image, "", &error));
    assert_int_equal(image->server->sites.count, 2);
    assert_string_equal(((struct site *)image->server->sites.items[0])->name, "blog");
    assert_string_equal(((struct site *)image->server->sites.items[1])->name, "shop");
    assert_non_null(server_find_scope(image->server, "shop/admin"));
}

static void nothing_to_load(void **state)
{
    struct image *image = *state;
    struct error error = {.text = ""};
    image_write(image, "readme.txt", "");
    assert_false(load(image, "", &error));
    assert_true(error.text[0] != '\0');
    server_free(image->server);
    error.text[0] = '\0';
    assert_false(load(image, "gone", &error));
    assert_string_equal(error.text, "There is no such file or folder.");
}

static void broken_files(void **state)
{
    struct image *image = *state;
    image_load_text(image, "applicationHost.config", "<configuration><open></configuration>");
    assert_int_equal(image->server->problems.count, 1);
    assert_string_equal(((struct problem *)image->server->problems.items[0])->rule, "IIS1001");
    assert_int_equal(image->server->sites.count, 0);
    assert_string_equal(image_value(image, "", BROWSE, "", "enabled"), "false");
}

static void faults_by_kind(void **state)
{
    static const char *const cases[][2] = {{"<configuration>\xFF</configuration>", "IIS1003"},
                                           {"<!DOCTYPE x><configuration/>", "IIS1006"},
                                           {"<configuration", "IIS1001"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct image image;
        image_init(&image);
        image_load_text(&image, "applicationHost.config", cases[i][0]);
        assert_true(image.server->problems.count > 0);
        assert_string_equal(((struct problem *)image.server->problems.items[0])->rule, cases[i][1]);
        image_fini(&image);
    }
    (void)state;
}

static void the_framework_of_the_image(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config", HOST);
    image_write(image, "framework/machine.config",
                "<configuration><configSections><section name='connectionStrings'/>"
                "</configSections><connectionStrings><add name='Db' connectionString='x'/>"
                "</connectionStrings></configuration>");
    image_write(image, "framework/web.config",
                "<configuration><connectionStrings><add name='Two' connectionString='y'/>"
                "</connectionStrings></configuration>");
    image_write(image, "root/C/shop/web.config",
                "<configuration><connectionStrings><remove name='Db'/></connectionStrings>"
                "</configuration>");
    image_load(image);
    assert_string_equal(image_entries(image, "", "connectionStrings", "", "name"), "Db Two");
    assert_string_equal(image_entries(image, "Shop", "connectionStrings", "", "name"), "Two");
}

static void the_schema_of_the_image(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config",
                "<configuration><my.group><thing b='2'/></my.group></configuration>");
    image_write(image, "schema/mine.xml",
                "<configSchema><sectionSchema name='my.group/thing'><attribute name='a' "
                "type='uint' defaultValue='1'/><attribute name='b' type='uint'/></sectionSchema>"
                "</configSchema>");
    image_load(image);
    assert_string_equal(image_value(image, "", "my.group/thing", "", "a"), "1");
    assert_string_equal(image_value(image, "", "my.group/thing", "", "b"), "2");
    assert_null(sections_find(image->server->sections, BROWSE));
}

static void shared_configuration(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config", HOST);
    image_write(image, "redirection.config",
                "<configuration><configurationRedirection enabled='true' path='\\\\nas\\c'/>"
                "</configuration>");
    image_load(image);
    assert_int_equal(image->server->gaps.count, 1);
    assert_non_null(
        strstr(((struct server_gap *)image->server->gaps.items[0])->message, "\\\\nas\\c"));
}

static void paths(void **state)
{
    struct image *image = *state;
    image_map(image, "D:\\x", "mapped");
    image_write(image, "mapped/File.txt", "");
    image_write(image, "applicationHost.config", HOST);
    image_write(image, "root/C/Shop/A.txt", "");
    image_load(image);
    struct server *server = image->server;
    assert_string_equal(server_local_path(server, "C:\\shop\\a.TXT"),
                        image_path(image, "root/C/Shop/A.txt"));
    assert_string_equal(server_local_path(server, "D:\\X\\file.txt"),
                        image_path(image, "mapped/File.txt"));
    assert_string_equal(server_local_path(server, "D:\\x"), image_path(image, "mapped"));
    assert_null(server_local_path(server, "E:\\x"));
    assert_null(server_local_path(server, "\\\\nas\\x"));
    assert_null(server_local_path(server, ""));

    assert_ptr_equal(server_find_scope(server, ""), server->root);
    assert_ptr_equal(server_find_scope(server, "/"), server->root);
    assert_non_null(server_find_scope(server, "/SHOP/"));
    assert_null(server_find_scope(server, "Shop/x"));

    bool complete;
    assert_string_equal(server_expand(server, "C:\\x", &complete), "C:\\x");
    assert_true(complete);
    assert_string_equal(server_expand(server, "%X%\\x", &complete), "%X%\\x");
    assert_false(complete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(one_application_host_config, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(one_web_config, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_transformation, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_tree, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(nothing_to_load, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(broken_files, image_set_up, image_tear_down),
        cmocka_unit_test(faults_by_kind),
        cmocka_unit_test_setup_teardown(the_framework_of_the_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(the_schema_of_the_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(shared_configuration, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(paths, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
