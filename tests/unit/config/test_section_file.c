#include "config/section_file.h"

#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SETTINGS "appSettings"

/* One site at C:\sites\shop with this web.config content. */
static void host(struct image *image, const char *content)
{
    image_write(image, "applicationHost.config",
                "<configuration><system.applicationHost><sites><site name='Shop'>"
                "<application path='/'><virtualDirectory path='/' physicalPath='C:\\sites\\shop'/>"
                "</application></site></sites></system.applicationHost></configuration>");
    image_write(image, "root/C/sites/shop/web.config",
                arena_printf(image->arena, "<configuration>\n%s</configuration>", content));
}

/* The keys of appSettings at a scope, and their values. */
static const char *settings(struct image *image, const char *scope)
{
    return arena_printf(image->arena, "%s = %s", image_entries(image, scope, SETTINGS, "", "key"),
                        image_entries(image, scope, SETTINGS, "", "value"));
}

static void behind_its_own(void **state)
{
    struct image *image = *state;
    host(image, "<appSettings file='more\\Settings.config'><add key='a' value='1'/>"
                "<add key='b' value='2'/><add key='c' value='3'/></appSettings>");
    image_write(image, "root/C/sites/shop/more/settings.config",
                "<appSettings><add key='B' value='4'/>\n<remove key='c'/><add key='d' value='5'/>"
                "</appSettings>");
    image_load(image);
    assert_string_equal(settings(image, "Shop"), "a B d = 1 4 5");
    const struct config_file *last = image->server->files.items[image->server->files.count - 1];
    assert_string_equal(last->source->path, "image/root/C/sites/shop/more/settings.config");
    assert_int_equal(image->server->problems.count, 0);
}

/* Each file of the chain merges its own other file, before the files below it. */
static void in_a_chain(void **state)
{
    struct image *image = *state;
    host(image, "<appSettings file='s.config'><add key='a' value='1'/></appSettings>");
    image_write(image, "root/C/sites/shop/s.config",
                "<appSettings><add key='b' value='2'/></appSettings>");
    image_write(image, "root/C/sites/shop/low/web.config",
                "<configuration><appSettings><remove key='b'/><add key='a' value='3'/>"
                "</appSettings></configuration>");
    image_write(image, "root/C/sites/shop/high/web.config",
                "<configuration><appSettings file='s.config'><add key='x' value='4'/>"
                "</appSettings></configuration>");
    image_write(image, "root/C/sites/shop/high/s.config",
                "<appSettings><clear/><add key='y' value='5'/></appSettings>");
    image_load(image);
    assert_string_equal(settings(image, "Shop"), "a b = 1 2");
    assert_string_equal(settings(image, "Shop/low"), "a = 3");
    assert_string_equal(settings(image, "Shop/high"), "y = 5");
}

/* As System.IO.Path.Combine: upwards, to a whole path; never out of the image. */
static void elsewhere(void **state)
{
    static const struct {
        const char *name, *expected;
    } rows[] = {
        {"..\\secrets.config", "s = up"},
        {"../../sites/secrets.config", "s = up"},
        {"C:\\sites\\secrets.config", "s = up"},
        {"..\\..\\..\\..\\sites\\secrets.config", "s = up"}, /* no way above C:\ */
        {"..\\..\\..\\..\\secrets.config", " = "},
        {"D:\\sites\\secrets.config", " = "},
        {"\\sites\\secrets.config", " = "},
        {"..", " = "},
        {"gone.config", " = "},
        {"", " = "},
        {"folder", " = "},
        {"wrong.config", " = "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct image *image = *state;
        host(image, arena_printf(image->arena, "<appSettings file='%s'/>", rows[i].name));
        image_write(image, "root/C/sites/secrets.config",
                    "<appSettings><add key='s' value='up'/></appSettings>");
        image_write(image, "root/secrets.config",
                    "<appSettings><add key='s' value='out'/></appSettings>");
        image_write(image, "secrets.config",
                    "<appSettings><add key='s' value='out'/></appSettings>");
        image_write(image, "root/C/sites/shop/folder/x", "");
        image_write(image, "root/C/sites/shop/wrong.config", "<settings><add key='s'/></settings>");
        image_load(image);
        assert_string_equal(settings(image, "Shop"), rows[i].expected);
        image_tear_down(state);
        image_set_up(state);
    }
}

/* It is relative to the file in which the attribute stands, and goes one step. */
static void named_by_a_config_source(void **state)
{
    struct image *image = *state;
    host(image, "<appSettings configSource='config\\a.config'/>");
    image_write(image, "root/C/sites/shop/config/a.config",
                "<appSettings file='b.config'><add key='a' value='1'/></appSettings>");
    image_write(image, "root/C/sites/shop/config/b.config",
                "<appSettings file='c.config'><add key='b' value='2'/></appSettings>");
    image_write(image, "root/C/sites/shop/config/c.config",
                "<appSettings><add key='c' value='3'/></appSettings>");
    image_load(image);
    assert_string_equal(settings(image, "Shop"), "a b = 1 2");
    const struct config_file *file = server_find_scope(image->server, "Shop")->files.items[0];
    assert_non_null(section_file_path(image->server, file, "CONFIG/A.config", SECTION_FILE_SOURCE));
    assert_null(section_file_path(image->server, file, "gone.config", SECTION_FILE_SOURCE));
    assert_null(
        section_file_path(image->server, file, "..\\shop\\web.config", SECTION_FILE_SOURCE));
    assert_null(section_file_path(image->server, file, "config", SECTION_FILE_MERGED));
}

/* A server's own schema does not say what the file is for; the built-in one does. */
static void with_the_schema_of_the_server(void **state)
{
    struct image *image = *state;
    host(image, "<appSettings file='s.config'><add key='a' value='1'/></appSettings>");
    image_write(image, "root/C/sites/shop/s.config",
                "<appSettings><add key='a' value='2'/></appSettings>");
    image_write(image, "schema/FX_schema.xml",
                "<configSchema><sectionSchema name='appSettings'><attribute name='file' "
                "type='string'/><collection addElement='add' removeElement='remove' "
                "clearElement='clear'><attribute name='key' type='string' isUniqueKey='true'/>"
                "<attribute name='value' type='string'/></collection></sectionSchema>"
                "<sectionSchema name='system.applicationHost/sites'><collection "
                "addElement='site'><attribute name='name' type='string' isUniqueKey='true'/>"
                "<collection addElement='application'><attribute name='path' type='string' "
                "isUniqueKey='true'/><collection addElement='virtualDirectory'><attribute "
                "name='path' type='string' isUniqueKey='true'/><attribute name='physicalPath' "
                "type='string'/></collection></collection></collection></sectionSchema>"
                "</configSchema>");
    image_load(image);
    assert_string_equal(settings(image, "Shop"), "a = 2");
}

/* Without applicationHost.config nobody knows where a folder lies: only down from the file. */
static void of_a_tree(void **state)
{
    struct image *image = *state;
    image_write(image, "web.config",
                "<configuration><appSettings file='s.config'/></configuration>");
    image_write(image, "s.config", "<appSettings><add key='a' value='1'/></appSettings>");
    image_write(image, "up/web.config",
                "<configuration><appSettings file='..\\o.config'/></configuration>");
    image_write(image, "o.config", "<appSettings><add key='o' value='2'/></appSettings>");
    image_load(image);
    assert_string_equal(settings(image, "image"), "a = 1");
    assert_string_equal(settings(image, "image/up"), "a = 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(behind_its_own, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(in_a_chain, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(elsewhere, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(named_by_a_config_source, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(with_the_schema_of_the_server, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(of_a_tree, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
