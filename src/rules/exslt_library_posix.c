#include "rules/exslt_library.h"

#include "base/library.h"

typedef int registering(xmlXPathContext *context, const xmlChar *prefix);

static bool add(void *library, const char *name, xmlXPathContext *context, const char *prefix)
{
    registering *function;
    return library_find(library, name, &function) &&
           function(context, (const xmlChar *)prefix) == 0;
}

bool exslt_library_register(xmlXPathContext *context, void **library)
{
    *library = library_open(EXSLT_LIBRARY_FILE);
    return *library != NULL && add(*library, "exsltSetsXpathCtxtRegister", context, "set") &&
           add(*library, "exsltStrXpathCtxtRegister", context, "str") &&
           add(*library, "exsltMathXpathCtxtRegister", context, "math");
}
