/* Locks inside sections: attributes, elements, entries. */
#include "unit/config/lock_fixture.h"

#define WEB(content) "<system.webServer>" content "</system.webServer>"
#define DECLARED                                                                                   \
    "<configSections><sectionGroup name='system.webServer'>"                                       \
    "<section name='httpErrors'/><section name='staticContent'/><section name='defaultDocument'/>" \
    "<section name='modules' allowDefinition='MachineToApplication'/><section name='handlers'/>"   \
    "<section name='httpProtocol'/><sectionGroup name='security'>"                                 \
    "<section name='requestFiltering'/></sectionGroup></sectionGroup></configSections>\n"
#define ERRORS(attributes) DECLARED WEB("<httpErrors " attributes "/>")

static void test_attributes(void **state)
{
    (void)state;
    check_locks(ERRORS("lockAttributes='allowAbsolutePathsWhenDelegated,defaultPath'"),
                WEB("<httpErrors errorMode='Custom' defaultPath='/x'/>"),
                "IIS1402 web.config:2:50 'Shop' defaultPath < applicationHost.config:3\n");
    /* to the value that it has already */
    check_locks(ERRORS("errorMode='Custom' lockAttributes='errorMode'"),
                WEB("<httpErrors errorMode='Custom'/>"),
                "IIS1402 web.config:2:31 'Shop' errorMode < applicationHost.config:3\n");
    check_locks(ERRORS("lockAttributes=' defaultPath , errorMode '"),
                WEB("<httpErrors defaultResponseMode='File'><clear/></httpErrors>"), "");
    check_locks(ERRORS("lockAttributes='*'"),
                WEB("<httpErrors errorMode='Custom'><clear/></httpErrors>"),
                "IIS1402 web.config:2:31 'Shop' errorMode < applicationHost.config:3\n");
    check_locks(ERRORS("lockAllAttributesExcept='errorMode'"),
                WEB("<httpErrors errorMode='Custom' defaultPath='/x'/>"),
                "IIS1402 web.config:2:50 'Shop' defaultPath < applicationHost.config:3\n");
    /* names are compared as they are; lock attributes are no settings */
    check_locks(ERRORS("lockAttributes='errorMode'"),
                WEB("<httpErrors lockAttributes='defaultPath' lockItem='true'/>"), "");
    check_locks(ERRORS("lockAttributes='*'"), WEB("<httpErrors configSource='x.config'/>"),
                "IIS1501 web.config:2:31 'Shop' x.config\n");
}

static void test_attributes_below_elements(void **state)
{
    (void)state;
    check_locks(DECLARED WEB("<security><requestFiltering>"
                             "<requestLimits lockAttributes='maxUrl' maxUrl='100'/>"
                             "</requestFiltering></security>"),
                WEB("<security><requestFiltering><requestLimits maxQueryString='9' maxUrl='9'/>"
                    "</requestFiltering></security>"),
                "IIS1402 web.config:2:81 'Shop' maxUrl < applicationHost.config:3\n");
    /* what a lock on the section says is not for the elements in it */
    check_locks(
        DECLARED WEB("<security><requestFiltering lockAttributes='*'/></security>"),
        WEB("<security><requestFiltering><requestLimits maxUrl='9'/></requestFiltering></security>"),
        "");
}

static void test_own_file(void **state)
{
    (void)state;
    check_locks(ERRORS("lockAttributes='defaultPath'") "<location path='Shop'>" WEB(
                    "<httpErrors defaultPath='/x'/>") "</location>",
                "", "");
    check_locks(
        DECLARED,
        WEB("<httpErrors lockAttributes='errorMode' errorMode='Custom'/>") "<location path='a'>" WEB(
            "<httpErrors errorMode='Detailed'/>") "</location>",
        "");
}

/* A location of the locking file says the list anew for its path. */
static void test_said_again(void **state)
{
    (void)state;
    check_locks(ERRORS("lockAttributes='defaultPath'") "<location path='Shop'>" WEB(
                    "<httpErrors lockAttributes='errorMode'/>") "</location>",
                WEB("<httpErrors defaultPath='/x'/>"), "");
    check_locks(ERRORS("lockAttributes='defaultPath'") "<location path='Shop'>" WEB(
                    "<httpErrors lockAttributes='errorMode'/>") "</location>",
                WEB("<httpErrors errorMode='Custom'/>"),
                "IIS1402 web.config:2:31 'Shop' errorMode < applicationHost.config:3\n");
    /* another site's does not */
    check_locks(ERRORS("lockAttributes='defaultPath'") "<location path='Blog'>" WEB(
                    "<httpErrors lockAttributes=''/>") "</location>",
                WEB("<httpErrors defaultPath='/x'/>"),
                "IIS1402 web.config:2:31 'Shop' defaultPath < applicationHost.config:3\n");
}

static void test_chain_of_files(void **state)
{
    (void)state;
    struct lock_server server;
    lock_server_init(&server, ERRORS("lockAttributes='defaultPath'"));
    lock_server_file(&server, "web.config", WEB("<httpErrors lockAttributes='errorMode'/>"));
    lock_server_file(&server, "a/web.config",
                     WEB("<httpErrors lockAttributes='' errorMode='Custom'\n defaultPath='/x'/>"));
    lock_server_check(&server,
                      "IIS1402 a/web.config:2:49 'Shop/a' errorMode < web.config:2\n"
                      "IIS1402 a/web.config:3:2 'Shop/a' defaultPath < applicationHost.config:3\n");
}

static void test_elements(void **state)
{
    (void)state;
    check_locks(
        DECLARED WEB("<httpProtocol lockElements='customHeaders'/>"),
        WEB("<httpProtocol><customHeaders><add name='a' value='b'/></customHeaders></httpProtocol>"),
        "IIS1403 web.config:2:33 'Shop' customHeaders < applicationHost.config:3\n");
    check_locks(DECLARED WEB("<httpProtocol lockElements='customHeaders'/>"),
                WEB("<httpProtocol><redirectHeaders><clear/></redirectHeaders></httpProtocol>"),
                "");
    check_locks(DECLARED WEB("<httpProtocol lockAllElementsExcept='redirectHeaders'/>"),
                WEB("<httpProtocol><redirectHeaders><clear/></redirectHeaders>"
                    "<customHeaders><clear/></customHeaders></httpProtocol>"),
                "IIS1403 web.config:2:76 'Shop' customHeaders < applicationHost.config:3\n");
    check_locks(DECLARED WEB("<httpProtocol lockElements='*'/>"),
                WEB("<httpProtocol><customHeaders/></httpProtocol>"), ""); /* it says nothing */
}

static void test_directives(void **state)
{
    (void)state;
    static const char host[] = DECLARED WEB(
        "<defaultDocument><files lockElements='remove,clear'><add value='a'/></files></defaultDocument>");
    check_locks(
        host,
        WEB("<defaultDocument><files><clear/><add value='b'/><remove value='zz'/></files></defaultDocument>"),
        "IIS1403 web.config:2:43 'Shop' clear < applicationHost.config:3\n"
        "IIS1403 web.config:2:67 'Shop' remove < applicationHost.config:3\n");
    check_locks(host, WEB("<defaultDocument><files><add value='b'/></files></defaultDocument>"),
                "");
    check_locks(
        DECLARED WEB("<httpErrors lockElements='error'/>"),
        WEB("<httpErrors><remove statusCode='404'/><error statusCode='404' path='/404'/></httpErrors>"),
        "IIS1403 web.config:2:57 'Shop' error < applicationHost.config:3\n");
    check_locks(DECLARED WEB("<handlers lockAllElementsExcept='add'/>"),
                WEB("<handlers><add name='a' path='a' verb='*'/><remove name='b'/></handlers>"),
                "IIS1403 web.config:2:62 'Shop' remove < applicationHost.config:3\n");
}

#define MODULES WEB("<modules>\n<add name='Cache' lockItem='true'/>\n<add name='Log'/></modules>")

static void test_items(void **state)
{
    (void)state;
    check_locks(DECLARED MODULES, WEB("<modules><clear/></modules>"),
                "IIS1404 web.config:2:28 'Shop' Cache < applicationHost.config:4\n");
    check_locks(DECLARED MODULES, WEB("<modules><remove name='Cache'/></modules>"),
                "IIS1404 web.config:2:28 'Shop' Cache < applicationHost.config:4\n");
    check_locks(DECLARED MODULES,
                WEB("<modules><remove name='Log'/><remove name='None'/></modules>"), "");
    /* the keys of modules are compared with letter case: this one is absent */
    check_locks(DECLARED MODULES, WEB("<modules><remove name='cache'/></modules>"), "");
    /* adding it again is a duplicate, which is another rule's */
    check_locks(DECLARED MODULES, WEB("<modules><add name='Cache'/></modules>"), "");
    /* handlers have no such locks */
    check_locks(DECLARED WEB("<handlers><add name='a' path='*' verb='*'/></handlers>"),
                WEB("<handlers><clear/></handlers>"), "");
    check_locks(DECLARED WEB("<modules><add name='Cache' lockItem='false'/></modules>"),
                WEB("<modules><clear/></modules>"), "");
}

/* The locking file may take the entry away for a path; then nothing is left to be locked there. */
static void test_items_of_own_file(void **state)
{
    (void)state;
    check_locks(DECLARED MODULES "<location path='Shop'>" WEB(
                    "<modules><remove name='Cache'/></modules>") "</location>",
                WEB("<modules><clear/></modules>"), "");
    check_locks(DECLARED MODULES "<location path='Blog'>" WEB(
                    "<modules><remove name='Cache'/></modules>") "</location>",
                WEB("<modules><clear/></modules>"),
                "IIS1404 web.config:2:28 'Shop' Cache < applicationHost.config:4\n");
}

static void test_items_further_down(void **state)
{
    (void)state;
    struct lock_server server;
    lock_server_init(&server, DECLARED);
    lock_server_file(
        &server, "web.config",
        WEB("<defaultDocument><files><add value='a' lockItem='true'/></files></defaultDocument>"
            "<httpErrors><error statusCode='404' path='/a' lockItem='true'/></httpErrors>"));
    lock_server_file(
        &server, "a/web.config",
        WEB("<defaultDocument><files><remove value='A'/></files></defaultDocument>\n"
            "<httpErrors>\n<remove statusCode='404' subStatusCode='-1'/><remove statusCode='404' subStatusCode='1'/></httpErrors>"));
    lock_server_check(&server, "IIS1404 a/web.config:2:43 'Shop/a' a < web.config:2\n"
                               "IIS1404 a/web.config:4:1 'Shop/a' 404 < web.config:2\n");
}

static void test_whole_section(void **state)
{
    (void)state;
    check_locks(DECLARED WEB("<httpProtocol lockItem='true'/>"),
                WEB("<httpProtocol><customHeaders><clear/></customHeaders></httpProtocol>"),
                "IIS1404 web.config:2:19 'Shop' httpProtocol < applicationHost.config:3\n");
    check_locks(DECLARED WEB("<httpProtocol lockItem='true'/>"), WEB("<httpProtocol/>"), "");
    /* on an element inside it means nothing */
    check_locks(DECLARED WEB("<httpProtocol><customHeaders lockItem='true'/></httpProtocol>"),
                WEB("<httpProtocol><customHeaders><clear/></customHeaders></httpProtocol>"), "");
}

static void test_assumed(void **state)
{
    (void)state;
    check_lone(NULL, WEB("<httpErrors errorMode='Custom' defaultPath='/x'/>"),
               "IIS1402/assumed (warning) web.config:2:50 'site' defaultPath\n");
    check_lone(NULL, WEB("<modules><remove name='FormsAuthentication'/></modules>"), "");
    check_lone(NULL, WEB("<modules><remove name='HttpCacheModule'/></modules>"),
               "IIS1404/assumed (warning) web.config:2:28 'site' HttpCacheModule\n");
    check_lone(NULL, WEB("<handlers><clear/></handlers>"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_attributes),        cmocka_unit_test(test_attributes_below_elements),
        cmocka_unit_test(test_own_file),          cmocka_unit_test(test_said_again),
        cmocka_unit_test(test_chain_of_files),    cmocka_unit_test(test_elements),
        cmocka_unit_test(test_directives),        cmocka_unit_test(test_items),
        cmocka_unit_test(test_items_of_own_file), cmocka_unit_test(test_items_further_down),
        cmocka_unit_test(test_whole_section),     cmocka_unit_test(test_assumed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
