/*
 * Any bytes as a zip: unpacked, or refused. Whatever is in it, nothing appears beside the folder that it
 * was to be unpacked into.
 *
 * What does not begin like a zip is a list of files to make one of, because the sums and doubled headers
 * of a zip seldom survive a change: a line with a name, a line with the content, and so on. What is then
 * unpacked must be what was packed.
 */
#include "base/archive.h"
#include "base/map.h"
#include "base/path.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Three folders for the life of the process: outer/inner/unpacked; the last one is made each time. */
struct place {
    struct arena *arena;
    const char *outer, *inner, *unpacked, *zip;
};

static struct place *place(void)
{
    static struct place made;
    if (made.arena)
        return &made;
    made.arena = arena_new();
    made.outer = path_temporary_directory(made.arena, NULL);
    if (!made.outer)
        abort();
    made.inner = path_join(made.arena, made.outer, "inner");
    made.unpacked = path_join(made.arena, made.inner, "unpacked");
    made.zip = path_join(made.arena, made.outer, "a.zip");
    return &made;
}

static bool is_only(void *context, const char *name)
{
    if (strcmp(name, context) != 0)
        abort();
    return true;
}

/* Ends the run: looks at what is there, and removes it. */
static void clear(struct place *at)
{
    char inner[] = "inner", unpacked[] = "unpacked";
    path_remove_tree(at->zip, NULL);
    if (!path_each_entry(at->outer, is_only, inner, NULL) ||
        !path_each_entry(at->inner, is_only, unpacked, NULL) ||
        !path_remove_tree(at->unpacked, NULL))
        abort();
}

/* ---- a list of files -------------------------------------------------------------------------------- */

struct file {
    const char *name, *content;
};

static const char *take_line(struct arena *arena, const char **cursor)
{
    size_t length = strcspn(*cursor, "\n");
    const char *line = arena_strndup(arena, *cursor, length);
    *cursor += length + ((*cursor)[length] == '\n');
    return line;
}

static void pack(struct place *at, struct arena *arena, const char *text, struct list *files)
{
    struct archive_writer *writer = archive_writer_new(NULL);
    if (!writer)
        abort();
    while (*text && files->count < 100) {
        struct file *file = arena_alloc(arena, sizeof *file);
        file->name = take_line(arena, &text);
        file->content = take_line(arena, &text);
        if (archive_writer_add(writer, file->name, file->content, strlen(file->content), NULL))
            list_add(files, arena, file);
    }
    if (!archive_writer_finish(writer, at->zip, NULL))
        files->count = 0;
}

static void check_file(struct place *at, struct arena *arena, const struct file *file)
{
    size_t name = strlen(file->name), length;
    if (archive_name_fault(file->name))
        abort();
    if (file->name[name - 1] == '/')
        return;
    char *bytes = path_read(path_join(arena, at->unpacked, file->name), 1 << 20, &length, NULL);
    if (!bytes || length != strlen(file->content) || memcmp(bytes, file->content, length) != 0)
        abort();
    free(bytes);
}

static void round_trip(struct place *at, struct arena *arena, const char *text)
{
    struct list files = {0};
    struct error error = {0};
    pack(at, arena, text, &files);
    if (files.count == 0)
        return;
    bool is_unpacked = archive_unpack(at->zip, "a.zip", at->unpacked, &error);
    if (!is_unpacked && !error.text[0])
        abort();
    for (size_t i = 0; is_unpacked && i < files.count; i++)
        check_file(at, arena, files.items[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct place *at = place();
    struct arena *arena = arena_new();
    struct error error = {0};
    if (!path_make_directories(at->unpacked, NULL))
        abort();
    if (size > 1 && memcmp(data, "PK", 2) == 0) {
        bool is_unpacked =
            archive_unpack_bytes((const char *)data, size, "a.zip", at->unpacked, &error);
        if (!is_unpacked && !error.text[0])
            abort();
    } else {
        round_trip(at, arena, arena_strndup(arena, (const char *)data, size));
    }
    clear(at);
    arena_free(arena);
    return 0;
}
