/*
 * text_style.h - the colours of the text report, or none.
 */
#ifndef IISLINT_REPORT_TEXT_STYLE_H
#define IISLINT_REPORT_TEXT_STYLE_H

#include "iislint.h"
#include <stdbool.h>

/* Each string switches a colour on; all are empty when there is no colour. */
struct text_style {
    const char *place;
    const char *error;
    const char *warning;
    const char *note;
    const char *strong;
    const char *faint;
    const char *mark;
    const char *off;
};

const struct text_style *text_style_get(bool colour);

const char *text_style_of_level(const struct text_style *style, enum iislint_level level);

#endif
