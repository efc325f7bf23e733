/* madvise() with a request for large pages is Linux's own; other systems decide by themselves. */
#define _DEFAULT_SOURCE /* what POSIX does not name */
#include "base/large_pages.h"

#include <stdint.h>
#include <sys/mman.h>

#define LARGE_PAGE ((uintptr_t)2 * 1024 * 1024)

void large_pages_ask(void *start, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t from = ((uintptr_t)start + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
    uintptr_t to = ((uintptr_t)start + size) & ~(LARGE_PAGE - 1);
    if (from < to)
        madvise((void *)from, to - from, MADV_HUGEPAGE); /* a refusal changes nothing */
#else
    (void)start;
    (void)size;
#endif
}
