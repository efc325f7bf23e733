#include "cli/rules_test.h"

#include "cli/complain.h"
#include "cli/destination.h"
#include "cli/prepare.h"
#include "run/examples.h"

struct counting {
    struct output *out;
    size_t passed, failed;
};

static bool count(void *context, const struct example_result *result)
{
    struct counting *counting = context;
    if (result->passed) {
        counting->passed++;
        return true;
    }
    counting->failed++;
    output_printf(counting->out, "%s: %s example %zu%s%s%s: %s\n", result->rule->id,
                  result->example->bad ? "bad" : "good", result->number,
                  result->example->title ? " (" : "",
                  result->example->title ? result->example->title : "",
                  result->example->title ? ")" : "", result->problem);
    return true;
}

enum exit_status rules_test(const struct options *options)
{
    enum exit_status status;
    struct iislint *run = prepare_catalogue(options, &status);
    if (run == NULL)
        return status;
    struct output out;
    struct counting counting = {&out, 0, 0};
    struct error error = {0};
    output_init_stream(&out, stdout);
    bool ok = examples_run(run, count, &counting, &error);
    output_printf(&out, "%zu passed, %zu failed\n", counting.passed, counting.failed);
    bool written = destination_finish_stdout(&out);
    iislint_free(run);
    if (!ok)
        complain_error(&error);
    if (!ok || !written)
        return EXIT_INCOMPLETE;
    return counting.failed > 0 ? EXIT_FINDINGS : EXIT_CLEAN;
}
