/*
 * span.h - from a node of a parsed tree to its exact place in the text.
 *
 * libxml2's own line numbers and pointers are unreliable (16-bit lines, the line where a tag
 * ends, pointers into converted buffers). While parsing, each element remembers the offset behind
 * its start tag in node->_private; the rest is found by re-scanning that one tag when it is asked
 * for, which costs a fraction of a microsecond and only for nodes that have a finding.
 * All functions need nodes of a tree made by source_parse(), else the span is empty (0, 0).
 */
#ifndef IISLINT_SOURCE_SPAN_H
#define IISLINT_SOURCE_SPAN_H

#include "source/source.h"

/* From '<' to behind the '>' of the start tag. */
struct span span_of_start_tag(const xmlNode *element);

/* The element's name in its start tag, with prefix. */
struct span span_of_name(const xmlNode *element);

/* From the '<' of the start tag to behind the '>' of the end tag (the tag itself when empty). */
struct span span_of_element(const xmlNode *element);

/* name="value", whole. */
struct span span_of_attribute(const xmlAttr *attribute);

/* The attribute's name, with prefix. */
struct span span_of_attribute_name(const xmlAttr *attribute);

/* The value between the quotes. */
struct span span_of_attribute_value(const xmlAttr *attribute);

/* A text node's content without surrounding white space, or the comment with its delimiters. */
struct span span_of_text(const xmlNode *text);

/*
 * The logical place as an XPath, e.g.
 * /configuration/location[@path='Shop']/system.webServer/handlers/add[3]/@path. In the arena.
 * Predicates: @path, @name, @key, @id where present and unique enough, else the position.
 */
char *span_xpath(struct arena *arena, const xmlNode *node_or_attribute);

#endif
