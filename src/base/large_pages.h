/*
 * large_pages.h - fewer and larger pages for memory that will all be used.
 */
#ifndef IISLINT_BASE_LARGE_PAGES_H
#define IISLINT_BASE_LARGE_PAGES_H

#include <stddef.h>

/*
 * Asks the system for large pages from `start` on, `size` bytes long: it then has to find and clear
 * a page every two megabytes and not every four kilobytes. Without effect where there are none.
 */
void large_pages_ask(void *start, size_t size);

#endif
