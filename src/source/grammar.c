#include "source/grammar.h"

#include "source/span.h"
#include <libxml/relaxng.h>
#include <string.h>

struct complaint {
    const struct source *source; /* NULL while the grammar itself is read */
    struct error *error;
    bool made;
};

/* Keeps the first complaint, without the line break that libxml2 ends it with. */
#if LIBXML_VERSION >= 21200
static void on_complaint(void *context, const xmlError *reason)
#else
static void on_complaint(void *context, xmlError *reason)
#endif
{
    struct complaint *complaint = context;
    if (complaint->made)
        return;
    complaint->made = true;

    const char *text = reason->message == NULL ? "not as the grammar wants it" : reason->message;
    size_t length = strcspn(text, "\r\n");
    const xmlNode *node = reason->node;
    if (complaint->source == NULL || node == NULL) {
        const char *path = complaint->source == NULL ? "grammar" : complaint->source->path;
        error_set(complaint->error, path, 0, 0, "%.*s", (int)length, text);
        return;
    }
    struct position place = source_position(complaint->source, node->type == XML_ELEMENT_NODE
                                                                   ? span_of_start_tag(node).start
                                                                   : span_of_text(node).start);
    error_set(complaint->error, complaint->source->path, place.line, place.column, "%.*s",
              (int)length, text);
}

/* The compiled grammar, or NULL. Read by our own door, so that libxml2 prints nothing. */
static xmlRelaxNG *compile(const struct source *grammar, struct error *error)
{
    struct complaint complaint = {.error = error};
    xmlRelaxNGParserCtxt *ctxt = xmlRelaxNGNewDocParserCtxt(grammar->doc);
    if (ctxt == NULL)
        arena_out_of_memory();
    xmlRelaxNGSetParserStructuredErrors(ctxt, on_complaint, &complaint);
    xmlRelaxNG *compiled = xmlRelaxNGParse(ctxt);
    xmlRelaxNGFreeParserCtxt(ctxt);
    return compiled;
}

static bool validate(const struct source *source, xmlRelaxNG *grammar, struct error *error)
{
    struct complaint complaint = {.source = source, .error = error};
    xmlRelaxNGValidCtxt *ctxt = xmlRelaxNGNewValidCtxt(grammar);
    if (ctxt == NULL)
        arena_out_of_memory();
    xmlRelaxNGSetValidStructuredErrors(ctxt, on_complaint, &complaint);
    int result = xmlRelaxNGValidateDoc(ctxt, source->doc);
    xmlRelaxNGFreeValidCtxt(ctxt);
    if (result == 0)
        return true;
    return complaint.made ? false
                          : error_set(error, source->path, 0, 0, "not as the grammar wants it");
}

/* What is wrong with a source that has no tree. */
static bool report_fault(const struct source *source, struct error *error)
{
    struct position place = source_position(source, source->fault.span.start);
    return error_set(error, source->path, place.line, place.column, "%s", source->fault.message);
}

bool grammar_validate(const struct source *source, const char *grammar, size_t grammar_length,
                      struct error *error)
{
    if (source->doc == NULL)
        return report_fault(source, error);

    struct arena *arena = arena_new();
    struct source *grammar_source = source_parse(arena, "grammar", grammar, grammar_length);
    bool valid = false;
    if (grammar_source->doc == NULL) {
        report_fault(grammar_source, error);
    } else {
        xmlRelaxNG *compiled = compile(grammar_source, error);
        valid = compiled != NULL && validate(source, compiled, error);
        xmlRelaxNGFree(compiled);
    }
    source_free(grammar_source);
    arena_free(arena);
    return valid;
}

void grammar_prepare(void)
{
    static const char grammar[] =
        "<element name='a' xmlns='http://relaxng.org/ns/structure/1.0' "
        "datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'><data type='token'/>"
        "</element>";
    static const char text[] = "<a>b</a>";
    struct arena *arena = arena_new();
    struct source *source = source_parse(arena, "example", text, sizeof text - 1);
    struct error error = {0};
    grammar_validate(source, grammar, sizeof grammar - 1, &error);
    source_free(source);
    arena_free(arena);
}
