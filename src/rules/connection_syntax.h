/*
 * connection_syntax.h - private to connection_*.c: rules/connection-strings.xml in memory.
 */
#ifndef IISLINT_RULES_CONNECTION_SYNTAX_H
#define IISLINT_RULES_CONNECTION_SYNTAX_H

#include "rules/connection_string.h"

enum connection_type { CONNECTION_TEXT, CONNECTION_BOOL, CONNECTION_INTEGRATED, CONNECTION_SECRET };

struct connection_keyword {
    const char *name;
    enum connection_type type;
    size_t index; /* its place among all keywords */
};

/* One spelling of a keyword. */
struct connection_spelling {
    const struct connection_keyword *keyword;
    bool evidence;
};

enum connection_provider {
    CONNECTION_NO_PROVIDER,
    CONNECTION_SQL_SERVER,
    CONNECTION_ENTITY,
    CONNECTION_OTHER
};

struct connection_syntax {
    struct list keywords;  /* struct connection_keyword *, by index */
    struct map *spellings; /* -> struct connection_spelling */
    struct map *foreign;   /* -> anything */
    struct map *providers; /* -> enum connection_provider, in a pointer to it */
    struct list sources;   /* struct regex * */
    struct list sections;  /* struct connection_section * */
    struct map *shipped;   /* name -> text */
    const char *entity_string, *entity_provider, *entity_marker;
};

/* What kind of provider a name is; one that the data does not list is another one. */
enum connection_provider connection_provider_kind(const struct connection_syntax *syntax,
                                                  const char *name);

#endif
