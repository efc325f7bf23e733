/* Schematron QuickFix: what a tool may change when an assertion fires. */
#include "rules/schematron_reader.h"

#include "base/text.h"

#include <string.h>

static bool is_quickfix(const xmlNode *node, const char *name)
{
    return reader_is(node, SCHEMATRON_QUICKFIX_NAMESPACE, name);
}

static bool add_markup(struct schematron_reader *reader, const xmlNode *element,
                       struct text *markup, struct list *values);

static void add_escaped(struct text *markup, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        switch (*c) {
        case '<':
            text_add(markup, "&lt;");
            break;
        case '>':
            text_add(markup, "&gt;");
            break;
        case '&':
            text_add(markup, "&amp;");
            break;
        case '"':
            text_add(markup, "&quot;");
            break;
        default:
            text_add_char(markup, *c);
        }
    }
}

static void add_mark(struct schematron_reader *reader, struct text *markup, struct list *values,
                     const struct xpath_expression *expression)
{
    struct schematron_value *value = arena_alloc(reader->arena, sizeof *value);
    value->expression = *expression;
    list_add(values, reader->arena, value);
    text_add_char(markup, SCHEMATRON_VALUE_MARK);
}

/* An attribute of an element that is to be written: {expression} is filled in, as in XSLT. */
static bool add_attribute(struct schematron_reader *reader, const xmlNode *element,
                          const xmlAttr *attribute, struct text *markup, struct list *values)
{
    const char *at = reader_attribute(reader, element, (const char *)attribute->name);
    if (at == NULL)
        return reader_refuse(reader, (const xmlNode *)attribute,
                             "an attribute with a namespace cannot be written by a fix");
    text_printf(markup, " %s=\"", (const char *)attribute->name);
    for (const char *open; (open = strchr(at, '{')) != NULL;) {
        const char *close = strchr(open, '}');
        char *before = arena_strndup(reader->arena, at, (size_t)(open - at));
        add_escaped(markup, before);
        if (close == NULL)
            return reader_refuse(reader, (const xmlNode *)attribute, "a { without its }");
        struct xpath_expression expression = {
            .text = arena_strndup(reader->arena, open + 1, (size_t)(close - open) - 1),
            .place = (const xmlNode *)attribute};
        add_mark(reader, markup, values, &expression);
        at = close + 1;
    }
    add_escaped(markup, at);
    text_add_char(markup, '"');
    return true;
}

static bool add_element(struct schematron_reader *reader, const xmlNode *element,
                        struct text *markup, struct list *values)
{
    const char *name = (const char *)element->name;
    text_printf(markup, "<%s", name);
    for (const xmlAttr *attribute = element->properties; attribute != NULL;
         attribute = attribute->next)
        if (!add_attribute(reader, element, attribute, markup, values))
            return false;
    if (element->children == NULL) {
        text_add(markup, " />");
        return true;
    }
    text_add_char(markup, '>');
    if (!add_markup(reader, element, markup, values))
        return false;
    text_printf(markup, "</%s>", name);
    return true;
}

static bool add_markup(struct schematron_reader *reader, const xmlNode *element,
                       struct text *markup, struct list *values)
{
    for (const xmlNode *child = element->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            add_escaped(markup, child->content == NULL ? "" : (const char *)child->content);
        } else if (reader_is_schematron(child, "value-of")) {
            struct xpath_expression expression = {0};
            if (!reader_expression(reader, child, "select", true, &expression))
                return false;
            add_mark(reader, markup, values, &expression);
        } else if (child->type == XML_ELEMENT_NODE && !add_element(reader, child, markup, values)) {
            return false;
        }
    }
    return true;
}

/* The content as XML text; values are escaped when they are filled in. */
static bool read_fragment(struct schematron_reader *reader, const xmlNode *element,
                          struct schematron_prose *prose)
{
    struct text markup = {0};
    struct list values = {0};
    bool done = add_markup(reader, element, &markup, &values);
    if (done) {
        prose->text = reader_lay_out(reader->arena, text_string(&markup), READER_BLOCK);
        prose->count = values.count;
        prose->values = arena_array(reader->arena, values.count, sizeof *prose->values);
        for (size_t i = 0; i < values.count; i++)
            prose->values[i] = *(struct schematron_value *)values.items[i];
    }
    text_fini(&markup);
    return done;
}

static bool read_node_type(struct schematron_reader *reader, const xmlNode *element,
                           struct schematron_operation *operation)
{
    static const struct {
        const char *name;
        xmlElementType type;
    } types[] = {
        {"attribute", XML_ATTRIBUTE_NODE},
        {"element", XML_ELEMENT_NODE},
        {"comment", XML_COMMENT_NODE},
        {"keep", XML_DOCUMENT_FRAG_NODE},
    };
    const char *name = reader_attribute(reader, element, "node-type");
    operation->type = XML_DOCUMENT_FRAG_NODE;
    for (size_t i = 0; name != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].name, name) != 0)
            continue;
        operation->type = types[i].type;
        return true;
    }
    return name == NULL ||
           reader_refuse(reader, element, "a fix cannot make a node of type '%s'", name);
}

static bool read_position(struct schematron_reader *reader, const xmlNode *element,
                          struct schematron_operation *operation)
{
    static const char *const names[] = {"first-child", "last-child", "before", "after"};
    const char *name = reader_attribute(reader, element, "position");
    /* The standard's default is first-child. */
    for (size_t i = 0; name != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        operation->position = (enum schematron_position)i;
        return true;
    }
    return name == NULL || reader_refuse(reader, element, "there is no position '%s'", name);
}

static bool read_operation(struct schematron_reader *reader, const xmlNode *element,
                           struct list *operations)
{
    struct schematron_operation *operation = arena_alloc(reader->arena, sizeof *operation);
    operation->action = is_quickfix(element, "add")       ? SCHEMATRON_ADD
                        : is_quickfix(element, "replace") ? SCHEMATRON_REPLACE
                                                          : SCHEMATRON_DELETE;
    operation->name = reader_attribute(reader, element, "target");
    list_add(operations, reader->arena, operation);
    if (!reader_expression(reader, element, "match", false, &operation->match) ||
        !reader_expression(reader, element, "select", false, &operation->select) ||
        !read_node_type(reader, element, operation) || !read_position(reader, element, operation))
        return false;
    if (operation->type == XML_ATTRIBUTE_NODE && operation->name == NULL &&
        operation->action == SCHEMATRON_ADD)
        return reader_refuse(reader, element, "an added attribute needs a target, its name");
    if (operation->action == SCHEMATRON_DELETE || operation->select.text != NULL)
        return true;
    bool markup = operation->type == XML_DOCUMENT_FRAG_NODE || operation->type == XML_ELEMENT_NODE;
    return markup ? read_fragment(reader, element, &operation->content)
                  : reader_prose(reader, element, READER_LINE, &operation->content);
}

static bool read_description(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    struct schematron_fix *fix = context;
    return !is_quickfix(child, "title") || reader_prose(reader, child, READER_LINE, &fix->title);
}

struct fix_parts {
    struct schematron_fix *fix;
    struct list operations;
};

static bool read_fix_child(struct schematron_reader *reader, void *context, const xmlNode *child)
{
    struct fix_parts *parts = context;
    if (is_quickfix(child, "description"))
        return reader_each_child(reader, child, read_description, parts->fix);
    if (is_quickfix(child, "add") || is_quickfix(child, "replace") || is_quickfix(child, "delete"))
        return read_operation(reader, child, &parts->operations);
    return reader_refuse(reader, child, "<%s> in a fix is not supported",
                         (const char *)child->name);
}

static bool read_fix(struct schematron_reader *reader, const xmlNode *element,
                     struct schematron_fix *fix)
{
    struct fix_parts parts = {.fix = fix};
    fix->id = reader_attribute(reader, element, "id");
    fix->place = element;
    if (!reader_expression(reader, element, "use-when", false, &fix->use_when) ||
        !reader_each_child(reader, element, read_fix_child, &parts))
        return false;
    if (fix->title.text == NULL)
        return reader_refuse(reader, element, "a fix needs a description with a title");
    fix->operation_count = parts.operations.count;
    fix->operations = arena_array(reader->arena, fix->operation_count, sizeof *fix->operations);
    for (size_t i = 0; i < fix->operation_count; i++)
        fix->operations[i] = *(struct schematron_operation *)parts.operations.items[i];
    return true;
}

/* ---- finding a fix by its id ----------------------------------------------------------------- */

static const xmlNode *find_below(const xmlNode *parent, const char *id, size_t length)
{
    for (const xmlNode *child = parent->children; child != NULL; child = child->next) {
        if (is_quickfix(child, "fixes")) {
            const xmlNode *found = find_below(child, id, length);
            if (found != NULL)
                return found;
        }
        const xmlAttr *attribute =
            is_quickfix(child, "fix") ? reader_attribute_node(child, "id") : NULL;
        if (attribute == NULL || attribute->children == NULL)
            continue;
        const char *value = (const char *)attribute->children->content;
        if (value != NULL && strlen(value) == length && memcmp(value, id, length) == 0)
            return child;
    }
    return NULL;
}

/* In the rule, then in the pattern, then anywhere above. */
static const xmlNode *find_fix(const struct schematron_reader *reader, const xmlNode *assertion,
                               const char *id, size_t length)
{
    for (const xmlNode *level = assertion->parent; level != NULL && level->type == XML_ELEMENT_NODE;
         level = level->parent) {
        const xmlNode *found = find_below(level, id, length);
        if (found != NULL)
            return found;
    }
    return map_find_bytes(reader->fixes, id, length);
}

static const xmlAttr *fix_attribute(const xmlNode *assertion)
{
    for (const xmlAttr *attribute = assertion->properties; attribute != NULL;
         attribute = attribute->next)
        if (attribute->ns != NULL && strcmp((const char *)attribute->name, "fix") == 0 &&
            strcmp((const char *)attribute->ns->href, SCHEMATRON_QUICKFIX_NAMESPACE) == 0)
            return attribute;
    return NULL;
}

bool reader_fixes(struct schematron_reader *reader, const xmlNode *assertion,
                  struct schematron_assertion *result)
{
    const xmlAttr *attribute = fix_attribute(assertion);
    if (attribute == NULL || attribute->children == NULL)
        return true;
    const char *ids = (const char *)attribute->children->content;
    struct list fixes = {0};
    size_t length;
    for (const char *id; (id = text_next_item(&ids, " \t\r\n", &length)) != NULL;) {
        const xmlNode *element = find_fix(reader, assertion, id, length);
        struct schematron_fix *fix = arena_alloc(reader->arena, sizeof *fix);
        if (element == NULL)
            return reader_refuse(reader, (const xmlNode *)attribute,
                                 "there is no <sqf:fix id=\"%.*s\">", (int)length, id);
        /* QuickFix knows more than is read here. In somebody else's file such a fix is merely not
         * offered; the assertion stands without it. */
        if (read_fix(reader, element, fix))
            list_add(&fixes, reader->arena, fix);
        else if (reader->strict)
            return false;
    }
    result->texts.fix_count = fixes.count;
    result->texts.fixes = arena_array(reader->arena, fixes.count, sizeof *result->texts.fixes);
    for (size_t i = 0; i < fixes.count; i++)
        result->texts.fixes[i] = *(struct schematron_fix *)fixes.items[i];
    return true;
}
