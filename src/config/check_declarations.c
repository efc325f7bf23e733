/*
 * Which sections a file may use: its root, <configSections>, and every element on the way down to
 * a section (IIS1005, IIS1101 to IIS1104).
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

#define NOTED_MAX 16

struct walk {
    struct check *check;
    struct config_file *file;
    const struct config_location *location;
    const char *noted[NOTED_MAX]; /* add-ons that this file was said to need */
    size_t noted_count;
};

/* ---- <configSections> ------------------------------------------------------------------------- */

/* Where a file above declares the section, or NULL. */
static const xmlNode *declared_above(const struct check *check, const struct scope *scope,
                                     const char *path)
{
    for (; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->files.count; i++) {
            const struct config_file *file = scope->files.items[i];
            const xmlNode *element = file->declares ? map_find(file->declares, path) : NULL;
            if (element)
                return element;
        }
    const struct section *section = sections_find(check->server->sections, path);
    return section && section->declaration ? section->declaration->element : NULL;
}

static void report_twice(const struct check *check, const struct config_file *file,
                         const xmlNode *element, const char *path, const xmlNode *first,
                         const char *template)
{
    bool certain = check->application_host && !check_is_assumed(check, first);
    check_report(check, NULL, element,
                 (struct problem){.rule = "IIS1103",
                                  .template = certain ? template : "assumed",
                                  .arguments = {path},
                                  .level = certain ? PROBLEM_BY_RULE : PROBLEM_WARNING,
                                  .scope = file->scope,
                                  .other = check_party(check, first, "It is declared here.")});
}

/* The very same declaration once more: folders of ASP.NET MVC repeat those of the application, and
 * IIS serves files from them. */
static bool is_same_declaration(const xmlNode *a, const xmlNode *b)
{
    for (const xmlAttr *attribute = a->properties; attribute; attribute = attribute->next) {
        const char *other = node_attribute(b, (const char *)attribute->name);
        if (!other || strcmp(other, node_value(attribute)) != 0)
            return false;
    }
    return true;
}

static void declare(struct check *check, struct config_file *file, xmlNode *element,
                    const char *path)
{
    if (!file->declares)
        file->declares = map_new(check->arena, MAP_CASE_SENSITIVE);
    const xmlNode *first = map_find(file->declares, path);
    if (first) {
        report_twice(check, file, element, path, first, "file");
        return;
    }
    map_set(file->declares, path, element);
    if (file->server_level)
        return;
    const xmlNode *above = declared_above(check, file->scope->parent, path);
    if (above && !(is_same_declaration(element, above) && is_same_declaration(above, element)))
        report_twice(check, file, element, path, above, "above");
}

/* Groups stand among the declared sections, with a slash behind their path. */
static const char *group_key(const struct check *check, const char *path)
{
    return arena_printf(check->arena, "%s/", path);
}

static void declare_in_group(struct check *check, struct config_file *file, xmlNode *group,
                             const char *path);

static void declare_group(struct check *check, struct config_file *file, xmlNode *group,
                          const char *prefix)
{
    for (xmlNode *child = node_element(group->children); child; child = node_element(child->next)) {
        const char *name = node_attribute(child, "name");
        if (!name || !*name)
            continue;
        const char *path = *prefix ? arena_printf(check->arena, "%s/%s", prefix, name) : name;
        if (node_is(child, "section"))
            declare(check, file, child, path);
        else if (node_is(child, "sectionGroup"))
            declare_in_group(check, file, child, path);
    }
}

static void declare_in_group(struct check *check, struct config_file *file, xmlNode *group,
                             const char *path)
{
    if (!file->declares)
        file->declares = map_new(check->arena, MAP_CASE_SENSITIVE);
    map_set(file->declares, group_key(check, path), group);
    declare_group(check, file, group, path);
}

static void read_declarations(struct check *check, struct config_file *file)
{
    xmlNode *first = NULL;
    xmlNode *child = node_element(file->root->children);
    for (bool leading = true; child; child = node_element(child->next), leading = false) {
        if (!node_is(child, "configSections"))
            continue;
        if (!first)
            declare_group(check, file, child, "");
        if (first || !leading)
            check_report(
                check, NULL, child,
                (struct problem){.rule = "IIS1104",
                                 .template = first ? "twice" : "late",
                                 .scope = file->scope,
                                 .other = check_party(check, first, "The first one is here.")});
        first = child;
    }
}

/* ---- elements that are no declared section --------------------------------------------------- */

static bool has_declaration(const struct check *check, const struct section_node *node)
{
    if (node->section)
        return check_is_declared(check, node->section);
    size_t cursor = 0;
    void *child;
    while (node->children && map_next(node->children, &cursor, NULL, &child))
        if (has_declaration(check, child))
            return true;
    return false;
}

enum declared { DECLARED_NOT, DECLARED_SECTION, DECLARED_GROUP };

/* Whether web.config files from here up declare a section of that path, or a group. */
static enum declared declared_by_files(const struct walk *walk, const char *path)
{
    const char *group = NULL;
    for (const struct scope *scope = walk->file->scope; scope; scope = scope->parent)
        for (size_t i = 0; i < scope->files.count; i++) {
            const struct config_file *file = scope->files.items[i];
            if (!file->declares)
                continue;
            if (map_find(file->declares, path))
                return DECLARED_SECTION;
            if (!group)
                group = group_key(walk->check, path);
            if (map_find(file->declares, group))
                return DECLARED_GROUP;
        }
    return DECLARED_NOT;
}

/* A section of that path, or the first one in a group of that path. */
static const struct schema_section *known_section(struct check *check, const char *path)
{
    const struct schema *newest = server_newest_schema(check->server);
    size_t cursor = 0, length = strlen(path);
    const struct schema_section *section;
    while ((section = schema_next(newest, &cursor)))
        if (strncmp(section->path, path, length) == 0 &&
            (section->path[length] == '\0' || section->path[length] == '/'))
            return section;
    return NULL;
}

/* The group whose only fault is to stand at the wrong place, or the name misspelled: what a known
 * group or section beside it is called. */
static const char *near_name(struct check *check, const struct section_node *group,
                             const char *name)
{
    size_t cursor = 0;
    const char *candidate;
    void *child;
    while (group && group->children && map_next(group->children, &cursor, &candidate, &child)) {
        if (check->near_budget == 0)
            break;
        check->near_budget--;
        if (has_declaration(check, child) && text_distance(candidate, name, 2) <= 2)
            return candidate;
    }
    return NULL;
}

static bool has_server_section(const struct section_node *node)
{
    if (node->section && node->section->declaration && !check_is_framework(node->section))
        return true;
    size_t cursor = 0;
    void *child;
    while (node->children && map_next(node->children, &cursor, NULL, &child))
        if (has_server_section(child))
            return true;
    return false;
}

/* Everything that could declare the section has been read: not so where .NET's files, which may
 * have been extended, are only assumed. */
static bool is_certain(const struct check *check, const struct schema_section *known,
                       const char *path)
{
    if (!check->application_host || check->server->root->files.count > 1)
        return check->application_host != NULL;
    char *top = arena_strndup(check->arena, path, strcspn(path, "/"));
    const struct section_node *node = section_child(sections_root(check->server->sections), top);
    bool is_declared = node && has_declaration(check, node);
    return is_declared ? has_server_section(node) : known && known->add_on;
}

static void report_undeclared(const struct walk *walk, const struct section_node *group,
                              const xmlNode *element, const char *path)
{
    struct check *check = walk->check;
    const struct schema_section *known = known_section(check, path);
    bool certain = is_certain(check, known, path);
    const char *near = known ? NULL : near_name(check, group, (const char *)element->name);
    struct problem problem = {.rule = "IIS1101",
                              .arguments = {path},
                              .level = certain ? PROBLEM_BY_RULE : PROBLEM_WARNING,
                              .scope = check_scope(check, walk->file, walk->location)};
    if (known && known->add_on) {
        problem.template = "add-on";
        problem.arguments[1] = known->add_on;
        problem.arguments[2] = known->add_on_url ? known->add_on_url : "";
    } else if (known && known->feature) {
        problem.template = "feature";
        problem.arguments[1] = known->feature;
    } else if (near) {
        problem.template = "near";
        problem.arguments[1] = near;
    } else {
        problem.template = certain ? "unknown" : "assumed";
    }
    check_report(check, NULL, element, problem);
}

/* A lone web.config that uses an add-on: one note a file, whatever it uses of it. */
static void note_add_on(struct walk *walk, const struct section *section, const xmlNode *element)
{
    const struct check *check = walk->check;
    const struct schema_section *schema = section->schema;
    const struct list *files = &check->server->root->files;
    if (check->application_host || !schema || !schema->add_on || files->count == 0 ||
        check_is_framework(section))
        return;
    for (size_t i = 0; i < walk->noted_count; i++)
        if (strcmp(walk->noted[i], schema->add_on) == 0)
            return;
    if (walk->noted_count == NOTED_MAX)
        return;
    walk->noted[walk->noted_count++] = schema->add_on;
    check_report(check, NULL, element,
                 (struct problem){.rule = "IIS1101",
                                  .template = "needs",
                                  .arguments = {section->path, schema->add_on,
                                                schema->add_on_url ? schema->add_on_url : ""},
                                  .level = PROBLEM_NOTE,
                                  .scope = check_scope(check, walk->file, walk->location)});
}

/* Declared, but no schema says what it looks like: harmless until some part of IIS asks for it. */
static void check_schema(const struct walk *walk, const struct section *section,
                         const xmlNode *element)
{
    struct check *check = walk->check;
    if (section->schema || !section->declaration || check_is_framework(section))
        return;
    const struct schema_section *known =
        schema_section(server_newest_schema(check->server), section->path);
    struct problem problem = {.arguments = {section->path},
                              .scope = check_scope(check, walk->file, walk->location)};
    if (known && known->root->since && !check->server->own_schema) {
        problem.rule = "IIS1207";
        problem.template = "section";
        problem.arguments[1] = known->root->since;
        problem.arguments[2] = check->server->options->iis_version;
    } else if (check->server->own_schema) {
        problem.rule = "IIS1102";
        problem.template = known ? "known" : "unknown";
        problem.level = known ? PROBLEM_WARNING : PROBLEM_NOTE;
    } else {
        return;
    }
    check_report(check, NULL, element, problem);
}

/* ---- walking down ---------------------------------------------------------------------------- */

/* The path of a group or section, read off the tree: only a problem needs it. */
static const char *path_of(const struct walk *walk, const xmlNode *element)
{
    const xmlNode *parent = element->parent;
    const char *name = (const char *)element->name;
    if (parent == walk->file->root || parent == walk->location->element)
        return name;
    return arena_printf(walk->check->arena, "%s/%s", path_of(walk, parent), name);
}

/* Attributes have no meaning in a group. */
static void check_group_element(const struct walk *walk, const xmlNode *element)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (!a->ns && strncmp((const char *)a->name, "lock", 4) != 0)
            check_report(
                walk->check, NULL, (const xmlNode *)a,
                strcmp((const char *)a->name, "configSource") == 0
                    ? (struct problem){.rule = "IIS1502",
                                       .template = "group",
                                       .arguments = {node_value(a), path_of(walk, element)},
                                       .scope = walk->file->scope}
                    : (struct problem){.rule = "IIS1202",
                                       .template = "group",
                                       .arguments = {(const char *)a->name, path_of(walk, element)},
                                       .scope = walk->file->scope});
}

static void walk_group(struct walk *walk, const struct section_node *group, xmlNode *parent);

static void walk_unknown(struct walk *walk, const struct section_node *group, xmlNode *element)
{
    const char *path = path_of(walk, element);
    enum declared declared = declared_by_files(walk, path);
    if (declared == DECLARED_GROUP)
        walk_group(walk, NULL, element);
    else if (declared == DECLARED_NOT)
        report_undeclared(walk, group, element, path);
}

static void walk_element(struct walk *walk, const struct section_node *group, xmlNode *element)
{
    const struct section_node *known =
        group ? section_child(group, (const char *)element->name) : NULL;
    if (!known || !has_declaration(walk->check, known)) {
        walk_unknown(walk, group, element);
    } else if (known->section) {
        note_add_on(walk, known->section, element);
        check_schema(walk, known->section, element);
    } else {
        if (element->properties)
            check_group_element(walk, element);
        walk_group(walk, known, element);
    }
}

static bool is_passed_over(const struct walk *walk, const xmlNode *child)
{
    if (child->ns && child->ns->prefix)
        return true;
    return child->parent == walk->file->root &&
           (node_is(child, "configSections") || node_is(child, "location"));
}

static void walk_group(struct walk *walk, const struct section_node *group, xmlNode *parent)
{
    for (xmlNode *child = node_element(parent->children); child; child = node_element(child->next))
        if (!is_passed_over(walk, child))
            walk_element(walk, group, child);
}

/* What IIS reads of a web.config, if the registry does not say otherwise. */
#define WEB_CONFIG_MAX_KB 250

static void check_size(struct check *check, const struct config_file *file)
{
    const size_t kilobytes = (file->source->byte_length + 1023) / 1024;
    if (file->server_level || kilobytes <= WEB_CONFIG_MAX_KB)
        return;
    check_report(
        check, NULL, file->root,
        (struct problem){.rule = "IIS1004",
                         .template = "web-config",
                         .arguments = {arena_printf(check->arena, "%zu", kilobytes),
                                       arena_printf(check->arena, "%d", WEB_CONFIG_MAX_KB)},
                         .level = PROBLEM_WARNING,
                         .scope = file->scope});
}

static void check_file(struct check *check, struct config_file *file)
{
    if (!file->root) {
        xmlNode *root = file->source->doc ? xmlDocGetRootElement(file->source->doc) : NULL;
        if (root)
            check_report(check, NULL, root,
                         (struct problem){.rule = "IIS1005",
                                          .span = span_of_name(root),
                                          .arguments = {(const char *)root->name},
                                          .scope = file->scope});
        return;
    }
    check_size(check, file);
    read_declarations(check, file);
    struct walk walk = {.check = check, .file = file};
    const struct section_node *root = sections_root(check->server->sections);
    for (size_t i = 0; i < file->locations.count; i++) {
        walk.location = file->locations.items[i];
        const xmlNode *element = walk.location->element;
        walk_group(&walk, root, (xmlNode *)(uintptr_t)(element ? element : file->root));
    }
}

void check_declarations(struct check *check)
{
    for (struct scope *scope = check->server->root; scope;
         scope = scope_next(check->server->root, scope))
        for (size_t i = 0; i < scope->files.count; i++) {
            struct config_file *file = scope->files.items[i];
            if (!file->framework && !file->assumed && file->scope == scope)
                check_file(check, file);
        }
}
