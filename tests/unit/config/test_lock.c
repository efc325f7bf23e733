/* Locks of whole sections: overrideModeDefault, overrideMode, allowOverride. */
#include "unit/config/lock_fixture.h"

static const char declarations[] = "<configSections><sectionGroup name='system.webServer'>\n"
                                   "<section name='asp' overrideModeDefault='Deny'/>\n"
                                   "<section name='defaultDocument' overrideModeDefault='Allow'/>\n"
                                   "<section name='handlers' overrideModeDefault='Deny'/>\n"
                                   "<section name='directoryBrowse'/>\n"
                                   "</sectionGroup></configSections>\n";

#define ASP "<system.webServer><asp enableParentPaths='true'/></system.webServer>"
#define DOCUMENT "<system.webServer><defaultDocument enabled='true'/></system.webServer>"
#define BROWSE "<system.webServer><directoryBrowse enabled='true'/></system.webServer>"

static void test_declaration_locks(void **state)
{
    (void)state;
    check_locks(
        declarations, ASP,
        "IIS1401 web.config:2:19 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
    check_locks(declarations, DOCUMENT, "");
    check_locks(declarations, BROWSE, ""); /* absent means Allow */
}

static void test_saying_nothing_is_no_breach(void **state)
{
    (void)state;
    check_locks(declarations, "<system.webServer/>", "");
    check_locks(declarations, "<system.webServer><asp/></system.webServer>", "");
    check_locks(declarations, "<system.webServer><asp><!-- none --></asp></system.webServer>", "");
    check_locks(
        declarations, "<system.webServer><asp><session/></asp></system.webServer>",
        "IIS1401 web.config:2:19 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
}

static void test_location_unlocks(void **state)
{
    (void)state;
    static const char *const unlocking[] = {
        "<location path='' overrideMode='Allow'><system.webServer><asp/></system.webServer></location>",
        "<location overrideMode='Allow'><system.webServer><asp/></system.webServer></location>",
        "<location path='.' allowOverride='true'><system.webServer><asp/></system.webServer></location>",
        "<location path='shop' overrideMode='allow'><system.webServer><asp/></system.webServer></location>"};
    for (size_t i = 0; i < sizeof unlocking / sizeof *unlocking; i++)
        check_locks(locks_join(declarations, unlocking[i]), ASP, "");
    check_locks(
        locks_join(declarations, "<location path='Blog' overrideMode='Allow'>"
                                 "<system.webServer><asp/></system.webServer></location>"),
        ASP,
        "IIS1401 web.config:2:19 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
    /* one that says something else about the section leaves the lock as it is */
    check_locks(
        locks_join(declarations, "<location path='Shop'>" ASP "</location>"), ASP,
        "IIS1401 web.config:2:19 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
    check_locks(
        locks_join(declarations, "<location path='' overrideMode='Inherit'>" ASP "</location>"),
        ASP,
        "IIS1401 web.config:2:19 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
}

static void test_location_locks(void **state)
{
    (void)state;
    check_locks(
        locks_join(declarations,
                   "<location path='Shop' overrideMode='Deny'>" DOCUMENT "</location>"),
        DOCUMENT,
        "IIS1401 web.config:2:19 'Shop' overrideMode=\"Deny\" < applicationHost.config:8\n");
    check_locks(
        locks_join(declarations, "<location path='' allowOverride='false'>" DOCUMENT "</location>"),
        DOCUMENT,
        "IIS1401 web.config:2:19 'Shop' allowOverride=\"false\" < applicationHost.config:8\n");
    /* below the path that is unlocked, and beside it */
    check_locks(locks_join(declarations,
                           "<location path='' overrideMode='Deny'>" DOCUMENT "</location>"
                           "<location path='Shop' overrideMode='Allow'>" DOCUMENT "</location>"),
                DOCUMENT, "");
    check_locks(locks_join(declarations,
                           "<location path='Shop/a' overrideMode='Deny'>" DOCUMENT "</location>"),
                DOCUMENT, "");
}

/* The file that locks may set what it locks, in its location tags too, in any order. */
static void test_same_file_is_free(void **state)
{
    (void)state;
    check_locks(locks_join(declarations, ASP "<location path='Shop'>" ASP "</location>"), "", "");
    check_locks(declarations,
                "<location path='a'>" DOCUMENT "</location>"
                "<location path='.' overrideMode='Deny'>" DOCUMENT "</location>",
                "");
}

static void test_location_in_web_config(void **state)
{
    (void)state;
    check_locks(
        declarations, "<location path='a/b'>" ASP "</location>",
        "IIS1401 web.config:2:40 'Shop/a/b' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
    check_locks(
        declarations, "<location path='.' inheritInChildApplications='false'>" ASP "</location>",
        "IIS1401 web.config:2:73 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
}

static void test_unlock_below_lock(void **state)
{
    (void)state;
    check_locks(
        declarations,
        "<location path='.' overrideMode='Allow'><system.webServer><asp/></system.webServer></location>",
        "IIS1407 web.config:2:20 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
    check_locks(
        declarations,
        "<location allowOverride='true'><system.webServer><asp/></system.webServer></location>",
        "IIS1407 web.config:2:11 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
    /* allowing what is allowed, and denying what is denied, say nothing new */
    check_locks(
        declarations,
        "<location path='.' overrideMode='Allow'>" DOCUMENT "</location>"
        "<location path='x' overrideMode='Deny'><system.webServer><asp/></system.webServer></location>",
        "");
}

static void test_nested_files(void **state)
{
    (void)state;
    struct lock_server server;
    lock_server_init(&server, declarations);
    lock_server_file(&server, "web.config",
                     "<location path='up' overrideMode='Deny'>\n" DOCUMENT "</location>");
    lock_server_file(&server, "up/web.config", DOCUMENT);
    lock_server_file(&server, "up/deep/web.config", BROWSE DOCUMENT);
    lock_server_file(&server, "other/web.config", DOCUMENT);
    lock_server_check(
        &server,
        "IIS1401 up/web.config:2:19 'Shop/up' overrideMode=\"Deny\" < web.config:2\n"
        "IIS1401 up/deep/web.config:2:89 'Shop/up/deep' overrideMode=\"Deny\" < web.config:2\n");
}

/* Unlocked above for a deep path, locked by the file in between: sample 9 of the deep dive. */
static void test_conflict(void **state)
{
    (void)state;
    const char *deep = locks_join(
        declarations, "<location path='Shop/a' overrideMode='Allow'>" DOCUMENT "</location>");
    check_locks(
        deep, "<location path='.' overrideMode='Deny'>" DOCUMENT "</location>",
        "IIS1407/conflict applicationHost.config:8:25 'Shop/a' overrideMode=\"Deny\" < web.config:2\n");
    /* one that only sets something: most likely the same, but nobody says so */
    deep = locks_join(declarations, "<location path='Shop/a'>" DOCUMENT "</location>");
    check_locks(
        deep, "<location path='.' overrideMode='Deny'>" DOCUMENT "</location>",
        "IIS1401/conflict (warning) applicationHost.config:8:43 'Shop/a' overrideMode=\"Deny\" < web.config:2\n");
    /* no lock in between, and a lock for another path */
    check_locks(deep, DOCUMENT, "");
    check_locks(deep, "<location path='b' overrideMode='Deny'>" DOCUMENT "</location>", "");
}

/* What a web.config keeps from child applications, it does not lock there either. */
static void test_not_inherited(void **state)
{
    (void)state;
    struct lock_server server;
    lock_server_init(&server, declarations);
    lock_server_file(
        &server, "web.config",
        "<location path='.' inheritInChildApplications='false' overrideMode='Deny'>" DOCUMENT
        "</location>");
    lock_server_file(&server, "app/web.config", DOCUMENT);
    lock_server_file(&server, "folder/web.config", DOCUMENT);
    lock_server_check(
        &server,
        "IIS1401 folder/web.config:2:19 'Shop/folder' overrideMode=\"Deny\" < web.config:2\n");
}

/* Several locked sections in one file are several findings; nothing else is said of what is in a
 * locked section. */
static void test_only_the_section(void **state)
{
    (void)state;
    const char *host =
        locks_join(declarations, "<system.webServer><handlers lockAttributes='accessPolicy'>"
                                 "<add name='x' path='*' verb='*' lockItem='true'/>"
                                 "</handlers></system.webServer>");
    check_locks(
        host,
        "<system.webServer><asp enableParentPaths='true'/>\n"
        "<handlers accessPolicy='Read'><clear/></handlers></system.webServer>",
        "IIS1401 web.config:2:19 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n"
        "IIS1401 web.config:3:1 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:5\n");
}

/* machine.config and the root web.config bind .NET's sections; applicationHost.config does not. */
static void test_framework(void **state)
{
    (void)state;
    check_locks(
        "<location path='Shop' overrideMode='Deny'><system.web><pages/></system.web></location>",
        "<system.web><pages buffer='true'/></system.web>", "");
    struct lock_server server;
    lock_server_init(&server, declarations);
    image_write(
        &server.image, "framework/machine.config",
        "<configuration><configSections><sectionGroup name='system.web'><section name='pages'/>"
        "</sectionGroup><section name='system.webServer' type='System.Configuration.IgnoreSection'/>"
        "</configSections></configuration>");
    image_write(
        &server.image, "framework/web.config",
        "<configuration>\n<location allowOverride='false'><system.web><pages buffer='true'/>"
        "</system.web></location></configuration>");
    lock_server_file(&server, "web.config", "<system.web><pages buffer='true'/></system.web>" ASP);
    lock_server_check(
        &server,
        "IIS1401 web.config:2:13 'Shop' allowOverride=\"false\" < framework/web.config:2\n"
        "IIS1401 web.config:2:66 'Shop' overrideModeDefault=\"Deny\" < applicationHost.config:3\n");
}

static void test_assumed_server(void **state)
{
    (void)state;
    static const char locked[] = "<system.webServer><security><authentication>"
                                 "<basicAuthentication enabled='true'/></authentication></security>"
                                 "</system.webServer>";
    check_lone(NULL, locked,
               "IIS1401/assumed (warning) web.config:2:45 'site' overrideModeDefault=\"Deny\"\n");
    /* setup of ASP.NET opens handlers and modules; without it they are locked */
    static const char handlers[] = "<system.webServer><handlers><remove name='x'/></handlers>"
                                   "</system.webServer>";
    check_lone("iis10-aspnet", handlers, "");
    check_lone("iis-express", handlers, "");
    check_lone("iis10-static", handlers,
               "IIS1401/assumed (warning) web.config:2:19 'site' overrideModeDefault=\"Deny\"\n");
    check_lone(NULL,
               "<location path='.' overrideMode='Allow'><system.webServer><asp/>"
               "</system.webServer></location>",
               "IIS1407/assumed (warning) web.config:2:20 'site' overrideModeDefault=\"Deny\"\n");
    /* what its own files lock is no assumption */
    check_lone(NULL, DOCUMENT, "");
}

static void test_what_locks(void **state)
{
    (void)state;
    struct lock_server server;
    lock_server_init(&server, locks_join(declarations, "<location path='Shop' overrideMode='Allow'>"
                                                       "<system.webServer><asp/></system.webServer>"
                                                       "</location>"));
    lock_server_file(&server, "web.config",
                     "<location path='.' overrideMode='Deny'>" DOCUMENT "</location>");
    image_load(&server.image);
    assert_string_equal(lock_server_state(&server, "", "system.webServer/asp"),
                        "applicationHost.config:3");
    assert_string_equal(lock_server_state(&server, "Shop", "system.webServer/asp"), "open");
    assert_string_equal(lock_server_state(&server, "Shop", "system.webServer/defaultDocument"),
                        "open");
    assert_string_equal(
        lock_server_state(&server, "Shop/folder", "system.webServer/defaultDocument"),
        "web.config:2");
    image_fini(&server.image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_declaration_locks),
        cmocka_unit_test(test_saying_nothing_is_no_breach),
        cmocka_unit_test(test_location_unlocks),
        cmocka_unit_test(test_location_locks),
        cmocka_unit_test(test_same_file_is_free),
        cmocka_unit_test(test_location_in_web_config),
        cmocka_unit_test(test_unlock_below_lock),
        cmocka_unit_test(test_nested_files),
        cmocka_unit_test(test_conflict),
        cmocka_unit_test(test_not_inherited),
        cmocka_unit_test(test_only_the_section),
        cmocka_unit_test(test_framework),
        cmocka_unit_test(test_assumed_server),
        cmocka_unit_test(test_what_locks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
