#include "base/threads_system.h"

#include "base/arena.h"
#include <stdlib.h>

struct threads {
    size_t count;
    struct thread *items[];
};

struct threads *threads_start(size_t count, thread_work *work, void *context)
{
    struct threads *threads = calloc(1, sizeof *threads + count * sizeof(struct thread *));
    if (!threads)
        arena_out_of_memory();
    while (threads->count < count) {
        struct thread *thread = thread_begin(work, context, threads->count);
        if (!thread)
            break;
        threads->items[threads->count++] = thread;
    }
    return threads;
}

size_t threads_count(const struct threads *threads)
{
    return threads->count;
}

void threads_join(struct threads *threads)
{
    for (size_t i = 0; i < threads->count; i++)
        thread_end(threads->items[i]);
    free(threads);
}
