#include "rules/fast.h"

#include <ctype.h>
#include <string.h>

#define STEPS_MAX 8

struct reading {
    struct arena *arena;
    const struct xpath_vocabulary *vocabulary;
    const char *at;
    const char *end;
};

static void skip_space(struct reading *reading)
{
    while (reading->at < reading->end && isspace((unsigned char)*reading->at))
        reading->at++;
}

static bool take(struct reading *reading, const char *token)
{
    size_t length = strlen(token);
    skip_space(reading);
    if ((size_t)(reading->end - reading->at) < length ||
        strncmp(reading->at, token, length) != 0)
        return false;
    reading->at += length;
    return true;
}

static bool is_name_byte(char c, bool first)
{
    return isalpha((unsigned char)c) || c == '_' ||
           (!first && (isdigit((unsigned char)c) || c == '-' || c == '.'));
}

/* An ASCII name without prefix; NULL when there is none here. */
static const char *take_name(struct reading *reading)
{
    skip_space(reading);
    const char *start = reading->at;
    while (reading->at < reading->end && is_name_byte(*reading->at, reading->at == start))
        reading->at++;
    if (reading->at == start)
        return NULL;
    return arena_strndup(reading->arena, start, (size_t)(reading->at - start));
}

static const char *take_literal(struct reading *reading)
{
    skip_space(reading);
    if (reading->at >= reading->end || (*reading->at != '\'' && *reading->at != '"'))
        return NULL;
    const char *start = reading->at + 1;
    const char *close = memchr(start, *reading->at, (size_t)(reading->end - start));
    if (!close)
        return NULL;
    reading->at = close + 1;
    return arena_strndup(reading->arena, start, (size_t)(close - start));
}

static bool is_at_end(struct reading *reading)
{
    skip_space(reading);
    return reading->at == reading->end;
}

/* ---- paths ------------------------------------------------------------------------------------ */

static struct fast_path *read_path(struct reading *reading);

static const struct xpath_direct *find_direct(const struct xpath_vocabulary *vocabulary,
                                              const char *name)
{
    for (size_t i = 0; vocabulary && i < vocabulary->direct_count; i++)
        if (strcmp(vocabulary->direct[i].name, name) == 0)
            return &vocabulary->direct[i];
    return NULL;
}

/* Behind the opening parenthesis. A path with attribute or steps is no node that a function gets. */
static bool read_arguments(struct reading *reading, struct fast_path *path)
{
    path->argument = read_path(reading);
    if (!path->argument || path->argument->attribute)
        return false;
    if (path->function->literal &&
        (!take(reading, ",") || !(path->literal = take_literal(reading))))
        return false;
    return take(reading, ")");
}

static bool read_steps(struct reading *reading, struct fast_path *path)
{
    while (take(reading, "/")) {
        if (path->attribute || take(reading, "/"))
            return false;
        if (take(reading, "@")) {
            if (!(path->attribute = take_name(reading)))
                return false;
            continue;
        }
        const char *name = take_name(reading);
        if (!name || path->step_count == STEPS_MAX || take(reading, "(") || take(reading, ":"))
            return false;
        path->steps[path->step_count++] = name;
    }
    return !take(reading, "[") && !take(reading, ":") && !take(reading, "(");
}

/* A name is a function's or a child element's. */
static bool read_named_start(struct reading *reading, struct fast_path *path)
{
    const char *name = take_name(reading);
    if (!name)
        return false;
    if (take(reading, "(")) {
        path->start = FAST_FUNCTION;
        path->function = find_direct(reading->vocabulary, name);
        return path->function && read_arguments(reading, path);
    }
    path->start = FAST_CONTEXT;
    path->steps[path->step_count++] = name;
    return true;
}

static bool read_start(struct reading *reading, struct fast_path *path)
{
    skip_space(reading);
    if (take(reading, ".."))
        return false;
    if (take(reading, "."))
        return true;
    if (take(reading, "$")) {
        path->start = FAST_VARIABLE;
        return (path->variable = take_name(reading)) != NULL;
    }
    if (take(reading, "@"))
        return (path->attribute = take_name(reading)) != NULL;
    return read_named_start(reading, path);
}

static struct fast_path *read_path(struct reading *reading)
{
    struct fast_path *path = arena_alloc(reading->arena, sizeof *path);
    path->steps = arena_array(reading->arena, STEPS_MAX, sizeof *path->steps);
    path->start = FAST_CONTEXT;
    return read_start(reading, path) && read_steps(reading, path) ? path : NULL;
}

struct fast_path *fast_path_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const char *text)
{
    struct reading reading = {arena, vocabulary, text, text + strlen(text)};
    struct fast_path *path = read_path(&reading);
    return path && is_at_end(&reading) ? path : NULL;
}

/* ---- parts ------------------------------------------------------------------------------------ */

static bool read_comparison(struct reading *reading, struct fast_part *part)
{
    struct fast_path *path = read_path(reading);
    if (!path)
        return false;
    if (take(reading, "!="))
        part->comparison = FAST_UNEQUAL;
    else if (take(reading, "="))
        part->comparison = FAST_EQUAL;
    /* the text of an element is all text below it: not worth reading here */
    if (part->comparison != FAST_EXISTS &&
        (!path->attribute || !(part->literal = take_literal(reading))))
        return false;
    part->path = path;
    return true;
}

static bool read_part(struct reading *reading, struct fast_part *part)
{
    const char *start = reading->at;
    const char *name = take_name(reading);
    if (name && strcmp(name, "not") == 0 && take(reading, "(")) {
        part->negated = true;
        return read_comparison(reading, part) && take(reading, ")") && is_at_end(reading);
    }
    reading->at = start;
    return read_comparison(reading, part) && is_at_end(reading);
}

static bool is_word_at(const char *text, size_t at, const char *word)
{
    size_t length = strlen(word);
    return strncmp(text + at, word, length) == 0 && isspace((unsigned char)text[at + length]) &&
           at > 0 && (isspace((unsigned char)text[at - 1]) || text[at - 1] == ')' ||
                      text[at - 1] == '\'' || text[at - 1] == '"' || text[at - 1] == ']');
}

/* The offset of the next top-level "and", or the length. False when there is a top-level "or", or
 * the text is not balanced. */
static bool next_and(const char *text, size_t from, size_t *found)
{
    int depth = 0;
    size_t i = from;
    for (; text[i]; i++) {
        if (text[i] == '\'' || text[i] == '"') {
            const char *close = strchr(text + i + 1, text[i]);
            if (!close)
                return false;
            i = (size_t)(close - text);
        } else if (text[i] == '(' || text[i] == '[') {
            depth++;
        } else if (text[i] == ')' || text[i] == ']') {
            depth--;
        } else if (depth == 0 && is_word_at(text, i, "or")) {
            return false;
        } else if (depth == 0 && is_word_at(text, i, "and")) {
            break;
        }
    }
    *found = i;
    return depth == 0;
}

static void add_part(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                     const struct xpath_expression *test, size_t from, size_t to,
                     struct fast_part *part)
{
    struct reading reading = {arena, vocabulary, test->text + from, test->text + to};
    if (read_part(&reading, part))
        return;
    *part = (struct fast_part){0};
    part->slow.text = arena_strndup(arena, test->text + from, to - from);
    part->slow.place = test->place;
}

struct fast_test *fast_test_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const struct xpath_expression *test)
{
    size_t count = 0, at, from;
    for (from = 0; next_and(test->text, from, &at); from = at + strlen("and")) {
        count++;
        if (!test->text[at])
            break;
    }
    if (count == 0 || !next_and(test->text, from, &at))
        return NULL;
    struct fast_test *fast = arena_alloc(arena, sizeof *fast);
    fast->parts = arena_array(arena, count, sizeof *fast->parts);
    bool any = false;
    for (from = 0; fast->count < count; from = at + strlen("and")) {
        struct fast_part *part = &fast->parts[fast->count++];
        next_and(test->text, from, &at);
        add_part(arena, vocabulary, test, from, at, part);
        any |= part->path != NULL;
    }
    const struct fast_part *first = &fast->parts[0];
    fast->is_boolean =
        count > 1 || (first->path && (first->negated || first->comparison != FAST_EXISTS));
    return any ? fast : NULL;
}
