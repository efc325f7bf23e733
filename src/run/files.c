/*
 * The files of a run as the public header shows them: with secrets masked.
 */
#include "run/run.h"

#include "base/text.h"
#include "source/span.h"
#include <string.h>

struct iislint_file *run_file(struct iislint *run, struct source *source)
{
    struct iislint_file *file = map_find(run->files_by_source, source->path);
    if (file && file->source == source)
        return file;
    for (size_t i = 0; file && i < run->files.count; i++) {
        file = run->files.items[i]; /* two inputs show the same path: look them all through */
        if (file->source == source)
            return file;
    }
    file = arena_alloc(run->arena, sizeof *file);
    file->source = source;
    file->secrets = run->secrets;
    file->arena = run->arena;
    list_add(&run->files, run->arena, file);
    if (!map_find(run->files_by_source, source->path))
        map_set(run->files_by_source, source->path, file);
    return file;
}

static bool is_facts(const struct iislint *run, const struct source *source)
{
    for (size_t i = 0; i < run->facts.count; i++)
        if (source_of(facts_root(run->facts.items[i])) == source)
            return true;
    return false;
}

size_t run_count_files(const struct iislint *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->files.count; i++) {
        const struct iislint_file *file = run->files.items[i];
        count += is_facts(run, file->source) ? 0 : 1;
    }
    return count;
}

/* ---- places --------------------------------------------------------------------------------- */

static struct iislint_region region_of(const struct source *source, struct span span)
{
    struct position start = source_position(source, span.start);
    struct position end = source_position(source, span.end);
    return (struct iislint_region){start.line, start.column, end.line,
                                   end.column, span.start,   span.end};
}

struct iislint_place run_place(struct iislint *run, struct source *source, struct span span,
                               const xmlNode *node)
{
    if (span.end <= span.start)
        span = source_line(source, source_position(source, span.start).line);
    return (struct iislint_place){.file = run_file(run, source),
                                  .region = region_of(source, span),
                                  .xpath = node ? span_xpath(run->arena, node) : NULL,
                                  .is_attribute = node && node->type == XML_ATTRIBUTE_NODE};
}

static struct span span_of_node(const xmlNode *node)
{
    if (node->type == XML_ATTRIBUTE_NODE)
        return span_of_attribute((const xmlAttr *)node);
    if (node->type == XML_ELEMENT_NODE)
        return span_of_start_tag(node);
    return span_of_text(node);
}

struct iislint_place run_place_of_node(struct iislint *run, const xmlNode *node)
{
    struct source *source = source_of(node);
    if (!source)
        return (struct iislint_place){0};
    if (node->type == XML_DOCUMENT_NODE)
        return run_place(run, source, (struct span){0, 0}, NULL);
    return run_place(run, source, span_of_node(node), node);
}

/* ---- the public view ------------------------------------------------------------------------ */

const char *iislint_file_path(const struct iislint_file *file)
{
    return file->source->path;
}

const char *iislint_file_sha256(const struct iislint_file *file)
{
    return source_hash(file->source);
}

size_t iislint_file_byte_length(const struct iislint_file *file)
{
    return file->source->byte_length;
}

const char *iislint_file_encoding(const struct iislint_file *file)
{
    enum source_encoding encoding = file->source->encoding;
    return encoding == SOURCE_UTF16LE || encoding == SOURCE_UTF16BE ? "utf-16" : "utf-8";
}

size_t iislint_file_line_count(const struct iislint_file *file)
{
    return source_line_count(file->source);
}

const char *iislint_file_text(const struct iislint_file *file, size_t *length)
{
    *length = file->source->length;
    return file->source->text;
}

static void find_secrets(struct iislint_file *file)
{
    if (file->secrets_known)
        return;
    file->secrets_known = true;
    if (file->secrets)
        file->secret = secret_spans(file->secrets, file->arena, file->source, &file->secret_count);
}

static void add_masked(struct text *masked, const char *text, struct span secret)
{
    text_add(masked, SECRET_MASK);
    for (size_t i = secret.start; i < secret.end; i++)
        if (text[i] == '\r' || text[i] == '\n')
            text_add_char(masked, text[i]);
}

const char *iislint_file_masked_text(const struct iislint_file *constant, size_t *length)
{
    struct iislint_file *file = (struct iislint_file *)(uintptr_t)constant;
    find_secrets(file);
    if (file->secret_count == 0)
        return iislint_file_text(file, length);
    if (!file->masked) {
        const char *text = file->source->text;
        struct text masked = {0};
        size_t at = 0;
        for (size_t i = 0; i < file->secret_count; at = file->secret[i++].end) {
            text_add_bytes(&masked, text + at, file->secret[i].start - at);
            add_masked(&masked, text, file->secret[i]);
        }
        text_add_bytes(&masked, text + at, file->source->length - at);
        file->masked_length = masked.length;
        file->masked = arena_strndup(file->arena, text_string(&masked), masked.length);
        text_fini(&masked);
    }
    *length = file->masked_length;
    return file->masked;
}

/* The first secret that ends behind `offset`. */
static size_t first_secret(const struct iislint_file *file, size_t offset)
{
    size_t low = 0, high = file->secret_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->secret[middle].end <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *iislint_file_excerpt(const struct iislint_file *constant, size_t start, size_t end,
                                 bool *masked)
{
    struct iislint_file *file = (struct iislint_file *)(uintptr_t)constant;
    const char *text = file->source->text;
    if (end > file->source->length)
        end = file->source->length;
    if (start > end)
        start = end;
    find_secrets(file);
    size_t number = first_secret(file, start);
    bool any = number < file->secret_count && file->secret[number].start < end;
    if (masked)
        *masked = any;
    if (!any)
        return arena_strndup(file->arena, text + start, end - start);
    struct text excerpt = {0};
    for (; number < file->secret_count && file->secret[number].start < end; number++) {
        struct span secret = file->secret[number];
        if (secret.start > start)
            text_add_bytes(&excerpt, text + start, secret.start - start);
        text_add(&excerpt, SECRET_MASK);
        start = secret.end < end ? secret.end : end;
    }
    text_add_bytes(&excerpt, text + start, end - start);
    char *result = arena_strdup(file->arena, text_string(&excerpt));
    text_fini(&excerpt);
    return result;
}

const char *iislint_file_line(const struct iislint_file *file, size_t line)
{
    struct span span = source_line(file->source, line);
    return iislint_file_excerpt(file, span.start, span.end, NULL);
}
