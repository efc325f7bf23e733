#include "run/snapshot_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void places_of_windows_paths(void **state)
{
    static const char *const cases[][2] = {
        {"C:\\inetpub\\wwwroot\\web.config", "root/C/inetpub/wwwroot/web.config"},
        {"d:/sites/x/web.config", "root/D/sites/x/web.config"},
        {"C:\\a\\..\\b\\.\\web.config", "root/C/b/web.config"},
        {"C:\\", "root/C"},
        {"\\\\nas\\share\\x\\web.config", "root/UNC/nas/share/x/web.config"},
    };
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(snapshot_windows_place(arena, cases[i][0]), cases[i][1]);
    assert_null(snapshot_windows_place(arena, "/srv/web.config"));
    assert_null(snapshot_windows_place(arena, "web.config"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(places_of_windows_paths)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
