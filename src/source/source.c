#include "source/source.h"

#include "base/embedded.h"
#include "base/path.h"
#include "base/text.h"
#include "source/digest.h"
#include "source/encoding.h"
#include "source/lines.h"
#include "source/malformed.h"
#include "source/parser.h"
#include "source/scan.h"
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

/* ---- from bytes to a tree ----------------------------------------------------------------- */

static void set_fault(struct source *source, enum source_fault_kind kind, struct span span,
                      const char *message)
{
    source->fault.kind = kind;
    source->fault.span = span;
    source->fault.message = message;
}

static void report_forbidden(struct source *source, struct arena *arena, size_t offset)
{
    const char *after = source->text + offset;
    unsigned code = (unsigned)text_utf8_next(&after);
    struct span span = {offset, (size_t)(after - source->text)};
    set_fault(source, FAULT_MALFORMED, span,
              arena_printf(arena, "the character U+%04X may not stand in XML", code));
}

static void report_scan(struct source *source, struct arena *arena, enum scan_result result,
                        struct span place)
{
    switch (result) {
    case SCAN_CLEAN:
        break;
    case SCAN_MALFORMED:
        if (!malformed_find(source, arena))
            set_fault(source, FAULT_MALFORMED, place, parser_describe(0));
        break;
    case SCAN_DOCTYPE:
        set_fault(source, FAULT_DOCTYPE, place,
                  "a document type declaration is refused: IIS configuration has no use for one");
        break;
    case SCAN_TOO_DEEP:
        set_fault(source, FAULT_TOO_DEEP, place,
                  arena_printf(arena, "elements are nested deeper than %d", SOURCE_DEPTH_MAX));
        break;
    case SCAN_TOO_MANY_ATTRIBUTES:
        set_fault(
            source, FAULT_TOO_MANY_ATTRIBUTES, place,
            arena_printf(arena, "the tag has more than %d attributes", SOURCE_ATTRIBUTES_MAX));
        break;
    }
}

/* What only the parser found: details of the XML declaration and of names. */
static void report_parser_error(struct source *source, const struct parser_error *error)
{
    const char *declaration_end =
        text_starts_with(source->text, "<?xml") ? strstr(source->text, "?>") : NULL;
    bool in_declaration =
        declaration_end != NULL && error->offset <= (size_t)(declaration_end - source->text) + 2;
    int code = in_declaration ? XML_ERR_XMLDECL_NOT_FINISHED : error->code;
    size_t start = in_declaration ? 0 : error->offset;
    set_fault(source, FAULT_MALFORMED, (struct span){start, error->offset}, parser_describe(code));
}

/* Makes the tree, or a fault, of a decoded text. */
static void build(struct source *source, struct arena *arena)
{
    size_t forbidden = lines_index(source);
    if (source->fault.kind != FAULT_NONE)
        return;
    if (forbidden < source->length) {
        report_forbidden(source, arena, forbidden);
        return;
    }
    struct span place = {0, 0};
    enum scan_result result = scan_text(source->text, source->length, &place);
    if (result != SCAN_CLEAN) {
        report_scan(source, arena, result, place);
        return;
    }
    struct parser_error error = {0};
    source->doc = parser_parse(source, &error);
    if (source->doc != NULL)
        source->doc->_private = source;
    else if (!malformed_find(source, arena))
        report_parser_error(source, &error);
}

/* A copy on the heap with a NUL behind it. */
static char *copy_bytes(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy == NULL)
        arena_out_of_memory();
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

/* Takes over `bytes`. */
static struct source *make(struct arena *arena, const char *shown_path, char *bytes, size_t length)
{
    struct source *source = arena_alloc(arena, sizeof *source);
    source->path = arena_strdup(arena, shown_path);
    source->bytes = bytes;
    source->byte_length = length;
    encoding_decode(source, arena);
    build(source, arena);
    return source;
}

/* A source without content: what is over the cap is not even looked at. */
static struct source *make_too_large(struct arena *arena, const char *shown_path)
{
    struct source *source = make(arena, shown_path, copy_bytes("", 0), 0);
    const char *message =
        arena_printf(arena, "the file is larger than %zu MiB", SOURCE_SIZE_MAX / 1024 / 1024);
    set_fault(source, FAULT_TOO_LARGE, (struct span){0, 0}, message);
    return source;
}

struct source *source_load(struct arena *arena, const char *local_path, const char *shown_path,
                           struct error *error)
{
    if (shown_path == NULL)
        shown_path = local_path;
    size_t length = 0;
    char *bytes = path_read(local_path, SOURCE_SIZE_MAX, &length, error);
    if (bytes != NULL)
        return make(arena, shown_path, bytes, length);
    return length > SOURCE_SIZE_MAX ? make_too_large(arena, shown_path) : NULL;
}

struct source *source_parse(struct arena *arena, const char *shown_path, const char *bytes,
                            size_t length)
{
    if (length > SOURCE_SIZE_MAX)
        return make_too_large(arena, shown_path);
    return make(arena, shown_path, copy_bytes(bytes, length), length);
}

struct source *source_trusted(struct arena *arena, const char *shown_path, const char *text,
                              size_t length)
{
    struct source *source = arena_alloc(arena, sizeof *source);
    source->path = arena_strdup(arena, shown_path);
    source->bytes = source->text = text;
    source->byte_length = source->length = length;
    source->borrowed = true;
    struct parser_error error = {0};
    source->doc = parser_parse(source, &error);
    if (source->doc != NULL)
        source->doc->_private = source;
    else
        report_parser_error(source, &error);
    return source;
}

struct source *source_embedded(struct arena *arena, const char *name, const char *shown_path)
{
    const struct embedded_file *file = embedded_find(name);
    return file == NULL ? NULL
                        : source_trusted(arena, shown_path == NULL ? name : shown_path,
                                         (const char *)file->data, file->size);
}

void source_free(struct source *source)
{
    if (source == NULL)
        return;
    xmlFreeDoc(source->doc);
    if (encoding_owns_text(source))
        free((char *)source->text);
    if (!source->borrowed)
        free((char *)source->bytes);
    free(source->line_starts);
    free(source->column_marks);
    /* The rest is the arena's; what is left there must not look alive. */
    source->doc = NULL;
    source->text = NULL;
    source->bytes = NULL;
    source->line_starts = NULL;
    source->column_marks = NULL;
}

/* ---- questions ---------------------------------------------------------------------------- */

struct source *source_of(const xmlNode *node)
{
    return node == NULL || node->doc == NULL ? NULL : node->doc->_private;
}

const char *source_hash(struct source *source)
{
    if (source->sha256[0] == '\0') {
        uint8_t digest[32];
        digest_sha256(source->bytes, source->byte_length, digest);
        digest_hex(digest, sizeof digest, source->sha256);
    }
    return source->sha256;
}
