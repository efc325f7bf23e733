#define _XOPEN_SOURCE 700 /* mkdtemp() and symbolic links */

#include "unit/config/image.h"

#include "base/text.h"
#include "config/node.h"
#include "source/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

void image_init(struct image *image)
{
    *image = (struct image){.arena = arena_new(), .options = {.iis_version = "10"}};
    image->regexes = regex_cache_new(image->arena);
}

void image_fini(struct image *image)
{
    server_free(image->server);
    regex_cache_free(image->regexes);
    if (image->directory[0]) {
        char *command = arena_printf(image->arena, "rm -rf '%s'", image->directory);
        assert_int_equal(system(command), 0);
    }
    arena_free(image->arena);
}

int image_set_up(void **state)
{
    static struct image image;
    image_init(&image);
    *state = &image;
    return 0;
}

int image_tear_down(void **state)
{
    image_fini(*state);
    return 0;
}

const char *image_path(struct image *image, const char *name)
{
    if (!image->directory[0]) {
        strcpy(image->directory, "/tmp/iislint-image-XXXXXX");
        assert_non_null(mkdtemp(image->directory));
    }
    return *name ? path_join(image->arena, image->directory, name) : image->directory;
}

static void make_folders(struct image *image, const char *path)
{
    char *copy = arena_strdup(image->arena, path);
    for (char *c = copy + 1; *c; c++)
        if (*c == '/') {
            *c = '\0';
            mkdir(copy, 0700);
            *c = '/';
        }
}

void image_write(struct image *image, const char *name, const char *content)
{
    const char *path = image_path(image, name);
    make_folders(image, path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}

void image_link(struct image *image, const char *name, const char *target)
{
    const char *path = image_path(image, name);
    make_folders(image, path);
    assert_int_equal(symlink(target, path), 0);
}

void image_map(struct image *image, const char *windows, const char *name)
{
    struct path_mapping *mapping = arena_alloc(image->arena, sizeof *mapping);
    mapping->windows = path_normalize_windows(image->arena, windows);
    mapping->local = image_path(image, name);
    list_add(&image->options.mappings, image->arena, mapping);
}

static void new_server(struct image *image)
{
    struct error error = {.text = ""};
    image->server = server_new(image->arena, &image->options, image->regexes, &error);
    if (!image->server)
        fail_msg("%s", error_format(&error, image->arena));
}

void image_load(struct image *image)
{
    struct error error = {.text = ""};
    new_server(image);
    if (!server_load(image->server, image_path(image, ""), "image", &error))
        fail_msg("%s", error_format(&error, image->arena));
}

bool image_try(struct image *image, const char *name, struct error *error)
{
    new_server(image);
    return server_load(image->server, image_path(image, name), name, error);
}

void image_load_text(struct image *image, const char *name, const char *content)
{
    struct error error = {.text = ""};
    new_server(image);
    struct source *source = source_parse(image->arena, name, content, strlen(content));
    if (!server_load_source(image->server, source, NULL, &error))
        fail_msg("%s", error_format(&error, image->arena));
}

void image_load_host(struct image *image, const char *content)
{
    image_load_text(image, "applicationHost.config",
                    arena_printf(image->arena, "<configuration>\n%s\n</configuration>\n", content));
}

xmlNode *image_section(struct image *image, const char *scope_path, const char *section_path)
{
    const struct scope *scope = server_find_scope(image->server, scope_path);
    const struct section *section = sections_find(image->server->sections, section_path);
    if (!scope || !section)
        fail_msg("there is no %s '%s'", scope ? "section" : "scope",
                 scope ? section_path : scope_path);
    return effective_section(image->server, scope, section)->root;
}

static xmlNode *find_child(struct image *image, xmlNode *element, const char *path)
{
    const char *cursor = path, *step;
    size_t length;
    while (element && (step = text_next_item(&cursor, "/", &length)))
        element = node_child(element, arena_strndup(image->arena, step, length));
    return element;
}

static xmlAttr *find_attribute(struct image *image, const char *scope, const char *section,
                               const char *child, const char *attribute)
{
    xmlNode *element = find_child(image, image_section(image, scope, section), child);
    return element ? node_find_attribute(element, attribute) : NULL;
}

const char *image_value(struct image *image, const char *scope, const char *section,
                        const char *child, const char *attribute)
{
    const xmlAttr *found = find_attribute(image, scope, section, child, attribute);
    return found ? node_value(found) : NULL;
}

const char *image_entries(struct image *image, const char *scope, const char *section,
                          const char *child, const char *attribute)
{
    struct text all = {0};
    xmlNode *element = find_child(image, image_section(image, scope, section), child);
    assert_non_null(element);
    for (xmlNode *entry = node_element(element->children); entry;
         entry = node_element(entry->next)) {
        const char *value = node_attribute(entry, attribute);
        text_printf(&all, "%s%s", all.length > 0 ? " " : "", value ? value : "-");
    }
    char *result = arena_strdup(image->arena, text_string(&all));
    text_fini(&all);
    return result;
}

const char *image_origin(struct image *image, const char *scope, const char *section,
                         const char *child, const char *attribute)
{
    const xmlAttr *found = find_attribute(image, scope, section, child, attribute);
    if (!found)
        return "absent";
    const xmlAttr *written = found->_private;
    if (!written)
        return "default";
    const struct source *source = source_of((const xmlNode *)written);
    assert_non_null(source);
    assert_ptr_equal(origin_source((const xmlNode *)found), written);
    return arena_printf(image->arena, "%s:%u", source->path,
                        source_position(source, span_of_attribute(written).start).line);
}
