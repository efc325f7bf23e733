#include "config/origin.h"

#include <stdbool.h>
#include <stdlib.h>

/*
 * libxml2's own flag for a document that was built and not parsed. doc->_private stays NULL: for
 * source_of() it is the struct source of a parsed document.
 */
void origin_mark_document(xmlDoc *doc)
{
    doc->properties |= XML_DOC_USERBUILT;
}

static bool is_made(const xmlNode *node)
{
    return node->doc && (node->doc->properties & XML_DOC_USERBUILT) != 0;
}

const struct origin *origin_of(const xmlNode *made)
{
    return made->type == XML_ELEMENT_NODE && is_made(made) ? made->_private : NULL;
}

const xmlNode *origin_source(const xmlNode *node)
{
    if (!is_made(node))
        return node;
    if (node->type == XML_ATTRIBUTE_NODE) {
        if (node->_private)
            return node->_private;
        node = node->parent;
    }
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const struct origin *origin = node->_private;
        if (origin && origin->source)
            return origin->source;
    }
    return NULL;
}

const struct scope *origin_scope(const xmlNode *node)
{
    if (!is_made(node))
        return NULL;
    if (node->type == XML_ATTRIBUTE_NODE)
        node = node->parent;
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const struct origin *origin = node->_private;
        if (origin && origin->scope)
            return origin->scope;
    }
    return NULL;
}

const struct section *origin_section(const xmlNode *node)
{
    if (!is_made(node))
        return NULL;
    if (node->type == XML_ATTRIBUTE_NODE)
        node = node->parent;
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const struct origin *origin = node->_private;
        if (origin && origin->section)
            return origin->section;
    }
    return NULL;
}

void origin_set_section(xmlNode *made, const struct section *section)
{
    ((struct origin *)made->_private)->section = section;
}

void origin_set_scope(xmlNode *made, const struct scope *scope)
{
    ((struct origin *)made->_private)->scope = scope;
}

xmlNode *origin_new_element(struct arena *arena, xmlDoc *doc, xmlNode *parent, const char *name,
                            const xmlNode *source)
{
    xmlNode *element = xmlNewDocNode(doc, NULL, (const xmlChar *)name, NULL);
    if (!element)
        abort();
    struct origin *origin = arena_alloc(arena, sizeof *origin);
    origin->source = source;
    element->_private = origin;
    if (parent) {
        /* linked by hand: xmlAddChild() looks for text to merge and namespaces to reconcile */
        element->parent = parent;
        element->prev = parent->last;
        if (parent->last)
            parent->last->next = element;
        else
            parent->children = element;
        parent->last = element;
    }
    return element;
}

xmlAttr *origin_add_attribute(xmlNode *element, xmlAttr **last, const char *name,
                              const char *value, const xmlAttr *source)
{
    xmlAttr *attribute = xmlMalloc(sizeof *attribute);
    xmlNode *text = xmlNewDocText(element->doc, NULL);
    if (!attribute || !text)
        abort();
    *attribute = (xmlAttr){0};
    attribute->type = XML_ATTRIBUTE_NODE;
    attribute->name = xmlDictLookup(element->doc->dict, (const xmlChar *)name, -1);
    attribute->parent = element;
    attribute->doc = element->doc;
    attribute->_private = (void *)(uintptr_t)source;
    /* values repeat ("true", pool names): one copy each in the document's dictionary */
    text->content = (xmlChar *)(uintptr_t)xmlDictLookup(element->doc->dict,
                                                        (const xmlChar *)value, -1);
    text->parent = (xmlNode *)attribute;
    attribute->children = attribute->last = text;
    attribute->prev = *last;
    if (*last)
        (*last)->next = attribute;
    else
        element->properties = attribute;
    *last = attribute;
    return attribute;
}
