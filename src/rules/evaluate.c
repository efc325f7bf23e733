#include "rules/evaluate_model.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

/* Bounds in libxml2's operations: what is evaluated once a document may look at all of it several
 * times; one pattern may look at every element some hundred times, which is seconds, not minutes. */
#define DOCUMENT_OPERATIONS 10000000UL
#define DOCUMENT_OPERATIONS_PER_ELEMENT 64UL
#define BUDGET 50000000UL
#define BUDGET_PER_ELEMENT 1000UL

static size_t most_rule_lets(const struct rulebook *rulebook)
{
    size_t most = 0;
    for (size_t f = 0; f < rulebook->files.count; f++) {
        const struct rulebook_file *file = rulebook->files.items[f];
        for (size_t p = 0; p < file->schema->pattern_count; p++)
            for (size_t r = 0; r < file->schema->patterns[p].rule_count; r++)
                if (file->schema->patterns[p].rules[r].lets.count > most)
                    most = file->schema->patterns[p].rules[r].lets.count;
    }
    return most;
}

struct evaluator *evaluator_new(struct rulebook *rulebook, struct arena *arena,
                                struct regex_cache *regex, void *user)
{
    struct evaluator *evaluator = arena_alloc(arena, sizeof *evaluator);
    evaluator->rulebook = rulebook;
    evaluator->arena = arena;
    evaluator->xpath = xpath_new(arena, rulebook->vocabulary, regex, user);
    evaluator->xpath->variable = evaluator_variable;
    evaluator->xpath->rules = rulebook->arena;
    evaluator->xpath->borrow = evaluator_borrow;
    evaluator->xpath->key = evaluator_key;
    evaluator->xpath->lookup_context = evaluator;
    plan_make(&evaluator->plans[RULE_RESOLVED], rulebook, RULE_RESOLVED, arena);
    plan_make(&evaluator->plans[RULE_PLAIN], rulebook, RULE_PLAIN, arena);
    evaluator->document_lets =
        arena_array(arena, rulebook->slot_count, sizeof *evaluator->document_lets);
    evaluator->rule_lets =
        arena_array(arena, most_rule_lets(rulebook), sizeof *evaluator->rule_lets);
    return evaluator;
}

void evaluator_on_leave(struct evaluator *evaluator, void (*leave)(void *context, xmlNode *element),
                        void *context)
{
    evaluator->leave = leave;
    evaluator->leave_context = context;
}

void evaluator_on_needs(struct evaluator *evaluator,
                        bool (*known)(void *context, const char *group), void *context)
{
    evaluator->known = known;
    evaluator->known_context = context;
}

void evaluator_free(struct evaluator *evaluator)
{
    if (evaluator != NULL)
        xpath_free(evaluator->xpath);
}

/* ---- failing -------------------------------------------------------------------------------- */

/* Drops a pattern for the rest of the document; the first reason is what the caller gets. */
static void drop(struct evaluator *evaluator, struct plan_pattern *planned)
{
    const xmlNode *place = evaluator->failed_place;
    planned->broken = true;
    evaluator->failed_place = NULL;
    if (evaluator->failed)
        return;
    evaluator->failed = true;
    schematron_error(evaluator->error, place == NULL ? planned->pattern->place : place,
                     "the rule %s cannot be evaluated: %s", planned->pattern->entry->info.id,
                     evaluator->xpath->failure);
}

static bool is_over_budget(struct evaluator *evaluator, struct plan_pattern *planned)
{
    planned->spent += evaluator->xpath->spent;
    evaluator->xpath->spent = 0;
    if (planned->spent <= evaluator->budget)
        return false;
    static const char reason[] = "it takes too long on this document";
    memcpy(evaluator->xpath->failure, reason, sizeof reason);
    evaluator->failed_place = planned->pattern->place;
    return true;
}

/* ---- one rule on one node ------------------------------------------------------------------- */

static bool run_fast(struct evaluator *evaluator, struct schematron_assertion *assertion,
                     xmlNode *node, bool *holds)
{
    struct fast *fast = &assertion->fast;
    if (!fast->tried) {
        fast->tried = true;
        fast->test = fast_test_read(evaluator->xpath->rules, evaluator->rulebook->vocabulary,
                                    &assertion->test);
    }
    return fast->test != NULL && fast_test_run(evaluator->xpath, fast->test,
                                               evaluator_namespaces(evaluator), node, holds);
}

static bool run_assertion(struct evaluator *evaluator, struct schematron_assertion *assertion,
                          bool lacks_facts, xmlNode *node)
{
    struct xpath *xpath = evaluator->xpath;
    bool holds;
    if (lacks_facts && assertion->undecided_in == evaluator->serial)
        return true;
    xpath->unknown.count = 0;
    if (!run_fast(evaluator, assertion, node, &holds) &&
        !xpath_test(xpath, &assertion->test, &evaluator->scope.file->schema->namespaces, node,
                    XPATH_NODE_OPERATIONS, &holds))
        return evaluator_failed_at(evaluator, assertion->test.place);
    if (holds == assertion->report)
        return evaluator_fire(evaluator, assertion, node);
    return xpath->unknown.count == 0 || evaluator_undecided(evaluator, assertion, node);
}

/* A rule of which every assertion was reported as undecided has no more to say; it still wins over
 * those behind it. When all rules of a pattern are so, the pattern is left out. */
static void note_undecided(const struct evaluator *evaluator, struct plan_pattern *planned,
                           struct schematron_rule *rule)
{
    for (size_t i = 0; i < rule->assertion_count; i++)
        if (rule->assertions[i].undecided_in != evaluator->serial)
            return;
    rule->undecided_in = evaluator->serial;
    planned->undecided++;
    if (planned->undecided == planned->pattern->rule_count)
        planned->broken = true;
}

static void run_rule(struct evaluator *evaluator, struct plan_pattern *planned,
                     struct schematron_rule *rule, xmlNode *node)
{
    bool done = true;
    if (planned->lacks && rule->undecided_in == evaluator->serial)
        return;
    evaluator->scope.rule = rule;
    evaluator->scope.node = node;
    evaluator->xpath->current = node;
    for (size_t i = 0; i < rule->assertion_count && done && !evaluator->stopped; i++)
        done = run_assertion(evaluator, &rule->assertions[i], planned->lacks, node);
    if (evaluator->rule_lets_used > 0)
        evaluator_forget_rule_lets(evaluator);
    evaluator->scope.rule = NULL;
    evaluator->scope.node = NULL;
    xpath_release_made(evaluator->xpath);
    if (is_over_budget(evaluator, planned) || !done)
        drop(evaluator, planned);
    else if (planned->lacks)
        note_undecided(evaluator, planned, rule);
}

/* ---- one node ------------------------------------------------------------------------------- */

static bool has_no_namespace(const xmlNode *node)
{
    return node->ns == NULL || node->ns->href == NULL || node->ns->href[0] == '\0';
}

/* A context whose predicate rests on something unknown might have matched: say so once. */
static bool match(struct evaluator *evaluator, struct plan_pattern *planned,
                  const struct plan_entry *entry, xmlNode *node)
{
    struct xpath *xpath = evaluator->xpath;
    bool failed;
    if (entry->is_name)
        return entry->alternative->steps[0].test != PATTERN_NAME || has_no_namespace(node);
    xpath->unknown.count = 0;
    bool matches = pattern_matches(entry->alternative, xpath, &planned->pattern->schema->namespaces,
                                   node, &failed);
    if (!failed && !matches && xpath->unknown.count > 0 && entry->rule->assertion_count > 0)
        failed = !evaluator_undecided(evaluator, &entry->rule->assertions[0], node);
    if (failed)
        evaluator_failed_at(evaluator, entry->rule->place);
    if (is_over_budget(evaluator, planned) || failed) {
        drop(evaluator, planned);
        return false;
    }
    return matches;
}

/* Tries the entries of two lists in their common order. */
static void visit(struct evaluator *evaluator, struct plan *plan, const struct list *named,
                  const struct list *any, xmlNode *node)
{
    size_t matched = SIZE_MAX;
    size_t i = 0, j = 0;
    while ((i < named->count || j < any->count) && !evaluator->stopped) {
        const struct plan_entry *a = i < named->count ? named->items[i] : NULL;
        const struct plan_entry *b = j < any->count ? any->items[j] : NULL;
        const struct plan_entry *entry = b == NULL || (a != NULL && a->order < b->order) ? a : b;
        if (entry == a)
            i++;
        else
            j++;
        struct plan_pattern *planned = &plan->patterns[entry->pattern];
        if (entry->pattern == matched || planned->broken)
            continue;
        evaluator->scope.file = planned->file;
        evaluator->scope.phase = (struct schematron_phase *)planned->file->phase;
        evaluator->scope.pattern = planned->pattern;
        if (!match(evaluator, planned, entry, node))
            continue;
        matched = entry->pattern;
        run_rule(evaluator, planned, entry->rule, node);
    }
}

static const struct list nothing;

/* The entries for a name. The same name is nearly always the same pointer. */
static const struct list *find_list(struct evaluator *evaluator, const struct map *map,
                                    const xmlChar *name)
{
    /* Elements and attributes share the cache, so the map's address is part of the key. */
    size_t hash = ((uintptr_t)name >> 3) ^ ((uintptr_t)name >> 13) ^ ((uintptr_t)map >> 4);
    struct name_cache_entry *cached = &evaluator->names[hash & (NAME_CACHE_SIZE - 1)];
    if (cached->name == name && cached->map == map)
        return cached->list;
    const struct list *list = map_find(map, (const char *)name);
    *cached =
        (struct name_cache_entry){.map = map, .name = name, .list = list == NULL ? &nothing : list};
    return cached->list;
}

static void visit_attributes(struct evaluator *evaluator, struct plan *plan, xmlNode *element)
{
    for (xmlAttr *attribute = element->properties; attribute != NULL && !evaluator->stopped;
         attribute = attribute->next)
        visit(evaluator, plan, find_list(evaluator, plan->attributes, attribute->name),
              &plan->any_attribute, (xmlNode *)attribute);
}

/* ---- the document --------------------------------------------------------------------------- */

static void visit_node(struct evaluator *evaluator, struct plan *plan, bool attributes,
                       xmlNode *node)
{
    switch (node->type) {
    case XML_ELEMENT_NODE:
        visit(evaluator, plan, find_list(evaluator, plan->elements, node->name), &plan->any_element,
              node);
        if (attributes)
            visit_attributes(evaluator, plan, node);
        return;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        visit(evaluator, plan, &plan->text, &nothing, node);
        return;
    case XML_COMMENT_NODE:
        visit(evaluator, plan, &plan->comment, &nothing, node);
        return;
    case XML_PI_NODE:
        visit(evaluator, plan, &plan->instruction, &nothing, node);
        return;
    default:
        return;
    }
}

/* What follows a node whose content is done, leaving the elements that end there. */
static xmlNode *next_node(struct evaluator *evaluator, xmlNode *node)
{
    for (; node != NULL; node = node->parent) {
        if (node->type == XML_ELEMENT_NODE && evaluator->leave != NULL) {
            evaluator_forget_shared(evaluator); /* they may hold nodes that go now */
            evaluator->leave(evaluator->leave_context, node);
        }
        if (node->next != NULL)
            return node->next;
    }
    return NULL;
}

static void walk(struct evaluator *evaluator, struct plan *plan)
{
    bool attributes = map_count(plan->attributes) > 0 || plan->any_attribute.count > 0;
    visit(evaluator, plan, &plan->document, &nothing, (xmlNode *)evaluator->doc);
    xmlNode *node = evaluator->doc->children;
    while (node != NULL && !evaluator->stopped) {
        visit_node(evaluator, plan, attributes, node);
        if (node->type == XML_ELEMENT_NODE && node->children != NULL) {
            node = node->children;
            continue;
        }
        node = next_node(evaluator, node);
    }
}

static bool lacks_facts(const struct evaluator *evaluator, const struct schematron_pattern *pattern)
{
    const struct iislint_rule_info *info = &pattern->entry->info;
    for (size_t i = 0; evaluator->known != NULL && i < info->need_count; i++)
        if (!evaluator->known(evaluator->known_context, info->needs[i]))
            return true;
    return false;
}

static void begin(struct evaluator *evaluator, struct plan *plan, xmlDoc *doc)
{
    long elements = xmlXPathOrderDocElems(doc);
    unsigned long count = elements < 0 ? 0 : (unsigned long)elements;
    evaluator->doc = doc;
    evaluator->serial = ++evaluator->rulebook->documents;
    evaluator->document_operations = DOCUMENT_OPERATIONS + DOCUMENT_OPERATIONS_PER_ELEMENT * count;
    evaluator->budget = BUDGET + BUDGET_PER_ELEMENT * count;
    evaluator->failed = false;
    evaluator->failed_place = NULL;
    evaluator->stopped = false;
    memset(evaluator->names, 0, sizeof evaluator->names);
    xpath_begin_document(evaluator->xpath, doc);
    evaluator->xpath->spent = 0;
    for (size_t i = 0; i < plan->pattern_count; i++) {
        plan->patterns[i].spent = 0;
        plan->patterns[i].broken = false;
        plan->patterns[i].undecided = 0;
        plan->patterns[i].lacks = lacks_facts(evaluator, plan->patterns[i].pattern);
        struct schematron_pattern *pattern = plan->patterns[i].pattern;
        for (size_t r = 0; r < pattern->rule_count; r++)
            pattern_reset(pattern->rules[r].context);
        for (size_t k = 0; k < pattern->schema->key_count; k++)
            pattern_reset(pattern->schema->keys[k].match);
    }
}

bool evaluate_document(struct evaluator *evaluator, xmlDoc *doc, enum rule_domain domain,
                       outcome_callback *each, void *context, struct error *error)
{
    struct plan *plan = &evaluator->plans[domain];
    if (plan->pattern_count == 0)
        return true;
    evaluator->each = each;
    evaluator->context = context;
    evaluator->error = error;
    begin(evaluator, plan, doc);
    walk(evaluator, plan);
    evaluator_forget_document(evaluator);
    xpath_end_document(evaluator->xpath);
    evaluator->doc = NULL;
    return !evaluator->failed;
}
