#include "source/span.h"

#include "base/text.h"
#include <string.h>

/* Beyond these an identifying value is no help to a reader, or not worth looking for. */
#define VALUE_SHOWN_MAX 120
#define SIBLINGS_COMPARED_MAX 1000

/* Names of one document are interned: a million siblings are counted by their pointers. */
static bool same_name(const xmlNode *a, const xmlNode *b)
{
    return b->type == XML_ELEMENT_NODE && a->name == b->name;
}

/* The value of an attribute that has no namespace, or NULL; only what the parser made is read. */
static const char *attribute_value(const xmlNode *element, const char *name)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL;
         attribute = attribute->next) {
        if (attribute->ns != NULL || strcmp((const char *)attribute->name, name) != 0)
            continue;
        const xmlNode *value = attribute->children;
        return value == NULL ? "" : value->next == NULL ? (const char *)value->content : NULL;
    }
    return NULL;
}

/* No sibling nearby has the same name and value. */
static bool is_unique(const xmlNode *element, const char *name, const char *value)
{
    for (int direction = 0; direction < 2; direction++) {
        const xmlNode *sibling = element;
        for (int i = 0; i < SIBLINGS_COMPARED_MAX; i++) {
            sibling = direction == 0 ? sibling->prev : sibling->next;
            if (sibling == NULL)
                break;
            if (!same_name(element, sibling))
                continue;
            const char *other = attribute_value(sibling, name);
            if (other != NULL && strcmp(other, value) == 0)
                return false;
        }
    }
    return true;
}

/* Adds [@name='...'] when one of the usual keys tells the element from its siblings. */
static bool add_key(struct text *out, const xmlNode *element)
{
    static const char *const keys[] = {"name", "path", "key", "id"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *value = attribute_value(element, keys[i]);
        if (value == NULL || strlen(value) > VALUE_SHOWN_MAX)
            continue;
        char quote = strchr(value, '\'') == NULL ? '\'' : '"';
        if (strchr(value, quote) != NULL || !is_unique(element, keys[i], value))
            continue;
        text_printf(out, "[@%s=%c%s%c]", keys[i], quote, value, quote);
        return true;
    }
    return false;
}

/* Adds [n] when there is a sibling of the same name. */
static void add_index(struct text *out, const xmlNode *element)
{
    size_t index = 1;
    bool alone = true;
    for (const xmlNode *sibling = element->prev; sibling != NULL; sibling = sibling->prev)
        index += same_name(element, sibling);
    for (const xmlNode *sibling = element->next; sibling != NULL && alone; sibling = sibling->next)
        alone = !same_name(element, sibling);
    if (index > 1 || !alone)
        text_printf(out, "[%zu]", index);
}

static void add_qualified_name(struct text *out, const xmlNs *ns, const xmlChar *name)
{
    if (ns != NULL && ns->prefix != NULL)
        text_printf(out, "%s:", (const char *)ns->prefix);
    text_add(out, (const char *)name);
}

static void add_element(struct text *out, const xmlNode *element)
{
    if (element->parent != NULL && element->parent->type == XML_ELEMENT_NODE)
        add_element(out, element->parent); /* no deeper than SOURCE_DEPTH_MAX */
    text_add_char(out, '/');
    add_qualified_name(out, element->ns, element->name);
    if (!add_key(out, element))
        add_index(out, element);
}

char *span_xpath(struct arena *arena, const xmlNode *node)
{
    struct text out = {0};
    if (node->type != XML_ELEMENT_NODE && node->parent != NULL &&
        node->parent->type == XML_ELEMENT_NODE)
        add_element(&out, node->parent);

    switch (node->type) {
    case XML_ELEMENT_NODE:
        add_element(&out, node);
        break;
    case XML_ATTRIBUTE_NODE:
        text_add(&out, "/@");
        add_qualified_name(&out, node->ns, node->name);
        break;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        text_add(&out, "/text()");
        break;
    case XML_COMMENT_NODE:
        text_add(&out, "/comment()");
        break;
    case XML_PI_NODE:
        text_add(&out, "/processing-instruction()");
        break;
    default:
        text_add_char(&out, '/');
        break;
    }
    char *copy = arena_strndup(arena, text_string(&out), out.length);
    text_fini(&out);
    return copy;
}
