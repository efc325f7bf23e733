/*
 * lines.h - where the lines of a text start, and the first character that XML forbids.
 *
 * Both questions are about control characters, so one pass answers them.
 */
#ifndef IISLINT_SOURCE_LINES_H
#define IISLINT_SOURCE_LINES_H

#include "source/source.h"

/*
 * Fills `line_starts`, `line_count` and `column_marks`. Returns the offset of the first character that may not
 * stand in XML (a control character, U+FFFE or U+FFFF), or `length` when there is none.
 */
size_t lines_index(struct source *source);

#endif
