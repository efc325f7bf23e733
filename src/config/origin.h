/*
 * origin.h - where a node of an effective or resolved tree comes from.
 *
 * Made trees (effective sections, the resolved document) are libxml2 trees whose nodes lie in the
 * run's arena: ten thousand sites have half a million of them. Each made element's _private points
 * to its struct origin; each made attribute's _private is the attribute of a source tree that set
 * the value, or NULL for a schema default. The text of an attribute is shared with that attribute
 * or with every other one of this value, so its parent is not the attribute. Nothing of libxml2
 * may free a made node: use origin_release().
 */
#ifndef IISLINT_CONFIG_ORIGIN_H
#define IISLINT_CONFIG_ORIGIN_H

#include "base/map.h"
#include <libxml/tree.h>

struct scope;
struct section;

struct origin {
    const xmlNode *source;     /* the innermost element that contributed, or NULL: all default */
    const struct scope *scope; /* set where a scope begins: at the element that stands for it and at
                                  the root of an effective section; NULL elsewhere */
    const struct section *section; /* at the root of a section; NULL elsewhere */
};

/* The origin of a made element, or NULL for a node of a parsed file. */
const struct origin *origin_of(const xmlNode *made);

/* The source node behind any node or attribute, made or parsed: itself, what set it, or for a
 * default the nearest ancestor that stands in a file. NULL when there is none. */
const xmlNode *origin_source(const xmlNode *node_or_attribute);

/* The source node of a node itself: NULL for a schema default and for an element that nobody wrote. */
const xmlNode *origin_written(const xmlNode *node_or_attribute);

/* The scope that a made node belongs to: its own or that of its nearest ancestor with one. */
const struct scope *origin_scope(const xmlNode *node_or_attribute);

/* The section that a made node belongs to, or NULL outside every section. */
const struct section *origin_section(const xmlNode *node_or_attribute);

/* ---- building made trees ------------------------------------------------------------------- */

/* A document for made nodes, and what was released of them, to be used again. */
struct made {
    struct arena *arena;
    xmlDoc *doc;
    xmlNode *elements;         /* released */
    xmlAttr *attributes;       /* released */
    xmlNode *short_texts[256]; /* shared, by their only byte; [0]: the empty text */
    struct list adopted;       /* xmlNode *: see origin_adopt() */
    const xmlChar *text_name;
};

/* In the arena. The sources of its nodes must outlive it. */
struct made *origin_made_new(struct arena *arena);
void origin_made_free(struct made *made);

/* Adds an element to `parent` (or returns it loose in the document when parent is NULL). */
xmlNode *origin_new_element(struct made *made, xmlNode *parent, const char *name,
                            const xmlNode *source);

/* Gives an element that stands in no tree, and all below it, back for use. */
void origin_release(struct made *made, xmlNode *element);

/* Puts a tree of ordinary nodes last in a made element; freed with the document. */
void origin_adopt(struct made *made, xmlNode *parent, xmlNode *tree);

/* Notes that this made element begins a scope. */
void origin_set_scope(xmlNode *made, const struct scope *scope);

/* Notes that this made element is the root of a section. */
void origin_set_section(xmlNode *made, const struct section *section);

/* Adds an attribute behind `*last` (NULL: the first), which is updated. */
xmlAttr *origin_add_attribute(struct made *made, xmlNode *element, xmlAttr **last, const char *name,
                              const char *value, const xmlAttr *source);

/* Same for a schema default, with a text from origin_text(). */
xmlAttr *origin_add_default(struct made *made, xmlNode *element, xmlAttr **last, const char *name,
                            xmlNode *text);

/* A text node that any number of attributes may have. The value must outlive the document. */
xmlNode *origin_text(struct made *made, const char *value);

#endif
