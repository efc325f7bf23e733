#include "base/arena.h"

#include "base/large_pages.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Large enough for malloc to map it from the system on its own: what is not used of it costs no
 * memory, and freeing it does not make malloc tidy up the million small blocks of a freed tree,
 * which took as long as parsing.
 */
#define CHUNK_SIZE ((size_t)256 * 1024)

/*
 * From here on an arena is that of a large server: its chunks are so large that malloc always maps
 * them, cleared by the system, and in large pages where there are such.
 */
#define MANY ((size_t)8 * 1024 * 1024)
#define MANY_CHUNK_SIZE ((size_t)33 * 1024 * 1024)

struct chunk {
    struct chunk *next;
    size_t used;
    size_t size;
    max_align_t data[];
};

struct arena {
    struct chunk *chunks; /* the first one is being filled */
    size_t used;
};

_Noreturn void arena_out_of_memory(void)
{
    fputs("iislint: out of memory\n", stderr);
    abort();
}

static struct chunk *chunk_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(struct chunk))
        arena_out_of_memory();
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    if (chunk == NULL)
        arena_out_of_memory();
    chunk->size = size;
    return chunk;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        arena_out_of_memory();
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
}

/* A large block gets a chunk of its own, behind the one being filled, so that no room is lost. */
static void *alloc_large(struct arena *arena, size_t size)
{
    struct chunk *chunk = chunk_new(size);
    chunk->used = size;
    if (arena->chunks == NULL) {
        arena->chunks = chunk;
    } else {
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    }
    return chunk->data;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);

    if (size > SIZE_MAX - alignment)
        arena_out_of_memory();
    arena->used += size;
    size_t rounded = (size + alignment - 1) / alignment * alignment;
    if (rounded == 0)
        rounded = alignment;
    if (rounded > CHUNK_SIZE / 4)
        return alloc_large(arena, rounded);

    struct chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->size - chunk->used < rounded) {
        bool many = arena->used > MANY;
        chunk = chunk_new(many ? MANY_CHUNK_SIZE : CHUNK_SIZE);
        if (many)
            large_pages_ask(chunk, MANY_CHUNK_SIZE);
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    void *block = (char *)chunk->data + chunk->used;
    chunk->used += rounded;
    return block;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        arena_out_of_memory();
    return arena_alloc(arena, count * size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        arena_out_of_memory();
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list measured;
    va_copy(measured, arguments);
    int length = vsnprintf(NULL, 0, format, measured);
    va_end(measured);
    if (length < 0)
        arena_out_of_memory();
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
