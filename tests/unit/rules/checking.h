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

/* Rule files of ours: one pattern TST0001 with all that the standard lacks. Its rules begin in line 9. */
#define OURS_OPEN                                                                                  \
    "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xmlns:i='urn:iislint:rule:1' "           \
    "xmlns:sqf='http://www.schematron-quickfix.com/validator/process' "                            \
    "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'><title>Tests</title>\n"
#define OURS_HEAD "<pattern id='TST0001' i:name='TestRule'>\n"
#define OURS_TITLE "<title>A thing has a name.</title>\n"
#define OURS_WHY "<i:why>It is lost else.</i:why>\n"
#define OURS_FIX "<i:fix>Name it.</i:fix>\n"
#define OURS_REFERENCE "<i:reference title='T' url='https://example.com/'/>\n"
#define OURS_BAD "<i:example kind='bad'>x</i:example>\n"
#define OURS_GOOD "<i:example kind='good'>y</i:example>\n"
#define OURS_META OURS_TITLE OURS_WHY OURS_FIX OURS_REFERENCE OURS_BAD OURS_GOOD
#define OURS_RULE "<rule context='a'>\n<assert test='@x'>no x</assert></rule>\n"
#define OURS_END "</pattern></schema>"
#define OURS_WITH(rule) OURS_OPEN OURS_HEAD OURS_META rule OURS_END

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

/* What the standard demands, one row a demand: between SCH_OPEN and SCH_CLOSE. */
struct checking_row {
    const char *demand;
    const char *rules;
    const char *document;
    const char *expected;
};
void check_rows(const struct checking_row *rows, size_t count);

/*
 * Asserts what is told beside the message for files of ours, one line an outcome:
 * "MESSAGE | <ARGUMENT> remedy <...> fix ID <TITLE> {OPERATION}".
 */
void check_told(const char *rules, const char *document, const char *expected);

/* Asserts that a strict load refuses the file at this line with a text that contains `reason`. */
void check_refused(const char *rules, unsigned line, const char *reason);

/* Several of those. */
struct refused_row {
    const char *rules;
    unsigned line;
    const char *reason;
};
void check_refused_rows(const struct refused_row *rows, size_t count);

/* Asserts that evaluation ends with an error that contains `reason`. */
void check_fails(const char *rules, const char *document, const char *reason);

#endif
