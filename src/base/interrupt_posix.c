#include "base/interrupt.h"

#include "base/arena.h"
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct interrupt {
    sigset_t before;
};

struct interrupt *interrupt_hold(void)
{
    struct interrupt *interrupt = malloc(sizeof *interrupt);
    sigset_t held;
    if (!interrupt)
        arena_out_of_memory();
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &held, &interrupt->before);
    return interrupt;
}

void interrupt_release(struct interrupt *interrupt)
{
    if (!interrupt)
        return;
    sigset_t before = interrupt->before;
    free(interrupt); /* the process may end with the next line */
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}
