#include "facts/facts.h"

#include "base/path.h"
#include "base/text.h"
#include "facts/item.h"
#include "unit/facts/machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

/* Every group and every attribute that the grammar has. */
static const char everything[] =
    "<requests complete='false'><request site='Shop' status='401' substatus='1' win32='0x8009030E'"
    " count='120' path='/a/b.aspx'/><request site='Shop' status='500' win32='5'/></requests>"
    "<os name='Windows Server 2022 Standard' version='10.0.20348' computer='WEB01' domain='c.com'/>"
    "<iis version='10.0'/><!-- any order -->"
    "<environment complete='true'><variable name='SystemDrive' value='C:'/>"
    "<variable name='Empty' value=''/></environment>"
    "<services complete='true'><service name='AppHostSvc' state='running' start='automatic'"
    " account='LocalSystem'/><service name='WAS'/></services>"
    "<features><feature name='Web-Windows-Auth' installed='false'/></features>"
    "<modules><module name='RewriteModule' path='C:\\rewrite.dll' version='7.1'/></modules>"
    "<accounts><account name='IIS APPPOOL\\Shop' sid='S-1-5-82-1-2-3-4-5' kind='virtual'"
    " enabled='true' locked='false' passwordExpired='false'><memberOf name='BUILTIN\\IIS_IUSRS'/>"
    "<right name='SeBatchLogonRight'/><memberOf name='X\\y' sid='S-1-5-21-1-2-3-1000'/></account>"
    "</accounts>"
    "<profiles complete='true'><profile key='S-1-5-82-1.bak' sid='S-1-5-82-1' path='C:\\Users\\Shop\\'"
    " exists='true' state='0'/><profile key='S-1-5-18'/></profiles>"
    "<sqlInstances complete='true'><sqlInstance name='SQLEXPRESS' edition='Express Edition'"
    " version='15.0.2000.5' service='MSSQL$SQLEXPRESS' complete='true'>"
    "<login name='IIS APPPOOL\\Shop' enabled='true'/></sqlInstance></sqlInstances>"
    "<databases><database instance='SQLEXPRESS' name='Shop' state='online'><user name='a' login='b'/>"
    "</database></databases>"
    "<spns complete='true'><spn account='CONTOSO\\svc-web' value='HTTP/www.contoso.com:8080'/></spns>"
    "<acls><acl path='C:\\inetpub\\shop' sddl='D:(A;;FA;;;BA)'/></acls>"
    "<files><file path='C:\\x\\y.dll' exists='true' machine='x64' version='1.2.3.4'/></files>"
    "<registry><value key='HKLM\\SYSTEM\\Lsa' name='DisableLoopbackCheck' type='dword' data='1'/>"
    "<value key='HKEY_LOCAL_MACHINE\\SYSTEM\\Lsa\\MSV1_0' name='Names' type='multi'><item>a</item>"
    "<item>b</item></value><value key='HKLM\\A' name='' type='string' data='d'/>"
    "<value key='HKLM\\A' name='LimitBlankPasswordUse' type='qword' data='1'/>"
    "<absent key='HKLM\\SYSTEM\\Lsa' name='Missing'/></registry>"
    "<certificates complete='true'><certificate store='MY'"
    " thumbprint='0123456789abcdef0123456789ABCDEF01234567' subject='CN=a' issuer='CN=b'"
    " notBefore='2026-01-01T00:00:00Z' notAfter='2027-01-01T00:00:00.5Z' privateKey='true'>"
    "<dnsName>a</dnsName></certificate></certificates>"
    "<sslBindings complete='true'><sslBinding endpoint='0.0.0.0:443'"
    " thumbprint='0123456789abcdef0123456789ABCDEF01234567' store='MY'/></sslBindings>"
    "<ports><listener address='0.0.0.0' port='80' process='System'/>"
    "<excluded from='50000' to='50059'/></ports>"
    "<events><event log='System' source='WAS' id='5021' level='error' last='2026-11-20T18:00:00Z'"
    " count='3' subject='Shop'/></events>";

static void test_groups(void **state)
{
    (void)state;
    struct machine m;
    machine_init(&m, everything);
    assert_string_equal((const char *)facts_root(m.facts)->name, "facts");
    assert_non_null(facts_group(m.facts, "os"));
    assert_non_null(facts_group(m.facts, "requests"));
    assert_null(facts_group(m.facts, "nosuch"));
    assert_true(facts_group_complete(m.facts, "services"));
    assert_false(facts_group_complete(m.facts, "features"));
    assert_false(facts_group_complete(m.facts, "requests"));
    assert_false(facts_group_complete(m.facts, "nosuch"));
    machine_fini(&m);
}

static void test_nothing_is_known_of_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct facts *facts = facts_new(arena);
    xmlNode *item = (xmlNode *)facts_root(facts);
    assert_non_null(item);
    assert_null(facts_group(facts, "services"));
    assert_int_equal(facts_find(facts, "services", "name", "W3SVC", &item), ANSWER_UNKNOWN);
    assert_null(item);
    assert_int_equal(facts_registry(facts, "HKLM\\x", "y", NULL), ANSWER_UNKNOWN);
    assert_null(facts_variable(facts, "SystemDrive", 11));
    facts_free(facts);
    facts_free(NULL);
    arena_free(arena);
}

static void test_find(void **state)
{
    (void)state;
    static const struct {
        const char *group, *attribute, *value;
        enum answer answer;
    } cases[] = {
        {"services", "name", "AppHostSvc", ANSWER_YES},
        {"services", "name", "apphostsvc", ANSWER_YES},
        {"services", "name", "W3SVC", ANSWER_NO}, /* complete */
        {"services", "state", "running", ANSWER_YES},
        {"services", "nosuch", "running", ANSWER_NO},
        {"features", "name", "web-windows-AUTH", ANSWER_YES},
        {"features", "name", "Web-Asp-Net45", ANSWER_UNKNOWN}, /* not complete */
        {"nosuch", "name", "x", ANSWER_UNKNOWN},
        {"profiles", "path", "c:/users/SHOP", ANSWER_YES}, /* paths in any spelling */
        {"profiles", "path", "C:\\Users\\.\\Shop\\", ANSWER_YES},
        {"profiles", "path", "C:\\Users", ANSWER_NO},
        {"requests", "path", "/a/b.aspx", ANSWER_YES},
        {"requests", "path", "\\a\\b.aspx", ANSWER_UNKNOWN},
        {"certificates", "thumbprint", "0123456789ABCDEF0123456789ABCDEF01234567", ANSWER_YES},
        {"ports", "port", "80", ANSWER_YES},
    };
    struct machine m;
    machine_init(&m, everything);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        xmlNode *item = NULL;
        enum answer answer =
            facts_find(m.facts, cases[i].group, cases[i].attribute, cases[i].value, &item);
        if (answer != cases[i].answer)
            fail_msg("%s/@%s=%s: %d", cases[i].group, cases[i].attribute, cases[i].value, answer);
        assert_int_equal(item != NULL, answer == ANSWER_YES);
    }
    machine_fini(&m);
}

static void test_the_first_of_equal_items_is_found(void **state)
{
    (void)state;
    struct machine m;
    machine_init(&m,
                 "<spns><spn account='a' value='HTTP/x'/><spn account='b' value='http/X'/></spns>");
    xmlNode *item;
    assert_int_equal(facts_find(m.facts, "spns", "value", "HTTP/X", &item), ANSWER_YES);
    assert_string_equal(item_get(item, "account"), "a");
    machine_fini(&m);
}

static void test_registry(void **state)
{
    (void)state;
    struct machine m;
    xmlNode *item;
    machine_init(&m, everything);
    assert_int_equal(facts_registry(m.facts, "hklm\\system\\LSA", "disableloopbackcheck", &item),
                     ANSWER_YES);
    assert_string_equal(item_get(item, "data"), "1");
    assert_int_equal(
        facts_registry(m.facts, "HKEY_LOCAL_MACHINE\\SYSTEM\\Lsa", "DisableLoopbackCheck", NULL),
        ANSWER_YES);
    assert_int_equal(facts_registry(m.facts, "HKLM\\SYSTEM\\Lsa\\MSV1_0", "Names", &item),
                     ANSWER_YES);
    assert_int_equal(facts_registry(m.facts, "HKLM\\SYSTEM\\Lsa", "Missing", &item), ANSWER_NO);
    assert_null(item);
    assert_int_equal(facts_registry(m.facts, "HKLM\\SYSTEM\\Lsa", "Other", &item), ANSWER_UNKNOWN);
    assert_int_equal(facts_registry(m.facts, "HKLM\\A", "", &item), ANSWER_YES);
    machine_fini(&m);
    machine_init(&m, "<registry complete='true'/>");
    assert_int_equal(facts_registry(m.facts, "HKLM\\A", "x", &item), ANSWER_NO);
    machine_fini(&m);
}

static void test_variables_expand_paths(void **state)
{
    (void)state;
    struct machine m;
    bool complete;
    machine_init(&m, everything);
    assert_string_equal(facts_variable(m.facts, "SYSTEMDRIVE%...", 11), "C:");
    assert_string_equal(facts_variable(m.facts, "empty", 5), "");
    assert_null(facts_variable(m.facts, "System", 6));
    assert_string_equal(
        path_expand(m.arena, "%SystemDrive%\\inetpub", facts_variable, m.facts, &complete),
        "C:\\inetpub");
    assert_true(complete);
    machine_fini(&m);
}

static void test_bad_files(void **state)
{
    (void)state;
    /* What is wrong, and a part of the message; line 2 is where the groups start. */
    static const struct {
        const char *groups, *message;
        unsigned line;
    } cases[] = {
        {"<os/>\n<iis version='10.0'/>\n<os/>", "<os> occurs a second time", 4},
        {"<nosuch/>", "nosuch", 2},
        {"<services complete='yes'/>", "complete", 2},
        {"<services><service name='W3SVC' state='Running'/></services>", "state", 2},
        {"<services><service name='W3SVC' state=''/></services>", "state", 2},
        {"<services>\n<service state='running'/></services>", "<service> needs the attribute name",
         3},
        {"<services><service name='x' password='x'/></services>", "password", 2},
        {"<services><service name='x'/>text</services>", "text", 2},
        {"<features><feature name='x' installed='1'/></features>", "installed", 2},
        {"<accounts><account name='x' sid='S-1-5'/></accounts>", "sid", 2},
        {"<accounts><account name='x' sid='BA'/></accounts>", "sid", 2},
        {"<accounts><account name='x' kind='other'/></accounts>", "kind", 2},
        {"<accounts><account name='x'><right name='admin'/></account></accounts>", "right", 2},
        {"<profiles><profile key='k' state='-1'/></profiles>", "state", 2},
        {"<events><event log='a' source='b' id='1' last='2026-13-20T18:00:00Z'/></events>", "last",
         2},
        {"<events><event log='a' source='b' id='1' last='2026-11-20T18:00:00'/></events>", "last",
         2},
        {"<requests><request site='a' status='42'/></requests>", "status", 2},
        {"<requests><request site='a' status='200' path='/a?user=b'/></requests>", "path", 2},
        {"<requests><request site='a' status='200' user='b'/></requests>", "user", 2},
        {"<ports><listener port='65536'/></ports>", "port", 2},
        {"<certificates><certificate store='MY' thumbprint='xx'/></certificates>", "thumbprint", 2},
        {"<registry><value key='SYSTEM' name='x' type='dword' data='1'/></registry>", "key", 2},
        {"<registry><value key='HKLM\\a' name='x' type='dword' data='x'/></registry>", "", 2},
        {"<registry><value key='HKLM\\a' name='x' type='binary' data='00'/></registry>", "", 2},
        {"<registry>\n<absent name='x'/></registry>", "<absent> needs the attribute key", 3},
        {"<iis/>", "<iis> needs the attribute version", 2},
        {"<files>\n<file path='x' exists='1' machine='x64'/></files>", "exists", 3},
        {"<acls>\n<acl path='' sddl='D:'/></acls>", "path", 3},
        {"<environment><variable name='A' value='pwd=x'/></environment>", "looks like a secret", 2},
        {"<os>", "os", 0},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = {.text = ""};
        if (machine_parse(arena, cases[i].groups, &error) != NULL)
            fail_msg("accepted: %s", cases[i].groups);
        if (strstr(error.text, cases[i].message) == NULL ||
            (cases[i].line != 0 && error.line != cases[i].line) || error.line == 0 ||
            error.column == 0 || strcmp(error.path, "facts.xml") != 0)
            fail_msg("%s: %s", cases[i].groups, error_format(&error, arena));
    }
    arena_free(arena);
}

static void test_secrets_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "<environment><variable name='DB_PASSWORD' value='x'/></environment>",
        "<environment><variable name='GithubToken' value='x'/></environment>",
        "<environment><variable name='API_KEY' value='x'/></environment>",
        "<environment><variable name='Cs' value='Server=.;Password=hunter2'/></environment>",
        "<environment><variable name='Cs' value='a&#10;PWD = hunter2'/></environment>",
        "<environment><variable name='Cs' value='AccountKey=abc=='/></environment>",
        "<registry><value key='HKLM\\a' name='DefaultPassword' type='string' data='x'/></registry>",
        "<registry><value key='HKLM\\a' name='x' type='multi'><item>pwd=a</item></value></registry>",
        "<events><event log='a' source='b' id='1' subject='password=x'/></events>",
        "<registry><value key='HKLM\\a' name='x' type='dword' data='hunter2'/></registry>",
        "<ports><listener port='hunter2' address='x'/></ports>",
        "<profiles><profile key='k' state='hunter2'/></profiles>",
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error error = {.text = ""};
        if (machine_parse(arena, bad[i], &error) != NULL)
            fail_msg("accepted: %s", bad[i]);
        assert_null(strstr(error.text, "hunter2"));
    }
    arena_free(arena);
}

static void test_other_documents(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "   ",
        "not xml",
        "<facts/>",
        "<facts xmlns='urn:iislint:facts:2'/>",
        "<f:fact xmlns:f='urn:iislint:facts:1'/>",
        "<configuration/>",
        "<!DOCTYPE facts [<!ENTITY a 'b'>]><facts xmlns='urn:iislint:facts:1'/>",
        "<facts xmlns='urn:iislint:facts:1'><services></facts>",
        "<facts xmlns='urn:iislint:facts:1'><services xmlns=''/></facts>",
        "<facts xmlns='urn:iislint:facts:1' collected='today'/>",
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct error error = {.text = ""};
        if (facts_parse(arena, "f.xml", bad[i], strlen(bad[i]), &error) != NULL)
            fail_msg("accepted: %s", bad[i]);
        assert_string_equal(error.path, "f.xml");
        assert_true(error.text[0] != '\0');
        assert_null(facts_parse(arena, "f.xml", bad[i], strlen(bad[i]), NULL));
    }
    static const char prefixed[] =
        "<f:facts xmlns:f='urn:iislint:facts:1'><f:os computer='A'/></f:facts>";
    struct facts *facts = facts_parse(arena, "f.xml", prefixed, strlen(prefixed), NULL);
    assert_non_null(facts);
    assert_non_null(facts_group(facts, "os"));
    facts_free(facts);
    arena_free(arena);
}

static void test_load(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct error error = {.text = ""};
    const char *path = arena_printf(arena, "/tmp/iislint-test-facts-%p.xml", (void *)arena);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("\xEF\xBB\xBF<facts xmlns='urn:iislint:facts:1'><iis version='8.5'/></facts>", file);
    fclose(file);
    struct facts *facts = facts_load(arena, path, "facts.xml", &error);
    assert_non_null(facts);
    assert_non_null(facts_group(facts, "iis"));
    facts_free(facts);
    remove(path);
    assert_null(facts_load(arena, path, "facts.xml", &error));
    assert_true(error.text[0] != '\0');
    assert_null(facts_load(arena, "/tmp", NULL, &error));
    arena_free(arena);
}

static void test_hints(void **state)
{
    (void)state;
    assert_non_null(strstr(facts_group_hint("spns"), "setspn"));
    assert_true(facts_group_hint("nosuch")[0] != '\0');
    /* Each group of the grammar has its own words. */
    struct machine m;
    machine_init(&m, everything);
    for (xmlNode *g = item_next(facts_root(m.facts)->children, NULL); g != NULL;
         g = item_next(g->next, NULL))
        assert_string_not_equal(facts_group_hint((const char *)g->name),
                                facts_group_hint("nosuch"));
    machine_fini(&m);
}

static double seconds_for(const char *groups, unsigned count)
{
    struct machine m;
    char value[64];
    clock_t start = clock();
    machine_init(&m, groups);
    for (unsigned i = 0; i < count; i++) {
        snprintf(value, sizeof value, "S-1-5-21-1-2-3-%u", i);
        assert_int_equal(facts_find(m.facts, "profiles", "sid", value, NULL), ANSWER_YES);
        snprintf(value, sizeof value, "c:\\users\\u%u", i);
        assert_int_equal(facts_find(m.facts, "profiles", "path", value, NULL), ANSWER_YES);
    }
    machine_fini(&m);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Ten thousand items and as many look-ups stay far from quadratic. */
static void test_many_items(void **state)
{
    (void)state;
    double seconds[2];
    for (unsigned n = 0; n < 2; n++) {
        struct text groups = {0};
        unsigned count = n == 0 ? 2000 : 20000;
        text_add(&groups, "<profiles complete='true'>");
        for (unsigned i = 0; i < count; i++)
            text_printf(&groups,
                        "<profile key='k%u' sid='S-1-5-21-1-2-3-%u' path='C:\\Users\\u%u'/>", i, i,
                        i);
        text_add(&groups, "</profiles>");
        seconds[n] = seconds_for(text_string(&groups), count);
        text_fini(&groups);
    }
    if (seconds[1] > 40 * seconds[0] + 0.5)
        fail_msg("2,000 items: %.3f s, 20,000 items: %.3f s", seconds[0], seconds[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_nothing_is_known_of_nothing),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_the_first_of_equal_items_is_found),
        cmocka_unit_test(test_registry),
        cmocka_unit_test(test_variables_expand_paths),
        cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_secrets_are_refused),
        cmocka_unit_test(test_other_documents),
        cmocka_unit_test(test_load),
        cmocka_unit_test(test_hints),
        cmocka_unit_test(test_many_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
