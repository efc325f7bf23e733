#include "config/section.h"

#include "base/text.h"
#include "config/node.h"
#include <string.h>

struct sections {
    struct arena *arena;
    const struct schema *schema;
    struct section_node root;
    struct list all; /* struct section * by index */
};

static struct section_node *child_made(struct sections *sections, struct section_node *group,
                                       const char *name, size_t length)
{
    if (!group->children)
        group->children = map_new(sections->arena, MAP_CASE_SENSITIVE);
    struct section_node *child = map_find_bytes(group->children, name, length);
    if (!child) {
        child = arena_alloc(sections->arena, sizeof *child);
        child->name = arena_strndup(sections->arena, name, length);
        map_set(group->children, child->name, child);
    }
    return child;
}

static struct section *section_made(struct sections *sections, struct section_node *group,
                                    const char *path, const struct schema_section *schema)
{
    struct section_node *node = group;
    const char *cursor = path, *step;
    size_t length;
    while ((step = text_next_item(&cursor, "/", &length)))
        node = child_made(sections, node, step, length);
    if (!node->section) {
        struct section *section = arena_alloc(sections->arena, sizeof *section);
        section->path = arena_strdup(sections->arena, path);
        const char *slash = strrchr(section->path, '/');
        section->name = slash ? slash + 1 : section->path;
        section->index = sections->all.count;
        section->schema = schema;
        list_add(&sections->all, sections->arena, section);
        node->section = section;
    }
    return node->section;
}

struct sections *sections_new(struct arena *arena, const struct schema *schema)
{
    struct sections *sections = arena_alloc(arena, sizeof *sections);
    sections->arena = arena;
    sections->schema = schema;
    size_t cursor = 0;
    const struct schema_section *section;
    while ((section = schema_next(schema, &cursor)))
        section_made(sections, &sections->root, section->path, section);
    return sections;
}

static enum allow_definition allow_definition_of(const char *text)
{
    static const struct {
        const char *name;
        enum allow_definition value;
    } names[] = {{"MachineOnly", ALLOW_MACHINE_ONLY},
                 {"MachineToRootWeb", ALLOW_MACHINE_TO_ROOT_WEB},
                 {"AppHostOnly", ALLOW_APP_HOST_ONLY},
                 {"MachineToApplication", ALLOW_MACHINE_TO_APPLICATION}};
    for (size_t i = 0; text && i < sizeof names / sizeof *names; i++)
        if (text_equals_nocase(text, names[i].name))
            return names[i].value;
    return ALLOW_EVERYWHERE;
}

/* .NET declares system.webServer as one section that it ignores: a group stays a group. */
static bool is_group(const struct sections *sections, const char *path)
{
    const struct section_node *node = &sections->root;
    const char *cursor = path, *step;
    size_t length;
    while (node && (step = text_next_item(&cursor, "/", &length)))
        node = node->children ? map_find_bytes(node->children, step, length) : NULL;
    return node && node->children && !node->section;
}

static void declare(struct sections *sections, const xmlNode *element, const char *prefix,
                    const struct declaration *like)
{
    const char *name = node_attribute(element, "name");
    if (!name || !*name)
        return;
    const char *path = *prefix ? arena_printf(sections->arena, "%s/%s", prefix, name) : name;
    if (is_group(sections, path))
        return;
    struct section *section =
        section_made(sections, &sections->root, path, schema_section(sections->schema, path));
    if (section->declaration)
        return;
    struct declaration *declaration = arena_alloc(sections->arena, sizeof *declaration);
    *declaration = *like;
    declaration->element = element;
    declaration->allow_definition = allow_definition_of(node_attribute(element, "allowDefinition"));
    declaration->override_mode_default =
        text_equals_nocase(node_attribute(element, "overrideModeDefault"), "Deny") ? OVERRIDE_DENY
                                                                                   : OVERRIDE_ALLOW;
    declaration->allow_location =
        !text_equals_nocase(node_attribute(element, "allowLocation"), "false");
    section->declaration = declaration;
}

static void declare_group(struct sections *sections, const xmlNode *group, const char *prefix,
                          const struct declaration *like)
{
    for (const xmlNode *child = group->children; child; child = child->next) {
        if (node_is(child, "section")) {
            declare(sections, child, prefix, like);
        } else if (node_is(child, "sectionGroup")) {
            const char *name = node_attribute(child, "name");
            if (name && *name)
                declare_group(sections, child,
                              *prefix ? arena_printf(sections->arena, "%s/%s", prefix, name) : name,
                              like);
        }
    }
}

void sections_declare(struct sections *sections, const xmlNode *config_sections,
                      const struct declaration *like)
{
    declare_group(sections, config_sections, "", like);
}

struct section *sections_find(const struct sections *sections, const char *path)
{
    const struct section_node *node = &sections->root;
    const char *cursor = path, *step;
    size_t length;
    while (node && (step = text_next_item(&cursor, "/", &length)))
        node = node->children ? map_find_bytes(node->children, step, length) : NULL;
    return node ? node->section : NULL;
}

const struct section_node *sections_root(const struct sections *sections)
{
    return &sections->root;
}

const struct section_node *section_child(const struct section_node *group, const char *name)
{
    return group->children ? map_find(group->children, name) : NULL;
}

const char *section_reach(const struct section *section)
{
    if (section->declaration && section->declaration->framework)
        return "requests handled by ASP.NET";
    return section->schema ? section->schema->reach : NULL;
}

size_t sections_count(const struct sections *sections)
{
    return sections->all.count;
}

struct section *sections_at(const struct sections *sections, size_t index)
{
    return sections->all.items[index];
}
