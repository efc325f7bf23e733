/*
 * folder.h - an empty folder for each test that touches the disk.
 */
#ifndef IISLINT_TESTS_BASE_FOLDER_H
#define IISLINT_TESTS_BASE_FOLDER_H

#include "base/arena.h"

struct folder {
    struct arena *arena;
    char path[64];
};

/* For cmocka: the state of each test is a new folder; it is removed with all that is in it. */
int folder_set_up(void **state);
int folder_tear_down(void **state);

/* Where an entry of the folder is on this machine. */
char *folder_path(struct folder *folder, const char *name);

/* Writes a file in the folder. */
void folder_put(struct folder *folder, const char *name, const char *content);

#endif
