#include "cli/prepare.h"

#include "cli/complain.h"

#include <stdio.h>
#include <string.h>

/* One way to set something from "LEFT=RIGHT" items. */
typedef bool set_pair(struct iislint *run, const char *left, const char *right,
                      struct iislint_error *error);

static bool set_pairs(struct iislint *run, const struct options *options, const char *form,
                      const struct list *items, set_pair *set, struct iislint_error *error)
{
    for (size_t i = 0; i < items->count; i++) {
        const char *item = items->items[i];
        const char *equals = strchr(item, '=');
        if (equals == NULL || equals == item) {
            /* not what follows the '=': it may be a secret */
            snprintf(error->text, sizeof error->text, "'%.*s' is not what was expected: %s",
                     (int)strcspn(item, "="), item, form);
            return false;
        }
        const char *left = arena_strndup(options->arena, item, (size_t)(equals - item));
        if (!set(run, left, equals + 1, error))
            return false;
    }
    return true;
}

static bool set_switches(struct iislint *run, const struct options *options,
                         struct iislint_error *error)
{
    for (size_t i = 0; i < options->switches.count; i++) {
        const struct rule_switch *item = options->switches.items[i];
        if (!(item->enable ? iislint_enable : iislint_disable)(run, item->ids, error))
            return false;
    }
    return options->phase == NULL || iislint_set_phase(run, options->phase, error);
}

/* What the command line itself says: a mistake here is a usage error. */
static bool set_words(struct iislint *run, const struct options *options,
                      struct iislint_error *error)
{
    if (options->no_suppressions)
        iislint_ignore_suppressions(run);
    if (options->stdin_name != NULL)
        iislint_set_stdin_name(run, options->stdin_name);
    return (options->iis_version == NULL ||
            iislint_set_iis_version(run, options->iis_version, error)) &&
           (options->stock == NULL || iislint_set_stock(run, options->stock, error)) &&
           set_switches(run, options, error) &&
           set_pairs(run, options, "--map WIN=LOCAL", &options->mappings, iislint_add_mapping,
                     error) &&
           set_pairs(run, options, "--env NAME=VALUE", &options->variables, iislint_set_variable,
                     error);
}

/* Files that the command line names: when one cannot be used, nothing is to be called checked. */
static bool set_files(struct iislint *run, const struct options *options,
                      struct iislint_error *error)
{
    for (size_t i = 0; i < options->rules.count; i++) {
        if (!iislint_add_rules(run, options->rules.items[i], error))
            return false;
    }
    for (size_t i = 0; i < options->applications.count; i++) {
        if (!iislint_add_application(run, options->applications.items[i], error))
            return false;
    }
    return (options->schema == NULL || iislint_set_schema(run, options->schema, error)) &&
           (options->facts == NULL || iislint_set_facts(run, options->facts, error));
}

enum exit_status prepare_set(struct iislint *run, const struct options *options,
                             struct iislint_error *error)
{
    *error = (struct iislint_error){0};
    if (!set_words(run, options, error))
        return EXIT_USAGE;
    if (!set_files(run, options, error))
        return EXIT_INCOMPLETE;
    /* Only with its rules loaded the run can tell a rule or a phase that does not exist; an error
     * that is about no file is about these words. */
    bool names_rules = options->switches.count > 0 || options->phase != NULL;
    if (names_rules && !iislint_load_rules(run, error))
        return error->path[0] == '\0' ? EXIT_USAGE : EXIT_INCOMPLETE;
    return EXIT_CLEAN;
}

struct iislint *prepare_run(const struct options *options, enum exit_status *status)
{
    struct iislint_error error;
    struct iislint *run = iislint_new();
    *status = prepare_set(run, options, &error);
    if (*status == EXIT_CLEAN)
        return run;
    complain_library_error(&error);
    iislint_free(run);
    return NULL;
}

struct iislint *prepare_catalogue(const struct options *options, enum exit_status *status)
{
    struct iislint_error error = {0};
    struct iislint *run = prepare_run(options, status);
    if (run == NULL || iislint_load_rules(run, &error))
        return run;
    complain_library_error(&error);
    *status = EXIT_INCOMPLETE;
    iislint_free(run);
    return NULL;
}
