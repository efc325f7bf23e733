/* Bindings of sites: bindingInformation taken apart. */
#include "base/text.h"
#include "config/node.h"
#include "rules/functions_state.h"
#include <libxml/xpathInternals.h>
#include <string.h>

/* ---- bindingInformation ---------------------------------------------------------------------- */

struct part {
    const char *start;
    size_t length;
};

struct parts {
    struct part address, port, host;
};

static bool is_one_of(const char *protocol, const char *const *names)
{
    for (; *names; names++)
        if (text_equals_nocase(protocol, *names))
            return true;
    return false;
}

/* http, https, ftp: IP:port:host, where the address may be an IPv6 one in brackets. */
static bool split_ip(const char *text, struct parts *parts)
{
    const char *address = text, *colon;
    size_t length;
    if (*text == '[') {
        const char *bracket = strchr(text, ']');
        if (!bracket || bracket[1] != ':')
            return false;
        address = text + 1;
        length = (size_t)(bracket - address);
        colon = bracket + 1;
    } else {
        colon = strchr(text, ':');
        if (!colon)
            return false;
        length = (size_t)(colon - address);
    }
    const char *second = strchr(colon + 1, ':');
    if (!second || strchr(second + 1, ':'))
        return false;
    parts->address = (struct part){address, length};
    parts->port = (struct part){colon + 1, (size_t)(second - colon - 1)};
    parts->host = (struct part){second + 1, strlen(second + 1)};
    return true;
}

static bool split(const char *text, const char *protocol, struct parts *parts)
{
    static const char *const port_and_host[] = {"net.tcp", NULL};
    static const char *const host_only[] = {"net.pipe", "net.msmq", "msmq.formatname", NULL};
    *parts = (struct parts){{"", 0}, {"", 0}, {"", 0}};
    if (is_one_of(protocol, host_only)) {
        parts->host = (struct part){text, strlen(text)};
        return true;
    }
    if (!is_one_of(protocol, port_and_host))
        return split_ip(text, parts);
    const char *colon = strchr(text, ':');
    if (!colon)
        return false;
    parts->port = (struct part){text, (size_t)(colon - text)};
    parts->host = (struct part){colon + 1, strlen(colon + 1)};
    return true;
}

static void set_part(xmlNode *element, const char *name, struct part part)
{
    xmlChar *value = xmlStrndup((const xmlChar *)part.start, (int)part.length);
    xmlNewProp(element, (const xmlChar *)name, value);
    xmlFree(value);
}

void function_binding(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 2))
        return;
    char *protocol = count > 1 ? xpath_take_text(call) : NULL;
    char *information = xpath_take_text(call);
    struct parts parts;
    if (call->error == 0) {
        xmlNode *element = NULL;
        if (split(information, protocol && *protocol ? protocol : "http", &parts)) {
            element = xpath_make_element(call, "binding");
            set_part(element, "address", parts.address);
            set_part(element, "port", parts.port);
            set_part(element, "host", parts.host);
        }
        xpath_return_node(call, element);
    }
    xmlFree(information);
    xmlFree(protocol);
}

/* ---- bindings of a site ---------------------------------------------------------------------- */

static const xmlNode *site_of(const struct document *document, const xmlNode *node)
{
    const struct scope *scope = functions_scope_of(document, node);
    return scope && scope->site ? scope->site->element : NULL;
}

static xmlNode *next_binding(xmlNode *node)
{
    while (node && !node_is(node, "binding"))
        node = node->next;
    return node;
}

void function_bindings(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const xmlNode *site = site_of(functions_document(call), node);
    xmlNodeSet *set = xmlXPathNodeSetCreate(NULL);
    for (xmlNode *binding = next_binding(site ? site->children : NULL); binding;
         binding = next_binding(binding->next))
        xmlXPathNodeSetAddUnique(set, binding);
    valuePush(call, xmlXPathWrapNodeSet(set));
}

/* True when the words of `names`, separated by spaces, have this one, without case. */
static bool has_word(const char *names, struct part word)
{
    const char *cursor = names, *item;
    size_t length;
    while ((item = text_next_item(&cursor, " ", &length))) {
        size_t i = 0;
        while (i < length && length == word.length && (item[i] | 0x20) == (word.start[i] | 0x20))
            i++;
        if (i == length && length == word.length)
            return true;
    }
    return false;
}

static void add_host(struct text *names, const xmlNode *binding)
{
    static const char *const web[] = {"http", "https", NULL};
    const char *protocol = node_attribute(binding, "protocol");
    const char *information = node_attribute(binding, "bindingInformation");
    struct parts parts;
    if (!protocol || !information || !is_one_of(protocol, web) ||
        !split(information, protocol, &parts) || parts.host.length == 0 ||
        has_word(text_string(names), parts.host))
        return;
    if (names->length > 0)
        text_add_char(names, ' ');
    text_add_bytes(names, parts.host.start, parts.host.length);
}

void function_host_names(xmlXPathParserContext *call, int count)
{
    xmlNode *node;
    if (!functions_take_one_node(call, count, &node))
        return;
    const xmlNode *site = site_of(functions_document(call), node);
    struct text names = {0};
    for (xmlNode *binding = next_binding(site ? site->children : NULL); binding;
         binding = next_binding(binding->next))
        add_host(&names, binding);
    xpath_return_text(call, text_string(&names));
    text_fini(&names);
}
