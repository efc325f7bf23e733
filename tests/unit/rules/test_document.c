#include "rules/document.h"

#include "base/text.h"
#include "config/node.h"
#include "unit/rules/server_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define APPLICATION(path, pool, more)                                                              \
    "<application path='" path "' applicationPool='" pool "'>"                                     \
    "<virtualDirectory path='/' physicalPath='C:\\x'/>" more "</application>"

static const char hosting[] =
    "<system.applicationHost><applicationPools><add name='P'/><add name='Q'><cpu limit='5'/></add>"
    "<applicationPoolDefaults queueLength='7'/></applicationPools><sites>"
    "<site name='Shop' id='1'><bindings><binding protocol='http' bindingInformation='*:80:'/>"
    "<binding protocol='https' bindingInformation='*:443:'/></bindings>" APPLICATION(
        "/", "P", "<virtualDirectory path='/images' physicalPath='C:\\i'/>")
        APPLICATION(
            "/api", "p",
            "") "</site>"
                "<site name='Bare' id='2'><application path='/sub' applicationPool='Q'/></site>"
                "</sites></system.applicationHost>"
                "<system.webServer><directoryBrowse enabled='true'/>"
                "<handlers><add name='A' path='*.a' verb='*' modules='M'/>"
                "<add name='B' path='*.b' verb='*' modules='M'/></handlers></system.webServer>"
                "<location path='Shop'><system.webServer><handlers><remove name='A'/>"
                "<add name='C' path='*.c' verb='*' modules='M'/></handlers></system.webServer></location>"
                "<location path='Shop/images/large'><system.webServer><directoryBrowse showFlags='Size'/>"
                "</system.webServer></location>"
                "<location path='Shop/a'><system.webServer><directoryBrowse enabled='false'/>"
                "</system.webServer></location>"
                "<location path='Shop/a/b'><system.webServer><directoryBrowse enabled='true'/>"
                "</system.webServer></location>"
                "<location path='Bare'><system.webServer><directoryBrowse enabled='false'/>"
                "</system.webServer></location>";

static int set_up(void **state)
{
    static struct server_fixture fixture;
    server_fixture_start(&fixture, hosting, "<services/>");
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    server_fixture_fini(*state);
    return 0;
}

static void add_outline(struct text *text, const xmlNode *element)
{
    text_add(text, (const char *)element->name);
    const char *path = node_attribute(element, "path"), *name = node_attribute(element, "name");
    if (path || name)
        text_printf(text, "(%s)", path ? path : name);
    bool any = false;
    for (const xmlNode *child = element->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE) {
            text_add(text, any ? " " : "[");
            add_outline(text, child);
            any = true;
        }
    if (any)
        text_add(text, "]");
}

/* Names of elements with their path or name; what is in the selected element. */
static void assert_outline(struct server_fixture *fixture, const char *path, const char *expected)
{
    struct text text = {0};
    struct xpath_expression expression = {.text = path};
    xmlXPathObject *value =
        xpath_value(fixture->xpath, &expression, NULL, (xmlNode *)fixture->document->doc, 100000);
    assert_non_null(value);
    assert_int_equal(value->nodesetval->nodeNr, 1);
    add_outline(&text, value->nodesetval->nodeTab[0]);
    assert_string_equal(text_string(&text), expected);
    text_fini(&text);
    xmlXPathFreeObject(value);
    xpath_expression_fini(&expression);
}

static void the_top(void **state)
{
    struct server_fixture *f = *state;
    assert_server(f, "/", "name(/*)", "server");
    assert_server(f, "/", "count(/server/system.webServer)", "1");
    assert_server(f, "/", "count(/server/applicationPools) + count(/server/sites)", "2");
    /* sites and pools have a form of their own */
    assert_server(f, "/", "count(/server/system.applicationHost/sites)", "0");
    assert_server(f, "/", "count(/server/system.applicationHost/applicationPools)", "0");
    assert_ptr_equal(f->document->root, xmlDocGetRootElement(f->document->doc));
    assert_ptr_equal(origin_scope(f->document->root), f->image.server->root);
}

static void pools(void **state)
{
    struct server_fixture *f = *state;
    assert_server(f, "/server/applicationPools", "count(add)", "0");
    assert_server(f, "/server/applicationPools", "count(applicationPool)", "2");
    assert_server(f, "//applicationPool[@name='Q']", "cpu/@limit", "5");
    assert_server(f, "//applicationPool[@name='Q']", "@queueLength", "7");
    assert_server(f, "//applicationPool[@name='P']", "cpu/@limit", "0");
}

static void sites(void **state)
{
    struct server_fixture *f = *state;
    assert_server(f, "//site[@name='Shop']", "count(bindings)", "0");
    assert_server(f, "//site[@name='Shop']", "count(binding)", "2");
    assert_server(f, "//site[@name='Shop']", "binding[2]/@protocol", "https");
    assert_server(f, "//site[@name='Shop']", "count(application)", "2");
    assert_server(f, "//site[@name='Shop']", "application[2]/@path", "/api");
    assert_server(f, "//site[@name='Bare']", "count(application)", "1");
    assert_server(f, "//site[@name='Bare']", "count(binding)", "0");
}

/* Folders stand in the virtual directory, folder or application above them. */
static void folders(void **state)
{
    struct server_fixture *f = *state;
    assert_server(f, "//site[@name='Shop']/application[1]", "count(directory)", "1");
    assert_outline(f, "//directory[@path='a']",
                   "directory(a)[system.webServer[directoryBrowse] "
                   "directory(b)[system.webServer[directoryBrowse]]]");
    assert_server(f, "//virtualDirectory[@path='/images']", "directory/@path", "large");
    assert_server(f, "//directory[@path='large']", "scope-path(.)", "Shop/images/large");
}

/* Effective attributes, but of a collection what this scope adds. */
static void own_entries_only(void **state)
{
    struct server_fixture *f = *state;
    assert_server(f, "/server/system.webServer/handlers", "count(add)", "2");
    assert_server(f, "//application[1]/system.webServer/handlers", "count(add)", "1");
    assert_server(f, "//application[1]/system.webServer/handlers", "add/@name", "C");
    assert_server(f, "//application[1]/system.webServer/handlers", "count(remove)", "0");
    assert_server(f, "//directory[@path='large']/system.webServer/directoryBrowse", "@enabled",
                  "true");
    assert_server(f, "//directory[@path='large']/system.webServer/directoryBrowse", "@showFlags",
                  "Size");
    /* a scope that changes nothing has nothing */
    assert_server(f, "//application[@path='/api']", "count(system.webServer)", "0");
}

/* The site itself stands for a root application that is not there. */
static void a_site_without_root_application(void **state)
{
    struct server_fixture *f = *state;
    struct scope *scope = server_find_scope(f->image.server, "Bare");
    assert_non_null(scope);
    xmlNode *element = document_scope_element(f->document, scope);
    assert_string_equal((const char *)element->name, "site");
    assert_server(f, "//site[@name='Bare']", "system.webServer/directoryBrowse/@enabled", "false");
}

static void the_element_of_a_scope(void **state)
{
    struct server_fixture *f = *state;
    static const char *const scopes[][2] = {{"", "server"},
                                            {"Shop", "application"},
                                            {"Shop/api", "application"},
                                            {"Shop/images", "virtualDirectory"},
                                            {"Shop/a/b", "directory"},
                                            {"Bare/sub", "application"}};
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        struct scope *scope = server_find_scope(f->image.server, scopes[i][0]);
        assert_non_null(scope);
        const xmlNode *element = document_scope_element(f->document, scope);
        assert_string_equal((const char *)element->name, scopes[i][1]);
        assert_ptr_equal(origin_scope(element), scope);
    }
}

static void applications_of_a_pool(void **state)
{
    struct server_fixture *f = *state;
    const struct list *applications = document_pool_applications(f->document, "P");
    assert_int_equal(applications->count, 2);
    assert_string_equal(((struct scope *)applications->items[1])->path, "Shop/api");
    assert_ptr_equal(document_pool_applications(f->document, "p"), applications);
    assert_int_equal(document_pool_applications(f->document, "Q")->count, 1);
    assert_null(document_pool_applications(f->document, "R"));
}

static void facts_beside_it(void **state)
{
    struct server_fixture *f = *state;
    assert_server(f, "/", "namespace-uri(/server/*[last()])", "urn:iislint:facts:1");
    assert_server(f, "/", "count(/server/*[last()]/*)", "1");
}

/* ---- only what is wanted --------------------------------------------------------------------- */

static bool is_wanted(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "directoryBrowse") == 0 || strcmp(name, "enabled") == 0;
}

static void projection(void **state)
{
    struct server_fixture fixture, *f = &fixture;
    server_fixture_init(f);
    f->image.options.wanted = is_wanted;
    server_fixture_load(f, hosting, "<services/>");
    assert_server(f, "/", "count(//handlers)", "0");
    assert_server(f, "/", "count(/server/*[namespace-uri() != ''])", "0"); /* facts */
    assert_server(f, "/server/system.webServer/directoryBrowse", "@enabled", "true");
    assert_server(f, "/server/system.webServer/directoryBrowse", "count(@showFlags)", "0");
    /* what the topology itself reads is there all the same */
    assert_server(f, "//application[1]", "concat(@path, ' ', @applicationPool)", "/ P");
    assert_int_equal(document_pool_applications(f->document, "P")->count, 2);
    server_fixture_fini(f);
    (void)state;
}

static bool wants_verbs(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "verb") == 0 || strcmp(name, "enabled") == 0;
}

static bool enters(void *context, const char *name)
{
    return context != NULL && strcmp(name, context) == 0;
}

/* A section that no rule names is there when rules look anywhere for something in it. */
static void sections_out_of_reach(void **state)
{
    static const char *const rows[][2] = {{NULL, "0"}, {"add", "2"}, {"elsewhere", "0"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct server_fixture fixture, *f = &fixture;
        server_fixture_init(f);
        f->image.options.wanted = wants_verbs;
        f->image.options.entered = enters;
        f->image.options.wanted_context = (void *)(uintptr_t)rows[i][0];
        server_fixture_load(f, hosting, "<services/>");
        assert_server(f, "/", "count(//handlers)", rows[i][1]);
        server_fixture_fini(f);
    }
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_top, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pools, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sites, set_up, tear_down),
        cmocka_unit_test_setup_teardown(folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(own_entries_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_site_without_root_application, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_element_of_a_scope, set_up, tear_down),
        cmocka_unit_test_setup_teardown(applications_of_a_pool, set_up, tear_down),
        cmocka_unit_test_setup_teardown(facts_beside_it, set_up, tear_down),
        cmocka_unit_test(projection),
        cmocka_unit_test(sections_out_of_reach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
