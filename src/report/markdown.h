/*
 * markdown.h - plain text as Markdown: for help in SARIF and for the rule catalogue.
 */
#ifndef IISLINT_REPORT_MARKDOWN_H
#define IISLINT_REPORT_MARKDOWN_H

#include "base/text.h"

/*
 * Adds prose so that it reads as it is written: what Markdown or HTML would interpret is escaped.
 * Text between backticks is kept as code.
 */
void markdown_add_prose(struct text *text, const char *string);

/* The same for a cell of a table: bars are escaped and line ends become spaces. */
void markdown_add_cell(struct text *text, const char *string);

/* Adds a remedy, prose with lines of code in between (see display.h), and an empty line. */
void markdown_add_remedy(struct text *text, const char *string);

/* Adds a fenced block of code, with a fence that the code does not contain, and an empty line. */
void markdown_add_code(struct text *text, const char *language, const char *code);

#endif
