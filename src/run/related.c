#include "run/related.h"

#include "config/assumed.h"
#include "config/origin.h"
#include <string.h>

bool related_is_assumed(const struct document *document, const struct source *source)
{
    return document && assumed_has(document->server, source);
}

static bool is_of_facts(const struct document *document, const struct source *source)
{
    return document && document->facts && source_of(facts_root(document->facts)) == source;
}

/* Facts of the machine itself stand in no file that a reader could open. */
static bool is_shown(const struct finding_context *context, const struct source *source)
{
    if (is_of_facts(context->document, source))
        return !context->run->live_document;
    return !related_is_assumed(context->document, source);
}

const xmlNode *related_node(const struct finding_context *context, const xmlNode *node)
{
    const xmlNode *written = origin_written(node);
    const struct source *source = written ? source_of(written) : NULL;
    return source && is_shown(context, source) ? written : NULL;
}

const xmlNode *related_in_configuration(const struct finding_context *context,
                                        const struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->related_count; i++) {
        const xmlNode *node = related_node(context, outcome->related[i]->node);
        if (node && !is_of_facts(context->document, source_of(node)))
            return node;
    }
    return NULL;
}

/* Sites and pools are the server's; no scope inherits one. */
static bool is_inheritable(const struct document *document, const struct section *section)
{
    return section && section != origin_section(document->server->sites_tree) &&
           section != origin_section(document->server->pools_tree);
}

/* The scope that has the value from further out; NULL when it was set for it, or is no setting. */
static const struct scope *heir(const struct finding_context *context,
                                const struct outcome *outcome, const xmlNode *node)
{
    const struct scope *scope = origin_scope(outcome->node);
    const struct section *section = origin_section(node);
    const xmlNode *source = origin_source(node);
    if (!context->document || !scope || !*scope->path || !source || !source_of(source) ||
        !is_inheritable(context->document, section))
        return NULL;
    return scope_inherits(scope, section, source) ? scope : NULL;
}

const char *related_message(const struct finding_context *context, const struct outcome *outcome,
                            const struct outcome_related *related)
{
    struct arena *arena = context->run->arena;
    const struct scope *scope = heir(context, outcome, related->node);
    size_t length = strlen(related->text);
    if (!scope)
        return arena_strdup(arena, related->text);
    if (length > 0 && related->text[length - 1] == '.')
        length--;
    return arena_printf(arena, "%.*s; '%s' inherits it.", (int)length, related->text, scope->path);
}

const char *related_scope_message(const struct finding_context *context,
                                  const struct outcome *outcome)
{
    const struct scope *scope = origin_scope(outcome->node);
    if (!scope || !*scope->path)
        return NULL;
    return arena_printf(context->run->arena,
                        heir(context, outcome, outcome->subject) ? "'%s' inherits it."
                                                                 : "'%s' is affected here.",
                        scope->path);
}
