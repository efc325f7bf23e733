/* UNC paths that are opened where they say: here //tmp/x is /tmp/x. */
#include "unit/config/image.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char host[] = "<configuration><system.applicationHost><sites><site name='A' id='1'>"
                           "<application path='/'><virtualDirectory path='/' physicalPath='%s'/>"
                           "</application><bindings/></site></sites></system.applicationHost>"
                           "</configuration>";

#define BROWSE "system.webServer/directoryBrowse"
#define CONTENT                                                                                    \
    "<configuration><system.webServer><directoryBrowse enabled='true'/></system.webServer>"        \
    "</configuration>"

/* The image's folder as a share, with `below` in it. */
static const char *share(struct image *image, const char *below)
{
    char *path = arena_printf(image->arena, "\\%s%s", image_path(image, ""), below);
    for (char *c = path; *c; c++)
        if (*c == '/')
            *c = '\\';
    return path;
}

static void load(struct image *image, const char *physical_path)
{
    image_write(image, "applicationHost.config", arena_printf(image->arena, host, physical_path));
    image_load(image);
}

static void a_share_is_read(void **state)
{
    struct image *image = *state;
    image->options.reads_shares = true;
    image_write(image, "shop/Web.Config", CONTENT);
    load(image, share(image, "\\SHOP"));
    assert_string_equal(image_value(image, "A", BROWSE, "", "enabled"), "true");
    assert_int_equal(image->server->gaps.count, 0);
}

static void a_whole_share_is_read(void **state)
{
    struct image *image = *state;
    image->options.reads_shares = true;
    image_write(image, "web.config", CONTENT);
    load(image, share(image, ""));
    assert_string_equal(image_value(image, "A", BROWSE, "", "enabled"), "true");
}

static void a_share_that_is_not_there_is_a_gap(void **state)
{
    struct image *image = *state;
    image->options.reads_shares = true;
    load(image, "\\\\no-such-server\\share\\shop");
    assert_int_equal(image->server->gaps.count, 1);
    const struct server_gap *gap = image->server->gaps.items[0];
    assert_string_equal(gap->path, "\\\\no-such-server\\share\\shop");
    assert_non_null(strstr(gap->message, "cannot be reached"));
}

/* Elsewhere a UNC path is one of the server that the image was taken of. */
static void an_image_does_not_lead_out(void **state)
{
    struct image *image = *state;
    image_write(image, "shop/web.config", CONTENT);
    image_write(image, "root/C/x", "");
    load(image, share(image, "\\shop"));
    assert_string_equal(image_value(image, "A", BROWSE, "", "enabled"), "false");
    assert_int_equal(image->server->gaps.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_share_is_read, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_whole_share_is_read, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_share_that_is_not_there_is_a_gap, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(an_image_does_not_lead_out, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
