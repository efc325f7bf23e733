#include "base/threads_system.h"

#include "base/arena.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

struct thread {
    pthread_t handle;
    thread_work *work;
    void *context;
    size_t number;
};

static void *run(void *argument)
{
    struct thread *thread = argument;
    thread->work(thread->context, thread->number);
    return NULL;
}

struct thread *thread_begin(thread_work *work, void *context, size_t number)
{
    pthread_attr_t attributes;
    struct thread *thread = calloc(1, sizeof *thread);
    if (!thread || pthread_attr_init(&attributes) != 0)
        arena_out_of_memory();
    *thread = (struct thread){.work = work, .context = context, .number = number};
    pthread_attr_setstacksize(&attributes, THREAD_STACK_SIZE);
    bool is_running = pthread_create(&thread->handle, &attributes, run, thread) == 0;
    pthread_attr_destroy(&attributes);
    if (is_running)
        return thread;
    free(thread);
    return NULL;
}

void thread_end(struct thread *thread)
{
    pthread_join(thread->handle, NULL);
    free(thread);
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
