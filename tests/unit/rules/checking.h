/*
 * checking.h - runs a rule file, given as text, on a document, given as text, and writes down what
 * it said; for the tests of the rule engine.
 */
#ifndef IISLINT_TESTS_CHECKING_H
#define IISLINT_TESTS_CHECKING_H

#include "rules/evaluate.h"

#define SCH_OPEN                                                                                   \
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' "                                        \
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process' "                            \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>"
#define SCH_CLOSE "</schema>"

/* A function fact(name) for tests: 'yes' is true, 'no' is false, anything else is unknown. */
extern const struct xpath_vocabulary checking_vocabulary;

struct checking {
    struct arena *arena;
    struct regex_cache *regex;
    struct rulebook *rulebook;
    bool loaded;        /* the rule file was accepted */
    bool evaluated;     /* every rule could be evaluated */
    struct error error; /* of whichever failed */
};

/* Loads a rule file. */
void checking_start(struct checking *checking, const char *rules, enum rulebook_mode mode);

/*
 * Evaluates on a document; the answer is one line for each outcome, in the arena:
 * "ID/TEMPLATE LEVEL PATH: MESSAGE [DIAGNOSTIC] {RELATED-PATH TEXT}", for an undecided one "ID/TEMPLATE ? PATH: GROUP HINT".
 */
const char *checking_run(struct checking *checking, const char *document);

void checking_stop(struct checking *checking);

/* Plain Schematron on a document: asserts that the answer is exactly `expected`. */
void check_outcomes(const char *rules, const char *document, const char *expected);

/* Asserts that a strict load refuses the file at this line with a text that contains `reason`. */
void check_refused(const char *rules, unsigned line, const char *reason);

/* Asserts that evaluation ends with an error that contains `reason`. */
void check_fails(const char *rules, const char *document, const char *reason);

#endif
