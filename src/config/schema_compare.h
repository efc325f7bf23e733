/*
 * schema_compare.h - two schemas side by side: the built-in one and a server's own.
 */
#ifndef IISLINT_CONFIG_SCHEMA_COMPARE_H
#define IISLINT_CONFIG_SCHEMA_COMPARE_H

#include "config/schema.h"

/*
 * Calls `each` with a line for every difference, in a stable order:
 *
 *     only-theirs PATH                    they declare it, we do not
 *     only-ours PATH                      the other way round
 *     differs PATH WORD: ours=X theirs=Y  the declaration's word differs; (absent) where there is none
 *
 * PATH is section/element, [add] for the entries of a collection, @name for an attribute, =Name for
 * a value of an enum or flags. What only we have is no difference when it comes with an add-on or an
 * optional feature, since a server need not have that. Words that say nothing more than leaving
 * them out (required="false") are equal to absent ones.
 */
void schema_compare(const struct schema *ours, const struct schema *theirs, struct arena *arena,
                    void (*each)(void *context, const char *line), void *context);

#endif
