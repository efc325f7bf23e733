#include "source/span.h"

#include "base/text.h"
#include "source/lexical.h"
#include "source/parser.h"
#include <string.h>

static const struct span nowhere = {0, 0};

static struct span make_span(const char *text, const char *start, const char *end)
{
    return (struct span){(size_t)(start - text), (size_t)(end - text)};
}

/* ---- one tag ------------------------------------------------------------------------------ */

/*
 * The remembered offset is at the '>' or '/>'. A '<' cannot stand inside a well-formed start tag,
 * so the nearest one before is where the tag starts.
 */
struct span span_of_start_tag(const xmlNode *element)
{
    size_t end;
    if (element->type != XML_ELEMENT_NODE || !parser_place(element, &end))
        return nowhere;
    const char *text = source_of(element)->text;
    size_t start = end;
    while (start > 0 && text[start] != '<')
        start--;
    return (struct span){start, end + (text[end] == '/' ? 2 : 1)};
}

struct span span_of_name(const xmlNode *element)
{
    struct span tag = span_of_start_tag(element);
    if (tag.end == 0)
        return nowhere;
    const char *text = source_of(element)->text;
    const char *name = text + tag.start + 1;
    return make_span(text, name, lexical_skip_name(name));
}

/* The parts of one attribute as written. */
struct raw_attribute {
    struct span name;
    struct span value;
};

/* Steps through the attributes of a well-formed tag; `*at` starts behind the tag's name. */
static bool next_attribute(const char *text, const char **at, struct raw_attribute *attribute)
{
    const char *name = lexical_skip_space(*at);
    if (!lexical_is(*name, LEXICAL_NAME_START))
        return false;
    const char *name_end = lexical_skip_name(name);
    const char *quote = lexical_skip_space(lexical_skip_space(name_end) + 1);
    const char *close = lexical_skip_value(quote + 1, *quote);
    attribute->name = make_span(text, name, name_end);
    attribute->value = make_span(text, quote + 1, close);
    *at = close + 1;
    return true;
}

/* The attribute's name as it is written: with its prefix. */
static bool is_named(const char *name, size_t length, const xmlAttr *attribute)
{
    const char *prefix = attribute->ns == NULL ? NULL : (const char *)attribute->ns->prefix;
    if (prefix != NULL) {
        size_t prefix_length = strlen(prefix);
        if (length <= prefix_length || memcmp(name, prefix, prefix_length) != 0 ||
            name[prefix_length] != ':')
            return false;
        name += prefix_length + 1;
        length -= prefix_length + 1;
    }
    const char *local = (const char *)attribute->name;
    return strlen(local) == length && memcmp(local, name, length) == 0;
}

static bool find_attribute(const xmlAttr *attribute, struct raw_attribute *found)
{
    if (attribute->parent == NULL)
        return false;
    struct span name = span_of_name(attribute->parent);
    if (name.end == 0)
        return false;
    const char *text = source_of(attribute->parent)->text;
    const char *at = text + name.end;
    while (next_attribute(text, &at, found)) {
        size_t length = found->name.end - found->name.start;
        if (is_named(text + found->name.start, length, attribute))
            return true;
    }
    return false;
}

struct span span_of_attribute(const xmlAttr *attribute)
{
    struct raw_attribute found;
    if (!find_attribute(attribute, &found))
        return nowhere;
    return (struct span){found.name.start, found.value.end + 1};
}

struct span span_of_attribute_name(const xmlAttr *attribute)
{
    struct raw_attribute found;
    return find_attribute(attribute, &found) ? found.name : nowhere;
}

struct span span_of_attribute_value(const xmlAttr *attribute)
{
    struct raw_attribute found;
    return find_attribute(attribute, &found) ? found.value : nowhere;
}

/* ---- what stands between tags ------------------------------------------------------------- */

enum item_kind { ITEM_TEXT, ITEM_COMMENT, ITEM_CDATA, ITEM_INSTRUCTION, ITEM_TAG, ITEM_END };

/* The item at `at`, and where it ends; a tag or the end of the text is not stepped over. */
static enum item_kind next_item(const char *at, const char **end)
{
    *end = at;
    if (*at == '\0')
        return ITEM_END;
    if (*at != '<') {
        *end = at + strcspn(at, "<");
        return ITEM_TEXT;
    }
    if (text_starts_with(at, "<!--")) {
        *end = strstr(at + 4, "-->") + 3;
        return ITEM_COMMENT;
    }
    if (text_starts_with(at, "<![CDATA[")) {
        *end = strstr(at + 9, "]]>") + 3;
        return ITEM_CDATA;
    }
    if (at[1] == '?') {
        *end = strstr(at + 2, "?>") + 2;
        return ITEM_INSTRUCTION;
    }
    return ITEM_TAG;
}

/* From behind the last child element (or the start tag) to behind the end tag. */
static size_t skip_end_tag(const char *text, size_t offset)
{
    const char *at = text + offset;
    const char *end;
    while (next_item(at, &end) < ITEM_TAG)
        at = end;
    at += strcspn(at, ">");
    return (size_t)(at - text) + (*at == '>');
}

static const xmlNode *last_child_element(const xmlNode *element)
{
    const xmlNode *child = element->last;
    while (child != NULL && child->type != XML_ELEMENT_NODE)
        child = child->prev;
    return child;
}

/*
 * No element stands between the end of the last child element and the end tag. So: down to the
 * innermost last element, and back up over one end tag a level.
 */
struct span span_of_element(const xmlNode *element)
{
    struct span tag = span_of_start_tag(element);
    if (tag.end == 0)
        return nowhere;
    const char *text = source_of(element)->text;
    size_t levels = 0;
    const xmlNode *last = element;
    for (const xmlNode *child; (child = last_child_element(last)) != NULL; last = child)
        levels++;

    size_t end = span_of_start_tag(last).end;
    if (text[end - 2] != '/')
        end = skip_end_tag(text, end);
    while (levels-- > 0)
        end = skip_end_tag(text, end);
    return (struct span){tag.start, end};
}

/* ---- text, comments and instructions ------------------------------------------------------ */

static struct span span_of_comment(const xmlNode *comment)
{
    size_t end;
    if (!parser_place(comment, &end))
        return nowhere;
    const char *text = source_of(comment)->text;
    size_t start = end;
    while (start > 0 && !text_starts_with(text + start, "<!--"))
        start--;
    return (struct span){start, end};
}

/* Where the text before `node` ends that has a known place; `*next` is the node that follows. */
static size_t known_place_before(const xmlNode *node, const xmlNode **next)
{
    const xmlNode *before = node->prev;
    while (before != NULL && before->type != XML_ELEMENT_NODE && before->type != XML_COMMENT_NODE)
        before = before->prev;
    if (before != NULL) {
        *next = before->next;
        return before->type == XML_COMMENT_NODE ? span_of_comment(before).end
                                                : span_of_element(before).end;
    }
    *next = node->parent == NULL ? node : node->parent->children;
    return node->parent == NULL || node->parent->type != XML_ELEMENT_NODE
               ? 0
               : span_of_start_tag(node->parent).end;
}

static bool is_item_of(enum item_kind item, const xmlNode *node)
{
    switch (item) {
    case ITEM_TEXT:
        return node->type == XML_TEXT_NODE;
    case ITEM_CDATA:
        return node->type == XML_CDATA_SECTION_NODE;
    case ITEM_INSTRUCTION:
        return node->type == XML_PI_NODE;
    default:
        return false;
    }
}

/* Items that have no node of their own: blank text and the XML declaration. */
static bool is_unseen(const char *text, enum item_kind item, const char *at, const char *end)
{
    if (item == ITEM_INSTRUCTION)
        return at == text && text_starts_with(at, "<?xml") && lexical_is(at[5], LEXICAL_SPACE);
    return item == ITEM_TEXT && lexical_skip_space(at) == end;
}

/* Reads on from the last known place, item by item and node by node, until it comes to `node`. */
static struct span find_item(const char *text, const xmlNode *node)
{
    const xmlNode *here;
    const char *at = text + known_place_before(node, &here);
    const char *end;
    for (enum item_kind item; (item = next_item(at, &end)) < ITEM_TAG; at = end) {
        if (is_unseen(text, item, at, end))
            continue;
        if (here == NULL || !is_item_of(item, here))
            return nowhere;
        if (here == node)
            return make_span(text, at, end);
        /* CDATA sections that follow each other become one node. */
        const char *after = item == ITEM_CDATA ? lexical_skip_space(end) : end;
        if (item != ITEM_CDATA || !text_starts_with(after, "<![CDATA["))
            here = here->next;
    }
    return nowhere;
}

static struct span trim(const char *text, struct span span)
{
    while (span.start < span.end && lexical_is(text[span.start], LEXICAL_SPACE))
        span.start++;
    while (span.end > span.start && lexical_is(text[span.end - 1], LEXICAL_SPACE))
        span.end--;
    return span;
}

struct span span_of_text(const xmlNode *node)
{
    const struct source *source = source_of(node);
    if (source == NULL)
        return nowhere;
    if (node->type == XML_COMMENT_NODE)
        return span_of_comment(node);
    struct span span = find_item(source->text, node);
    return node->type == XML_TEXT_NODE ? trim(source->text, span) : span;
}
