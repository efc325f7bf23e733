/*
 * exslt_library.h - the functions of EXSLT, loaded when an expression calls one.
 *
 * Most rules do with the functions of xpath_functions.c, and libexslt brings libxslt and a library
 * of cryptography with it: see base/library.h.
 */
#ifndef IISLINT_RULES_EXSLT_LIBRARY_H
#define IISLINT_RULES_EXSLT_LIBRARY_H

#include <libxml/xpath.h>
#include <stdbool.h>

#define EXSLT_MATH "http://exslt.org/math"
#define EXSLT_SETS "http://exslt.org/sets"
#define EXSLT_STRINGS "http://exslt.org/strings"

/*
 * Registers the functions of the three namespaces; none of them may be there already. `*library` is
 * to be closed with library_close() after the context is freed. False when libexslt is not installed.
 */
bool exslt_library_register(xmlXPathContext *context, void **library);

#endif
