#include "facts/collect_item.h"

#include <string.h>

/* Is this a character that XML 1.0 can hold? */
static bool is_xml(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' ||
           (c >= 0x20 && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF));
}

static const char *escape_of(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return is_xml(c) ? NULL : "\xEF\xBF\xBD";
    }
}

void collect_escape(struct text *xml, const char *text)
{
    size_t length = strlen(text);
    if (text_utf8_check(text, length) != length)
        return;
    while (*text != '\0') {
        const char *start = text;
        const char *escape = escape_of(text_utf8_next(&text));
        if (escape != NULL)
            text_add(xml, escape);
        else
            text_add_bytes(xml, start, (size_t)(text - start));
    }
}

void collect_item_open(struct collect_item *item, const char *element)
{
    text_clear(&item->xml);
    text_printf(&item->xml, "<%s", element);
    item->element = element;
    item->has_children = false;
    item->tag_open = true;
}

void collect_item_set(struct collect_item *item, const char *name, const char *value)
{
    if (value == NULL)
        return;
    text_printf(&item->xml, " %s=\"", name);
    collect_escape(&item->xml, value);
    text_add_char(&item->xml, '"');
}

void collect_item_set_number(struct collect_item *item, const char *name, unsigned long long value)
{
    text_printf(&item->xml, " %s=\"%llu\"", name, value);
}

void collect_item_set_flag(struct collect_item *item, const char *name, bool value)
{
    collect_item_set(item, name, value ? "true" : "false");
}

/* Ends the tag before a child. */
static void make_room(struct collect_item *item)
{
    if (!item->has_children)
        text_add_char(&item->xml, '>');
    else if (item->tag_open)
        text_add(&item->xml, "/>");
    item->has_children = true;
    item->tag_open = false;
}

void collect_item_child(struct collect_item *item, const char *element)
{
    make_room(item);
    text_printf(&item->xml, "<%s", element);
    item->tag_open = true;
}

void collect_item_child_text(struct collect_item *item, const char *element, const char *text)
{
    make_room(item);
    text_printf(&item->xml, "<%s>", element);
    collect_escape(&item->xml, text);
    text_printf(&item->xml, "</%s>", element);
}

void collect_item_close(struct collect_item *item)
{
    if (item->tag_open)
        text_add(&item->xml, "/>");
    if (item->has_children)
        text_printf(&item->xml, "</%s>", item->element);
    item->element = NULL;
}

/* ---- what is not to be written ------------------------------------------------------------------ */

bool collect_is_public_name(const char *name)
{
    static const char *const words[] = {"passw",      "pwd",           "secret", "token",
                                        "credential", "connectionstr", "apikey", "api_key"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_find_nocase(name, words[i]) != NULL)
            return false;
    }
    return true;
}

bool collect_is_public_text(const char *text)
{
    static const char *const words[] = {"password", "pwd", "accountkey", "secret"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        for (const char *at = text; (at = text_find_nocase(at, words[i])) != NULL;) {
            at += strlen(words[i]);
            if (at[strspn(at, " \t\r\n")] == '=')
                return false;
        }
    }
    return true;
}
