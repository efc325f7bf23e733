/*
 * lexical.h - the letters of XML markup, for the three readers of raw text: scan, malformed, span.
 *
 * The text is valid UTF-8 without NUL bytes inside and ends in NUL, so every loop stops at its
 * end without counting. Bytes of non-ASCII characters count as parts of names: which of them
 * really are is left to the parser.
 */
#ifndef IISLINT_SOURCE_LEXICAL_H
#define IISLINT_SOURCE_LEXICAL_H

#include <stdbool.h>

enum lexical_class {
    LEXICAL_SPACE = 1,
    LEXICAL_NAME_START = 2,
    LEXICAL_NAME = 4,
    LEXICAL_VALUE_STOP = 8 /* ends or breaks an attribute value: quotes, '<', the end of the text */
};

/* The classes of every byte, as a sum. */
extern const unsigned char lexical_classes[256];

static inline bool lexical_is(char c, enum lexical_class wanted)
{
    return (lexical_classes[(unsigned char)c] & wanted) != 0;
}

static inline const char *lexical_skip_space(const char *at)
{
    while (lexical_is(*at, LEXICAL_SPACE))
        at++;
    return at;
}

static inline const char *lexical_skip_name(const char *at)
{
    while (lexical_is(*at, LEXICAL_NAME))
        at++;
    return at;
}

/*
 * `at` is behind the opening quote. Returns the closing quote, or the '<' or NUL that stands
 * where none should.
 */
static inline const char *lexical_skip_value(const char *at, char quote)
{
    for (;; at++) {
        while (!lexical_is(*at, LEXICAL_VALUE_STOP))
            at++;
        if (*at == quote || *at == '<' || *at == '\0')
            return at;
    }
}

#endif
