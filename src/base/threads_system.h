/*
 * threads_system.h - private to threads*.c: one thread as the platform has it.
 */
#ifndef IISLINT_BASE_THREADS_SYSTEM_H
#define IISLINT_BASE_THREADS_SYSTEM_H

#include "base/threads.h"

#define THREAD_STACK_SIZE (8u * 1024 * 1024)

struct thread;

/* Starts a thread; NULL when the system gives none. */
struct thread *thread_begin(thread_work *work, void *context, size_t number);

/* Waits for its end and frees it. */
void thread_end(struct thread *thread);

#endif
