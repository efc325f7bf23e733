/*
 * connection_string.h - connection strings of .NET, as SqlClient reads them.
 *
 * Keywords, their synonyms and what tells a SQL Server's string from others are data
 * (rules/connection-strings.xml). A string is only said to be SQL Server's when its provider or
 * something in it shows that.
 */
#ifndef IISLINT_RULES_CONNECTION_STRING_H
#define IISLINT_RULES_CONNECTION_STRING_H

#include "base/map.h"
#include "facts/facts.h"
#include "source/regex.h"

/* What the data file says; one a run. */
struct connection_syntax;

/* A keyword that the string has. */
struct connection_value {
    const char *name;  /* canonical: "DataSource" */
    const char *value; /* without quotes; a secret is masked; a bool is "true" or "false" */
};

struct connection_string {
    const struct connection_value *values; /* each keyword once: the last one written counts */
    size_t count;
    const char *server;   /* host without protocol, port and instance; "" when none is named */
    const char *instance; /* upper case; "" for the default one */
    const char *port;     /* "" when none is given */
    bool is_local_db;
    bool is_sql_server; /* certain; false for other kinds and when in doubt */
};

/* Reads the embedded data; NULL with an error when it is missing or wrong. */
struct connection_syntax *connection_syntax_new(struct arena *arena, struct regex_cache *regexes,
                                                struct error *error);

/*
 * Parses a text; false when it is no connection string. `provider` is the providerName beside it,
 * NULL or "" when there is none. The strings of *result live in `arena`.
 */
bool connection_string_parse(const struct connection_syntax *syntax, struct arena *arena,
                             const char *text, const char *provider,
                             struct connection_string *result);

/* The value of a keyword by canonical name, or NULL. */
const char *connection_string_get(const struct connection_string *string, const char *name);

/* Does it mean this very machine? `computer` is the machine's name, NULL when nobody knows it. */
enum answer connection_string_is_local(const struct connection_string *string,
                                       const char *computer);

/* A section whose entries hold connection strings, in the attribute `text`. */
struct connection_section {
    const char *path, *text;
};

/* Steps through these sections: NULL at the end. */
const struct connection_section *connection_section_at(const struct connection_syntax *syntax,
                                                       size_t index);

/* True for an entry that the .NET Framework itself ships with, whether it is used or not. */
bool connection_string_is_shipped(const struct connection_syntax *syntax, const char *name,
                                  const char *text);

#endif
