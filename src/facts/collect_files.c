/* Programs, libraries and access lists as facts; see collect_answers.h. */
#include "facts/collect_answers.h"
#include <string.h>

/* Numbers in a file lie with their lowest byte first. */
static unsigned short_at(const unsigned char *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8;
}

static uint32_t long_at(const unsigned char *bytes)
{
    return short_at(bytes) | (uint32_t)short_at(bytes + 2) << 16;
}

/* Of .NET: the 15th data directory is in use. Its place is that of a 32-bit optional header.
 * https://learn.microsoft.com/windows/win32/debug/pe-format */
static bool is_of_dotnet(const unsigned char *optional, size_t length)
{
    const size_t count_at = 92, directory_at = 96 + 14 * 8;
    return length >= directory_at + 4 && short_at(optional) == 0x10B &&
           long_at(optional + count_at) > 14 && long_at(optional + directory_at) != 0;
}

const char *collect_machine(const unsigned char *head, size_t length)
{
    if (length < 64 || head[0] != 'M' || head[1] != 'Z')
        return NULL;
    size_t at = long_at(head + 60);
    if (at > length || length - at < 24 || memcmp(head + at, "PE\0\0", 4) != 0)
        return NULL;
    switch (short_at(head + at + 4)) {
    case 0x8664:
        return "x64";
    case 0x14C:
        return is_of_dotnet(head + at + 24, length - at - 24) ? NULL : "x86";
    case 0xAA64:
        return "arm64";
    default:
        return NULL;
    }
}

void collect_add_acl(struct collecting *collecting, const char *path, const char *sddl)
{
    if (*sddl == '\0') {
        collect_fail(collecting, "%s: Windows tells an empty access list", path);
        return;
    }
    collect_item_open(&collecting->item, "acl");
    collect_item_set(&collecting->item, "path", path);
    collect_item_set(&collecting->item, "sddl", sddl);
    collect_add(collecting);
}
