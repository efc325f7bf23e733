#include "base/archive.h"

#include "base/map.h"
#include "base/path.h"
#include "base/text.h"
#include "base/zip_library.h"
#include <stdlib.h>
#include <string.h>

/* ---- reading: what is in it ----------------------------------------------------------------- */

struct entry {
    const char *name;
    zip_uint64_t index, size;
};

struct reading {
    struct arena *arena;
    const char *shown;
    struct zip_library libzip;
    zip_t *zip;
    size_t zip_size;
    struct list files;   /* struct entry * */
    struct map *names;   /* every file and folder, without case -> the name as it is spelt */
    struct map *is_file; /* the same, files only */
    zip_uint64_t total;
    struct error *error;
};

static bool refuse(const struct reading *reading, const char *what)
{
    return error_set(reading->error, reading->shown, 0, 0, "This zip is not read: %s.", what);
}

/* A hostile name must not reach a terminal as it is. */
static const char *printable(const struct reading *reading, const char *name)
{
    char *copy = arena_strndup(reading->arena, name, strlen(name) < 100 ? strlen(name) : 100);
    for (char *c = copy; *c; c++)
        if (*c < 0x20 || *c == 0x7F)
            *c = '?';
    return copy;
}

static bool refuse_entry(const struct reading *reading, const char *name, const char *what)
{
    return refuse(reading,
                  arena_printf(reading->arena, "the name '%s' %s", printable(reading, name), what));
}

/* Notes a file or folder; false when there is another of that name but for letter case. */
static bool note_name(struct reading *reading, const char *name, bool file)
{
    const char *spelt = map_find(reading->names, name);
    if (!spelt) {
        char *copy = arena_strdup(reading->arena, name);
        map_set(reading->names, copy, copy);
        if (file)
            map_set(reading->is_file, copy, copy);
        return true;
    }
    if (strcmp(spelt, name) != 0)
        return refuse_entry(reading, name, "differs from another one only in letter case");
    if (file || map_find(reading->is_file, name))
        return refuse_entry(reading, name, "is there twice");
    return true;
}

static bool note_names(struct reading *reading, char *name, bool file)
{
    for (char *c = name; *c; c++)
        if (*c == '/') {
            *c = '\0';
            if (!note_name(reading, name, false))
                return false;
            *c = '/';
        }
    return note_name(reading, name, file);
}

/* Links, devices and pipes, as Unix and Windows say so. */
static bool is_special(const struct reading *reading, zip_uint64_t index)
{
    zip_uint8_t system;
    zip_uint32_t attributes;
    if (reading->libzip.file_get_external_attributes(reading->zip, index, 0, &system,
                                                     &attributes) != 0)
        return true;
    unsigned type = attributes >> 28;
    return (type != 0 && type != 8 && type != 4) || (attributes & 0x400) != 0;
}

static const char *content_fault(const struct reading *reading, const zip_stat_t *status)
{
    const zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((status->valid & needed) != needed)
        return "belongs to an entry that is damaged";
    if (is_special(reading, status->index))
        return "belongs to a link or device";
    if (status->encryption_method != ZIP_EM_NONE)
        return "belongs to an encrypted file";
    if (status->comp_method != ZIP_CM_STORE && status->comp_method != ZIP_CM_DEFLATE)
        return "belongs to a file in a compression that is not read";
    if (status->size > ARCHIVE_FILE_MAX)
        return "belongs to a file that is too large";
    if (status->size > ARCHIVE_RATIO_FROM && status->size / ARCHIVE_RATIO_MAX > status->comp_size)
        return "belongs to a file that is packed too densely to be a configuration";
    return NULL;
}

/* The name as it is written, when that is UTF-8: libzip's guess would be a code page of DOS, where
 * control characters are pictures. */
static char *entry_name(const struct reading *reading, zip_uint64_t index)
{
    const char *raw = reading->libzip.get_name(reading->zip, index, ZIP_FL_ENC_RAW);
    if (raw && text_utf8_check(raw, strlen(raw)) != strlen(raw))
        raw = reading->libzip.get_name(reading->zip, index, ZIP_FL_ENC_GUESS);
    return arena_strdup(reading->arena, raw);
}

static bool note_entry(struct reading *reading, zip_uint64_t index)
{
    zip_stat_t status;
    char *name = entry_name(reading, index);
    if (!name || reading->libzip.stat_index(reading->zip, index, 0, &status) != 0)
        return refuse(reading,
                      reading->libzip.error_strerror(reading->libzip.get_error(reading->zip)));
    const char *fault = archive_name_fault(name);
    if (!fault)
        fault = content_fault(reading, &status);
    if (fault)
        return refuse_entry(reading, name, fault);
    size_t length = strlen(name);
    bool folder = name[length - 1] == '/';
    if (folder)
        name[length - 1] = '\0';
    if (folder && status.size > 0)
        return refuse_entry(reading, name, "is that of a folder with content");
    reading->total += status.size;
    if (reading->total > ARCHIVE_SIZE_MAX)
        return refuse(reading, "unpacked it would be too large");
    if (!folder) {
        struct entry *entry = arena_alloc(reading->arena, sizeof *entry);
        *entry = (struct entry){name, index, status.size};
        list_add(&reading->files, reading->arena, entry);
    }
    return note_names(reading, name, !folder);
}

static bool note_all(struct reading *reading)
{
    zip_int64_t count = reading->libzip.get_num_entries(reading->zip, 0);
    if (count > ARCHIVE_ENTRIES_MAX)
        return refuse(reading, "it has too many entries");
    if (count <= 0)
        return refuse(reading, "there is nothing in it");
    for (zip_int64_t i = 0; i < count; i++)
        if (!note_entry(reading, (zip_uint64_t)i))
            return false;
    if (reading->total > ARCHIVE_RATIO_FROM &&
        reading->total / ARCHIVE_RATIO_MAX > reading->zip_size)
        return refuse(reading, "it is packed too densely to be a configuration");
    return true;
}

/* ---- reading: taking it out ----------------------------------------------------------------- */

static bool copy(const struct reading *reading, const struct entry *entry, zip_file_t *file,
                 struct path_writer *writer)
{
    char buffer[32768];
    zip_uint64_t done = 0;
    zip_int64_t count;
    while ((count = reading->libzip.fread(file, buffer, sizeof buffer)) > 0) {
        done += (zip_uint64_t)count;
        if (done > entry->size)
            return refuse_entry(reading, entry->name, "belongs to a file with a wrong size");
        if (!path_writer_write(writer, buffer, (size_t)count))
            return refuse(reading, "there is no room to unpack it");
    }
    if (count < 0 || done != entry->size)
        return refuse_entry(reading, entry->name, "belongs to a file that is damaged");
    return true;
}

static bool unpack_file(const struct reading *reading, const struct entry *entry,
                        const char *directory)
{
    const char *local = path_join(reading->arena, directory, entry->name);
    if (!path_make_directories(path_dirname(reading->arena, local), reading->error))
        return false;
    zip_file_t *file = reading->libzip.fopen_index(reading->zip, entry->index, 0);
    if (!file)
        return refuse_entry(reading, entry->name, "belongs to a file that is damaged");
    struct path_writer *writer = path_writer_open(local, reading->error);
    bool ok = writer && copy(reading, entry, file, writer);
    if (ok)
        ok = path_writer_commit(writer, reading->error);
    else if (writer)
        path_writer_abandon(writer);
    reading->libzip.fclose(file);
    return ok;
}

static bool unpack_all(struct reading *reading, const char *directory)
{
    if (!note_all(reading))
        return false;
    for (size_t i = 0; i < reading->files.count; i++)
        if (!unpack_file(reading, reading->files.items[i], directory))
            return false;
    return true;
}

/* The zip in memory; libzip checks that its parts agree with each other. NULL after an error. */
static zip_t *open_bytes(const struct reading *reading, const char *bytes)
{
    zip_error_t trouble;
    reading->libzip.error_init(&trouble);
    zip_source_t *source =
        reading->libzip.source_buffer_create(bytes, reading->zip_size, 0, &trouble);
    zip_t *zip =
        source ? reading->libzip.open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &trouble)
               : NULL;
    if (!zip) {
        int code = reading->libzip.error_code_zip(&trouble);
        refuse(reading, code == ZIP_ER_NOZIP ? "it is no zip, or its end is missing"
                                             : reading->libzip.error_strerror(&trouble));
        reading->libzip.source_free(source);
    }
    reading->libzip.error_fini(&trouble);
    return zip;
}

bool archive_unpack_bytes(const char *bytes, size_t length, const char *shown,
                          const char *directory, struct error *error)
{
    struct reading reading = {.shown = shown, .zip_size = length, .error = error};
    reading.arena = arena_new();
    reading.names = map_new(reading.arena, MAP_CASE_INSENSITIVE);
    reading.is_file = map_new(reading.arena, MAP_CASE_INSENSITIVE);
    bool ok = zip_library_load(&reading.libzip, error);
    reading.zip = ok ? open_bytes(&reading, bytes) : NULL;
    ok = reading.zip && unpack_all(&reading, directory);
    if (reading.zip)
        reading.libzip.discard(reading.zip);
    zip_library_unload(&reading.libzip);
    arena_free(reading.arena);
    return ok;
}

bool archive_unpack(const char *local_path, const char *shown, const char *directory,
                    struct error *error)
{
    size_t length;
    char *bytes = path_read(local_path, ARCHIVE_SIZE_MAX, &length, error);
    bool ok = bytes && archive_unpack_bytes(bytes, length, shown, directory, error);
    free(bytes);
    return ok;
}

/* ---- writing -------------------------------------------------------------------------------- */

struct archive_writer {
    struct zip_library libzip;
    zip_source_t *target; /* the zip's bytes, once it is closed */
    zip_t *zip;
};

static bool fail(const struct archive_writer *writer, struct error *error, const char *path,
                 zip_error_t *trouble)
{
    return error_set(error, path, 0, 0, "The zip cannot be made: %s.",
                     writer->libzip.error_strerror(trouble));
}

struct archive_writer *archive_writer_new(struct error *error)
{
    struct archive_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        arena_out_of_memory();
    if (!zip_library_load(&writer->libzip, error)) {
        free(writer);
        return NULL;
    }
    writer->target = writer->libzip.source_buffer_create(NULL, 0, 0, NULL);
    if (!writer->target)
        arena_out_of_memory();
    writer->libzip.source_keep(writer->target);
    writer->zip = writer->libzip.open_from_source(writer->target, ZIP_TRUNCATE | ZIP_CREATE, NULL);
    if (!writer->zip)
        arena_out_of_memory();
    return writer;
}

void archive_writer_free(struct archive_writer *writer)
{
    if (!writer)
        return;
    if (writer->zip)
        writer->libzip.discard(writer->zip);
    writer->libzip.source_free(writer->target);
    zip_library_unload(&writer->libzip);
    free(writer);
}

bool archive_writer_add(struct archive_writer *writer, const char *name, const char *bytes,
                        size_t length, struct error *error)
{
    char *content = length > 0 ? malloc(length) : NULL; /* libzip would not free an empty one */
    if (!content && length > 0)
        arena_out_of_memory();
    if (content)
        memcpy(content, bytes, length);
    zip_source_t *source =
        writer->libzip.source_buffer(writer->zip, content, length, content != NULL);
    if (!source) {
        free(content);
        return fail(writer, error, name, writer->libzip.get_error(writer->zip));
    }
    zip_int64_t index = writer->libzip.file_add(writer->zip, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        writer->libzip.source_free(source);
        return fail(writer, error, name, writer->libzip.get_error(writer->zip));
    }
    /* 1 January 1980, the first day of a zip's calendar: no clock, so the same bytes each time */
    writer->libzip.file_set_dostime(writer->zip, (zip_uint64_t)index, 0, 0x21, 0);
    return true;
}

static bool write_target(const struct archive_writer *writer, const char *local_path,
                         struct error *error)
{
    zip_source_t *target = writer->target;
    char buffer[32768];
    zip_int64_t count = 0;
    if (writer->libzip.source_open(target) != 0)
        return fail(writer, error, local_path, writer->libzip.source_error(target));
    struct path_writer *file = path_writer_open(local_path, error);
    while (file && (count = writer->libzip.source_read(target, buffer, sizeof buffer)) > 0)
        path_writer_write(file, buffer, (size_t)count); /* a failure shows when committing */
    bool ok = file && count == 0;
    if (file && count < 0) {
        fail(writer, error, local_path, writer->libzip.source_error(target));
        path_writer_abandon(file);
    }
    writer->libzip.source_close(target);
    return ok && path_writer_commit(file, error);
}

bool archive_writer_finish(struct archive_writer *writer, const char *local_path,
                           struct error *error)
{
    bool ok = writer->libzip.close(writer->zip) == 0;
    if (ok) {
        writer->zip = NULL;
        ok = write_target(writer, local_path, error);
    } else {
        fail(writer, error, local_path, writer->libzip.get_error(writer->zip));
    }
    archive_writer_free(writer);
    return ok;
}
