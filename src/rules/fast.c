#include "rules/fast.h"

#include "rules/xpath_scan.h"

#include <ctype.h>
#include <stdint.h>
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
    if ((size_t)(reading->end - reading->at) < length || strncmp(reading->at, token, length) != 0)
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
static struct fast_test *read_filter(struct reading *reading);

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

/* Passes over a predicate, behind its opening bracket. */
static bool skip_predicate(struct reading *reading)
{
    for (int depth = 1; reading->at < reading->end; reading->at++) {
        char c = *reading->at;
        if (c == '\'' || c == '"') {
            const char *close =
                memchr(reading->at + 1, c, (size_t)(reading->end - reading->at - 1));
            if (!close)
                return false;
            reading->at = close;
        } else if (c == '[') {
            depth++;
        } else if (c == ']' && --depth == 0) {
            reading->at++;
            return true;
        }
    }
    return false;
}

/* Passes over steps. What follows a predicate without a slash is none: $x[1]-1, $x[1]or/a. */
static void skip_steps(struct reading *reading)
{
    while (take(reading, "/")) {
        while (reading->at < reading->end && strchr("/@", *reading->at))
            reading->at++;
        if (reading->at < reading->end && *reading->at == '*')
            reading->at++;
        else
            while (reading->at < reading->end && is_name_byte(*reading->at, false))
                reading->at++;
    }
}

/* Passes over predicates and steps to the end: where START is empty they do not matter. Anything
 * else, such as a union with another path, does. */
static bool skip_rest(struct reading *reading, struct fast_path *path)
{
    if (path->step_count > 0 || path->attribute || path->start == FAST_CONTEXT ||
        path->start == FAST_DESCENDANT)
        return false;
    do {
        if (!skip_predicate(reading))
            return false;
        skip_steps(reading);
    } while (take(reading, "["));
    path->filtered = true;
    return is_at_end(reading);
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
    if (take(reading, "//") || take(reading, "/descendant::")) {
        path->start = FAST_DESCENDANT;
        return (path->descendant = take_name(reading)) != NULL && !take(reading, "(") &&
               !take(reading, ":");
    }
    return read_named_start(reading, path);
}

static struct fast_path *read_path(struct reading *reading)
{
    struct fast_path *path = arena_alloc(reading->arena, sizeof *path);
    path->steps = arena_array(reading->arena, STEPS_MAX, sizeof *path->steps);
    path->start = FAST_CONTEXT;
    if (!read_start(reading, path))
        return NULL;
    if (!take(reading, "["))
        return read_steps(reading, path) ? path : NULL;
    const char *start = reading->at;
    if (path->step_count == 0 && !path->attribute && path->start != FAST_CONTEXT &&
        (path->filter = read_filter(reading)))
        return path;
    reading->at = start;
    return skip_rest(reading, path) ? path : NULL;
}

struct fast_path *fast_path_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const char *text)
{
    struct reading reading = {arena, vocabulary, text, text + strlen(text)};
    struct fast_path *path = read_path(&reading);
    return path && is_at_end(&reading) ? path : NULL;
}

bool fast_path_is_independent(const struct fast_path *path)
{
    return path->start == FAST_CONTEXT ||
           (path->start == FAST_FUNCTION && fast_path_is_independent(path->argument));
}

/* ---- tests ------------------------------------------------------------------------------------ */

struct source_text {
    struct arena *arena;
    const struct xpath_vocabulary *vocabulary;
    const struct xpath_expression *expression;
};

static struct fast_test *new_test(const struct source_text *source, enum fast_kind kind)
{
    struct fast_test *test = arena_alloc(source->arena, sizeof *test);
    test->kind = kind;
    return test;
}

/* `contains(lower-case(PATH), 'text')` behind its opening parenthesis. */
static bool read_text_function(struct reading *reading, struct fast_test *test)
{
    const char *start = reading->at;
    const char *name = take_name(reading);
    test->lower = name && strcmp(name, "lower-case") == 0 && take(reading, "(");
    if (!test->lower)
        reading->at = start;
    test->path = read_path(reading);
    return test->path && test->path->attribute && test->path->start == FAST_CONTEXT &&
           test->path->step_count == 0 && (!test->lower || take(reading, ")")) &&
           take(reading, ",") && (test->literal = take_literal(reading)) && take(reading, ")");
}

static bool read_comparison(struct reading *reading, struct fast_test *test)
{
    struct fast_path *path = read_path(reading);
    if (!path)
        return false;
    if (take(reading, "!="))
        test->comparison = FAST_UNEQUAL;
    else if (take(reading, "="))
        test->comparison = FAST_EQUAL;
    /* the text of an element is all text below it: only attributes and texts are compared */
    bool is_text = path->attribute || (path->start == FAST_VARIABLE && path->step_count == 0);
    if (test->comparison != FAST_EXISTS &&
        (!is_text || path->filtered || path->filter || !(test->literal = take_literal(reading))))
        return false;
    test->path = path;
    return true;
}

static bool read_leaf(struct reading *reading, struct fast_test *test)
{
    const char *start = reading->at;
    const char *name = take_name(reading);
    bool starts = name && strcmp(name, "starts-with") == 0;
    if ((starts || (name && strcmp(name, "contains") == 0)) && take(reading, "(")) {
        test->comparison = starts ? FAST_STARTS : FAST_CONTAINS;
        return read_text_function(reading, test) && is_at_end(reading);
    }
    reading->at = start;
    return read_comparison(reading, test) && is_at_end(reading);
}

static struct fast_test *read_test(const struct source_text *source, size_t from, size_t to);

static struct fast_test *read_slow(const struct source_text *source, size_t from, size_t to)
{
    struct fast_test *slow = new_test(source, FAST_SLOW);
    slow->slow.text = arena_strndup(source->arena, source->expression->text + from, to - from);
    slow->slow.place = source->expression->place;
    return slow;
}

static struct fast_test *read_not(const struct source_text *source, size_t from, size_t to)
{
    struct fast_test *inner = read_test(source, from, to);
    struct fast_test *test = new_test(source, FAST_NOT);
    test->operands = arena_array(source->arena, 1, sizeof *test->operands);
    test->operands[0] = inner;
    test->count = 1;
    return test;
}

static struct fast_test *read_simple(const struct source_text *source, size_t from, size_t to)
{
    const char *text = source->expression->text;
    struct reading reading = {source->arena, source->vocabulary, text + from, text + to};
    struct fast_test *test = new_test(source, FAST_COMPARE);
    return read_leaf(&reading, test) ? test : read_slow(source, from, to);
}

/* ---- splitting --------------------------------------------------------------------------------- */

static bool ends_operand(enum xpath_token_kind kind)
{
    return kind == TOKEN_LITERAL || kind == TOKEN_NUMBER || kind == TOKEN_VARIABLE ||
           kind == TOKEN_NAME || kind == TOKEN_DOT || kind == TOKEN_DOT_DOT ||
           kind == TOKEN_CLOSE || kind == TOKEN_CLOSE_BRACKET;
}

static bool starts_operand(enum xpath_token_kind kind)
{
    return kind == TOKEN_LITERAL || kind == TOKEN_NUMBER || kind == TOKEN_VARIABLE ||
           kind == TOKEN_NAME || kind == TOKEN_FUNCTION || kind == TOKEN_NODE_TYPE ||
           kind == TOKEN_AXIS || kind == TOKEN_AT || kind == TOKEN_DOT || kind == TOKEN_DOT_DOT;
}

/* The offset of the next operator `word` outside of brackets, or `to`; SIZE_MAX when the text does
 * not balance, or two operands meet (which libxml2 reads its own way: `a orb` as `a or b`). An
 * operand begins at `from`. */
static size_t next_word(const char *text, size_t from, size_t to, const char *word)
{
    int depth = 0;
    enum xpath_token_kind previous = TOKEN_END;
    struct xpath_scanner scanner;
    xpath_scan_start(&scanner, text + from);
    for (;;) {
        struct xpath_token token = xpath_scan_next(&scanner);
        size_t at = (size_t)(token.start - text);
        if (token.kind == TOKEN_END || at >= to)
            return depth == 0 ? to : SIZE_MAX;
        if (token.kind == TOKEN_OPEN || token.kind == TOKEN_OPEN_BRACKET)
            depth++;
        else if (token.kind == TOKEN_CLOSE || token.kind == TOKEN_CLOSE_BRACKET)
            depth--;
        else if (depth == 0 && token.kind == TOKEN_OPERATOR && xpath_token_is(&token, word))
            return at;
        if (depth < 0 || token.kind == TOKEN_BAD ||
            (ends_operand(previous) && starts_operand(token.kind)))
            return SIZE_MAX;
        previous = token.kind;
    }
}

static struct fast_test *read_operands(const struct source_text *source, size_t from, size_t to,
                                       const char *word, enum fast_kind kind)
{
    const char *text = source->expression->text;
    struct fast_test *test = new_test(source, kind);
    for (size_t i = from; i <= to; i = next_word(text, i, to, word) + strlen(word))
        test->count++;
    test->operands = arena_array(source->arena, test->count, sizeof *test->operands);
    for (size_t i = 0, start = from; i < test->count; i++) {
        size_t end = next_word(text, start, to, word);
        test->operands[i] = read_test(source, start, end);
        start = end + strlen(word);
    }
    return test;
}

/* When the text from `open` on is one pair of parentheses to the end, the offset of its content's
 * end; else 0. */
static size_t in_parentheses(const char *text, size_t open, size_t to)
{
    if (open + 1 >= to || text[open] != '(' || text[to - 1] != ')')
        return 0;
    return next_word(text, open + 1, to - 1, "or") == SIZE_MAX ? 0 : to - 1;
}

static struct fast_test *read_test(const struct source_text *source, size_t from, size_t to)
{
    const char *text = source->expression->text;
    while (from < to && isspace((unsigned char)text[from]))
        from++;
    while (to > from && isspace((unsigned char)text[to - 1]))
        to--;
    size_t first_or = next_word(text, from, to, "or");
    if (first_or == SIZE_MAX)
        return read_slow(source, from, to);
    if (first_or < to)
        return read_operands(source, from, to, "or", FAST_OR);
    if (next_word(text, from, to, "and") < to)
        return read_operands(source, from, to, "and", FAST_AND);
    size_t end = in_parentheses(text, from, to);
    if (end > 0)
        return read_test(source, from + 1, end);
    bool is_not = to - from > 4 && strncmp(text + from, "not(", 4) == 0;
    end = is_not ? in_parentheses(text, from + 3, to) : 0;
    if (end > 0)
        return read_not(source, from + 4, end);
    bool is_boolean = to - from > 8 && strncmp(text + from, "boolean(", 8) == 0;
    end = is_boolean ? in_parentheses(text, from + 7, to) : 0;
    /* one operand, and the value is a boolean */
    return end > 0 ? read_operands(source, from + 8, end, "and", FAST_AND)
                   : read_simple(source, from, to);
}

static bool is_balanced(const char *text)
{
    size_t at = 0, to = strlen(text);
    while (at < to) {
        at = next_word(text, at, to, "and");
        if (at == SIZE_MAX)
            return false;
        at += at < to ? strlen("and") : 0;
    }
    return true;
}

/* It looks only below the node, so that neither its place among others nor current() matters. */
static bool is_local(const struct fast_test *test)
{
    if (test->kind == FAST_COMPARE)
        return test->path->start == FAST_CONTEXT && test->comparison != FAST_STARTS &&
               test->comparison != FAST_CONTAINS;
    for (size_t i = 0; i < test->count; i++)
        if (!is_local(test->operands[i]))
            return false;
    return test->kind != FAST_SLOW;
}

/* A predicate up to the end of the text, behind its opening bracket; NULL when it is another. */
static struct fast_test *read_filter(struct reading *reading)
{
    const char *start = reading->at;
    if (!skip_predicate(reading) || !is_at_end(reading))
        return NULL;
    struct xpath_expression inner = {
        .text = arena_strndup(reading->arena, start, (size_t)(reading->at - start))};
    *strrchr((char *)(uintptr_t)inner.text, ']') = '\0';
    struct fast_test *test = fast_test_read(reading->arena, reading->vocabulary, &inner);
    return test && is_local(test) ? test : NULL;
}

static bool has_fast_part(const struct fast_test *test)
{
    if (test->kind == FAST_COMPARE)
        return true;
    for (size_t i = 0; i < test->count; i++)
        if (has_fast_part(test->operands[i]))
            return true;
    return false;
}

struct fast_test *fast_test_read(struct arena *arena, const struct xpath_vocabulary *vocabulary,
                                 const struct xpath_expression *test)
{
    /* brackets and quotes that pair up in the whole do so between its top-level words as well */
    if (!is_balanced(test->text))
        return NULL;
    struct source_text source = {arena, vocabulary, test};
    struct fast_test *read = read_test(&source, 0, strlen(test->text));
    return has_fast_part(read) ? read : NULL;
}

bool fast_test_is_boolean(const struct fast_test *test)
{
    return test->kind == FAST_OR || test->kind == FAST_AND || test->kind == FAST_NOT ||
           (test->kind == FAST_COMPARE && test->comparison != FAST_EXISTS);
}

bool fast_test_is_whole(const struct fast_test *test)
{
    for (size_t i = 0; i < test->count; i++)
        if (!fast_test_is_whole(test->operands[i]))
            return false;
    return test->kind != FAST_SLOW;
}

void fast_each_slow(struct fast_test *test,
                    void (*each)(void *context, struct xpath_expression *expression), void *context)
{
    if (!test)
        return;
    if (test->kind == FAST_SLOW)
        each(context, &test->slow);
    for (size_t i = 0; i < test->count; i++)
        fast_each_slow(test->operands[i], each, context);
}
