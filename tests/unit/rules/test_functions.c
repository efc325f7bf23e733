/* The vocabulary as a whole: its table, what it needs, and what all of its functions share. */
#include "rules/functions.h"

#include "base/text.h"
#include "rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Each is described as it is called, and none is there twice. */
static void the_table(void **state)
{
    const struct xpath_function *all = functions_vocabulary.functions;
    (void)state;
    for (size_t i = 0; i < functions_vocabulary.count; i++) {
        const char *open = strchr(all[i].signature, '(');
        size_t length = strlen(all[i].name);
        assert_non_null(open);
        assert_int_equal(open - all[i].signature, length);
        assert_memory_equal(all[i].signature, all[i].name, length);
        unsigned most = 1, least = 1;
        for (const char *c = open; *c != '\0'; c++)
            most += *c == ',';
        for (const char *c = open; *c != '\0' && *c != '['; c++)
            least += *c == ',';
        if (all[i].maximum != most || all[i].minimum != least)
            fail_msg("%s takes %u to %u", all[i].signature, all[i].minimum, all[i].maximum);
        assert_true(text_ends_with_nocase(all[i].summary, ".") ||
                    strchr(all[i].summary, '.') != NULL);
        if (i > 0)
            assert_true(strcmp(all[i - 1].name, all[i].name) < 0);
    }
}

/* The short cuts are for functions of the table, with as many arguments. */
static void short_cuts(void **state)
{
    (void)state;
    for (size_t d = 0; d < functions_vocabulary.direct_count; d++) {
        const struct xpath_direct *direct = &functions_vocabulary.direct[d];
        const struct xpath_function *found = NULL;
        for (size_t i = 0; i < functions_vocabulary.count; i++)
            if (strcmp(functions_vocabulary.functions[i].name, direct->name) == 0)
                found = &functions_vocabulary.functions[i];
        assert_non_null(found);
        assert_int_equal(found->maximum, direct->literal ? 2 : 1);
        assert_true((direct->call == NULL) != (direct->list == NULL));
    }
}

static void what_functions_read_themselves(void **state)
{
    (void)state;
    assert_true(functions_need("identityType"));
    assert_true(functions_need("bindingInformation"));
    assert_false(functions_need("IdentityType"));
    assert_false(functions_need("queueLength"));
    assert_false(functions_need(""));
}

#define HOST                                                                                       \
    "<system.applicationHost><applicationPools><add name='P'/></applicationPools><sites>"          \
    "<site name='A' id='1'><application path='/' applicationPool='P'><virtualDirectory path='/' "  \
    "physicalPath='C:\\a'/></application></site><site name='B' id='2'><application path='/' "      \
    "applicationPool='P'><virtualDirectory path='/' physicalPath='C:\\b'/></application></site>"   \
    "</sites></system.applicationHost>"

static int set_up(void **state)
{
    return server_fixture_set_up(state, HOST, NULL);
}

/* Node-sets are in document order, empty where there is nothing, and each asked for twice is the same. */
static void results(void **state)
{
    struct server_fixture *f = *state;
    for (int i = 0; i < 2; i++) {
        assert_server(f, "//applicationPool", "count(applications(.))", "2");
        assert_server(f, "//applicationPool", "site(applications(.)[1])/@name", "A");
        assert_server(f, "//applicationPool", "count(sites(.))", "2");
        assert_server(f, "/*", "count(pool(//none))", "0");
        assert_server(f, "/*", "member('a', 'b')", "unknown");
    }
    assert_non_null(strstr(server_failure(f, "/*", "pool('P')"), "takes a node-set"));
    assert_non_null(strstr(server_failure(f, "/*", "application(1)"), "takes a node-set"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table), cmocka_unit_test(short_cuts),
        cmocka_unit_test(what_functions_read_themselves),
        cmocka_unit_test_setup_teardown(results, set_up, server_fixture_tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
