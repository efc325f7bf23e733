/*
 * interrupt.h - what must be cleaned up before Ctrl-C ends the process.
 *
 * One implementation a platform. Between hold and release the user's interruption waits (POSIX: it
 * comes at the release; Windows: Ctrl-C is not heard), so the time between should be short.
 */
#ifndef IISLINT_BASE_INTERRUPT_H
#define IISLINT_BASE_INTERRUPT_H

struct interrupt;

/* Holds interruptions of the calling thread back; never NULL. */
struct interrupt *interrupt_hold(void);

/* Lets them through again, those that waited first. NULL is allowed. */
void interrupt_release(struct interrupt *interrupt);

#endif
