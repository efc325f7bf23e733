/* Names of zip entries that are safe on every platform; see archive.h. */
#include "base/archive.h"

#include "base/path.h"
#include "base/text.h"
#include <string.h>

#define NAME_MAX_BYTES 1000
#define PART_MAX_BYTES 250
#define DEPTH_MAX 100

bool archive_is_named(const char *local_path)
{
    return text_ends_with_nocase(local_path, ".zip") && path_kind(local_path) == PATH_FILE;
}

/* NUL, nul.txt and COM1.log are devices, wherever they stand. */
static bool is_device(const char *part, size_t length)
{
    static const char *const devices[] = {"con", "prn", "aux", "nul", "conin$", "conout$"};
    char stem[8] = "";
    const char *dot = memchr(part, '.', length);
    if (dot)
        length = (size_t)(dot - part);
    while (length > 0 && part[length - 1] == ' ')
        length--;
    if (length == 0 || length >= sizeof stem)
        return false;
    memcpy(stem, part, length);
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (text_equals_nocase(stem, devices[i]))
            return true;
    bool port = text_starts_with_nocase(stem, "com") || text_starts_with_nocase(stem, "lpt");
    return port && length == 4 && stem[3] >= '0' && stem[3] <= '9';
}

static const char *part_fault(const char *part, size_t length)
{
    if (length == 0)
        return "has an empty part";
    if ((length == 1 && *part == '.') || (length == 2 && memcmp(part, "..", 2) == 0))
        return "leads out of its folder";
    if (part[length - 1] == '.' || part[length - 1] == ' ')
        return "ends a part in a dot or blank";
    if (length > PART_MAX_BYTES)
        return "is too long";
    return is_device(part, length) ? "is the name of a device" : NULL;
}

static const char *character_fault(const char *name)
{
    for (const char *c = name; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return "has a control character";
        if (*c == '\\')
            return "has a backslash";
        if (*c == ':')
            return "has a colon";
        if (strchr("<>\"|?*", *c))
            return "has a character that Windows does not allow";
    }
    return NULL;
}

const char *archive_name_fault(const char *name)
{
    size_t length = strlen(name), depth = 0;
    if (length == 0)
        return "is empty";
    if (length > NAME_MAX_BYTES)
        return "is too long";
    if (text_utf8_check(name, length) != length)
        return "is not UTF-8";
    if (*name == '/')
        return "is absolute";
    const char *fault = character_fault(name);
    while (!fault && *name) {
        size_t part = strcspn(name, "/");
        fault = part_fault(name, part);
        name += part + (name[part] == '/');
        if (!fault && ++depth > DEPTH_MAX)
            fault = "is too deep";
    }
    return fault;
}
