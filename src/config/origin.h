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

struct origin {
    const xmlNode *source;     /* the innermost element that contributed, or NULL: all default */
    const struct scope *scope; /* the scope at which it is in force */
};

/* The origin of a made element, or NULL for a node of a parsed file. */
const struct origin *origin_of(const xmlNode *made);

/* The source node behind any node or attribute, made or parsed: itself, what set it, or for a
 * default the nearest ancestor that stands in a file. NULL when there is none. */
const xmlNode *origin_source(const xmlNode *node_or_attribute);

/* ---- building made trees ------------------------------------------------------------------- */

/* Marks a document as made, so that origin_of() tells its nodes from parsed ones. */
void origin_mark_document(xmlDoc *doc);

/* Adds an element to `parent` (or returns it loose in `doc` when parent is NULL). */
xmlNode *origin_new_element(struct arena *arena, xmlDoc *doc, xmlNode *parent, const char *name,
                            const xmlNode *source, const struct scope *scope);

/* Adds an attribute behind `*last` (NULL: the first), which is updated. */
xmlAttr *origin_add_attribute(xmlNode *element, xmlAttr **last, const char *name,
                              const char *value, const xmlAttr *source);

#endif
