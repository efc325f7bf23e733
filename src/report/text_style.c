#include "report/text_style.h"

static const struct text_style coloured = {
    .place = "\x1b[1m",
    .error = "\x1b[1;31m",
    .warning = "\x1b[1;35m",
    .note = "\x1b[1;36m",
    .strong = "\x1b[1m",
    .faint = "\x1b[2m",
    .mark = "\x1b[1;32m",
    .off = "\x1b[0m",
};

static const struct text_style plain = {"", "", "", "", "", "", "", ""};

const struct text_style *text_style_get(bool colour)
{
    return colour ? &coloured : &plain;
}

const char *text_style_of_level(const struct text_style *style, enum iislint_level level)
{
    switch (level) {
    case IISLINT_ERROR:
        return style->error;
    case IISLINT_WARNING:
        return style->warning;
    case IISLINT_NOTE:
        break;
    }
    return style->note;
}
