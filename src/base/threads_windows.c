#include "base/threads_system.h"

#include "base/arena.h"
#include <process.h>
#include <stdint.h>
#include <stdlib.h>
#include <windows.h>

struct thread {
    HANDLE handle;
    thread_work *work;
    void *context;
    size_t number;
};

static unsigned __stdcall run(void *argument)
{
    struct thread *thread = argument;
    thread->work(thread->context, thread->number);
    return 0;
}

struct thread *thread_begin(thread_work *work, void *context, size_t number)
{
    struct thread *thread = calloc(1, sizeof *thread);
    if (!thread)
        arena_out_of_memory();
    *thread = (struct thread){.work = work, .context = context, .number = number};
    /* not CreateThread(): the C runtime has things of each thread to set up and to free */
    uintptr_t handle = _beginthreadex(NULL, THREAD_STACK_SIZE, run, thread,
                                      STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    thread->handle = (HANDLE)handle;
    if (handle != 0)
        return thread;
    free(thread);
    return NULL;
}

void thread_end(struct thread *thread)
{
    WaitForSingleObject(thread->handle, INFINITE);
    CloseHandle(thread->handle);
    free(thread);
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
