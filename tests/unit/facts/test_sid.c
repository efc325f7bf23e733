#include "facts/sid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_is(void **state)
{
    (void)state;
    assert_true(sid_is("S-1-1-0"));
    assert_true(sid_is("s-1-5-32-544"));
    assert_true(sid_is("S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"));
    assert_true(sid_is("S-1-5-21-4294967295"));
    assert_true(sid_is("S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15"));
    static const char *const bad[] = {
        "",
        "S",
        "S-",
        "S-1",
        "S-1-",
        "S-1-5",
        "S-1-5-",
        "S-1-5-x",
        "S-2-5-18",
        "S-1-5-18-",
        "S-1-5-18 ",
        "S-1-5-4294967296",
        "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16",
        "S-1-281474976710656-1",
        "S-1-99999999999999999999-1",
        "S-1-5--18",
        "SY",
        "S-1-5-21-*-512",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (sid_is(bad[i]))
            fail_msg("\"%s\" is no SID", bad[i]);
    }
}

static void test_scan(void **state)
{
    (void)state;
    assert_int_equal(sid_scan("S-1-5-18)"), 8);
    assert_int_equal(sid_scan("S-1-5-18D:"), 8);
    assert_int_equal(sid_scan("BA)"), 0);
    assert_string_equal(sid_relative("S-1-5-32-544"), "544");
}

/* Published values: every Windows machine has these accounts. */
static void test_of_name(void **state)
{
    (void)state;
    static const struct {
        const char *authority, *name, *sid;
        enum sid_case letter_case;
    } cases[] = {
        {"S-1-5-82", "DefaultAppPool",
         "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415", SID_LOWER},
        {"S-1-5-82", "DEFAULTAPPPOOL",
         "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415", SID_LOWER},
        {"S-1-5-80", "TrustedInstaller",
         "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", SID_UPPER},
        {"S-1-5-80", "mssql$sqlexpress",
         "S-1-5-80-3880006512-4290199581-1648723128-3569869737-3631323133", SID_UPPER},
    };
    struct arena *arena = arena_new();
    struct regex_cache *regexes = regex_cache_new(arena);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(
            sid_of_name(arena, regexes, cases[i].authority, cases[i].name, cases[i].letter_case),
            cases[i].sid);
    regex_cache_free(regexes);
    arena_free(arena);
}

static void test_of_other_letters(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct regex_cache *regexes = regex_cache_new(arena);
    const char *upper = sid_of_name(arena, regexes, "S-1-5-82",
                                    "\xC3\x9C"
                                    "bung",
                                    SID_LOWER);
    const char *lower = sid_of_name(arena, regexes, "S-1-5-82",
                                    "\xC3\xBC"
                                    "bung",
                                    SID_LOWER);
    assert_string_equal(upper, lower);
    /* U+1F680, a surrogate pair in UTF-16; computed apart with Python's hashlib */
    assert_string_equal(sid_of_name(arena, regexes, "S-1-5-82", "\xF0\x9F\x9A\x80", SID_LOWER),
                        "S-1-5-82-962628019-2539381256-3018121785-1110007669-2639371239");
    assert_null(sid_of_name(arena, regexes, "S-1-5-80", "\xC3\xBC", SID_UPPER));
    assert_null(sid_of_name(arena, regexes, "S-1-5-82", "\xFF", SID_LOWER));
    assert_null(sid_of_name(arena, regexes, "S-1-5-82", "\xED\xA0\x80", SID_LOWER));
    regex_cache_free(regexes);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_is),
        cmocka_unit_test(test_scan),
        cmocka_unit_test(test_of_name),
        cmocka_unit_test(test_of_other_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
