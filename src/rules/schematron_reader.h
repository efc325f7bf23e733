/*
 * schematron_reader.h - what the files that read Schematron share; private to them.
 */
#ifndef IISLINT_RULES_SCHEMATRON_READER_H
#define IISLINT_RULES_SCHEMATRON_READER_H

#include "rules/schematron.h"

#include "base/map.h"

/* A <param> of the pattern instance that is being read. */
struct schematron_param {
    const char *name;
    const char *value;
};

struct schematron_reader {
    struct arena *arena;
    struct schematron_schema *schema;
    bool strict; /* and the file is one of ours */
    struct error *error;
    schematron_include *include;
    void *include_context;
    unsigned include_depth;
    struct map *abstract_patterns; /* id -> element */
    struct map *abstract_rules;
    struct map *diagnostics;
    struct map *fixes; /* of the schema level */
    const struct schematron_param *params;
    size_t param_count;
    const xmlNode *extending[16]; /* abstract rules that are being expanded, to see cycles */
    unsigned extending_count;
    size_t assertion_count; /* of the schema, to bound what expansion can make */
};

/* Always false: `return reader_refuse(...)`. `place` is an element or attribute. */
bool reader_refuse(struct schematron_reader *reader, const xmlNode *place, const char *format, ...)
    PRINTF_LIKE(3, 4);

bool reader_is(const xmlNode *node, const char *uri, const char *name);
bool reader_is_schematron(const xmlNode *node, const char *name);

/* The attribute without namespace, or NULL. */
const xmlAttr *reader_attribute_node(const xmlNode *element, const char *name);

/* Its value with parameters filled in, in the arena; NULL when it is absent. After an error
 * (a value that grew too long) it is "" and reader->error is filled: see reader_expression(). */
const char *reader_attribute(struct schematron_reader *reader, const xmlNode *element,
                             const char *name);

/* The value as an expression. False when it is missing though `required`. */
bool reader_expression(struct schematron_reader *reader, const xmlNode *element, const char *name,
                       bool required, struct xpath_expression *expression);

/* The same for an attribute of urn:iislint:rule:1, which may be missing. */
bool reader_own_expression(struct schematron_reader *reader, const xmlNode *element,
                           const char *name, struct xpath_expression *expression);

/* True when the attribute's value is "true". */
bool reader_flag(const xmlNode *element, const char *name);

/* Calls `each` for every child element, resolving <include>. Stops at false and returns it. */
typedef bool reader_child_callback(struct schematron_reader *reader, void *context,
                                   const xmlNode *child);
bool reader_each_child(struct schematron_reader *reader, const xmlNode *parent,
                       reader_child_callback *each, void *context);

enum reader_layout {
    READER_LINE, /* a message: white space normalised */
    READER_BLOCK /* a remedy: lines kept, common indentation removed */
};

/* Reads mixed content. */
bool reader_prose(struct schematron_reader *reader, const xmlNode *element,
                  enum reader_layout layout, struct schematron_prose *prose);

/* Lays out a text with value marks as above; used for why, too. In the arena. */
char *reader_lay_out(struct arena *arena, const char *text, enum reader_layout layout);

/* Reads a <let> into a list of struct schematron_let; refuses a second one of the same name. */
bool reader_let(struct schematron_reader *reader, const xmlNode *element, struct list *lets);
void reader_take_lets(struct schematron_reader *reader, const struct list *list,
                      struct schematron_lets *lets);

/* A role as a level: error, fatal, warning, note, info. False (and `*level` unchanged) when there
 * is no role; an unknown role is an error level, in strict reading it is refused. */
bool reader_role(struct schematron_reader *reader, const xmlNode *element,
                 enum iislint_level *level, bool *given);

/* schematron_pattern.c */
bool reader_pattern(struct schematron_reader *reader, const xmlNode *element,
                    struct schematron_pattern *pattern);

/* schematron_fix.c: the fixes that an assertion names. */
bool reader_fixes(struct schematron_reader *reader, const xmlNode *assertion,
                  struct schematron_assertion *result);

#endif
