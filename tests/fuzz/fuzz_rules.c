/*
 * Any bytes as a rule file: loaded strictly, then run on a small document.
 */
#include "rules/evaluate.h"
#include "rules/functions.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char document[] = "<configuration><a b='1'>t</a><a/><!-- c --></configuration>";

static bool ignore(void *context, const struct outcome *outcome)
{
    (void)context;
    return outcome->rule != NULL;
}

static void evaluate(struct arena *arena, struct rulebook *rulebook)
{
    struct regex_cache *regexes = regex_cache_new(arena);
    struct source *source = source_parse(arena, "x.xml", document, strlen(document));
    struct evaluator *evaluator = evaluator_new(rulebook, arena, regexes, NULL);
    struct error error = {0};
    evaluate_document(evaluator, source->doc, RULE_PLAIN, ignore, NULL, &error);
    evaluator_free(evaluator);
    source_free(source);
    regex_cache_free(regexes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct rulebook *rulebook = rulebook_new(arena, &functions_vocabulary);
    struct error error = {0};
    if (rulebook_add_bytes(rulebook, "fuzz.sch", (const char *)data, size, RULEBOOK_STRICT, &error))
        evaluate(arena, rulebook);
    rulebook_free(rulebook);
    arena_free(arena);
    return 0;
}
