/* Every expression of a rule file, checked before anything is run. */
#include "rules/schematron.h"

#include "rules/xpath_functions.h"
#include "rules/xpath_scan.h"

#include <string.h>

#define NESTING_MAX 64

struct check {
    struct schematron_schema *schema;
    struct xpath *xpath;
    struct error *error;
    const struct schematron_pattern *pattern; /* NULL: the schema itself */
    const struct schematron_rule *rule;       /* NULL: the pattern itself */
    const struct schematron_lets *own;        /* where a let is being checked, and which one: */
    size_t visible;                           /* only those before it are seen */
    bool per_node;
};

/* ---- variables ------------------------------------------------------------------------------ */

static bool defines(const struct check *check, const struct schematron_lets *lets,
                    const struct xpath_token *variable)
{
    size_t count = lets == check->own ? check->visible : lets->count;
    for (size_t i = 0; i < count; i++)
        if (strlen(lets->items[i].name) == variable->name_length &&
            memcmp(lets->items[i].name, variable->name, variable->name_length) == 0)
            return true;
    return false;
}

static bool is_defined(const struct check *check, const struct xpath_token *variable)
{
    if (variable->prefix_length > 0)
        return false;
    if (check->rule != NULL && defines(check, &check->rule->lets, variable))
        return true;
    if (check->pattern != NULL && defines(check, &check->pattern->lets, variable))
        return true;
    for (size_t i = 0; i < check->schema->phase_count; i++)
        if (defines(check, &check->schema->phases[i].lets, variable))
            return true;
    return defines(check, &check->schema->lets, variable);
}

/* ---- calls ---------------------------------------------------------------------------------- */

/* A bracket that is open: of a call, or of anything else (function.start NULL). */
struct bracket {
    struct xpath_token function;
    unsigned commas;
    bool empty;
    struct xpath_token literal; /* the last argument, when it is one literal and nothing else */
    unsigned words;             /* in the current argument */
};

static bool check_call(const struct check *check, const struct xpath_expression *expression,
                       const struct bracket *call)
{
    const struct xpath_token *function = &call->function;
    const char *uri =
        xpath_namespace(&check->schema->namespaces, function->prefix, function->prefix_length);
    unsigned minimum, maximum;
    unsigned count = call->empty ? 0 : call->commas + 1;
    if (!xpath_function_arity(check->xpath->vocabulary, function->prefix_length == 0 ? NULL : uri,
                              function->name, function->name_length, &minimum, &maximum))
        return true; /* it exists, or it would not have compiled; what it takes is not known */
    if (count >= minimum && count <= maximum)
        return true;
    return schematron_error(check->error, expression->place,
                            "%.*s() gets %u argument%s here, which is too %s",
                            (int)function->length, function->start, count, count == 1 ? "" : "s",
                            count < minimum ? "few" : "many");
}

/* The second argument of matches() and replace(), when it is written down as it is. */
static bool check_regex(const struct check *check, const struct xpath_expression *expression,
                        const struct bracket *call)
{
    bool takes_regex =
        call->function.start != NULL && call->function.prefix_length == 0 &&
        (xpath_token_is(&call->function, "matches") || xpath_token_is(&call->function, "replace"));
    if (!takes_regex || call->commas != 1 || call->words != 1 ||
        call->literal.kind != TOKEN_LITERAL || check->xpath->regex == NULL)
        return true;
    struct error reason;
    char *pattern =
        arena_strndup(check->xpath->arena, call->literal.name, call->literal.name_length);
    return regex_get(check->xpath->regex, pattern, REGEX_NONE, &reason) != NULL ||
           schematron_error(check->error, expression->place, "the pattern '%s' is invalid: %s",
                            pattern, reason.text);
}

/* ---- one expression ------------------------------------------------------------------------- */

static bool check_path(const struct check *check, const struct xpath_expression *expression,
                       const struct xpath_token *token)
{
    bool slash = token->kind == TOKEN_SLASH || token->kind == TOKEN_DOUBLE_SLASH;
    if (!slash || !check->per_node || !check->schema->ours)
        return true;
    if (token->starts_path)
        return schematron_error(check->error, expression->place,
                                "a search from the root at every node takes minutes on a large "
                                "server: move it to a <let> of the pattern");
    if (token->kind == TOKEN_DOUBLE_SLASH)
        return schematron_error(check->error, expression->place,
                                "// at every node is slow: name the path, write descendant:: for "
                                "what is really far below, or move it to a <let> of the pattern");
    return true;
}

/* Looks at the words; the expression is known to compile, so brackets match. */
static bool check_words(const struct check *check, const struct xpath_expression *expression)
{
    struct bracket open[NESTING_MAX];
    size_t depth = 0;
    struct xpath_scanner scanner;
    struct xpath_token function = {0};
    xpath_scan_start(&scanner, expression->text);
    for (struct xpath_token token = xpath_scan_next(&scanner); token.kind != TOKEN_END;
         token = xpath_scan_next(&scanner)) {
        if (token.kind == TOKEN_VARIABLE && !is_defined(check, &token))
            return schematron_error(check->error, expression->place, "%.*s is not defined here",
                                    (int)token.length, token.start);
        if (!check_path(check, expression, &token))
            return false;
        struct bracket *inner = depth == 0 ? NULL : &open[depth - 1];
        if (token.kind == TOKEN_CLOSE || token.kind == TOKEN_CLOSE_BRACKET) {
            if (inner != NULL && inner->function.start != NULL &&
                (!check_call(check, expression, inner) || !check_regex(check, expression, inner)))
                return false;
            depth -= depth > 0 ? 1 : 0;
        } else if (token.kind == TOKEN_COMMA && inner != NULL) {
            if (!check_regex(check, expression, inner))
                return false;
            inner->commas++;
            inner->words = 0;
        } else if (inner != NULL) {
            inner->empty = false;
            inner->words++;
            inner->literal = token;
        }
        if (token.kind == TOKEN_OPEN || token.kind == TOKEN_OPEN_BRACKET) {
            if (depth == NESTING_MAX)
                return schematron_error(check->error, expression->place,
                                        "brackets are nested more than %d deep", NESTING_MAX);
            open[depth++] = (struct bracket){.function = function, .empty = true};
        }
        function = token.kind == TOKEN_FUNCTION ? token : (struct xpath_token){0};
    }
    return true;
}

static bool check_expression(const struct check *check, struct xpath_expression *expression)
{
    if (expression->text == NULL)
        return true;
    if (!xpath_compile(check->xpath, expression, &check->schema->namespaces))
        return schematron_error(check->error, expression->place, "'%.120s': %s", expression->text,
                                check->xpath->failure);
    return check_words(check, expression);
}

/* ---- the model ------------------------------------------------------------------------------ */

static bool check_prose(const struct check *check, struct schematron_prose *prose)
{
    for (size_t i = 0; i < prose->count; i++)
        if (!check_expression(check, &prose->values[i].expression))
            return false;
    return true;
}

static bool check_lets(struct check *check, struct schematron_lets *lets, bool any_order)
{
    bool done = true;
    check->own = any_order ? NULL : lets;
    for (size_t i = 0; i < lets->count && done; i++) {
        check->visible = i;
        done = check_expression(check, &lets->items[i].value);
    }
    check->own = NULL;
    return done;
}

static bool check_match(const struct check *check, struct pattern *match)
{
    for (size_t a = 0; a < match->count; a++)
        for (size_t s = 0; s < match->alternatives[a].step_count; s++)
            for (size_t p = 0; p < match->alternatives[a].steps[s].predicate_count; p++)
                if (!check_expression(check,
                                      &match->alternatives[a].steps[s].predicates[p].expression))
                    return false;
    return true;
}

static bool check_fix(const struct check *check, struct schematron_fix *fix)
{
    if (!check_prose(check, &fix->title) || !check_expression(check, &fix->use_when))
        return false;
    for (size_t i = 0; i < fix->operation_count; i++)
        if (!check_expression(check, &fix->operations[i].match) ||
            !check_expression(check, &fix->operations[i].select) ||
            !check_prose(check, &fix->operations[i].content))
            return false;
    return true;
}

static bool check_assertion(const struct check *check, struct schematron_assertion *assertion)
{
    if (!check_expression(check, &assertion->test) ||
        !check_expression(check, &assertion->subject) ||
        !check_prose(check, &assertion->texts.message))
        return false;
    if (check->schema->ours && assertion->texts.message.text[0] == '\0')
        return schematron_error(check->error, assertion->place, "it has no message");
    for (size_t i = 0; i < assertion->texts.diagnostic_count; i++)
        if (!check_prose(check, &assertion->texts.diagnostics[i].text) ||
            !check_expression(check, &assertion->texts.diagnostics[i].related))
            return false;
    for (size_t i = 0; i < assertion->texts.fix_count; i++)
        if (!check_fix(check, &assertion->texts.fixes[i]))
            return false;
    return true;
}

static bool check_rule(struct check *check, struct schematron_rule *rule)
{
    check->per_node = true;
    if (!check_match(check, rule->context)) /* sees the lets of the pattern, not the rule's */
        return false;
    check->rule = rule;
    bool done = check_lets(check, &rule->lets, false);
    for (size_t a = 0; a < rule->assertion_count && done; a++)
        done = check_assertion(check, &rule->assertions[a]);
    /* The remedy is evaluated with each assertion's variables, so every rule has to define them. */
    struct schematron_prose remedy = check->pattern->remedy;
    done = done && check_prose(check, &remedy);
    check->rule = NULL;
    check->per_node = false;
    return done;
}

bool schematron_check(struct schematron_schema *schema, struct xpath *xpath, struct error *error)
{
    struct check check = {.schema = schema, .xpath = xpath, .error = error};
    if (!check_lets(&check, &schema->lets, true))
        return false;
    for (size_t i = 0; i < schema->phase_count; i++)
        if (!check_lets(&check, &schema->phases[i].lets, false))
            return false;
    for (size_t i = 0; i < schema->key_count; i++)
        if (!check_match(&check, schema->keys[i].match) ||
            !check_expression(&check, &schema->keys[i].use))
            return false;
    for (size_t i = 0; i < schema->pattern_count; i++) {
        struct schematron_pattern *pattern = &schema->patterns[i];
        check.pattern = pattern;
        if (!check_lets(&check, &pattern->lets, false))
            return false;
        for (size_t r = 0; r < pattern->rule_count; r++)
            if (!check_rule(&check, &pattern->rules[r]))
                return false;
        check.pattern = NULL;
    }
    return true;
}
