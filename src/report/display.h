/*
 * display.h - text of unknown origin, made safe and measurable for a terminal.
 *
 * Values out of a configuration file end up in messages and excerpts. A control character or a
 * bidirectional override in them must neither drive the terminal nor make a line read as
 * something else, so each shows as U+FFFD.
 */
#ifndef IISLINT_REPORT_DISPLAY_H
#define IISLINT_REPORT_DISPLAY_H

#include "base/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Columns that a code point takes: 0 for combining marks, 2 for wide East Asian and emoji. */
unsigned display_width(uint32_t code_point);

/* True for a code point that must not reach a terminal as it is. */
bool display_is_unsafe(uint32_t code_point);

/* Adds one line: line ends and tabs become spaces, unsafe characters U+FFFD. */
void display_add_line(struct text *text, const char *string);

/* The same for several lines, each indented by `indent` spaces; ends with a line feed. */
void display_add_block(struct text *text, const char *string, unsigned indent);

/*
 * Adds a piece of a source line with tabs expanded (stops every 4 columns) and returns the column
 * behind it; `column` is the 0-based column at which it starts.
 */
unsigned display_add_source(struct text *text, const char *string, unsigned column);

/*
 * A remedy is prose with code in between, each on lines of their own: a line of code begins with a
 * tag or lacks the punctuation that a sentence ends with.
 */
bool display_is_code(const char *line, size_t length);

/* Adds a number with thousands separators: 9,998. */
void display_add_count(struct text *text, size_t count);

/* Adds "1 error" or "9,998 errors". */
void display_add_plural(struct text *text, size_t count, const char *singular);

#endif
