#include "report/sarif_provenance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define REVISION "0123456789abcdef0123456789abcdef01234567"

static char *folder;
static struct arena *arena;

static void make_file(const char *name, const char *content)
{
    char *path = arena_printf(arena, "%s/%s", folder, name);
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    folder = arena_strdup(arena, "/tmp/iislint-git-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int teardown(void **state)
{
    static const char *const names[] = {".git/refs/heads/main",
                                        ".git/refs/heads",
                                        ".git/refs",
                                        ".git/packed-refs",
                                        ".git/HEAD",
                                        ".git/config",
                                        ".git/worktrees/w/HEAD",
                                        ".git/worktrees/w/commondir",
                                        ".git/worktrees/w",
                                        ".git/worktrees",
                                        ".git",
                                        "w/.git",
                                        "w",
                                        "a/b",
                                        "a",
                                        ""};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        remove(arena_printf(arena, "%s/%s", folder, names[i]));
    arena_free(arena);
    return 0;
}

static void reads_branch_revision_and_remote(void **state)
{
    (void)state;
    make_file(".git/HEAD", "ref: refs/heads/main\n");
    make_file(".git/refs/heads/main", REVISION "\n");
    make_file(".git/config", "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = git@x.org:f/f\n"
                             "[remote \"origin\"]\n\turl = https://u:secret@git.example/o/r.git\n");
    make_file("a/b", "");
    struct sarif_checkout checkout =
        sarif_checkout_find(arena, arena_printf(arena, "%s/a", folder));
    assert_string_equal(checkout.root, folder);
    assert_string_equal(checkout.branch, "main");
    assert_string_equal(checkout.revision, REVISION);
    assert_string_equal(checkout.repository, "https://git.example/o/r.git");
}

static void reads_packed_references_of_a_worktree(void **state)
{
    (void)state;
    make_file(".git/worktrees/w/HEAD", "ref: refs/heads/x/y\n");
    make_file(".git/worktrees/w/commondir", "../..\n");
    make_file(".git/packed-refs", "# pack-refs\n" REVISION " refs/heads/x/y\n");
    make_file(".git/config", "[remote \"origin\"]\n\turl = git@example.org:o/r.git\n");
    make_file("w/.git", arena_printf(arena, "gitdir: %s/.git/worktrees/w\n", folder));
    struct sarif_checkout checkout =
        sarif_checkout_find(arena, arena_printf(arena, "%s/w", folder));
    assert_string_equal(checkout.branch, "x/y");
    assert_string_equal(checkout.revision, REVISION);
    assert_string_equal(checkout.repository, "https://example.org/o/r.git");
}

static void survives_what_is_no_checkout(void **state)
{
    (void)state;
    assert_null(sarif_checkout_find(arena, folder).root);
    make_file(".git/HEAD", "ref: refs/heads/../../../etc/passwd\n");
    struct sarif_checkout checkout = sarif_checkout_find(arena, folder);
    assert_string_equal(checkout.root, folder);
    assert_null(checkout.revision);
    assert_null(checkout.repository);
    assert_null(sarif_provenance(&checkout));
}

static void remotes_become_https_without_credentials(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"https://git.example/a.git", "https://git.example/a.git"},
        {"https://token@git.example:8443/a", "https://git.example:8443/a"},
        {"ssh://git@git.example:2222/a/b", "https://git.example/a/b"},
        {"git@git.example:a/b.git", "https://git.example/a/b.git"},
        {"/srv/git/a.git", NULL},
        {"C:/git/a.git", NULL},
        {"file:///srv/a.git", NULL},
        {"https://git.example", NULL},
        {"https://git.example/a b", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *uri = sarif_repository_uri(arena, cases[i][0]);
        if (cases[i][1] == NULL)
            assert_null(uri);
        else
            assert_string_equal(uri, cases[i][1]);
    }
}

static const char *github(const char *name)
{
    if (strcmp(name, "GITHUB_SERVER_URL") == 0)
        return "https://github.com";
    if (strcmp(name, "GITHUB_REPOSITORY") == 0)
        return "o/r";
    return strcmp(name, "GITHUB_REF_NAME") == 0 ? "main" : NULL;
}

static void a_pipeline_tells_what_git_does_not(void **state)
{
    (void)state;
    struct sarif_checkout checkout = {.branch = "mine"};
    sarif_checkout_complete(arena, &checkout, NULL);
    assert_null(checkout.repository);
    sarif_checkout_complete(arena, &checkout, github);
    assert_string_equal(checkout.repository, "https://github.com/o/r");
    assert_string_equal(checkout.branch, "mine");
    assert_null(checkout.revision);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_branch_revision_and_remote, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_packed_references_of_a_worktree, setup, teardown),
        cmocka_unit_test_setup_teardown(survives_what_is_no_checkout, setup, teardown),
        cmocka_unit_test_setup_teardown(a_pipeline_tells_what_git_does_not, setup, teardown),
        cmocka_unit_test_setup_teardown(remotes_become_https_without_credentials, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
