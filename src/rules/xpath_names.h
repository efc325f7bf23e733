/*
 * xpath_names.h - which nodes of a document an XPath expression can see, by name.
 */
#ifndef IISLINT_RULES_XPATH_NAMES_H
#define IISLINT_RULES_XPATH_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Called with a name that the expression can see: of a name test, or of a step in a string literal
 * ('system.webServer/handlers' has two). NULL: it looks at nodes without naming them. `anywhere`: of
 * this name wherever they stand (`//name`), not only below nodes that it has.
 */
typedef void xpath_name_seen(void *context, const char *name, size_t length, bool anywhere);

/* Calls `each` for every name, also several times for one. An expression that does not scan is
 * read up to there. */
void xpath_each_name(const char *expression, xpath_name_seen *each, void *context);

#endif
