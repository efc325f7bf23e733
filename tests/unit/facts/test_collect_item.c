/* What collectors write is XML whatever the machine says, and holds no secret. */
#include "facts/collect_item.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void items(void **state)
{
    (void)state;
    struct collect_item item = {0};
    collect_item_open(&item, "service");
    collect_item_set(&item, "name", "W3SVC");
    collect_item_set(&item, "account", NULL);
    collect_item_close(&item);
    assert_string_equal(text_string(&item.xml), "<service name=\"W3SVC\"/>");

    collect_item_open(&item, "account");
    collect_item_set(&item, "name", "CONTOSO\\svc");
    collect_item_set_flag(&item, "enabled", true);
    collect_item_child(&item, "memberOf");
    collect_item_set(&item, "name", "BUILTIN\\Users");
    collect_item_child(&item, "right");
    collect_item_set(&item, "name", "SeBatchLogonRight");
    collect_item_close(&item);
    assert_string_equal(text_string(&item.xml),
                        "<account name=\"CONTOSO\\svc\" enabled=\"true\">"
                        "<memberOf name=\"BUILTIN\\Users\"/><right name=\"SeBatchLogonRight\"/>"
                        "</account>");

    collect_item_open(&item, "value");
    collect_item_set_number(&item, "data", 4294967295u);
    collect_item_child_text(&item, "item", "a<b");
    collect_item_child_text(&item, "item", "");
    collect_item_close(&item);
    assert_string_equal(text_string(&item.xml),
                        "<value data=\"4294967295\"><item>a&lt;b</item><item></item></value>");
    text_fini(&item.xml);
}

static void odd_characters(void **state)
{
    (void)state;
    struct text xml = {0};
    collect_escape(&xml, "\"a\" & <b>\t\r\n\x01\xC3\xA4");
    assert_string_equal(text_string(&xml), "&quot;a&quot; &amp; &lt;b&gt;&#9;&#13;&#10;"
                                           "\xEF\xBF\xBD\xC3\xA4");
    text_clear(&xml);
    collect_escape(&xml, "\xFF");
    assert_string_equal(text_string(&xml), "");
    text_fini(&xml);
}

static void secrets(void **state)
{
    (void)state;
    assert_true(collect_is_public_name("TEMP"));
    assert_false(collect_is_public_name("DB_PASSWORD"));
    assert_false(collect_is_public_name("SQLAZURECONNSTR_ApiKey"));
    assert_false(collect_is_public_name("GitHubToken"));
    assert_true(collect_is_public_text("C:\\Windows"));
    assert_true(collect_is_public_text("no password"));
    assert_false(collect_is_public_text("Server=db;User=sa;Password = x"));
    assert_false(collect_is_public_text("pwd of mine; Pwd=x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(items), cmocka_unit_test(odd_characters),
                                       cmocka_unit_test(secrets)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
