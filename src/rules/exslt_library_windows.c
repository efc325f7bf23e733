#include "rules/exslt_library.h"

#include <libexslt/exslt.h>

bool exslt_library_register(xmlXPathContext *context, void **library)
{
    *library = NULL;
    return exsltSetsXpathCtxtRegister(context, (const xmlChar *)"set") == 0 &&
           exsltStrXpathCtxtRegister(context, (const xmlChar *)"str") == 0 &&
           exsltMathXpathCtxtRegister(context, (const xmlChar *)"math") == 0;
}
