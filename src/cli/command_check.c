#include "base/path.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/options.h"
#include "cli/prepare.h"
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>

struct check {
    const struct options *options;
    struct iislint *run;
    struct list destinations;
    struct list failures; /* of strings: tool errors that kept something from being checked */
    int64_t started;
    bool reproducible;
    bool has_input;
};

/* Milliseconds since 1970. A build that wants the same bytes twice sets SOURCE_DATE_EPOCH. */
static int64_t now(struct check *check)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    if (epoch != NULL && epoch[0] != '\0') {
        char *end;
        long long seconds = strtoll(epoch, &end, 10);
        if (*end == '\0' && seconds >= 0 && seconds < 253402300800) {
            check->reproducible = true;
            return seconds * 1000;
        }
    }
    return terminal_clock();
}

static const char *environment(const char *name)
{
    return getenv(name);
}

static void fail(struct check *check, const struct iislint_error *error)
{
    struct arena *arena = check->options->arena;
    complain_library_error(error);
    list_add(&check->failures, arena, complain_text(arena, error));
}

/* A word that is no path may be a command with a typing error. */
static void suggest_command(const struct options *options)
{
    size_t count;
    const struct command *commands = command_table(&count);
    const char *operand = options->operands.items[0];
    if (path_kind(operand) != PATH_ABSENT)
        return;
    for (size_t i = 0; i < count; i++) {
        if (text_distance(operand, commands[i].name, 2) <= 2) {
            complain("did you mean the command '%s'?", commands[i].name);
            return;
        }
    }
}

/* No operand is the machine itself. */
static bool add_input(struct check *check, const char *operand, struct iislint_error *error)
{
    if (check->options->iis_express)
        return iislint_add_iis_express(check->run, operand, error);
    return operand == NULL ? iislint_add_this_server(check->run, error)
                           : iislint_add_input(check->run, operand, error);
}

static void add_inputs(struct check *check)
{
    const struct list *operands = &check->options->operands;
    for (size_t i = 0; i < operands->count || i == 0; i++) {
        struct iislint_error error = {0};
        const char *operand = i < operands->count ? operands->items[i] : NULL;
        if (add_input(check, operand, &error))
            check->has_input = true;
        else
            fail(check, &error);
    }
}

/* ---- the progress line ----------------------------------------------------------------------- */

static void show_progress(void *context, size_t done, size_t total)
{
    const struct check *check = context;
    fprintf(stderr, "\rchecking: %zu of %zu %s", done, total,
            check->options->operands.count > 1 ? "inputs" : "sites");
    fflush(stderr);
}

static void clear_progress(void)
{
    fprintf(stderr, "\r%*s\r", 60, "");
    fflush(stderr);
}

static bool note_failure(void *context, const struct iislint_error *failure)
{
    fail(context, failure);
    return true;
}

static void run_check(struct check *check)
{
    struct iislint_error error = {0};
    bool has_progress = !check->options->quiet && terminal_is_interactive(stderr);
    if (has_progress)
        iislint_on_progress(check->run, show_progress, check);
    iislint_set_jobs(check->run, check->options->jobs);
    if (has_progress && check->options->operands.count == 0)
        fprintf(stderr, "\rasking this machine ...");
    bool is_checked = iislint_check(check->run, &error);
    if (has_progress)
        clear_progress();
    size_t before = check->failures.count;
    iislint_each_failure(check->run, note_failure, check);
    if (!is_checked && check->failures.count == before)
        fail(check, &error);
}

/* ---- what the run ends with ------------------------------------------------------------------- */

struct verdict {
    int fail_on;
    bool has_failed;
};

static bool judge(void *context, const struct iislint_finding *finding)
{
    struct verdict *verdict = context;
    verdict->has_failed = finding->kind == IISLINT_FAIL && !finding->suppressed &&
                          (int)finding->level >= verdict->fail_on;
    return !verdict->has_failed;
}

static enum exit_status status_of(const struct check *check)
{
    if (check->failures.count > 0 || iislint_is_incomplete(check->run))
        return EXIT_INCOMPLETE;
    struct verdict verdict = {.fail_on = check->options->fail_on};
    if (verdict.fail_on != FAIL_NEVER)
        iislint_each_finding(check->run, judge, &verdict);
    return verdict.has_failed ? EXIT_FINDINGS : EXIT_CLEAN;
}

static bool wants_colour(const struct options *options)
{
    const char *no_colour = getenv("NO_COLOR");
    if (options->colour != COLOUR_AUTO)
        return options->colour == COLOUR_ALWAYS;
    return (no_colour == NULL || no_colour[0] == '\0') && terminal_has_colour(stdout);
}

static const char *const *strings(struct arena *arena, const struct list *list)
{
    const char **copy = arena_array(arena, list->count + 1, sizeof *copy);
    for (size_t i = 0; i < list->count; i++)
        copy[i] = list->items[i];
    return copy;
}

static bool write_reports(struct check *check, enum exit_status status)
{
    const struct options *options = check->options;
    struct report_context context = {
        .run = check->run,
        .show = (enum iislint_level)options->show,
        .show_undecided = options->show_undecided,
        .show_suppressed = options->show_suppressed,
        .quiet = options->quiet,
        .colour = wants_colour(options),
        .arguments = strings(options->arena, &options->arguments),
        .argument_count = options->arguments.count,
        .exit_code = (int)status,
        .exit_description = command_exit_description(status),
        .failures = strings(options->arena, &check->failures),
        .failure_count = check->failures.count,
        .started = check->started,
        .finished = now(check),
        .working_directory = terminal_working_directory(options->arena),
        .category = options->category,
        .environment = environment,
        .max_results = options->max_results,
    };
    context.reproducible = check->reproducible;
    return destination_write_all(&check->destinations, &context);
}

/* What can be told wrong before anything is read. */
static bool is_usable(struct check *check)
{
    const struct options *options = check->options;
    struct error error = {0};
    if (options->operands.count == 0 && !options->iis_express && !iislint_is_on_server()) {
        complain("there is nothing to check: name a server image, an applicationHost.config or a "
                 "web.config (see --help)");
        return false;
    }
    if (!destination_parse(options, &check->destinations, &error)) {
        complain_error(&error);
        return false;
    }
    return true;
}

/* Sets up the run and checks. What goes wrong with files is told in the reports as well. */
static enum exit_status check_all(struct check *check)
{
    struct iislint_error error;
    enum exit_status status = prepare_set(check->run, check->options, &error);
    if (status == EXIT_USAGE) {
        complain_library_error(&error);
        return status;
    }
    if (status == EXIT_INCOMPLETE) {
        fail(check, &error);
    } else {
        add_inputs(check);
        if (check->has_input)
            run_check(check);
        if (check->failures.count > 0 && check->options->operands.count > 0)
            suggest_command(check->options);
    }
    return status_of(check);
}

/*
 * The process ends next, and the system takes its memory back at once: to free the nodes of a large
 * server one by one would take a fifth of the time. Whoever checks again in one process, as tests
 * do, gets the memory of the last check back.
 */
static void leave_to_the_system(struct iislint *run)
{
    static struct iislint *left;
    iislint_free(left);
    left = run;
}

enum exit_status command_check(const struct options *options)
{
    struct check check = {.options = options};
    check.started = now(&check);
    if (!is_usable(&check))
        return EXIT_USAGE;
    check.run = iislint_new();
    enum exit_status status = check_all(&check);
    if (status != EXIT_USAGE && !write_reports(&check, status))
        status = EXIT_INCOMPLETE;
    leave_to_the_system(check.run);
    return status;
}
