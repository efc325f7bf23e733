#include "rules/rulebook_model.h"

#include "base/embedded.h"
#include "base/path.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RULE_FILE_SIZE_MAX ((size_t)16 * 1024 * 1024)

struct rulebook *rulebook_new(struct arena *arena, const struct xpath_vocabulary *vocabulary)
{
    struct rulebook *rulebook = arena_alloc(arena, sizeof *rulebook);
    rulebook->arena = arena;
    rulebook->vocabulary = vocabulary;
    rulebook->by_name = map_new(arena, MAP_CASE_INSENSITIVE);
    rulebook->phase = "#DEFAULT";
    return rulebook;
}

void rulebook_free(struct rulebook *rulebook)
{
    if (rulebook == NULL)
        return;
    for (size_t i = 0; i < rulebook->files.count; i++)
        schematron_fini(((struct rulebook_file *)rulebook->files.items[i])->schema);
    for (size_t i = 0; i < rulebook->sources.count; i++)
        source_free(rulebook->sources.items[i]);
    xpath_free(rulebook->checker);
    regex_cache_free(rulebook->regex);
    rulebook_free(rulebook->whole);
    rulebook->files.count = 0;
    rulebook->sources.count = 0;
}

/* ---- adding --------------------------------------------------------------------------------- */

static bool add_source(struct rulebook *rulebook, struct source *source, enum rulebook_mode mode,
                       const char *directory, struct error *error)
{
    list_add(&rulebook->sources, rulebook->arena, source);
    if (source->doc == NULL) {
        struct position position = source_position(source, source->fault.span.start);
        return error_set(error, source->path, position.line, position.column, "%s",
                         source->fault.message);
    }
    return rulebook_load(rulebook, source, mode, directory, error);
}

bool rulebook_add_bytes(struct rulebook *rulebook, const char *shown_path, const char *bytes,
                        size_t length, enum rulebook_mode mode, struct error *error)
{
    rulebook->batch++;
    struct source *source = source_parse(rulebook->arena, shown_path, bytes, length);
    bool done = add_source(rulebook, source, mode, NULL, error);
    rulebook_refresh(rulebook);
    return done;
}

static bool is_rule_file(const char *name)
{
    return text_ends_with_nocase(name, ".sch");
}

bool rulebook_add_embedded(struct rulebook *rulebook, enum rulebook_mode mode, struct error *error)
{
    const char *folder = mode == RULEBOOK_BRIEF ? "brief/" : "";
    bool done = true;
    rulebook->batch++;
    for (size_t i = 0; i < embedded_file_count && done; i++) {
        const struct embedded_file *file = &embedded_files[i];
        const char *name = file->name + strlen(folder);
        if (!text_starts_with(file->name, folder) || strchr(name, '/') || !is_rule_file(name))
            continue;
        const char *shown = arena_printf(rulebook->arena, "rules/%s", name);
        struct source *source =
            mode == RULEBOOK_STRICT
                ? source_parse(rulebook->arena, shown, (const char *)file->data, file->size)
                : source_embedded(rulebook->arena, file->name, shown);
        done = add_source(rulebook, source, mode, NULL, error);
    }
    rulebook_refresh(rulebook);
    return done;
}

void rulebook_complete(const struct iislint_rule *asked)
{
    struct iislint_rule *rule = (struct iislint_rule *)asked;
    struct rulebook *rulebook = rule->rulebook;
    if (!rule->is_brief)
        return;
    if (rulebook->whole == NULL) {
        rulebook->whole = rulebook_new(rulebook->arena, rulebook->vocabulary);
        rulebook_add_embedded(rulebook->whole, RULEBOOK_TRUSTED, NULL);
    }
    const struct iislint_rule *whole = rulebook_find(rulebook->whole, rule->info.id);
    assert(whole != NULL);
    rule->help = whole->help;
    schematron_take_texts(rule->pattern, whole->pattern);
    rule->is_brief = false;
}

const struct iislint_rule_help *rulebook_help(const struct iislint_rule *rule)
{
    rulebook_complete(rule);
    return &rule->help;
}

struct adding {
    struct rulebook *rulebook;
    const char *directory;
    enum rulebook_mode mode;
    struct error *error;
    bool done;
    size_t files;
};

static bool add_file(struct adding *adding, const char *local_path)
{
    struct rulebook *rulebook = adding->rulebook;
    size_t length;
    char *bytes = path_read(local_path, RULE_FILE_SIZE_MAX, &length, adding->error);
    if (bytes == NULL)
        return false;
    struct source *source = source_parse(rulebook->arena, local_path, bytes, length);
    free(bytes);
    adding->files++;
    return add_source(rulebook, source, adding->mode, path_dirname(rulebook->arena, local_path),
                      adding->error);
}

static bool add_entry(void *context, const char *name)
{
    struct adding *adding = context;
    if (is_rule_file(name))
        adding->done =
            add_file(adding, path_join(adding->rulebook->arena, adding->directory, name));
    return adding->done;
}

bool rulebook_add_path(struct rulebook *rulebook, const char *local_path, enum rulebook_mode mode,
                       struct error *error)
{
    struct adding adding = {
        .rulebook = rulebook, .directory = local_path, .mode = mode, .error = error, .done = true};
    rulebook->batch++;
    if (path_kind(local_path) != PATH_DIRECTORY)
        adding.done = add_file(&adding, local_path);
    else if (!path_each_entry(local_path, add_entry, &adding, error))
        adding.done = false;
    else if (adding.done && adding.files == 0)
        adding.done = error_set(error, local_path, 0, 0, "there is no *.sch file in this folder");
    rulebook_refresh(rulebook);
    return adding.done;
}

/* ---- order and phases ----------------------------------------------------------------------- */

static int compare_rules(const void *a, const void *b)
{
    const struct iislint_rule *const *left = a, *const *right = b;
    return strcmp((*left)->info.id, (*right)->info.id);
}

static const struct schematron_phase *find_phase(const struct schematron_schema *schema,
                                                 const char *id)
{
    for (size_t i = 0; i < schema->phase_count; i++)
        if (strcmp(schema->phases[i].id, id) == 0)
            return &schema->phases[i];
    return NULL;
}

static void choose_phase(const struct rulebook *rulebook, struct rulebook_file *file)
{
    const char *wanted = rulebook->phase;
    file->phase = NULL;
    file->takes_part = true;
    if (strcmp(wanted, "#DEFAULT") == 0)
        wanted = file->schema->default_phase;
    if (wanted == NULL || strcmp(wanted, "#ALL") == 0)
        return;
    file->phase = find_phase(file->schema, wanted);
    file->takes_part = file->phase != NULL;
}

static bool is_in_phase(const struct rulebook_file *file, const struct schematron_pattern *pattern)
{
    if (!file->takes_part || file->phase == NULL)
        return file->takes_part;
    for (size_t i = 0; i < file->phase->active_count; i++)
        if (pattern->id != NULL && strcmp(file->phase->active[i], pattern->id) == 0)
            return true;
    return false;
}

void rulebook_refresh(struct rulebook *rulebook)
{
    rulebook->mentioned = NULL;
    rulebook->mentions_everything = false;
    rulebook->rules.count = 0;
    for (size_t f = 0; f < rulebook->files.count; f++) {
        struct rulebook_file *file = rulebook->files.items[f];
        choose_phase(rulebook, file);
        for (size_t p = 0; p < file->schema->pattern_count; p++) {
            struct iislint_rule *rule = &file->rules[p];
            rule->info.enabled = !rule->replaced && !rule->off && is_in_phase(file, rule->pattern);
            if (!rule->replaced)
                list_add(&rulebook->rules, rulebook->arena, rule);
        }
    }
    if (rulebook->rules.count > 1)
        qsort(rulebook->rules.items, rulebook->rules.count, sizeof(void *), compare_rules);
}

bool rulebook_set_phase(struct rulebook *rulebook, const char *phase, struct error *error)
{
    bool known = strcmp(phase, "#ALL") == 0 || strcmp(phase, "#DEFAULT") == 0;
    for (size_t i = 0; i < rulebook->files.count && !known; i++)
        known =
            find_phase(((struct rulebook_file *)rulebook->files.items[i])->schema, phase) != NULL;
    if (!known)
        return error_set(error, NULL, 0, 0, "no rule file has a phase '%s'", phase);
    rulebook->phase = arena_strdup(rulebook->arena, phase);
    rulebook_refresh(rulebook);
    return true;
}

/* ---- switching ------------------------------------------------------------------------------ */

static bool starts_with(const char *text, const char *prefix, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char a = text[i], b = prefix[i];
        if (a >= 'A' && a <= 'Z')
            a = (char)(a | 0x20);
        if (b >= 'A' && b <= 'Z')
            b = (char)(b | 0x20);
        if (a == '\0' || a != b)
            return false;
    }
    return true;
}

/* An id, a prefix of ids that ends in a digit or letter, or a whole name. */
static bool fits(const struct iislint_rule *rule, const char *item, size_t length)
{
    return (length == 3 && starts_with("all", item, length)) ||
           starts_with(rule->info.id, item, length) ||
           (starts_with(rule->info.name, item, length) && rule->info.name[length] == '\0');
}

static bool switch_rules(struct rulebook *rulebook, const char *ids, bool off, struct error *error)
{
    size_t length;
    for (const char *item; (item = text_next_item(&ids, ", \t", &length)) != NULL;) {
        bool any = false;
        for (size_t i = 0; i < rulebook->rules.count; i++) {
            struct iislint_rule *rule = rulebook->rules.items[i];
            if (!fits(rule, item, length))
                continue;
            rule->off = off;
            any = true;
        }
        if (!any)
            return error_set(error, NULL, 0, 0, "there is no rule '%.*s'", (int)length, item);
    }
    rulebook_refresh(rulebook);
    return true;
}

bool rulebook_enable(struct rulebook *rulebook, const char *ids, struct error *error)
{
    return switch_rules(rulebook, ids, false, error);
}

bool rulebook_disable(struct rulebook *rulebook, const char *ids, struct error *error)
{
    return switch_rules(rulebook, ids, true, error);
}

/* ---- asking --------------------------------------------------------------------------------- */

size_t rulebook_count(const struct rulebook *rulebook)
{
    return rulebook->rules.count;
}

const struct iislint_rule *rulebook_rule(const struct rulebook *rulebook, size_t index)
{
    return rulebook->rules.items[index];
}

const struct iislint_rule *rulebook_find(const struct rulebook *rulebook, const char *id_or_name)
{
    return map_find(rulebook->by_name, id_or_name);
}

bool rulebook_is_active(const struct rulebook *rulebook, const struct iislint_rule *rule)
{
    (void)rulebook;
    return rule->info.enabled;
}

bool rulebook_has(struct rulebook *rulebook, enum rule_domain domain)
{
    for (size_t i = 0; i < rulebook->rules.count; i++) {
        const struct iislint_rule *rule = rulebook->rules.items[i];
        if (rule->domain == domain && rule->info.enabled && rule->pattern->rule_count > 0)
            return true;
    }
    return false;
}

char *rule_message(const struct iislint_rule *rule, const char *id, const char *const *arguments,
                   size_t argument_count, struct arena *arena)
{
    const struct iislint_rule_help *help = rulebook_help(rule);
    const struct iislint_message_template *template = NULL;
    for (size_t i = 0; i < help->template_count && template == NULL; i++)
        if (id == NULL || strcmp(help->templates[i].id, id) == 0)
            template = &help->templates[i];
    if (template == NULL)
        return NULL;
    struct text message = {0};
    for (const char *c = template->text; *c != '\0'; c++) {
        bool doubled = (*c == '{' || *c == '}') && c[1] == *c;
        size_t digits = *c == '{' ? strspn(c + 1, "0123456789") : 0;
        if (!doubled && digits > 0 && digits < 4 && c[1 + digits] == '}') {
            size_t number = (size_t)strtoul(c + 1, NULL, 10);
            text_add(&message,
                     number < argument_count && arguments[number] != NULL ? arguments[number] : "");
            c += 1 + digits;
        } else {
            text_add_char(&message, *c);
            c += doubled ? 1 : 0;
        }
    }
    char *result = arena_strdup(arena, text_string(&message));
    text_fini(&message);
    return result;
}
