#include "report/markdown.h"

#include <string.h>

/* Adds text up to the closing backtick as it is; returns what is behind it, or NULL if unclosed. */
static const char *add_code_span(struct text *text, const char *string)
{
    const char *end = strchr(string + 1, '`');
    if (end == NULL || memchr(string, '\n', (size_t)(end - string)) != NULL)
        return NULL;
    text_add_bytes(text, string, (size_t)(end - string) + 1);
    return end + 1;
}

static void add_escaped(struct text *text, const char *string, bool in_cell)
{
    while (*string != '\0') {
        if (*string == '`') {
            const char *behind = add_code_span(text, string);
            if (behind != NULL) {
                string = behind;
                continue;
            }
        }
        if (strchr("\\`*_[]#~", *string) != NULL || (in_cell && *string == '|'))
            text_add_char(text, '\\');
        if (*string == '<')
            text_add(text, "&lt;");
        else if (*string == '&')
            text_add(text, "&amp;");
        else if (in_cell && (*string == '\n' || *string == '\r'))
            text_add_char(text, ' ');
        else
            text_add_char(text, *string);
        string++;
    }
}

void markdown_add_prose(struct text *text, const char *string)
{
    add_escaped(text, string, false);
}

void markdown_add_cell(struct text *text, const char *string)
{
    add_escaped(text, string, true);
}

void markdown_add_code(struct text *text, const char *language, const char *code)
{
    size_t fence = 3;
    for (const char *at = code; (at = strchr(at, '`')) != NULL;) {
        size_t run = strspn(at, "`");
        if (run >= fence)
            fence = run + 1;
        at += run;
    }
    for (size_t i = 0; i < fence; i++)
        text_add_char(text, '`');
    text_printf(text, "%s\n", language);
    text_add(text, code);
    size_t length = strlen(code);
    if (length == 0 || code[length - 1] != '\n')
        text_add_char(text, '\n');
    for (size_t i = 0; i < fence; i++)
        text_add_char(text, '`');
    text_add(text, "\n\n");
}
