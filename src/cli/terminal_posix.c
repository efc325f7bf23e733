#include "cli/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void terminal_prepare(void)
{
    struct sigaction ignore = {0};
    ignore.sa_handler = SIG_IGN;
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
}

void terminal_arguments(struct arena *arena, int *argc, char ***argv)
{
    (void)arena;
    (void)argc;
    (void)argv;
}

bool terminal_is_interactive(FILE *stream)
{
    return isatty(fileno(stream)) == 1;
}

bool terminal_has_colour(FILE *stream)
{
    const char *term = getenv("TERM");
    return terminal_is_interactive(stream) && term != NULL && strcmp(term, "dumb") != 0;
}

bool terminal_is_closed_pipe(int error_number)
{
    return error_number == EPIPE;
}

const char *terminal_working_directory(struct arena *arena)
{
    for (size_t size = 1024; size <= 1024 * 1024; size *= 4) {
        char *buffer = arena_alloc(arena, size);
        if (getcwd(buffer, size) != NULL)
            return buffer[0] == '/' ? buffer : NULL;
        if (errno != ERANGE)
            break;
    }
    return NULL;
}

int64_t terminal_clock(void)
{
    struct timespec time;
    if (timespec_get(&time, TIME_UTC) != TIME_UTC)
        return 0;
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}
