#include "base/path.h"

#include "base/text.h"
#include <string.h>

static bool is_separator(char c)
{
    return c == '\\' || c == '/';
}

static bool is_drive(const char *path)
{
    return ((path[0] >= 'A' && path[0] <= 'Z') || (path[0] >= 'a' && path[0] <= 'z')) &&
           path[1] == ':';
}

/* ---- Windows paths as text ---------------------------------------------------------------- */

char *path_expand(struct arena *arena, const char *path, path_variable_lookup *lookup,
                  void *context, bool *complete)
{
    struct text result = {0};
    bool all_known = true;

    for (const char *open; (open = strchr(path, '%')) != NULL;) {
        text_add_bytes(&result, path, (size_t)(open - path));
        const char *close = strchr(open + 1, '%');
        if (close == NULL) {
            path = open;
            break;
        }
        size_t length = (size_t)(close - open - 1);
        const char *value = length == 0 ? NULL : lookup(context, open + 1, length);
        if (value != NULL) {
            text_add(&result, value);
            path = close + 1;
        } else {
            /* As written; the second '%' may still open a name of its own: %a%TEMP%. */
            all_known = all_known && length == 0;
            text_add_bytes(&result, open, length + 1);
            path = close;
        }
    }
    text_add(&result, path);
    if (complete != NULL)
        *complete = all_known;
    char *copy = arena_strndup(arena, text_string(&result), result.length);
    text_fini(&result);
    return copy;
}

/* True for \\?\ and \\.\, which switch the rest to device syntax. */
static bool is_device(const char *path)
{
    return is_separator(path[0]) && is_separator(path[1]) && (path[2] == '?' || path[2] == '.') &&
           is_separator(path[3]);
}

bool path_is_unc(const char *path)
{
    return is_separator(path[0]) && is_separator(path[1]) && path[2] != '\0' &&
           !is_separator(path[2]) && !is_device(path);
}

bool path_is_absolute_windows(const char *path)
{
    return (is_drive(path) && is_separator(path[2])) || path_is_unc(path);
}

/* Behind the separators that start at `path`. */
static const char *skip_separators(const char *path)
{
    while (is_separator(*path))
        path++;
    return path;
}

static size_t part_length(const char *path)
{
    size_t length = 0;
    while (path[length] != '\0' && !is_separator(path[length]))
        length++;
    return length;
}

/*
 * Writes what `..` cannot leave (`C:\`, `\\server\share\`, `\`) and returns what follows it. For
 * a relative path nothing is written, for C:name only the drive.
 */
static const char *add_root(struct text *out, const char *path)
{
    if (is_drive(path)) {
        text_add_bytes(out, path, 2);
        path += 2;
        if (!is_separator(*path))
            return path;
        text_add_char(out, '\\');
        return skip_separators(path);
    }
    if (is_device(path)) {
        text_printf(out, "\\\\%c\\", path[2]);
        return skip_separators(path + 3);
    }
    if (path_is_unc(path)) {
        text_add_char(out, '\\');
        path++;
        for (int part = 0; part < 2 && *path != '\0'; part++) {
            path = skip_separators(path);
            size_t length = part_length(path);
            if (length == 0)
                break;
            text_add_char(out, '\\');
            text_add_bytes(out, path, length);
            path += length;
        }
        text_add_char(out, '\\');
        return skip_separators(path);
    }
    if (is_separator(*path))
        text_add_char(out, '\\');
    return skip_separators(path);
}

/* Removes the last part written behind `root`; false when there is none, or when it is `..`. */
static bool drop_last_part(struct text *out, size_t root)
{
    size_t start = out->length;
    while (start > root && out->data[start - 1] != '\\')
        start--;
    size_t length = out->length - start;
    if (length == 0 || (length == 2 && memcmp(out->data + start, "..", 2) == 0))
        return false;
    out->length = start > root ? start - 1 : root;
    out->data[out->length] = '\0';
    return true;
}

/* Adds the parts of `path` behind a root of `root` bytes. */
static void add_parts(struct text *out, size_t root, const char *path)
{
    bool rooted = root > 0 && out->data[root - 1] == '\\';
    while (*(path = skip_separators(path)) != '\0') {
        size_t length = part_length(path);
        bool is_parent = length == 2 && memcmp(path, "..", 2) == 0;
        bool is_self = length == 1 && path[0] == '.';
        if (!is_self && !(is_parent && (drop_last_part(out, root) || rooted))) {
            if (out->length > root)
                text_add_char(out, '\\');
            text_add_bytes(out, path, length);
        }
        path += length;
    }
}

/* `\\?\C:\x` is C:\x and `\\?\UNC\server\share` is \\server\share; other devices stay. */
static const char *strip_verbatim(const char *path, bool *is_share)
{
    *is_share = false;
    if (!is_device(path) || path[2] != '?')
        return path;
    const char *rest = path + 4;
    if (text_starts_with_nocase(rest, "UNC") && is_separator(rest[3])) {
        *is_share = true;
        return rest + 3;
    }
    return is_drive(rest) ? rest : path;
}

static char *normalize(struct arena *arena, const char *directory, const char *relative)
{
    struct text out = {0};
    bool is_share;
    const char *path = strip_verbatim(directory, &is_share);
    if (is_share)
        path = arena_printf(arena, "\\%s", path);
    path = add_root(&out, path);
    size_t root = out.length;
    add_parts(&out, root, path);
    add_parts(&out, root, relative);
    if (out.length == 0 && (directory[0] != '\0' || relative[0] != '\0'))
        text_add_char(&out, '.');
    /* The share itself is written without the separator that made it a root. */
    if (out.length == root && path_is_unc(text_string(&out)))
        out.length--;
    char *copy = arena_strndup(arena, text_string(&out), out.length);
    text_fini(&out);
    return copy;
}

char *path_normalize_windows(struct arena *arena, const char *path)
{
    return normalize(arena, path, "");
}

char *path_join_windows(struct arena *arena, const char *directory, const char *relative)
{
    if (path_is_absolute_windows(relative) || is_device(relative) || is_drive(relative))
        return normalize(arena, relative, "");
    return normalize(arena, directory, relative);
}

bool path_is_within_windows(const char *path, const char *directory)
{
    if (!text_starts_with_nocase(path, directory))
        return false;
    size_t length = strlen(directory);
    return path[length] == '\0' || path[length] == '\\' ||
           (length > 0 && directory[length - 1] == '\\');
}

/* ---- local paths -------------------------------------------------------------------------- */

char *path_join(struct arena *arena, const char *directory, const char *relative)
{
    if (relative[0] == '/' || path_is_absolute_windows(relative) || directory[0] == '\0' ||
        strcmp(directory, ".") == 0)
        return arena_strdup(arena, relative);
    const char *separator = is_separator(directory[strlen(directory) - 1]) ? "" : "/";
    return arena_printf(arena, "%s%s%s", directory, separator, relative);
}

const char *path_basename(const char *path)
{
    const char *base = path;
    for (const char *c = path; *c != '\0'; c++) {
        if (is_separator(*c))
            base = c + 1;
    }
    return base;
}

char *path_dirname(struct arena *arena, const char *path)
{
    size_t length = (size_t)(path_basename(path) - path);
    if (length == 0)
        return arena_strdup(arena, ".");
    size_t root = is_drive(path) ? 3 : 1;
    while (length > root && is_separator(path[length - 1]))
        length--;
    return arena_strndup(arena, path, length);
}
