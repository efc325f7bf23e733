/*
 * collect_item.h - one item of a facts document as XML text: what every collector writes with.
 *
 *     collect_item_open(&item, "account");
 *     collect_item_set(&item, "name", "CONTOSO\\svc-web");
 *     collect_item_child(&item, "memberOf");
 *     collect_item_set(&item, "name", "BUILTIN\\IIS_IUSRS");
 *     collect_item_close(&item);
 *
 * gives <account name="CONTOSO\svc-web"><memberOf name="BUILTIN\IIS_IUSRS"/></account>.
 */
#ifndef IISLINT_FACTS_COLLECT_ITEM_H
#define IISLINT_FACTS_COLLECT_ITEM_H

#include "base/text.h"

/* Zero-initialise it; text_fini(&item.xml) frees. */
struct collect_item {
    struct text xml;
    const char *element; /* NULL: none is open */
    bool has_children;
    bool tag_open; /* a tag still takes attributes */
};

/* Begins an item; `element` is borrowed until it is closed. */
void collect_item_open(struct collect_item *item, const char *element);

/* Adds an attribute to the element opened last; NULL adds none. Characters that XML cannot hold
 * become U+FFFD. */
void collect_item_set(struct collect_item *item, const char *name, const char *value);
void collect_item_set_number(struct collect_item *item, const char *name, unsigned long long value);
void collect_item_set_flag(struct collect_item *item, const char *name, bool value);

/* Begins an empty child, which takes attributes; or adds one that holds a text. */
void collect_item_child(struct collect_item *item, const char *element);
void collect_item_child_text(struct collect_item *item, const char *element, const char *text);

/* Ends the item: item->xml is then whole. */
void collect_item_close(struct collect_item *item);

/* Adds text with XML's own characters escaped. */
void collect_escape(struct text *xml, const char *text);

/*
 * False for a name that speaks of a secret, and for a text that holds one: rules/facts.rng refuses
 * them (publicName, publicText), so they are left out of what is collected.
 */
bool collect_is_public_name(const char *name);
bool collect_is_public_text(const char *text);

#endif
