/*
 * evaluate.h - runs the active rules of a rulebook on a document, as ISO Schematron demands.
 *
 * In a pattern the first rule whose context matches a node wins. The document is walked once;
 * rules are found by the name of a node. Lets of schema, phase and pattern are computed once for a
 * document, those of a rule once a node, each only when something uses it.
 */
#ifndef IISLINT_RULES_EVALUATE_H
#define IISLINT_RULES_EVALUATE_H

#include "rules/rulebook.h"

struct evaluator;

enum outcome_kind {
    OUTCOME_FIRED,    /* a report whose test is true, an assert whose test is false */
    OUTCOME_UNDECIDED /* it did not fire, but something it rests on is unknown */
};

enum outcome_action { OUTCOME_ADD, OUTCOME_REPLACE, OUTCOME_DELETE };

/* Where OUTCOME_ADD puts an element or text. */
enum outcome_position { OUTCOME_FIRST_CHILD, OUTCOME_LAST_CHILD, OUTCOME_BEFORE, OUTCOME_AFTER };

/* One operation of a QuickFix on one node. */
struct outcome_operation {
    enum outcome_action action;
    enum outcome_position position; /* OUTCOME_ADD of anything but an attribute */
    xmlNode *target; /* ADD: the parent or neighbour; REPLACE, DELETE: the node (or attribute) */
    xmlElementType type; /* of what is added or put in place: element, attribute, text, comment */
    const char *name;    /* of the element or attribute; for REPLACE the old one when not given */
    const char *text;    /* an attribute's value, an element's inner XML, text; NULL for DELETE */
};

struct outcome_fix {
    const char *id;
    const char *title;
    const struct outcome_operation *operations;
    size_t operation_count;
};

/* Another place that explains the finding. */
struct outcome_related {
    xmlNode *node;    /* element, attribute (cast it to xmlAttr) or text */
    const char *text; /* what is there: "The pool is defined here." */
};

enum outcome_reply {
    OUTCOME_TAKEN,
    OUTCOME_DECLINED, /* this place does not count: the next one is reported then, too */
    OUTCOME_ENOUGH    /* other places that wait for the same need not be told */
};

/*
 * What an assert or report says about one node. The struct and its arrays are borrowed for the
 * call; the strings live in the evaluator's arena; nodes belong to the document (or to whatever a
 * function returned them from).
 */
struct outcome {
    const struct iislint_rule *rule;
    enum outcome_kind kind;
    enum iislint_level level;
    const char *template_id; /* which of the rule's templates */
    xmlNode *node;           /* the context node */
    xmlNode *subject;        /* the node to report: element, attribute (cast it to xmlAttr), text;
                                 what `subject` selects first, else the context node */
    /* only when fired: */
    const char *message;          /* white space normalised */
    const char *const *arguments; /* the values of {0}, {1}, ... */
    size_t argument_count;
    const char *const *diagnostics; /* one text each */
    size_t diagnostic_count;
    const struct outcome_related *const *related; /* diagnostics with a place, in their order */
    size_t related_count;
    const char *remedy; /* i:fix with its values; NULL when the rule has none */
    const struct outcome_fix *fixes;
    size_t fix_count;
    /* only when undecided: */
    const struct xpath_hint *const *hints; /* at least one */
    size_t hint_count;
    enum outcome_reply *reply; /* what was made of it; OUTCOME_TAKEN unless it is set */
};

/* Takes an outcome; returns false to stop the evaluation (which then still succeeds). */
typedef bool outcome_callback(void *context, const struct outcome *outcome);

/*
 * Creates an evaluator for the rules that are active now (after switching rules, make another).
 * `user` is what functions of the vocabulary get from xpath_user(). The rulebook, the regex cache
 * and the arena must outlive it. Freed with evaluator_free().
 */
struct evaluator *evaluator_new(struct rulebook *rulebook, struct arena *arena,
                                struct regex_cache *regex, void *user);
void evaluator_free(struct evaluator *evaluator);

/*
 * Tells whether a fact group that a rule needs (i:needs) is known. An assertion of a rule that lacks
 * one cannot be decided anywhere: once that has been reported for a document (and not declined), it
 * is not tested again. NULL: every group counts as known.
 */
void evaluator_on_needs(struct evaluator *evaluator,
                        bool (*known)(void *context, const char *group), void *context);

/*
 * Calls `leave` behind each element of the walk when everything in it has been looked at: nothing of
 * it is needed any more, so what was computed for it alone can go. NULL: no call.
 */
void evaluator_on_leave(struct evaluator *evaluator, void (*leave)(void *context, xmlNode *element),
                        void *context);

/*
 * Runs the active rules of a domain on a document, in document order. The document must not change
 * meanwhile and keeps an order mark in its elements' `content` afterwards (xmlXPathOrderDocElems).
 * Element names that are interned in doc->dict make it faster; it works without.
 *
 * A rule that cannot be evaluated (unknown function, a type error, too much work) is dropped for
 * this document and the others go on; at the end false is returned with the first such error,
 * which names the rule and its place in the rule file.
 */
bool evaluate_document(struct evaluator *evaluator, xmlDoc *doc, enum rule_domain domain,
                       outcome_callback *each, void *context, struct error *error);

#endif
