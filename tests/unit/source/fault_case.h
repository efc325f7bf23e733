/*
 * fault_case.h - a text that is no XML, and what is said of it where.
 */
#ifndef IISLINT_TESTS_SOURCE_FAULT_CASE_H
#define IISLINT_TESTS_SOURCE_FAULT_CASE_H

struct fault_case {
    const char *text;
    unsigned line;
    unsigned column;
    const char *message;   /* a part of it */
    unsigned related_line; /* 0: no related place */
    unsigned related_column;
};

/* The text has this fault, and in UTF-16 the same at the same line and column. */
void check_fault(const struct fault_case *expected);

#endif
