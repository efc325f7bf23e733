/*
 * brief.c - build-time helper: writes a rule file without what only readers of the catalogue need.
 *
 *     brief RULES.sch >brief/RULES.sch
 *
 * Which names the rules can see is found out here, too, and written at the root as i:mentions.
 *
 * Explanations, examples, messages and fixes are nine tenths of a rule file. A check that finds
 * nothing never looks at them, so it does not read them: see rulebook_complete().
 */
#include "rules/xpath_names.h"

#include <libxml/parser.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMATRON "http://purl.oclc.org/dsdl/schematron"
#define METADATA "urn:iislint:rule:1"
#define QUICKFIX "http://www.schematron-quickfix.com/validator/process"

static bool is_one_of(const xmlNode *node, const char *space, const char *const *names)
{
    if (node->ns == NULL || strcmp((const char *)node->ns->href, space) != 0)
        return false;
    while (*names != NULL && strcmp((const char *)node->name, *names) != 0)
        names++;
    return *names != NULL;
}

/* What a rule says when it fires is read then, too. */
static bool is_for_readers(const xmlNode *node)
{
    static const char *const metadata[] = {"why",     "reference", "map", "example",
                                           "message", "fix",       NULL};
    static const char *const fixes[] = {"fix", "fixes", "group", NULL};
    static const char *const prose[] = {"diagnostics", "p", NULL};
    static const char *const assertions[] = {"assert", "report", NULL};
    return node->type == XML_COMMENT_NODE || is_one_of(node->parent, SCHEMATRON, assertions) ||
           (node->type == XML_ELEMENT_NODE &&
            (is_one_of(node, METADATA, metadata) || is_one_of(node, QUICKFIX, fixes) ||
             is_one_of(node, SCHEMATRON, prose)));
}

/* The attributes by which an assertion names what was left out. */
static void remove_names(xmlNode *element)
{
    xmlUnsetProp(element, (const xmlChar *)"diagnostics");
    for (xmlAttr *a = element->properties; a != NULL; a = a->next)
        if (a->ns != NULL && strcmp((const char *)a->ns->href, QUICKFIX) == 0) {
            xmlRemoveProp(a);
            return;
        }
}

/* White space between elements means nothing in these. */
static bool is_layout(const xmlNode *node)
{
    static const char *const names[] = {"schema", "pattern", "rule", "phase", "diagnostics", NULL};
    return node->type == XML_TEXT_NODE && xmlIsBlankNode(node) &&
           is_one_of(node->parent, SCHEMATRON, names);
}

static void shorten(xmlNode *parent)
{
    for (xmlNode *child = parent->children, *next; child != NULL; child = next) {
        next = child->next;
        if (is_for_readers(child) || is_layout(child)) {
            xmlUnlinkNode(child);
            xmlFreeNode(child);
        } else if (child->type == XML_ELEMENT_NODE) {
            remove_names(child);
            shorten(child);
        }
    }
}

/* ---- names ---------------------------------------------------------------------------------- */

struct names {
    char **items;
    size_t count;
};

/* `*` is everything; what is looked for anywhere stands behind `//`. */
static void add_name(void *context, const char *name, size_t length, bool anywhere)
{
    struct names *names = context;
    if (name == NULL) {
        name = "*";
        length = 1;
        anywhere = false;
    }
    names->items = realloc(names->items, (names->count + 1) * sizeof *names->items);
    size_t size = length + sizeof "//";
    char *copy = names->items == NULL ? NULL : malloc(size);
    if (copy == NULL)
        exit(1);
    snprintf(copy, size, "%s%.*s", anywhere ? "//" : "", (int)length, name);
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->items[i], copy) == 0) {
            free(copy);
            return;
        }
    names->items[names->count++] = copy;
}

/* Every attribute that may be an expression or a pattern; a word too many does no harm. */
static void read_names(const xmlNode *element, struct names *names)
{
    static const char *const expressions[] = {"context", "test", "value",   "select",  "subject",
                                              "match",   "use",  "related", "use-when"};
    for (const xmlAttr *a = element->properties; a != NULL; a = a->next)
        for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
            if (strcmp((const char *)a->name, expressions[i]) == 0) {
                xmlChar *value = xmlNodeListGetString(element->doc, a->children, 1);
                if (value != NULL)
                    xpath_each_name((const char *)value, add_name, names);
                xmlFree(value);
            }
    for (const xmlNode *child = element->children; child != NULL; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            read_names(child, names);
}

static void write_names(xmlNode *root)
{
    struct names names = {NULL, 0};
    xmlBuffer *list = xmlBufferCreate();
    xmlNs *ns = xmlSearchNsByHref(root->doc, root, (const xmlChar *)METADATA);
    read_names(root, &names);
    for (size_t i = 0; i < names.count; i++) {
        xmlBufferCCat(list, names.items[i]);
        xmlBufferCCat(list, " ");
        free(names.items[i]);
    }
    free(names.items);
    if (ns != NULL)
        xmlNewNsProp(root, ns, (const xmlChar *)"mentions", xmlBufferContent(list));
    xmlBufferFree(list);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: brief RULES.sch\n", stderr);
        return 2;
    }
    xmlDoc *doc = xmlReadFile(argv[1], NULL, XML_PARSE_NONET);
    if (doc == NULL)
        return 1; /* the parser has said why */
    write_names(xmlDocGetRootElement(doc));
    shorten(xmlDocGetRootElement(doc));
    bool done = xmlDocDump(stdout, doc) > 0 && fflush(stdout) == 0;
    xmlFreeDoc(doc);
    return done ? 0 : 1;
}
