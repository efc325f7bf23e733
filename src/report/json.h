/*
 * json.h - the only door to cJSON: values are built as small trees and written one at a time.
 *
 *     struct json *result = json_object();
 *     json_add_text(result, "ruleId", "IIS2401");
 *     json_stream_value(&stream, NULL, result);      // printed, written and freed
 *
 * A report of 25,000 results is never in memory as a whole: the frame is a stream of begin and
 * end, each result a tree of its own. Keys keep the order in which they are added, so the same
 * findings give the same bytes. Strings that are not UTF-8 are written with U+FFFD in place of
 * the bad bytes. Running out of memory aborts, as in base/arena.h.
 */
#ifndef IISLINT_REPORT_JSON_H
#define IISLINT_REPORT_JSON_H

#include "report/output.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json; /* a value; owned by the value it was added to, else by whoever made it */

struct json *json_object(void);
struct json *json_array(void);
void json_free(struct json *value);

/* Adds to an object. `json_add` takes the value and returns it, so that it can be filled. */
struct json *json_add(struct json *object, const char *key, struct json *value);
void json_add_text(struct json *object, const char *key, const char *text); /* not when NULL */
void json_add_number(struct json *object, const char *key, int64_t number);
void json_add_bool(struct json *object, const char *key, bool value);

/* The same at the end of an array. */
struct json *json_append(struct json *array, struct json *value);
void json_append_text(struct json *array, const char *text);

/* True when an array or object has no items. */
bool json_is_empty(const struct json *value);

#define JSON_STREAM_DEPTH 16

/* The frame of a document: every item on a line of its own, indented by its depth. */
struct json_stream {
    struct output *out;
    unsigned depth;
    bool has_items[JSON_STREAM_DEPTH];
    char closing[JSON_STREAM_DEPTH];
};

void json_stream_init(struct json_stream *stream, struct output *out);

/* `key` is NULL inside an array and at the top. */
void json_stream_begin_object(struct json_stream *stream, const char *key);
void json_stream_begin_array(struct json_stream *stream, const char *key);

/* Ends the innermost object or array; the end of the outermost one adds a line feed. */
void json_stream_end(struct json_stream *stream);

/* Takes the value: writes it on one line and frees it. NULL writes nothing. */
void json_stream_value(struct json_stream *stream, const char *key, struct json *value);
void json_stream_text(struct json_stream *stream, const char *key, const char *text);

#endif
