#include "config/check_context.h"

#include "base/text.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* Comparisons for near misses, all in all: a hostile file cannot buy more. */
#define NEAR_MISSES_MAX 2000000

bool check_is_framework(const struct section *section)
{
    return section->declaration && section->declaration->framework;
}

bool check_is_declared(const struct check *check, const struct section *section)
{
    return section->declaration || (check->excerpt && section->schema);
}

bool check_is_assumed(const struct check *check, const xmlNode *node)
{
    /* the assumed files are few and opened early: the search is short where it matters */
    const struct list *files = &check->server->files;
    const struct source *source = source_of(node);
    for (size_t i = 0; i < files->count && i < 8; i++) {
        const struct config_file *file = files->items[i];
        if (file->source == source)
            return file->assumed;
    }
    return false;
}

const struct scope *check_scope(const struct check *check, const struct config_file *file,
                                const struct config_location *location)
{
    const struct scope *scope = file->scope;
    if (!scope || !location || !*location->path)
        return scope;
    const char *path = *scope->path
                           ? arena_printf(check->arena, "%s/%s", scope->path, location->path)
                           : location->path;
    const struct scope *found = server_find_scope(check->server, path);
    return found ? found : scope;
}

const char *check_shown(const struct check *check, const xmlAttr *attribute)
{
    return secret_value(check->server->secrets, check->arena, attribute);
}

struct problem_party check_party(const struct check *check, const xmlNode *element,
                                 const char *message)
{
    if (!element || !source_of(element) || check_is_assumed(check, element))
        return (struct problem_party){0};
    return (struct problem_party){source_of(element), span_of_start_tag(element), element, message};
}

void check_report(const struct check *check, const struct section *section, const xmlNode *node,
                  struct problem problem)
{
    problem.source = source_of(node);
    if (!problem.source || check_is_assumed(check, node))
        return;
    problem.node = node;
    if (problem.span.end == 0)
        problem.span = node->type == XML_ATTRIBUTE_NODE ? span_of_attribute((const xmlAttr *)node)
                       : node->type == XML_ELEMENT_NODE ? span_of_start_tag(node)
                                                        : span_of_text(node);
    if (section) {
        if (!problem.reach)
            problem.reach = section_reach(section);
        if (check_is_framework(section) && problem.level != PROBLEM_NOTE)
            problem.level = PROBLEM_WARNING;
    }
    server_add_problem(check->server, &problem);
}

/* ---- before the checks ------------------------------------------------------------------------ */

static void find_application_host(struct check *check)
{
    const struct list *files = &check->server->root->files;
    if (check->server->has_application_host && files->count > 0)
        check->application_host = files->items[files->count - 1];
    /* IIS would refuse a file without declarations; people show parts of one */
    const xmlNode *root = check->application_host ? check->application_host->root : NULL;
    check->excerpt = root && !node_child(root, "configSections");
}

void check_server(struct server *server)
{
    static void (*const checks[])(struct check * check) = {
        check_declarations, check_locations, check_shape,   check_collections,
        check_topology,     check_bindings,  check_modules, check_classic};
    if (!server->sections)
        return;
    struct check check = {.server = server, .arena = server->arena, .near_budget = NEAR_MISSES_MAX};
    find_application_host(&check);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](&check);
}
