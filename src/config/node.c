#include "config/node.h"

#include "base/text.h"

bool node_is(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && text_is((const char *)node->name, name);
}

const char *node_value(const xmlAttr *attribute)
{
    const xmlNode *text = attribute->children;
    return text && text->content ? (const char *)text->content : "";
}

xmlAttr *node_find_attribute(const xmlNode *element, const char *name)
{
    for (xmlAttr *a = element->properties; a; a = a->next)
        if (!a->ns && text_is((const char *)a->name, name))
            return a;
    return NULL;
}

const char *node_attribute(const xmlNode *element, const char *name)
{
    const xmlAttr *attribute = node_find_attribute(element, name);
    return attribute ? node_value(attribute) : NULL;
}

xmlNode *node_child(const xmlNode *element, const char *name)
{
    for (xmlNode *child = element->children; child; child = child->next)
        if (node_is(child, name))
            return child;
    return NULL;
}

xmlNode *node_element(xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

bool node_flag(const xmlNode *element, const char *name, bool fallback)
{
    const char *value = node_attribute(element, name);
    if (text_equals_nocase(value, "true"))
        return true;
    return text_equals_nocase(value, "false") ? false : fallback;
}
