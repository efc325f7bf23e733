/* Sites, applications and virtual directories that cannot be served (IIS1302, IIS1601, IIS1602, IIS1604). */
#include "unit/config/check_fixture.h"

#define SITE(content)                                                                              \
    "<system.applicationHost><sites><site name='Shop' id='1'>\n" content                           \
    "</site></sites></system.applicationHost>"
#define APPLICATION(path, content) "<application path='" path "'>" content "</application>\n"
#define DIRECTORY(path, physical) "<virtualDirectory path='" path "' physicalPath='" physical "'/>"
#define ROOT APPLICATION("/", DIRECTORY("/", "C:\\shop"))

static void test_roots(void **state)
{
    (void)state;
    check_says_host(SITE(ROOT), "");
    check_says_host(SITE(APPLICATION("/api", DIRECTORY("/", "C:\\a"))),
                    "IIS1601 applicationHost.config:2:32-57 'Shop' Shop\n");
    check_says_host(SITE(APPLICATION("/api", DIRECTORY("/", "C:\\a")) ROOT), "");
    check_says_host(SITE(APPLICATION("/", DIRECTORY("/x", "C:\\a"))),
                    "IIS1602 applicationHost.config:3:1-23 'Shop' Shop\n");
}

static void test_physical_paths(void **state)
{
    (void)state;
    static const struct {
        const char *path, *expected;
    } rows[] = {
        {"C:\\shop", ""},
        {"C:/shop", ""},
        {"%SystemDrive%\\shop", ""},
        {"\\\\server\\share", ""},
        {"\\\\?\\C:\\shop", ""},
        {"C:\\a*b", "IIS1604/character applicationHost.config:3:50-71 'Shop' C:\\a*b, *\n"},
        {"C:\\a&#9;b",
         "IIS1604/character applicationHost.config:3:50-74 'Shop' C:\\a\tb, U+0009\n"},
        {"\\\\?\\C:\\a?", "IIS1604/character applicationHost.config:3:50-74 'Shop' "
                          "\\\\?\\C:\\a?, ?\n"},
        {"%SystemDrive%\\a|b", "IIS1604/character applicationHost.config:3:50-82 'Shop' "
                               "%SystemDrive%\\a|b, |\n"},
        {"C:\\a:b", "IIS1604/character applicationHost.config:3:50-71 'Shop' C:\\a:b, :\n"},
        {"shop", "IIS1604/relative [warning] applicationHost.config:3:50-69 'Shop' shop\n"},
        {"", "IIS1604/empty [warning] applicationHost.config:3:50-65 'Shop' \n"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_says_host(
            arena_printf(arena, SITE(APPLICATION("/", DIRECTORY("/", "%s"))), rows[i].path),
            rows[i].expected);
    arena_free(arena);
}

/* The same of a virtual directory below an application; one without any path is as blank. */
static void test_virtual_directories(void **state)
{
    (void)state;
    check_says_host(SITE("<application path='/'>" DIRECTORY("/", "C:\\shop") "\n" DIRECTORY(
                        "/a", "C:\\a|b") "\n<virtualDirectory path='/b'/>\n"
                                         "</application>\n"),
                    "IIS1604/character applicationHost.config:4:29-50 'Shop/a' C:\\a|b, |\n"
                    "IIS1604/empty [warning] applicationHost.config:5:1-30 'Shop/b'\n");
}

#define TWO_URLS(below)                                                                            \
    SITE(APPLICATION("/", DIRECTORY("/", "C:\\shop") "\n" below)                                   \
             APPLICATION("/app", DIRECTORY("/", "C:\\SHOP\\")))

/* What the folder holds is read twice then; of a folder that nobody showed that is only possible. */
static void test_same_folder(void **state)
{
    struct image image;
    (void)state;
    check_says_host(
        TWO_URLS(DIRECTORY("/old", "c:\\Shop\\")),
        "IIS1302/unread [note] applicationHost.config:5:53-76 'Shop/app' Shop/app, Shop, C:\\SHOP < applicationHost.config:3\n"
        "IIS1302/unread [note] applicationHost.config:4:31-54 'Shop/old' Shop/old, Shop, c:\\Shop < applicationHost.config:3\n");
    /* not above it: a folder of its own in between, the same text beside it */
    check_says_host(
        TWO_URLS(DIRECTORY("/new", "C:\\new")),
        "IIS1302/unread [note] applicationHost.config:5:53-76 'Shop/app' Shop/app, Shop, C:\\SHOP < applicationHost.config:3\n");
    /* a folder that was looked into has been compared entry by entry */
    image_init(&image);
    image_write(&image, "applicationHost.config",
                "<configuration>" TWO_URLS("") "</configuration>");
    image_write(&image, "root/C/shop/index.html", "");
    check_says_image(&image, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_physical_paths),
        cmocka_unit_test(test_virtual_directories),
        cmocka_unit_test(test_same_folder),

    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
