/* Which names the active rules can see, so that nothing else need be built for them. */
#include "rules/rulebook_model.h"

#include "rules/xpath_scan.h"

#include <string.h>

static void mention(struct rulebook *rulebook, const char *name, size_t length)
{
    if (map_find_bytes(rulebook->mentioned, name, length) != NULL)
        return;
    char *copy = arena_strndup(rulebook->arena, name, length);
    map_set(rulebook->mentioned, copy, copy);
}

/* Every name in a string: 'system.webServer/handlers' is two. */
static void mention_literal(struct rulebook *rulebook, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t name = xpath_name_length(text + i);
        if (name > length - i)
            name = length - i;
        if (name > 0)
            mention(rulebook, text + i, name);
        i += name > 0 ? name : 1;
    }
}

/* What lies above a node, or is the node itself, was reached by a name already. */
static bool is_upward(const struct xpath_token *axis)
{
    return axis->kind == TOKEN_AXIS &&
           (strncmp(axis->start, "parent", 6) == 0 || strncmp(axis->start, "ancestor", 8) == 0 ||
            strncmp(axis->start, "self", 4) == 0);
}

static void mention_words(struct rulebook *rulebook, const char *text)
{
    struct xpath_scanner scanner;
    struct xpath_token previous = {0};
    xpath_scan_start(&scanner, text);
    for (struct xpath_token token = xpath_scan_next(&scanner);
         token.kind != TOKEN_END && token.kind != TOKEN_BAD; token = xpath_scan_next(&scanner)) {
        if (token.kind == TOKEN_LITERAL)
            mention_literal(rulebook, token.name, token.name_length);
        else if (token.kind == TOKEN_NAME && token.name[0] != '*')
            mention(rulebook, token.name, token.name_length);
        else if ((token.kind == TOKEN_NAME && token.prefix_length == 0 && !is_upward(&previous)) ||
                 (token.kind == TOKEN_NODE_TYPE && xpath_token_is(&token, "node") &&
                  !is_upward(&previous)))
            rulebook->mentions_everything = true;
        previous = token;
    }
}

static void mention_expression(void *context, struct xpath_expression *expression)
{
    mention_words(context, expression->text);
}

static void mention_file(struct rulebook *rulebook, const struct rulebook_file *file)
{
    bool any = false;
    for (size_t p = 0; p < file->schema->pattern_count; p++) {
        struct schematron_pattern *pattern = &file->schema->patterns[p];
        if (!pattern->entry->info.enabled || pattern->rule_count == 0)
            continue;
        any = true;
        schematron_each_expression(pattern, mention_expression, rulebook);
        for (size_t r = 0; r < pattern->rule_count; r++)
            mention_words(rulebook, pattern->rules[r].context_text);
    }
    if (!any)
        return;
    schematron_each_schema_expression(file->schema, mention_expression, rulebook);
    for (size_t k = 0; k < file->schema->key_count; k++) {
        const struct pattern *match = file->schema->keys[k].match;
        for (size_t a = 0; a < match->count; a++)
            for (size_t s = 0; s < match->alternatives[a].step_count; s++) {
                const struct pattern_step *step = &match->alternatives[a].steps[s];
                if (step->name != NULL)
                    mention(rulebook, step->name, strlen(step->name));
                else if (step->test == PATTERN_ANY || step->test == PATTERN_NODE)
                    rulebook->mentions_everything = true;
            }
    }
}

static void compute(struct rulebook *rulebook)
{
    if (rulebook->mentioned != NULL)
        return;
    rulebook->mentioned = map_new(rulebook->arena, MAP_CASE_SENSITIVE);
    for (size_t i = 0; i < rulebook->files.count; i++) {
        const struct rulebook_file *file = rulebook->files.items[i];
        if (file->schema->ours)
            mention_file(rulebook, file);
    }
}

bool rulebook_mentions(struct rulebook *rulebook, const char *name)
{
    compute(rulebook);
    return rulebook->mentions_everything || map_find(rulebook->mentioned, name) != NULL;
}

bool rulebook_mentions_everything(struct rulebook *rulebook)
{
    compute(rulebook);
    return rulebook->mentions_everything;
}
