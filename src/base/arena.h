/*
 * arena.h - memory that lives as long as one run.
 *
 * Plain data (names, findings, scopes) is allocated here and freed all at once, so no
 * function needs a list of things to free. Running out of memory aborts: there is no
 * sensible continuation for a checker, and callers stay free of untestable branches.
 * Foreign objects (xmlDoc, pcre2_code, cJSON, FILE) never live in an arena.
 */
#ifndef IISLINT_BASE_ARENA_H
#define IISLINT_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

#if defined(__MINGW32__) /* its own "printf" stands for Microsoft's, which has no %zu */
#define PRINTF_LIKE(format_index, first_index)                                                     \
    __attribute__((format(gnu_printf, format_index, first_index)))
#elif defined(__GNUC__)
#define PRINTF_LIKE(format_index, first_index)                                                     \
    __attribute__((format(printf, format_index, first_index)))
#else
#define PRINTF_LIKE(format_index, first_index)
#endif

/* Creates an empty arena. The caller frees it with arena_free(). */
struct arena *arena_new(void);

/* Frees the arena and everything allocated from it. NULL is allowed. */
void arena_free(struct arena *arena);

/* Returns `size` zeroed bytes, aligned for any type. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns a zeroed array of `count` items of `size` bytes; aborts when the product overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* Copies a string (NULL gives NULL). */
char *arena_strdup(struct arena *arena, const char *text);

/* Copies `length` bytes and adds the terminating NUL. */
char *arena_strndup(struct arena *arena, const char *text, size_t length);

/* Formats into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

/* Ends the program with a message; for the few buffers that live outside an arena. */
_Noreturn void arena_out_of_memory(void);

/* Bytes handed out so far; for tests and for reporting memory use. */
size_t arena_used(const struct arena *arena);

#endif
