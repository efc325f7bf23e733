/*
 * The server that the program runs on, on a machine that is made up: the three functions of
 * facts/collect.h are the test's own, so that the linker leaves the real ones out.
 */
#include "run/live.h"

#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define HOST                                                                                       \
    "<configuration><system.applicationHost><sites><site name='%s' id='1'><application path='/'>"  \
    "<virtualDirectory path='/' physicalPath='Q:\\shop'/></application></site></sites>"            \
    "</system.applicationHost></configuration>"
#define FACTS(groups) "<facts xmlns='urn:iislint:facts:1'>\n" groups "\n</facts>"
#define CONFIG "windows/System32/inetsrv/config"
#define FRAMEWORK(name) "windows/Microsoft.NET/" name "/Config/machine.config"

/* ---- the machine ----------------------------------------------------------------------------- */

static struct {
    bool is_windows;
    const char *environment; /* what it answers for that group alone; NULL: it fails */
    const char *document;    /* for everything; NULL: it fails */
    struct collect_gap gaps[2];
    size_t gap_count, asked; /* how often it was asked for everything */
} machine;

bool collect_available(void)
{
    return machine.is_windows;
}

const char *collect_own_variable(struct arena *arena, const char *name)
{
    return strcmp(name, "OWN") == 0 ? arena_strdup(arena, "mine") : NULL;
}

bool collect_facts(const struct collect_request *request, struct arena *arena,
                   struct text *document, struct list *gaps, struct error *error)
{
    const char *answer = request->group ? machine.environment : machine.document;
    for (size_t i = 0; !request->group && i < machine.gap_count; i++)
        list_add(gaps, arena, &machine.gaps[i]);
    machine.asked += !request->group;
    if (!answer)
        return error_set(error, NULL, 0, 0, "the machine says nothing");
    text_add(document, answer);
    return true;
}

static int set_up(void **state)
{
    linting_set_up(state);
    struct linting *l = *state;
    memset(&machine, 0, sizeof machine);
    machine.is_windows = true;
    machine.environment = arena_printf(
        l->arena,
        FACTS("<environment complete='true'><variable name='SystemRoot' value='%s\\windows'/>"
              "<variable name='USERPROFILE' value='%s/user'/>"
              "<variable name='ProgramFiles' value='%s/programs'/></environment>"),
        linting_path(l, ""), linting_path(l, ""), linting_path(l, ""));
    machine.document = FACTS("<os name='Windows' computer='WEB01'/>");
    return 0;
}

static void write_host(struct linting *l, const char *folder, const char *site)
{
    linting_write(l, arena_printf(l->arena, "%s/applicationHost.config", folder),
                  arena_printf(l->arena, HOST, site));
}

/* Names of sites, and of the computer. */
static void say_sites(struct linting *l)
{
    linting_rule(l,
                 "<sch:rule context='site'><sch:report role='warning' test='.'>"
                 "<sch:value-of select='@name'/> on <sch:value-of select=\"fact('os')/@computer\"/>"
                 "</sch:report></sch:rule>");
}

static const char *said(struct linting *l)
{
    linting_check(l);
    return linting_finding(l, 0)->message;
}

static void assert_refused(struct linting *l, bool ok, const char *reason)
{
    assert_false(ok);
    if (!strstr(l->error.text, reason))
        fail_msg("%s: %s", reason, l->error.text);
}

/* ---- the tests ------------------------------------------------------------------------------- */

static void only_on_windows(void **state)
{
    struct linting *l = *state;
    assert_true(iislint_is_on_server());
    machine.is_windows = false;
    assert_false(iislint_is_on_server());
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "only check itself on Windows");
    assert_refused(l, iislint_add_iis_express(l->run, "x", &l->error),
                   "only check itself on Windows");
    assert_refused(l, iislint_collect_facts(l->run, &l->error) != NULL,
                   "only check itself on Windows");
    assert_int_equal(l->run->inputs.count, 0);
}

static void this_server(void **state)
{
    struct linting *l = *state;
    say_sites(l);
    write_host(l, CONFIG, "Shop");
    machine.gaps[0] = (struct collect_gap){"spns", "no domain answers", false};
    machine.gaps[1] = (struct collect_gap){"acls", "some are closed", true};
    machine.gap_count = 2;
    assert_true(iislint_add_this_server(l->run, &l->error));
    assert_true(l->run->server.reads_shares);
    assert_null(l->run->server.schema_directory);
    assert_null(l->run->server.framework_directory);
    assert_string_equal(said(l), "Shop on WEB01");
    assert_int_equal(machine.asked, 1);
    assert_string_equal(l->run->live_document, machine.document);
    const char *notices = linting_notices(l);
    assert_non_null(
        strstr(notices, "FactsUnknown note - Unknown 'spns' of this machine: no domain"));
    assert_non_null(strstr(notices, "Not all 'acls' of this machine: some are closed."));
}

/* Facts that are given are the ones that count: the machine is not asked for more. */
static void with_facts_that_are_given(void **state)
{
    struct linting *l = *state;
    say_sites(l);
    write_host(l, CONFIG, "Shop");
    linting_write(l, "facts.xml", FACTS("<os name='Windows' computer='GIVEN'/>"));
    assert_true(iislint_set_facts(l->run, linting_path(l, "facts.xml"), &l->error));
    assert_true(iislint_add_this_server(l->run, &l->error));
    assert_string_equal(said(l), "Shop on GIVEN");
    assert_int_equal(machine.asked, 0);
}

static void its_schema_and_framework(void **state)
{
    struct linting *l = *state;
    write_host(l, CONFIG, "Shop");
    linting_write(l, CONFIG "/schema/a.xml", "<configSchema/>");
    linting_write(l, FRAMEWORK("Framework/v4.0.30319"), "<configuration/>");
    linting_write(l, FRAMEWORK("Framework64/v2.0.50727"), "<configuration/>");
    linting_write(l, "windows/Microsoft.NET/Framework64/v4.0.30319/Config/x", "");
    assert_true(iislint_add_this_server(l->run, &l->error));
    assert_string_equal(l->run->server.schema_directory, linting_path(l, CONFIG "/schema"));
    assert_string_equal(l->run->server.runtimes_directory,
                        linting_path(l, "windows/Microsoft.NET"));
    assert_string_equal(l->run->server.framework_directory,
                        linting_path(l, "windows/Microsoft.NET/Framework64/v2.0.50727/Config"));
}

static void a_schema_that_is_given_stays(void **state)
{
    struct linting *l = *state;
    write_host(l, CONFIG, "Shop");
    linting_write(l, CONFIG "/schema/a.xml", "<configSchema/>");
    l->run->server.schema_directory = "given";
    assert_true(iislint_add_this_server(l->run, &l->error));
    assert_string_equal(l->run->server.schema_directory, "given");
}

#define REDIRECTION(attributes)                                                                    \
    "<configuration><configurationRedirection " attributes "/></configuration>"

static void shared_configuration(void **state)
{
    static const struct {
        const char *text;
        bool is_shared;
    } rows[] = {{REDIRECTION("enabled='true' path='%s\\shared'"), true},
                {REDIRECTION("enabled='TRUE' path='%%SystemRoot%%\\..\\shared'"), true},
                {REDIRECTION("enabled='false' path='%s/shared'"), false},
                {REDIRECTION("path='%s/shared'"), false},
                {"<configuration/>", false}};
    struct linting *l = *state;
    write_host(l, CONFIG, "Own");
    write_host(l, "shared", "Shared");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct iislint *run = iislint_new();
        linting_write(l, CONFIG "/redirection.config",
                      arena_printf(l->arena, rows[i].text, linting_path(l, "")));
        assert_true(iislint_add_this_server(run, &l->error));
        const char *path = ((struct input *)run->inputs.items[0])->path;
        if ((strstr(path, "shared") != NULL) != rows[i].is_shared)
            fail_msg("%s: %s", rows[i].text, path);
        iislint_free(run);
    }
}

/* Then nobody knows which configuration is in force: the server's own is not checked in its place. */
static void a_redirection_that_says_nothing(void **state)
{
    struct linting *l = *state;
    write_host(l, CONFIG, "Own");
    linting_write(l, CONFIG "/redirection.config", REDIRECTION("enabled='true'"));
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "(shared configuration)");
    linting_write(l, CONFIG "/redirection.config", "<configuration>");
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "cannot be told");
    assert_string_equal(path_basename(l->error.path), "redirection.config");
    assert_true(path_remove_tree(linting_path(l, CONFIG "/redirection.config"), NULL));
    linting_write(l, CONFIG "/redirection.config/x", "");
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "as administrator");
    assert_int_equal(l->run->inputs.count, 0);
}

static void shared_configuration_that_is_closed(void **state)
{
    struct linting *l = *state;
    write_host(l, CONFIG, "Own");
    linting_write(l, CONFIG "/redirection.config",
                  REDIRECTION("enabled='true' path='%OWN%\\share'"));
    assert_refused(l, iislint_add_this_server(l->run, &l->error),
                   "'mine/share' (shared configuration)");
    assert_string_equal(path_basename(l->error.path), "redirection.config");
}

static void without_iis(void **state)
{
    struct linting *l = *state;
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "IIS is not installed");
    linting_write(l, CONFIG "/applicationHost.config/x", "");
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "as administrator");
    assert_string_equal(path_basename(l->error.path), "applicationHost.config");
}

static void a_machine_that_says_nothing(void **state)
{
    struct linting *l = *state;
    write_host(l, CONFIG, "Shop");
    machine.environment = NULL;
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "the machine says nothing");
    machine.environment = FACTS("<environment><bad/></environment>");
    assert_refused(l, iislint_add_this_server(l->run, &l->error), "bad");
    assert_string_equal(l->error.path, "the environment of this machine");
    assert_refused(l, iislint_add_iis_express(l->run, NULL, &l->error), "bad");
}

/* A failure of the collectors is one of the run: no rule decides on facts that are not there. */
static void collecting_that_fails(void **state)
{
    struct linting *l = *state;
    say_sites(l);
    write_host(l, CONFIG, "Shop");
    machine.document = NULL;
    assert_true(iislint_add_this_server(l->run, &l->error));
    assert_false(iislint_check(l->run, &l->error));
    assert_non_null(strstr(l->error.text, "the machine says nothing"));
}

/* ---- IIS Express ----------------------------------------------------------------------------- */

#define USERS "user/Documents/IISExpress/config"

static void express_of_the_user(void **state)
{
    struct linting *l = *state;
    linting_write(l, "programs/IIS Express/config/schema/a.xml", "<configSchema/>");
    assert_refused(l, iislint_add_iis_express(l->run, NULL, &l->error), "no such configuration");
    write_host(l, USERS, "Mine");
    assert_true(iislint_set_variable(l->run, "IIS_BIN", "Z:\\bin", &l->error));
    assert_true(iislint_add_iis_express(l->run, "", &l->error));
    const struct input *input = l->run->inputs.items[0];
    assert_string_equal(input->path, linting_path(l, USERS "/applicationHost.config"));
    assert_true(input->live);
    assert_string_equal(map_find(l->run->variables, "IIS_BIN"), "Z:\\bin");
    assert_string_equal(map_find(l->run->variables, "IIS_USER_HOME"),
                        linting_path(l, "user/Documents/IISExpress"));
    assert_string_equal(map_find(l->run->variables, "IIS_SITES_HOME"),
                        linting_path(l, "user/Documents/My Web Sites"));
    assert_string_equal(l->run->server.schema_directory,
                        linting_path(l, "programs/IIS Express/config/schema"));
}

/* That of the solution in the working directory, or of one above. */
static void express_of_a_solution(void **state)
{
    struct linting *l = *state;
    char before[1024];
    write_host(l, USERS, "Mine");
    write_host(l, "solution/.vs/Shop/config", "Solution");
    linting_write(l, "solution/.vs/other/x", "");
    linting_write(l, "solution/src/web/.vs/x", "");
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(linting_path(l, "solution/src/web")), 0);
    bool ok = iislint_add_iis_express(l->run, NULL, &l->error);
    assert_int_equal(chdir(before), 0);
    assert_true(ok);
    assert_string_equal(((struct input *)l->run->inputs.items[0])->path,
                        "../../.vs/Shop/config/applicationHost.config");
}

static void express_of_a_file(void **state)
{
    struct linting *l = *state;
    write_host(l, USERS, "Mine");
    write_host(l, "elsewhere", "Given");
    say_sites(l);
    const char *file = linting_path(l, "elsewhere/applicationHost.config");
    assert_true(iislint_add_iis_express(l->run, file, &l->error));
    assert_string_equal(said(l), "Given on WEB01");
    assert_refused(l, iislint_add_iis_express(l->run, linting_path(l, "elsewhere"), &l->error),
                   "no such configuration");
}

/* ---- facts alone ----------------------------------------------------------------------------- */

static void facts_of_the_server(void **state)
{
    struct linting *l = *state;
    write_host(l, CONFIG, "Shop");
    assert_string_equal(iislint_collect_facts(l->run, &l->error), machine.document);
    assert_int_equal(l->run->inputs.count, 1);
}

/* A machine without IIS has facts too. */
static void facts_without_iis(void **state)
{
    struct linting *l = *state;
    assert_string_equal(iislint_collect_facts(l->run, &l->error), machine.document);
    assert_int_equal(l->run->inputs.count, 0);
}

static void facts_that_are_none(void **state)
{
    struct linting *l = *state;
    machine.document = FACTS("<os wrong='1'/>");
    assert_refused(l, iislint_collect_facts(l->run, &l->error) != NULL, "wrong");
    assert_string_equal(l->error.path, "the facts of this machine");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, linting_tear_down)
    const struct CMUnitTest tests[] = {TEST(only_on_windows),
                                       TEST(this_server),
                                       TEST(with_facts_that_are_given),
                                       TEST(its_schema_and_framework),
                                       TEST(a_schema_that_is_given_stays),
                                       TEST(shared_configuration),
                                       TEST(a_redirection_that_says_nothing),
                                       TEST(shared_configuration_that_is_closed),
                                       TEST(without_iis),
                                       TEST(a_machine_that_says_nothing),
                                       TEST(collecting_that_fails),
                                       TEST(express_of_the_user),
                                       TEST(express_of_a_solution),
                                       TEST(express_of_a_file),
                                       TEST(facts_of_the_server),
                                       TEST(facts_without_iis),
                                       TEST(facts_that_are_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
