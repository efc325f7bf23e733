/* Which machine.config and root web.config stand behind an application. */
#include "unit/config/image.h"

#include "config/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define SITE(name, id, pool)                                                                       \
    "<site name='" name "' id='" id "'><application path='/' applicationPool='" pool "'>"          \
    "<virtualDirectory path='/' physicalPath='C:\\" name "'/></application>"                       \
    "<bindings/></site>"

static const char host[] =
    "<configuration><configSections><sectionGroup name='system.applicationHost'>"
    "<section name='applicationPools'/><section name='sites'/></sectionGroup></configSections>"
    "<system.applicationHost><applicationPools>"
    "<add name='Four' managedRuntimeVersion='v4.0'/><add name='Two' managedRuntimeVersion='v2.0'/>"
    "<add name='Four32' managedRuntimeVersion='v4.0' enable32BitAppOnWin64='true'/>"
    "<add name='None' managedRuntimeVersion=''/><add name='Odd' managedRuntimeVersion='v9.9'/>"
    "<add name='Bad' managedRuntimeVersion='../../x'/>"
    "</applicationPools><sites>" SITE("A", "1", "Four") SITE("B", "2", "Two")
        SITE("C", "3", "Four32") SITE("D", "4", "None") SITE("E", "5", "Odd") SITE("F", "6", "Bad")
            SITE("G", "7", "Nowhere") "</sites></system.applicationHost></configuration>";

#define DECLARATIONS                                                                               \
    "<configSections><section name='connectionStrings'/><section name='appSettings'/>"             \
    "</configSections>"
#define STRINGS(name)                                                                              \
    "<connectionStrings><add name='" name "' connectionString='x'/></connectionStrings>"

/* Three pairs, of which that of 32-bit v4.0 has no root web.config. */
static void write_all(struct image *image, const char *own, const char *others)
{
    struct arena *arena = image->arena;
    image_write(image, "applicationHost.config", host);
    image_write(image, path_join(arena, own, "machine.config"),
                "<configuration>" DECLARATIONS STRINGS("four") "</configuration>");
    image_write(image, path_join(arena, own, "web.config"),
                "<configuration>" STRINGS("four-web") "</configuration>");
    image_write(
        image, path_join(arena, others, "Framework64/v2.0.50727/CONFIG/machine.config"),
        "<configuration>" DECLARATIONS STRINGS("two") "<appSettings><add key='only-two'"
                                                      " value='x'/></appSettings></configuration>");
    image_write(image, path_join(arena, others, "Framework64/v2.0.50727/CONFIG/web.config"),
                "<configuration>" STRINGS("two-web") "</configuration>");
    image_write(image, path_join(arena, others, "Framework/v4.0.30319/Config/machine.config"),
                "<configuration>" DECLARATIONS STRINGS("four-32") "</configuration>");
    image_write(image, "root/C/B/web.config", "<configuration>" STRINGS("b") "</configuration>");
    image_write(image, "root/C/B/sub/web.config",
                "<configuration><connectionStrings><remove name='two'/></connectionStrings>"
                "</configuration>");
}

static void check_all(struct image *image)
{
    static const struct {
        const char *scope, *names;
    } cases[] = {{"", "four four-web"},  {"A", "four four-web"}, {"B", "two two-web b"},
                 {"B/sub", "two-web b"}, {"C", "four-32"},       {"D", "four four-web"},
                 {"E", "four four-web"}, {"F", "four four-web"}, {"G", "four four-web"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(image_entries(image, cases[i].scope, "connectionStrings", "", "name"),
                            cases[i].names);
    assert_string_equal(image_entries(image, "B", "appSettings", "", "key"), "only-two");
    assert_string_equal(image_entries(image, "A", "appSettings", "", "key"), "");
    assert_int_equal(image->server->problems.count, 0);
    assert_int_equal(image->server->gaps.count, 0);
}

static void runtimes_of_an_image(void **state)
{
    struct image *image = *state;
    write_all(image, "framework", "framework");
    image_load(image);
    check_all(image);
    assert_int_equal(image->server->assumptions.count, 0);
}

/* On a server the own pair is one of those, and is not loaded twice. */
static void runtimes_of_a_machine(void **state)
{
    struct image *image = *state;
    write_all(image, "windows/Framework64/v4.0.30319/Config", "windows");
    image->options.runtimes_directory = image_path(image, "windows");
    image->options.framework_directory = image_path(image, "windows/Framework64/v4.0.30319/Config");
    image_load(image);
    check_all(image);
    for (size_t i = 0; i < image->server->files.count; i++) {
        const struct config_file *file = image->server->files.items[i];
        if (file->runtime)
            assert_true(file->framework && !strstr(file->runtime, "64/v4"));
    }
    assert_int_equal(image->server->assumptions.count, 1);
    const struct server_assumption *assumption = image->server->assumptions.items[0];
    assert_non_null(strstr(assumption->message, "Pool 'Odd' runs .NET v9.9, which has no "));
}

/* Nothing but the pools' own: the server is as if there were no .NET Framework. */
static void only_other_runtimes(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config", host);
    image_write(image, "framework/Framework64/v2.0.50727/Config/machine.config",
                "<configuration>" STRINGS("two") "</configuration>");
    image_load(image);
    assert_string_equal(image_entries(image, "A", "connectionStrings", "", "name"), "");
    assert_string_equal(image_entries(image, "B", "connectionStrings", "", "name"), "two");
}

static void a_broken_file(void **state)
{
    struct image *image = *state;
    write_all(image, "framework", "framework");
    image_write(image, "framework/Framework64/v2.0.50727/CONFIG/machine.config", "<configuration>");
    image_load(image);
    assert_int_equal(image->server->problems.count, 1);
    const struct problem *problem = image->server->problems.items[0];
    assert_string_equal(problem->rule, "IIS1001");
    assert_string_equal(problem->source->path,
                        "image/framework/Framework64/v2.0.50727/Config/machine.config");
    assert_string_equal(image_entries(image, "B", "connectionStrings", "", "name"), "two-web b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(runtimes_of_an_image, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(runtimes_of_a_machine, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(only_other_runtimes, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_broken_file, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
