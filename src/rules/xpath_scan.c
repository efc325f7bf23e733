#include "rules/xpath_scan.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

size_t xpath_name_length(const char *text)
{
    if (!starts_name(text[0]))
        return 0;
    size_t length = 1;
    while (starts_name(text[length]) || is_digit(text[length]) || text[length] == '-' ||
           text[length] == '.')
        length++;
    return length;
}

void xpath_scan_start(struct xpath_scanner *scanner, const char *expression)
{
    scanner->at = expression;
    scanner->previous = TOKEN_END;
}

bool xpath_token_is(const struct xpath_token *token, const char *text)
{
    return strlen(text) == token->length && memcmp(token->start, text, token->length) == 0;
}

/* XPath 1.0, 3.7: after these a `*` or a name cannot be an operator. */
static bool operand_follows(enum xpath_token_kind previous)
{
    switch (previous) {
    case TOKEN_END:
    case TOKEN_AT:
    case TOKEN_AXIS:
    case TOKEN_OPEN:
    case TOKEN_OPEN_BRACKET:
    case TOKEN_COMMA:
    case TOKEN_OPERATOR:
    case TOKEN_SLASH:
    case TOKEN_DOUBLE_SLASH:
        return true;
    default:
        return false;
    }
}

static const char *skip_space(const char *at)
{
    while (is_space(*at))
        at++;
    return at;
}

static bool is_node_type(const struct xpath_token *token)
{
    return token->prefix_length == 0 &&
           (xpath_token_is(token, "node") || xpath_token_is(token, "text") ||
            xpath_token_is(token, "comment") || xpath_token_is(token, "processing-instruction"));
}

/* Reads a QName (or p:*) at token->start into the token's name parts and length. */
static void scan_qname(struct xpath_token *token)
{
    const char *at = token->start;
    size_t length = xpath_name_length(at);
    token->name = at;
    token->name_length = length;
    if (at[length] == ':' && at[length + 1] != ':') {
        const char *local = at + length + 1;
        size_t local_length = *local == '*' ? 1 : xpath_name_length(local);
        if (local_length > 0) {
            token->prefix = at;
            token->prefix_length = length;
            token->name = local;
            token->name_length = local_length;
            length += 1 + local_length;
        }
    }
    token->length = length;
}

static void scan_name(struct xpath_token *token, enum xpath_token_kind previous)
{
    scan_qname(token);
    if (!operand_follows(previous) && token->prefix_length == 0 &&
        (xpath_token_is(token, "and") || xpath_token_is(token, "or") ||
         xpath_token_is(token, "div") || xpath_token_is(token, "mod"))) {
        token->kind = TOKEN_OPERATOR;
        return;
    }
    const char *behind = skip_space(token->start + token->length);
    if (behind[0] == '(') {
        token->kind = is_node_type(token) ? TOKEN_NODE_TYPE : TOKEN_FUNCTION;
    } else if (behind[0] == ':' && behind[1] == ':') {
        token->kind = TOKEN_AXIS;
        token->length = (size_t)(behind + 2 - token->start);
    } else {
        token->kind = TOKEN_NAME;
    }
}

static void scan_variable(struct xpath_token *token)
{
    struct xpath_token name = {.start = skip_space(token->start + 1)};
    scan_qname(&name);
    token->kind = name.name_length == 0 ? TOKEN_BAD : TOKEN_VARIABLE;
    token->prefix = name.prefix;
    token->prefix_length = name.prefix_length;
    token->name = name.name;
    token->name_length = name.name_length;
    token->length = (size_t)(name.start - token->start) + name.length;
}

static void scan_literal(struct xpath_token *token)
{
    const char *end = strchr(token->start + 1, token->start[0]);
    if (end == NULL) {
        token->kind = TOKEN_BAD;
        token->length = strlen(token->start);
        return;
    }
    token->kind = TOKEN_LITERAL;
    token->name = token->start + 1;
    token->name_length = (size_t)(end - token->name);
    token->length = token->name_length + 2;
}

static void scan_number(struct xpath_token *token)
{
    const char *at = token->start;
    while (is_digit(*at))
        at++;
    if (*at == '.')
        at++;
    while (is_digit(*at))
        at++;
    token->kind = TOKEN_NUMBER;
    token->length = (size_t)(at - token->start);
}

static void scan_symbol(struct xpath_token *token, enum xpath_token_kind previous)
{
    char c = token->start[0], next = token->start[1];
    token->length = 1;
    switch (c) {
    case '(':
        token->kind = TOKEN_OPEN;
        return;
    case ')':
        token->kind = TOKEN_CLOSE;
        return;
    case '[':
        token->kind = TOKEN_OPEN_BRACKET;
        return;
    case ']':
        token->kind = TOKEN_CLOSE_BRACKET;
        return;
    case ',':
        token->kind = TOKEN_COMMA;
        return;
    case '@':
        token->kind = TOKEN_AT;
        return;
    case '.':
        token->kind = next == '.' ? TOKEN_DOT_DOT : TOKEN_DOT;
        token->length = next == '.' ? 2 : 1;
        return;
    case '/':
        token->kind = next == '/' ? TOKEN_DOUBLE_SLASH : TOKEN_SLASH;
        token->length = next == '/' ? 2 : 1;
        token->starts_path = operand_follows(previous);
        return;
    case '*':
        token->kind = operand_follows(previous) ? TOKEN_NAME : TOKEN_OPERATOR;
        token->name = token->start;
        token->name_length = 1;
        return;
    case '+':
    case '-':
    case '=':
    case '|':
        token->kind = TOKEN_OPERATOR;
        return;
    case '<':
    case '>':
        token->kind = TOKEN_OPERATOR;
        token->length = next == '=' ? 2 : 1;
        return;
    case '!':
        token->kind = next == '=' ? TOKEN_OPERATOR : TOKEN_BAD;
        token->length = next == '=' ? 2 : 1;
        return;
    default:
        token->kind = TOKEN_BAD;
    }
}

struct xpath_token xpath_scan_next(struct xpath_scanner *scanner)
{
    struct xpath_token token = {.start = skip_space(scanner->at)};
    char c = token.start[0];
    if (c == '\0') {
        scanner->at = token.start;
        return token;
    }
    if (starts_name(c))
        scan_name(&token, scanner->previous);
    else if (c == '$')
        scan_variable(&token);
    else if (c == '"' || c == '\'')
        scan_literal(&token);
    else if (is_digit(c) || (c == '.' && is_digit(token.start[1])))
        scan_number(&token);
    else
        scan_symbol(&token, scanner->previous);
    scanner->at = token.start + token.length;
    scanner->previous = token.kind;
    return token;
}
