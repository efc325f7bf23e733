#include "rules/connection_string.h"

#include "base/text.h"
#include "config/secret.h"
#include "rules/connection_syntax.h"
#include <string.h>

#define WRAPPING_MAX 2

/* ---- keyword=value;keyword="value" ------------------------------------------------------------ */

enum pair { PAIR_FOUND, PAIR_END, PAIR_BAD };

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 && !is_space(c);
}

static const char *skip_space(const char *at)
{
    while (is_space(*at))
        at++;
    return at;
}

static void trim_end(struct text *text)
{
    while (text->length > 0 && is_space(text->data[text->length - 1]))
        text->data[--text->length] = '\0';
}

/* Up to the single '='; two of them are one that belongs to the keyword. */
static const char *read_key(const char *at, struct text *key)
{
    for (; *at && !is_control(*at); at++) {
        if (*at == '=' && at[1] != '=') {
            trim_end(key);
            return key->length > 0 ? at + 1 : NULL;
        }
        if (*at == '=')
            at++;
        text_add_char(key, *at);
    }
    return NULL;
}

/* `at` is behind the opening quote; a doubled one stands for itself. */
static const char *read_quoted(const char *at, char quote, struct text *value)
{
    for (; *at; at++) {
        if (*at == quote && at[1] != quote)
            return at + 1;
        if (*at == quote)
            at++;
        text_add_char(value, *at);
    }
    /* the mask of a secret at the end hides the closing quote as well */
    return strstr(text_string(value), SECRET_MASK) ? at : NULL;
}

static const char *read_value(const char *at, struct text *value)
{
    at = skip_space(at);
    if (*at == '"' || *at == '\'') {
        at = read_quoted(at + 1, *at, value);
        at = at ? skip_space(at) : NULL;
        return at && (*at == ';' || *at == '\0') ? at : NULL;
    }
    for (; *at && *at != ';'; at++) {
        if (is_control(*at))
            return NULL;
        text_add_char(value, *at);
    }
    trim_end(value);
    return at;
}

static enum pair next_pair(const char **cursor, struct text *key, struct text *value)
{
    text_clear(key);
    text_clear(value);
    const char *at = *cursor;
    while (is_space(*at) || *at == ';')
        at++;
    if (!*at)
        return PAIR_END;
    at = read_key(at, key);
    at = at ? read_value(at, value) : NULL;
    *cursor = at;
    return at ? PAIR_FOUND : PAIR_BAD;
}

/* ---- what the keywords mean -------------------------------------------------------------------- */

struct reading {
    const struct connection_syntax *syntax;
    struct arena *arena;
    const char **values; /* by index of the keyword; NULL: not given */
    bool evidence, foreign, unknown;
    const char *wrapped, *wrapped_provider; /* of an entity string */
    bool marker;
};

static const char *value_of_type(struct arena *arena, enum connection_type type, const char *value)
{
    if (type == CONNECTION_SECRET && *value)
        return SECRET_MASK;
    if (type == CONNECTION_BOOL || type == CONNECTION_INTEGRATED) {
        if (text_equals_nocase(value, "true") || text_equals_nocase(value, "yes") ||
            (type == CONNECTION_INTEGRATED && text_equals_nocase(value, "sspi")))
            return "true";
        if (text_equals_nocase(value, "false") || text_equals_nocase(value, "no"))
            return "false";
    }
    return arena_strdup(arena, value);
}

static void read_pair(struct reading *reading, const char *key, const char *value)
{
    const struct connection_syntax *syntax = reading->syntax;
    const struct connection_spelling *spelling = map_find(syntax->spellings, key);
    if (text_equals_nocase(key, syntax->entity_string))
        reading->wrapped = arena_strdup(reading->arena, value);
    else if (text_equals_nocase(key, syntax->entity_marker))
        reading->marker = true;
    if (text_equals_nocase(key, syntax->entity_provider))
        reading->wrapped_provider = arena_strdup(reading->arena, value);
    if (spelling) {
        /* nothing behind the '=' takes back what was said before */
        reading->values[spelling->keyword->index] =
            *value ? value_of_type(reading->arena, spelling->keyword->type, value) : NULL;
        reading->evidence |= spelling->evidence && *value;
    } else if (map_find(syntax->foreign, key)) {
        reading->foreign = true;
    } else {
        reading->unknown = true;
    }
}

static bool read_all(struct reading *reading, const char *text)
{
    struct text key = {0}, value = {0};
    enum pair pair;
    while ((pair = next_pair(&text, &key, &value)) == PAIR_FOUND)
        read_pair(reading, text_string(&key), text_string(&value));
    text_fini(&key);
    text_fini(&value);
    return pair == PAIR_END;
}

static const char *value_named(const struct reading *reading, const char *name)
{
    const struct list *keywords = &reading->syntax->keywords;
    for (size_t i = 0; i < keywords->count; i++) {
        const struct connection_keyword *keyword = keywords->items[i];
        if (strcmp(keyword->name, name) == 0)
            return reading->values[i];
    }
    return NULL;
}

/* ---- the data source ---------------------------------------------------------------------------- */

static const char *upper(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_strndup(arena, text, length);
    for (char *c = copy; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return text_trim(arena, copy);
}

static const char *without_protocol(const char *source)
{
    static const char *const protocols[] = {"tcp:", "np:", "lpc:", "admin:"};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
        if (text_starts_with_nocase(source, protocols[i]))
            return skip_space(source + strlen(protocols[i]));
    return source;
}

/* \\host\pipe\MSSQL$NAME\sql\query, or \\.\pipe\LOCALDB#... */
static void read_pipe(struct arena *arena, const char *source, struct connection_string *result)
{
    const char *host = source + 2, *end = strchr(host, '\\');
    if (!end)
        end = host + strlen(host);
    result->server = arena_strndup(arena, host, (size_t)(end - host));
    const char *pipe = text_starts_with_nocase(end, "\\pipe\\") ? end + strlen("\\pipe\\") : "";
    if (text_starts_with_nocase(pipe, "LOCALDB#"))
        result->is_local_db = true;
    else if (text_starts_with_nocase(pipe, "MSSQL$"))
        result->instance = upper(arena, pipe + 6, strcspn(pipe + 6, "\\"));
}

static void read_host(struct arena *arena, const char *source, struct connection_string *result)
{
    size_t length = strcspn(source, "\\,");
    const char *rest = source + length;
    if (*source == '[' && length > 2 && source[length - 1] == ']') /* an IPv6 address */
        result->server = arena_strndup(arena, source + 1, length - 2);
    else
        result->server = text_trim(arena, arena_strndup(arena, source, length));
    if (*rest == '\\') {
        size_t name = strcspn(rest + 1, ",");
        result->instance = upper(arena, rest + 1, name);
        rest += 1 + name;
    }
    if (*rest == ',')
        result->port = text_trim(arena, rest + 1);
    if (strcmp(result->instance, "MSSQLSERVER") == 0)
        result->instance = "";
}

static void read_source(struct arena *arena, const char *source, struct connection_string *result)
{
    source = without_protocol(skip_space(source));
    if (text_starts_with(source, "\\\\")) {
        read_pipe(arena, source, result);
        return;
    }
    read_host(arena, source, result);
    if (text_equals_nocase(result->server, "(localdb)"))
        result->is_local_db = true;
}

/* ---- whose it is ------------------------------------------------------------------------------- */

static bool is_telling_source(const struct connection_syntax *syntax, const char *source)
{
    for (size_t i = 0; i < syntax->sources.count; i++)
        if (regex_search(syntax->sources.items[i], source, strlen(source), 0, NULL, 0) ==
            REGEX_MATCH)
            return true;
    return false;
}

static bool is_sql_server(const struct reading *reading, enum connection_provider provider,
                          const char *source)
{
    if (!source || provider == CONNECTION_OTHER)
        return false;
    if (provider == CONNECTION_SQL_SERVER)
        return true;
    if (reading->foreign || reading->unknown)
        return false; /* SqlClient refuses keywords that it does not know */
    const char *integrated = value_named(reading, "IntegratedSecurity");
    return reading->evidence || is_telling_source(reading->syntax, source) ||
           (integrated && strcmp(integrated, "true") == 0 &&
            value_named(reading, "InitialCatalog"));
}

static void collect_values(const struct reading *reading, struct connection_string *result)
{
    const struct list *keywords = &reading->syntax->keywords;
    struct connection_value *values = arena_array(reading->arena, keywords->count, sizeof *values);
    for (size_t i = 0; i < keywords->count; i++)
        if (reading->values[i])
            values[result->count++] = (struct connection_value){
                ((const struct connection_keyword *)keywords->items[i])->name, reading->values[i]};
    result->values = values;
}

static bool parse(const struct connection_syntax *syntax, struct arena *arena, const char *text,
                  const char *provider, unsigned depth, struct connection_string *result)
{
    struct reading reading = {.syntax = syntax, .arena = arena};
    reading.values = arena_array(arena, syntax->keywords.count, sizeof(char *));
    if (!read_all(&reading, text))
        return false;
    enum connection_provider kind = connection_provider_kind(syntax, provider);
    if (reading.wrapped && (reading.marker || kind == CONNECTION_ENTITY))
        return depth < WRAPPING_MAX &&
               parse(syntax, arena, reading.wrapped, reading.wrapped_provider, depth + 1, result);
    const char *source = value_named(&reading, "DataSource");
    if (!source && !reading.foreign)
        return false;
    *result = (struct connection_string){.server = "", .instance = "", .port = ""};
    collect_values(&reading, result);
    result->is_sql_server = is_sql_server(&reading, kind, source);
    if (source && !reading.foreign)
        read_source(arena, source, result);
    return true;
}

bool connection_string_parse(const struct connection_syntax *syntax, struct arena *arena,
                             const char *text, const char *provider,
                             struct connection_string *result)
{
    /* most settings are none: no memory for those */
    return strchr(text, '=') && parse(syntax, arena, text, provider, 0, result);
}

const char *connection_string_get(const struct connection_string *string, const char *name)
{
    for (size_t i = 0; i < string->count; i++)
        if (strcmp(string->values[i].name, name) == 0)
            return string->values[i].value;
    return NULL;
}

enum answer connection_string_is_local(const struct connection_string *string, const char *computer)
{
    static const char *const names[] = {".", "(local)", "localhost", "127.0.0.1", "::1"};
    if (string->is_local_db)
        return ANSWER_YES;
    if (!*string->server)
        return ANSWER_NO;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equals_nocase(string->server, names[i]))
            return ANSWER_YES;
    if (!computer)
        return ANSWER_UNKNOWN;
    size_t length = strlen(computer);
    return text_starts_with_nocase(string->server, computer) &&
                   (string->server[length] == '\0' || string->server[length] == '.')
               ? ANSWER_YES
               : ANSWER_NO;
}
