#include "config/file.h"

#include "base/text.h"
#include "config/node.h"
#include <string.h>

struct config_file *config_file_new(struct arena *arena, struct source *source,
                                    const char *local_path)
{
    struct config_file *file = arena_alloc(arena, sizeof *file);
    file->source = source;
    file->local_path = arena_strdup(arena, local_path);
    xmlNode *root = source->doc ? xmlDocGetRootElement(source->doc) : NULL;
    if (root && node_is(root, "configuration"))
        file->root = root;
    return file;
}

void config_file_declare(struct config_file *file, struct sections *sections)
{
    xmlNode *declarations = file->root ? node_child(file->root, "configSections") : NULL;
    if (declarations)
        sections_declare(
            sections, declarations,
            &(struct declaration){.framework = file->framework, .assumed = file->assumed});
}

struct reading {
    struct config_file *file;
    struct arena *arena;
    const struct sections *sections;
    section_file_opener *open;
    void *context;
    struct config_location *location;
    enum override_mode override_mode;
    bool inherit_in_child_applications;
};

static xmlNode *open_file(const struct reading *reading, const xmlNode *element,
                          const char *attribute, enum section_file kind)
{
    const char *name = reading->open ? node_attribute(element, attribute) : NULL;
    return name && *name ? reading->open(reading->context, reading->file, element, name, kind)
                         : NULL;
}

static void read_section(struct reading *reading, struct section *section, xmlNode *element)
{
    struct definition *definition = arena_alloc(reading->arena, sizeof *definition);
    definition->section = section;
    definition->element = definition->written = element;
    definition->file = reading->file;
    definition->location = reading->location->element;
    definition->override_mode = reading->override_mode;
    definition->inherit_in_child_applications = reading->inherit_in_child_applications;
    xmlNode *other = open_file(reading, element, "configSource", SECTION_FILE_SOURCE);
    if (other)
        definition->element = other;
    if (section->schema && section->schema->merged_file)
        definition->merged = open_file(reading, definition->element, section->schema->merged_file,
                                       SECTION_FILE_MERGED);
    list_add(&reading->location->definitions, reading->arena, definition);
}

static void read_group(struct reading *reading, const struct section_node *group, xmlNode *parent)
{
    for (xmlNode *child = node_element(parent->children); child;
         child = node_element(child->next)) {
        const struct section_node *known = section_child(group, (const char *)child->name);
        if (!known)
            continue;
        if (known->section)
            read_section(reading, known->section, child);
        else
            read_group(reading, known, child);
    }
}

static enum override_mode override_mode_of(const xmlNode *location)
{
    const char *mode = node_attribute(location, "overrideMode");
    const char *legacy = node_attribute(location, "allowOverride");
    if (text_equals_nocase(mode, "Allow") || (!mode && text_equals_nocase(legacy, "true")))
        return OVERRIDE_ALLOW;
    if (text_equals_nocase(mode, "Deny") || (!mode && text_equals_nocase(legacy, "false")))
        return OVERRIDE_DENY;
    return OVERRIDE_INHERIT;
}

/* "." and "" mean the file's own level; slashes at the ends and backslashes are tolerated. */
static const char *location_path(struct arena *arena, const char *written)
{
    char *path = text_trim(arena, written ? written : "");
    for (char *c = path; *c; c++)
        if (*c == '\\')
            *c = '/';
    while (*path == '/')
        path++;
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/')
        path[--length] = '\0';
    return strcmp(path, ".") == 0 ? "" : path;
}

static void read_location(struct reading *reading, xmlNode *element)
{
    struct config_location *location = arena_alloc(reading->arena, sizeof *location);
    location->path = location_path(reading->arena, node_attribute(element, "path"));
    location->element = element;
    list_add(&reading->file->locations, reading->arena, location);
    struct config_location *outer = reading->location;
    reading->location = location;
    reading->override_mode = override_mode_of(element);
    reading->inherit_in_child_applications = node_flag(element, "inheritInChildApplications", true);
    read_group(reading, sections_root(reading->sections), element);
    reading->location = outer;
    reading->override_mode = OVERRIDE_INHERIT;
    reading->inherit_in_child_applications = true;
}

void config_file_read(struct config_file *file, struct arena *arena,
                      const struct sections *sections, section_file_opener *open, void *context)
{
    if (!file->root)
        return;
    struct config_location *own = arena_alloc(arena, sizeof *own);
    own->path = "";
    list_add(&file->locations, arena, own);
    struct reading reading = {file, arena, sections, open, context, own, OVERRIDE_INHERIT, true};
    read_group(&reading, sections_root(sections), file->root);
    for (xmlNode *child = node_element(file->root->children); child;
         child = node_element(child->next))
        if (node_is(child, "location"))
            read_location(&reading, child);
}
