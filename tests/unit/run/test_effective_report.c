#include "run/effective_report.h"
#include "unit/run/linting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECTIONS                                                                                   \
    "<configSections><sectionGroup name='system.webServer'><section name='directoryBrowse' "       \
    "overrideModeDefault='Deny'/><section name='httpErrors'/></sectionGroup></configSections>\n"
#define SITE                                                                                       \
    "<system.applicationHost><sites><site name='A&lt;1>' id='1'><application path='/'>"            \
    "<virtualDirectory path='/' physicalPath='C:\\s'/></application></site></sites>"               \
    "</system.applicationHost>\n"
#define HOST                                                                                       \
    SECTIONS SITE "<system.webServer><directoryBrowse enabled='true'/></system.webServer>\n"       \
                  "<location path='A&lt;1>'><system.webServer>\n"                                  \
                  "<directoryBrowse showFlags='Date'/>\n"                                          \
                  "<httpErrors><error statusCode='404' path='&lt;&amp;&quot;&#10;&#9;&#13;x'/>"    \
                  "</httpErrors></system.webServer></location>"

#define BROWSE "system.webServer/directoryBrowse"

static void as_text(void **state)
{
    struct linting *l = *state;
    linting_host(l, HOST);
    const char *text = linting_effective(l, "A<1>", BROWSE, "text");
    assert_contains(text, "# in force at A<1>\nsystem.webServer/directoryBrowse\n");
    assert_contains(text, "@enabled = \"true\"");
    assert_contains(text, " applicationHost.config:4:36\n"); /* of the server */
    assert_contains(text, "@showFlags = \"Date\"");
    assert_contains(text, " applicationHost.config:6:18\n"); /* of the site */
    assert_contains(text, "declared, allowed: Everywhere");
    assert_null(strstr(text, "assumed"));
}

/* Where nothing is written, the default says so. */
static void at_the_server(void **state)
{
    struct linting *l = *state;
    linting_host(l, SITE);
    const char *text = linting_effective(l, "", BROWSE, "text");
    assert_contains(text, "# in force at the server\n");
    assert_contains(text, "not declared");
    assert_contains(text, "@enabled = \"false\"");
    assert_contains(text, " schema default\n");
    assert_string_equal(linting_effective(l, "/", BROWSE, "text"), text);
}

/* Without a section: all that this very place changes, each once. */
static void what_a_place_changes(void **state)
{
    struct linting *l = *state;
    linting_host(l, HOST);
    const char *text = linting_effective(l, "a<1>", NULL, "text");
    assert_contains(text, "\nsystem.webServer/directoryBrowse\n");
    assert_contains(text, "\nsystem.webServer/httpErrors\n");
    assert_null(strstr(text, "system.applicationHost/sites"));
    assert_contains(linting_effective(l, "", NULL, "text"), "\nsystem.applicationHost/sites\n");
}

/* A folder that nothing configures has what its site has. */
static void in_a_folder(void **state)
{
    struct linting *l = *state;
    linting_host(l, HOST);
    const char *text = linting_effective(l, "A<1>/some/folder", BROWSE, "text");
    assert_contains(text, "# in force at A<1>/some/folder\n");
    assert_contains(text, "@showFlags = \"Date\"");
    assert_string_equal(linting_effective(l, "A<1>/other", NULL, "text"),
                        "# in force at A<1>/other\n");
}

static xmlNode *child(xmlNode *element, const char *name)
{
    for (xmlNode *c = xmlFirstElementChild(element); c; c = xmlNextElementSibling(c))
        if (strcmp((const char *)c->name, name) == 0)
            return c;
    fail_msg("there is no <%s>", name);
    return NULL;
}

static void assert_attribute(const xmlNode *element, const char *name, const char *value)
{
    xmlChar *found = xmlGetProp(element, (const xmlChar *)name);
    assert_non_null(found);
    assert_string_equal((const char *)found, value);
    xmlFree(found);
}

/* The values come back as they were, line ends and all. */
static void as_xml(void **state)
{
    struct linting *l = *state;
    linting_host(l, HOST);
    const char *text = linting_effective(l, "A<1>", NULL, "xml");
    struct source *source = source_parse(l->arena, "e.xml", text, strlen(text));
    if (!source->doc)
        fail_msg("%s:\n%s", source->fault.message, text);
    xmlNode *root = xmlDocGetRootElement(source->doc);
    assert_string_equal((const char *)root->ns->href, "urn:iislint:origin:1");
    assert_attribute(root, "path", "A<1>");
    xmlNode *section = child(root, "section"), *other = xmlNextElementSibling(section);
    assert_attribute(section, "path", BROWSE);
    xmlNode *browse = child(section, "directoryBrowse");
    xmlChar *origin =
        xmlGetNsProp(browse, (const xmlChar *)"enabled", (const xmlChar *)"urn:iislint:origin:1");
    assert_string_equal((const char *)origin, "applicationHost.config:4:36");
    xmlFree(origin);
    assert_attribute(child(child(other, "httpErrors"), "error"), "path", "<&\"\n\t\rx");
    source_free(source);
}

static void no_secrets(void **state)
{
    struct linting *l = *state;
    linting_host(l, "<system.applicationHost><applicationPools><add name='P'>"
                    "<processModel userName='u' password='Hidden1'/></add></applicationPools>"
                    "</system.applicationHost>");
    for (int xml = 0; xml < 2; xml++) {
        const char *text = linting_effective(l, "", "system.applicationHost/applicationPools",
                                             xml ? "xml" : "text");
        assert_contains(text, SECRET_MASK);
        assert_null(strstr(text, "Hidden1"));
    }
}

static void on_an_assumed_server(void **state)
{
    struct linting *l = *state;
    linting_text(l, "web.config",
                 "<configuration><system.webServer>"
                 "<directoryBrowse enabled='true'/></system.webServer>"
                 "</configuration>");
    const char *text = linting_effective(l, "site", BROWSE, "text");
    assert_contains(text,
                    "# below an assumed server, iis10-aspnet: a stock IIS 10 server with ASP.NET");
    assert_contains(text, "web.config:1:");
    assert_contains(text, "assumed server (stock/iis10-aspnet.xml)");
    assert_contains(linting_effective(l, "site", BROWSE, "xml"), " assumed=\"iis10-aspnet\"");
}

static void what_does_not_exist(void **state)
{
    struct linting *l = *state;
    linting_host(l, HOST);
    assert_null(linting_effective(l, "Shop", NULL, "text"));
    assert_contains(l->error.text, "'Shop'");
    assert_null(linting_effective(l, "A<1>", "handlers", "text"));
    assert_contains(l->error.text, "system.webServer/handlers");
    assert_null(linting_effective(l, "", NULL, "yaml"));
    assert_contains(l->error.text, "yaml");
}

static void nothing_to_read(void **state)
{
    struct linting *l = *state, other, *m = &other;
    assert_null(linting_effective(l, "", NULL, "text"));
    assert_true(*l->error.text != '\0');

    linting_init(m);
    linting_text(m, "applicationHost.config", "<configuration><a></configuration>");
    assert_null(linting_effective(m, "Shop", NULL, "text"));
    linting_effective(m, "", NULL, "text");
    linting_fini(m);
}

/* The same before and after a check, which gives its sections up. */
static void after_a_check(void **state)
{
    struct linting *l = *state;
    linting_host(l, HOST);
    linting_check(l);
    const char *after = linting_effective(l, "A<1>", NULL, "text");
    struct linting fresh;
    linting_init(&fresh);
    linting_host(&fresh, HOST);
    assert_string_equal(after, linting_effective(&fresh, "A<1>", NULL, "text"));
    linting_check(&fresh); /* and a check after it finds what it would have found */
    assert_string_equal(linting_findings(&fresh), linting_findings(l));
    assert_int_equal(iislint_counts(fresh.run).sites, 1);
    assert_int_equal(iislint_counts(fresh.run).files, 1);
    linting_fini(&fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(as_text, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(at_the_server, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(what_a_place_changes, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(in_a_folder, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(as_xml, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(no_secrets, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(on_an_assumed_server, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_exist, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(nothing_to_read, linting_set_up, linting_tear_down),
        cmocka_unit_test_setup_teardown(after_a_check, linting_set_up, linting_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
