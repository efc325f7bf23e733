/*
 * fill.h - prose filled to the width of a terminal.
 */
#ifndef IISLINT_CLI_FILL_H
#define IISLINT_CLI_FILL_H

#include "report/output.h"
#include <stddef.h>

/*
 * Writes one paragraph: the first line goes on at `column`, later lines are indented by `indent`.
 * Ends with a line feed.
 */
void fill_write(struct output *out, const char *paragraph, size_t column, size_t indent);

/* Writes paragraphs that empty lines separate, all indented, with empty lines between them. */
void fill_write_all(struct output *out, const char *text, size_t indent);

/* The same for a remedy, whose lines of code stay as they are (see report/display.h). */
void fill_write_remedy(struct output *out, const char *text, size_t indent);

/* Calls `each` with every paragraph of a text. */
void fill_each_paragraph(const char *text, void (*each)(struct output *, const char *),
                         struct output *out);

#endif
