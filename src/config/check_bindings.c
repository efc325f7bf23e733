/*
 * Bindings that no service can listen on (IIS1603). The configuration system itself takes any text,
 * so it is the start of the site that fails.
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/node.h"
#include "config/origin.h"
#include "source/span.h"
#include <ctype.h>
#include <string.h>

enum grammar { GRAMMAR_NONE, GRAMMAR_ADDRESS_PORT_HOST, GRAMMAR_PORT_HOST, GRAMMAR_HOST };

static enum grammar grammar_of(const char *protocol)
{
    static const struct {
        const char *protocol;
        enum grammar grammar;
    } known[] = {{"http", GRAMMAR_ADDRESS_PORT_HOST}, {"https", GRAMMAR_ADDRESS_PORT_HOST},
                 {"ftp", GRAMMAR_ADDRESS_PORT_HOST},  {"net.tcp", GRAMMAR_PORT_HOST},
                 {"net.pipe", GRAMMAR_HOST},          {"net.msmq", GRAMMAR_HOST},
                 {"msmq.formatname", GRAMMAR_HOST}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (text_equals_nocase(known[i].protocol, protocol))
            return known[i].grammar;
    return GRAMMAR_NONE;
}

/* A faulty part, and which template says what is wrong with it. */
struct fault {
    const char *template;
    const char *part;
    size_t length;
    bool doubtful;
};

static bool fail(struct fault *fault, const char *template, const char *part, size_t length)
{
    fault->template = template;
    fault->part = part;
    fault->length = length;
    return false;
}

static bool is_ipv4(const char *text, size_t length)
{
    unsigned parts = 0, value = 0, digits = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i == length || text[i] == '.') {
            if (digits == 0 || digits > 3 || value > 255)
                return false;
            parts++;
            value = digits = 0;
        } else if (isdigit((unsigned char)text[i])) {
            value = value * 10 + (unsigned)(text[i] - '0');
            if (++digits > 3)
                return false;
        } else {
            return false;
        }
    }
    return parts == 4;
}

/* In brackets; hexadecimal groups, perhaps an IPv4 tail and a zone: not counted exactly. */
static bool is_ipv6(const char *text, size_t length)
{
    if (length < 4 || text[0] != '[' || text[length - 1] != ']')
        return false;
    size_t colons = 0, digits = 0;
    for (size_t i = 1; i + 1 < length && text[i] != '%'; i++) {
        digits = isxdigit((unsigned char)text[i]) ? digits + 1 : 0;
        colons += text[i] == ':';
        if (digits > 4 || !strchr("0123456789abcdefABCDEF:.", text[i]))
            return false;
    }
    return colons >= 2 && colons <= 8;
}

static bool check_address(const char *text, size_t length, struct fault *fault)
{
    if (length == 0 || (length == 1 && *text == '*') || is_ipv4(text, length) ||
        is_ipv6(text, length))
        return true;
    return fail(fault, "address", text, length);
}

static bool check_port(const char *text, size_t length, struct fault *fault)
{
    unsigned long port = 0;
    for (size_t i = 0; i < length; i++) {
        if (!isdigit((unsigned char)text[i]) || length > 8)
            return fail(fault, "port", text, length);
        port = port * 10 + (unsigned long)(text[i] - '0');
    }
    return (length > 0 && port >= 1 && port <= 65535) || fail(fault, "port", text, length);
}

static bool check_host(const char *text, struct fault *fault)
{
    static const char forbidden[] = "/\\:;,\"<>|?&=#%@!$'()[]{}^`~+ \t\r\n";
    size_t length = strlen(text);
    if (text[strcspn(text, forbidden)] != '\0')
        return fail(fault, "host", text, length);
    const char *star = strrchr(text, '*');
    if (!star || (star == text && (length == 1 || text[1] == '.')))
        return true;
    fault->doubtful = true;
    return fail(fault, "wildcard", text, length);
}

/* address:port:host. The address may be [::1], so the port is what stands behind it. */
static bool check_address_port_host(const char *text, struct fault *fault)
{
    const char *end = *text == '[' ? strchr(text, ']') : text;
    const char *first = end ? strchr(end, ':') : NULL;
    const char *second = first ? strchr(first + 1, ':') : NULL;
    if (!second)
        return fail(fault, "parts", text, strlen(text));
    return check_address(text, (size_t)(first - text), fault) &&
           check_port(first + 1, (size_t)(second - first - 1), fault) &&
           check_host(second + 1, fault);
}

static bool check_port_host(const char *text, struct fault *fault)
{
    const char *colon = strchr(text, ':');
    if (!colon)
        return fail(fault, "port-host", text, strlen(text));
    return check_port(text, (size_t)(colon - text), fault);
}

static bool check_information(const char *protocol, const char *text, struct fault *fault)
{
    switch (grammar_of(protocol)) {
    case GRAMMAR_ADDRESS_PORT_HOST:
        return check_address_port_host(text, fault);
    case GRAMMAR_PORT_HOST:
        return check_port_host(text, fault);
    case GRAMMAR_HOST:
    case GRAMMAR_NONE:
        break;
    }
    return true;
}

static void check_binding(const struct check *check, const struct site *site,
                          const xmlNode *binding)
{
    const char *protocol = node_attribute(binding, "protocol");
    const xmlAttr *information = node_find_attribute(binding, "bindingInformation");
    struct fault fault = {0};
    if (!protocol || !information || !*node_value(information) ||
        check_information(protocol, node_value(information), &fault))
        return;
    struct span value = span_of_attribute_value(information);
    check_report(
        check, NULL, (const xmlNode *)information,
        (struct problem){.rule = "IIS1603",
                         .template = fault.template,
                         .arguments = {node_value(information), protocol, site->name,
                                       arena_strndup(check->arena, fault.part, fault.length)},
                         .span = value,
                         .level = fault.doubtful ? PROBLEM_WARNING : PROBLEM_BY_RULE,
                         .scope = site->root});
}

void check_bindings(struct check *check)
{
    for (size_t i = 0; i < check->server->sites.count; i++) {
        const struct site *site = check->server->sites.items[i];
        const struct origin *origin = site->element ? origin_of(site->element) : NULL;
        const xmlNode *bindings =
            origin && origin->source ? node_child(origin->source, "bindings") : NULL;
        for (const xmlNode *child = bindings ? node_element(bindings->children) : NULL; child;
             child = node_element(child->next))
            if (node_is(child, "binding"))
                check_binding(check, site, child);
    }
}
