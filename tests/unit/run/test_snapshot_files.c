/* Which files a snapshot holds, and where. */
#include "run/snapshot_files.h"

#include "base/embedded.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HOST                                                                                        \
    "<configuration><system.applicationHost><sites><site name='Shop' id='1'><application path='/'>" \
    "<virtualDirectory path='/' physicalPath='C:\\shop'/>"                                          \
    "<virtualDirectory path='/far' physicalPath='D:\\sites\\far'/></application></site></sites>"    \
    "</system.applicationHost></configuration>"
#define FACTS "<facts xmlns='urn:iislint:facts:1'><os name='Windows' computer='WEB01'/></facts>"

static void places_of_windows_paths(void **state)
{
    static const char *const cases[][2] = {
        {"C:\\inetpub\\wwwroot\\web.config", "root/C/inetpub/wwwroot/web.config"},
        {"d:/sites/x/web.config", "root/D/sites/x/web.config"},
        {"C:\\a\\..\\b\\.\\web.config", "root/C/b/web.config"},
        {"C:\\", "root/C"},
        {"\\\\nas\\share\\x\\web.config", "root/UNC/nas/share/x/web.config"},
    };
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(snapshot_windows_place(arena, cases[i][0]), cases[i][1]);
    assert_null(snapshot_windows_place(arena, "/srv/web.config"));
    assert_null(snapshot_windows_place(arena, "web.config"));
    arena_free(arena);
}

/* The places of what is collected, a space between, and "-PATH" for what is left out. */
static const char *collected(struct linting *l, struct error *error)
{
    struct snapshot_files files = {.run = l->run};
    const char *all = "";
    assert_true(run_load_all(l->run, error));
    files.server = l->run->servers.items[0];
    if (!snapshot_files_collect(&files, error))
        return NULL;
    for (size_t i = 0; i < files.files.count; i++)
        all = arena_printf(l->arena, "%s%s ", all,
                           ((const struct snapshot_file *)files.files.items[i])->place);
    for (size_t i = 0; i < files.omissions.count; i++) {
        const struct iislint_omission *omission = files.omissions.items[i];
        assert_true(omission->message[0] != '\0');
        all = arena_printf(l->arena, "%s-%s ", all, path_basename(omission->path));
    }
    snapshot_files_fini(&files);
    assert_int_equal(files.opened.count, 0);
    return all;
}

static void check_files(struct linting *l, const char *expected)
{
    struct error error = {.text = ""};
    const char *all = collected(l, &error);
    if (!all)
        fail_msg("%s", error.text);
    assert_string_equal(all, expected);
}

/* What any server's schema has at least. */
static const char *host_schema(void)
{
    const struct embedded_file *file = embedded_find("schema/application-host.xml");
    assert_non_null(file);
    return (const char *)file->data;
}

static void an_image(void **state)
{
    struct linting *l = *state;
    linting_write(l, "server/ApplicationHost.config", HOST);
    linting_write(l, "server/Redirection.config", "<configuration/>");
    linting_write(l, "server/administration.config", "<configuration>");
    linting_write(l, "server/facts.xml", FACTS);
    linting_write(l, "server/schema/b.XML", host_schema());
    linting_write(l, "server/schema/a.xml", "<configSchema/>");
    linting_write(l, "server/schema/readme.txt", "");
    linting_write(l, "server/framework/web.config", "<configuration/>");
    linting_write(l, "server/root/c/Shop/Web.config", "<configuration/>");
    linting_write(l, "server/root/c/elsewhere/web.config", "<configuration/>");
    linting_add(l, "server");
    check_files(l, "applicationHost.config framework/web.config Redirection.config "
                   "root/c/Shop/Web.config administration.config facts.xml schema/a.xml "
                   "schema/b.XML ");
}

/* One file alone: what lies elsewhere goes where Windows has it. */
static void a_file_with_its_mappings(void **state)
{
    struct linting *l = *state;
    linting_write(l, "config/any.xml", HOST);
    linting_write(l, "config/redirection.config", "<configuration/>");
    linting_write(l, "config/schema/x.xml", "<configSchema/>");
    linting_write(l, "shop/web.config", "<configuration/>");
    linting_write(l, "sites/far/web.config", "<configuration/>");
    linting_write(l, "far/web.config", "<configuration/>");
    assert_true(iislint_add_mapping(l->run, "C:\\shop", linting_path(l, "shop"), &l->error));
    assert_true(iislint_add_mapping(l->run, "D:\\sites", linting_path(l, "sites"), &l->error));
    linting_add(l, "config/any.xml");
    check_files(l, "applicationHost.config root/C/shop/web.config root/D/sites/far/web.config "
                   "redirection.config ");
}

/* Of mappings within each other the nearest one has the file. */
static void mappings_within_each_other(void **state)
{
    struct linting *l = *state;
    linting_write(l, "config/applicationHost.config", HOST);
    linting_write(l, "sites/far/web.config", "<configuration/>");
    linting_write(l, "site/x", "");
    assert_true(iislint_add_mapping(l->run, "E:\\other", linting_path(l, "sites/"), &l->error));
    assert_true(
        iislint_add_mapping(l->run, "D:\\sites\\far", linting_path(l, "sites/far"), &l->error));
    assert_true(iislint_add_mapping(l->run, "E:\\others", linting_path(l, "site"), &l->error));
    linting_add(l, "config/applicationHost.config");
    check_files(l, "applicationHost.config root/D/sites/far/web.config ");
}

static void a_schema_that_is_given(void **state)
{
    struct linting *l = *state;
    linting_write(l, "config/applicationHost.config", HOST);
    linting_write(
        l, "given/a.xml",
        "<configSchema><sectionSchema name='system.applicationHost/sites'/></configSchema>");
    linting_add(l, "config/applicationHost.config");
    assert_true(iislint_set_schema(l->run, linting_path(l, "given"), &l->error));
    check_files(l, "applicationHost.config schema/a.xml ");
}

/* A file that cannot be read is left out and told: an empty one would be a fault that nobody has. */
static void files_that_cannot_be_read(void **state)
{
    struct linting *l = *state;
    linting_write(l, "server/applicationHost.config", HOST);
    linting_write(l, "server/root/C/shop/web.config/x", "");
    linting_write(l, "server/schema/a.xml", host_schema());
    linting_add(l, "server");
    check_files(l, "applicationHost.config schema/a.xml -web.config ");
}

static void a_server_that_cannot_be_read(void **state)
{
    struct linting *l = *state;
    struct error error = {.text = ""};
    linting_write(l, "server/applicationHost.config/x", "");
    linting_add(l, "server");
    assert_null(collected(l, &error));
    assert_contains(error.text, "directory");
    assert_string_equal(path_basename(error.path), "applicationHost.config");
}

static void a_file_that_is_too_large(void **state)
{
    struct linting *l = *state;
    linting_write(l, "server/applicationHost.config", HOST);
    linting_write(l, "server/root/C/shop/web.config", "");
    FILE *file = fopen(linting_path(l, "server/root/C/shop/web.config"), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)SOURCE_SIZE_MAX, SEEK_SET),
                     0); /* a hole: it takes no room */
    assert_int_equal(fputc(' ', file), ' ');
    assert_int_equal(fclose(file), 0);
    linting_add(l, "server");
    check_files(l, "applicationHost.config -web.config ");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, linting_set_up, linting_tear_down)
    const struct CMUnitTest tests[] = {cmocka_unit_test(places_of_windows_paths),
                                       TEST(an_image),
                                       TEST(a_file_with_its_mappings),
                                       TEST(mappings_within_each_other),
                                       TEST(a_schema_that_is_given),
                                       TEST(files_that_cannot_be_read),
                                       TEST(a_server_that_cannot_be_read),
                                       TEST(a_file_that_is_too_large)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
