/*
 * origin.h - where a node of an effective or resolved tree comes from.
 *
 * Made trees (effective sections, the resolved document) are plain libxml2 trees. Each made
 * element's _private points to a struct origin in the run's arena; each made attribute's _private
 * is the attribute of a source tree that set the value, or NULL for a schema default.
 */
#ifndef IISLINT_CONFIG_ORIGIN_H
#define IISLINT_CONFIG_ORIGIN_H

#include "base/arena.h"
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

/* The scope that a made node belongs to: its own or that of its nearest ancestor with one. */
const struct scope *origin_scope(const xmlNode *node_or_attribute);

/* The section that a made node belongs to, or NULL outside every section. */
const struct section *origin_section(const xmlNode *node_or_attribute);

/* ---- building made trees ------------------------------------------------------------------- */

/* Marks a document as made, so that origin_of() tells its nodes from parsed ones. */
void origin_mark_document(xmlDoc *doc);

/* Adds an element to `parent` (or returns it loose in `doc` when parent is NULL). */
xmlNode *origin_new_element(struct arena *arena, xmlDoc *doc, xmlNode *parent, const char *name,
                            const xmlNode *source);

/* Notes that this made element begins a scope. */
void origin_set_scope(xmlNode *made, const struct scope *scope);

/* Notes that this made element is the root of a section. */
void origin_set_section(xmlNode *made, const struct section *section);

/* Adds an attribute behind `*last` (NULL: the first), which is updated. */
xmlAttr *origin_add_attribute(xmlNode *element, xmlAttr **last, const char *name,
                              const char *value, const xmlAttr *source);

#endif
