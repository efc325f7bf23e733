/*
 * posix.h - what the unit tests take from POSIX and Windows calls otherwise. `make windows-test` puts
 * it before every test; symbolic links, modes of files and root are not there.
 */
#ifndef IISLINT_TESTS_WINDOWS_POSIX_H
#define IISLINT_TESTS_WINDOWS_POSIX_H

/* a name that tests may have for themselves */
#define read posix_read

#include <direct.h>
#include <errno.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#undef read

static inline char *posix_mkdtemp(char *template)
{
    char *end = template + strlen(template) - 6;
    for (unsigned i = 0; i < 1000000; i++) {
        for (unsigned digit = 0, rest = (unsigned)_getpid() * 7919u + i; digit < 6;
             digit++, rest /= 10)
            end[digit] = (char)('0' + rest % 10);
        if (_mkdir(template) == 0)
            return template;
        if (errno != EEXIST)
            break;
    }
    return NULL;
}

static inline int posix_symlink(const char *target, const char *path)
{
    (void)target;
    (void)path;
    errno = ENOSYS;
    return -1;
}

/* Only `rm -rf 'FOLDER'` is ever asked for. */
static inline int posix_system(const char *command)
{
    char line[600];
    int length = snprintf(line, sizeof line, "rd /s /q \"%s", strchr(command, '\'') + 1);
    line[length - 1] = '"';
    for (char *c = line + 8; *c != '\0'; c++) {
        if (*c == '/')
            *c = '\\';
    }
    return (system)(line);
}

#define system(command) posix_system(command)
#define mkdtemp posix_mkdtemp
#define mkdir(path, ...) _mkdir(path)
#define symlink posix_symlink
#define setenv(name, value, ...) _putenv_s(name, value)
#define unsetenv(name) _putenv_s(name, "")
#define geteuid() 0u
#define getuid() 0u

#endif
