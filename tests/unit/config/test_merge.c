#include "config/merge.h"

#include "base/text.h"
#include "config/node.h"
#include "unit/config/image.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define POOLS "system.applicationHost/applicationPools"
#define SITES "system.applicationHost/sites"

/* The entry of that name. */
static xmlNode *named(xmlNode *parent, const char *element, const char *name)
{
    for (xmlNode *child = parent->children; child; child = child->next)
        if (node_is(child, element) && text_equals_nocase(node_attribute(child, "name"), name))
            return child;
    fail_msg("there is no <%s> '%s'", element, name);
    return NULL;
}

static const char *pool_value(struct image *image, const char *pool, const char *child,
                              const char *attribute)
{
    xmlNode *entry = named(image_section(image, "", POOLS), "add", pool);
    const char *value = node_attribute(child ? node_child(entry, child) : entry, attribute);
    return value ? value : "(absent)";
}

static void innermost_attribute_wins(void **state)
{
    image_load_host(*state, "<system.webServer><asp appAllowClientDebug='true' codePage='1'/>"
                            "</system.webServer><location path='.'><system.webServer>"
                            "<asp codePage='2'/></system.webServer></location>");
    assert_string_equal(image_value(*state, "", "system.webServer/asp", "", "codePage"), "2");
    assert_string_equal(image_value(*state, "", "system.webServer/asp", "", "appAllowClientDebug"),
                        "true");
    assert_string_equal(image_value(*state, "", "system.webServer/asp", "", "appAllowDebugging"),
                        "false");
    /* child elements: there even when nobody wrote one */
    assert_string_equal(
        image_value(*state, "", "system.webServer/asp", "session", "allowSessionState"), "true");
}

/* Three states of a user name: absent, blank, set. */
static void blank_is_not_absent(void **state)
{
    image_load_host(*state, "<system.webServer><security><authentication>"
                            "<anonymousAuthentication userName=''/></authentication></security>"
                            "</system.webServer>");
    const char *path = "system.webServer/security/authentication/anonymousAuthentication";
    assert_string_equal(image_value(*state, "", path, "", "userName"), "");
    assert_string_not_equal(image_origin(*state, "", path, "", "userName"), "default");
    /* IIS writes an empty password as [enc:AesProvider::enc], as its schema does */
    assert_string_equal(image_value(*state, "", path, "", "password"), "");
    assert_string_equal(image_origin(*state, "", path, "", "password"), "default");
}

static void without_default_and_unset(void **state)
{
    image_load_host(*state, "<system.applicationHost><applicationPools><add name='A'/>"
                            "</applicationPools></system.applicationHost>");
    assert_string_equal(pool_value(*state, "A", NULL, "queueLength"), "1000");
    assert_string_equal(pool_value(*state, "A", "processModel", "identityType"),
                        "ApplicationPoolIdentity");
    /* runtime state is never written */
    assert_string_equal(pool_value(*state, "A", NULL, "state"), "(absent)");
}

static void pool_defaults(void **state)
{
    image_load_host(
        *state,
        "<system.applicationHost><applicationPools>"
        "<add name='A'/>"
        "<add name='B' queueLength='5'><processModel loadUserProfile='false'/></add>"
        "<applicationPoolDefaults queueLength='2000' managedRuntimeVersion='v4.0'>"
        "<processModel loadUserProfile='true' identityType='NetworkService'/>"
        "<recycling><periodicRestart time='1.00:00:00'/></recycling></applicationPoolDefaults>"
        "</applicationPools></system.applicationHost>");
    assert_string_equal(pool_value(*state, "A", NULL, "queueLength"), "2000");
    assert_string_equal(pool_value(*state, "A", "processModel", "loadUserProfile"), "true");
    assert_string_equal(pool_value(*state, "B", NULL, "queueLength"), "5");
    assert_string_equal(pool_value(*state, "B", NULL, "managedRuntimeVersion"), "v4.0");
    assert_string_equal(pool_value(*state, "B", "processModel", "loadUserProfile"), "false");
    assert_string_equal(pool_value(*state, "B", "processModel", "identityType"), "NetworkService");
    xmlNode *a = named(image_section(*state, "", POOLS), "add", "A");
    xmlNode *restart = node_child(node_child(a, "recycling"), "periodicRestart");
    assert_string_equal(node_attribute(restart, "time"), "1.00:00:00");
    /* the defaults themselves are in the section as well, with the schema's */
    xmlNode *defaults = node_child(image_section(*state, "", POOLS), "applicationPoolDefaults");
    assert_string_equal(node_attribute(defaults, "autoStart"), "true");
    /* what the pool takes from there comes from there */
    const xmlAttr *queue = node_find_attribute(a, "queueLength");
    assert_string_equal((const char *)((const xmlAttr *)queue->_private)->parent->name,
                        "applicationPoolDefaults");
}

/* application -> site -> sites: the nearest defaults element wins. */
static void nearest_defaults(void **state)
{
    image_load_host(
        *state,
        "<system.applicationHost><sites>"
        "<site name='A'><applicationDefaults applicationPool='SiteA'/>"
        "<application path='/'><virtualDirectoryDefaults allowSubDirConfig='true' "
        "logonMethod='Batch'/><virtualDirectory path='/'/></application>"
        "<application path='/own' applicationPool='Own'><virtualDirectory path='/'/></application>"
        "<virtualDirectoryDefaults logonMethod='Network' userName='site'/></site>"
        "<site name='B'><application path='/'><virtualDirectory path='/'/></application></site>"
        "<siteDefaults serverAutoStart='false'><logFile directory='D:\\logs'/></siteDefaults>"
        "<applicationDefaults applicationPool='All' enabledProtocols='net.tcp'/>"
        "<virtualDirectoryDefaults allowSubDirConfig='false' logonMethod='Interactive' "
        "userName='all'/>"
        "</sites></system.applicationHost>");
    xmlNode *sites = image_section(*state, "", SITES);
    xmlNode *a = named(sites, "site", "A"), *b = named(sites, "site", "B");
    assert_string_equal(node_attribute(a, "serverAutoStart"), "false");
    assert_string_equal(node_attribute(node_child(a, "logFile"), "directory"), "D:\\logs");
    xmlNode *root = node_child(a, "application"), *own = node_element(root->next);
    assert_string_equal(node_attribute(root, "applicationPool"), "SiteA");
    assert_string_equal(node_attribute(root, "enabledProtocols"), "net.tcp");
    assert_string_equal(node_attribute(own, "applicationPool"), "Own");
    assert_string_equal(node_attribute(node_child(b, "application"), "applicationPool"), "All");
    xmlNode *directory = node_child(root, "virtualDirectory");
    assert_string_equal(node_attribute(directory, "allowSubDirConfig"), "true");
    assert_string_equal(node_attribute(directory, "logonMethod"), "Batch");
    assert_string_equal(node_attribute(directory, "userName"), "site");
    directory = node_child(own, "virtualDirectory");
    assert_string_equal(node_attribute(directory, "allowSubDirConfig"), "false");
    assert_string_equal(node_attribute(directory, "logonMethod"), "Network");
    directory = node_child(node_child(b, "application"), "virtualDirectory");
    assert_string_equal(node_attribute(directory, "userName"), "all");
}

static void unrecognized_attributes(void **state)
{
    image_load_host(*state,
                    "<system.web><httpRuntime targetFramework='4.8' fancyNew='1'/>"
                    "</system.web><system.webServer><asp fancyNew='1'/></system.webServer>");
    assert_string_equal(image_value(*state, "", "system.web/httpRuntime", "", "fancyNew"), "1");
    assert_null(image_value(*state, "", "system.webServer/asp", "", "fancyNew"));
}

/* Declared, and nothing is known of its merging: the innermost content stands. */
static void sections_without_schema(void **state)
{
    image_load_host(
        *state, "<configSections><section name='log4net'/></configSections>"
                "<log4net debug='true'><appender name='a'><file value='x'/></appender></log4net>"
                "<location path=''><log4net><root level='ERROR' password='hush'/></log4net>"
                "</location>");
    assert_null(image_value(*state, "", "log4net", "", "debug"));
    assert_string_equal(image_value(*state, "", "log4net", "root", "level"), "ERROR");
    assert_string_equal(image_value(*state, "", "log4net", "root", "password"), SECRET_MASK);
}

static void several_collections_in_one_element(void **state)
{
    image_load_host(*state, "<system.webServer><httpCompression>"
                            "<scheme name='gzip' dll='a.dll'/><staticTypes><add mimeType='text/*'/>"
                            "</staticTypes><dynamicTypes><add mimeType='x/y'/></dynamicTypes>"
                            "</httpCompression></system.webServer>");
    xmlNode *section = image_section(*state, "", "system.webServer/httpCompression");
    assert_string_equal(node_attribute(node_child(section, "scheme"), "name"), "gzip");
    assert_string_equal(
        image_entries(*state, "", "system.webServer/httpCompression", "staticTypes", "mimeType"),
        "text/*");
    assert_string_equal(
        image_entries(*state, "", "system.webServer/httpCompression", "dynamicTypes", "mimeType"),
        "x/y");
}

/* Rules see what they mention, and defaults elements only by what they do. */
static bool wants_queue(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "queueLength") == 0;
}

static void projected(void **state)
{
    struct image *image = *state;
    image->options.wanted = wants_queue;
    image_load_host(image, "<system.applicationHost><applicationPools><add name='A' "
                           "autoStart='false'/><applicationPoolDefaults queueLength='7'/>"
                           "</applicationPools></system.applicationHost>");
    xmlNode *pool = named(image->server->pools_tree, "add", "A");
    assert_string_equal(node_attribute(pool, "queueLength"), "7");
    assert_null(node_attribute(pool, "autoStart"));
    assert_null(node_child(pool, "processModel"));
    assert_null(node_child(image->server->pools_tree, "applicationPoolDefaults"));
    /* an effective section is complete all the same */
    assert_string_equal(pool_value(image, "A", NULL, "autoStart"), "false");
}

/* A file that has one element often: each counts, the last one most. */
static void one_element_many_times(void **state)
{
    struct text text = {0};
    text_add(&text, "<system.webServer><security><requestFiltering>");
    for (int i = 0; i < 40; i++)
        text_printf(&text, "<requestLimits maxUrl='%d'%s/>", i,
                    i == 3 ? " maxQueryString='7'" : "");
    text_add(&text, "</requestFiltering></security><httpProtocol>");
    for (int i = 0; i < 40; i++)
        text_printf(&text, "<customHeaders><add name='%d'/></customHeaders>", i);
    text_add(&text, "</httpProtocol></system.webServer>");
    image_load_host(*state, text_string(&text));
    text_fini(&text);
    static const char filtering[] = "system.webServer/security/requestFiltering";
    assert_string_equal(image_value(*state, "", filtering, "requestLimits", "maxUrl"), "39");
    assert_string_equal(image_value(*state, "", filtering, "requestLimits", "maxQueryString"), "7");
    const char *headers =
        image_entries(*state, "", "system.webServer/httpProtocol", "customHeaders", "name");
    assert_non_null(strstr(headers, "0 1 2 3"));
    assert_non_null(strstr(headers, "37 38 39"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(innermost_attribute_wins, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(blank_is_not_absent, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(without_default_and_unset, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(pool_defaults, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(nearest_defaults, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(unrecognized_attributes, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(sections_without_schema, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(several_collections_in_one_element, image_set_up,
                                        image_tear_down),
        cmocka_unit_test_setup_teardown(projected, image_set_up, image_tear_down),
        cmocka_unit_test_setup_teardown(one_element_many_times, image_set_up, image_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
