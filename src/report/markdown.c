#include "report/markdown.h"

#include "report/display.h"

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

/* Adds the lines of code at the start as one block; returns what is behind them. */
static const char *add_code_lines(struct text *text, const char *string)
{
    struct text code = {0};
    const char *language = *string == '<' ? "xml" : "text";
    while (*string != '\0') {
        size_t length = strcspn(string, "\n");
        if (!display_is_code(string, length) || (*string == '<') != (language[0] == 'x'))
            break;
        text_add_bytes(&code, string, length);
        text_add_char(&code, '\n');
        string += length + (string[length] == '\n');
    }
    markdown_add_code(text, language, text_string(&code));
    text_fini(&code);
    return string;
}

void markdown_add_remedy(struct text *text, const char *string)
{
    struct text line = {0};
    while (*string != '\0') {
        size_t length = strcspn(string, "\n");
        if (display_is_code(string, length)) {
            string = add_code_lines(text, string);
            continue;
        }
        text_clear(&line);
        text_add_bytes(&line, string, length);
        markdown_add_prose(text, text_string(&line));
        text_add(text, length > 0 ? "\n\n" : "");
        string += length + (string[length] == '\n');
    }
    text_fini(&line);
}
