#include "rules/pattern.h"

#include <string.h>

struct matching {
    struct xpath *xpath;
    const struct xpath_namespaces *namespaces;
    bool failed;
};

static bool same_name(const xmlChar *a, const char *b)
{
    return (const char *)a == b || strcmp((const char *)a, b) == 0;
}

static bool same_namespace(const xmlNs *ns, const char *uri)
{
    if (ns == NULL || ns->href == NULL || ns->href[0] == '\0')
        return uri == NULL;
    return uri != NULL && strcmp((const char *)ns->href, uri) == 0;
}

/* The step's node test alone. */
static bool test_holds(const struct pattern_step *step, const xmlNode *node)
{
    bool named = node->type == (step->attribute ? XML_ATTRIBUTE_NODE : XML_ELEMENT_NODE);
    switch (step->test) {
    case PATTERN_NAME:
        return named && same_name(node->name, step->name) && same_namespace(node->ns, step->uri);
    case PATTERN_ANY:
        return named;
    case PATTERN_NAMESPACE:
        return named && same_namespace(node->ns, step->uri);
    case PATTERN_TEXT:
        return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
    case PATTERN_COMMENT:
        return node->type == XML_COMMENT_NODE;
    case PATTERN_INSTRUCTION:
        return node->type == XML_PI_NODE &&
               (step->name == NULL || same_name(node->name, step->name));
    case PATTERN_NODE:
        return node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE ||
               node->type == XML_CDATA_SECTION_NODE || node->type == XML_COMMENT_NODE ||
               node->type == XML_PI_NODE;
    }
    return false;
}

/* ---- predicates ----------------------------------------------------------------------------- */

static bool predicates_hold(struct matching *matching, struct pattern_step *step, size_t count,
                            xmlNode *node);

static xmlNode *first_sibling(const xmlNode *node)
{
    if (node->parent == NULL)
        return NULL;
    return node->type == XML_ATTRIBUTE_NODE ? (xmlNode *)node->parent->properties
                                            : node->parent->children;
}

/* True when a sibling is counted by predicate number `index`: those before it hold. */
static bool is_counted(struct matching *matching, struct pattern_step *step, size_t index,
                       xmlNode *sibling)
{
    matching->xpath->spent++;
    return test_holds(step, sibling) && predicates_hold(matching, step, index, sibling);
}

/* The 1-based position of a node that is itself counted. Nodes come in document order, so it is
 * nearly always found by going on from the last one. */
static int position_of(struct matching *matching, struct pattern_step *step, size_t index,
                       xmlNode *node)
{
    struct pattern_place *place = &step->predicates[index].place;
    if (place->parent == node->parent && place->node == node)
        return place->position;
    int position = 0;
    xmlNode *sibling = NULL;
    if (place->parent == node->parent && place->node != NULL) {
        position = place->position;
        for (sibling = place->node->next; sibling != NULL && sibling != node;
             sibling = sibling->next)
            position += is_counted(matching, step, index, sibling) ? 1 : 0;
    }
    if (sibling == NULL) {
        if (place->parent != node->parent)
            place->size = 0;
        position = 0;
        for (sibling = first_sibling(node); sibling != NULL && sibling != node;
             sibling = sibling->next)
            position += is_counted(matching, step, index, sibling) ? 1 : 0;
    }
    place->parent = node->parent;
    place->node = node;
    place->position = position + 1;
    return place->position;
}

static int size_of(struct matching *matching, struct pattern_step *step, size_t index,
                   xmlNode *node)
{
    struct pattern_place *place = &step->predicates[index].place;
    if (place->parent == node->parent && place->size > 0)
        return place->size;
    int size = 0;
    for (xmlNode *sibling = first_sibling(node); sibling != NULL; sibling = sibling->next)
        size += is_counted(matching, step, index, sibling) ? 1 : 0;
    if (place->parent == node->parent)
        place->size = size;
    return size;
}

static bool may_be_number(const struct fast_test *test)
{
    return test->kind == FAST_COMPARE && test->comparison == FAST_EXISTS &&
           test->path->start == FAST_VARIABLE && test->path->step_count == 0 &&
           test->path->attribute == NULL;
}

static bool fast_holds(struct matching *matching, struct pattern_predicate *predicate,
                       xmlNode *node, bool *holds)
{
    struct xpath *xpath = matching->xpath;
    if (!predicate->fast.tried) {
        predicate->fast.tried = true;
        if (!predicate->uses_position && !predicate->uses_size)
            predicate->fast.test =
                fast_test_read(xpath->rules, xpath->vocabulary, &predicate->expression);
        /* A variable alone may be a number, which is a position. */
        if (predicate->fast.test != NULL && may_be_number(predicate->fast.test))
            predicate->fast.test = NULL;
    }
    return predicate->fast.test != NULL &&
           fast_test_run(xpath, predicate->fast.test, matching->namespaces, node, holds);
}

static bool predicate_holds(struct matching *matching, struct pattern_step *step, size_t index,
                            xmlNode *node)
{
    struct pattern_predicate *predicate = &step->predicates[index];
    bool fast;
    matching->xpath->current = node;
    if (fast_holds(matching, predicate, node, &fast))
        return fast;
    xmlXPathContext *context = matching->xpath->context;
    int outer_position = context->proximityPosition, outer_size = context->contextSize;
    if (predicate->uses_position)
        context->proximityPosition = position_of(matching, step, index, node);
    if (predicate->uses_size)
        context->contextSize = size_of(matching, step, index, node);
    matching->xpath->current = node;
    xmlXPathObject *value = xpath_value(matching->xpath, &predicate->expression,
                                        matching->namespaces, node, XPATH_NODE_OPERATIONS);
    context->proximityPosition = outer_position;
    context->contextSize = outer_size;
    if (value == NULL) {
        matching->failed = true;
        return false;
    }
    bool holds = value->type == XPATH_NUMBER
                     ? value->floatval == (double)position_of(matching, step, index, node)
                     : xmlXPathCastToBoolean(value) == 1;
    xmlXPathFreeObject(value);
    return holds;
}

/* The first `count` predicates of a step, in their order. */
static bool predicates_hold(struct matching *matching, struct pattern_step *step, size_t count,
                            xmlNode *node)
{
    for (size_t i = 0; i < count; i++)
        if (matching->failed || !predicate_holds(matching, step, i, node))
            return false;
    return true;
}

/* ---- paths ---------------------------------------------------------------------------------- */

static bool is_document(const xmlNode *node)
{
    return node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
}

/*
 * A segment is a run of steps without `//` between them. Matches the one that begins (at its right
 * end) with step `*index` at `*node`; leaves both at its left end.
 */
static bool segment_matches(struct matching *matching, struct pattern_alternative *alternative,
                            size_t *index, xmlNode **node)
{
    for (size_t i = *index;; i++) {
        struct pattern_step *step = &alternative->steps[i];
        xmlNode *at = *node;
        if (at == NULL || !test_holds(step, at) ||
            !predicates_hold(matching, step, step->predicate_count, at))
            return false;
        bool last = i + 1 == alternative->step_count;
        if (last && alternative->absolute && (at->parent == NULL || !is_document(at->parent)))
            return false;
        if (last || step->below) {
            *index = i;
            return true;
        }
        *node = at->parent;
    }
}

bool pattern_matches(struct pattern_alternative *alternative, struct xpath *xpath,
                     const struct xpath_namespaces *namespaces, xmlNode *node, bool *failed)
{
    struct matching matching = {.xpath = xpath, .namespaces = namespaces};
    *failed = false;
    if (alternative->step_count == 0)
        return is_document(node);

    size_t index = 0;
    bool matches = segment_matches(&matching, alternative, &index, &node);
    /* As with `*` in file names, taking the nearest ancestor never loses a match: a segment
     * further left finds the same ancestors or more. So there is no backtracking. */
    while (matches && index + 1 < alternative->step_count) {
        matches = false;
        for (xmlNode *above = node->parent; above != NULL && !matches && !matching.failed;
             above = above->parent) {
            size_t left = index + 1;
            xmlNode *end = above;
            if (segment_matches(&matching, alternative, &left, &end)) {
                matches = true;
                index = left;
                node = end;
                break;
            }
        }
    }
    *failed = matching.failed;
    return matches && !matching.failed;
}

bool pattern_is_name(const struct pattern_alternative *alternative)
{
    const struct pattern_step *last = alternative->steps;
    return alternative->step_count == 1 && !alternative->absolute && last->predicate_count == 0 &&
           last->uri == NULL && !(last->test == PATTERN_INSTRUCTION && last->name != NULL);
}

static void each_predicate(struct pattern *pattern, void (*apply)(struct pattern_predicate *))
{
    for (size_t a = 0; a < pattern->count; a++)
        for (size_t s = 0; s < pattern->alternatives[a].step_count; s++)
            for (size_t p = 0; p < pattern->alternatives[a].steps[s].predicate_count; p++)
                apply(&pattern->alternatives[a].steps[s].predicates[p]);
}

static void free_slow(void *context, struct xpath_expression *expression)
{
    (void)context;
    xpath_expression_fini(expression);
}

static void free_compiled(struct pattern_predicate *predicate)
{
    xpath_expression_fini(&predicate->expression);
    fast_each_slow(predicate->fast.test, free_slow, NULL);
}

static void forget_place(struct pattern_predicate *predicate)
{
    predicate->place = (struct pattern_place){0};
}

void pattern_fini(struct pattern *pattern)
{
    each_predicate(pattern, free_compiled);
}

void pattern_reset(struct pattern *pattern)
{
    each_predicate(pattern, forget_place);
}
