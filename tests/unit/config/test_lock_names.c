/* Locks that name what does not exist (IIS1405). */
#include "unit/config/lock_fixture.h"

#define WEB(content) "<system.webServer>" content "</system.webServer>"
#define DECLARED                                                                                   \
    "<configSections><sectionGroup name='system.webServer'>"                                       \
    "<section name='httpErrors'/><section name='httpProtocol'/><section name='defaultDocument'/>"  \
    "</sectionGroup></configSections>\n"
#define ERRORS(attributes) DECLARED WEB("<httpErrors " attributes "/>")

static void test_names_that_do_not_exist(void **state)
{
    (void)state;
    check_locks(DECLARED, WEB("<httpErrors lockAttributes='errormode'/>"),
                "IIS1405 web.config:2:47 '-' errormode\n");
    check_locks(ERRORS("lockAttributes='errorMode, none'"), "",
                "IIS1405 applicationHost.config:3:47 '-' none\n");
    check_locks(DECLARED, WEB("<httpErrors lockAllAttributesExcept='none'/>"),
                "IIS1405 (warning) web.config:2:56 '-' none\n");
    check_locks(DECLARED, WEB("<httpErrors lockElements='add'/>"),
                "IIS1405/element (warning) web.config:2:45 '-' add\n");
    check_locks(DECLARED,
                WEB("<httpErrors lockElements='error,remove,clear' lockAttributes='*'/>"
                    "<httpProtocol lockElements='customHeaders'/>"),
                "");
    check_locks(
        DECLARED,
        WEB("<httpErrors><error statusCode='404' path='/a' lockAttributes='none'/></httpErrors>"),
        "IIS1405 (warning) web.config:2:81 '-' none\n");
    check_locks(DECLARED, WEB("<httpErrors lockAttributes='' lockElements=' , '/>"), "");
    check_lone(NULL, WEB("<httpErrors lockAttributes='nope'/>"),
               "IIS1405 web.config:2:47 '-' nope\n");
}

/* Each wrong name of a list is told; an element of a list, or one below it, has names of its own. */
static void test_which_names(void **state)
{
    (void)state;
    check_locks(ERRORS("lockAttributes='none,errorMode,*,nor'"), "",
                "IIS1405 applicationHost.config:3:47 '-' none\n"
                "IIS1405 applicationHost.config:3:47 '-' nor\n");
    check_locks(DECLARED WEB("<httpProtocol><customHeaders lockElements='add,header'><add name='a' "
                             "lockAllElementsExcept='x'/></customHeaders></httpProtocol>"),
                "",
                "IIS1405/element (warning) applicationHost.config:3:62 '-' header\n"
                "IIS1405/element (warning) applicationHost.config:3:111 '-' x\n");
    check_locks(
        DECLARED WEB(
            "<defaultDocument lockAllElementsExcept='files,folders' lockElements='*'>"
            "<files><remove value='a' lockAttributes='none'/><unknown lockAttributes='none'/></files></defaultDocument>"),
        "", "IIS1405/element (warning) applicationHost.config:3:59 '-' folders\n");
    /* a section that takes any attribute can lock any */
    check_locks(DECLARED,
                "<location path='app'>" WEB("<httpErrors lockAttributes='none'/>") "</location>",
                "IIS1405 web.config:2:68 '-' none\n");
    check_locks(DECLARED, "<contoso lockAttributes='none'/>", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_that_do_not_exist),
                                       cmocka_unit_test(test_which_names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
