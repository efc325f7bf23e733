/*
 * Modules and handlers that IIS refuses, ignores or cannot find: IIS1605 to IIS1608. Which
 * attributes hold conditions, and which name entries of another section, the schema says.
 */
#include "base/text.h"
#include "config/check_context.h"
#include "config/check_inherited.h"
#include "config/effective.h"
#include "config/node.h"
#include "source/span.h"
#include <string.h>

/* Of a section that has either: the attributes of its entries. */
struct subject {
    bool known; /* the others are filled in */
    const struct schema_collection *collection;
    const struct schema_attribute *tokens;
    const struct schema_attribute *refers;
};

struct modules {
    struct check *check;
    struct subject *subjects; /* by section index */
    struct inherited *inherited;
    const struct scope *scope;
    const struct definition *definition;
};

static struct subject subject_of(const struct section *section)
{
    struct subject subject = {.known = true};
    const struct schema_element *root = section->schema ? schema_root(section->schema) : NULL;
    if (!root || root->collections.count == 0)
        return subject;
    subject.collection = root->collections.items[0];
    const struct list *attributes = &subject.collection->entry->attributes;
    for (size_t i = 0; i < attributes->count; i++) {
        const struct schema_attribute *attribute = attributes->items[i];
        if (attribute->tokens)
            subject.tokens = attribute;
        if (attribute->refers)
            subject.refers = attribute;
    }
    return subject;
}

/* ---- conditions ------------------------------------------------------------------------------- */

/* A known word that ends in '=' takes any text behind it. */
static bool has_word(const char *words, const char *word, size_t length)
{
    const char *cursor = words, *item;
    size_t item_length;
    while ((item = text_next_item(&cursor, ",", &item_length))) {
        bool open = item_length <= length && item[item_length - 1] == '=';
        if ((open || item_length == length) && strncmp(item, word, item_length) == 0)
            return true;
    }
    return false;
}

static const char *near_word(struct arena *arena, const char *words, const char *word)
{
    const char *cursor = words, *item;
    size_t length;
    while ((item = text_next_item(&cursor, ",", &length))) {
        const char *candidate = arena_strndup(arena, item, length);
        if (text_distance(candidate, word, 2) <= 2)
            return candidate;
    }
    return NULL;
}

/* Of these only one can be true at a time: bitness32 or bitness64, and so on. */
static int kind_of_word(const char *word, size_t length)
{
    if (length > 7 && strncmp(word, "bitness", 7) == 0)
        return 0;
    if (length > 14 && strncmp(word, "runtimeVersion", 14) == 0)
        return 1;
    return length > 4 && strncmp(word + length - 4, "Mode", 4) == 0 ? 2 : -1;
}

/* classicMode and ISAPIMode are two words for one thing. */
static bool is_other(const char *first, size_t first_length, const char *word, size_t length)
{
    static const char integrated[] = "integratedMode";
    bool same = first_length == length && strncmp(first, word, length) == 0;
    bool modes = kind_of_word(word, length) == 2;
    return !same && (!modes || has_word(integrated, first, first_length) ||
                     has_word(integrated, word, length));
}

static void report_condition(const struct modules *modules, const xmlAttr *attribute,
                             struct problem problem)
{
    problem.scope = modules->scope;
    problem.arguments[2] = node_attribute(attribute->parent, "name");
    check_report(modules->check, modules->definition->section, (const xmlNode *)attribute, problem);
}

static void check_conditions(const struct modules *modules, const struct schema_attribute *known,
                             const xmlAttr *attribute)
{
    struct arena *arena = modules->check->arena;
    const char *cursor = node_value(attribute), *word, *first[3] = {NULL};
    size_t length, first_length[3] = {0};
    while ((word = text_next_item(&cursor, ",", &length))) {
        int kind = kind_of_word(word, length);
        if (!has_word(known->tokens, word, length)) {
            const char *unknown = arena_strndup(arena, word, length);
            const char *near = near_word(arena, known->tokens, unknown);
            report_condition(modules, attribute,
                             (struct problem){.rule = "IIS1605",
                                              .template = near ? "near" : "unknown",
                                              .arguments = {unknown, near ? near : ""}});
        } else if (kind >= 0 && first[kind] &&
                   is_other(first[kind], first_length[kind], word, length)) {
            report_condition(modules, attribute,
                             (struct problem){.rule = "IIS1606",
                                              .arguments = {arena_strndup(arena, first[kind],
                                                                          first_length[kind]),
                                                            arena_strndup(arena, word, length)}});
            return;
        } else if (kind >= 0) {
            first[kind] = word;
            first_length[kind] = length;
        }
    }
}

/* ---- names of entries in another section ------------------------------------------------------ */

/* Without any entry the server was shown in part: nothing is missing then. */
static bool is_missing(const struct modules *modules, const struct section *section,
                       const char *name)
{
    struct definition *chain[EFFECTIVE_CHAIN_MAX];
    const struct schema_element *root = schema_root(section->schema);
    struct collection_place place = {.parent = root, .collection = root->collections.items[0]};
    size_t count = scope_chain(modules->scope, section, chain, EFFECTIVE_CHAIN_MAX);
    bool any;
    return !inherited_has(modules->inherited, &place, chain, count, name, &any) && any;
}

static void check_references(const struct modules *modules, const struct schema_attribute *known,
                             const xmlAttr *attribute)
{
    const struct check *check = modules->check;
    const struct section *section = sections_find(check->server->sections, known->refers);
    if (!section || !section->schema || schema_root(section->schema)->collections.count == 0)
        return;
    const char *cursor = node_value(attribute), *word;
    size_t length;
    while ((word = text_next_item(&cursor, ",", &length))) {
        const char *name = arena_strndup(check->arena, word, length);
        if ((known->default_value && strcmp(name, known->default_value) == 0) ||
            !is_missing(modules, section, name))
            continue;
        check_report(
            check, modules->definition->section, (const xmlNode *)attribute,
            (struct problem){
                .rule = "IIS1608",
                .template = check->application_host ? "missing" : "assumed",
                .arguments = {node_attribute(attribute->parent, "name"), name, section->path},
                .level = check->application_host ? PROBLEM_WARNING : PROBLEM_NOTE,
                .scope = modules->scope});
    }
}

/* ---- walking ---------------------------------------------------------------------------------- */

static void check_entries(const struct modules *modules, const struct subject *subject)
{
    const struct schema_element *root = schema_root(modules->definition->section->schema);
    const struct schema_collection *found;
    for (const xmlNode *child = node_element(modules->definition->element->children); child;
         child = node_element(child->next)) {
        if (schema_directive(root, (const char *)child->name, &found) != DIRECTIVE_ADD ||
            found != subject->collection)
            continue;
        const xmlAttr *tokens =
            subject->tokens ? node_find_attribute(child, subject->tokens->name) : NULL;
        const xmlAttr *refers =
            subject->refers ? node_find_attribute(child, subject->refers->name) : NULL;
        if (tokens)
            check_conditions(modules, subject->tokens, tokens);
        if (refers)
            check_references(modules, subject->refers, refers);
    }
}

static void check_place(const struct modules *modules)
{
    const struct definition *definition = modules->definition;
    if (!definition->section->schema->ignored_in_folders ||
        (modules->scope->kind != SCOPE_DIRECTORY &&
         modules->scope->kind != SCOPE_VIRTUAL_DIRECTORY) ||
        !node_element(definition->element->children))
        return;
    check_report(
        modules->check, definition->section, definition->written,
        (struct problem){.rule = "IIS1607",
                         .template = modules->check->application_host ? "folder" : "assumed",
                         .arguments = {definition->section->path, modules->scope->path},
                         .level = PROBLEM_WARNING,
                         .scope = modules->scope});
}

void check_modules(struct check *check)
{
    size_t count = sections_count(check->server->sections);
    struct modules modules = {.check = check,
                              .subjects =
                                  arena_array(check->arena, count, sizeof *modules.subjects),
                              .inherited = inherited_new(check->arena)};
    for (struct scope *scope = check->server->root; scope;
         scope = scope_next(check->server->root, scope))
        for (size_t i = 0; i < scope->definitions.count; i++) {
            modules.scope = scope;
            modules.definition = scope->definitions.items[i];
            const struct section *section = modules.definition->section;
            struct subject *subject = &modules.subjects[section->index];
            if (modules.definition->file->assumed)
                continue;
            if (!subject->known)
                *subject = subject_of(section);
            if (!subject->tokens && !subject->refers)
                continue;
            check_place(&modules);
            check_entries(&modules, subject);
        }
    inherited_free(modules.inherited);
}
