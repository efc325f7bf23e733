/*
 * value.h - whether IIS accepts a value for an attribute of its schema.
 *
 * Types, ranges and validators are those of the schema dialect: iis-semantics, section 1.3.
 */
#ifndef IISLINT_CONFIG_VALUE_H
#define IISLINT_CONFIG_VALUE_H

#include "config/schema.h"

enum value_fault {
    VALUE_FINE,
    VALUE_NOT_BOOL,      /* neither true nor false */
    VALUE_NOT_NAME,      /* none of the names of an enum */
    VALUE_NOT_FLAG,      /* `part` is none of the names of flags */
    VALUE_NOT_NUMBER,    /* no whole number of the type's size */
    VALUE_OUTSIDE,       /* not from `low` to `high` */
    VALUE_EXCLUDED,      /* from `low` to `high`, which is what may not be */
    VALUE_NOT_TIME,      /* no [d.]hh:mm:ss */
    VALUE_NOT_AMOUNT,    /* a time where a number of seconds or minutes belongs */
    VALUE_TIME_OUTSIDE,  /* not from `low` to `high` seconds */
    VALUE_TIME_EXCLUDED, /* from `low` to `high` seconds, which is what may not be */
    VALUE_TIME_STEP,     /* no multiple of `step` seconds */
    VALUE_EMPTY,
    VALUE_UNTRIMMED, /* white space at an end */
    VALUE_CHARACTER, /* `part` is a character that may not be in it */
    VALUE_TOO_LONG,  /* more than `high` characters */
    VALUE_NOT_PATH   /* no URL path: "/", "/shop", "/shop/admin" */
};

struct value_problem {
    enum value_fault fault;
    bool doubtful;    /* sources disagree on whether IIS minds */
    const char *part; /* the faulty part, in the value */
    size_t part_length;
    int64_t low, high, step;
};

/* True when the value is fine. Else `problem` says what is wrong. Nothing is allocated. */
bool value_check(const struct schema_attribute *attribute, const char *value,
                 struct value_problem *problem);

/* Reads [-][d.]hh:mm[:ss[.fraction]], also with ':' behind the days; false when it is none. */
bool value_parse_time(const char *text, int64_t *seconds);

/* Seconds as IIS writes them: "00:20:00", "1.05:00:00". */
const char *value_format_time(struct arena *arena, int64_t seconds);

#endif
