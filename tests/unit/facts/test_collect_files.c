/* For which processor a file is made, and access lists, as facts that can be asked. */
#include "facts/access.h"
#include "unit/facts/recorded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* The head of a program: "MZ", where the PE header lies, its machine, the optional header. */
static void make(unsigned char head[512], unsigned machine, unsigned magic, bool dotnet)
{
    memset(head, 0, 512);
    memcpy(head, "MZ", 2);
    head[60] = 0x80;
    memcpy(head + 0x80, "PE\0\0", 4);
    head[0x84] = (unsigned char)machine;
    head[0x85] = (unsigned char)(machine >> 8);
    head[0x98] = (unsigned char)magic;
    head[0x99] = (unsigned char)(magic >> 8);
    head[0x98 + 92] = 16;
    head[0x98 + 96 + 14 * 8 + 1] = dotnet ? 0x20 : 0;
}

static void machines(void **state)
{
    (void)state;
    unsigned char head[512];
    make(head, 0x8664, 0x20B, false);
    assert_string_equal(collect_machine(head, sizeof head), "x64");
    make(head, 0xAA64, 0x20B, false);
    assert_string_equal(collect_machine(head, sizeof head), "arm64");
    make(head, 0x14C, 0x10B, false);
    assert_string_equal(collect_machine(head, sizeof head), "x86");
    /* a program of .NET for any processor calls itself one for x86 */
    make(head, 0x14C, 0x10B, true);
    assert_null(collect_machine(head, sizeof head));
    make(head, 0x1C0, 0x10B, false);
    assert_null(collect_machine(head, sizeof head));
}

static void what_is_no_program(void **state)
{
    (void)state;
    unsigned char head[512];
    make(head, 0x8664, 0x20B, false);
    for (size_t length = 0; length < 0x98; length++)
        assert_null(collect_machine(head, length));
    assert_non_null(collect_machine(head, 0x98));
    head[0x81] = 'X';
    assert_null(collect_machine(head, sizeof head));
    memset(head + 60, 0xFF, 4);
    assert_null(collect_machine(head, sizeof head));
    head[0] = '#';
    assert_null(collect_machine(head, sizeof head));
}

/* What ConvertSecurityDescriptorToStringSecurityDescriptor gives for a folder of a site. */
#define POOL_SID "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"
#define FOLDER                                                                                     \
    "O:BAG:S-1-5-21-1-2-3-513D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;" POOL_SID ")"

static void access_lists(void **state)
{
    (void)state;
    struct recorded recorded;
    struct error error = {.text = ""};
    recorded_begin(&recorded, "acls", "administrator rights");
    collect_add_acl(&recorded.collecting, "C:\\sites\\R&D", FOLDER);
    collect_refused(&recorded.collecting, "C:\\sites\\closed", "Access is denied.", 5, true);
    recorded_end(&recorded, 0);
    assert_string_equal(recorded_reason(&recorded), "C:\\sites\\closed: Access is denied. (error "
                                                    "5); needs administrator rights");
    struct regex_cache *regexes = regex_cache_new(recorded.arena);
    struct accounts *accounts = accounts_new(recorded.arena, recorded.facts, regexes, &error);
    assert_non_null(accounts);
    static const struct {
        const char *account, *path;
        enum access_right right;
        enum answer answer;
    } cases[] = {
        {"IIS APPPOOL\\DefaultAppPool", "C:\\sites\\R&D", ACCESS_READ, ANSWER_YES},
        {"IIS APPPOOL\\DefaultAppPool", "C:\\sites\\R&D", ACCESS_WRITE, ANSWER_NO},
        {"IIS APPPOOL\\Other", "C:\\sites\\R&D", ACCESS_READ, ANSWER_NO},
        {"IIS APPPOOL\\DefaultAppPool", "C:\\sites\\closed", ACCESS_READ, ANSWER_UNKNOWN},
        {"IIS APPPOOL\\DefaultAppPool", "C:\\sites\\R&D\\below", ACCESS_READ, ANSWER_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(access_check(accounts, recorded.arena, cases[i].account, true,
                                      cases[i].path, cases[i].right, NULL),
                         cases[i].answer);
    regex_cache_free(regexes);
    recorded_fini(&recorded);
}

static void an_empty_access_list(void **state)
{
    (void)state;
    struct recorded recorded;
    recorded_begin(&recorded, "acls", NULL);
    collect_add_acl(&recorded.collecting, "C:\\x", "");
    recorded_end(&recorded, 0);
    assert_null(facts_group(recorded.facts, "acls"));
    assert_non_null(strstr(recorded_reason(&recorded), "C:\\x"));
    recorded_fini(&recorded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines),
        cmocka_unit_test(what_is_no_program),
        cmocka_unit_test(access_lists),
        cmocka_unit_test(an_empty_access_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
