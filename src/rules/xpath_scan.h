/*
 * xpath_scan.h - the words of an XPath 1.0 expression.
 *
 * libxml2 compiles an expression without telling what it mentions: an unknown function or prefix is
 * noticed only at evaluation, on standard error. So the rule loader reads the words itself.
 */
#ifndef IISLINT_RULES_XPATH_SCAN_H
#define IISLINT_RULES_XPATH_SCAN_H

#include <stdbool.h>
#include <stddef.h>

enum xpath_token_kind {
    TOKEN_END,
    TOKEN_BAD,     /* a byte that starts no word, an unclosed string */
    TOKEN_LITERAL, /* name: the text between the quotes */
    TOKEN_NUMBER,
    TOKEN_VARIABLE,  /* $name */
    TOKEN_FUNCTION,  /* a name before '(' that is no node type */
    TOKEN_NODE_TYPE, /* node, text, comment, processing-instruction before '(' */
    TOKEN_AXIS,      /* name:: (with both colons) */
    TOKEN_NAME,      /* a name test: a, p:a, *, p:* */
    TOKEN_OPERATOR,  /* and or div mod * + - = != < <= > >= | */
    TOKEN_SLASH,
    TOKEN_DOUBLE_SLASH,
    TOKEN_AT,
    TOKEN_DOT,
    TOKEN_DOT_DOT,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_OPEN_BRACKET,
    TOKEN_CLOSE_BRACKET,
    TOKEN_COMMA
};

struct xpath_token {
    enum xpath_token_kind kind;
    const char *start; /* the whole word */
    size_t length;
    const char *prefix; /* of a qualified name; prefix_length 0: none */
    size_t prefix_length;
    const char *name; /* the local part, "*" for any; of a literal its content */
    size_t name_length;
    bool starts_path; /* a slash that has nothing on its left: the path is absolute */
};

struct xpath_scanner {
    const char *at;
    enum xpath_token_kind previous;
};

void xpath_scan_start(struct xpath_scanner *scanner, const char *expression);

/* The next word; TOKEN_END at the end, again and again. */
struct xpath_token xpath_scan_next(struct xpath_scanner *scanner);

/* True when the word of a token is this text. */
bool xpath_token_is(const struct xpath_token *token, const char *text);

/* Bytes of the NCName at `text`; 0 when there is none. Bytes over 0x7F count as letters. */
size_t xpath_name_length(const char *text);

#endif
