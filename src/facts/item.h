/*
 * item.h - attributes of the elements in facts and account data.
 */
#ifndef IISLINT_FACTS_ITEM_H
#define IISLINT_FACTS_ITEM_H

#include <libxml/tree.h>
#include <stdbool.h>

/* The value of an attribute without namespace, borrowed from the tree; NULL when it is absent. */
const char *item_get(const xmlNode *element, const char *name);

/* True when the attribute is there and has exactly this value. */
bool item_is(const xmlNode *element, const char *name, const char *value);

/* The next element from `node` on (itself included) with this name, any name for NULL. */
xmlNode *item_next(xmlNode *node, const char *name);

#endif
