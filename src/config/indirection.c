#include "config/indirection.h"

#include "base/text.h"
#include "config/node.h"
#include "config/section_file.h"
#include "source/span.h"
#include <string.h>

/* What .NET does with its own sections is certain from its documentation; of IIS it is not. */
static bool is_framework(const struct section *section)
{
    return section->declaration && section->declaration->framework;
}

static struct problem problem_at(const struct scope *scope, const struct definition *definition,
                                 const xmlAttr *attribute)
{
    return (struct problem){.arguments = {node_value(attribute), definition->section->path,
                                          scope->path, definition->section->name},
                            .reach = section_reach(definition->section),
                            .source = source_of((const xmlNode *)attribute),
                            .span = span_of_attribute(attribute),
                            .node = (const xmlNode *)attribute,
                            .scope = scope};
}

/* ---- configSource: may it? -------------------------------------------------------------------- */

static bool is_own_attribute(const xmlAttr *attribute)
{
    const char *name = (const char *)attribute->name;
    return attribute->ns || strcmp(name, "configSource") == 0 || strncmp(name, "lock", 4) == 0;
}

static bool has_other_content(const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (!is_own_attribute(a))
            return true;
    return node_element(element->children) != NULL;
}

static bool leads_out(const char *path)
{
    size_t length;
    const char *step;
    while ((step = text_next_item(&path, "/\\", &length)))
        if (length == 2 && strncmp(step, "..", 2) == 0)
            return true;
    return false;
}

static const char *refusal(const struct definition *definition, const char *path)
{
    if (path_is_absolute_windows(path) || *path == '/' || *path == '\\')
        return "absolute";
    if (leads_out(path))
        return "parent";
    return has_other_content(definition->written) ? "content" : NULL;
}

static bool check_allowed(struct server *server, const struct scope *scope,
                          const struct definition *definition, const xmlAttr *config_source)
{
    const char *template = refusal(definition, node_value(config_source));
    if (!template)
        return true;
    struct problem problem = problem_at(scope, definition, config_source);
    problem.rule = "IIS1502";
    problem.template = template;
    problem.level = is_framework(definition->section) ? PROBLEM_BY_RULE : PROBLEM_WARNING;
    server_add_problem(server, &problem);
    return false;
}

/* ---- configSource: can it? -------------------------------------------------------------------- */

static void report_root(struct server *server, struct problem *problem, const char *template,
                        const xmlNode *root)
{
    problem->template = template;
    problem->arguments[4] = (const char *)root->name;
    problem->other = (struct problem_party){source_of(root), span_of_start_tag(root), root,
                                            "The other file begins here."};
    server_add_problem(server, problem);
}

static void check_root(struct server *server, const struct scope *scope,
                       const struct definition *definition, const char *local,
                       struct problem *problem, const char *template)
{
    struct config_file *other = map_find(server->files_by_path, local);
    const xmlNode *root =
        other && other->source->doc ? xmlDocGetRootElement(other->source->doc) : NULL;
    if (other)
        server_note_fault(server, other, scope);
    if (root && !node_is(root, definition->section->name))
        report_root(server, problem, template, root);
}

/* A file that is there but no XML is reported in that file, one that may not be read is a gap. */
static void check_opened(struct server *server, const struct scope *scope,
                         const struct definition *definition, const xmlAttr *config_source)
{
    const char *local =
        section_file_path(server, definition->file, node_value(config_source), SECTION_FILE_SOURCE);
    struct problem problem = problem_at(scope, definition, config_source);
    problem.rule = "IIS1501";
    if (!local) {
        problem.template = server->has_application_host ? NULL : "assumed";
        problem.level = server->has_application_host ? PROBLEM_BY_RULE : PROBLEM_WARNING;
        server_add_problem(server, &problem);
        return;
    }
    check_root(server, scope, definition, local, &problem, "root");
}

static void check_config_source(struct server *server, const struct scope *scope,
                                const struct definition *definition)
{
    const xmlAttr *config_source = node_find_attribute(definition->written, "configSource");
    if (!config_source || !*node_value(config_source))
        return;
    if (is_framework(definition->section) && !server_runs_dotnet(server, scope))
        return;
    if (check_allowed(server, scope, definition, config_source) && definition->file->local_path)
        check_opened(server, scope, definition, config_source);
}

/* ---- files that are merged --------------------------------------------------------------------- */

/* Without the file nothing is wrong; what .NET cannot merge, it refuses. */
static void check_merged(struct server *server, const struct scope *scope,
                         const struct definition *definition)
{
    const struct schema_section *schema = definition->section->schema;
    const xmlAttr *named = schema && schema->merged_file
                               ? node_find_attribute(definition->element, schema->merged_file)
                               : NULL;
    if (!named || !*node_value(named) || !server_runs_dotnet(server, scope))
        return;
    const struct config_file *file = section_file_of(server, definition->file, definition->element);
    const char *local =
        file->local_path ? section_file_path(server, file, node_value(named), SECTION_FILE_MERGED)
                         : NULL;
    struct problem problem = problem_at(scope, definition, named);
    problem.rule = "IIS1501";
    if (local)
        check_root(server, scope, definition, local, &problem, "merged-root");
}

/* ---- protected sections ----------------------------------------------------------------------- */

static void check_protection(struct server *server, const struct scope *scope,
                             const struct definition *definition)
{
    const struct section *section = definition->section;
    const xmlAttr *provider = node_find_attribute(definition->written, "configProtectionProvider");
    if (!provider || is_framework(section) || !section->declaration)
        return;
    struct problem problem = problem_at(scope, definition, provider);
    problem.rule = "IIS1503";
    server_add_problem(server, &problem);
}

/* ---- everything ------------------------------------------------------------------------------- */

static void check_scope(struct server *server, const struct scope *scope)
{
    for (size_t i = 0; i < scope->definitions.count; i++) {
        const struct definition *definition = scope->definitions.items[i];
        if (!definition->written->properties || definition->file->assumed)
            continue;
        check_config_source(server, scope, definition);
        check_merged(server, scope, definition);
        check_protection(server, scope, definition);
    }
}

void indirection_check(struct server *server)
{
    if (!server->sections)
        return;
    for (struct scope *scope = server->root; scope; scope = scope_next(server->root, scope))
        check_scope(server, scope);
    encryption_check(server);
}
