#include "run/crew.h"

#include "base/interrupt.h"
#include "base/threads.h"
#include "source/grammar.h"

#define THREADS_MAX 64

/* Who holds Ctrl-C back: one thread asks, the one that waits for all of them does it. */
enum hold { HOLD_NONE, HOLD_WANTED, HOLD_ON, HOLD_OVER };

struct crew {
    struct iislint *run;
    struct iislint **parts;
    part_check *check;
    struct iislint **tools;  /* of each thread */
    struct monitor *monitor; /* around what follows */
    size_t next;             /* the first input that nobody has taken */
    size_t done;
    enum hold hold;
};

/* ---- in the threads --------------------------------------------------------------------------- */

static bool take(struct crew *crew, size_t *number)
{
    monitor_enter(crew->monitor);
    *number = crew->next;
    bool any = crew->next < crew->run->inputs.count;
    crew->next += any;
    monitor_leave(crew->monitor);
    return any;
}

static void note_done(struct crew *crew)
{
    monitor_enter(crew->monitor);
    crew->done++;
    monitor_notify(crew->monitor);
    monitor_leave(crew->monitor);
}

/* The first thread has the rules of the run itself. Another that cannot load them a second time (they
 * came through a pipe) leaves the work to the first. */
static bool is_ready(struct iislint *tools)
{
    struct error error = {0};
    return run_load_rules(tools, &error) && run_load_environment(tools, &error);
}

static void work(void *context, size_t thread)
{
    struct crew *crew = context;
    struct iislint *tools = crew->tools[thread];
    size_t number;
    if (!is_ready(tools))
        return;
    while (take(crew, &number)) {
        struct iislint *part = parts_new(tools);
        part->crew = crew;
        crew->parts[number] = part;
        crew->check(part, crew->run->inputs.items[number]);
        note_done(crew);
    }
}

void crew_hold(struct crew *crew)
{
    monitor_enter(crew->monitor);
    while (crew->hold != HOLD_NONE)
        monitor_wait(crew->monitor);
    crew->hold = HOLD_WANTED;
    monitor_notify(crew->monitor);
    while (crew->hold != HOLD_ON)
        monitor_wait(crew->monitor);
    monitor_leave(crew->monitor);
}

void crew_release(struct crew *crew)
{
    monitor_enter(crew->monitor);
    crew->hold = HOLD_OVER;
    monitor_notify(crew->monitor);
    monitor_leave(crew->monitor);
}

/* ---- in the thread that waits for them -------------------------------------------------------- */

static void report(const struct crew *crew, size_t *reported)
{
    const struct iislint *run = crew->run;
    while (*reported < crew->done) {
        ++*reported;
        if (run->progress)
            run->progress(run->progress_context, *reported, run->inputs.count);
    }
}

static void serve(struct crew *crew)
{
    struct interrupt *held = NULL;
    size_t reported = 0;
    monitor_enter(crew->monitor);
    while (crew->done < crew->run->inputs.count) {
        if (crew->hold == HOLD_WANTED) {
            held = interrupt_hold();
            crew->hold = HOLD_ON;
            monitor_notify(crew->monitor);
        } else if (crew->hold == HOLD_OVER) {
            interrupt_release(held);
            crew->hold = HOLD_NONE;
            monitor_notify(crew->monitor);
        } else {
            monitor_wait(crew->monitor);
        }
        report(crew, &reported);
    }
    report(crew, &reported); /* they may have been done before anybody waited */
    if (crew->hold == HOLD_OVER)
        interrupt_release(held);
    monitor_leave(crew->monitor);
}

static size_t thread_count(const struct iislint *run)
{
    size_t count = run->jobs < THREADS_MAX ? run->jobs : THREADS_MAX;
    return count < run->inputs.count ? count : run->inputs.count;
}

static struct iislint **make_tools(struct iislint *run, size_t count)
{
    struct iislint **tools = arena_array(run->arena, count, sizeof(struct iislint *));
    tools[0] = run;
    for (size_t i = 1; i < count; i++) {
        tools[i] = parts_new_worker(run);
        list_add(&run->workers, run->arena, tools[i]);
    }
    return tools;
}

bool crew_check(struct iislint *run, struct iislint **parts, part_check *check)
{
    size_t count = thread_count(run);
    struct crew crew = {.run = run,
                        .parts = parts,
                        .check = check,
                        .tools = make_tools(run, count),
                        .monitor = monitor_new()};
    grammar_prepare();
    struct interrupt *held = interrupt_hold(); /* the threads inherit it: Ctrl-C is not for them */
    struct threads *threads = threads_start(count, work, &crew);
    interrupt_release(held);
    bool any = threads_count(threads) > 0;
    if (any)
        serve(&crew);
    threads_join(threads);
    monitor_free(crew.monitor);
    return any;
}
