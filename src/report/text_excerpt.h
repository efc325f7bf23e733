/*
 * text_excerpt.h - the source line of a place with its span underlined.
 *
 *      12 |     <add name="Shop" autoStart="true">
 *         |          ^~~~~~~~~~~
 *
 * The line is shown with secrets masked, so columns are counted on what is printed. A very long
 * line is cut round the span; of a span over several lines the first one is shown.
 */
#ifndef IISLINT_REPORT_TEXT_EXCERPT_H
#define IISLINT_REPORT_TEXT_EXCERPT_H

#include "iislint.h"
#include "report/output.h"
#include "report/text_style.h"

/* Writes the two lines; nothing when the place has no file. */
void text_excerpt_write(struct output *out, const struct iislint_place *place,
                        const struct text_style *style);

#endif
