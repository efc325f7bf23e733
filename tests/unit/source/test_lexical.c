#include "source/lexical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void classes_are_those_of_xml(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool start = letter || c == '_' || c == ':' || c >= 0x80;
        bool name = start || (c >= '0' && c <= '9') || c == '-' || c == '.';
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        bool stop = c == '"' || c == '\'' || c == '<' || c == 0;
        assert_int_equal(lexical_is((char)c, LEXICAL_NAME_START), start);
        assert_int_equal(lexical_is((char)c, LEXICAL_NAME), name);
        assert_int_equal(lexical_is((char)c, LEXICAL_SPACE), space);
        assert_int_equal(lexical_is((char)c, LEXICAL_VALUE_STOP), stop);
    }
}

static void skips_stop_at_the_end(void **state)
{
    (void)state;
    assert_string_equal(lexical_skip_space(" \r\n\tx "), "x ");
    assert_string_equal(lexical_skip_space("  "), "");
    assert_string_equal(lexical_skip_name("a:b-1.\xC3\xA9=x"), "=x");
    assert_string_equal(lexical_skip_name(""), "");
    assert_string_equal(lexical_skip_value("it's\" x", '"'), "\" x");
    assert_string_equal(lexical_skip_value("a'b<c", '"'), "<c");
    assert_string_equal(lexical_skip_value("abc", '"'), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_those_of_xml),
        cmocka_unit_test(skips_stop_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
