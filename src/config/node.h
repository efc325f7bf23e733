/*
 * node.h - small questions to a node of a configuration tree.
 */
#ifndef IISLINT_CONFIG_NODE_H
#define IISLINT_CONFIG_NODE_H

#include <libxml/tree.h>
#include <stdbool.h>

/* True for an element without namespace prefix rules: IIS compares the local name exactly. */
bool node_is(const xmlNode *node, const char *name);

/* The value of an attribute without namespace: "" when empty, NULL when absent. Borrowed. */
const char *node_attribute(const xmlNode *element, const char *name);

/* The attribute itself, or NULL. */
xmlAttr *node_find_attribute(const xmlNode *element, const char *name);

/* The value of an attribute; never NULL. Borrowed from the tree. */
const char *node_value(const xmlAttr *attribute);

/* The first child element of that name, or NULL. */
xmlNode *node_child(const xmlNode *element, const char *name);

/* The next element among the siblings, starting with `node` itself. */
xmlNode *node_element(xmlNode *node);

/* true/false as IIS reads a bool; `fallback` for anything else. */
bool node_flag(const xmlNode *element, const char *name, bool fallback);

#endif
