#include "config/origin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static bool is_made(const xmlNode *node)
{
    return node->doc && (node->doc->properties & XML_DOC_USERBUILT) != 0;
}

const struct origin *origin_of(const xmlNode *made)
{
    return made->type == XML_ELEMENT_NODE && is_made(made) ? made->_private : NULL;
}

static bool has_source(const struct origin *origin)
{
    return origin->source != NULL;
}

static bool has_scope(const struct origin *origin)
{
    return origin->scope != NULL;
}

static bool has_section(const struct origin *origin)
{
    return origin->section != NULL;
}

/* The origin of the nearest element, from the node itself outwards, that has what is asked for. */
static const struct origin *nearest(const xmlNode *node, bool (*has)(const struct origin *origin))
{
    if (!is_made(node))
        return NULL;
    if (node->type == XML_ATTRIBUTE_NODE)
        node = node->parent;
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const struct origin *origin = node->_private;
        if (origin && has(origin))
            return origin;
    }
    return NULL;
}

const xmlNode *origin_source(const xmlNode *node)
{
    if (!is_made(node))
        return node;
    if (node->type == XML_ATTRIBUTE_NODE && node->_private)
        return node->_private;
    const struct origin *origin = nearest(node, has_source);
    return origin ? origin->source : NULL;
}

const xmlNode *origin_written(const xmlNode *node)
{
    if (!is_made(node))
        return node;
    if (node->type == XML_ATTRIBUTE_NODE)
        return node->_private;
    const struct origin *origin = origin_of(node);
    return origin ? origin->source : NULL;
}

const struct scope *origin_scope(const xmlNode *node)
{
    const struct origin *origin = nearest(node, has_scope);
    return origin ? origin->scope : NULL;
}

const struct section *origin_section(const xmlNode *node)
{
    const struct origin *origin = nearest(node, has_section);
    return origin ? origin->section : NULL;
}

void origin_set_section(xmlNode *made, const struct section *section)
{
    ((struct origin *)made->_private)->section = section;
}

void origin_set_scope(xmlNode *made, const struct scope *scope)
{
    ((struct origin *)made->_private)->scope = scope;
}

/* ---- building ------------------------------------------------------------------------------- */

/* An element with its origin behind it. */
struct made_element {
    xmlNode node;
    struct origin origin;
};

/* The name that libxml2 gives text nodes: one constant of its own, told by any such node. */
static const xmlChar *name_of_texts(void)
{
    xmlNode *text = xmlNewText(NULL);
    if (!text)
        arena_out_of_memory();
    const xmlChar *name = text->name;
    xmlFreeNode(text);
    return name;
}

/*
 * XML_DOC_USERBUILT is libxml2's own flag for a document that was built and not parsed.
 * doc->_private stays NULL: for source_of() it is the struct source of a parsed document.
 */
struct made *origin_made_new(struct arena *arena)
{
    struct made *made = arena_alloc(arena, sizeof *made);
    made->arena = arena;
    made->doc = xmlNewDoc((const xmlChar *)"1.0");
    if (!made->doc)
        arena_out_of_memory();
    made->doc->dict = xmlDictCreate();
    made->text_name = name_of_texts();
    made->doc->properties |= XML_DOC_USERBUILT;
    return made;
}

void origin_made_free(struct made *made)
{
    made->doc->children = made->doc->last = NULL; /* the arena's */
    for (size_t i = 0; i < made->adopted.count; i++) {
        xmlUnlinkNode(made->adopted.items[i]);
        xmlFreeNode(made->adopted.items[i]);
    }
    xmlFreeDoc(made->doc);
}

void origin_adopt(struct made *made, xmlNode *parent, xmlNode *tree)
{
    xmlAddChild(parent, tree);
    list_add(&made->adopted, made->arena, tree);
}

/* Names and values that come from a schema are in the dictionary already: see schema_intern(). */
static const xmlChar *interned(const xmlDoc *doc, const char *text)
{
    return xmlDictOwns(doc->dict, (const xmlChar *)text) == 1
               ? (const xmlChar *)text
               : xmlDictLookup(doc->dict, (const xmlChar *)text, -1);
}

static xmlNode *allocate_element(struct made *made)
{
    xmlNode *element = made->elements;
    if (!element)
        return arena_alloc(made->arena, sizeof(struct made_element));
    made->elements = element->next;
    return element;
}

/* By hand, as are the links: xmlAddChild() looks for text to merge and namespaces to reconcile. */
xmlNode *origin_new_element(struct made *made, xmlNode *parent, const char *name,
                            const xmlNode *source)
{
    xmlNode *element = allocate_element(made);
    struct origin *origin = &((struct made_element *)element)->origin;
    *origin = (struct origin){.source = source};
    *element = (xmlNode){.type = XML_ELEMENT_NODE,
                         .name = interned(made->doc, name),
                         .doc = made->doc,
                         ._private = origin,
                         .parent = parent};
    if (parent) {
        element->prev = parent->last;
        if (parent->last)
            parent->last->next = element;
        else
            parent->children = element;
        parent->last = element;
    }
    return element;
}

void origin_release(struct made *made, xmlNode *element)
{
    for (xmlNode *child = element->children, *next; child; child = next) {
        next = child->next;
        origin_release(made, child);
    }
    for (xmlAttr *a = element->properties, *next; a; a = next) {
        next = a->next;
        a->next = made->attributes;
        made->attributes = a;
    }
    element->next = made->elements;
    made->elements = element;
}

static xmlNode *new_text(struct made *made, const char *value)
{
    xmlNode *text = arena_alloc(made->arena, sizeof *text);
    text->type = XML_TEXT_NODE;
    text->name = made->text_name;
    text->doc = made->doc;
    text->content = (xmlChar *)(uintptr_t)value;
    return text;
}

xmlNode *origin_text(struct made *made, const char *value)
{
    if (value[0] && value[1])
        return new_text(made, value);
    xmlNode **text = &made->short_texts[(unsigned char)value[0]];
    if (!*text)
        *text = new_text(made, arena_strdup(made->arena, value));
    return *text;
}

/*
 * The text of the attribute that set the value, when that is unchanged. libxml2 looks at the first
 * two bytes to compare values and, where there are fewer, goes on to what follows the text or its
 * parents: so a short text has its own node, without a parent.
 */
static xmlNode *text_for(struct made *made, const char *value, const xmlAttr *source)
{
    if (!value[0] || !value[1])
        return origin_text(made, value);
    xmlNode *text = source ? source->children : NULL;
    bool same = text && !text->next && (const char *)text->content == value;
    return same ? text : new_text(made, arena_strdup(made->arena, value));
}

xmlAttr *origin_add_default(struct made *made, xmlNode *element, xmlAttr **last, const char *name,
                            xmlNode *text)
{
    xmlAttr *attribute = made->attributes;
    if (attribute)
        made->attributes = attribute->next;
    else
        attribute = arena_alloc(made->arena, sizeof *attribute);
    *attribute = (xmlAttr){.type = XML_ATTRIBUTE_NODE,
                           .name = interned(made->doc, name),
                           .parent = element,
                           .doc = made->doc,
                           .children = text,
                           .last = text,
                           .prev = *last};
    if (*last)
        (*last)->next = attribute;
    else
        element->properties = attribute;
    *last = attribute;
    return attribute;
}

xmlAttr *origin_add_attribute(struct made *made, xmlNode *element, xmlAttr **last, const char *name,
                              const char *value, const xmlAttr *source)
{
    xmlAttr *attribute =
        origin_add_default(made, element, last, name, text_for(made, value, source));
    attribute->_private = (void *)(uintptr_t)source;
    return attribute;
}
