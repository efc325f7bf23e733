#include "report/sarif_location.h"

#include "base/text.h"
#include "report/sarif_uri.h"

#include <string.h>

/* Viewers cut context that is longer. */
#define CONTEXT_LINES 6

/* A region of a damaged file can be all of it; nobody reads that as a snippet. */
#define SNIPPET_MAX ((size_t)64 * 1024)

/* ---- artifacts ------------------------------------------------------------------------------- */

static bool has_lone_cr(const char *text, size_t length)
{
    const char *end = text + length;
    for (const char *at = text; (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++) {
        if (at + 1 == end || at[1] != '\n')
            return true;
    }
    return false;
}

static struct sarif_artifact *add_artifact(struct sarif *sarif, const struct iislint_file *file)
{
    const struct report_context *context = sarif->context;
    struct sarif_artifact *artifact = arena_alloc(sarif->arena, sizeof *artifact);
    artifact->file = file;
    artifact->index = map_count(sarif->artifacts);
    artifact->uri =
        sarif_uri_of_path(sarif->arena, iislint_file_path(file), context->working_directory,
                          sarif->root, &artifact->is_relative);
    map_set(sarif->artifacts, iislint_file_path(file), artifact);
    size_t length;
    const char *text = iislint_file_text(file, &length);
    sarif->has_lone_cr = sarif->has_lone_cr || has_lone_cr(text, length);
    return artifact;
}

static bool collect_file(void *target, const struct iislint_file *file)
{
    sarif_location_artifact(target, file);
    return true;
}

void sarif_location_collect(struct sarif *sarif)
{
    iislint_each_file(sarif->context->run, collect_file, sarif);
}

struct sarif_artifact *sarif_location_artifact(struct sarif *sarif, const struct iislint_file *file)
{
    struct sarif_artifact *artifact = map_find(sarif->artifacts, iislint_file_path(file));
    return artifact != NULL ? artifact : add_artifact(sarif, file);
}

static struct json *artifact_location(const char *uri, bool is_relative)
{
    struct json *location = json_object();
    json_add_text(location, "uri", uri);
    if (is_relative)
        json_add_text(location, "uriBaseId", "SRCROOT");
    return location;
}

struct json *sarif_location_of_artifact(const struct sarif_artifact *artifact)
{
    struct json *location = artifact_location(artifact->uri, artifact->is_relative);
    json_add_number(location, "index", (int64_t)artifact->index);
    return location;
}

static void write_artifact(struct sarif *sarif, const struct sarif_artifact *artifact)
{
    const struct iislint_file *file = artifact->file;
    struct json *object = json_object();
    json_add(object, "location", sarif_location_of_artifact(artifact));
    json_add_text(object, "mimeType", "text/xml");
    json_add_text(object, "sourceLanguage", "xml");
    json_add_text(object, "encoding", iislint_file_encoding(file));
    json_add_number(object, "length", (int64_t)iislint_file_byte_length(file));
    struct json *roles = json_add(object, "roles", json_array());
    json_append_text(roles, "analysisTarget");
    if (artifact->has_result)
        json_append_text(roles, "resultFile");
    const char *sha256 = iislint_file_sha256(file);
    if (sha256 != NULL)
        json_add_text(json_add(object, "hashes", json_object()), "sha-256", sha256);
    json_stream_value(&sarif->stream, NULL, object);
}

void sarif_location_write_artifacts(struct sarif *sarif)
{
    json_stream_begin_array(&sarif->stream, "artifacts");
    size_t cursor = 0;
    const char *path;
    void *artifact;
    while (map_next(sarif->artifacts, &cursor, &path, &artifact))
        write_artifact(sarif, artifact);
    json_stream_end(&sarif->stream);
}

/* ---- regions --------------------------------------------------------------------------------- */

struct json *sarif_location_region(const struct iislint_region *region)
{
    struct json *object = json_object();
    json_add_number(object, "startLine", region->start_line);
    json_add_number(object, "startColumn", region->start_column);
    json_add_number(object, "endLine", region->end_line);
    json_add_number(object, "endColumn", region->end_column);
    return object;
}

static void add_snippet(struct sarif *sarif, struct json *region, const struct iislint_file *file,
                        size_t start, size_t end)
{
    bool masked = false;
    if (end - start > SNIPPET_MAX)
        return;
    const char *text = iislint_file_excerpt(file, start, end, &masked);
    sarif->has_masked = sarif->has_masked || masked;
    json_add(region, "snippet", sarif_text(sarif_note_masked(sarif, text)));
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t line_start(const char *text, size_t offset)
{
    while (offset > 0 && !is_line_end(text[offset - 1]))
        offset--;
    return offset;
}

/* The line end that stops at `offset`, CRLF being one: where it starts. */
static size_t before_line_end(const char *text, size_t offset)
{
    offset--;
    return offset > 0 && text[offset] == '\n' && text[offset - 1] == '\r' ? offset - 1 : offset;
}

/* Behind the line end of the line that holds `offset`. */
static size_t next_line(const char *text, size_t length, size_t offset)
{
    while (offset < length && !is_line_end(text[offset]))
        offset++;
    if (offset + 1 < length && text[offset] == '\r' && text[offset + 1] == '\n')
        return offset + 2;
    return offset < length ? offset + 1 : length;
}

/* The lines of a region and one more on either side, as long as there is room for them. */
static struct json *context_region(struct sarif *sarif, const struct iislint_place *place)
{
    const struct iislint_region *region = &place->region;
    size_t length;
    const char *text = iislint_file_text(place->file, &length);
    unsigned first = region->start_line;
    unsigned last = region->end_line;
    if (last - first >= CONTEXT_LINES)
        return NULL;
    size_t start = line_start(text, region->start_offset);
    size_t end = next_line(text, length, region->end_offset);
    bool is_larger = start < region->start_offset ||
                     (region->end_offset < length && !is_line_end(text[region->end_offset]));
    if (first > 1 && last - first + 2 <= CONTEXT_LINES) {
        start = line_start(text, before_line_end(text, start));
        first--;
        is_larger = true;
    }
    if (end < length && last - first + 2 <= CONTEXT_LINES) {
        end = next_line(text, length, end);
        last++;
        is_larger = true;
    }
    if (!is_larger || end - start > SNIPPET_MAX)
        return NULL;
    struct json *object = json_object();
    json_add_number(object, "startLine", first);
    json_add_number(object, "endLine", last);
    add_snippet(sarif, object, place->file, start, end);
    return object;
}

/* ---- logical places -------------------------------------------------------------------------- */

/* The last step of an XPath: behind the last '/' that is outside of predicates and quotes. */
static const char *last_step(const char *xpath)
{
    const char *step = xpath;
    unsigned depth = 0;
    char quote = '\0';
    for (const char *at = xpath; *at != '\0'; at++) {
        if (quote != '\0')
            quote = *at == quote ? '\0' : quote;
        else if (*at == '"' || *at == '\'')
            quote = *at;
        else if (*at == '[')
            depth++;
        else if (*at == ']' && depth > 0)
            depth--;
        else if (*at == '/' && depth == 0)
            step = at + 1;
    }
    return step;
}

static struct json *logical_location(struct sarif *sarif, const struct iislint_place *place)
{
    struct sarif_logical *logical = map_find(sarif->logical, place->xpath);
    if (logical == NULL) {
        logical = arena_alloc(sarif->arena, sizeof *logical);
        logical->name = arena_strdup(sarif->arena, last_step(place->xpath));
        logical->is_attribute = place->is_attribute;
        logical->index = map_count(sarif->logical);
        map_set(sarif->logical, place->xpath, logical);
    }
    struct json *object = json_object();
    json_add_number(object, "index", (int64_t)logical->index);
    json_add_text(object, "fullyQualifiedName", sarif_note_masked(sarif, place->xpath));
    return object;
}

void sarif_location_write_logical(struct sarif *sarif)
{
    size_t cursor = 0;
    const char *xpath;
    void *value;
    if (map_count(sarif->logical) == 0)
        return;
    json_stream_begin_array(&sarif->stream, "logicalLocations");
    while (map_next(sarif->logical, &cursor, &xpath, &value)) {
        const struct sarif_logical *logical = value;
        struct json *object = json_object();
        json_add_text(object, "name", logical->name);
        json_add_text(object, "fullyQualifiedName", xpath);
        json_add_text(object, "kind", logical->is_attribute ? "attribute" : "element");
        json_stream_value(&sarif->stream, NULL, object);
    }
    json_stream_end(&sarif->stream);
}

/* ---- locations ------------------------------------------------------------------------------- */

struct json *sarif_location(struct sarif *sarif, const struct iislint_place *place)
{
    struct json *location = json_object();
    struct json *physical = json_add(location, "physicalLocation", json_object());
    json_add(physical, "artifactLocation",
             sarif_location_of_artifact(sarif_location_artifact(sarif, place->file)));
    struct json *region = json_add(physical, "region", sarif_location_region(&place->region));
    json_add_text(region, "sourceLanguage", "xml");
    add_snippet(sarif, region, place->file, place->region.start_offset, place->region.end_offset);
    struct json *context = context_region(sarif, place);
    if (context != NULL)
        json_add(physical, "contextRegion", context);
    if (place->xpath != NULL)
        json_append(json_add(location, "logicalLocations", json_array()),
                    logical_location(sarif, place));
    return location;
}

struct json *sarif_location_of_path(struct sarif *sarif, const char *path)
{
    bool is_relative;
    const char *uri = sarif_uri_of_path(sarif->arena, path, sarif->context->working_directory,
                                        sarif->root, &is_relative);
    struct json *location = json_object();
    struct json *physical = json_add(location, "physicalLocation", json_object());
    json_add(physical, "artifactLocation", artifact_location(uri, is_relative));
    return location;
}
