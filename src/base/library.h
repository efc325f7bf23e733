/*
 * library.h - libraries that are loaded when they are needed, where the platform has such.
 *
 * The loader of Linux takes its time for a library and all that it brings along, whether or not a
 * run uses it. On Windows all libraries are part of the program.
 */
#ifndef IISLINT_BASE_LIBRARY_H
#define IISLINT_BASE_LIBRARY_H

#include <stdbool.h>

/* Loads a library by the name that the linker knows it by. NULL when it is not installed. */
void *library_open(const char *name);

/* Puts the address of a function into the pointer at `function`. False when there is none. */
bool library_find(void *library, const char *name, void *function);

/* NULL is allowed. */
void library_close(void *library);

#endif
