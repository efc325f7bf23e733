#include "cli/prepare.h"

#include "cli/complain.h"

#include <string.h>

/* One way to set something from "LEFT=RIGHT" items. */
typedef bool set_pair(struct iislint *run, const char *left, const char *right,
                      struct iislint_error *error);

static bool set_pairs(struct iislint *run, const struct options *options, const char *option,
                      const struct list *items, set_pair *set)
{
    struct iislint_error error = {0};
    for (size_t i = 0; i < items->count; i++) {
        const char *item = items->items[i];
        const char *equals = strchr(item, '=');
        if (equals == NULL || equals == item) {
            complain("%s: there is no NAME=VALUE in '%.*s'", option, (int)strcspn(item, "="), item);
            return false;
        }
        const char *left = arena_strndup(options->arena, item, (size_t)(equals - item));
        if (!set(run, left, equals + 1, &error)) {
            complain_library_error(&error);
            return false;
        }
    }
    return true;
}

/* What the command line itself says: a mistake here is a usage error. */
static bool set_words(struct iislint *run, const struct options *options)
{
    struct iislint_error error = {0};
    for (size_t i = 0; i < options->switches.count; i++) {
        const struct rule_switch *item = options->switches.items[i];
        bool (*turn)(struct iislint *, const char *, struct iislint_error *) =
            item->enable ? iislint_enable : iislint_disable;
        if (!turn(run, item->ids, &error)) {
            complain_library_error(&error);
            return false;
        }
    }
    if ((options->iis_version != NULL &&
         !iislint_set_iis_version(run, options->iis_version, &error)) ||
        (options->phase != NULL && !iislint_set_phase(run, options->phase, &error))) {
        complain_library_error(&error);
        return false;
    }
    if (options->no_suppressions)
        iislint_ignore_suppressions(run);
    return set_pairs(run, options, "--map", &options->mappings, iislint_add_mapping) &&
           set_pairs(run, options, "--env", &options->variables, iislint_set_variable);
}

/* Files that the command line names: one that cannot be used means that nothing is checked. */
static bool set_files(struct iislint *run, const struct options *options)
{
    struct iislint_error error = {0};
    bool is_set = true;
    for (size_t i = 0; i < options->rules.count && is_set; i++)
        is_set = iislint_add_rules(run, options->rules.items[i], &error);
    if (is_set && options->schema != NULL)
        is_set = iislint_set_schema(run, options->schema, &error);
    if (is_set && options->facts != NULL)
        is_set = iislint_set_facts(run, options->facts, &error);
    if (!is_set)
        complain_library_error(&error);
    return is_set;
}

struct iislint *prepare_run(const struct options *options, enum exit_status *status)
{
    struct iislint *run = iislint_new();
    *status = EXIT_CLEAN;
    if (!set_files(run, options)) /* rules first: switches and phases name them */
        *status = EXIT_INCOMPLETE;
    else if (!set_words(run, options))
        *status = EXIT_USAGE;
    if (*status == EXIT_CLEAN)
        return run;
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
