/* Every expression of a model, for freeing, for checking names and for "is it mentioned". */
#include "rules/schematron.h"

struct walk {
    schematron_expression_callback *each;
    void *context;
};

static void visit(const struct walk *walk, struct xpath_expression *expression)
{
    if (expression->text != NULL)
        walk->each(walk->context, expression);
}

/* What a fast form leaves to libxml2; only there once it has run. */
static void visit_fast(const struct walk *walk, struct fast *fast)
{
    fast_each_slow(fast->test, walk->each, walk->context);
}

static void visit_prose(const struct walk *walk, struct schematron_prose *prose)
{
    for (size_t i = 0; i < prose->count; i++)
        visit(walk, &prose->values[i].expression);
}

static void visit_lets(const struct walk *walk, struct schematron_lets *lets)
{
    for (size_t i = 0; i < lets->count; i++) {
        visit(walk, &lets->items[i].value);
        visit_fast(walk, &lets->items[i].fast);
    }
}

static void visit_step(const struct walk *walk, struct pattern_step *step)
{
    for (size_t i = 0; i < step->predicate_count; i++) {
        visit(walk, &step->predicates[i].expression);
        visit_fast(walk, &step->predicates[i].fast);
    }
}

static void visit_match(const struct walk *walk, struct pattern *match)
{
    for (size_t a = 0; a < match->count; a++)
        for (size_t s = 0; s < match->alternatives[a].step_count; s++)
            visit_step(walk, &match->alternatives[a].steps[s]);
}

static void visit_fix(const struct walk *walk, struct schematron_fix *fix)
{
    visit_prose(walk, &fix->title);
    visit(walk, &fix->use_when);
    for (size_t i = 0; i < fix->operation_count; i++) {
        visit(walk, &fix->operations[i].match);
        visit(walk, &fix->operations[i].select);
        visit_prose(walk, &fix->operations[i].content);
    }
}

static void visit_assertion(const struct walk *walk, struct schematron_assertion *assertion)
{
    visit(walk, &assertion->test);
    visit_fast(walk, &assertion->fast);
    visit(walk, &assertion->subject);
    visit_prose(walk, &assertion->texts.message);
    for (size_t i = 0; i < assertion->texts.diagnostic_count; i++) {
        visit_prose(walk, &assertion->texts.diagnostics[i].text);
        visit(walk, &assertion->texts.diagnostics[i].related);
    }
    for (size_t i = 0; i < assertion->texts.fix_count; i++)
        visit_fix(walk, &assertion->texts.fixes[i]);
}

void schematron_each_schema_expression(struct schematron_schema *schema,
                                       schematron_expression_callback *each, void *context)
{
    struct walk walk = {.each = each, .context = context};
    visit_lets(&walk, &schema->lets);
    for (size_t i = 0; i < schema->phase_count; i++)
        visit_lets(&walk, &schema->phases[i].lets);
    for (size_t i = 0; i < schema->key_count; i++) {
        visit_match(&walk, schema->keys[i].match);
        visit(&walk, &schema->keys[i].use);
    }
}

void schematron_each_expression(struct schematron_pattern *pattern,
                                schematron_expression_callback *each, void *context)
{
    struct walk walk = {.each = each, .context = context};
    visit_lets(&walk, &pattern->lets);
    visit_prose(&walk, &pattern->remedy);
    for (size_t r = 0; r < pattern->rule_count; r++) {
        struct schematron_rule *rule = &pattern->rules[r];
        visit_match(&walk, rule->context);
        visit_lets(&walk, &rule->lets);
        for (size_t a = 0; a < rule->assertion_count; a++)
            visit_assertion(&walk, &rule->assertions[a]);
    }
}

static void free_expression(void *context, struct xpath_expression *expression)
{
    (void)context;
    xpath_expression_fini(expression);
}

void schematron_fini(struct schematron_schema *schema)
{
    schematron_each_schema_expression(schema, free_expression, NULL);
    for (size_t i = 0; i < schema->pattern_count; i++)
        schematron_each_expression(&schema->patterns[i], free_expression, NULL);
}
