/* Variables and keys: computed when first used, kept for the document or for the node. */
#include "rules/evaluate_model.h"

#include "base/text.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* A let that doubles a text again and again would fill the memory. */
#define LET_LENGTH_MAX ((size_t)4 * 1024 * 1024)

/* ---- finding -------------------------------------------------------------------------------- */

static struct schematron_let *find_in(const struct let_scope *scope, struct schematron_lets *lets,
                                      const char *name)
{
    size_t count = lets == scope->own ? scope->visible : lets->count;
    for (size_t i = 0; i < count; i++)
        if (text_is(lets->items[i].name, name))
            return &lets->items[i];
    return NULL;
}

/* Where a let was found: what it sees itself is less than what its user sees. */
static struct schematron_let *find_let(const struct let_scope *scope, const char *name,
                                       struct let_scope *seen)
{
    struct schematron_let *let;
    *seen = *scope;
    if (scope->rule != NULL) {
        let = find_in(scope, &scope->rule->lets, name);
        if (let != NULL) {
            seen->own = &scope->rule->lets;
            seen->visible = (size_t)(let - scope->rule->lets.items);
            return let;
        }
    }
    seen->rule = NULL;
    seen->node = NULL;
    if (scope->pattern != NULL) {
        let = find_in(scope, &scope->pattern->lets, name);
        if (let != NULL) {
            seen->own = &scope->pattern->lets;
            seen->visible = (size_t)(let - scope->pattern->lets.items);
            return let;
        }
    }
    seen->pattern = NULL;
    if (scope->phase != NULL) {
        let = find_in(scope, &scope->phase->lets, name);
        if (let != NULL) {
            seen->own = &scope->phase->lets;
            seen->visible = (size_t)(let - scope->phase->lets.items);
            return let;
        }
    }
    seen->phase = NULL;
    seen->own = NULL; /* lets of a schema may refer to each other in any order */
    return find_in(scope, &scope->file->schema->lets, name);
}

/* ---- computing ------------------------------------------------------------------------------ */

static bool is_too_large(const xmlXPathObject *value)
{
    return value->type == XPATH_STRING && value->stringval != NULL &&
           strlen((const char *)value->stringval) > LET_LENGTH_MAX;
}

/* The number of a text among those that are shared; 0 when there are too many. */
static size_t share_of(struct rulebook *rulebook, const char *text)
{
    if (rulebook->shared_lets == NULL)
        rulebook->shared_lets = map_new(rulebook->arena, MAP_CASE_SENSITIVE);
    size_t known = (size_t)(uintptr_t)map_find(rulebook->shared_lets, text);
    if (known > 0)
        return known;
    size_t number = map_count(rulebook->shared_lets) + 1;
    if (number >= SHARED_MAX)
        return 0;
    map_set(rulebook->shared_lets, text, (void *)(uintptr_t)number);
    return number;
}

static void read_fast(struct evaluator *evaluator, struct schematron_let *let)
{
    const struct xpath_vocabulary *vocabulary = evaluator->rulebook->vocabulary;
    let->fast.tried = true;
    let->fast.path = fast_path_read(evaluator->xpath->rules, vocabulary, let->value.text);
    if (let->fast.path == NULL)
        let->fast.test = fast_test_read(evaluator->xpath->rules, vocabulary, &let->value);
    if (let->fast.test != NULL && !fast_test_is_boolean(let->fast.test))
        let->fast.test = NULL;
    if (let->fast.path != NULL && fast_path_is_independent(let->fast.path))
        let->fast.share = share_of(evaluator->rulebook, let->value.text);
}

/* A let that is a mere path or a condition; NULL when it is something else. */
static xmlXPathObject *fast_let(struct evaluator *evaluator, struct schematron_let *let,
                                xmlNode *node)
{
    bool holds;
    if (!let->fast.tried)
        read_fast(evaluator, let);
    /* a part for libxml2 may do less work at a node than once a document */
    if (evaluator->xpath->lasting && let->fast.test != NULL && !fast_test_is_whole(let->fast.test))
        return NULL;
    if (let->fast.path != NULL)
        return fast_path_value(evaluator->xpath, let->fast.path, node);
    if (let->fast.test == NULL || !fast_test_run(evaluator->xpath, let->fast.test,
                                                 evaluator_namespaces(evaluator), node, &holds))
        return NULL;
    return xmlXPathNewBoolean(holds);
}

static xmlXPathObject *evaluate_let(struct evaluator *evaluator, struct schematron_let *let,
                                    const struct let_scope *seen)
{
    struct xpath *xpath = evaluator->xpath;
    if (let->content != NULL)
        return xmlXPathNewNodeSet((xmlNode *)let->content);
    bool lasting = seen->rule == NULL;
    xmlNode *node = lasting ? (xmlNode *)evaluator->doc : seen->node;
    struct let_scope outer = evaluator->scope;
    xmlNode *current = xpath->current;
    bool outer_lasting = xpath->lasting;
    evaluator->scope = *seen;
    xpath->current = node;
    xpath->lasting = lasting;
    xmlXPathObject *value = fast_let(evaluator, let, node);
    if (value == NULL)
        value = xpath_value(xpath, &let->value, evaluator_namespaces(evaluator), node,
                            lasting ? evaluator->document_operations : XPATH_NODE_OPERATIONS);
    if (value != NULL && is_too_large(value)) {
        snprintf(xpath->failure, sizeof xpath->failure, "$%s is longer than %zu bytes", let->name,
                 LET_LENGTH_MAX);
        xmlXPathFreeObject(value);
        value = NULL;
    }
    if (value == NULL)
        evaluator_failed_at(evaluator, let->value.place);
    evaluator->scope = outer;
    xpath->current = current;
    xpath->lasting = outer_lasting;
    return value;
}

/* The value that some rule computed at this node, or a new one; NULL when it is not shared. */
static const xmlXPathObject *shared_value(struct evaluator *evaluator, struct schematron_let *let,
                                          xmlNode *node)
{
    if (!let->fast.tried && let->content == NULL)
        read_fast(evaluator, let);
    if (let->fast.share == 0)
        return NULL;
    struct shared_value *shared = &evaluator->shared[let->fast.share];
    if (shared->node == node && shared->value != NULL)
        return shared->value;
    xmlXPathObject *value = fast_path_value(evaluator->xpath, let->fast.path, node);
    if (value == NULL)
        return NULL;
    if (shared->value == NULL)
        evaluator->shared_used[evaluator->shared_count++] = let->fast.share;
    xmlXPathFreeObject(shared->value);
    *shared = (struct shared_value){node, value};
    return value;
}

void evaluator_forget_shared(struct evaluator *evaluator)
{
    while (evaluator->shared_count > 0) {
        size_t number = evaluator->shared_used[--evaluator->shared_count];
        xmlXPathFreeObject(evaluator->shared[number].value);
        evaluator->shared[number] = (struct shared_value){0};
    }
}

const xmlXPathObject *evaluator_borrow(void *context, const char *name)
{
    struct evaluator *evaluator = context;
    struct xpath *xpath = evaluator->xpath;
    struct let_scope seen;
    struct schematron_let *let = find_let(&evaluator->scope, name, &seen);
    if (let == NULL)
        return NULL;
    const xmlXPathObject *shared =
        seen.rule != NULL ? shared_value(evaluator, let, seen.node) : NULL;
    if (shared != NULL)
        return shared;
    struct let_value *cached =
        seen.rule != NULL ? &evaluator->rule_lets[let->slot] : &evaluator->document_lets[let->slot];
    if (cached->value == NULL) {
        if (cached->computing) {
            snprintf(xpath->failure, sizeof xpath->failure, "$%s depends on itself", name);
            return NULL;
        }
        struct xpath_unknown outer = xpath->unknown;
        xpath->unknown.count = 0;
        cached->computing = true;
        cached->value = evaluate_let(evaluator, let, &seen);
        cached->computing = false;
        cached->unknown = xpath->unknown;
        xpath->unknown = outer;
        if (cached->value == NULL)
            return NULL;
        if (seen.rule != NULL)
            evaluator->rule_lets_used++;
    }
    xpath_unknown_merge(&xpath->unknown, &cached->unknown);
    return cached->value;
}

xmlXPathObject *evaluator_variable(void *context, const char *name)
{
    const xmlXPathObject *value = evaluator_borrow(context, name);
    return value == NULL ? NULL : xmlXPathObjectCopy((xmlXPathObject *)(uintptr_t)value);
}

void evaluator_forget_rule_lets(struct evaluator *evaluator)
{
    const struct schematron_rule *rule = evaluator->scope.rule;
    for (size_t i = 0; i < rule->lets.count && evaluator->rule_lets_used > 0; i++) {
        if (evaluator->rule_lets[i].value == NULL)
            continue;
        xmlXPathFreeObject(evaluator->rule_lets[i].value);
        evaluator->rule_lets[i].value = NULL;
        evaluator->rule_lets_used--;
    }
}

void evaluator_forget_document(struct evaluator *evaluator)
{
    for (size_t i = 0; i < evaluator->rulebook->slot_count; i++) {
        xmlXPathFreeObject(evaluator->document_lets[i].value);
        evaluator->document_lets[i] = (struct let_value){0};
    }
    evaluator->keys = NULL;
    evaluator_forget_shared(evaluator);
}

/* ---- keys ----------------------------------------------------------------------------------- */

struct indexing {
    struct evaluator *evaluator;
    struct schematron_key *key;
    struct map *index; /* value -> struct list of nodes */
};

static void add_to_index(struct indexing *indexing, const char *value, xmlNode *node)
{
    struct arena *arena = indexing->evaluator->arena;
    struct list *nodes = map_find(indexing->index, value);
    if (nodes == NULL) {
        nodes = arena_alloc(arena, sizeof *nodes);
        map_set(indexing->index, value, nodes);
    }
    if (nodes->count == 0 || nodes->items[nodes->count - 1] != node)
        list_add(nodes, arena, node);
}

static bool index_node(struct indexing *indexing, xmlNode *node)
{
    struct evaluator *evaluator = indexing->evaluator;
    const struct xpath_namespaces *namespaces = evaluator_namespaces(evaluator);
    bool matches = false, failed = false;
    for (size_t i = 0; i < indexing->key->match->count && !matches && !failed; i++)
        matches = pattern_matches(&indexing->key->match->alternatives[i], evaluator->xpath,
                                  namespaces, node, &failed);
    if (failed)
        return evaluator_failed_at(evaluator, indexing->key->place);
    if (!matches)
        return true;
    evaluator->xpath->current = node;
    xmlXPathObject *use =
        xpath_value(evaluator->xpath, &indexing->key->use, namespaces, node, XPATH_NODE_OPERATIONS);
    if (use == NULL)
        return evaluator_failed_at(evaluator, indexing->key->use.place);
    if (use->type == XPATH_NODESET) {
        for (int i = 0; use->nodesetval != NULL && i < use->nodesetval->nodeNr; i++) {
            xmlChar *text = xmlXPathCastNodeToString(use->nodesetval->nodeTab[i]);
            add_to_index(indexing, (const char *)text, node);
            xmlFree(text);
        }
    } else {
        xmlChar *text = xmlXPathCastToString(use);
        add_to_index(indexing, (const char *)text, node);
        xmlFree(text);
    }
    xmlXPathFreeObject(use);
    return true;
}

/* The node after this one in document order, attributes left out. */
static xmlNode *next_node(xmlNode *node)
{
    if (node->children != NULL && node->type != XML_ENTITY_REF_NODE)
        return node->children;
    while (node != NULL && node->next == NULL)
        node = node->parent;
    return node == NULL ? NULL : node->next;
}

static bool index_document(struct indexing *indexing)
{
    for (xmlNode *node = indexing->evaluator->doc->children; node != NULL; node = next_node(node)) {
        if (!index_node(indexing, node))
            return false;
        for (xmlAttr *attribute = node->type == XML_ELEMENT_NODE ? node->properties : NULL;
             attribute != NULL; attribute = attribute->next)
            if (!index_node(indexing, (xmlNode *)attribute))
                return false;
    }
    return true;
}

/* The index of all keys of one name in one file. */
struct key_index {
    struct map *values; /* NULL: there is no such key */
    struct xpath_unknown unknown;
    bool made; /* false while it is being made: a key that uses itself finds nothing */
};

/* Keys see the lets of the schema alone. False when they cannot be evaluated. */
static bool make_index(struct evaluator *evaluator, const char *name, struct key_index *index)
{
    const struct schematron_schema *schema = evaluator->scope.file->schema;
    struct xpath *xpath = evaluator->xpath;
    struct indexing indexing = {.evaluator = evaluator};
    struct let_scope outer = evaluator->scope;
    struct xpath_unknown outer_unknown = xpath->unknown;
    xmlNode *current = xpath->current;
    bool outer_lasting = xpath->lasting;
    bool done = true;
    evaluator->scope = (struct let_scope){.file = outer.file, .phase = outer.phase};
    xpath->lasting = true;
    xpath->unknown.count = 0;
    for (size_t i = 0; i < schema->key_count && done; i++) {
        if (strcmp(schema->keys[i].name, name) != 0)
            continue;
        if (indexing.index == NULL)
            indexing.index = map_new(evaluator->arena, MAP_CASE_SENSITIVE);
        indexing.key = &schema->keys[i];
        done = index_document(&indexing);
    }
    index->unknown = xpath->unknown;
    index->values = indexing.index;
    index->made = done;
    evaluator->scope = outer;
    xpath->current = current;
    xpath->lasting = outer_lasting;
    xpath->unknown = outer_unknown;
    return done;
}

bool evaluator_key(void *context, const char *key, const char *value, const struct list **nodes)
{
    struct evaluator *evaluator = context;
    char name[256];
    /* Two files may each have a key of this name. */
    int length = snprintf(name, sizeof name, "%p %s", (const void *)evaluator->scope.file, key);
    if (length < 0 || (size_t)length >= sizeof name)
        return false;
    if (evaluator->keys == NULL)
        evaluator->keys = map_new(evaluator->arena, MAP_CASE_SENSITIVE);
    struct key_index *index = map_find(evaluator->keys, name);
    if (index == NULL) {
        index = arena_alloc(evaluator->arena, sizeof *index);
        map_set(evaluator->keys, name, index);
        if (!make_index(evaluator, key, index)) {
            map_set(evaluator->keys, name, NULL); /* it fails again for the next who asks */
            return false;
        }
    }
    xpath_unknown_merge(&evaluator->xpath->unknown, &index->unknown);
    *nodes = index->values == NULL ? NULL : map_find(index->values, value);
    return index->values != NULL || !index->made;
}
