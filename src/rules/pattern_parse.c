/* From the text of an XSLT pattern to its steps. */
#include "rules/pattern.h"

#include "rules/xpath_scan.h"

#include <stdio.h>
#include <string.h>

struct parser {
    struct arena *arena;
    const xmlNode *place;
    const struct xpath_namespaces *namespaces;
    struct xpath_scanner scanner;
    struct xpath_token token; /* the one being looked at */
    char *reason;
    size_t reason_size;
};

static void advance(struct parser *parser)
{
    parser->token = xpath_scan_next(&parser->scanner);
}

static bool refuse(struct parser *parser, const char *what)
{
    snprintf(parser->reason, parser->reason_size, "%s near \"%.40s\"", what,
             parser->token.kind == TOKEN_END ? "the end" : parser->token.start);
    return false;
}

static bool refuse_general(struct parser *parser)
{
    return refuse(parser, "not an XSLT pattern (name, path, @name, text(), /, | and predicates)");
}

/* Finds out whether a predicate needs the node's position; nested predicates have their own. */
static void look_for_position(struct pattern_predicate *predicate)
{
    struct xpath_scanner scanner;
    int depth = 0;
    xpath_scan_start(&scanner, predicate->expression.text);
    for (struct xpath_token token = xpath_scan_next(&scanner); token.kind != TOKEN_END;
         token = xpath_scan_next(&scanner)) {
        if (token.kind == TOKEN_OPEN_BRACKET)
            depth++;
        else if (token.kind == TOKEN_CLOSE_BRACKET)
            depth--;
        else if (token.kind == TOKEN_FUNCTION && depth == 0 && xpath_token_is(&token, "last"))
            predicate->uses_size = true;
        else if (token.kind == TOKEN_FUNCTION && depth == 0 && xpath_token_is(&token, "position"))
            predicate->uses_position = true;
        else if (token.kind == TOKEN_BAD)
            return;
    }
}

/* At '[': reads up to the matching ']'. */
static bool parse_predicate(struct parser *parser, struct list *predicates)
{
    const char *start = parser->token.start + 1;
    int depth = 0;
    do {
        if (parser->token.kind == TOKEN_OPEN_BRACKET)
            depth++;
        else if (parser->token.kind == TOKEN_CLOSE_BRACKET && --depth == 0)
            break;
        else if (parser->token.kind == TOKEN_END || parser->token.kind == TOKEN_BAD)
            return refuse(parser, "a predicate that does not end");
        advance(parser);
    } while (true);
    struct pattern_predicate *predicate = arena_alloc(parser->arena, sizeof *predicate);
    predicate->expression.text =
        arena_strndup(parser->arena, start, (size_t)(parser->token.start - start));
    predicate->expression.place = parser->place;
    look_for_position(predicate);
    list_add(predicates, parser->arena, predicate);
    advance(parser);
    return true;
}

static bool parse_predicates(struct parser *parser, struct pattern_step *step)
{
    struct list predicates = {0};
    while (parser->token.kind == TOKEN_OPEN_BRACKET)
        if (!parse_predicate(parser, &predicates))
            return false;
    step->predicate_count = predicates.count;
    step->predicates = arena_array(parser->arena, predicates.count, sizeof *step->predicates);
    for (size_t i = 0; i < predicates.count; i++)
        step->predicates[i] = *(struct pattern_predicate *)predicates.items[i];
    return true;
}

static bool parse_name_test(struct parser *parser, struct pattern_step *step)
{
    const struct xpath_token *token = &parser->token;
    if (token->prefix_length > 0) {
        step->uri = xpath_namespace(parser->namespaces, token->prefix, token->prefix_length);
        if (step->uri == NULL)
            return refuse(parser, "a prefix that is not declared by <ns>");
    }
    if (token->name[0] == '*') {
        step->test = token->prefix_length > 0 ? PATTERN_NAMESPACE : PATTERN_ANY;
    } else {
        step->test = PATTERN_NAME;
        step->name = arena_strndup(parser->arena, token->name, token->name_length);
    }
    advance(parser);
    return true;
}

static bool parse_node_type(struct parser *parser, struct pattern_step *step)
{
    if (xpath_token_is(&parser->token, "text"))
        step->test = PATTERN_TEXT;
    else if (xpath_token_is(&parser->token, "comment"))
        step->test = PATTERN_COMMENT;
    else if (xpath_token_is(&parser->token, "node"))
        step->test = PATTERN_NODE;
    else
        step->test = PATTERN_INSTRUCTION;
    advance(parser); /* the type */
    advance(parser); /* its '(' */
    if (parser->token.kind == TOKEN_LITERAL && step->test == PATTERN_INSTRUCTION) {
        step->name = arena_strndup(parser->arena, parser->token.name, parser->token.name_length);
        advance(parser);
    }
    if (parser->token.kind != TOKEN_CLOSE)
        return refuse_general(parser);
    advance(parser);
    return true;
}

static bool parse_step(struct parser *parser, struct pattern_step *step)
{
    if (parser->token.kind == TOKEN_AT) {
        step->attribute = true;
        advance(parser);
    } else if (parser->token.kind == TOKEN_AXIS) {
        step->attribute = strncmp(parser->token.start, "attribute", 9) == 0;
        if (!step->attribute && strncmp(parser->token.start, "child", 5) != 0)
            return refuse(parser, "a pattern has only the axes child and attribute");
        advance(parser);
    }
    if (parser->token.kind == TOKEN_NAME) {
        if (!parse_name_test(parser, step))
            return false;
    } else if (parser->token.kind == TOKEN_NODE_TYPE) {
        if (!parse_node_type(parser, step))
            return false;
    } else {
        return refuse_general(parser);
    }
    return parse_predicates(parser, step);
}

/* Steps stand in the pattern from left to right; matching wants the last one first. */
static void reverse_steps(struct parser *parser, const struct list *steps,
                          struct pattern_alternative *alternative)
{
    alternative->step_count = steps->count;
    alternative->steps = arena_array(parser->arena, steps->count, sizeof *alternative->steps);
    for (size_t i = 0; i < steps->count; i++)
        alternative->steps[i] = *(struct pattern_step *)steps->items[steps->count - 1 - i];
}

static bool parse_alternative(struct parser *parser, struct pattern_alternative *alternative)
{
    struct list steps = {0};
    bool below = false;
    if (parser->token.kind == TOKEN_SLASH) {
        alternative->absolute = true;
        advance(parser);
        if (parser->token.kind == TOKEN_END || xpath_token_is(&parser->token, "|"))
            return true;
    } else if (parser->token.kind == TOKEN_DOUBLE_SLASH) {
        advance(parser); /* anywhere: the same as a relative path */
    }
    for (;;) {
        struct pattern_step *step = arena_alloc(parser->arena, sizeof *step);
        step->below = below;
        if (!parse_step(parser, step))
            return false;
        list_add(&steps, parser->arena, step);
        if (parser->token.kind != TOKEN_SLASH && parser->token.kind != TOKEN_DOUBLE_SLASH)
            break;
        below = parser->token.kind == TOKEN_DOUBLE_SLASH;
        advance(parser);
    }
    reverse_steps(parser, &steps, alternative);
    return true;
}

struct pattern *pattern_parse(struct arena *arena, const char *text, const xmlNode *place,
                              const struct xpath_namespaces *namespaces, char *reason,
                              size_t reason_size)
{
    struct parser parser = {.arena = arena,
                            .place = place,
                            .namespaces = namespaces,
                            .reason = reason,
                            .reason_size = reason_size};
    struct list alternatives = {0};
    xpath_scan_start(&parser.scanner, text);
    advance(&parser);
    for (;;) {
        struct pattern_alternative *alternative = arena_alloc(arena, sizeof *alternative);
        if (!parse_alternative(&parser, alternative))
            return NULL;
        list_add(&alternatives, arena, alternative);
        if (parser.token.kind == TOKEN_END)
            break;
        if (!xpath_token_is(&parser.token, "|")) {
            refuse_general(&parser);
            return NULL;
        }
        advance(&parser);
    }
    struct pattern *pattern = arena_alloc(arena, sizeof *pattern);
    pattern->count = alternatives.count;
    pattern->alternatives = arena_array(arena, pattern->count, sizeof *pattern->alternatives);
    for (size_t i = 0; i < pattern->count; i++)
        pattern->alternatives[i] = *(struct pattern_alternative *)alternatives.items[i];
    return pattern;
}
