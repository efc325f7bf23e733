#include "config/scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* server -> A (application) -> A/dir (folder) -> A/dir/app (application); A/v (virtual directory) */
struct tree {
    struct arena *arena;
    struct scope *server, *a, *dir, *app, *v;
    struct site site;
    struct section section, other;
};

static int set_up(void **state)
{
    static struct tree tree;
    memset(&tree, 0, sizeof tree);
    tree.arena = arena_new();
    tree.server = scope_new_server(tree.arena);
    tree.a = scope_add(tree.arena, tree.server, SCOPE_APPLICATION, "A");
    tree.a->site = &tree.site;
    tree.dir = scope_add(tree.arena, tree.a, SCOPE_DIRECTORY, "A/dir");
    tree.app = scope_add(tree.arena, tree.dir, SCOPE_APPLICATION, "A/dir/app");
    tree.v = scope_add(tree.arena, tree.a, SCOPE_VIRTUAL_DIRECTORY, "A/v");
    *state = &tree;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct tree *)*state)->arena);
    return 0;
}

static struct definition *define(struct tree *tree, struct scope *scope, struct section *section,
                                 bool inherit)
{
    struct definition *definition = arena_alloc(tree->arena, sizeof *definition);
    definition->section = section;
    definition->inherit_in_child_applications = inherit;
    scope_define(scope, tree->arena, definition);
    return definition;
}

static void shape(void **state)
{
    struct tree *tree = *state;
    assert_int_equal(tree->server->kind, SCOPE_SERVER);
    assert_string_equal(tree->server->path, "");
    assert_null(tree->server->application);
    assert_null(tree->server->site);
    assert_ptr_equal(tree->a->application, tree->a);
    assert_ptr_equal(tree->dir->application, tree->a);
    assert_ptr_equal(tree->v->application, tree->a);
    assert_ptr_equal(tree->app->application, tree->app);
    assert_ptr_equal(tree->app->site, &tree->site);
    assert_string_equal(tree->app->path, "A/dir/app");
}

static void walk(void **state)
{
    struct tree *tree = *state;
    struct scope *b = scope_add(tree->arena, tree->server, SCOPE_APPLICATION, "B");
    struct scope *expected[] = {tree->server, tree->a, tree->dir, tree->app, tree->v, b, NULL};
    struct scope *scope = tree->server;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_ptr_equal(scope, expected[i]);
        scope = scope ? scope_next(tree->server, scope) : NULL;
    }
    /* only what is below a scope */
    assert_ptr_equal(scope_next(tree->dir, tree->dir), tree->app);
    assert_null(scope_next(tree->dir, tree->app));
    assert_null(scope_next(tree->v, tree->v));
}

static void chains(void **state)
{
    struct tree *tree = *state;
    struct definition *chain[8];
    struct definition *s1 = define(tree, tree->server, &tree->section, true);
    define(tree, tree->server, &tree->other, true);
    struct definition *s2 = define(tree, tree->server, &tree->section, true);
    struct definition *a = define(tree, tree->a, &tree->section, true);
    struct definition *app = define(tree, tree->app, &tree->section, true);
    /* outermost first, and in the order of one scope */
    assert_int_equal(scope_chain(tree->app, &tree->section, chain, 8), 4);
    assert_ptr_equal(chain[0], s1);
    assert_ptr_equal(chain[1], s2);
    assert_ptr_equal(chain[2], a);
    assert_ptr_equal(chain[3], app);
    assert_int_equal(scope_chain(tree->v, &tree->section, chain, 8), 3);
    assert_int_equal(scope_chain(tree->app, &tree->other, chain, 8), 1);
    assert_int_equal(scope_chain(tree->server, &tree->other, chain, 0), 0);
    /* too many: the innermost are kept */
    assert_int_equal(scope_chain(tree->app, &tree->section, chain, 2), 2);
    assert_ptr_equal(chain[0], a);
    assert_ptr_equal(chain[1], app);
}

static void not_in_child_applications(void **state)
{
    struct tree *tree = *state;
    struct definition *chain[8];
    define(tree, tree->a, &tree->section, false);
    struct definition *dir = define(tree, tree->dir, &tree->section, false);
    struct definition *inherited = define(tree, tree->dir, &tree->section, true);
    assert_int_equal(scope_chain(tree->dir, &tree->section, chain, 8), 3);
    assert_ptr_equal(chain[1], dir);
    assert_int_equal(scope_chain(tree->v, &tree->section, chain, 8), 1);
    assert_int_equal(scope_chain(tree->app, &tree->section, chain, 8), 1);
    assert_ptr_equal(chain[0], inherited);
}

/* What stands in a definition of the scope itself is its own; all else that holds there is not. */
static void inheriting(void **state)
{
    struct tree *tree = *state;
    xmlNode element = {.type = XML_ELEMENT_NODE}, child = {.type = XML_ELEMENT_NODE},
            elsewhere = {.type = XML_ELEMENT_NODE};
    child.parent = &element;
    define(tree, tree->a, &tree->section, true)->element = &element;
    define(tree, tree->a, &tree->other, true)->element = &elsewhere;
    assert_false(scope_inherits(tree->a, &tree->section, &element));
    assert_false(scope_inherits(tree->a, &tree->section, &child));
    assert_true(scope_inherits(tree->a, &tree->section, &elsewhere));
    assert_true(scope_inherits(tree->dir, &tree->section, &child));
    /* the file that a definition merges belongs to it */
    define(tree, tree->dir, &tree->section, true)->merged = &element;
    assert_false(scope_inherits(tree->dir, &tree->section, &child));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(walk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(chains, set_up, tear_down),
        cmocka_unit_test_setup_teardown(not_in_child_applications, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inheriting, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
