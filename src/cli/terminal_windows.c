#include "cli/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <shellapi.h>

void terminal_prepare(void)
{
    SetConsoleOutputCP(CP_UTF8);
    _setmode(_fileno(stdout), _O_BINARY);
    _setmode(_fileno(stdin), _O_BINARY);
}

static char *to_utf8(struct arena *arena, const wchar_t *wide)
{
    int size = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
    if (size <= 0)
        return NULL;
    char *text = arena_alloc(arena, (size_t)size);
    WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, size, NULL, NULL);
    return text;
}

void terminal_arguments(struct arena *arena, int *argc, char ***argv)
{
    int count = 0;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &count);
    if (wide == NULL)
        return;
    char **arguments = arena_array(arena, (size_t)count + 1, sizeof *arguments);
    bool is_complete = true;
    for (int i = 0; i < count; i++) {
        arguments[i] = to_utf8(arena, wide[i]);
        is_complete = is_complete && arguments[i] != NULL;
    }
    LocalFree(wide);
    if (is_complete) {
        *argc = count;
        *argv = arguments;
    }
}

bool terminal_is_interactive(FILE *stream)
{
    return _isatty(_fileno(stream)) != 0;
}

bool terminal_has_colour(FILE *stream)
{
    HANDLE handle = (HANDLE)_get_osfhandle(_fileno(stream));
    DWORD mode;
    if (!terminal_is_interactive(stream) || !GetConsoleMode(handle, &mode))
        return false;
    return SetConsoleMode(handle, mode | 0x0004 /* ENABLE_VIRTUAL_TERMINAL_PROCESSING */) != 0;
}

bool terminal_is_closed_pipe(int error_number)
{
    return error_number == EPIPE || error_number == EINVAL;
}

const char *terminal_working_directory(struct arena *arena)
{
    DWORD size = GetCurrentDirectoryW(0, NULL);
    if (size == 0)
        return NULL;
    wchar_t *wide = arena_array(arena, size, sizeof *wide);
    if (GetCurrentDirectoryW(size, wide) >= size)
        return NULL;
    char *text = to_utf8(arena, wide);
    for (char *c = text; c != NULL && *c != '\0'; c++) {
        if (*c == '\\')
            *c = '/';
    }
    return text;
}

int64_t terminal_clock(void)
{
    const int64_t until_1970 = 11644473600000; /* milliseconds from 1601, where Windows begins */
    FILETIME time;
    GetSystemTimeAsFileTime(&time);
    uint64_t ticks = (uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime;
    return (int64_t)(ticks / 10000) - until_1970;
}
