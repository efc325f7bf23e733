#include "config/origin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* Names and values that come from a schema are in the dictionary already: see schema_intern(). */
static const xmlChar *interned(const xmlDoc *doc, const char *text)
{
    return xmlDictOwns(doc->dict, (const xmlChar *)text) == 1
               ? (const xmlChar *)text
               : xmlDictLookup(doc->dict, (const xmlChar *)text, -1);
}

/* By hand, as are the links: xmlAddChild() looks for text to merge and namespaces to reconcile,
 * and ten thousand sites make half a million of these. */
xmlNode *origin_new_element(struct arena *arena, xmlDoc *doc, xmlNode *parent, const char *name,
                            const xmlNode *source)
{
    xmlNode *element = xmlMalloc(sizeof *element);
    if (!element)
        arena_out_of_memory();
    *element = (xmlNode){.type = XML_ELEMENT_NODE, .name = interned(doc, name), .doc = doc};
    struct origin *origin = arena_alloc(arena, sizeof *origin);
    origin->source = source;
    element->_private = origin;
    if (parent) {
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

/*
 * The text of a value. A short one lies in two unused fields of the node itself, as libxml2 does
 * with XML_PARSE_COMPACT; a schema's default is shared.
 */
static xmlNode *new_text(xmlDoc *doc, const char *value)
{
    xmlNode *text = xmlNewDocText(doc, NULL);
    if (!text)
        arena_out_of_memory();
    size_t length = strlen(value);
    if (length < sizeof text->properties + sizeof text->psvi) {
        text->content = (xmlChar *)&text->properties;
        memcpy(text->content, value, length + 1);
    } else {
        text->content = xmlDictOwns(doc->dict, (const xmlChar *)value) == 1
                            ? (xmlChar *)(uintptr_t)value
                            : xmlStrdup((const xmlChar *)value);
    }
    return text;
}

xmlAttr *origin_add_attribute(xmlNode *element, xmlAttr **last, const char *name, const char *value,
                              const xmlAttr *source)
{
    xmlAttr *attribute = xmlMalloc(sizeof *attribute);
    if (!attribute)
        arena_out_of_memory();
    xmlNode *text = new_text(element->doc, value);
    *attribute = (xmlAttr){.type = XML_ATTRIBUTE_NODE,
                           .name = interned(element->doc, name),
                           .parent = element,
                           .doc = element->doc,
                           ._private = (void *)(uintptr_t)source,
                           .children = text,
                           .last = text,
                           .prev = *last};
    text->parent = (xmlNode *)attribute;
    if (*last)
        (*last)->next = attribute;
    else
        element->properties = attribute;
    *last = attribute;
    return attribute;
}
