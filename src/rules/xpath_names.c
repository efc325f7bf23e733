#include "rules/xpath_names.h"

#include "rules/xpath_scan.h"

#include <string.h>

static void read_literal(const char *text, size_t length, xpath_name_seen *each, void *context)
{
    for (size_t i = 0; i < length;) {
        size_t name = xpath_name_length(text + i);
        if (name > length - i)
            name = length - i;
        if (name > 0)
            each(context, text + i, name, false);
        i += name > 0 ? name : 1;
    }
}

/* What lies above a node, or is the node itself, was reached by a name already. */
static bool is_upward(const struct xpath_token *axis)
{
    return axis->kind == TOKEN_AXIS &&
           (strncmp(axis->start, "parent", 6) == 0 || strncmp(axis->start, "ancestor", 8) == 0 ||
            strncmp(axis->start, "self", 4) == 0);
}

/* A `*` or node() that goes down or sideways. */
static bool is_anything(const struct xpath_token *token, const struct xpath_token *previous)
{
    bool any = (token->kind == TOKEN_NAME && token->prefix_length == 0) ||
               (token->kind == TOKEN_NODE_TYPE && xpath_token_is(token, "node"));
    return any && !is_upward(previous);
}

/* What follows is looked for in places that no step led to. */
static bool is_jump(const struct xpath_token *token)
{
    static const char *const axes[] = {"descendant", "descendant-or-self", "following",
                                       "preceding"};
    if (token->kind == TOKEN_DOUBLE_SLASH)
        return true;
    for (size_t i = 0; token->kind == TOKEN_AXIS && i < sizeof axes / sizeof *axes; i++) {
        size_t length = strlen(axes[i]);
        if (strncmp(token->start, axes[i], length) == 0 && strchr(" \t\r\n:", token->start[length]))
            return true;
    }
    return false;
}

void xpath_each_name(const char *expression, xpath_name_seen *each, void *context)
{
    struct xpath_scanner scanner;
    struct xpath_token previous = {0};
    bool jumps = false;
    xpath_scan_start(&scanner, expression);
    for (struct xpath_token token = xpath_scan_next(&scanner);
         token.kind != TOKEN_END && token.kind != TOKEN_BAD; token = xpath_scan_next(&scanner)) {
        if (token.kind == TOKEN_LITERAL)
            read_literal(token.name, token.name_length, each, context);
        else if (token.kind == TOKEN_NAME && token.name[0] != '*')
            each(context, token.name, token.name_length, jumps);
        else if (is_anything(&token, &previous))
            each(context, NULL, 0, jumps);
        jumps = is_jump(&token) || (jumps && (token.kind == TOKEN_AT || token.kind == TOKEN_AXIS));
        previous = token;
    }
}
