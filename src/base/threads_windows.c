#include "base/threads.h"

#include "base/arena.h"
#include <process.h>
#include <stdint.h>
#include <stdlib.h>
#include <windows.h>

#define STACK_SIZE (8u * 1024 * 1024)

struct thread {
    HANDLE handle;
    thread_work *work;
    void *context;
    size_t number;
};

struct threads {
    struct thread *items;
    size_t count;
};

static unsigned __stdcall run(void *argument)
{
    struct thread *thread = argument;
    thread->work(thread->context, thread->number);
    return 0;
}

struct threads *threads_start(size_t count, thread_work *work, void *context)
{
    struct threads *threads = calloc(1, sizeof *threads);
    struct thread *items = calloc(count ? count : 1, sizeof *items);
    if (!threads || !items)
        arena_out_of_memory();
    threads->items = items;
    for (size_t i = 0; i < count; i++) {
        struct thread *thread = &items[i];
        *thread = (struct thread){.work = work, .context = context, .number = i};
        /* not CreateThread(): the C runtime has things of each thread to set up and to free */
        uintptr_t handle =
            _beginthreadex(NULL, STACK_SIZE, run, thread, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
        if (handle == 0)
            break;
        thread->handle = (HANDLE)handle;
        threads->count++;
    }
    return threads;
}

size_t threads_count(const struct threads *threads)
{
    return threads->count;
}

void threads_join(struct threads *threads)
{
    for (size_t i = 0; i < threads->count; i++) {
        WaitForSingleObject(threads->items[i].handle, INFINITE);
        CloseHandle(threads->items[i].handle);
    }
    free(threads->items);
    free(threads);
}

size_t threads_processors(void)
{
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    return system.dwNumberOfProcessors > 0 ? system.dwNumberOfProcessors : 1;
}

struct monitor {
    SRWLOCK lock;
    CONDITION_VARIABLE changed;
};

struct monitor *monitor_new(void)
{
    struct monitor *monitor = malloc(sizeof *monitor);
    if (!monitor)
        arena_out_of_memory();
    InitializeSRWLock(&monitor->lock);
    InitializeConditionVariable(&monitor->changed);
    return monitor;
}

void monitor_free(struct monitor *monitor)
{
    free(monitor);
}

void monitor_enter(struct monitor *monitor)
{
    AcquireSRWLockExclusive(&monitor->lock);
}

void monitor_leave(struct monitor *monitor)
{
    ReleaseSRWLockExclusive(&monitor->lock);
}

void monitor_wait(struct monitor *monitor)
{
    SleepConditionVariableSRW(&monitor->changed, &monitor->lock, INFINITE, 0);
}

void monitor_notify(struct monitor *monitor)
{
    WakeAllConditionVariable(&monitor->changed);
}
