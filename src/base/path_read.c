/* Reading to the end of a file whose size nobody promises; see path_system.h. */
#include "base/path_system.h"

#include <stdlib.h>

/* Reads until the end, or until one byte more than `limit` is there. */
static bool fill(path_read_some *some, void *file, const char *shown, size_t limit, size_t capacity,
                 char **bytes, size_t *used, struct error *error)
{
    size_t count = 1;
    *used = 0;
    *bytes = malloc(capacity);
    if (!*bytes)
        arena_out_of_memory();
    while (count > 0 && *used <= limit) {
        if (*used + 1 == capacity) {
            capacity = capacity > limit / 2 ? limit + 2 : capacity * 2;
            *bytes = realloc(*bytes, capacity);
            if (!*bytes)
                arena_out_of_memory();
        }
        if (!some(file, shown, *bytes + *used, capacity - 1 - *used, &count, error))
            return false;
        *used += count;
    }
    return true;
}

char *path_read_all(path_read_some *some, void *file, const char *shown, size_t limit,
                    size_t expected, size_t *length, struct error *error)
{
    size_t used, first = expected < limit ? expected : limit;
    char *bytes;
    *length = 0;
    bool ok = fill(some, file, shown, limit, first + 2 /* the NUL, and a byte to see more */,
                   &bytes, &used, error);
    if (ok) {
        *length = used;
        bytes[used] = '\0';
    }
    if (ok && used <= limit)
        return bytes;
    free(bytes);
    if (ok)
        error_set(error, shown, 0, 0, "is larger than %zu bytes, the most that is read", limit);
    return NULL;
}
