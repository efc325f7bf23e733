/* Windows gives large pages only to accounts with a right of their own. */
#include "base/large_pages.h"

void large_pages_ask(void *start, size_t size)
{
    (void)start;
    (void)size;
}
