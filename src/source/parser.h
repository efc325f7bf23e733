/*
 * parser.h - the only door to libxml2's parser.
 */
#ifndef IISLINT_SOURCE_PARSER_H
#define IISLINT_SOURCE_PARSER_H

#include "source/source.h"

/* What the parser objected to first. Its wording differs between versions, so it is not kept. */
struct parser_error {
    int code;      /* an xmlParserErrors */
    size_t offset; /* where the parser stood: at the fault or behind it */
};

/*
 * Parses the text of a source that passed scan_text(). Returns NULL with `error` when it is not
 * well-formed. Text that is only white space is left out of the tree: it is most of the nodes of
 * a configuration file and means nothing in one.
 */
xmlDoc *parser_parse(const struct source *source, struct parser_error *error);

/*
 * While parsing, an element or comment remembers where its tag ends (offset of the '>' or '/>',
 * or behind the comment). False for a node that was not made by parser_parse().
 */
bool parser_place(const xmlNode *node, size_t *offset);

/* Our sentence for an error code of the parser. */
const char *parser_describe(int code);

#endif
