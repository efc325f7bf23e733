/*
 * source.h - one file as text: bytes become UTF-8 with an index of lines.
 *
 *   bytes -> (BOM, UTF-16) -> UTF-8 text -> scan (limits) -> libxml2 tree whose nodes find their place
 *
 * Offsets everywhere are bytes into `text`. Lines and columns are 1-based; columns count UTF-16
 * code units, as SARIF consumers and editors do. LF, CRLF and a lone CR end a line.
 */
#ifndef IISLINT_SOURCE_SOURCE_H
#define IISLINT_SOURCE_SOURCE_H

#include "base/arena.h"
#include "base/error.h"
#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

enum source_encoding { SOURCE_UTF8, SOURCE_UTF8_BOM, SOURCE_UTF16LE, SOURCE_UTF16BE };

struct span {
    size_t start; /* first byte */
    size_t end;   /* one behind the last byte */
};

struct position {
    unsigned line;
    unsigned column;
};

/* Why a file could not become a tree; a finding is made of it, so it is about the user's file. */
enum source_fault_kind {
    FAULT_NONE,
    FAULT_MALFORMED,           /* not well-formed XML */
    FAULT_ENCODING,            /* invalid UTF-8, odd UTF-16, an encoding that is not read */
    FAULT_DOCTYPE,             /* a document type declaration: refused */
    FAULT_TOO_LARGE,           /* over the size cap */
    FAULT_TOO_DEEP,            /* elements nested deeper than SOURCE_DEPTH_MAX */
    FAULT_TOO_MANY_ATTRIBUTES, /* one tag with more than SOURCE_ATTRIBUTES_MAX */
    FAULT_UNREADABLE           /* the file could not be read at all */
};

struct source_fault {
    enum source_fault_kind kind;
    struct span span;    /* the faulty place, at the fault and not where a parser noticed it */
    const char *message; /* our own words, one sentence; in the arena */
    const char *related; /* "opened here" and the like; NULL when there is none */
    struct span related_span;
};

#define SOURCE_SIZE_MAX ((size_t)256 * 1024 * 1024)
#define SOURCE_DEPTH_MAX 128
#define SOURCE_ATTRIBUTES_MAX 256

struct source {
    const char *path; /* as it is to be shown: relative where the input was; '/' separators */
    const char *text; /* UTF-8 without BOM, NUL-terminated; owned by the source unless borrowed */
    size_t length;
    enum source_encoding encoding;
    size_t byte_length; /* of the file as it is on disk */
    char sha256[65];    /* lower-case hex of the bytes on disk; filled by source_hash() */
    xmlDoc *doc;        /* the tree, owned; NULL after a fault. doc->_private is this source */
    struct source_fault fault;
    /* private to src/source */
    const char *bytes;
    bool borrowed;       /* `bytes` are the program's own */
    size_t *line_starts; /* NULL until asked for, when borrowed */
    size_t line_count;
    size_t *column_marks; /* NULL unless a line is very long */
};

/*
 * Reads and parses a file. Returns NULL with `error` only when the file cannot be read or is no
 * regular file; everything wrong with its content is in `fault`, with doc == NULL.
 * The source is freed with source_free(); its plain data lives in `arena`.
 * `shown_path` is what messages print (NULL: local_path).
 */
struct source *source_load(struct arena *arena, const char *local_path, const char *shown_path,
                           struct error *error);

/* The same from memory; copies the bytes. Never NULL. */
struct source *source_parse(struct arena *arena, const char *shown_path, const char *bytes,
                            size_t length);

/*
 * The same of a file inside the program (base/embedded.h), NULL when there is none of that name. Its
 * text is borrowed, and not examined before it is parsed: the tests have proven it to be sound.
 * `shown_path` NULL: the name.
 */
struct source *source_embedded(struct arena *arena, const char *name, const char *shown_path);

/* The same of any text that outlives the source and is known to be sound. */
struct source *source_trusted(struct arena *arena, const char *shown_path, const char *text,
                              size_t length);

void source_free(struct source *source);

/* The source that a node or attribute of a parsed tree belongs to, or NULL (a made tree). */
struct source *source_of(const xmlNode *node);

struct position source_position(const struct source *source, size_t offset);

/* Number of lines (at least 1) and the span of a 1-based line without its line end. */
size_t source_line_count(const struct source *source);
struct span source_line(const struct source *source, size_t line);

/* Computes sha256 when it is not there yet, and returns it. */
const char *source_hash(struct source *source);

#endif
