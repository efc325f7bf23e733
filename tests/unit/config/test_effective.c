#include "config/effective.h"

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
#define MODULES "system.webServer/modules"
#define HANDLERS "system.webServer/handlers"
#define ERRORS "system.webServer/httpErrors"

#define SITE(name, content)                                                                        \
    "<site name='" name                                                                            \
    "'><application path='/'><virtualDirectory path='/' physicalPath='C:\\" name                   \
    "'/></application>" content "</site>"
#define HOST(sites) "<system.applicationHost><sites>" sites "</sites></system.applicationHost>"
#define LOCATION(attributes, content)                                                              \
    "<location " attributes "><system.webServer>" content "</system.webServer></location>"

static const struct effective *effective(struct image *image, const char *scope,
                                         const char *section)
{
    return effective_section(image->server, server_find_scope(image->server, scope),
                             sections_find(image->server->sections, section));
}

static void location_forms(void **state)
{
    static const char *const forms[] = {"path='.'", "path=''", "", "path=' . '"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct image image;
        image_init(&image);
        image_load_host(
            &image,
            arena_printf(image.arena,
                         HOST(SITE("A", "")) "<location %s><system.webServer>"
                                             "<directoryBrowse enabled='true'/></system.webServer>"
                                             "</location>",
                         forms[i]));
        assert_string_equal(image_value(&image, "", BROWSE, "", "enabled"), "true");
        assert_string_equal(image_value(&image, "A", BROWSE, "", "enabled"), "true");
        image_fini(&image);
    }
    (void)state;
}

/* The server, then locations from the outside in. */
static void order_of_definitions(void **state)
{
    image_load_host(
        *state, HOST(SITE("A", "") SITE("B", ""))
                    LOCATION("path='A/x/y'", "<directoryBrowse showFlags='Size'/>")
                        LOCATION("path='a'", "<directoryBrowse enabled='true' showFlags='Date'/>")
                            LOCATION("path=''", "<directoryBrowse showFlags='Time'/>"));
    assert_string_equal(image_value(*state, "", BROWSE, "", "showFlags"), "Time");
    assert_string_equal(image_value(*state, "B", BROWSE, "", "showFlags"), "Time");
    assert_string_equal(image_value(*state, "A", BROWSE, "", "showFlags"), "Date");
    assert_string_equal(image_value(*state, "A/x", BROWSE, "", "showFlags"), "Date");
    assert_string_equal(image_value(*state, "A/x/y", BROWSE, "", "showFlags"), "Size");
    assert_string_equal(image_value(*state, "A/x/y", BROWSE, "", "enabled"), "true");
    assert_string_equal(image_value(*state, "B", BROWSE, "", "enabled"), "false");
}

static void shared_by_equal_chains(void **state)
{
    image_load_host(*state, HOST(SITE("A", "") SITE("B", "") SITE("C", ""))
                                LOCATION("path='C'", "<directoryBrowse enabled='true'/>"));
    const struct effective *server = effective(*state, "", BROWSE);
    assert_ptr_equal(effective(*state, "A", BROWSE), server);
    assert_ptr_equal(effective(*state, "B", BROWSE), server);
    assert_ptr_not_equal(effective(*state, "C", BROWSE), server);
    assert_int_equal(server->count, 0);
    assert_string_equal(server->scope->path, "");
    assert_string_equal(effective(*state, "C", BROWSE)->scope->path, "C");
    assert_ptr_equal(origin_section(server->root), server->section);
    assert_ptr_not_equal(effective(*state, "A", ANONYMOUS), server);
    /* asked first at a deep scope: the outermost with this chain is meant */
    assert_string_equal(effective(*state, "C", ANONYMOUS)->scope->path, "");
}

static void released(void **state)
{
    struct image *image = *state;
    image_load_host(image, HOST(SITE("A", "") SITE("B", ""))
                               LOCATION("path='A'", "<directoryBrowse enabled='true'/>")
                                   LOCATION("path='A/deep'", "<directoryBrowse enabled='false'/>"));
    const struct effective *server = effective(image, "", BROWSE);
    const struct effective *a = effective(image, "A", BROWSE);
    const struct effective *deep = effective(image, "A/deep", BROWSE);
    effective_release(image->server, server_find_scope(image->server, "B"));
    assert_non_null(a->root);
    effective_release(image->server, server_find_scope(image->server, "A"));
    assert_null(a->root);
    assert_null(deep->root);
    assert_non_null(server->root);
    assert_int_equal(a->made, 1);
    assert_ptr_equal(effective(image, "A", BROWSE), a);
    assert_non_null(a->root);
    assert_int_equal(a->made, 2);
    assert_string_equal(image_value(image, "A", BROWSE, "", "enabled"), "true");
}

/* A module replaced in place, a handler mapped before the inherited ones. */
static void collections_of_a_site(void **state)
{
    image_load_host(
        *state,
        HOST(SITE(
            "A",
            "")) "<system.webServer><modules><add name='One'/><add name='Two'/><add name='Three'/></modules>"
                 "<handlers><add name='H1' path='*.a' verb='*'/><add name='H2' path='*' verb='*'/></handlers>"
                 "<httpErrors><error statusCode='404' path='404.htm'/><error statusCode='500' "
                 "path='500.htm'/></httpErrors></system.webServer>" LOCATION(
                     "path='A'",
                     "<modules><remove name='Two'/><add name='Two' type='Mine'/><add name='Four'/>"
                     "<remove name='one'/></modules>"
                     "<handlers><add name='Mine' path='*.b' verb='*'/><remove name='H2'/>"
                     "<add name='H2' path='*.c' verb='*'/></handlers>"
                     "<httpErrors><remove statusCode='404' subStatusCode='-1'/>"
                     "<error statusCode='404' path='/mine'/></httpErrors>"));
    /* module names are case-sensitive: <remove name='one'/> removes nothing */
    assert_string_equal(image_entries(*state, "A", MODULES, "", "name"), "One Two Three Four");
    assert_string_equal(image_entries(*state, "A", MODULES, "", "type"), "- Mine - -");
    assert_string_equal(image_entries(*state, "A", HANDLERS, "", "name"), "Mine H2 H1");
    assert_string_equal(image_entries(*state, "A", HANDLERS, "", "path"), "*.b *.c *.a");
    assert_string_equal(image_entries(*state, "A", ERRORS, "", "path"), "/mine 500.htm");
    assert_string_equal(image_entries(*state, "", HANDLERS, "", "name"), "H1 H2");
}

static void inherit_in_child_applications(void **state)
{
    image_load_host(*state, HOST(SITE("A", "<application path='/app'><virtualDirectory path='/' "
                                           "physicalPath='C:\\app'/></application>"))
                                LOCATION("path='A' inheritInChildApplications='false'",
                                         "<directoryBrowse enabled='true'/>")
                                    LOCATION("path='A/folder/x'", "<asp codePage='1'/>")
                                        LOCATION("path='A/app/x'", "<asp codePage='1'/>"));
    assert_string_equal(image_value(*state, "A", BROWSE, "", "enabled"), "true");
    assert_string_equal(image_value(*state, "A/folder/x", BROWSE, "", "enabled"), "true");
    assert_string_equal(image_value(*state, "A/app", BROWSE, "", "enabled"), "false");
    assert_string_equal(image_value(*state, "A/app/x", BROWSE, "", "enabled"), "false");
}

/* For the resolved document: effective attributes, but only the scope's own entries. */
static void own_form(void **state)
{
    struct image *image = *state;
    image_load_host(
        image,
        HOST(SITE(
            "A",
            "")) "<system.webServer><httpErrors errorMode='Custom' existingResponse='Replace'>"
                 "<error statusCode='404' path='404.htm'/></httpErrors></system.webServer>" LOCATION(
                     "path='A'", "<httpErrors errorMode='Detailed'><error statusCode='500' "
                                 "path='x'/><remove statusCode='404'/></httpErrors>")
                     LOCATION("path='A' overrideMode='Allow'",
                              "<httpErrors><error statusCode='501' path='y'/>"
                              "</httpErrors>"));
    xmlNode *parent = origin_new_element(image->server->made, NULL, "parent", NULL);
    xmlNode *own = effective_own(image->server, server_find_scope(image->server, "A"),
                                 sections_find(image->server->sections, ERRORS), parent);
    assert_ptr_equal(own->parent, parent);
    assert_string_equal(node_attribute(own, "errorMode"), "Detailed");
    assert_string_equal(node_attribute(own, "existingResponse"), "Replace");
    xmlNode *first = node_element(own->children), *second = node_element(first->next);
    assert_string_equal(node_attribute(first, "statusCode"), "500");
    assert_string_equal(node_attribute(second, "statusCode"), "501");
    assert_null(node_element(second->next));
    /* of the server: all that it has */
    own = effective_own(image->server, image->server->root,
                        sections_find(image->server->sections, ERRORS), parent);
    assert_string_equal(node_attribute(node_element(own->children), "statusCode"), "404");
    origin_release(image->server->made, parent);
}

/* A hostile file with more definitions than a chain holds. */
static void too_many_definitions(void **state)
{
    struct image *image = *state;
    char *text = arena_strdup(image->arena, "");
    for (int i = 0; i < EFFECTIVE_CHAIN_MAX + 20; i++)
        text = arena_printf(image->arena, "%s%s", text,
                            i % 2 ? LOCATION("path=''", "<directoryBrowse enabled='true'/>")
                                  : LOCATION("path='.'", "<directoryBrowse showFlags='Size'/>"));
    image_load_host(image, text);
    assert_int_equal(effective(image, "", BROWSE)->count, EFFECTIVE_CHAIN_MAX);
    assert_string_equal(image_value(image, "", BROWSE, "", "enabled"), "true");
}

/* More chains than the cache begins with: all of them are still found, and the same ones shared. */
static void many_chains(void **state)
{
    enum { SITES = 1500 };
    struct image *image = *state;
    const struct effective *first[SITES];
    struct text text = {0};
    text_add(&text, "<system.applicationHost><sites>");
    for (int i = 0; i < SITES; i++)
        text_printf(&text, SITE("S%d", ""), i, i);
    text_add(&text, "</sites></system.applicationHost>");
    for (int i = 0; i < SITES; i++)
        text_printf(&text, LOCATION("path='S%d'", "<httpErrors defaultPath='/%d'/>"), i, i);
    image_load_host(image, text_string(&text));
    text_fini(&text);
    for (int i = 0; i < SITES; i++)
        first[i] = effective(image, arena_printf(image->arena, "S%d", i), ERRORS);
    for (int i = 0; i < SITES; i++) {
        assert_ptr_equal(effective(image, arena_printf(image->arena, "S%d", i), ERRORS), first[i]);
        assert_string_equal(node_attribute(first[i]->root, "defaultPath"),
                            arena_printf(image->arena, "/%d", i));
    }
    assert_ptr_equal(effective(image, "S1", BROWSE), effective(image, "S2", BROWSE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(location_forms),
        cmocka_unit_test_setup_teardown(order_of_definitions, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(shared_by_equal_chains, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(released, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(collections_of_a_site, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(inherit_in_child_applications, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(own_form, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(too_many_definitions, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(many_chains, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
