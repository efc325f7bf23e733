#include "facts/item.h"

#include "base/text.h"

#include <string.h>

const char *item_get(const xmlNode *element, const char *name)
{
    for (const xmlAttr *a = element->properties; a != NULL; a = a->next) {
        if (a->ns != NULL || !text_is((const char *)a->name, name))
            continue;
        /* Entities other than the predefined ones cannot occur, so a value is one text node. */
        return a->children == NULL || a->children->content == NULL
                   ? ""
                   : (const char *)a->children->content;
    }
    return NULL;
}

bool item_is(const xmlNode *element, const char *name, const char *value)
{
    const char *found = item_get(element, name);
    return found != NULL && strcmp(found, value) == 0;
}

xmlNode *item_next(xmlNode *node, const char *name)
{
    while (node != NULL && (node->type != XML_ELEMENT_NODE ||
                            (name != NULL && strcmp((const char *)node->name, name) != 0)))
        node = node->next;
    return node;
}
