#include "run/snapshot_mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define M SECRET_MASK

struct fixture {
    struct arena *arena;
    struct regex_cache *regexes;
    struct secrets *secrets;
    size_t replaced;
    const char *kind;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    memset(&fixture, 0, sizeof fixture);
    fixture.arena = arena_new();
    fixture.regexes = regex_cache_new(fixture.arena);
    fixture.secrets = secrets_new(fixture.arena, fixture.regexes, NULL);
    *state = &fixture;
    return fixture.secrets ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    regex_cache_free(fixture->regexes);
    arena_free(fixture->arena);
    return 0;
}

static void count(void *context, const char *kind)
{
    struct fixture *fixture = context;
    fixture->replaced++;
    fixture->kind = kind;
}

static void check_bytes(struct fixture *fixture, const char *bytes, size_t length,
                        const char *expected, size_t expected_length)
{
    struct text out = {0};
    struct source *source = source_parse(fixture->arena, "x.config", bytes, length);
    fixture->replaced = 0;
    text_add(&out, "");
    snapshot_mask(fixture->secrets, fixture->arena, source, &out, count, fixture);
    assert_int_equal(out.length, expected_length);
    assert_memory_equal(out.data, expected, expected_length);
    text_fini(&out);
    source_free(source);
}

static void check(struct fixture *fixture, const char *text, const char *expected, size_t replaced)
{
    check_bytes(fixture, text, strlen(text), expected, strlen(expected));
    assert_int_equal(fixture->replaced, replaced);
}

static void secrets_are_replaced(void **state)
{
    struct fixture *fixture = *state;
    check(fixture, "<a/>", "<a/>", 0);
    check(fixture, "<a password='hush' b='1'/>", "<a password='" M "' b='1'/>", 1);
    assert_string_equal(fixture->kind, "password");
    check(fixture, "<a password=''/>", "<a password=''/>", 0);
    check(fixture, "<a password='" M "'/>", "<a password='" M "'/>", 0);
    check(fixture, "<a><!-- Server=.;pwd=x; --><b password='y'/></a>",
          "<a><!-- Server=.;pwd=" M "; --><b password='" M "'/></a>", 2);
}

static void lines_stay(void **state)
{
    check(*state, "<a v='Server=.;\r\n Password=hush\r\n ;\nX=1'/>",
          "<a v='Server=.;\r\n Password=" M "\r\n;\nX=1'/>", 1);
    check(*state, "<a password='x\ny\r\nz'/>", "<a password='" M "\n\r\n'/>", 1);
}

/* A check looks at the form of encrypted values: it must find the same. */
static void encrypted_values_keep_their_form(void **state)
{
    struct fixture *fixture = *state;
    check(fixture, "<a password='[enc:P:aHVzaA==:enc]'/>", "<a password='[enc:P:AAAA:enc]'/>", 1);
    assert_string_equal(fixture->kind, "encrypted value");
    check(fixture, "<a password='[enc:P:AAAA:enc]'/>", "<a password='[enc:P:AAAA:enc]'/>", 0);
    check(fixture, "<a password='[enc:P:not base64!:enc]'/>", "<a password='[enc:P:" M ":enc]'/>",
          1);
    check(fixture, "<a password='[enc:P:aHVz'/>", "<a password='[enc:" M "'/>", 1);
    check(fixture, "<a password='[enc:P::enc]'/>", "<a password='[enc:P::enc]'/>", 0);
}

static void bytes_that_are_wrong_stay(void **state)
{
    struct fixture *fixture = *state;
    check(fixture, "\xEF\xBB\xBF<a password='x'/>", "\xEF\xBB\xBF<a password='" M "'/>", 1);
    check(fixture, "<a v='\xE9' password='x\xE9y' w='\xE8\xEF\xBF\xBD'/>",
          "<a v='\xE9' password='" M "' w='\xE8\xEF\xBF\xBD'/>", 1);
    check_bytes(fixture, "<a \0 b='c'/>", 12, "<a \0 b='c'/>", 12);
    check_bytes(fixture, "\xFF\xFE\0\0<\0\0\0", 8, "\xFF\xFE\0\0", 4);
    check_bytes(fixture, "", 0, "", 0);
}

static void utf16_becomes_utf8(void **state)
{
    static const char text[] =
        "\xFF\xFE<\0?\0x\0m\0l\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0u\0t\0f\0-\0"
        "1\0006\0'\0?\0>\0<\0a\0/\0>\0";
    struct fixture *fixture = *state;
    const char *expected = "<?xml encoding='utf-8'?><a/>";
    check_bytes(fixture, text, sizeof text - 1, expected, strlen(expected));
    /* half a pair is as unreadable in UTF-8 */
    check_bytes(fixture, "<\0a\0\0\xD8/\0>\0", 10, "<a\xFF/>", 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(secrets_are_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(encrypted_values_keep_their_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_that_are_wrong_stay, set_up, tear_down),
        cmocka_unit_test_setup_teardown(utf16_becomes_utf8, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
