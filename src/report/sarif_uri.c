#include "report/sarif_uri.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* Unreserved characters and those that a path segment may hold as they are. */
static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~/!$&'()*+,;=:@", c) != NULL);
}

char *sarif_uri_encode(struct arena *arena, const char *path)
{
    struct text uri = {0};
    for (; *path != '\0'; path++) {
        if (is_plain((unsigned char)*path))
            text_add_char(&uri, *path);
        else
            text_printf(&uri, "%%%02X", (unsigned)(unsigned char)*path);
    }
    char *result = arena_strdup(arena, text_string(&uri));
    text_fini(&uri);
    return result;
}

static bool has_drive(const char *path)
{
    return isalpha((unsigned char)path[0]) && path[1] == ':';
}

static bool is_absolute(const char *path)
{
    return path[0] == '/' || (has_drive(path) && path[2] == '/');
}

char *sarif_uri_of_absolute(struct arena *arena, const char *path)
{
    const char *prefix = "file://";
    if (has_drive(path))
        prefix = "file:///";
    else if (path[0] == '/' && path[1] == '/')
        prefix = "file:";
    return arena_printf(arena, "%s%s", prefix, sarif_uri_encode(arena, path));
}

char *sarif_uri_of_folder(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    bool is_closed = length > 0 && path[length - 1] == '/';
    return arena_printf(arena, "%s%s", sarif_uri_of_absolute(arena, path), is_closed ? "" : "/");
}

/* Removes "." and ".." parts; the result keeps its first '/', and never ends in one. */
static char *resolve(struct arena *arena, const char *path)
{
    struct text result = {0};
    size_t floor = strspn(path, "/");
    text_add_bytes(&result, path, floor);
    const char *cursor = path + floor;
    const char *part;
    size_t length;
    while ((part = text_next_item(&cursor, "/", &length)) != NULL) {
        if (length == 1 && part[0] == '.')
            continue;
        if (length == 2 && part[0] == '.' && part[1] == '.' && result.length > floor) {
            while (result.length > floor && result.data[result.length - 1] != '/')
                result.data[--result.length] = '\0';
            if (result.length > floor)
                result.data[--result.length] = '\0';
            continue;
        }
        if (result.length > floor)
            text_add_char(&result, '/');
        text_add_bytes(&result, part, length);
    }
    char *copy = arena_strdup(arena, text_string(&result));
    text_fini(&result);
    return copy;
}

/* The part of `path` below `folder`, or NULL. */
static const char *below(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    if (length > 0 && folder[length - 1] == '/')
        length--;
    if (strncmp(path, folder, length) != 0 || path[length] != '/')
        return NULL;
    return path + length + 1;
}

char *sarif_uri_of_path(struct arena *arena, const char *path, const char *working_directory,
                        const char *root, bool *is_relative)
{
    *is_relative = true;
    if (!is_absolute(path)) {
        if (working_directory == NULL || root == NULL)
            return sarif_uri_encode(arena, resolve(arena, path));
        path = arena_printf(arena, "%s/%s", working_directory, path);
    }
    char *absolute = resolve(arena, path);
    const char *relative = root != NULL ? below(absolute, root) : NULL;
    if (relative != NULL)
        return sarif_uri_encode(arena, relative);
    *is_relative = false;
    return sarif_uri_of_absolute(arena, absolute);
}
