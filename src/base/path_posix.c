/* realpath() is part of the X/Open system interfaces. */
#define _XOPEN_SOURCE 700

#include "base/path_system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what a path is ----------------------------------------------------------------------- */

static enum path_kind kind_of_mode(mode_t mode)
{
    if (S_ISREG(mode))
        return PATH_FILE;
    return S_ISDIR(mode) ? PATH_DIRECTORY : PATH_OTHER;
}

enum path_kind path_kind(const char *local_path)
{
    struct stat status;
    if (stat(local_path, &status) == 0)
        return kind_of_mode(status.st_mode);
    bool absent = errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG;
    return absent ? PATH_ABSENT : PATH_UNREADABLE;
}

bool path_identity(const char *local_path, uint64_t identity[2])
{
    struct stat status;
    if (stat(local_path, &status) != 0)
        return false;
    identity[0] = (uint64_t)status.st_dev;
    identity[1] = (uint64_t)status.st_ino;
    return true;
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool fail(struct error *error, const char *path, const char *what)
{
    return error_set(error, path, 0, 0, "%s: %s", what, strerror(errno));
}

static bool read_some(void *file, const char *shown, char *buffer, size_t room, size_t *count,
                      struct error *error)
{
    ssize_t done;
    do
        done = read(*(const int *)file, buffer, room);
    while (done < 0 && errno == EINTR);
    *count = done > 0 ? (size_t)done : 0;
    return done >= 0 || fail(error, shown, "cannot be read");
}

char *path_read(const char *local_path, size_t limit, size_t *length, struct error *error)
{
    *length = 0;
    /* Asked before opening, because opening a device can have effects; O_NONBLOCK and fstat()
     * cover a path that is exchanged for a pipe in between. */
    struct stat status;
    if (stat(local_path, &status) != 0) {
        fail(error, local_path, "cannot be read");
        return NULL;
    }
    int file = -1;
    if (S_ISREG(status.st_mode)) {
        file = open(local_path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (file < 0 || fstat(file, &status) != 0) {
            fail(error, local_path, "cannot be read");
            if (file >= 0)
                close(file);
            return NULL;
        }
    }
    char *bytes = NULL;
    if (S_ISREG(status.st_mode)) {
        size_t expected = status.st_size < 0 ? 0 : (size_t)status.st_size;
        bytes = path_read_all(read_some, &file, local_path, limit, expected, length, error);
    } else {
        error_set(error, local_path, 0, 0, "is %s, not a regular file",
                  S_ISDIR(status.st_mode) ? "a directory" : "a device, pipe or socket");
    }
    if (file >= 0)
        close(file);
    return bytes;
}

char *path_read_stdin(size_t limit, size_t *length, struct error *error)
{
    int file = STDIN_FILENO;
    return path_read_all(read_some, &file, "standard input", limit, 64 * 1024, length, error);
}

/* ---- directories -------------------------------------------------------------------------- */

bool path_system_list(struct arena *arena, const char *directory, struct list *names,
                      struct error *error)
{
    DIR *stream = opendir(directory);
    struct dirent *entry;
    while (stream != NULL && (errno = 0, entry = readdir(stream)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            list_add(names, arena, arena_strdup(arena, entry->d_name));
    }
    int saved = errno;
    if (stream != NULL)
        closedir(stream);
    errno = saved;
    return (stream != NULL && saved == 0) || fail(error, directory, "the directory cannot be read");
}

/* ---- writing ------------------------------------------------------------------------------ */

struct path_writer {
    FILE *stream;
    char *temporary; /* NULL: writing straight into a device or pipe, nothing to rename */
    char *target;
    char *shown; /* the path as it was given, for messages */
    int failure; /* errno of the first write that failed */
};

/* Room for the directory, the name and ".iislint-<pid>-<attempt>". */
static char *temporary_name(const char *target, unsigned attempt)
{
    size_t size = strlen(target) + 64;
    char *name = malloc(size);
    if (name != NULL)
        snprintf(name, size, "%s.iislint-%ld-%u", target, (long)getpid(), attempt);
    return name;
}

/* Opens a new file that nobody else has, with the permissions of the file it will replace. */
static int open_temporary(struct path_writer *writer)
{
    int file = -1;
    for (unsigned attempt = 0; attempt < 100; attempt++) {
        writer->temporary = temporary_name(writer->target, attempt);
        if (writer->temporary == NULL)
            return -1;
        file = open(writer->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file >= 0)
            break;
        free(writer->temporary);
        writer->temporary = NULL;
        if (errno != EEXIST)
            return -1;
    }
    struct stat status;
    if (file >= 0 && stat(writer->target, &status) == 0)
        (void)fchmod(file, status.st_mode & 07777); /* not ours: then the umask decides */
    return file;
}

/* Closes and frees everything; removes the temporary file unless it became the target. */
static void dispose(struct path_writer *writer)
{
    if (writer->stream != NULL)
        fclose(writer->stream);
    if (writer->temporary != NULL)
        unlink(writer->temporary);
    free(writer->temporary);
    free(writer->target);
    free(writer->shown);
    free(writer);
}

struct path_writer *path_writer_open(const char *local_path, struct error *error)
{
    struct path_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL || (writer->shown = strdup(local_path)) == NULL)
        arena_out_of_memory();

    enum path_kind kind = path_kind(local_path);
    int file = -1;
    if (kind == PATH_DIRECTORY) {
        errno = EISDIR;
    } else if (kind == PATH_OTHER) {
        file = open(local_path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    } else {
        /* Through a symbolic link the file behind it is replaced, not the link. */
        writer->target = kind == PATH_FILE ? realpath(local_path, NULL) : strdup(local_path);
        if (writer->target != NULL)
            file = open_temporary(writer);
    }
    if (file >= 0) {
        writer->stream = fdopen(file, "wb");
        if (writer->stream == NULL)
            close(file);
    }
    if (writer->stream == NULL) {
        fail(error, local_path, "cannot be written");
        dispose(writer);
        return NULL;
    }
    return writer;
}

bool path_writer_write(struct path_writer *writer, const char *bytes, size_t length)
{
    if (writer->failure != 0)
        return false;
    if (length > 0 && fwrite(bytes, 1, length, writer->stream) != length)
        writer->failure = errno == 0 ? EIO : errno;
    return writer->failure == 0;
}

bool path_writer_commit(struct path_writer *writer, struct error *error)
{
    /* Only closing tells whether the last buffer found room on the disk. */
    int closed = fclose(writer->stream);
    writer->stream = NULL;
    if (writer->failure == 0 && closed != 0)
        writer->failure = errno;
    if (writer->failure == 0 && writer->temporary != NULL) {
        if (rename(writer->temporary, writer->target) != 0) {
            writer->failure = errno;
        } else {
            free(writer->temporary);
            writer->temporary = NULL;
        }
    }
    bool written = writer->failure == 0;
    if (!written) {
        errno = writer->failure;
        fail(error, writer->shown, "cannot be written");
    }
    dispose(writer);
    return written;
}

void path_writer_abandon(struct path_writer *writer)
{
    if (writer != NULL)
        dispose(writer);
}
