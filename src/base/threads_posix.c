#include "base/threads.h"

#include "base/arena.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define STACK_SIZE ((size_t)8 * 1024 * 1024)

struct thread {
    pthread_t handle;
    thread_work *work;
    void *context;
    size_t number;
};

struct threads {
    struct thread *items;
    size_t count;
};

static void *run(void *argument)
{
    struct thread *thread = argument;
    thread->work(thread->context, thread->number);
    return NULL;
}

struct threads *threads_start(size_t count, thread_work *work, void *context)
{
    struct threads *threads = calloc(1, sizeof *threads);
    struct thread *items = calloc(count ? count : 1, sizeof *items);
    pthread_attr_t attributes;
    if (!threads || !items || pthread_attr_init(&attributes) != 0)
        arena_out_of_memory();
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    threads->items = items;
    for (size_t i = 0; i < count; i++) {
        struct thread *thread = &items[i];
        *thread = (struct thread){.work = work, .context = context, .number = i};
        if (pthread_create(&thread->handle, &attributes, run, thread) != 0)
            break;
        threads->count++;
    }
    pthread_attr_destroy(&attributes);
    return threads;
}

size_t threads_count(const struct threads *threads)
{
    return threads->count;
}

void threads_join(struct threads *threads)
{
    for (size_t i = 0; i < threads->count; i++)
        pthread_join(threads->items[i].handle, NULL);
    free(threads->items);
    free(threads);
}

size_t threads_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (size_t)count : 1;
}

struct monitor {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

struct monitor *monitor_new(void)
{
    struct monitor *monitor = malloc(sizeof *monitor);
    if (!monitor || pthread_mutex_init(&monitor->mutex, NULL) != 0 ||
        pthread_cond_init(&monitor->changed, NULL) != 0)
        arena_out_of_memory();
    return monitor;
}

void monitor_free(struct monitor *monitor)
{
    pthread_cond_destroy(&monitor->changed);
    pthread_mutex_destroy(&monitor->mutex);
    free(monitor);
}

void monitor_enter(struct monitor *monitor)
{
    pthread_mutex_lock(&monitor->mutex);
}

void monitor_leave(struct monitor *monitor)
{
    pthread_mutex_unlock(&monitor->mutex);
}

void monitor_wait(struct monitor *monitor)
{
    pthread_cond_wait(&monitor->changed, &monitor->mutex);
}

void monitor_notify(struct monitor *monitor)
{
    pthread_cond_broadcast(&monitor->changed);
}
