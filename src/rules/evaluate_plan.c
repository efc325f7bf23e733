/* Which rules can match a node, by its kind and name. */
#include "rules/evaluate_model.h"

#include <string.h>

struct planning {
    struct plan *plan;
    struct arena *arena;
    size_t order;
};

static void add_named(struct planning *planning, struct map *map, const char *name,
                      struct plan_entry *entry)
{
    struct list *list = map_find(map, name);
    if (list == NULL) {
        list = arena_alloc(planning->arena, sizeof *list);
        map_set(map, name, list);
    }
    list_add(list, planning->arena, entry);
}

static void add_entry(struct planning *planning, struct plan_entry *entry)
{
    struct plan *plan = planning->plan;
    if (entry->alternative->step_count == 0) {
        list_add(&plan->document, planning->arena, entry);
        return;
    }
    const struct pattern_step *last = &entry->alternative->steps[0];
    switch (last->test) {
    case PATTERN_NAME:
        add_named(planning, last->attribute ? plan->attributes : plan->elements, last->name, entry);
        break;
    case PATTERN_NODE:
        if (last->attribute) {
            list_add(&plan->any_attribute, planning->arena, entry);
            break;
        }
        list_add(&plan->text, planning->arena, entry);
        list_add(&plan->comment, planning->arena, entry);
        list_add(&plan->instruction, planning->arena, entry);
        list_add(&plan->any_element, planning->arena, entry);
        break;
    case PATTERN_ANY:
    case PATTERN_NAMESPACE:
        list_add(last->attribute ? &plan->any_attribute : &plan->any_element, planning->arena,
                 entry);
        break;
    case PATTERN_TEXT:
        list_add(&plan->text, planning->arena, entry);
        break;
    case PATTERN_COMMENT:
        list_add(&plan->comment, planning->arena, entry);
        break;
    case PATTERN_INSTRUCTION:
        list_add(&plan->instruction, planning->arena, entry);
        break;
    }
}

static void add_pattern(struct planning *planning, struct schematron_pattern *pattern,
                        size_t number)
{
    for (size_t r = 0; r < pattern->rule_count; r++) {
        struct schematron_rule *rule = &pattern->rules[r];
        for (size_t a = 0; a < rule->context->count; a++) {
            struct plan_entry *entry = arena_alloc(planning->arena, sizeof *entry);
            *entry = (struct plan_entry){.order = planning->order++,
                                         .pattern = number,
                                         .rule = rule,
                                         .alternative = &rule->context->alternatives[a]};
            entry->is_name = pattern_is_name(entry->alternative);
            add_entry(planning, entry);
        }
    }
}

void plan_make(struct plan *plan, struct rulebook *rulebook, enum rule_domain domain,
               struct arena *arena)
{
    struct planning planning = {.plan = plan, .arena = arena};
    struct list patterns = {0};
    plan->elements = map_new(arena, MAP_CASE_SENSITIVE);
    plan->attributes = map_new(arena, MAP_CASE_SENSITIVE);
    for (size_t f = 0; f < rulebook->files.count; f++) {
        struct rulebook_file *file = rulebook->files.items[f];
        for (size_t p = 0; p < file->schema->pattern_count; p++) {
            struct schematron_pattern *pattern = &file->schema->patterns[p];
            if (!pattern->entry->info.enabled || pattern->entry->domain != domain ||
                pattern->rule_count == 0)
                continue;
            struct plan_pattern *planned = arena_alloc(arena, sizeof *planned);
            *planned = (struct plan_pattern){.pattern = pattern, .file = file};
            add_pattern(&planning, pattern, patterns.count);
            list_add(&patterns, arena, planned);
        }
    }
    plan->pattern_count = patterns.count;
    plan->patterns = arena_array(arena, patterns.count, sizeof *plan->patterns);
    for (size_t i = 0; i < patterns.count; i++)
        plan->patterns[i] = *(struct plan_pattern *)patterns.items[i];
}
