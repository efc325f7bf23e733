/*
 * Sites, applications and virtual directories that cannot be served (IIS1302, IIS1601, IIS1602,
 * IIS1604).
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/node.h"
#include "config/origin.h"
#include "source/span.h"
#include <string.h>

/* The element of the file that a made element stands for; NULL when it is only assumed. */
static const xmlNode *written(const xmlNode *made)
{
    const struct origin *origin = made ? origin_of(made) : NULL;
    return origin ? origin->source : NULL;
}

static const xmlNode *root_directory(const xmlNode *application)
{
    for (const xmlNode *child = application->children; child; child = child->next) {
        const char *path =
            node_is(child, "virtualDirectory") ? node_attribute(child, "path") : NULL;
        if (path && strcmp(path, "/") == 0)
            return child;
    }
    return NULL;
}

/* ---- physical paths --------------------------------------------------------------------------- */

/* What no Windows path has: a character, or a colon elsewhere than behind the drive. */
static const char *bad_character(const char *path)
{
    static const char controls[] = "<>|\"?*\x01\x02\x03\x04\x05\x06\x07\x08\t\n\v\f\r";
    if (strncmp(path, "\\\\?\\", 4) == 0)
        path += 4;
    const char *bad = strpbrk(path, controls);
    if (bad || *path == '%')
        return bad;
    return *path && path[1] ? strchr(path + 2, ':') : NULL;
}

static void check_physical_path(const struct check *check, const struct scope *scope,
                                const xmlNode *directory)
{
    const xmlNode *element = written(directory);
    const char *path = node_attribute(directory, "physicalPath");
    if (!element)
        return;
    struct problem problem = {.rule = "IIS1604", .arguments = {path}, .scope = scope};
    const xmlAttr *attribute = node_find_attribute(element, "physicalPath");
    const xmlNode *node = attribute ? (const xmlNode *)attribute : element;
    const char *bad = path ? bad_character(path) : NULL;
    if (!path || !*path) {
        problem.template = "empty";
        problem.level = PROBLEM_WARNING;
    } else if (bad) {
        problem.template = "character";
        problem.arguments[1] = (unsigned char)*bad < ' '
                                   ? arena_printf(check->arena, "U+%04X", (unsigned)*bad)
                                   : arena_strndup(check->arena, bad, 1);
    } else if (*path != '%' && !path_is_absolute_windows(path) && strncmp(path, "\\\\", 2) != 0) {
        problem.template = "relative";
        problem.level = PROBLEM_WARNING;
    } else {
        return;
    }
    check_report(check, NULL, node, problem);
}

/* ---- one folder under two URLs ---------------------------------------------------------------- */

/* Nobody has looked into the folder, so what it holds is not known. */
static bool is_unread(const struct check *check, const struct scope *scope)
{
    return scope->files.count == 0 && !server_local_path(check->server, scope->physical_path);
}

static void report_same_folder(const struct check *check, const struct scope *scope,
                               const struct scope *above)
{
    const xmlNode *made =
        scope->kind == SCOPE_APPLICATION ? root_directory(scope->element) : scope->element;
    const xmlNode *element = written(made);
    const xmlAttr *path = element ? node_find_attribute(element, "physicalPath") : NULL;
    if (!path || !is_unread(check, scope))
        return;
    check_report(check, NULL, (const xmlNode *)path,
                 (struct problem){.rule = "IIS1302",
                                  .template = "unread",
                                  .arguments = {scope->path, above->path, scope->physical_path},
                                  .level = PROBLEM_NOTE,
                                  .scope = scope,
                                  .other = check_party(check, written(above->element),
                                                       "This URL has the same folder.")});
}

static void check_same_folder(const struct check *check, const struct scope *scope)
{
    const struct scope *above = scope->parent;
    while (above && !(above->physical_path &&
                      text_equals_nocase(above->physical_path, scope->physical_path)))
        above = above->parent;
    if (above)
        report_same_folder(check, scope, above);
}

/* ---- sites ------------------------------------------------------------------------------------ */

/* What the path became tells most of them without another look at the file. */
static bool is_sound(const struct scope *scope)
{
    return scope->physical_path && path_is_absolute_windows(scope->physical_path) &&
           !bad_character(scope->physical_path);
}

static void check_application(const struct check *check, const struct scope *application)
{
    if (is_sound(application)) {
        check_same_folder(check, application);
        return;
    }
    const xmlNode *root = root_directory(application->element);
    const xmlNode *element = written(application->element);
    if (root)
        check_physical_path(check, application, root);
    else if (element)
        check_report(check, NULL, element,
                     (struct problem){.rule = "IIS1602",
                                      .arguments = {application->path},
                                      .scope = application});
}

static void check_directory(const struct check *check, const struct scope *scope)
{
    if (is_sound(scope))
        check_same_folder(check, scope);
    else
        check_physical_path(check, scope, scope->element);
}

static void check_site(const struct check *check, const struct site *site)
{
    const xmlNode *element = written(site->element);
    if (element && !site->root->element)
        check_report(
            check, NULL, element,
            (struct problem){.rule = "IIS1601", .arguments = {site->name}, .scope = site->root});
    for (size_t i = 0; i < site->applications.count; i++)
        check_application(check, site->applications.items[i]);
    for (struct scope *scope = site->root; scope; scope = scope_next(site->root, scope))
        if (scope->kind == SCOPE_VIRTUAL_DIRECTORY)
            check_directory(check, scope);
}

void check_topology(struct check *check)
{
    for (size_t i = 0; i < check->server->sites.count; i++)
        check_site(check, check->server->sites.items[i]);
}
