/* From a parsed rule file to entries of the catalogue. */
#include "rules/rulebook_model.h"

#include "base/embedded.h"
#include "base/path.h"
#include "base/text.h"
#include "source/grammar.h"

#include <stdlib.h>
#include <string.h>

#define INCLUDED_SIZE_MAX ((size_t)16 * 1024 * 1024)

struct loading {
    struct rulebook *rulebook;
    const char *directory; /* local; NULL: the embedded files */
};

/* ---- includes ------------------------------------------------------------------------------- */

static struct source *open_included(const struct loading *loading, const char *name,
                                    struct error *error)
{
    struct arena *arena = loading->rulebook->arena;
    if (loading->directory == NULL) {
        const struct embedded_file *file = embedded_find(name);
        if (file == NULL) {
            error_set(error, NULL, 0, 0, "there is no such file in the program");
            return NULL;
        }
        return source_parse(arena, arena_printf(arena, "rules/%s", name), (const char *)file->data,
                            file->size);
    }
    size_t length;
    char *path = path_join(arena, loading->directory, name);
    char *bytes = path_read(path, INCLUDED_SIZE_MAX, &length, error);
    if (bytes == NULL)
        return NULL;
    struct source *source = source_parse(arena, path, bytes, length);
    free(bytes);
    return source;
}

static const struct source *include(void *context, const struct source *from, const char *name,
                                    struct error *error)
{
    const struct loading *loading = context;
    (void)from;
    struct source *source = open_included(loading, name, error);
    if (source == NULL)
        return NULL;
    list_add(&loading->rulebook->sources, loading->rulebook->arena, source);
    if (source->doc == NULL) {
        error_set(error, source->path, 0, 0, "%s", source->fault.message);
        return NULL;
    }
    return source;
}

/* ---- checking ------------------------------------------------------------------------------- */

static bool check_grammar(const struct source *source, struct error *error)
{
    const struct embedded_file *grammar = embedded_find("rule.rng");
    return grammar == NULL ||
           grammar_validate(source, (const char *)grammar->data, grammar->size, error);
}

static struct xpath *checker(struct rulebook *rulebook)
{
    if (rulebook->checker == NULL) {
        rulebook->regex = regex_cache_new(rulebook->arena);
        rulebook->checker = xpath_new(rulebook->arena, rulebook->vocabulary, rulebook->regex, NULL);
    }
    return rulebook->checker;
}

/* ---- the catalogue -------------------------------------------------------------------------- */

/* "checks/my.sch" and 3 give "my-3". */
static const char *made_id(struct arena *arena, const char *path, const char *suffix)
{
    const char *name = path_basename(path);
    const char *dot = strrchr(name, '.');
    size_t length = dot == NULL ? strlen(name) : (size_t)(dot - name);
    return arena_printf(arena, "%.*s-%s", (int)length, name, suffix);
}

/* Patterns of plain Schematron need no id, and every file may have its "p1". */
static void name_plain(struct rulebook *rulebook, struct iislint_rule *rule, size_t number)
{
    struct iislint_rule_info *info = &rule->info;
    const char *path = rule->source->path;
    char *ordinal = arena_printf(rulebook->arena, "%zu", number + 1);
    if (info->id == NULL || map_find(rulebook->by_name, info->id) != NULL)
        info->id = made_id(rulebook->arena, path, info->id == NULL ? ordinal : info->id);
    while (map_find(rulebook->by_name, info->id) != NULL)
        info->id = arena_printf(rulebook->arena, "%s-%s", info->id, ordinal);
    info->name = info->id;
    if (info->title == NULL)
        info->title = info->id;
}

static const char *not_null(const char *text)
{
    return text == NULL ? "" : text;
}

static bool enter(struct rulebook *rulebook, struct iislint_rule *rule, struct error *error)
{
    struct iislint_rule_info *info = &rule->info;
    if (info->id == NULL)
        return schematron_error(error, rule->place, "a rule needs an id");
    struct iislint_rule *earlier = map_find(rulebook->by_name, info->id);
    if (earlier != NULL && (earlier->batch == rule->batch || earlier->domain != rule->domain))
        return schematron_error(error, rule->place, "there is already a rule %s in %s", info->id,
                                earlier->source->path);
    if (earlier != NULL)
        earlier->replaced = true;
    info->name = info->name == NULL ? info->id : info->name;
    struct iislint_rule *namesake = map_find(rulebook->by_name, info->name);
    if (namesake != NULL && namesake != earlier && !namesake->replaced)
        return schematron_error(error, rule->place, "%s has the name of %s, %s", info->id,
                                namesake->info.id, info->name);
    map_set(rulebook->by_name, info->id, rule);
    map_set(rulebook->by_name, info->name, rule);
    return true;
}

static bool enter_pattern(struct rulebook *rulebook, struct rulebook_file *file, size_t number,
                          enum rulebook_mode mode, struct error *error)
{
    struct schematron_schema *schema = file->schema;
    struct schematron_pattern *pattern = &schema->patterns[number];
    struct iislint_rule *rule = &file->rules[number];
    struct iislint_rule_info *info = &rule->info;
    rule->domain = schema->ours ? RULE_RESOLVED : RULE_PLAIN;
    rule->source = schema->source;
    rule->place = pattern->place;
    rule->rulebook = rulebook;
    rule->pattern = pattern;
    rule->is_brief = mode == RULEBOOK_BRIEF;
    rule->batch = rulebook->batch;
    pattern->entry = rule;
    if (!schematron_metadata(rulebook->arena, pattern, mode == RULEBOOK_STRICT && schema->ours,
                             info, rule->is_brief ? NULL : &rule->help, error))
        return false;
    if (!schema->ours)
        name_plain(rulebook, rule, number);
    if (!enter(rulebook, rule, error))
        return false;
    info->title = not_null(info->title);
    rule->help.why = not_null(rule->help.why);
    rule->help.fix = not_null(rule->help.fix);
    info->topic = not_null(info->topic);
    return true;
}

/* Values of these lets are kept for a document, so each gets a number of its own. */
static void number_lets(struct rulebook *rulebook, struct schematron_lets *lets)
{
    for (size_t i = 0; i < lets->count; i++)
        lets->items[i].slot = rulebook->slot_count++;
}

static void number_all_lets(struct rulebook *rulebook, struct schematron_schema *schema)
{
    number_lets(rulebook, &schema->lets);
    for (size_t i = 0; i < schema->phase_count; i++)
        number_lets(rulebook, &schema->phases[i].lets);
    for (size_t i = 0; i < schema->pattern_count; i++)
        number_lets(rulebook, &schema->patterns[i].lets);
}

static bool has_phase(const struct schematron_schema *schema, const char *id)
{
    for (size_t i = 0; i < schema->phase_count; i++)
        if (strcmp(schema->phases[i].id, id) == 0)
            return true;
    return id[0] == '#';
}

static bool is_schema(const struct source *source)
{
    const xmlNode *root = xmlDocGetRootElement(source->doc);
    bool schematron =
        root->ns != NULL && strcmp((const char *)root->ns->href, SCHEMATRON_NAMESPACE) == 0;
    return !schematron || strcmp((const char *)root->name, "schema") == 0;
}

bool rulebook_load(struct rulebook *rulebook, struct source *source, enum rulebook_mode mode,
                   const char *directory, struct error *error)
{
    struct loading loading = {.rulebook = rulebook, .directory = directory};
    bool strict = mode == RULEBOOK_STRICT;
    if (!is_schema(source))
        return true;
    struct schematron_schema *schema =
        schematron_read(rulebook->arena, source, strict, include, &loading, error);
    if (schema == NULL)
        return false;
    struct rulebook_file *file = arena_alloc(rulebook->arena, sizeof *file);
    file->schema = schema;
    file->rules = arena_array(rulebook->arena, schema->pattern_count, sizeof *file->rules);
    list_add(&rulebook->files, rulebook->arena, file);
    number_all_lets(rulebook, schema);
    for (size_t i = 0; i < schema->pattern_count; i++)
        schema->patterns[i].entry = &file->rules[i];
    if (schema->default_phase != NULL && !has_phase(schema, schema->default_phase))
        return schematron_error(error, xmlDocGetRootElement(source->doc), "there is no phase '%s'",
                                schema->default_phase);
    for (size_t i = 0; i < schema->pattern_count; i++) {
        if (!enter_pattern(rulebook, file, i, mode, error)) {
            /* Nothing of this file may be asked for: its later patterns are not filled in. */
            rulebook->files.count--;
            schematron_fini(schema);
            return false;
        }
    }
    if (!strict)
        return true;
    return (!schema->ours || check_grammar(source, error)) &&
           schematron_check(schema, checker(rulebook), error);
}
