#define _XOPEN_SOURCE 700 /* mkdtemp() */

#include "unit/base/folder.h"

#include "base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int folder_set_up(void **state)
{
    static struct folder folder;
    folder.arena = arena_new();
    strcpy(folder.path, "/tmp/iislint-path-XXXXXX");
    *state = &folder;
    return mkdtemp(folder.path) == NULL ? -1 : 0;
}

int folder_tear_down(void **state)
{
    struct folder *folder = *state;
    char *command = arena_printf(folder->arena, "rm -rf '%s'", folder->path);
    int result = system(command);
    arena_free(folder->arena);
    return result;
}

char *folder_path(struct folder *folder, const char *name)
{
    return path_join(folder->arena, folder->path, name);
}

void folder_put(struct folder *folder, const char *name, const char *content)
{
    FILE *file = fopen(folder_path(folder, name), "wb");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
}
