/*
 * scan.h - a strict, fast look over the text before the parser sees it.
 *
 * libxml2 needs 22 seconds for one tag of 50,000 attributes, and after an error it reads on, so
 * that a broken quote can hide such a tag. Hence the scan follows the markup exactly, byte by
 * byte, enforces the limits, and stops at the first thing that cannot be XML: what it has not
 * understood to the end is never parsed. It takes a few per cent of the parser's time.
 */
#ifndef IISLINT_SOURCE_SCAN_H
#define IISLINT_SOURCE_SCAN_H

#include "source/source.h"

enum scan_result {
    SCAN_CLEAN,     /* tags, comments, CDATA and instructions follow each other as in XML */
    SCAN_MALFORMED, /* something else; malformed_find() knows how to say what */
    SCAN_DOCTYPE,
    SCAN_TOO_DEEP,
    SCAN_TOO_MANY_ATTRIBUTES
};

/* Scans a NUL-terminated text without NUL inside. `*place` is what the result is about. */
enum scan_result scan_text(const char *text, size_t length, struct span *place);

#endif
