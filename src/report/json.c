#include "report/json.h"

#include "base/text.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* `struct json` is cJSON under a name that the rest of the program can know. */
static cJSON *tree(struct json *value)
{
    return (cJSON *)value;
}

static struct json *checked(cJSON *value)
{
    if (value == NULL)
        abort();
    return (struct json *)value;
}

/* cJSON prints strings as they are, so what is not UTF-8 has to be mended before. */
static cJSON *make_string(const char *string)
{
    size_t length = strlen(string);
    size_t valid = text_utf8_check(string, length);
    if (valid == length)
        return tree(checked(cJSON_CreateString(string)));
    struct text mended = {0};
    while (length > 0) {
        text_add_bytes(&mended, string, valid);
        string += valid;
        length -= valid;
        if (length > 0) {
            text_add(&mended, "\xEF\xBF\xBD");
            string++;
            length--;
        }
        valid = text_utf8_check(string, length);
    }
    cJSON *value = tree(checked(cJSON_CreateString(text_string(&mended))));
    text_fini(&mended);
    return value;
}

struct json *json_object(void)
{
    return checked(cJSON_CreateObject());
}

struct json *json_array(void)
{
    return checked(cJSON_CreateArray());
}

void json_free(struct json *value)
{
    cJSON_Delete(tree(value));
}

struct json *json_add(struct json *object, const char *key, struct json *value)
{
    if (!cJSON_AddItemToObject(tree(object), key, tree(value)))
        abort();
    return value;
}

void json_add_text(struct json *object, const char *key, const char *text)
{
    if (text != NULL)
        json_add(object, key, checked(make_string(text)));
}

void json_add_number(struct json *object, const char *key, int64_t number)
{
    json_add(object, key, checked(cJSON_CreateNumber((double)number)));
}

void json_add_bool(struct json *object, const char *key, bool value)
{
    json_add(object, key, checked(cJSON_CreateBool(value)));
}

struct json *json_append(struct json *array, struct json *value)
{
    if (!cJSON_AddItemToArray(tree(array), tree(value)))
        abort();
    return value;
}

void json_append_text(struct json *array, const char *text)
{
    json_append(array, checked(make_string(text)));
}

bool json_is_empty(const struct json *value)
{
    return ((const cJSON *)value)->child == NULL;
}

/* ---- the stream ------------------------------------------------------------------------------ */

void json_stream_init(struct json_stream *stream, struct output *out)
{
    memset(stream, 0, sizeof *stream);
    stream->out = out;
}

static void start_line(struct json_stream *stream)
{
    output_text(stream->out, "\n");
    for (unsigned i = 0; i < stream->depth; i++)
        output_text(stream->out, " ");
}

/* Comma, line and key of the next item. Keys are ours: plain ASCII without quotes. */
static void start_item(struct json_stream *stream, const char *key)
{
    if (stream->depth == 0)
        return;
    if (stream->has_items[stream->depth - 1])
        output_text(stream->out, ",");
    stream->has_items[stream->depth - 1] = true;
    start_line(stream);
    if (key != NULL)
        output_printf(stream->out, "\"%s\": ", key);
}

static void begin(struct json_stream *stream, const char *key, char opening, char closing)
{
    assert(stream->depth < JSON_STREAM_DEPTH);
    start_item(stream, key);
    output_bytes(stream->out, &opening, 1);
    stream->has_items[stream->depth] = false;
    stream->closing[stream->depth] = closing;
    stream->depth++;
}

void json_stream_begin_object(struct json_stream *stream, const char *key)
{
    begin(stream, key, '{', '}');
}

void json_stream_begin_array(struct json_stream *stream, const char *key)
{
    begin(stream, key, '[', ']');
}

void json_stream_end(struct json_stream *stream)
{
    assert(stream->depth > 0);
    stream->depth--;
    if (stream->has_items[stream->depth])
        start_line(stream);
    output_bytes(stream->out, &stream->closing[stream->depth], 1);
    if (stream->depth == 0)
        output_text(stream->out, "\n");
}

void json_stream_value(struct json_stream *stream, const char *key, struct json *value)
{
    if (value == NULL)
        return;
    char *printed = cJSON_PrintUnformatted(tree(value));
    if (printed == NULL)
        abort();
    start_item(stream, key);
    output_text(stream->out, printed);
    cJSON_free(printed);
    json_free(value);
}

void json_stream_text(struct json_stream *stream, const char *key, const char *text)
{
    if (text != NULL)
        json_stream_value(stream, key, checked(make_string(text)));
}
