/*
 * xpath_functions.h - functions that are useful in rules about anything: text without case,
 * regular expressions, XSLT's key() and current(), and what libexslt offers only inside XSLT.
 */
#ifndef IISLINT_RULES_XPATH_FUNCTIONS_H
#define IISLINT_RULES_XPATH_FUNCTIONS_H

#include "rules/xpath.h"

/* The table of all of them, for registering, checking and documentation. */
const struct xpath_function *xpath_general_functions(size_t *count);

/*
 * The number of arguments of a function that an expression can call: core XPath, libexslt's, a
 * general one or one of the vocabulary (may be NULL). False when there is no such function.
 */
bool xpath_function_arity(const struct xpath_vocabulary *vocabulary, const char *uri,
                          const char *name, size_t name_length, unsigned *minimum,
                          unsigned *maximum);

/* ---- used by the table ---------------------------------------------------------------------- */

/* xpath_text.c: EXSLT strings that need XSLT in libexslt, and text without case. */
void xpath_fn_tokenize(xmlXPathParserContext *call, int count);
void xpath_fn_split(xmlXPathParserContext *call, int count);
void xpath_fn_str_replace(xmlXPathParserContext *call, int count);
void xpath_fn_join(xmlXPathParserContext *call, int count);
void xpath_fn_lower_case(xmlXPathParserContext *call, int count);
void xpath_fn_ends_with(xmlXPathParserContext *call, int count);
void xpath_fn_equals(xmlXPathParserContext *call, int count);
void xpath_fn_matches(xmlXPathParserContext *call, int count);
void xpath_fn_replace(xmlXPathParserContext *call, int count);

#endif
