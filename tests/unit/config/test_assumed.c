/* What is assumed around web.config files that stand alone. */
#include "config/assumed.h"

#include "config/node.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ANONYMOUS "system.webServer/security/authentication/anonymousAuthentication"
#define BROWSE "system.webServer/directoryBrowse"
#define BROWSING                                                                                   \
    "<configuration><system.webServer><directoryBrowse enabled='true'/></system.webServer>"        \
    "</configuration>"

static void which_servers_there_are(void **state)
{
    (void)state;
    assert_string_equal(stock_server_find(NULL)->name, "iis10-aspnet");
    assert_string_equal(stock_server_find("IIS-Express")->file, "stock/iis-express.xml");
    assert_null(stock_server_find("iis"));
    assert_null(stock_server_find(""));
}

static void one_web_config(void **state)
{
    struct image *image = *state;
    struct error error;
    image_write(image, "shop/web.config", BROWSING);
    assert_true(image_try(image, "shop/web.config", &error));
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
    assert_true(image_try(image, "", &error));
    assert_int_equal(image->server->sites.count, 2);
    assert_string_equal(((struct site *)image->server->sites.items[0])->name, "blog");
    assert_string_equal(((struct site *)image->server->sites.items[1])->name, "shop");
    assert_int_equal(server_find_scope(image->server, "shop/admin")->kind, SCOPE_DIRECTORY);
}

/* The names of all sites, in order. */
static const char *site_names(struct image *image)
{
    const char *names = "";
    for (size_t i = 0; i < image->server->sites.count; i++)
        names = arena_printf(image->arena, "%s%s ", names,
                             ((struct site *)image->server->sites.items[i])->name);
    return names;
}

/* A site is found by its name, so each has one of its own, without a slash. */
static void names_of_sites(void **state)
{
    struct image *image = *state;
    struct error error;
    static const char *const folders[] = {"0/web", "1/WEB", "2.web", "2/web", "shop", "Shop"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        image_write(image, arena_printf(image->arena, "%s/web.config", folders[i]), BROWSING);
    assert_true(image_try(image, "", &error));
    assert_string_equal(site_names(image), "web 1.WEB 2.web 2.web-2 Shop shop-2 ");
    for (size_t i = 0; i < image->server->sites.count; i++) {
        const struct site *site = image->server->sites.items[i];
        assert_ptr_equal(server_find_scope(image->server, site->name), site->root);
    }
}

static void folders_that_cannot_be_read(void **state)
{
    struct image *image = *state;
    struct error error;
    const char *deep = "x";
    for (int i = 0; i < 40; i++)
        deep = arena_printf(image->arena, "%s/x", deep);
    image_write(image, arena_printf(image->arena, "%s/web.config", deep), BROWSING);
    assert_true(image_try(image, "", &error));
    assert_int_equal(image->server->sites.count, 0);
    assert_int_equal(image->server->gaps.count, 1);
    const struct server_gap *gap = image->server->gaps.items[0];
    assert_non_null(strstr(gap->message, "too deep"));
    if (getuid() == 0) /* reads every folder */
        return;
    struct image closed;
    image_init(&closed);
    image_write(&closed, "closed/web.config", BROWSING);
    image_write(&closed, "open/web.config", BROWSING);
    assert_int_equal(chmod(image_path(&closed, "closed"), 0), 0);
    assert_true(image_try(&closed, "", &error));
    assert_int_equal(closed.server->sites.count, 1);
    assert_int_equal(closed.server->gaps.count, 1);
    assert_int_equal(chmod(image_path(&closed, "closed"), 0700), 0);
    image_fini(&closed);
}

/* What the program brings is none of the user's files. */
static void what_is_assumed(void **state)
{
    struct image *image = *state;
    image->options.stock = "iis10-static";
    image_load_text(image, "shop/web.config", BROWSING);
    const struct server *server = image->server;
    assert_string_equal(assumed_name(server), "iis10-static");
    assert_string_equal(((struct site *)server->sites.items[0])->name, "shop");
    size_t assumed = 0;
    for (size_t i = 0; i < server->files.count; i++) {
        const struct config_file *file = server->files.items[i];
        assert_int_equal(assumed_has(server, file->source), file->assumed);
        assumed += file->assumed;
    }
    assert_true(assumed >= 2 && assumed < server->files.count);
    assert_false(assumed_has(server, NULL));
    /* a real server is not assumed */
    struct image real;
    image_init(&real);
    image_load_host(&real, "");
    assert_string_equal(assumed_name(real.server), "");
    assert_null(assumed_application(real.server, real.server->root, "Shop/x", "/x", "x", true));
    image_fini(&real);
}

/* A folder with a Global.asax beside its web.config, and a folder that the options name. */
static void applications_of_a_tree(void **state)
{
    struct image *image = *state;
    struct error error;
    static const char *const folders[] = {"", "api/", "forum/", "plain/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        image_write(image, arena_printf(image->arena, "site/%sweb.config", folders[i]), BROWSING);
    image_write(image, "site/global.ASAX", "");
    image_write(image, "site/forum/Global.asax", "");
    image_write(image, "site/loose/Global.asax", "");
    list_add(&image->options.applications, image->arena,
             arena_strdup(image->arena, image_path(image, "site/api")));
    list_add(&image->options.applications, image->arena,
             arena_strdup(image->arena, image_path(image, "nowhere")));
    assert_true(image_try(image, "", &error));
    assert_int_equal(server_find_scope(image->server, "site/api")->kind, SCOPE_APPLICATION);
    assert_int_equal(server_find_scope(image->server, "site/forum")->kind, SCOPE_APPLICATION);
    assert_int_equal(server_find_scope(image->server, "site/plain")->kind, SCOPE_DIRECTORY);
    assert_null(server_find_scope(image->server, "site/loose"));
    /* what was said need not be told; what was guessed is */
    assert_int_equal(image->server->assumptions.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(which_servers_there_are),
        cmocka_unit_test_setup_teardown(one_web_config, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_transformation, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(a_tree, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(names_of_sites, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(folders_that_cannot_be_read, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(what_is_assumed, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(applications_of_a_tree, image_set_up, image_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
