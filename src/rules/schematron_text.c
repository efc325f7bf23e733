/* Texts of a rule file: messages and remedies with values in them. */
#include "rules/schematron_reader.h"

#include "base/text.h"
#include "rules/xpath_scan.h"
#include "source/span.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* ---- layout --------------------------------------------------------------------------------- */

/* One line: every run of white space is one space, none at the ends. */
static char *lay_out_line(struct arena *arena, const char *text)
{
    char *line = arena_alloc(arena, strlen(text) + 1);
    size_t length = 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (!is_space(*c))
            line[length++] = *c;
        else if (length > 0 && line[length - 1] != ' ')
            line[length++] = ' ';
    }
    if (length > 0 && line[length - 1] == ' ')
        length--;
    line[length] = '\0';
    return line;
}

static size_t indentation(const char *line)
{
    return strspn(line, " \t");
}

static bool is_blank_line(const char *line)
{
    line += strspn(line, " \t\r");
    return *line == '\n' || *line == '\0';
}

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end == NULL ? NULL : end + 1;
}

/* The first line stands behind the tag, so its own indentation says nothing about the others. */
static size_t common_indentation(const char *text)
{
    size_t common = SIZE_MAX;
    for (const char *line = next_line(text); line != NULL; line = next_line(line))
        if (!is_blank_line(line) && indentation(line) < common)
            common = indentation(line);
    return common == SIZE_MAX ? 0 : common;
}

static char *lay_out_block(struct arena *arena, const char *text)
{
    size_t common = common_indentation(text);
    char *block = arena_alloc(arena, strlen(text) + 1);
    size_t length = 0;
    for (const char *line = text; line != NULL; line = next_line(line)) {
        const char *end = next_line(line);
        size_t indent = indentation(line);
        const char *start =
            line == text ? line + indent : line + (indent < common ? indent : common);
        size_t count = end == NULL ? strlen(start) : end > start ? (size_t)(end - start) - 1 : 0;
        while (count > 0 && is_space(start[count - 1]))
            count--;
        if (length > 0)
            block[length++] = '\n';
        else if (count == 0)
            continue; /* blank lines at the start */
        memcpy(block + length, start, count);
        length += count;
    }
    while (length > 0 && is_space(block[length - 1]))
        length--;
    block[length] = '\0';
    return block;
}

char *reader_lay_out(struct arena *arena, const char *text, enum reader_layout layout)
{
    return layout == READER_LINE ? lay_out_line(arena, text) : lay_out_block(arena, text);
}

/* ---- mixed content -------------------------------------------------------------------------- */

struct collecting {
    struct text text;
    struct list values;
};

static bool add_value(struct schematron_reader *reader, const xmlNode *element, bool is_name,
                      struct collecting *collecting)
{
    struct schematron_value *value = arena_alloc(reader->arena, sizeof *value);
    value->is_name = is_name;
    if (!reader_expression(reader, element, is_name ? "path" : "select", !is_name,
                           &value->expression))
        return false;
    list_add(&collecting->values, reader->arena, value);
    text_add_char(&collecting->text, SCHEMATRON_VALUE_MARK);
    return true;
}

static struct span span_of_item(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE ? span_of_element(node) : span_of_text(node);
}

/* White space alone between two items is not in the tree, but it belongs to the text. */
static void add_gap(struct collecting *collecting, const xmlNode *before, const xmlNode *item)
{
    if (before == NULL || before->type == XML_TEXT_NODE || item->type == XML_TEXT_NODE)
        return;
    const struct source *source = source_of(item);
    size_t start = span_of_item(before).end, end = span_of_item(item).start;
    if (source != NULL && start > 0 && start < end)
        text_add_bytes(&collecting->text, source->text + start, end - start);
}

static bool collect(struct schematron_reader *reader, const xmlNode *element,
                    struct collecting *collecting)
{
    for (const xmlNode *child = element->children; child != NULL; child = child->next) {
        bool done = true;
        add_gap(collecting, child->prev, child);
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            text_add(&collecting->text, child->content == NULL ? "" : (const char *)child->content);
        else if (child->type != XML_ELEMENT_NODE)
            continue;
        else if (reader_is_schematron(child, "value-of") ||
                 reader_is(child, SCHEMATRON_XSLT_NAMESPACE, "value-of"))
            done = add_value(reader, child, false, collecting);
        else if (reader_is_schematron(child, "name"))
            done = add_value(reader, child, true, collecting);
        else if (!reader->strict || reader_is_schematron(child, "emph") ||
                 reader_is_schematron(child, "dir") || reader_is_schematron(child, "span"))
            done = collect(reader, child, collecting);
        else
            done = reader_refuse(reader, child,
                                 "<%s> has no place in a text; a text that shows "
                                 "XML is written in <![CDATA[...]]>",
                                 (const char *)child->name);
        if (!done)
            return false;
    }
    return true;
}

bool reader_prose(struct schematron_reader *reader, const xmlNode *element,
                  enum reader_layout layout, struct schematron_prose *prose)
{
    struct collecting collecting = {0};
    bool done = collect(reader, element, &collecting);
    if (done) {
        prose->text = reader_lay_out(reader->arena, text_string(&collecting.text), layout);
        prose->count = collecting.values.count;
        prose->values = arena_array(reader->arena, prose->count, sizeof *prose->values);
        for (size_t i = 0; i < prose->count; i++)
            prose->values[i] = *(struct schematron_value *)collecting.values.items[i];
    }
    text_fini(&collecting.text);
    return done;
}

/* ---- static forms --------------------------------------------------------------------------- */

const char *schematron_template(struct arena *arena, const struct schematron_prose *prose)
{
    struct text result = {0};
    size_t value = 0;
    for (const char *c = prose->text; *c != '\0'; c++) {
        if (*c == SCHEMATRON_VALUE_MARK)
            text_printf(&result, "{%zu}", value++);
        else if (*c == '{' || *c == '}')
            text_printf(&result, "%c%c", *c, *c);
        else
            text_add_char(&result, *c);
    }
    char *copy = arena_strdup(arena, text_string(&result));
    text_fini(&result);
    return copy;
}

/* The last name in an expression says best what its value is: `pool(.)/@name` is a name. */
static void add_word(struct text *result, const struct schematron_value *value)
{
    struct xpath_token last = {0};
    if (value->expression.text != NULL) {
        struct xpath_scanner scanner;
        xpath_scan_start(&scanner, value->expression.text);
        for (struct xpath_token token = xpath_scan_next(&scanner);
             token.kind != TOKEN_END && token.kind != TOKEN_BAD; token = xpath_scan_next(&scanner))
            if ((token.kind == TOKEN_NAME && token.name[0] != '*') || token.kind == TOKEN_VARIABLE)
                last = token;
    }
    text_add_char(result, '{');
    if (last.kind == TOKEN_END)
        text_add(result, value->is_name ? "name" : "value");
    else
        text_add_bytes(result, last.name, last.name_length);
    text_add_char(result, '}');
}

const char *schematron_outline(struct arena *arena, const struct schematron_prose *prose)
{
    struct text result = {0};
    size_t value = 0;
    for (const char *c = prose->text; *c != '\0'; c++) {
        if (*c == SCHEMATRON_VALUE_MARK)
            add_word(&result, &prose->values[value++]);
        else
            text_add_char(&result, *c);
    }
    char *copy = arena_strdup(arena, text_string(&result));
    text_fini(&result);
    return copy;
}
