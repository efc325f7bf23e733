/* Which names the active rules can see, so that nothing else need be built for them. */
#include "rules/rulebook_model.h"

#include "base/text.h"
#include "rules/xpath_names.h"

#include <string.h>

static void add(struct map *names, struct arena *arena, const char *name, size_t length)
{
    if (map_find_bytes(names, name, length) == NULL) {
        char *copy = arena_strndup(arena, name, length);
        map_set(names, copy, copy);
    }
}

static void mention(void *context, const char *name, size_t length, bool anywhere)
{
    struct rulebook *rulebook = context;
    if (name == NULL)
        rulebook->mentions_everything = true;
    else
        add(rulebook->mentioned, rulebook->arena, name, length);
    if (name != NULL && anywhere)
        add(rulebook->entered, rulebook->arena, name, length);
}

static void mention_expression(void *context, struct xpath_expression *expression)
{
    xpath_each_name(expression->text, mention, context);
}

/* What tools/brief.c found at build time, for all rules of the file. */
static void mention_list(struct rulebook *rulebook, const char *names)
{
    size_t length;
    for (const char *name; (name = text_next_item(&names, " ", &length)) != NULL;)
        if (text_starts_with(name, "//"))
            mention(rulebook, name + 2, length - 2, true);
        else
            mention(rulebook, name[0] == '*' ? NULL : name, length, false);
}

/* A pattern looks for its outermost step anywhere, and for one below `//`. */
static void enter_pattern(struct rulebook *rulebook, const struct pattern *pattern)
{
    for (size_t a = 0; a < pattern->count; a++) {
        const struct pattern_alternative *alternative = &pattern->alternatives[a];
        for (size_t s = 0; s < alternative->step_count; s++) {
            const struct pattern_step *step = &alternative->steps[s];
            if (step->name != NULL && (s + 1 == alternative->step_count || step->below))
                add(rulebook->entered, rulebook->arena, step->name, strlen(step->name));
        }
    }
}

/* Also for a file whose names are known: its contexts have been read in any case. */
static void enter_file(struct rulebook *rulebook, const struct rulebook_file *file)
{
    for (size_t p = 0; p < file->schema->pattern_count; p++) {
        const struct schematron_pattern *pattern = &file->schema->patterns[p];
        for (size_t r = 0; r < pattern->rule_count; r++)
            enter_pattern(rulebook, pattern->rules[r].context);
    }
    for (size_t k = 0; k < file->schema->key_count; k++)
        enter_pattern(rulebook, file->schema->keys[k].match);
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
            xpath_each_name(pattern->rules[r].context_text, mention, rulebook);
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
                    mention(rulebook, step->name, strlen(step->name), false);
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
    rulebook->entered = map_new(rulebook->arena, MAP_CASE_SENSITIVE);
    for (size_t i = 0; i < rulebook->files.count; i++) {
        const struct rulebook_file *file = rulebook->files.items[i];
        if (file->schema->mentions != NULL)
            mention_list(rulebook, file->schema->mentions);
        else if (file->schema->ours)
            mention_file(rulebook, file);
        if (file->schema->ours)
            enter_file(rulebook, file);
    }
}

bool rulebook_mentions(struct rulebook *rulebook, const char *name)
{
    compute(rulebook);
    return rulebook->mentions_everything || map_find(rulebook->mentioned, name) != NULL;
}

bool rulebook_enters(struct rulebook *rulebook, const char *name)
{
    compute(rulebook);
    return rulebook->mentions_everything || map_find(rulebook->entered, name) != NULL;
}

bool rulebook_mentions_everything(struct rulebook *rulebook)
{
    compute(rulebook);
    return rulebook->mentions_everything;
}
