#include "rules/schematron_reader.h"

#include "base/text.h"
#include "rules/rulebook.h"
#include "rules/xpath_scan.h"
#include "source/span.h"

#include <stdio.h>
#include <string.h>

#define INCLUDE_DEPTH_MAX 8
#define VALUE_LENGTH_MAX ((size_t)64 * 1024)

/* ---- errors --------------------------------------------------------------------------------- */

static bool error_at(struct error *error, const xmlNode *place, const char *text)
{
    const struct source *source = place == NULL ? NULL : source_of(place);
    if (source == NULL)
        return error_set(error, NULL, 0, 0, "%s", text);
    struct span span = place->type == XML_ATTRIBUTE_NODE
                           ? span_of_attribute_value((const xmlAttr *)place)
                           : span_of_start_tag(place);
    struct position position = source_position(source, span.start);
    return error_set(error, source->path, position.line, position.column, "%s", text);
}

bool schematron_error(struct error *error, const xmlNode *place, const char *format, ...)
{
    char text[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_at(error, place, text);
}

bool reader_refuse(struct schematron_reader *reader, const xmlNode *place, const char *format, ...)
{
    char text[sizeof reader->error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return error_at(reader->error, place, text);
}

/* ---- elements and attributes ---------------------------------------------------------------- */

bool reader_is(const xmlNode *node, const char *uri, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0 &&
           node->ns != NULL && strcmp((const char *)node->ns->href, uri) == 0;
}

bool reader_is_schematron(const xmlNode *node, const char *name)
{
    return reader_is(node, SCHEMATRON_NAMESPACE, name);
}

const xmlAttr *reader_attribute_node(const xmlNode *element, const char *name)
{
    for (const xmlAttr *attribute = element->properties; attribute != NULL;
         attribute = attribute->next)
        if (attribute->ns == NULL && strcmp((const char *)attribute->name, name) == 0)
            return attribute;
    return NULL;
}

static const char *attribute_text(struct arena *arena, const xmlAttr *attribute)
{
    const xmlNode *child = attribute->children;
    if (child == NULL)
        return "";
    if (child->next == NULL && child->type == XML_TEXT_NODE && child->content != NULL)
        return (const char *)child->content;
    xmlChar *made = xmlNodeListGetString(attribute->doc, child, 1);
    char *copy = arena_strdup(arena, made == NULL ? "" : (const char *)made);
    xmlFree(made);
    return copy;
}

static const struct schematron_param *find_param(const struct schematron_reader *reader,
                                                 const char *name, size_t length)
{
    for (size_t i = 0; i < reader->param_count; i++)
        if (strlen(reader->params[i].name) == length &&
            memcmp(reader->params[i].name, name, length) == 0)
            return &reader->params[i];
    return NULL;
}

/* Fills in $name of an abstract pattern, anywhere in the value, also inside string literals. */
static const char *fill_in(struct schematron_reader *reader, const xmlAttr *attribute,
                           const char *value)
{
    if (reader->param_count == 0 || strchr(value, '$') == NULL)
        return value;
    struct text result = {0};
    for (const char *at = value; *at != '\0';) {
        size_t length = *at == '$' ? xpath_name_length(at + 1) : 0;
        const struct schematron_param *param =
            length == 0 ? NULL : find_param(reader, at + 1, length);
        if (param == NULL) {
            text_add_char(&result, *at++);
        } else {
            text_add(&result, param->value);
            at += 1 + length;
        }
        if (result.length > VALUE_LENGTH_MAX) {
            text_fini(&result);
            reader_refuse(reader, (const xmlNode *)attribute,
                          "with its parameters filled in it is longer than %zu bytes",
                          VALUE_LENGTH_MAX);
            return NULL;
        }
    }
    char *filled = arena_strdup(reader->arena, text_string(&result));
    text_fini(&result);
    return filled;
}

const char *reader_attribute(struct schematron_reader *reader, const xmlNode *element,
                             const char *name)
{
    const xmlAttr *attribute = reader_attribute_node(element, name);
    if (attribute == NULL)
        return NULL;
    const char *value = fill_in(reader, attribute, attribute_text(reader->arena, attribute));
    return value == NULL ? "" : value;
}

static bool take_expression(struct schematron_reader *reader, const xmlAttr *attribute,
                            struct xpath_expression *expression)
{
    const char *value = fill_in(reader, attribute, attribute_text(reader->arena, attribute));
    if (value == NULL)
        return false;
    if (value[strspn(value, " \t\r\n")] == '\0')
        return reader_refuse(reader, (const xmlNode *)attribute, "the attribute %s is empty",
                             (const char *)attribute->name);
    expression->text = value;
    expression->place = (const xmlNode *)attribute;
    return true;
}

bool reader_expression(struct schematron_reader *reader, const xmlNode *element, const char *name,
                       bool required, struct xpath_expression *expression)
{
    const xmlAttr *attribute = reader_attribute_node(element, name);
    if (attribute == NULL)
        return !required || reader_refuse(reader, element, "<%s> has no attribute %s",
                                          (const char *)element->name, name);
    return take_expression(reader, attribute, expression);
}

bool reader_own_expression(struct schematron_reader *reader, const xmlNode *element,
                           const char *name, struct xpath_expression *expression)
{
    const xmlAttr *attribute =
        xmlHasNsProp(element, (const xmlChar *)name, (const xmlChar *)RULEBOOK_NAMESPACE);
    return attribute == NULL || take_expression(reader, attribute, expression);
}

bool reader_flag(const xmlNode *element, const char *name)
{
    const xmlAttr *attribute = reader_attribute_node(element, name);
    const xmlNode *text = attribute == NULL ? NULL : attribute->children;
    return text != NULL && text->content != NULL &&
           strcmp((const char *)text->content, "true") == 0;
}

/* ---- children and includes ------------------------------------------------------------------ */

static bool each_included(struct schematron_reader *reader, const xmlNode *include,
                          reader_child_callback *each, void *context)
{
    const char *name = reader_attribute(reader, include, "href");
    if (name == NULL)
        return reader_refuse(reader, include, "<include> has no attribute href");
    if (name[0] == '\0' || strpbrk(name, "/\\:#") != NULL)
        return reader_refuse(reader, include, "only a file in the same folder can be included");
    if (reader->include_depth >= INCLUDE_DEPTH_MAX)
        return reader_refuse(reader, include, "files include each other more than %d deep",
                             INCLUDE_DEPTH_MAX);
    struct error reason = {0};
    const struct source *source =
        reader->include == NULL
            ? NULL
            : reader->include(reader->include_context, source_of(include), name, &reason);
    if (source == NULL)
        return reader_refuse(reader, include, "cannot include %s%s%s", name,
                             reason.text[0] == '\0' ? "" : ": ", reason.text);
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    reader->include_depth++;
    bool done = each(reader, context, root);
    reader->include_depth--;
    return done;
}

bool reader_each_child(struct schematron_reader *reader, const xmlNode *parent,
                       reader_child_callback *each, void *context)
{
    for (const xmlNode *child = parent->children; child != NULL; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        bool done = reader_is_schematron(child, "include")
                        ? each_included(reader, child, each, context)
                        : each(reader, context, child);
        if (!done)
            return false;
    }
    return true;
}

/* ---- lets and roles ------------------------------------------------------------------------- */

bool reader_let(struct schematron_reader *reader, const xmlNode *element, struct list *lets)
{
    struct schematron_let *let = arena_alloc(reader->arena, sizeof *let);
    let->name = reader_attribute(reader, element, "name");
    if (let->name == NULL || xpath_name_length(let->name) != strlen(let->name) ||
        let->name[0] == '\0')
        return reader_refuse(reader, element, "<let> needs a name");
    if (!reader_expression(reader, element, "value", false, &let->value))
        return false;
    if (let->value.text == NULL)
        let->content = element;
    for (size_t i = 0; i < lets->count; i++)
        if (strcmp(((struct schematron_let *)lets->items[i])->name, let->name) == 0)
            return reader_refuse(reader, element, "$%s is defined twice here", let->name);
    let->slot = lets->count;
    list_add(lets, reader->arena, let);
    return true;
}

void reader_take_lets(struct schematron_reader *reader, const struct list *list,
                      struct schematron_lets *lets)
{
    lets->count = list->count;
    lets->items = arena_array(reader->arena, list->count, sizeof *lets->items);
    for (size_t i = 0; i < list->count; i++)
        lets->items[i] = *(struct schematron_let *)list->items[i];
}

bool reader_role(struct schematron_reader *reader, const xmlNode *element,
                 enum iislint_level *level, bool *given)
{
    static const struct {
        const char *name;
        enum iislint_level level;
    } roles[] = {
        {"error", IISLINT_ERROR},      {"fatal", IISLINT_ERROR}, {"warning", IISLINT_WARNING},
        {"warn", IISLINT_WARNING},     {"note", IISLINT_NOTE},   {"info", IISLINT_NOTE},
        {"information", IISLINT_NOTE},
    };
    const char *role = reader_attribute(reader, element, "role");
    if (role == NULL)
        return true;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (!text_equals_nocase(role, roles[i].name))
            continue;
        *level = roles[i].level;
        *given = true;
        return true;
    }
    if (reader->strict)
        return reader_refuse(reader, (const xmlNode *)reader_attribute_node(element, "role"),
                             "the role is error, warning or note, not '%s'", role);
    /* A role of somebody else's making: an assertion that fails is an error until told otherwise. */
    *level = IISLINT_ERROR;
    *given = true;
    return true;
}
