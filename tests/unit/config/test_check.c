/* What the checks of a server share. */
#include "config/check_context.h"

#include "config/node.h"
#include "unit/config/check_fixture.h"

#include <string.h>

#define BROWSE_PATH "system.webServer/directoryBrowse"
#define PAGES_PATH "system.web/pages"

static struct check context_of(struct image *image)
{
    return (struct check){.server = image->server, .arena = image->arena};
}

static struct config_file *file_named(const struct image *image, const char *name)
{
    for (size_t i = 0; i < image->server->files.count; i++) {
        struct config_file *file = image->server->files.items[i];
        if (strcmp(path_basename(file->source->path), name) == 0)
            return file;
    }
    fail_msg("there is no file %s", name);
    return NULL;
}

static const struct problem *last_problem(const struct image *image)
{
    const struct list *all = &image->server->problems;
    return all->count > 0 ? all->items[all->count - 1] : NULL;
}

/* A section that the files do not declare may be used where they declare nothing at all. */
static void what_is_declared(void **state)
{
    struct image *image = *state;
    image_load_host(image, "<configSections><section name='known'/></configSections>");
    struct check check = context_of(image);
    const struct section *browse = sections_find(image->server->sections, BROWSE_PATH);
    const struct section *known = sections_find(image->server->sections, "known");
    assert_true(check_is_declared(&check, known));
    assert_false(check_is_declared(&check, browse));
    check.excerpt = true;
    assert_true(check_is_declared(&check, browse));
    assert_false(check_is_framework(known));
}

static void places(void **state)
{
    struct image *image = *state;
    image_write(image, "applicationHost.config",
                arena_printf(image->arena, "<configuration>%s</configuration>", check_shop));
    image_write(image, "root/C/shop/web.config",
                "<configuration><location path='app'/><location path='gone'/></configuration>");
    image_load(image);
    struct check check = context_of(image);
    const struct config_file *host = file_named(image, "applicationHost.config");
    const struct config_file *web = file_named(image, "web.config");
    struct config_location location = {.path = "Shop/app"};
    assert_string_equal(check_scope(&check, host, &location)->path, "Shop/app");
    location.path = "app";
    assert_string_equal(check_scope(&check, web, &location)->path, "Shop/app");
    location.path = "nowhere";
    assert_string_equal(check_scope(&check, web, &location)->path, "Shop");
    location.path = "";
    assert_string_equal(check_scope(&check, web, &location)->path, "Shop");
    assert_string_equal(check_scope(&check, web, NULL)->path, "Shop");
    /* a file of a configSource is nobody's own */
    struct config_file other = {.scope = NULL};
    assert_null(check_scope(&check, &other, &location));
}

/* Of .NET's sections a warning is the worst that can be said, and of assumed files nothing. */
static void levels(void **state)
{
    struct image *image = *state;
    image_load_text(image, "shop/web.config",
                    "<configuration>\n<system.webServer><directoryBrowse enabled='true'/>"
                    "</system.webServer><system.web><pages/></system.web></configuration>");
    struct check check = context_of(image);
    const struct section *browse = sections_find(image->server->sections, BROWSE_PATH);
    const struct section *pages = sections_find(image->server->sections, PAGES_PATH);
    const xmlNode *root = file_named(image, "web.config")->root;
    const xmlNode *element = node_child(node_child(root, "system.webServer"), "directoryBrowse");
    assert_true(check_is_framework(pages));
    check_report(&check, browse, element, (struct problem){.rule = "X", .level = PROBLEM_ERROR});
    assert_int_equal(last_problem(image)->level, PROBLEM_ERROR);
    assert_ptr_equal(last_problem(image)->node, element);
    struct span tag = last_problem(image)->span;
    assert_memory_equal(last_problem(image)->source->text + tag.start,
                        "<directoryBrowse enabled='true'/>", tag.end - tag.start);
    check_report(&check, pages, element, (struct problem){.rule = "X", .level = PROBLEM_ERROR});
    assert_int_equal(last_problem(image)->level, PROBLEM_WARNING);
    check_report(&check, pages, element, (struct problem){.rule = "X"});
    assert_int_equal(last_problem(image)->level, PROBLEM_WARNING);
    assert_string_equal(last_problem(image)->reach, section_reach(pages));
    check_report(&check, pages, element,
                 (struct problem){.rule = "X", .level = PROBLEM_NOTE, .reach = "tools"});
    assert_int_equal(last_problem(image)->level, PROBLEM_NOTE);
    assert_string_equal(last_problem(image)->reach, "tools");
    /* a place of its own stays, else the attribute's */
    const xmlNode *enabled = (const xmlNode *)node_find_attribute(element, "enabled");
    check_report(&check, NULL, enabled, (struct problem){.rule = "X", .span = {3, 4}});
    assert_int_equal(last_problem(image)->span.start, 3);
    check_report(&check, NULL, enabled, (struct problem){.rule = "X"});
    assert_int_equal(last_problem(image)->span.end, tag.end - 2);
}

static void nothing_about_assumed_files(void **state)
{
    struct image *image = *state;
    image_load_text(image, "shop/web.config", "<configuration/>");
    struct check check = context_of(image);
    const struct config_file *assumed = file_named(image, "iis10-aspnet.xml");
    const xmlNode *own = file_named(image, "web.config")->root;
    assert_true(assumed->assumed);
    assert_true(check_is_assumed(&check, assumed->root));
    assert_false(check_is_assumed(&check, own));
    size_t before = image->server->problems.count;
    check_report(&check, NULL, assumed->root, (struct problem){.rule = "X"});
    assert_int_equal(image->server->problems.count, before);
    assert_null(check_party(&check, assumed->root, "here").source);
    assert_null(check_party(&check, NULL, "here").source);
    struct problem_party party = check_party(&check, own, "here");
    assert_ptr_equal(party.node, own);
    assert_string_equal(party.message, "here");
    assert_int_equal(party.span.end - party.span.start, strlen("<configuration/>"));
}

/* The server's own schema says nothing of conditions of modules: ours does. */
static void the_servers_own_schema(void **state)
{
    struct image *image = *state;
    image_write(image, "schema/a.xml",
                "<configSchema><sectionSchema name='system.webServer/modules'>"
                "<collection addElement='add' removeElement='remove' clearElement='clear'>"
                "<attribute name='name' type='string' isUniqueKey='true'/>"
                "<attribute name='preCondition' type='string'/></collection></sectionSchema>"
                "</configSchema>");
    image_write(image, "applicationHost.config",
                "<configuration>\n<system.webServer><modules><add name='M' preCondition='always'/>"
                "</modules></system.webServer></configuration>");
    image_load(image);
    check_server(image->server);
    assert_int_equal(image->server->problems.count, 1);
    assert_string_equal(last_problem(image)->rule, "IIS1605");
}

/* A server that could not be loaded has nothing to check. */
static void nothing_was_loaded(void **state)
{
    struct image *image = *state;
    struct error error;
    image->server = server_new(image->arena, &image->options, image->regexes, &error);
    check_server(image->server);
    assert_int_equal(image->server->problems.count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, image_set_up, image_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_declared),
        TEST(places),
        TEST(levels),
        TEST(nothing_about_assumed_files),
        TEST(the_servers_own_schema),
        TEST(nothing_was_loaded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
