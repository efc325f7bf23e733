/*
 * functions.h - the vocabulary of rules about a server: what is in force where, who runs what, what
 * the facts say. rules/README.md has the table for those who write rules.
 *
 * The user pointer of an evaluator with this vocabulary is a `struct document *` (document.h).
 * General functions (equals, matches, if, join, ...) are in xpath_functions.c.
 */
#ifndef IISLINT_RULES_FUNCTIONS_H
#define IISLINT_RULES_FUNCTIONS_H

#include "rules/xpath.h"

extern const struct xpath_vocabulary functions_vocabulary;

/*
 * True for the elements and attributes that functions themselves read from the document, whether a
 * rule mentions them or not: whoever decides what is in the document has to keep these.
 */
bool functions_need(const char *name);

#endif
