/* Conditions, places and names of modules and handlers (IIS1605 to IIS1608). */
#include "unit/config/check_fixture.h"

#define MODULES(condition)                                                                         \
    IN_SERVER("<modules><add name='M' type='T' preCondition='" condition "'/></modules>")

static void test_conditions(void **state)
{
    (void)state;
    static const struct {
        const char *web, *expected;
    } rows[] = {
        {MODULES("managedHandler, runtimeVersionv4.0,bitness64"), ""},
        {MODULES(""), ""},
        {MODULES("ISAPIMode"), ""},
        {MODULES("ManagedHandler"),
         "IIS1605/near web.config:3:33-62 'Shop' ManagedHandler, managedHandler, M\n"},
        {MODULES("always"), "IIS1605/unknown web.config:3:33-54 'Shop' always, , M\n"},
        {MODULES("bitness32,bitness64"),
         "IIS1606 web.config:3:33-67 'Shop' bitness32, bitness64, M\n"},
        {MODULES("classicMode,integratedMode"),
         "IIS1606 web.config:3:33-74 'Shop' classicMode, integratedMode, M\n"},
        {MODULES("bitness32,bitness32"), ""},
        {MODULES("managedHandler,integratedMode,runtimeVersionv2.0,bitness64"), ""},
        {MODULES("runtimeVersionv2.0,runtimeVersionv4.0"),
         "IIS1606 web.config:3:33-85 'Shop' runtimeVersionv2.0, runtimeVersionv4.0, M\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says("", rows[i].web, rows[i].expected);
    /* a rewrite rule has an attribute of that name for something else */
    check_says("",
               IN_SERVER("<rewrite><outboundRules><rule name='a' preCondition='html'>"
                         "<match pattern='a'/><action type='Rewrite' value='b'/></rule>"
                         "</outboundRules></rewrite>"),
               "");
}

static void test_modules_below_application(void **state)
{
    (void)state;
    static const char modules[] = IN_SERVER("<modules><add name='M' type='T'/></modules>");
    struct arena *arena = arena_new();
    static const struct {
        const char *path, *expected;
    } rows[] = {
        {"admin", "IIS1607/folder [warning] web.config:3:1-10 'Shop/admin' "
                  "system.webServer/modules, Shop/admin\n"},
        {"vdir", "IIS1607/folder [warning] web.config:3:1-10 'Shop/vdir' "
                 "system.webServer/modules, Shop/vdir\n"},
        {"app", ""},
        {".", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says("",
                   arena_printf(arena, "<location path='%s'>%s</location>", rows[i].path, modules),
                   rows[i].expected);
    arena_free(arena);
}

static void test_module_of_handler(void **state)
{
    (void)state;
    static const char host[] = IN_SERVER("<modules><add name='A'/><add name='B'/></modules>");
    check_says(host,
               IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='A,B'/></handlers>"),
               "");
    check_says(host,
               IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='A,b'/></handlers>"),
               "IIS1608/missing [warning] web.config:3:43-56 'Shop' h, b, "
               "system.webServer/modules\n");
    check_says(host,
               IN_SERVER("<modules><remove name='B'/></modules>"
                         "<handlers><add name='h' path='*' verb='*' modules='B'/></handlers>"),
               "IIS1608/missing [warning] web.config:3:80-91 'Shop' h, B, "
               "system.webServer/modules\n");
    check_says(host, IN_SERVER("<handlers><add name='h' path='*' verb='*' type='T'/></handlers>"),
               "");
    check_says("", IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='X'/></handlers>"),
               "");
    check_says_lone(IN_SERVER("<handlers><add name='h' path='*' verb='*' modules='X'/></handlers>"),
                    "IIS1608/assumed [note] web.config:3:43-54 'site' h, X, "
                    "system.webServer/modules\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_conditions),
                                       cmocka_unit_test(test_modules_below_application),
                                       cmocka_unit_test(test_module_of_handler)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
