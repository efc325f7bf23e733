#include "report/sarif.h"

#include "base/text.h"
#include "report/sarif_fingerprint.h"
#include "report/sarif_invocation.h"
#include "report/sarif_location.h"
#include "report/sarif_results.h"
#include "report/sarif_rules.h"
#include "report/sarif_run.h"
#include "report/sarif_taxonomies.h"
#include "report/sarif_uri.h"
#include "source/digest.h"

#include <string.h>

/* ---- shared by the parts --------------------------------------------------------------------- */

const char *sarif_note_masked(struct sarif *sarif, const char *text)
{
    sarif->has_masked = sarif->has_masked || strstr(text, SARIF_REDACTED) != NULL;
    return text;
}

bool sarif_shows(const struct sarif *sarif, const struct iislint_finding *finding)
{
    return report_shows(sarif->context, finding);
}

struct json *sarif_text(const char *text)
{
    struct json *object = json_object();
    json_add_text(object, "text", text);
    return object;
}

const char *sarif_sentence(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
        length--;
    bool is_closed = length > 0 && strchr(".!?", text[length - 1]) != NULL;
    return arena_printf(arena, "%.*s%s", (int)length, text, is_closed ? "" : ".");
}

const char *sarif_guid(struct arena *arena, const char *kind, const char *name)
{
    const char *key = arena_printf(arena, "iislint %s %s", kind, name);
    uint8_t digest[32];
    char hex[33];
    digest_sha256(key, strlen(key), digest);
    digest[6] = (uint8_t)((digest[6] & 0x0F) | 0x40); /* version 4 */
    digest[8] = (uint8_t)((digest[8] & 0x3F) | 0x80); /* the variant of RFC 4122 */
    digest_hex(digest, 16, hex);
    return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16,
                        hex + 20);
}

/* ---- the run --------------------------------------------------------------------------------- */

static void write_driver(struct sarif *sarif)
{
    struct json_stream *stream = &sarif->stream;
    json_stream_begin_object(stream, "tool");
    json_stream_begin_object(stream, "driver");
    json_stream_text(stream, "name", "iislint");
    json_stream_text(stream, "fullName", "iislint " IISLINT_VERSION);
    json_stream_text(stream, "organization", "iislint project");
    json_stream_text(stream, "version", IISLINT_VERSION);
    json_stream_text(stream, "semanticVersion", IISLINT_VERSION);
    json_stream_text(stream, "informationUri", SARIF_INFORMATION_URI);
    json_stream_text(stream, "language", "en-US");
    sarif_rules_write(sarif);
    sarif_invocation_write_descriptors(sarif);
    json_stream_value(stream, "supportedTaxonomies", sarif_taxonomies_supported(sarif));
    json_stream_end(stream);
    json_stream_end(stream);
}

/* Without its URI the root is whatever the reader's checkout is: the same bytes everywhere. */
static struct json *base_ids(struct sarif *sarif)
{
    struct json *object = json_object();
    struct json *base = json_add(object, "SRCROOT", json_object());
    bool is_checkout = sarif->checkout.root != NULL;
    if (sarif->root != NULL && !sarif->context->reproducible)
        json_add_text(base, "uri", sarif_uri_of_folder(sarif->arena, sarif->root));
    json_add(base, "description",
             sarif_text(is_checkout ? "The root of the checked-out repository."
                                    : "The folder that iislint was started in."));
    return object;
}

static void write_languages(struct sarif *sarif)
{
    struct json_stream *stream = &sarif->stream;
    struct json *line_ends = json_array();
    json_append_text(line_ends, "\r\n");
    json_append_text(line_ends, "\n");
    if (sarif->has_lone_cr)
        json_append_text(line_ends, "\r");
    json_stream_value(stream, "newlineSequences", line_ends);
    json_stream_text(stream, "columnKind", "utf16CodeUnits");
    json_stream_text(stream, "defaultEncoding", "utf-8");
    json_stream_text(stream, "defaultSourceLanguage", "xml");
    json_stream_text(stream, "language", "en-US");
}

static void write_run(struct sarif *sarif)
{
    struct json_stream *stream = &sarif->stream;
    json_stream_begin_object(stream, NULL);
    write_driver(sarif);
    sarif_invocation_write(sarif);
    json_stream_value(stream, "automationDetails", sarif_invocation_automation(sarif));
    json_stream_value(stream, "versionControlProvenance", sarif_provenance(&sarif->checkout));
    json_stream_value(stream, "originalUriBaseIds", base_ids(sarif));
    write_languages(sarif);
    sarif_location_write_artifacts(sarif);
    sarif_taxonomies_write(sarif);
    sarif_results_write(sarif);
    /* These are known only when everything else is written. */
    sarif_location_write_logical(sarif);
    if (sarif->has_masked) {
        struct json *tokens = json_array();
        json_append_text(tokens, SARIF_REDACTED);
        json_stream_value(stream, "redactionTokens", tokens);
    }
    json_stream_end(stream);
}

static void collect(struct sarif *sarif)
{
    const char *directory = sarif->context->working_directory;
    if (directory != NULL)
        sarif->checkout = sarif_checkout_find(sarif->arena, directory);
    sarif_checkout_complete(sarif->arena, &sarif->checkout, sarif->context->environment);
    sarif->root = sarif->checkout.root != NULL ? sarif->checkout.root : directory;
    sarif_location_collect(sarif);
    sarif_rules_collect(sarif);
    sarif_results_collect(sarif);
    sarif_rules_order(sarif);
    sarif_taxonomies_collect(sarif);
    sarif_invocation_collect(sarif);
}

bool sarif_write(const struct report_context *context, struct output *out)
{
    struct sarif sarif = {.context = context, .arena = arena_new()};
    sarif.artifacts = map_new(sarif.arena, MAP_CASE_SENSITIVE);
    sarif.rules = map_new(sarif.arena, MAP_CASE_SENSITIVE);
    sarif.logical = map_new(sarif.arena, MAP_CASE_SENSITIVE);
    sarif.notifications = map_new(sarif.arena, MAP_CASE_SENSITIVE);
    json_stream_init(&sarif.stream, out);
    collect(&sarif);
    json_stream_begin_object(&sarif.stream, NULL);
    json_stream_text(&sarif.stream, "$schema", SARIF_SCHEMA);
    json_stream_text(&sarif.stream, "version", "2.1.0");
    json_stream_begin_array(&sarif.stream, "runs");
    write_run(&sarif);
    json_stream_end(&sarif.stream);
    json_stream_end(&sarif.stream);
    sarif_fingerprints_free(sarif.fingerprints);
    arena_free(sarif.arena);
    return !out->failed;
}
