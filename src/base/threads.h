/*
 * threads.h - threads that do the same work, and a monitor for what they share.
 *
 * One implementation a platform. Running out of memory aborts, as in an arena.
 */
#ifndef IISLINT_BASE_THREADS_H
#define IISLINT_BASE_THREADS_H

#include <stddef.h>

struct threads;

/* What a thread does; `number` counts the threads from 0. */
typedef void thread_work(void *context, size_t number);

/*
 * Starts `count` threads, or as many of them as the system gives: with numbers from 0 on, without a
 * gap. Never NULL. They have stacks of the same size on every platform (8 MB) and hold those
 * signals back that the calling thread holds back.
 */
struct threads *threads_start(size_t count, thread_work *work, void *context);

/* How many there are; 0 when the system gives none. */
size_t threads_count(const struct threads *threads);

/* Waits for the end of all of them and frees `threads`. */
void threads_join(struct threads *threads);

/* Processors of this machine that are in use; at least 1. */
size_t threads_processors(void);

/* A lock with a condition: whoever is in it is alone, and can wait until somebody changes something. */
struct monitor;

struct monitor *monitor_new(void);
void monitor_free(struct monitor *monitor);

void monitor_enter(struct monitor *monitor);
void monitor_leave(struct monitor *monitor);

/* Lets others in until monitor_notify() is called, or for no reason: look again what has changed. */
void monitor_wait(struct monitor *monitor);

/* Wakes all that wait; called inside. */
void monitor_notify(struct monitor *monitor);

#endif
