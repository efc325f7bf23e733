#include "source/lexical.h"

#define SPACE LEXICAL_SPACE
#define START (LEXICAL_NAME_START | LEXICAL_NAME)
#define NAME LEXICAL_NAME
#define STOP LEXICAL_VALUE_STOP

#define FOUR(class) class, class, class, class
#define SIXTEEN(class) FOUR(class), FOUR(class), FOUR(class), FOUR(class)

const unsigned char lexical_classes[256] = {
    ['\0'] = STOP,  ['"'] = STOP,   ['\''] = STOP,  ['<'] = STOP,

    [' '] = SPACE,  ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE,

    ['-'] = NAME,   ['.'] = NAME,
    ['0'] = NAME,   NAME,           FOUR(NAME),     FOUR(NAME), /* to '9' */

    [':'] = START,  ['_'] = START,
    ['A'] = FOUR(START), FOUR(START), FOUR(START), FOUR(START), FOUR(START), FOUR(START),
            START, START, /* to 'Z' */
    ['a'] = FOUR(START), FOUR(START), FOUR(START), FOUR(START), FOUR(START), FOUR(START),
            START, START, /* to 'z' */

    [0x80] = SIXTEEN(START), SIXTEEN(START), SIXTEEN(START), SIXTEEN(START),
             SIXTEEN(START), SIXTEEN(START), SIXTEEN(START), SIXTEEN(START),
};
