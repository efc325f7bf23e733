/*
 * path_wide_windows.h - private to the Windows files of src/base: UTF-8 paths as Windows wants them.
 */
#ifndef IISLINT_BASE_PATH_WIDE_WINDOWS_H
#define IISLINT_BASE_PATH_WIDE_WINDOWS_H

#include "base/arena.h"
#include <stdlib.h>
#include <windows.h>

/* UTF-16 on the heap (the caller frees it); with the \\?\ form when it is too long without. */
wchar_t *path_wide(const char *path);

/* UTF-8 in the arena. */
char *path_narrow(struct arena *arena, const wchar_t *wide);

#endif
