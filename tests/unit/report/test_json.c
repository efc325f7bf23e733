#include "report/json.h"
#include "unit/report/memory_output.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void writes_items_on_lines_of_their_own(void **state)
{
    (void)state;
    struct memory_output memory;
    struct json_stream stream;
    memory_init(&memory);
    json_stream_init(&stream, &memory.out);
    json_stream_begin_object(&stream, NULL);
    json_stream_text(&stream, "a", "x");
    json_stream_text(&stream, "absent", NULL);
    json_stream_begin_array(&stream, "b");
    json_stream_value(&stream, NULL, json_object());
    json_stream_value(&stream, NULL, json_array());
    json_stream_end(&stream);
    json_stream_begin_array(&stream, "empty");
    json_stream_end(&stream);
    json_stream_end(&stream);
    assert_string_equal(memory_finish(&memory),
                        "{\n \"a\": \"x\",\n \"b\": [\n  {},\n  []\n ],\n \"empty\": []\n}\n");
    memory_fini(&memory);
}

static void keeps_order_and_escapes(void **state)
{
    (void)state;
    struct memory_output memory;
    struct json_stream stream;
    struct json *object = json_object();
    json_add_text(object, "z", "a\"b\\\n\x01é");
    json_add_number(object, "a", 1700000000123);
    json_add_bool(object, "m", false);
    json_add_text(object, "none", NULL);
    struct json *array = json_add(object, "k", json_array());
    json_append_text(array, "one");
    json_add_number(json_append(array, json_object()), "n", -3);
    assert_false(json_is_empty(array));
    memory_init(&memory);
    json_stream_init(&stream, &memory.out);
    json_stream_value(&stream, NULL, object);
    assert_string_equal(
        memory_finish(&memory),
        "{\"z\":\"a\\\"b\\\\\\n\\u0001é\",\"a\":1700000000123,\"m\":false,\"k\":[\"one\",{\"n\":-3}]}");
    memory_fini(&memory);
}

static void mends_what_is_not_utf8(void **state)
{
    (void)state;
    struct memory_output memory;
    struct json_stream stream;
    memory_init(&memory);
    json_stream_init(&stream, &memory.out);
    json_stream_text(&stream, NULL,
                     "a\xFF"
                     "b\xC3");
    assert_string_equal(memory_finish(&memory), "\"a\xEF\xBF\xBD"
                                                "b\xEF\xBF\xBD\"");
    memory_fini(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_items_on_lines_of_their_own),
        cmocka_unit_test(keeps_order_and_escapes),
        cmocka_unit_test(mends_what_is_not_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
