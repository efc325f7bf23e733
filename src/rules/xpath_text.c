/* Functions on text: without case, regular expressions, and pieces of strings. */
#include "rules/xpath_functions.h"

#include "base/text.h"

#include <libxml/xpathInternals.h>
#include <string.h>

/* Replacements may not blow a text up without end. */
#define RESULT_LENGTH_MAX ((size_t)4 * 1024 * 1024)

/* The string value of a node without a copy where there is none to make, else in `*made`. */
static const char *node_text(xmlNode *node, xmlChar **made)
{
    *made = NULL;
    const xmlNode *child = node->type == XML_ATTRIBUTE_NODE ? node->children : NULL;
    if (child != NULL && child->next == NULL && child->type == XML_TEXT_NODE)
        return child->content == NULL ? "" : (const char *)child->content;
    *made = xmlXPathCastNodeToString(node);
    return *made == NULL ? "" : (const char *)*made;
}

/* ---- without case --------------------------------------------------------------------------- */

static bool any_equals(xmlXPathParserContext *call, xmlXPathObject *a, const char *text)
{
    struct regex_cache *cache = xpath_regex_cache(call);
    if (a->type != XPATH_NODESET) {
        xmlChar *made = xmlXPathCastToString(a);
        bool equal = regex_equals_nocase(cache, (const char *)made, text);
        xmlFree(made);
        return equal;
    }
    bool equal = false;
    for (int i = 0; a->nodesetval != NULL && i < a->nodesetval->nodeNr && !equal; i++) {
        xmlChar *made;
        equal = regex_equals_nocase(cache, node_text(a->nodesetval->nodeTab[i], &made), text);
        xmlFree(made);
    }
    return equal;
}

void xpath_fn_equals(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    xmlXPathObject *b = valuePop(call);
    xmlXPathObject *a = valuePop(call);
    bool equal = false;
    if (b->type != XPATH_NODESET) {
        xmlChar *text = xmlXPathCastToString(b);
        equal = any_equals(call, a, (const char *)text);
        xmlFree(text);
    } else {
        for (int i = 0; b->nodesetval != NULL && i < b->nodesetval->nodeNr && !equal; i++) {
            xmlChar *made;
            equal = any_equals(call, a, node_text(b->nodesetval->nodeTab[i], &made));
            xmlFree(made);
        }
    }
    xmlXPathFreeObject(a);
    xmlXPathFreeObject(b);
    xpath_return_boolean(call, equal);
}

void xpath_fn_lower_case(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 1, 1))
        return;
    char *text = xpath_take_text(call);
    if (text == NULL)
        return;
    bool ascii = true;
    for (char *c = text; *c != '\0'; c++) {
        ascii = ascii && (unsigned char)*c < 0x80;
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c | 0x20);
    }
    if (ascii)
        xpath_return_text(call, text);
    else
        xpath_return_text(call, regex_lowercase(xpath_regex_cache(call), xpath_arena(call), text));
    xmlFree(text);
}

void xpath_fn_ends_with(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *end = xpath_take_text(call);
    char *text = xpath_take_text(call);
    if (text != NULL && end != NULL) {
        size_t length = strlen(text), end_length = strlen(end);
        xpath_return_boolean(call,
                             length >= end_length && strcmp(text + length - end_length, end) == 0);
    }
    xmlFree(text);
    xmlFree(end);
}

/* ---- regular expressions -------------------------------------------------------------------- */

/* Takes the optional flags argument; false after an error. */
static bool take_flags(xmlXPathParserContext *call, bool given, unsigned *options)
{
    *options = REGEX_NONE;
    if (!given)
        return true;
    char *flags = xpath_take_text(call);
    bool known = flags != NULL && (flags[0] == '\0' || strcmp(flags, "i") == 0);
    if (known && flags[0] == 'i')
        *options = REGEX_IGNORE_CASE;
    if (!known)
        xpath_raise_error(call, "the only flag of a pattern is i, not '%s'",
                          flags == NULL ? "" : flags);
    xmlFree(flags);
    return known;
}

static struct regex *find_regex(xmlXPathParserContext *call, const char *pattern, unsigned options)
{
    struct error error;
    struct regex *regex = regex_get(xpath_regex_cache(call), pattern, options, &error);
    if (regex == NULL)
        xpath_raise_error(call, "the pattern '%s' is invalid: %s", pattern, error.text);
    return regex;
}

void xpath_fn_matches(xmlXPathParserContext *call, int count)
{
    unsigned options;
    if (!xpath_has_arguments(call, count, 2, 3) || !take_flags(call, count == 3, &options))
        return;
    char *pattern = xpath_take_text(call);
    char *text = xpath_take_text(call);
    struct regex *regex =
        pattern == NULL || text == NULL ? NULL : find_regex(call, pattern, options);
    if (regex != NULL) {
        enum regex_answer answer = regex_search(regex, text, strlen(text), 0, NULL, 0);
        if (answer == REGEX_GAVE_UP)
            xpath_raise_error(call, "the pattern '%s' takes too long on a text", pattern);
        else
            xpath_return_boolean(call, answer == REGEX_MATCH);
    }
    xmlFree(text);
    xmlFree(pattern);
}

/* Adds a replacement with $0 to $9 filled in; `\$` and `$$` are a dollar sign. */
static void add_replacement(struct text *result, const char *replacement, const char *subject,
                            const struct regex_group *groups)
{
    for (const char *c = replacement; *c != '\0'; c++) {
        if ((c[0] == '\\' || c[0] == '$') && c[1] == '$') {
            text_add_char(result, '$');
            c++;
        } else if (c[0] == '$' && c[1] >= '0' && c[1] <= '9') {
            const struct regex_group *group = &groups[c[1] - '0'];
            if (group->start != SIZE_MAX)
                text_add_bytes(result, subject + group->start, group->end - group->start);
            c++;
        } else {
            text_add_char(result, *c);
        }
    }
}

static bool replace_all(xmlXPathParserContext *call, const struct regex *regex, const char *subject,
                        const char *replacement, struct text *result)
{
    size_t length = strlen(subject), at = 0;
    while (at <= length) {
        struct regex_group groups[10];
        for (size_t i = 0; i < 10; i++)
            groups[i] = (struct regex_group){SIZE_MAX, SIZE_MAX};
        enum regex_answer answer = regex_search(regex, subject, length, at, groups, 10);
        if (answer == REGEX_GAVE_UP || result->length > RESULT_LENGTH_MAX) {
            xpath_raise_error(call, "replace() takes too long on a text");
            return false;
        }
        if (answer == REGEX_NO_MATCH)
            break;
        text_add_bytes(result, subject + at, groups[0].start - at);
        add_replacement(result, replacement, subject, groups);
        at = groups[0].end;
        if (groups[0].end > groups[0].start)
            continue;
        /* An empty match: go on behind the next character, which is kept. */
        if (at >= length)
            return true;
        do
            text_add_char(result, subject[at++]);
        while (((unsigned char)subject[at] & 0xC0) == 0x80);
    }
    if (at < length)
        text_add_bytes(result, subject + at, length - at);
    return true;
}

void xpath_fn_replace(xmlXPathParserContext *call, int count)
{
    unsigned options;
    if (!xpath_has_arguments(call, count, 3, 4) || !take_flags(call, count == 4, &options))
        return;
    char *replacement = xpath_take_text(call);
    char *pattern = xpath_take_text(call);
    char *text = xpath_take_text(call);
    struct text result = {0};
    if (replacement != NULL && pattern != NULL && text != NULL) {
        struct regex *regex = find_regex(call, pattern, options);
        if (regex != NULL && replace_all(call, regex, text, replacement, &result))
            xpath_return_text(call, text_string(&result));
    }
    text_fini(&result);
    xmlFree(text);
    xmlFree(pattern);
    xmlFree(replacement);
}

/* ---- pieces --------------------------------------------------------------------------------- */

void xpath_fn_join(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 2, 2))
        return;
    char *separator = xpath_take_text(call);
    xmlXPathObject *nodes = xpath_take_nodes(call);
    if (separator != NULL && nodes != NULL) {
        struct text result = {0};
        if (nodes->nodesetval != NULL)
            xmlXPathNodeSetSort(nodes->nodesetval);
        for (int i = 0; nodes->nodesetval != NULL && i < nodes->nodesetval->nodeNr; i++) {
            xmlChar *made;
            if (i > 0)
                text_add(&result, separator);
            text_add(&result, node_text(nodes->nodesetval->nodeTab[i], &made));
            xmlFree(made);
        }
        xpath_return_text(call, text_string(&result));
        text_fini(&result);
    }
    xmlXPathFreeObject(nodes);
    xmlFree(separator);
}

/* Collects pieces as <token> children of one made element, so that they have an order. */
struct tokens {
    xmlNode *parent;
    xmlNodeSet *set;
};

static void add_token(struct tokens *tokens, const char *start, size_t length)
{
    xmlNode *token = xmlNewChild(tokens->parent, NULL, (const xmlChar *)"token", NULL);
    xmlNodeAddContentLen(token, (const xmlChar *)start, (int)length);
    xmlXPathNodeSetAddUnique(tokens->set, token);
}

static void split_at_any(struct tokens *tokens, const char *text, const char *separators)
{
    for (const char *at = text; *at != '\0';) {
        size_t gap = strspn(at, separators);
        size_t length = strcspn(at + gap, separators);
        if (length > 0)
            add_token(tokens, at + gap, length);
        at += gap + length;
    }
}

static void split_at_string(struct tokens *tokens, const char *text, const char *separator)
{
    size_t length = strlen(separator);
    const char *at = text;
    for (const char *found; length > 0 && (found = strstr(at, separator)) != NULL;
         at = found + length) {
        if (found > at)
            add_token(tokens, at, (size_t)(found - at));
    }
    if (*at != '\0')
        add_token(tokens, at, strlen(at));
}

static void pieces(xmlXPathParserContext *call, int count, const char *usual,
                   void (*split)(struct tokens *, const char *, const char *))
{
    if (!xpath_has_arguments(call, count, 1, 2))
        return;
    char *separators = count == 2 ? xpath_take_text(call) : NULL;
    char *text = xpath_take_text(call);
    if (text != NULL && (count == 1 || separators != NULL)) {
        struct tokens tokens = {.parent = xpath_make_element(call, "tokens"),
                                .set = xmlXPathNodeSetCreate(NULL)};
        split(&tokens, text, separators == NULL ? usual : separators);
        valuePush(call, xmlXPathWrapNodeSet(tokens.set));
    }
    xmlFree(text);
    xmlFree(separators);
}

/* Separators are single bytes here: all that anyone splits configuration at are ASCII. */
void xpath_fn_tokenize(xmlXPathParserContext *call, int count)
{
    pieces(call, count, "\t\r\n ", split_at_any);
}

void xpath_fn_split(xmlXPathParserContext *call, int count)
{
    pieces(call, count, " ", split_at_string);
}

void xpath_fn_str_replace(xmlXPathParserContext *call, int count)
{
    if (!xpath_has_arguments(call, count, 3, 3))
        return;
    char *replacement = xpath_take_text(call);
    char *search = xpath_take_text(call);
    char *text = xpath_take_text(call);
    if (replacement != NULL && search != NULL && text != NULL) {
        struct text result = {0};
        const char *at = text;
        for (const char *found; search[0] != '\0' && result.length <= RESULT_LENGTH_MAX &&
                                (found = strstr(at, search)) != NULL;
             at = found + strlen(search)) {
            text_add_bytes(&result, at, (size_t)(found - at));
            text_add(&result, replacement);
        }
        text_add(&result, at);
        if (result.length > RESULT_LENGTH_MAX)
            xpath_raise_error(call, "str:replace() takes too long on a text");
        else
            xpath_return_text(call, text_string(&result));
        text_fini(&result);
    }
    xmlFree(text);
    xmlFree(search);
    xmlFree(replacement);
}
