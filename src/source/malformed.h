/*
 * malformed.h - why a text is not well-formed XML, said at the fault.
 *
 * A parser reports where it stood when it noticed: a missing quote one line late, an unclosed tag
 * at the end of the file. So a text that failed is read once more, slowly, by a reader that knows
 * what people get wrong. Messages name tags and attributes but never quote a value: behind a
 * broken quote there may be a password.
 */
#ifndef IISLINT_SOURCE_MALFORMED_H
#define IISLINT_SOURCE_MALFORMED_H

#include "source/source.h"

/* Fills `fault` of a source; false when the fault is none that this reader knows. */
bool malformed_find(struct source *source, struct arena *arena);

#endif
