/*
 * The built-in schema, section by section. A lone web.config uses a dozen of two hundred sections,
 * and reading all of them took longer than everything else that is done for it. So the files are
 * only cut at their <sectionSchema> tags; what is in a section is read when it is asked for.
 *
 * The files are ours: the tests compare what comes out here with the same files read whole.
 */
#include "base/embedded.h"
#include "base/text.h"
#include "config/node.h"
#include "config/schema_load.h"
#include <string.h>

#define ROOT_TAG "<configSchema"
#define ROOT_END "</configSchema>"
#define SECTION_TAG "<sectionSchema"
#define SECTION_END "</sectionSchema>"

struct cutting {
    struct arena *arena;
    struct text shell;   /* all files without what is in their sections */
    struct list parts;   /* struct schema_part of every section, in order */
    const char *file;    /* the one that is being cut */
    const char *opening; /* its root's start tag */
};

/* The text from `start` up to and including the first '>'. */
static const char *tag_end(const char *start)
{
    const char *end = strchr(start, '>');
    return end ? end + 1 : NULL;
}

/* Cuts out the section that starts at `start`; gives what follows it, or NULL. */
static const char *cut_section(struct cutting *cutting, const char *start)
{
    const char *content = tag_end(start), *end = content;
    if (!content)
        return NULL;
    bool empty = content[-2] == '/';
    text_add_bytes(&cutting->shell, start, (size_t)(content - start) - (empty ? 2 : 1));
    text_add(&cutting->shell, "/>");
    if (!empty) {
        end = strstr(content, SECTION_END);
        if (!end)
            return NULL;
        end += strlen(SECTION_END);
    }
    struct schema_part *part = arena_alloc(cutting->arena, sizeof *part);
    *part = (struct schema_part){cutting->file, cutting->opening, start, (size_t)(end - start)};
    list_add(&cutting->parts, cutting->arena, part);
    return end;
}

static bool cut_file(struct cutting *cutting, const struct embedded_file *file)
{
    const char *text = (const char *)file->data;
    const char *root = strstr(text, ROOT_TAG), *at = root ? tag_end(root) : NULL;
    if (!at)
        return false;
    cutting->file = file->name;
    cutting->opening = arena_strndup(cutting->arena, root, (size_t)(at - root));
    text_add(&cutting->shell, cutting->opening);
    while (at && (root = strstr(at, SECTION_TAG)))
        at = cut_section(cutting, root);
    text_add(&cutting->shell, ROOT_END);
    return at != NULL;
}

static bool cut_files(struct cutting *cutting)
{
    bool ok = true;
    text_add(&cutting->shell, "<files>");
    for (size_t i = 0; ok && i < embedded_file_count; i++) {
        const struct embedded_file *file = &embedded_files[i];
        if (text_starts_with(file->name, "schema/") && text_ends_with_nocase(file->name, ".xml"))
            ok = cut_file(cutting, file);
    }
    text_add(&cutting->shell, "</files>");
    return ok;
}

/* Declares the sections of the shell, each with the part that holds its content. */
static void declare(struct schema *schema, const xmlNode *files, const struct list *parts)
{
    size_t count = 0;
    for (const xmlNode *file = files->children; file; file = file->next)
        for (const xmlNode *node = file->children; node; node = node->next)
            if (node_is(node, "sectionSchema")) {
                struct schema_section *section = schema_declare_section(schema, node);
                if (section)
                    list_add(&section->parts, schema->arena, parts->items[count]);
                count++;
            }
}

bool schema_add_builtin(struct schema *schema, struct error *error)
{
    struct cutting cutting = {.arena = schema->arena};
    bool ok = cut_files(&cutting);
    struct source *shell =
        source_trusted(schema->arena, "schema", text_string(&cutting.shell), cutting.shell.length);
    ok = ok && shell->doc;
    if (ok)
        declare(schema, xmlDocGetRootElement(shell->doc), &cutting.parts);
    else
        error_set(error, "schema", 0, 0, "The built-in schema is damaged.");
    source_free(shell);
    text_fini(&cutting.shell);
    return ok;
}

/* The section as a schema file of its own. */
static void load_part(struct schema *schema, struct schema_section *section,
                      const struct schema_part *part)
{
    struct text text = {0};
    text_add(&text, part->opening);
    text_add_bytes(&text, part->text, part->length);
    text_add(&text, ROOT_END);
    struct source *source =
        source_trusted(schema->arena, part->file, text_string(&text), text.length);
    const xmlNode *root = source->doc ? xmlDocGetRootElement(source->doc) : NULL;
    if (root)
        schema_load_content(schema, section, root->children);
    source_free(source);
    text_fini(&text);
}

const struct schema_element *schema_root(const struct schema_section *asked)
{
    struct schema_section *section = (struct schema_section *)(uintptr_t)asked;
    if (section->parts.count == 0)
        return section->root;
    const struct list parts = section->parts;
    section->parts.count = 0;
    for (size_t i = 0; i < parts.count; i++)
        load_part(section->schema, section, parts.items[i]);
    schema_finish_section(section->schema, section);
    return section->root;
}
