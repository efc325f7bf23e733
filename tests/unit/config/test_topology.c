#include "config/topology.h"

#include "base/text.h"
#include "config/node.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HOST(sites)                                                                                \
    "<system.applicationHost><applicationPools><add name='Shop'/><add name='shop'/>"               \
    "</applicationPools><sites>" sites "</sites></system.applicationHost>"
#define ROOT(physical)                                                                                \
    "<application path='/' applicationPool='Shop'><virtualDirectory path='/' physicalPath='" physical \
    "'/></application>"

static const struct scope *scope_at(struct image *image, const char *path)
{
    const struct scope *scope = server_find_scope(image->server, path);
    if (!scope)
        fail_msg("there is no scope '%s'", path);
    return scope;
}

static const char *variable(void *context, const char *name, size_t length)
{
    (void)context;
    return length == 11 && strncmp(name, "SystemDrive", 11) == 0 ? "C:" : NULL;
}

static void sites_and_applications(void **state)
{
    struct image *image = *state;
    image_load_host(
        image,
        HOST(
            "<site name='Shop' id='1'>"
            "<application path='/api/v2' applicationPool='SHOP'/>" ROOT(
                "C:\\shop") "<application path='/api' applicationPool='Gone'>"
                            "<virtualDirectory path='/' physicalPath='C:\\api'/>"
                            "<virtualDirectory path='/docs/' physicalPath='C:\\docs'/></application>"
                            "</site>"));
    assert_int_equal(image->server->sites.count, 1);
    const struct site *site = image->server->sites.items[0];
    assert_string_equal(site->name, "Shop");
    assert_ptr_equal(site->root, scope_at(image, "shop"));
    assert_int_equal(site->root->kind, SCOPE_APPLICATION);
    assert_string_equal(site->root->physical_path, "C:\\shop");
    assert_ptr_equal(site->root->parent, image->server->root);
    assert_int_equal(site->applications.count, 3);

    const struct scope *api = scope_at(image, "Shop/api"), *v2 = scope_at(image, "Shop/API/v2/");
    const struct scope *docs = scope_at(image, "/Shop/api/docs");
    assert_int_equal(api->kind, SCOPE_APPLICATION);
    /* parents come first, in whatever order the file writes them */
    assert_ptr_equal(v2->parent, api);
    assert_ptr_equal(docs->parent, api);
    assert_int_equal(docs->kind, SCOPE_VIRTUAL_DIRECTORY);
    assert_ptr_equal(docs->application, api);
    assert_string_equal(docs->physical_path, "C:\\docs");
    assert_ptr_equal(origin_scope(api->element), api);
    /* the root virtual directory belongs to its application */
    assert_ptr_equal(origin_scope(node_child(api->element, "virtualDirectory")), api);
    assert_ptr_equal(origin_scope(site->element), site->root);
    assert_null(v2->physical_path);

    assert_string_equal(node_attribute(server_pool(image->server, v2), "name"), "Shop");
    assert_null(server_pool(image->server, api));
}

static void folders_on_the_way(void **state)
{
    struct image *image = *state;
    image_load_host(image, HOST("<site name='Shop'>" ROOT(
                               "C:\\shop") "<application path='/a/b/app'>"
                                           "<virtualDirectory path='/c/v' physicalPath='D:\\v'/>"
                                           "</application></site>"));
    const struct scope *a = scope_at(image, "Shop/a");
    assert_int_equal(a->kind, SCOPE_DIRECTORY);
    assert_null(a->element);
    assert_string_equal(scope_at(image, "Shop/a/b")->physical_path, "C:\\shop\\a\\b");
    assert_int_equal(scope_at(image, "Shop/a/b/app/c/v")->kind, SCOPE_VIRTUAL_DIRECTORY);
    assert_null(scope_at(image, "Shop/a/b/app/c")->physical_path);
    assert_ptr_equal(scope_at(image, "Shop/a/b/app/c")->application,
                     scope_at(image, "Shop/a/b/app"));
}

static void physical_paths(void **state)
{
    struct image *image = *state;
    image->options.variable = variable;
    image_load_host(
        image,
        HOST("<site name='A'>" ROOT(
            "%SystemDrive%\\a\\..\\b/") "</site>"
                                        "<site name='B'>" ROOT(
                                            "%Nope%\\x") "</site>"
                                                         "<site name='C'>" ROOT(
                                                             "") "</site>"
                                                                 "<site name='D'>" ROOT(
                                                                     "\\\\nas\\s") "</site>"));
    assert_string_equal(scope_at(image, "A")->physical_path, "C:\\b");
    assert_true(scope_at(image, "A")->physical_path_complete);
    assert_string_equal(scope_at(image, "B")->physical_path, "%Nope%\\x");
    assert_false(scope_at(image, "B")->physical_path_complete);
    assert_null(scope_at(image, "C")->physical_path);
    assert_string_equal(scope_at(image, "D")->physical_path, "\\\\nas\\s");
}

static void unusable_sites(void **state)
{
    struct image *image = *state;
    image_load_host(image, HOST("<site name='Bare'/>"
                                "<site name='NoRoot'><application path='/x'/></site>"
                                "<site name='NoDirectory'><application path='/'/></site>"
                                "<site/>"));
    assert_null(scope_at(image, "Bare")->element);
    assert_null(scope_at(image, "NoRoot")->element);
    assert_int_equal(scope_at(image, "NoRoot/x")->kind, SCOPE_APPLICATION);
    assert_null(scope_at(image, "NoDirectory")->physical_path);
    assert_int_equal(image->server->sites.count, 4);
}

/* Declared twice: the first one has the name. */
static void duplicates(void **state)
{
    struct image *image = *state;
    image_load_host(image, HOST("<site name='A'>" ROOT(
                               "C:\\one") "<application path='/x'><virtualDirectory path='/' "
                                          "physicalPath='C:\\x1'/></application>"
                                          "<application path='/X'><virtualDirectory path='/' "
                                          "physicalPath='C:\\x2'/></application></site>"
                                          "<site name='a'>" ROOT("C:\\two") "</site>"));
    assert_string_equal(scope_at(image, "A/x")->physical_path, "C:\\x1");
    assert_string_equal(scope_at(image, "A")->physical_path, "C:\\one");
    /* pool names compare without case: the first counts */
    xmlNode *pool = map_find(image->server->pools, "SHOP");
    assert_string_equal(node_attribute(pool, "name"), "Shop");
}

static void scopes_on_demand(void **state)
{
    struct image *image = *state;
    image_load_host(image, HOST("<site name='Shop'>" ROOT("C:\\shop") "</site>"));
    struct scope *made = topology_scope(image->server, "Shop/a/b");
    assert_string_equal(made->path, "Shop/a/b");
    assert_int_equal(made->kind, SCOPE_DIRECTORY);
    assert_ptr_equal(topology_scope(image->server, "shop/A/B"), made);
    assert_null(topology_scope(image->server, "Gone"));
    assert_null(topology_scope(image->server, "Gone/a"));
    struct text deep = {0};
    text_add(&deep, "Shop");
    for (int i = 0; i < 500; i++)
        text_add(&deep, "/x");
    assert_null(topology_scope(image->server, text_string(&deep)));
    text_fini(&deep);
}

static void absurd_applications(void **state)
{
    struct image *image = *state;
    struct text path = {0};
    for (int i = 0; i < 500; i++)
        text_add(&path, "/x");
    image_load_host(image,
                    arena_printf(image->arena,
                                 HOST("<site name='Shop'>" ROOT(
                                     "C:\\shop") "<application path='%s'/><application path=''/>"
                                                 "<application path='//'/><application/></site>"),
                                 text_string(&path)));
    text_fini(&path);
    assert_null(server_find_scope(image->server, "Shop/x"));
    assert_string_equal(scope_at(image, "Shop")->physical_path, "C:\\shop");
}

static void assumed_sites(void **state)
{
    struct image *image = *state;
    image_load_host(image, HOST(""));
    struct site *site = topology_assume_site(image->server, "web", "Shop");
    assert_ptr_equal(site->root, scope_at(image, "web"));
    assert_string_equal(node_attribute(server_pool(image->server, site->root), "name"), "Shop");
    assert_null(origin_of(site->element)->source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sites_and_applications, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(folders_on_the_way, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(physical_paths, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(unusable_sites, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(duplicates, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(scopes_on_demand, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(absurd_applications, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(assumed_sites, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
