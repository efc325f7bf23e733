/*
 * What the user points at (src/config/input.c): which file is what, and what belongs to it. The
 * kinds of server images are in test_server.c.
 */
#include "config/assumed.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BROWSE "system.webServer/directoryBrowse"
#define BROWSING(value)                                                                            \
    "<configuration><system.webServer><directoryBrowse enabled='" value                            \
    "'/></system.webServer></configuration>"

static int set_up(void **state)
{
    static struct image image;
    image_init(&image);
    *state = &image;
    return 0;
}

static int tear_down(void **state)
{
    image_fini(*state);
    return 0;
}

static void check_kind(const char *name, const char *text, bool application_host)
{
    struct image image;
    image_init(&image);
    image_load_text(&image, name, text);
    if (image.server->has_application_host != application_host)
        fail_msg("%s: %s", name, text);
    assert_true((image.server->stock == NULL) == application_host);
    image_fini(&image);
}

/* By its name, or by what only applicationHost.config can hold. */
static void which_file_it_is(void **state)
{
    check_kind("web.config", "<configuration/>", false);
    check_kind("stdin", "<configuration><system.webServer/></configuration>", false);
    check_kind("stdin", "<configuration><system.applicationHost/></configuration>", true);
    check_kind("web.config", "<configuration><system.applicationHost/></configuration>", true);
    check_kind("a/b/ApplicationHost.CONFIG", "<configuration/>", true);
    check_kind("a\\applicationHost.config", "<configuration/>", true);
    check_kind("applicationHost.config.bak", "<configuration/>", false);
    check_kind("applicationHost.config", "<configuration>", true);
    check_kind("web.config", "<configuration>", false);
    check_kind("web.config", "", false);
    (void)state;
}

static size_t assumed_files(const struct server *server)
{
    size_t count = 0;
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        assert_int_equal(assumed_has(server, file->source), file->assumed);
        count += file->assumed;
    }
    return count;
}

/* Without the framework's files their declarations are assumed, so that system.web is known. */
static void the_framework_is_assumed(void **state)
{
    struct image *image = *state;
    image_load_host(image, "");
    assert_int_equal(assumed_files(image->server), 1);
    assert_non_null(sections_find(image->server->sections, "system.web/httpRuntime"));
}

static void one_file_of_the_framework(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config", "<configuration/>");
    image_write(image, "Framework/Web.config",
                "<configuration><connectionStrings><add name='d' connectionString='c'/>"
                "</connectionStrings></configuration>");
    image_load(image);
    assert_int_equal(assumed_files(image->server), 0);
    assert_string_equal(image_entries(image, "", "connectionStrings", "", "name"), "d");
}

/* A broken one is a finding; the rest is read all the same. */
static void a_broken_file_of_the_framework(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config", BROWSING("true"));
    image_write(image, "framework/machine.config", "<configuration><a></configuration>");
    image_load(image);
    assert_int_equal(image->server->problems.count, 1);
    assert_string_equal(image_value(image, "", BROWSE, "", "enabled"), "true");
}

static void redirections(void **state)
{
    static const struct {
        const char *text;
        size_t gaps;
    } cases[] = {
        {"<configuration><configurationRedirection enabled='true' path='x'/></configuration>", 1},
        {"<configuration><configurationRedirection enabled='TRUE'/></configuration>", 1},
        {"<configuration><configurationRedirection enabled='false'/></configuration>", 0},
        {"<configuration><configurationRedirection path='x'/></configuration>", 0},
        {"<configuration/>", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct image image;
        image_init(&image);
        image_write(&image, "applicationHost.config", "<configuration/>");
        image_write(&image, "redirection.config", cases[i].text);
        image_load(&image);
        if (image.server->gaps.count != cases[i].gaps)
            fail_msg("%s", cases[i].text);
        image_fini(&image);
    }
    (void)state;
}

/* A file that is given by its own name has nothing beside it, but a folder of its own below. */
static void a_file_and_its_mappings(void **state)
{
    struct image *image = *state;
    struct error error = {.text = ""};
    image_write(image, "any.config",
                "<configuration><system.applicationHost><sites><site name='S' id='1'>"
                "<application path='/'><virtualDirectory path='/' physicalPath='D:\\s'/>"
                "</application></site></sites></system.applicationHost></configuration>");
    image_write(image, "src/web.config", BROWSING("true"));
    image_map(image, "D:\\S", "src");
    image->server = server_new(image->arena, &image->options, image->regexes, &error);
    assert_non_null(image->server);
    assert_true(server_load(image->server, image_path(image, "any.config"), "any", &error));
    assert_string_equal(image_value(image, "S", BROWSE, "", "enabled"), "true");
}

static void a_schema_that_is_none(void **state)
{
    struct image *image = *state;
    struct error error = {.text = ""};
    image_write(image, "applicationHost.config", "<configuration/>");
    image_write(image, "schema/bad.xml", "<schema/>");
    image->server = server_new(image->arena, &image->options, image->regexes, &error);
    assert_non_null(image->server);
    assert_false(server_load(image->server, image_path(image, ""), "image", &error));
    assert_non_null(strstr(error.text, "<configSchema>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_file_it_is),
        cmocka_unit_test_setup_teardown(the_framework_is_assumed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_file_of_the_framework, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_broken_file_of_the_framework, set_up, tear_down),
        cmocka_unit_test(redirections),
        cmocka_unit_test_setup_teardown(a_file_and_its_mappings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_schema_that_is_none, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
