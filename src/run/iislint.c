/*
 * The life of a run: made, told what to do, freed. The work itself is in check.c.
 */
#include "run/run.h"

#include "base/threads.h"
#include "config/assumed.h"
#include "rules/functions.h"
#include <stdlib.h>
#include <string.h>

/* Every thread holds the rules: more of them cost memory before they save time. */
#define JOBS_BY_DEFAULT_MAX 8

struct iislint *iislint_new(void)
{
    struct iislint *run = calloc(1, sizeof *run);
    if (!run)
        abort();
    run->arena = arena_new();
    run->regexes = regex_cache_new(run->arena);
    run->variables = map_new(run->arena, MAP_CASE_INSENSITIVE);
    run->files_by_source = map_new(run->arena, MAP_CASE_SENSITIVE);
    run->finding_index = map_new(run->arena, MAP_CASE_SENSITIVE);
    run->server.iis_version = "10.1709";
    run->stdin_name = "stdin";
    run->jobs = 1;
    return run;
}

void iislint_free(struct iislint *run)
{
    if (!run)
        return;
    run_remove_unpacked(run);
    for (size_t i = 0; i < run->servers.count; i++)
        server_free(run->servers.items[i]);
    for (size_t i = 0; i < run->plain_sources.count; i++)
        source_free(run->plain_sources.items[i]);
    for (size_t i = 0; i < run->facts.count; i++)
        facts_free(run->facts.items[i]);
    for (size_t i = 0; i < run->workers.count; i++) /* the servers used what is theirs */
        iislint_free(run->workers.items[i]);
    if (run->rulebook)
        rulebook_free(run->rulebook);
    regex_cache_free(run->regexes);
    arena_free(run->arena);
    free(run);
}

bool run_fail(struct iislint_error *into, const struct error *error)
{
    if (into) {
        *into = (struct iislint_error){.line = error->line, .column = error->column};
        memcpy(into->path, error->path, sizeof into->path);
        memcpy(into->text, error->text, sizeof into->text);
    }
    return false;
}

static bool fail(struct iislint_error *into, const char *path, const char *text)
{
    struct error error = {0};
    error_set(&error, path, 0, 0, "%s", text);
    return run_fail(into, &error);
}

static bool has_stdin(const struct iislint *run)
{
    for (size_t i = 0; i < run->inputs.count; i++) {
        const struct input *input = run->inputs.items[i];
        if (!input->bytes && strcmp(input->path, "-") == 0)
            return true;
    }
    return false;
}

bool iislint_add_input(struct iislint *run, const char *path, struct iislint_error *error)
{
    if (!*path)
        return fail(error, NULL, "An empty path is no input.");
    if (strcmp(path, "-") == 0 && has_stdin(run))
        return fail(error, NULL, "Standard input can be read only once.");
    struct input *input = arena_alloc(run->arena, sizeof *input);
    char *shown = arena_strdup(run->arena, path);
    for (char *c = shown; *c; c++)
        if (*c == '\\')
            *c = '/';
    while (shown[0] == '.' && shown[1] == '/')
        shown += 2;
    size_t length = strlen(shown);
    while (length > 1 && shown[length - 1] == '/')
        shown[--length] = '\0';
    input->path = arena_strdup(run->arena, path);
    input->shown = strcmp(shown, ".") == 0 ? "" : shown;
    list_add(&run->inputs, run->arena, input);
    return true;
}

bool iislint_add_bytes(struct iislint *run, const char *name, const char *bytes, size_t length,
                       struct iislint_error *error)
{
    if (length > SOURCE_SIZE_MAX)
        return fail(error, name, "The text is larger than any configuration.");
    struct input *input = arena_alloc(run->arena, sizeof *input);
    input->path = input->shown = arena_strdup(run->arena, name);
    input->bytes = arena_strndup(run->arena, bytes, length);
    input->length = length;
    list_add(&run->inputs, run->arena, input);
    return true;
}

void iislint_set_stdin_name(struct iislint *run, const char *name)
{
    run->stdin_name = arena_strdup(run->arena, name);
}

bool iislint_set_facts(struct iislint *run, const char *path, struct iislint_error *error)
{
    if (path_kind(path) == PATH_ABSENT)
        return fail(error, path, "There is no such facts file.");
    run->facts_path = arena_strdup(run->arena, path);
    return true;
}

bool iislint_add_rules(struct iislint *run, const char *directory_or_file,
                       struct iislint_error *error)
{
    if (path_kind(directory_or_file) == PATH_ABSENT)
        return fail(error, directory_or_file, "There is no such rule file or folder.");
    list_add(&run->rule_paths, run->arena, arena_strdup(run->arena, directory_or_file));
    return true;
}

bool iislint_add_mapping(struct iislint *run, const char *windows_prefix,
                         const char *local_directory, struct iislint_error *error)
{
    if (!path_is_absolute_windows(windows_prefix))
        return fail(error, windows_prefix,
                    "A mapping begins with a whole Windows path such as C:\\sites.");
    if (path_kind(local_directory) != PATH_DIRECTORY)
        return fail(error, local_directory, "There is no such folder.");
    struct path_mapping *mapping = arena_alloc(run->arena, sizeof *mapping);
    mapping->windows = path_normalize_windows(run->arena, windows_prefix);
    mapping->local = arena_strdup(run->arena, local_directory);
    list_add(&run->server.mappings, run->arena, mapping);
    return true;
}

bool iislint_set_variable(struct iislint *run, const char *name, const char *value,
                          struct iislint_error *error)
{
    if (!*name)
        return fail(error, NULL, "An environment variable needs a name.");
    map_set(run->variables, name, arena_strdup(run->arena, value));
    return true;
}

bool iislint_set_schema(struct iislint *run, const char *directory, struct iislint_error *error)
{
    if (path_kind(directory) != PATH_DIRECTORY)
        return fail(error, directory, "There is no such schema folder.");
    run->server.schema_directory = arena_strdup(run->arena, directory);
    return true;
}

bool iislint_set_iis_version(struct iislint *run, const char *version, struct iislint_error *error)
{
    const char *name = schema_version_named(version);
    if (name) {
        run->server.iis_version = name;
        return true;
    }
    return fail(error, NULL,
                "The versions of IIS are 7.0, 7.5, 8.0, 8.5 and 10 "
                "(10.1607 for its first release).");
}

bool iislint_set_stock(struct iislint *run, const char *name, struct iislint_error *error)
{
    const struct stock_server *stock = stock_server_find(name);
    if (!stock)
        return fail(error, NULL,
                    "The servers to assume are iis10-aspnet, iis10-static and "
                    "iis-express.");
    run->server.stock = stock->name;
    return true;
}

bool iislint_add_application(struct iislint *run, const char *directory,
                             struct iislint_error *error)
{
    if (path_kind(directory) != PATH_DIRECTORY)
        return fail(error, directory, "There is no such folder to be an application.");
    list_add(&run->server.applications, run->arena, arena_strdup(run->arena, directory));
    return true;
}

bool iislint_set_phase(struct iislint *run, const char *phase, struct iislint_error *error)
{
    if (!*phase)
        return fail(error, NULL, "A phase needs a name.");
    run->phase = arena_strdup(run->arena, phase);
    return true;
}

static bool add_switch(struct iislint *run, const char *ids, bool enable,
                       struct iislint_error *error)
{
    if (!*ids)
        return fail(error, NULL, "Name the rules by id, by the beginning of an id, or by name.");
    struct rule_switch *item = arena_alloc(run->arena, sizeof *item);
    item->enable = enable;
    item->ids = arena_strdup(run->arena, ids);
    list_add(&run->switches, run->arena, item);
    return true;
}

bool iislint_enable(struct iislint *run, const char *ids, struct iislint_error *error)
{
    return add_switch(run, ids, true, error);
}

bool iislint_disable(struct iislint *run, const char *ids, struct iislint_error *error)
{
    return add_switch(run, ids, false, error);
}

void iislint_ignore_suppressions(struct iislint *run)
{
    run->ignore_suppressions = true;
}

void iislint_set_jobs(struct iislint *run, unsigned jobs)
{
    size_t processors = threads_processors();
    unsigned by_default =
        processors < JOBS_BY_DEFAULT_MAX ? (unsigned)processors : JOBS_BY_DEFAULT_MAX;
    run->jobs = jobs > 0 ? jobs : by_default;
}

void iislint_on_progress(struct iislint *run,
                         void (*progress)(void *context, size_t done, size_t total), void *context)
{
    run->progress = progress;
    run->progress_context = context;
}

/* ---- rules ---------------------------------------------------------------------------------- */

static bool add_rules(struct iislint *run, struct error *error)
{
    if (!rulebook_add_embedded(run->rulebook, RULEBOOK_BRIEF, error))
        return false;
    for (size_t i = 0; i < run->rule_paths.count; i++)
        if (!rulebook_add_path(run->rulebook, run->rule_paths.items[i], RULEBOOK_STRICT, error))
            return false;
    for (size_t i = 0; i < run->switches.count; i++) {
        const struct rule_switch *item = run->switches.items[i];
        if (!(item->enable ? rulebook_enable : rulebook_disable)(run->rulebook, item->ids, error))
            return false;
    }
    return !run->phase || rulebook_set_phase(run->rulebook, run->phase, error);
}

bool run_load_rules(struct iislint *run, struct error *error)
{
    if (run->rulebook)
        return true;
    run->secrets = secrets_new(run->arena, run->regexes, error);
    if (!run->secrets)
        return false;
    run->rulebook = rulebook_new(run->arena, &functions_vocabulary);
    if (add_rules(run, error))
        return true;
    rulebook_free(run->rulebook);
    run->rulebook = NULL;
    return false;
}

bool iislint_load_rules(struct iislint *run, struct iislint_error *error)
{
    struct error trouble = {0};
    return run_load_rules(run, &trouble) || run_fail(error, &trouble);
}
