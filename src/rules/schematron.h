/*
 * schematron.h - the model of one ISO Schematron file: what is left to evaluate after reading.
 *
 * Abstract patterns and rules are expanded and includes resolved while reading, so the model knows
 * only patterns, rules and assertions. Expressions stay text until they are used.
 */
#ifndef IISLINT_RULES_SCHEMATRON_H
#define IISLINT_RULES_SCHEMATRON_H

#include "iislint.h"
#include "rules/fast.h"
#include "rules/pattern.h"
#include "rules/xpath.h"
#include "source/source.h"

#define SCHEMATRON_NAMESPACE "http://purl.oclc.org/dsdl/schematron"
#define SCHEMATRON_QUICKFIX_NAMESPACE "http://www.schematron-quickfix.com/validator/process"
#define SCHEMATRON_XSLT_NAMESPACE "http://www.w3.org/1999/XSL/Transform"

/* Stands in the text of a prose for a value; no XML text can contain it. */
#define SCHEMATRON_VALUE_MARK '\x01'

/* A <value-of> or <name> in a text. */
struct schematron_value {
    struct xpath_expression expression; /* text NULL: <name> of the context node */
    bool is_name;
};

/* A text with values in it. */
struct schematron_prose {
    const char *text; /* NULL: there is none */
    struct schematron_value *values;
    size_t count;
};

struct schematron_let {
    const char *name;
    struct xpath_expression value; /* text NULL: `content` */
    const xmlNode *content;        /* the <let> whose content is the value */
    size_t slot;                   /* of its cached value: in the evaluator, or in its rule */
    struct fast fast;
};

struct schematron_lets {
    struct schematron_let *items;
    size_t count;
};

enum schematron_action { SCHEMATRON_ADD, SCHEMATRON_REPLACE, SCHEMATRON_DELETE };
enum schematron_position {
    SCHEMATRON_FIRST_CHILD,
    SCHEMATRON_LAST_CHILD,
    SCHEMATRON_BEFORE,
    SCHEMATRON_AFTER
};

/* <sqf:add>, <sqf:replace> or <sqf:delete>. */
struct schematron_operation {
    enum schematron_action action;
    enum schematron_position position;
    xmlElementType type; /* XML_DOCUMENT_FRAG_NODE: the content as it is written */
    const char *name;    /* @target */
    struct xpath_expression match;
    struct xpath_expression select;
    struct schematron_prose content; /* for a fragment: XML text */
};

struct schematron_fix {
    const char *id;
    const xmlNode *place;
    struct schematron_prose title;
    struct xpath_expression use_when;
    struct schematron_operation *operations;
    size_t operation_count;
};

/* A <diagnostic> as an assertion uses it. */
struct schematron_diagnostic {
    struct schematron_prose text;
    struct xpath_expression related; /* @i:related: nodes that the text is about; text NULL: none */
};

/* What an assertion says when it fires. */
struct schematron_texts {
    struct schematron_prose message;
    struct schematron_diagnostic *diagnostics;
    size_t diagnostic_count;
    struct schematron_fix *fixes;
    size_t fix_count;
};

/* An <assert> or <report>. */
struct schematron_assertion {
    const xmlNode *place;
    const char *id; /* of its message template */
    bool report;
    enum iislint_level level;
    struct xpath_expression test;
    struct fast fast;                     /* of the test */
    size_t undecided_in;                  /* the last document in which it was undecided */
    const struct xpath_hint *told_enough; /* there: nobody wants more places that wait for this */
    struct xpath_expression subject;
    struct schematron_texts texts;
};

struct schematron_rule {
    const xmlNode *place;
    struct pattern *context;
    const char *context_text;
    struct schematron_lets lets;
    struct schematron_assertion *assertions;
    size_t assertion_count;
    size_t undecided_in; /* the last document in which all of them were, for want of facts */
};

struct schematron_pattern {
    struct schematron_schema *schema;
    const xmlNode *place;
    const xmlNode *abstract; /* the abstract pattern that it is an instance of, or NULL */
    const char *id;          /* NULL: it has none */
    struct schematron_lets lets;
    struct schematron_rule *rules;
    size_t rule_count;
    struct schematron_prose remedy; /* i:fix */
    struct iislint_rule *entry;     /* its line in the catalogue; set by the rulebook */
};

struct schematron_phase {
    const char *id;
    struct schematron_lets lets;
    const char **active; /* ids of patterns */
    size_t active_count;
};

/* <xsl:key>, which the standard's XSLT binding allows. */
struct schematron_key {
    const xmlNode *place;
    const char *name;
    struct pattern *match;
    struct xpath_expression use;
};

struct schematron_schema {
    const struct source *source;
    bool ours;            /* it declares urn:iislint:rule:1 */
    const char *mentions; /* the names that its rules can see, when that was found out already */
    const char *title;
    const char *default_phase;
    struct xpath_namespaces namespaces;
    struct schematron_lets lets;
    struct schematron_phase *phases;
    size_t phase_count;
    struct schematron_key *keys;
    size_t key_count;
    struct schematron_pattern *patterns;
    size_t pattern_count;
};

/* Finds the source that an <include> names: a file beside the one that includes it. NULL with an
 * error when there is none. It must live as long as the schema. */
typedef const struct source *schematron_include(void *context, const struct source *from,
                                                const char *name, struct error *error);

/*
 * Reads the model of a parsed file into the arena. `strict` refuses what is unknown instead of
 * leaving it out. NULL with an error at path:line:column. The source must outlive the model;
 * schematron_fini() frees compiled expressions.
 */
struct schematron_schema *schematron_read(struct arena *arena, const struct source *source,
                                          bool strict, schematron_include *include,
                                          void *include_context, struct error *error);
void schematron_fini(struct schematron_schema *schema);

/* Calls `each` with every expression of the schema's own parts (lets, keys; not its patterns), or
 * of one pattern: contexts' predicates, tests, lets, values, subjects, fixes. Of a context only
 * the predicates are expressions; see schematron_rule.context_text for its names. */
typedef void schematron_expression_callback(void *context, struct xpath_expression *expression);
void schematron_each_schema_expression(struct schematron_schema *schema,
                                       schematron_expression_callback *each, void *context);
void schematron_each_expression(struct schematron_pattern *pattern,
                                schematron_expression_callback *each, void *context);

/* Takes over the texts of the same pattern, read whole: of its assertions, and its remedy. */
void schematron_take_texts(struct schematron_pattern *pattern,
                           const struct schematron_pattern *whole);

/*
 * Fills the catalogue entry of a pattern, and the help that belongs to it, from its own metadata and, where that is silent, from its
 * abstract pattern's. `info->enabled` is left alone. With `strict`, everything that a rule of ours
 * must have is demanded. `help` NULL: it is left for later, and cannot be demanded.
 */
bool schematron_metadata(struct arena *arena, const struct schematron_pattern *pattern, bool strict,
                         struct iislint_rule_info *info, struct iislint_rule_help *help,
                         struct error *error);

/*
 * Checks every expression of a schema: it compiles, its functions exist and get the right number
 * of arguments, its variables are defined where it stands, literal regular expressions are valid;
 * in one of our files, what is evaluated once a node does not search the whole document.
 */
bool schematron_check(struct schematron_schema *schema, struct xpath *xpath, struct error *error);

/* Fills an error with the place of an element or attribute of a rule file. Returns false. */
bool schematron_error(struct error *error, const xmlNode *place, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* The text with {0}, {1} ... for its values and its own braces doubled, as SARIF has templates. */
const char *schematron_template(struct arena *arena, const struct schematron_prose *prose);

/* The text with a word in braces for each value ("{name}"), for the catalogue. */
const char *schematron_outline(struct arena *arena, const struct schematron_prose *prose);

#endif
