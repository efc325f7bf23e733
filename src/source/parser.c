#include "source/parser.h"

#include "source/lexical.h"
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdint.h>
#include <string.h>

/* ctxt->_private while parsing. */
struct parse {
    const struct source *source;
    struct parser_error error;
    size_t blank_end; /* what was looked at last: text is white space from there on up to here */
};

/* The context's position in the text. Valid because the text is UTF-8 and never converted. */
static size_t offset_of(const xmlParserCtxt *ctxt)
{
    const xmlParserInput *input = ctxt->input;
    if (input == NULL)
        return 0;
    return (size_t)input->consumed + (size_t)(input->cur - input->base);
}

/* 0 is "no place", so offsets are kept plus one. */
static void set_place(xmlNode *node, size_t offset)
{
    if (node != NULL)
        node->_private = (void *)(uintptr_t)(offset + 1);
}

bool parser_place(const xmlNode *node, size_t *offset)
{
    if (node->_private == NULL || source_of(node) == NULL)
        return false;
    *offset = (size_t)(uintptr_t)node->_private - 1;
    return true;
}

static void on_start_element(void *context, const xmlChar *name, const xmlChar *prefix,
                             const xmlChar *uri, int namespace_count, const xmlChar **namespaces,
                             int attribute_count, int defaulted_count, const xmlChar **attributes)
{
    xmlParserCtxt *ctxt = context;
    size_t tag_end = offset_of(ctxt);
    xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, namespaces, attribute_count,
                          defaulted_count, attributes);
    set_place(ctxt->node, tag_end);
}

static void on_comment(void *context, const xmlChar *content)
{
    xmlParserCtxt *ctxt = context;
    xmlSAX2Comment(context, content);
    xmlNode *parent = ctxt->node != NULL ? ctxt->node : (xmlNode *)ctxt->myDoc;
    if (parent != NULL && parent->last != NULL && parent->last->type == XML_COMMENT_NODE)
        set_place(parent->last, offset_of(ctxt));
}

static bool is_blank(const xmlChar *characters, int length)
{
    for (int i = 0; i < length; i++) {
        if (!lexical_is((char)characters[i], LEXICAL_SPACE))
            return false;
    }
    return true;
}

/*
 * The parser hands over text in pieces. A blank piece is the whole text only when nothing of the
 * text came before, when it stands in the file as white space (not as &#32;), and when the next
 * markup follows, possibly after more white space.
 */
static bool is_blank_text(xmlParserCtxt *ctxt, const xmlChar *piece, int length)
{
    struct parse *parse = ctxt->_private;
    const char *text = parse->source->text;
    size_t offset = offset_of(ctxt);
    if (piece == ctxt->input->cur) /* the parser sometimes steps behind a piece only afterwards */
        offset += (size_t)length;

    const xmlNode *last = ctxt->node == NULL ? NULL : ctxt->node->last;
    if (last != NULL && last->type == XML_TEXT_NODE)
        return false;
    if (offset == 0 || offset > parse->source->length ||
        !lexical_is(text[offset - 1], LEXICAL_SPACE))
        return false;
    if (parse->blank_end < offset)
        parse->blank_end = (size_t)(lexical_skip_space(text + offset) - text);
    return text[parse->blank_end] == '<';
}

static void on_characters(void *context, const xmlChar *characters, int length)
{
    if (is_blank(characters, length) && is_blank_text(context, characters, length))
        return;
    xmlSAX2Characters(context, characters, length);
}

/* Keeps the first fatal error. libxml2 knows undefined prefixes as errors that are not fatal. */
#if LIBXML_VERSION >= 21200
static void on_error(void *context, const xmlError *error)
#else
static void on_error(void *context, xmlError *error)
#endif
{
    xmlParserCtxt *ctxt = context;
    struct parse *parse = ctxt->_private;
    if (error->level != XML_ERR_FATAL || parse->error.code != XML_ERR_OK)
        return;
    parse->error.code = error->code;
    parse->error.offset = offset_of(ctxt);
#if LIBXML_VERSION < 21300
    /* Else it would read on and format a message for each of a million bare '&'. Not
     * xmlStopParser(), which frees the buffer that the function in error still looks at. */
    ctxt->instate = XML_PARSER_EOF;
#endif
}

xmlDoc *parser_parse(const struct source *source, struct parser_error *error)
{
    /* NONET: nothing is fetched. IGNORE_ENC: the text is UTF-8 whatever it declares. COMPACT: a short
     * text lies in its node; such a tree must not be changed, and nobody does. No others: HUGE lifts
     * libxml2's own limits, NOENT and DTD* open the way to other files. */
    const int options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_COMPACT;
    struct parse parse = {.source = source};

    xmlInitParser();
    xmlParserCtxt *ctxt = xmlNewParserCtxt();
    if (ctxt == NULL)
        arena_out_of_memory();
    ctxt->_private = &parse;
    ctxt->sax->startElementNs = on_start_element;
    ctxt->sax->characters = on_characters;
    ctxt->sax->ignorableWhitespace = on_characters;
    ctxt->sax->comment = on_comment;
    ctxt->sax->serror = on_error;

    xmlDoc *doc = xmlCtxtReadMemory(ctxt, source->text, (int)source->length, NULL, NULL, options);
    if (doc == NULL) {
        if (parse.error.code == XML_ERR_OK)
            parse.error = (struct parser_error){XML_ERR_INTERNAL_ERROR, offset_of(ctxt)};
        *error = parse.error;
    }
    xmlFreeParserCtxt(ctxt);
    return doc;
}

const char *parser_describe(int code)
{
    switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
    case XML_ERR_DOCUMENT_START:
        return "the file does not start with a root element";
    case XML_ERR_DOCUMENT_END:
        return "there is something after the end of the root element";
    case XML_ERR_XMLDECL_NOT_STARTED:
    case XML_ERR_XMLDECL_NOT_FINISHED:
    case XML_ERR_VERSION_MISSING:
    case XML_ERR_UNKNOWN_VERSION:
    case XML_ERR_ENCODING_NAME:
    case XML_ERR_STANDALONE_VALUE:
        return "the XML declaration is malformed: write `<?xml version=\"1.0\" "
               "encoding=\"utf-8\"?>`";
    case XML_ERR_NAME_REQUIRED:
    case XML_ERR_INVALID_CHAR:
    case XML_NS_ERR_QNAME:
        return "a character that may not stand in a name";
    case XML_ERR_RESERVED_XML_NAME:
        return "an XML declaration may only stand at the very start of the file";
    case XML_ERR_SPACE_REQUIRED:
        return "white space is missing here";
    case XML_ERR_ATTRIBUTE_REDEFINED:
        return "this attribute is given twice in one tag";
    case XML_ERR_TAG_NAME_MISMATCH:
    case XML_ERR_TAG_NOT_FINISHED:
        return "a tag is not closed";
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
    case XML_ERR_INVALID_CHARREF:
        return "`&` starts no reference that XML knows: write `&amp;`";
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
    case XML_ERR_NAME_TOO_LONG:
        return "a name or value is longer than is read";
    default:
        return "the file is not well-formed XML from here on";
    }
}
