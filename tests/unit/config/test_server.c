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
    assert_true(image_try(image, "any-name.xml", &error));
    assert_true(image->server->has_application_host);
    assert_non_null(server_find_scope(image->server, "Shop"));
    /* a file alone is no image */
    assert_string_equal(image_value(image, "Shop", BROWSE, "", "enabled"), "false");
}

static void nothing_to_load(void **state)
{
    struct image *image = *state;
    struct error error = {.text = ""};
    image_write(image, "readme.txt", "");
    assert_false(image_try(image, "", &error));
    assert_true(error.text[0] != '\0');
    server_free(image->server);
    error.text[0] = '\0';
    assert_false(image_try(image, "gone", &error));
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

/* Of one rule in one file a reader gets some; the others are counted. */
static void many_problems(void **state)
{
    struct image *image = *state;
    image_load_host(image, "");
    const struct config_file *file = image->server->files.items[0];
    struct problem problem = {.rule = "X", .source = file->source};
    for (int i = 0; i < 1234; i++)
        server_add_problem(image->server, &problem);
    assert_int_equal(image->server->problems.count, 1000);
    problem.rule = "Y";
    server_add_problem(image->server, &problem);
    problem.rule = "X";
    problem.source = NULL;
    server_add_problem(image->server, &problem);
    assert_int_equal(image->server->problems.count, 1002);
    size_t cursor = 0, left_out = 0;
    const char *key;
    void *known;
    while (map_next(image->server->problems_of, &cursor, &key, &known))
        left_out += ((const struct server_problems *)known)->left_out;
    assert_int_equal(left_out, 234);
}

/* A folder of the framework that is given is the only one that is looked into. */
static void a_framework_folder_that_is_given(void **state)
{
    struct image *image = *state;
    static const char settings[] =
        "<configuration><connectionStrings><add name='%s' connectionString='c'/>"
        "</connectionStrings></configuration>";
    image_write(image, "applicationHost.config", HOST);
    image_write(image, "framework/web.config", arena_printf(image->arena, settings, "image"));
    image_write(image, "net/WEB.config", arena_printf(image->arena, settings, "given"));
    image->options.framework_directory = image_path(image, "net");
    image_load(image);
    assert_string_equal(image_entries(image, "", "connectionStrings", "", "name"), "given");
}

/* It is an empty file at fault, and a gap: what it holds was not checked. IIS may still read it. */
static void a_file_that_cannot_be_read(void **state)
{
    struct image *image = *state;
    struct error error = {.text = ""};
    image_link(image, "web.config", "web.config");
    assert_true(image_try(image, "web.config", &error));
    assert_int_equal(image->server->problems.count, 1);
    const struct problem *problem = image->server->problems.items[0];
    assert_string_equal(problem->rule, "IIS1002");
    assert_int_equal(problem->level, PROBLEM_WARNING);
    assert_non_null(strstr(problem->message, "cannot be read"));
    assert_int_equal(image->server->gaps.count, 1);
    assert_string_equal(((struct server_gap *)image->server->gaps.items[0])->path, "web.config");
}

static void the_newest_schema(void **state)
{
    struct image *image = *state;
    image->options.iis_version = "7.0";
    image_load_host(image, "");
    const struct schema *newest = server_newest_schema(image->server);
    assert_null(schema_section(image->server->schema, "system.webServer/webSocket"));
    assert_non_null(schema_section(newest, "system.webServer/webSocket"));
    assert_ptr_equal(server_newest_schema(image->server), newest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(one_application_host_config, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(nothing_to_load, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(broken_files, image_set_up, image_tear_down),
        cmocka_unit_test(faults_by_kind),
        cmocka_unit_test_setup_teardown(the_framework_of_the_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(the_schema_of_the_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(the_newest_schema, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(shared_configuration, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(paths, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(many_problems, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_framework_folder_that_is_given, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_cannot_be_read, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
