#include "source/lexical.h"

#define SPACE LEXICAL_SPACE
#define START (LEXICAL_NAME_START | LEXICAL_NAME)
#define NAME LEXICAL_NAME
#define STOP LEXICAL_VALUE_STOP

/* Runs of bytes of one class. */
#define FOUR(class) class, class, class, class
#define TEN(class) FOUR(class), FOUR(class), class, class
#define SIXTEEN(class) FOUR(class), FOUR(class), FOUR(class), FOUR(class)
#define DIGITS TEN(NAME)
#define LETTERS TEN(START), TEN(START), FOUR(START), START, START
#define ABOVE_ASCII                                                                                \
    SIXTEEN(START), SIXTEEN(START), SIXTEEN(START), SIXTEEN(START), SIXTEEN(START),                \
        SIXTEEN(START), SIXTEEN(START), SIXTEEN(START)

const unsigned char lexical_classes[256] = {
    ['\0'] = STOP,  ['"'] = STOP,    ['\''] = STOP,   ['<'] = STOP,
    [' '] = SPACE,  ['\t'] = SPACE,  ['\n'] = SPACE,  ['\r'] = SPACE,
    ['-'] = NAME,   ['.'] = NAME,    [':'] = START,   ['_'] = START,
    ['0'] = DIGITS, ['A'] = LETTERS, ['a'] = LETTERS, [0x80] = ABOVE_ASCII,
};
