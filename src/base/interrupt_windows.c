#include "base/interrupt.h"

#include "base/arena.h"
#include <stdbool.h>
#include <stdlib.h>
#include <windows.h>

struct interrupt {
    bool held;
};

struct interrupt *interrupt_hold(void)
{
    struct interrupt *interrupt = malloc(sizeof *interrupt);
    if (!interrupt)
        arena_out_of_memory();
    interrupt->held = SetConsoleCtrlHandler(NULL, TRUE);
    return interrupt;
}

void interrupt_release(struct interrupt *interrupt)
{
    if (interrupt && interrupt->held)
        SetConsoleCtrlHandler(NULL, FALSE);
    free(interrupt);
}
